import { csvOutlet } from './csv/outlet.ts'
import type { FileOutlet } from './outlet.ts'

/** Every outlet there is, in order of name. */
export const outlets: readonly FileOutlet[] = [csvOutlet]
