import type { AnyRoute } from './route.ts'
import { accessRoutes } from './routes/access.ts'
import { auditRoutes } from './routes/audit.ts'
import { healthRoutes } from './routes/health.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { peopleRoutes } from './routes/people.ts'
import { savedViewRoutes } from './routes/saved-views.ts'
import { settingsRoutes } from './routes/settings.ts'

/** Every endpoint. A new noun is one import and one line. */
export const routes: readonly AnyRoute[] = [
  ...accessRoutes,
  ...peopleRoutes,
  ...auditRoutes,
  ...notificationRoutes,
  ...savedViewRoutes,
  ...settingsRoutes,
  ...healthRoutes,
]
