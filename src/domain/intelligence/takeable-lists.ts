import type { FeedRecord } from '#model/intelligence.ts'
import type { Skipped } from '#model/observation.ts'
import { aheadOfClock, isAhead, isOlder, type ListInForce } from '#model/shared-list.ts'
import type { Tx } from '#platform/db/database.ts'
import { lockedLists } from './list-days.ts'

// KEV and EPSS are one list each, whichever source or bundle brings it: only one that is not older takes the place of the
// one in force. Feeds look first, and tell it with each run; here is where it is enforced.

type Complete = Extract<FeedRecord, { kind: 'complete' }>

interface TakeableLists {
  readonly records: readonly FeedRecord[]
  readonly refused: readonly Skipped[]
  /** Entries left out, for the list that they are of is older. */
  readonly older: number
}

const isOfList = ({ kind }: FeedRecord) => kind === 'known_exploited' || kind === 'exploit_probability'

export async function takeableLists(tx: Tx, records: readonly FeedRecord[], now: Date): Promise<TakeableLists> {
  const ends = records.filter((record): record is Complete => record.kind === 'complete')
  if (!records.some(isOfList) && ends.length === 0) return { records, refused: [], older: 0 }
  const inForce = await lockedLists(tx, ['epss', 'kev'], now)
  const catalogue = ends.findLast(({ of }) => of === 'known_exploited')
  const scores = ends.findLast(({ of }) => of === 'exploit_probability')
  const refused = [
    catalogue && (refusalOf(catalogue, 'The catalogue', inForce.get('kev'), now) ?? emptiness(catalogue, records)),
    scores && refusalOf(scores, 'The file of EPSS', inForce.get('epss'), now),
  ].filter((one) => one !== undefined)
  const isCatalogueRefused = refused.some(({ position }) => catalogue && position === positionOf(catalogue))
  const isTakeable = (record: FeedRecord) => {
    if (record.kind === 'known_exploited') return !isCatalogueRefused
    if (record.kind === 'exploit_probability') return isTakeableDay(record.entry.scoredOn, inForce.get('epss'), now)
    return record.kind !== 'complete' || !refused.some(({ position }) => position === positionOf(record))
  }
  const taken = records.filter(isTakeable)
  const older = records.filter(isOfList).length - taken.filter(isOfList).length
  return { records: taken, refused, older }
}

const isTakeableDay = (day: string, inForce: ListInForce | undefined, now: Date) =>
  !isAhead(day, now) && !(inForce && day < inForce.day)

const positionOf = ({ of, asOf, version }: Complete) => `${of} ${asOf} ${version}`

function refusalOf(end: Complete, what: string, inForce: ListInForce | undefined, now: Date): Skipped | undefined {
  const { asOf, releasedAt = null } = end
  if (isAhead(releasedAt ?? asOf, now))
    return { position: positionOf(end), code: 'dated_ahead', reason: aheadOfClock(what, asOf, now) }
  if (!inForce || !isOlder({ day: asOf, releasedAt }, inForce)) return undefined
  return {
    position: positionOf(end),
    code: 'older_than_stored',
    reason: `${what} of ${releasedAt ?? asOf} is older than that of ${inForce.releasedAt ?? inForce.day} that is in force: it is not taken.`,
  }
}

/** All entries of the catalogue stand in the page of its end. */
function emptiness(end: Complete, records: readonly FeedRecord[]): Skipped | undefined {
  if (records.some(({ kind }) => kind === 'known_exploited')) return undefined
  return {
    position: positionOf(end),
    code: 'empty_list',
    reason: `The catalogue of ${end.asOf} holds no entry: an empty list is refused, and what was read before stays in force.`,
  }
}
