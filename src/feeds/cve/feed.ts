import { z } from 'zod'
import { defineFeed, type FeedContext, FeedLocation, type FeedPage } from '#feeds/feed.ts'
import { AppError } from '#platform/errors.ts'
import { fromFiles, lookAtFiles } from './files.ts'
import { LedgerState } from './ledger.ts'
import { fromNetwork, lookAtNetwork, NetworkState } from './network.ts'

const Config = z.object({
  location: FeedLocation.default('https://raw.githubusercontent.com/CVEProject/cvelistV5/main/cves'),
})
type Config = z.infer<typeof Config>

const Cursor = z.discriminatedUnion('from', [NetworkState, LedgerState])
type Cursor = z.infer<typeof Cursor>

/** The CVE List: what the authority that gave a number and the data publishers of the CVE programme say of it. */
export const cve = defineFeed({
  id: 'cve',
  title: 'CVE List',
  summary:
    'CVE records with what each publisher says of them, such as CISA’s SSVC points: the whole list from a folder or zip archive, the changes of the last 30 days from the network.',
  config: Config,
  cursor: Cursor,
  everyHours: 6,
  silentDays: 3,

  async check({ http, files, config }) {
    if (http) return await lookAtNetwork(http, config.location)
    if (files) return await lookAtFiles(files)
    throw neither()
  },

  async *pull(context: FeedContext<Config>, since: Cursor | undefined): AsyncGenerator<FeedPage<Cursor>> {
    const { http, files, config, signal } = context
    if (http) yield* fromNetwork(http, config.location, since?.from === 'network' ? since : undefined, signal)
    else if (files) yield* fromFiles(files, since?.from === 'files' ? since : undefined, signal)
    else throw neither()
  },
})

const neither = () => new AppError('bad_request', 'The feed was given neither a network address nor a folder.')
