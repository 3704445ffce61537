import { csafProvider } from './csaf-provider/feed.ts'
import { cve } from './cve/feed.ts'
import { endoflife } from './endoflife/feed.ts'
import { epss } from './epss/feed.ts'
import { fdaClassification } from './fda-classification/feed.ts'
import type { Feed } from './feed.ts'
import { gudid } from './gudid/feed.ts'
import { kev } from './kev/feed.ts'
import { msrc } from './msrc/feed.ts'
import { nvd } from './nvd/feed.ts'
import { openfda } from './openfda/feed.ts'
import { osv } from './osv/feed.ts'

/** Every feed there is, in order of name. A context for one is made of its own `config` and `cursor`. */
export const feeds: readonly Feed[] = [
  csafProvider,
  cve,
  endoflife,
  epss,
  fdaClassification,
  gudid,
  kev,
  msrc,
  nvd,
  openfda,
  osv,
]
