import type { AnyRoute } from './route.ts'
import { healthRoutes } from './routes/health.ts'

/** Every endpoint. A new noun is one import and one line. */
export const routes: readonly AnyRoute[] = [...healthRoutes]
