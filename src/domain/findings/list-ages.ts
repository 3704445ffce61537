import { listDays, readersOf } from '#domain/intelligence/intelligence.ts'
import { feedReadings, sourceReadings } from '#domain/sources/sources.ts'
import type { Evidence } from '#model/finding.ts'
import type { ListAge } from '#model/risk.ts'
import { isAhead } from '#model/shared-list.ts'
import type { Db } from '#platform/db/database.ts'

/** What a feed tells of its list; one without `silentDays` is none that scores look at. */
export interface ListOfFeed {
  readonly id: string
  readonly title: string
  readonly silentDays?: number
  /** It says something of few vulnerabilities, and counts for those. */
  readonly isOfFew?: boolean
}

const hourMs = 3_600_000

/** What a finding is made of. */
export interface MadeOf {
  readonly vulnerabilityId: string
  readonly evidence: readonly Pick<Evidence, 'advisoryId' | 'database' | 'sbomId' | 'vexId'>[]
}

/**
 * How old the lists are that the score of this finding was made with, whether or not they moved it, and the advisories that
 * it rests on.
 */
export async function listAges(
  db: Db,
  feeds: readonly ListOfFeed[],
  { vulnerabilityId, evidence }: MadeOf,
  now = new Date(),
): Promise<ListAge[]> {
  const readings = await feedReadings(db)
  const days = await listDays(db, vulnerabilityId)
  const speaking = new Set(evidence.map(({ database }) => database?.toLowerCase()))
  const lists = feeds.flatMap(({ id, title, silentDays, isOfFew }) => {
    if (silentDays === undefined) return []
    const { readAt = null, everyHours = null } = readings.get(id) ?? {}
    const day = days.lists.get(id) ?? null
    const entryDay = days.entries.get(id) ?? null
    if (isOfFew && entryDay === null && !speaking.has(id)) return []
    const endsBefore =
      !isOfFew && day !== null && entryDay === null && days.firstSaidOn !== null && day < days.firstSaidOn
    const judged = judge({ readAt, everyHours, day, silentDays }, now.getTime())
    return [{ feed: id, title, readAt: notAhead(readAt, now), day, entryDay, endsBefore, ...judged }]
  })
  const said = evidence.filter(({ database, sbomId, vexId }) => (database ?? sbomId ?? vexId) === undefined)
  return [...lists, ...(await publisherAges(db, [...new Set(said.map(({ advisoryId }) => advisoryId))], now))]
}

/** An old advisory is none the less in force: what counts is when its publisher was last asked for a newer one. */
async function publisherAges(db: Db, advisoryIds: readonly string[], now: Date): Promise<ListAge[]> {
  if (advisoryIds.length === 0) return []
  const advisories = await readersOf(db, advisoryIds)
  const readings = await sourceReadings(
    db,
    advisories.flatMap(({ readBy }) => (readBy === null ? [] : [readBy])),
  )
  return [...Map.groupBy(advisories, ({ publisher }) => publisher)].map(([publisher, some]) => {
    const ages = some.map(({ readBy, storedAt }) => {
      const { readAt = null, everyHours = null } = (readBy !== null && readings.get(readBy)) || {}
      return { readAt: readAt ?? storedAt, everyHours, day: null, silentDays: Number.POSITIVE_INFINITY }
    })
    const oldest = ages.reduce((a, b) => (Date.parse(b.readAt) < Date.parse(a.readAt) ? b : a))
    const newest = some
      .map(({ revisedAt }) => revisedAt.slice(0, 10))
      .sort()
      .at(-1)!
    const judged = judge(oldest, now.getTime())
    const title = `Advisories of ${publisher}`
    const readAt = notAhead(oldest.readAt, now)
    return { feed: publisher, title, readAt, day: null, entryDay: newest, endsBefore: false, ...judged }
  })
}

/** How old each list is, by the feed that reads it. */
export async function agesByFeed(
  db: Db,
  feeds: readonly ListOfFeed[],
): Promise<ReadonlyMap<string, Pick<ListAge, 'day' | 'state' | 'why'>>> {
  const all = feeds.map((feed) => ({ ...feed, isOfFew: false }))
  const ages = await listAges(db, all, { vulnerabilityId: '', evidence: [] })
  return new Map(ages.map(({ feed, day, state, why }) => [feed, { day, state, why }]))
}

/** What a source tells of a list that is published whole: such a list is one for all sources, and may be another's. */
interface ReadBySource {
  readonly lastReadAt: string | null
  readonly everyHours: number | null
  /** Of the list that it read last itself; null where it has read none. */
  readonly day: string | null
}

/** How old the list of one source is, and of which day the newer one in force that another brought. */
export function ageOfOwnList(
  { lastReadAt, everyHours, day }: ReadBySource,
  silentDays: number,
  dayInForce: string | null,
  now = new Date(),
): Pick<ListAge, 'day' | 'state' | 'why'> & { readonly inForce: string | null } {
  const isOwn = day === null ? lastReadAt !== null : dayInForce === null || dayInForce <= day
  const judged = judge({ readAt: lastReadAt, everyHours, day, silentDays }, now.getTime())
  return { day, ...judged, inForce: isOwn ? null : dayInForce }
}

interface Age {
  readonly readAt: string | null
  readonly everyHours: number | null
  readonly day: string | null
  readonly silentDays: number
}

/** A reading that waits for its hour is not late yet: one has to be missed. */
function judge({ readAt, everyHours, day, silentDays }: Age, now: number): Pick<ListAge, 'state' | 'why'> {
  if (readAt === null && day === null) return { state: 'unread', why: 'It was never read.' }
  const missed = missedBy({ readAt, everyHours }, now)
  const old = day === null ? null : oldBy(day, silentDays, now)
  const why = [missed, old].filter((one) => one !== null).join(' ')
  return { state: missed !== null ? 'late' : old !== null ? 'old' : 'fresh', why: why || null }
}

function oldBy(day: string, silentDays: number, now: number): string | null {
  // How old it really is, nobody knows.
  if (isAhead(day, new Date(now))) return `It is dated ${day}, a day that has not come: that cannot be.`
  const days = Math.floor((now - Date.parse(day)) / (24 * hourMs))
  return days > silentDays
    ? `What is known from it is ${days} days old; its publisher is seldom silent for more than ${silentDays}.`
    : null
}

/** Shown is no time that is still to come. */
const notAhead = (at: string | null, now: Date) =>
  at !== null && Date.parse(at) > now.getTime() ? now.toISOString() : at

/** Of a clock that goes a little wrong nobody need be told. */
const aheadMs = 3_600_000

function missedBy({ readAt, everyHours }: Pick<Age, 'readAt' | 'everyHours'>, now: number): string | null {
  if (readAt !== null && Date.parse(readAt) > now + aheadMs)
    return 'Its last reading bears a time that is still to come, so that nobody can tell how old it is: the clock was put back. The next reading tells.'
  if (everyHours === null) return null
  if (readAt === null) return 'It was never read to its end.'
  const hours = (now - Date.parse(readAt)) / hourMs
  return hours > 2 * everyHours
    ? `It was last read ${spanOf(hours)} ago, and is to be read every ${spanOf(everyHours)}.`
    : null
}

const spanOf = (hours: number) =>
  hours >= 48 ? `${Math.floor(hours / 24)} days` : hours < 2 ? 'hour' : `${Math.floor(hours)} hours`
