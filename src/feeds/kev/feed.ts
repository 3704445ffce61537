import { z } from 'zod'
import { defineFeed, type FeedContext, type FeedFiles, FeedLocation, type FeedRecord } from '#feeds/feed.ts'
import type { KnownExploited } from '#model/advisory.ts'
import type { Skipped } from '#model/observation.ts'
import { aheadOfClock, inForceAt, isAhead, isOlder } from '#model/shared-list.ts'
import { AppError } from '#platform/errors.ts'
import { KevCatalogue, KevEntry } from './payload.ts'

const fileName = 'known_exploited_vulnerabilities.json'
const maxBytes = 64 * 1024 * 1024

const Config = z.object({
  location: FeedLocation.default(`https://www.cisa.gov/sites/default/files/feeds/${fileName}`),
})
type Config = z.infer<typeof Config>

/** `isComplete` is false where an entry was skipped: the next run then reads the same catalogue again. */
const Cursor = z.object({ version: z.string(), releasedAt: z.string(), isComplete: z.boolean() })

/** CISA's catalogue of vulnerabilities that attackers are known to use. */
export const kev = defineFeed({
  id: 'kev',
  title: 'CISA Known Exploited Vulnerabilities',
  summary: 'Which vulnerabilities attackers are known to use, from CISA or from a copy of its catalogue.',
  config: Config,
  cursor: Cursor,
  everyHours: 6,
  silentDays: 30,

  toldOnce: [],
  dayOf: ({ releasedAt }) => releasedAt.slice(0, 10),

  async check(context) {
    await readCatalogue(context)
  },

  async *pull(context, cursor) {
    const catalogue = await readCatalogue(context)
    const now = context.now()
    const since = cursor && !isAhead(cursor.releasedAt, now) ? cursor : undefined
    const inForce = inForceAt(context.inForce, now)
    const { catalogVersion: version, dateReleased: releasedAt } = catalogue
    const list = { day: releasedAt.slice(0, 10), releasedAt: new Date(releasedAt).toISOString() }
    if (since && Date.parse(releasedAt) < Date.parse(since.releasedAt)) {
      yield { records: [], skipped: [older(version, `version ${since.version}, which was read before`)], cursor: since }
      return
    }
    if (inForce && isOlder(list, inForce)) {
      const other = `that of ${inForce.day} that is in force`
      yield { records: [], skipped: [older(version, other)], cursor: { version, releasedAt, isComplete: false } }
      return
    }
    const isRead = since?.version === version && since.releasedAt === releasedAt
    // Another source's may have taken its place that should not have.
    const isInForce = !context.inForce || (inForce !== undefined && !isOlder(inForce, list))
    if (isRead && since.isComplete && isInForce) return

    const { entries, skipped } = readEntries(catalogue)
    const isComplete = skipped.length === 0
    const records: FeedRecord[] = entries.map((entry) => ({ kind: 'known_exploited', entry }))
    // A list with a hole must not retire the entry that fell through it.
    if (isComplete)
      records.push({
        kind: 'complete',
        of: 'known_exploited',
        asOf: list.day,
        releasedAt: list.releasedAt,
        version,
      })
    yield {
      records: isRead && !isComplete ? [] : records,
      skipped,
      cursor: { version, releasedAt, isComplete },
      progress: { done: entries.length, total: catalogue.vulnerabilities.length },
    }
  },
})

function readEntries(catalogue: KevCatalogue): { entries: KnownExploited[]; skipped: Skipped[] } {
  const entries: KnownExploited[] = []
  const skipped: Skipped[] = []
  for (const [index, entry] of catalogue.vulnerabilities.entries()) {
    const parsed = KevEntry.safeParse(entry)
    if (parsed.success) entries.push(toKnownExploited(parsed.data))
    else skipped.push(notUnderstood(entry, index, parsed.error))
  }
  const { count, vulnerabilities } = catalogue
  if (count !== vulnerabilities.length) skipped.push(notWhole(count, vulnerabilities.length))
  return { entries, skipped }
}

const notWhole = (count: number | undefined, present: number): Skipped => ({
  position: 'count',
  code: 'incomplete_list',
  reason: `The catalogue ${count === undefined ? 'does not say how many entries it has' : `says that it has ${count} entries`} and holds ${present}; nothing is taken off our list until a whole one comes.`,
})

export function toKnownExploited(entry: KevEntry): KnownExploited {
  return {
    cve: entry.cveID,
    vendor: entry.vendorProject,
    product: entry.product,
    name: entry.vulnerabilityName,
    addedOn: entry.dateAdded,
    ...(entry.dueDate ? { dueOn: entry.dueDate } : {}),
    ransomware: entry.knownRansomwareCampaignUse === 'Known',
    requiredAction: entry.requiredAction,
  }
}

function notUnderstood(entry: unknown, index: number, error: z.ZodError): Skipped {
  const cve = z.object({ cveID: z.string() }).safeParse(entry)
  const issue = error.issues[0]
  return {
    position: cve.success ? cve.data.cveID : `entry ${index + 1}`,
    code: 'bad_value',
    reason: `${issue?.path.join('.') || 'The entry'}: ${issue?.message}. It is read again with the next run; nothing is taken off our list until then.`,
    raw: { entry: JSON.stringify(entry) ?? 'undefined' },
  }
}

const older = (version: string, than: string): Skipped => ({
  position: version,
  code: 'older_than_stored',
  reason: `Version ${version} of the catalogue is older than ${than}: it is not taken. Fetch the current one.`,
})

/** One whose date cannot be, or that is empty, is nobody's catalogue: the run says so, and what was read before stays. */
async function readCatalogue(context: FeedContext<Config>): Promise<KevCatalogue> {
  const catalogue = await fetchCatalogue(context)
  const code = context.http ? 'upstream_failed' : 'unreadable'
  const { catalogVersion, dateReleased, vulnerabilities } = catalogue
  const now = context.now()
  if (isAhead(dateReleased, now))
    throw new AppError(code, aheadOfClock(`Version ${catalogVersion} of the catalogue`, dateReleased, now))
  if (vulnerabilities.length === 0)
    throw new AppError(
      code,
      `Version ${catalogVersion} of the catalogue, of ${dateReleased.slice(0, 10)}, holds no entry: an empty list is refused, and what was read before stays in force. Fetch ${fileName} again.`,
    )
  return catalogue
}

async function fetchCatalogue({ http, files, config }: FeedContext<Config>): Promise<KevCatalogue> {
  if (http) return await http.getJson(config.location, KevCatalogue, { maxBytes })
  if (!files) throw new AppError('bad_request', 'The feed was given neither a network address nor a folder.')

  const path = await findCatalogue(files)
  const text = new TextDecoder().decode(await files.read(path, { maxBytes }))
  const parsed = KevCatalogue.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw new AppError(
    'unreadable',
    `"${path}" in ${files.label} is not CISA's catalogue (${parsed.error.issues[0]?.path.join('.') || 'no JSON object'}). Fetch ${fileName} again.`,
  )
}

/** The catalogue by its usual name, or the only JSON file there is. */
async function findCatalogue(files: FeedFiles): Promise<string> {
  const found: string[] = []
  for await (const { path } of files.list()) if (path.toLowerCase().endsWith('.json')) found.push(path)
  const [path = undefined, ...more] = found.filter((path) => path.endsWith(fileName))
  if (path && more.length === 0) return path
  if (!path && found[0] && found.length === 1) return found[0]
  throw new AppError(
    'unreadable',
    `${files.label} should hold one file ${fileName}, but has ${path ? more.length + 1 : found.length} that could be it.`,
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Said by whoever checks the form.
    return undefined
  }
}
