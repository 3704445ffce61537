import { listDays } from '#domain/intelligence/intelligence.ts'
import { feedReadings } from '#domain/sources/sources.ts'
import type { ListAge } from '#model/risk.ts'
import type { Db } from '#platform/db/database.ts'

/** What a feed tells of its list; one without `silentDays` is none that scores look at. */
export interface ListOfFeed {
  readonly id: string
  readonly title: string
  readonly silentDays?: number
}

const hourMs = 3_600_000

/** How old the lists are that the score of this vulnerability was made with, whether or not they moved it. */
export async function listAges(
  db: Db,
  feeds: readonly ListOfFeed[],
  vulnerabilityId: string,
  now = new Date(),
): Promise<ListAge[]> {
  const readings = await feedReadings(db)
  const days = await listDays(db, vulnerabilityId)
  return feeds.flatMap(({ id, title, silentDays }) => {
    if (silentDays === undefined) return []
    const { readAt = null, everyHours = null } = readings.get(id) ?? {}
    const day = days.lists.get(id) ?? null
    const entryDay = days.entries.get(id) ?? null
    const judged = judge({ readAt, everyHours, day, silentDays }, now.getTime())
    return [{ feed: id, title, readAt, day, entryDay, ...judged }]
  })
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
  const whys: string[] = []
  const sinceRead = readAt === null ? null : (now - Date.parse(readAt)) / hourMs
  if (sinceRead === null && everyHours !== null) whys.push('It was never read to its end.')
  if (sinceRead !== null && everyHours !== null && sinceRead > 2 * everyHours)
    whys.push(`It was last read ${spanOf(sinceRead)} ago, and is to be read every ${spanOf(everyHours)}.`)
  const old = day === null ? 0 : Math.floor((now - Date.parse(day)) / (24 * hourMs))
  if (old > silentDays)
    whys.push(`What is known from it is ${old} days old; its publisher is seldom silent for more than ${silentDays}.`)
  return whys.length > 0 ? { state: 'late', why: whys.join(' ') } : { state: 'fresh', why: null }
}

const spanOf = (hours: number) =>
  hours >= 48 ? `${Math.floor(hours / 24)} days` : hours < 2 ? 'hour' : `${Math.floor(hours)} hours`
