import {
  type CarriedRows,
  carriedRows,
  type DeviceState,
  isSameRow,
  type Joining,
  type Row,
  rowsBy,
} from '#domain/inventory/inventory.ts'
import type { OrganisationId } from '#model/access.ts'
import type { RemediationState } from '#model/finding.ts'
import type { Tx } from '#platform/db/database.ts'
import * as store from './carry-store.ts'
import type { FindingKey } from './finding-store.ts'
import { rollUp } from './roll-up.ts'
import { countStandings } from './standing-store.ts'

// Findings go with the records of their device: when two devices become one, when one becomes two, and when that is taken back.

/** What findings keep of the devices, to be compared with what they keep afterwards. */
export const findingRows = store.rowsOfDevices

const isWhole: ReadonlySet<keyof store.FindingRows> = new Set(['finding', 'standing', 'comment'])

/** What of it is another than before, for each entry. */
export function carriedFindings(
  entries: readonly Pick<Joining, 'entryId' | 'from' | 'into'>[],
  before: store.FindingRows,
  after: store.FindingRows,
): Map<string, Record<string, CarriedRows>> {
  const tables = Object.keys(before) as (keyof store.FindingRows)[]
  const byDevice = (rows: readonly Row[]) => Map.groupBy(rows, (row) => String(row.device_id))
  const grouped = new Map(
    tables.map((table) => [table, { before: byDevice(before[table]), after: byDevice(after[table]) }]),
  )
  return new Map(
    entries.map(({ entryId, from, into }) => [
      entryId,
      Object.fromEntries(
        tables.map((table) => {
          const of = (rows: ReadonlyMap<string, readonly Row[]>) => [
            ...(rows.get(from) ?? []),
            ...(rows.get(into) ?? []),
          ]
          const { before, after } = grouped.get(table)!
          // Of these all: a row that is not among them was made since, also within the same transaction.
          if (isWhole.has(table)) return [table, { before: of(before), after: of(after) }]
          return [table, carriedRows(of(before), of(after))]
        }),
      ),
    ]),
  )
}

export interface Carrying extends Pick<Joining, 'from' | 'into'> {
  /** How the device stood that the findings come from. */
  readonly fromBefore: Pick<DeviceState, 'configuration_id' | 'context_id'> | null
  readonly intoAfter: Pick<DeviceState, 'configuration_id'>
  /** Only these, with what was decided and said of them; left out, all. */
  readonly vulnerabilityIds?: ReadonlySet<string>
  /** Work on these goes along: they are on both devices then, and decisions and history stay. */
  readonly worked?: ReadonlySet<string>
  /** Work on these stays: they do, too. */
  readonly staying?: ReadonlySet<string>
}

const keyOf = (row: Row): FindingKey => ({
  device_id: String(row.device_id),
  vulnerability_id: String(row.vulnerability_id),
})
const nameOf = (row: Row) => `${row.device_id} ${row.vulnerability_id}`
const standingOf = (row: Row) => ({ ...keyOf(row), decision_id: String(row.decision_id) })
const standingName = (row: Row) => `${nameOf(row)} ${row.decision_id}`

/**
 * Findings, their histories, comments and decisions go from one device to another. Where both have one it becomes one, by `combined`.
 * Gives by device which findings came from a configuration that the device is not in: they are to be judged as if it had left that.
 */
export async function carryFindings(
  tx: Tx,
  organisationId: OrganisationId,
  carryings: readonly Carrying[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await store.rowsOfDevices(
    tx,
    organisationId,
    carryings.flatMap(({ from, into }) => [from, into]),
  )
  const byFrom = new Map(carryings.map((one) => [one.from, one]))
  const coming = (all: readonly Row[]) =>
    all.flatMap((row) => {
      const carrying = byFrom.get(String(row.device_id))
      if (!carrying) return []
      if (carrying.vulnerabilityIds && !carrying.vulnerabilityIds.has(String(row.vulnerability_id))) return []
      return [{ row, carrying, moved: { ...row, device_id: carrying.into } as Row, isCopy: false }]
    })

  const hasLeft = ({ fromBefore, intoAfter }: Carrying) =>
    fromBefore !== null && fromBefore.configuration_id !== intoAfter.configuration_id
  const isWorked = (row: Row) => byFrom.get(String(row.device_id))?.worked?.has(String(row.vulnerability_id)) ?? false
  const findings = [
    ...coming(rows.finding),
    ...rows.finding.flatMap((row) => {
      const carrying = byFrom.get(String(row.device_id))
      const isGoing = carrying?.vulnerabilityIds?.has(String(row.vulnerability_id)) ?? true
      return carrying && isWorked(row) && !isGoing
        ? [{ row, carrying, moved: { ...row, ...noDecision, device_id: carrying.into } as Row, isCopy: true }]
        : []
    }),
  ]
  const matched = await store.matchedOn(
    tx,
    organisationId,
    findings
      .filter(({ row, carrying }) => hasLeft(carrying) && row.kept_configuration_id === null)
      .map(({ row, carrying }) => ({
        configuration_id: carrying.fromBefore!.configuration_id,
        vulnerability_id: String(row.vulnerability_id),
      })),
  )
  const own = rowsBy(rows.finding, nameOf)
  const brought = new Map<string, string[]>()
  const put: Row[] = []
  const remove: FindingKey[] = []
  for (const { row, carrying, moved, isCopy } of findings) {
    const { fromBefore, into, staying } = carrying
    const vulnerabilityId = String(row.vulnerability_id)
    const isKept = fromBefore !== null && matched.has(`${fromBefore.configuration_id} ${vulnerabilityId}`)
    const come: Row = isKept
      ? { ...moved, kept_configuration_id: fromBefore.configuration_id, kept_context_id: fromBefore.context_id }
      : moved
    const there = own.get(nameOf(moved))
    const one = there ? combined(there, come) : come
    put.push(one)
    if (there) remove.push(keyOf(there))
    const isUnderWork = row.remediation === 'in_progress' || row.remediation === 'claimed'
    remove.push(keyOf(row))
    if (staying?.has(vulnerabilityId)) put.push(isCopy ? row : { ...row, ...noDecision })
    else if (isCopy) put.push(isUnderWork ? { ...row, remediation: 'not_remediated', remediation_at: null } : row)
    if (hasLeft(carrying) && (!there || one.status === come.status) && one.status !== there?.status)
      brought.set(into, [...(brought.get(into) ?? []), vulnerabilityId])
  }
  await store.replaceFindings(tx, organisationId, remove, put)

  const standings = coming(rows.standing)
  const ownStandings = rowsBy(rows.standing, standingName)
  const stronger = standings.filter(({ moved }) => {
    const there = ownStandings.get(standingName(moved))
    return !there || strengthOf(moved) > strengthOf(there)
  })
  await store.replaceStandings(
    tx,
    organisationId,
    [...standings.map(({ row }) => row), ...stronger.map(({ moved }) => moved)].map(standingOf),
    stronger.map(({ moved }) => moved),
  )
  const owned = (all: readonly Row[]) =>
    coming(all).map(({ row, moved }) => ({ id: String(row.id), device_id: String(moved.device_id) }))
  await store.giveEvents(tx, organisationId, owned(rows.event))
  await store.giveComments(tx, organisationId, owned(rows.comment))
  const decisionIds = new Set(standings.map(({ row }) => String(row.decision_id)))
  if (decisionIds.size > 0) await countStandings(tx, organisationId, [...decisionIds])
  return brought
}

/** One decision on both: that it holds beats that it does not, and that it was taken on the finding that it was carried to it. */
const strengthOf = (row: Row) => (row.state === 'holds' ? 2 : 0) + (row.is_carried ? 0 : 1)

const isOpen = (row: Row) => row.status === 'affected' || row.status === 'under_investigation'
const steps: readonly unknown[] = ['not_remediated', 'in_progress', 'claimed', 'verified'] satisfies RemediationState[]

const decisionOf = (row: Row): Row => ({
  decision: row.decision,
  decision_id: row.decision_id,
  decision_reason: row.decision_reason,
  decision_expires_on: row.decision_expires_on,
  decided_at: row.decided_at,
  decided_by: row.decided_by,
})

const workOf = (row: Row): Row => ({ remediation: row.remediation, remediation_at: row.remediation_at })

/**
 * One finding of two on one device. Open beats closed; of two that are open the work that is further counts. A decision in force beats
 * none, and of two the later. It is as old as the older, and was reopened as often as the one that was so more often.
 */
export function combined(own: Row, other: Row): Row {
  const base = isOpen(own) || !isOpen(other) ? own : other
  const second = base === own ? other : own
  const worked =
    isOpen(own) && isOpen(other) && steps.indexOf(second.remediation) > steps.indexOf(base.remediation) ? second : base
  const [decided = base] = [own, other]
    .filter((row) => row.decision !== 'none')
    .sort((a, b) => Date.parse(String(b.decided_at)) - Date.parse(String(a.decided_at)))
  return {
    ...base,
    ...decisionOf(decided),
    ...workOf(worked),
    opened_at:
      Date.parse(String(other.opened_at)) < Date.parse(String(own.opened_at)) ? other.opened_at : own.opened_at,
    reopened: Math.max(Number(own.reopened), Number(other.reopened)),
  }
}

// the way back ------------------------------------------------------------------------------------------------------

/** An entry of the identity ledger, as far as findings need it. */
export interface CarriedEntry {
  readonly kind: 'merge' | 'split'
  readonly at: string
  readonly from: string
  readonly into: string
  readonly carried: Readonly<Record<string, CarriedRows>>
}

export interface FindingsBack {
  /** Findings that stay and came of what the joined device was: to be judged as if the device had left that. */
  readonly brought: ReadonlyMap<string, readonly string[]>
  /** Findings that have changed since and that both halves have: the joined one's work is to be given to the half whose it was. */
  readonly parted: readonly { readonly vulnerabilityId: string; readonly remediation: RemediationState }[]
  /** Events that the entry itself had made, taken out again. */
  readonly events: readonly Row[]
}

/**
 * Findings of a merge go back to the half that they came from. One that nothing happened to since is what it was; what people did since
 * goes with it, and what was read since is judged anew by what each half stands on. Where both halves had it, what happened since stays
 * with the device that stayed.
 */
export async function takeFindingsBack(
  tx: Tx,
  organisationId: OrganisationId,
  entry: CarriedEntry,
  {
    staying,
    joined,
    movedSince,
  }: {
    /** Vulnerabilities that work of the device that stays refers to. */
    readonly staying: ReadonlySet<string>
    /** How the joined device stood until now. */
    readonly joined: Pick<DeviceState, 'configuration_id' | 'context_id'>
    readonly movedSince: ReadonlySet<string>
  },
): Promise<FindingsBack> {
  const { from, into } = entry
  const now = await store.rowsOfDevices(tx, organisationId, [from, into])
  const of = (table: keyof store.FindingRows) => entry.carried[table] ?? { before: [], after: [] }

  // findings
  const [was, left, is] = [of('finding').before, of('finding').after, now.finding].map((rows) => rowsBy(rows, nameOf))
  const vulnerabilityIds = new Set(
    [...of('finding').before, ...of('finding').after, ...now.finding.filter((row) => row.device_id === into)].map(
      (row) => String(row.vulnerability_id),
    ),
  )
  const matched = await store.matchedOn(
    tx,
    organisationId,
    [...vulnerabilityIds].map((id) => ({ configuration_id: joined.configuration_id, vulnerability_id: id })),
  )
  const brought: string[] = []
  /** A finding of the joined device, on the half that it stays with: found where that half never was. */
  const ofJoined = (row: Row): Row => {
    if (movedSince.has(into)) return row
    brought.push(String(row.vulnerability_id))
    if (row.kept_configuration_id || !matched.has(`${joined.configuration_id} ${row.vulnerability_id}`)) return row
    return { ...row, kept_configuration_id: joined.configuration_id, kept_context_id: joined.context_id }
  }
  const remove: FindingKey[] = []
  const put: Row[] = []
  const told = new Set(of('event').after.map((row) => row.id))
  const touchedSince = new Set(
    now.event.filter((row) => row.device_id === into && !told.has(row.id)).map((row) => String(row.vulnerability_id)),
  )
  const asLeft = new Set<string>()
  const toFrom = new Set<string>()
  const parted: { vulnerabilityId: string; remediation: RemediationState }[] = []
  const changed: Row[] = []
  for (const id of vulnerabilityIds) {
    const [ofFrom, ofInto] = [was!.get(`${from} ${id}`), was!.get(`${into} ${id}`)]
    const after = left!.get(`${into} ${id}`)
    const present = is!.get(`${into} ${id}`)
    // Decided and taken back: it looks as it was left, and has a history.
    const isUntouched = isSameRow(present, after) && (ofInto !== undefined || !touchedSince.has(id))
    if (isUntouched) {
      asLeft.add(id)
      if (present) remove.push(keyOf(present))
      if (ofFrom) put.push(ofFrom)
      if (ofInto) put.push(ofInto)
      else if (present && staying.has(id)) put.push(ofJoined(present))
    } else if (present && ofFrom && !ofInto && !staying.has(id)) {
      toFrom.add(id)
      remove.push(keyOf(present))
      put.push({ ...present, ...factsOf(ofFrom, present), device_id: from })
    } else if (present) {
      if (ofFrom) put.push(ofFrom)
      if (ofInto && ofFrom && present.remediation !== after?.remediation)
        parted.push({ vulnerabilityId: id, remediation: ofInto.remediation as RemediationState })
      const own: Row | undefined = ofInto && { ...present, ...factsOf(ofInto, present) }
      const stays = own && !movedSince.has(into) ? own : ofJoined(present)
      remove.push(keyOf(present))
      changed.push({ ...stays, before: ofInto ?? null })
    }
  }

  // decisions
  const standingsBefore = rowsBy(of('standing').before, standingName)
  const standingsLeft = rowsBy(of('standing').after, standingName)
  const standingsNow = rowsBy(now.standing, standingName)
  const removeStandings: Row[] = []
  const putStandings: Row[] = []
  const touched = new Set(
    [...of('standing').before, ...of('standing').after].map((row) => `${row.vulnerability_id} ${row.decision_id}`),
  )
  for (const key of touched) {
    const [ofFrom, ofInto] = [standingsBefore.get(`${from} ${key}`), standingsBefore.get(`${into} ${key}`)]
    const present = standingsNow.get(`${into} ${key}`)
    const isAsLeft = isSameRow(present, standingsLeft.get(`${into} ${key}`))
    if (!isAsLeft && !present) continue
    if (present) removeStandings.push(present)
    if (ofFrom) putStandings.push(isAsLeft ? ofFrom : { ...present, device_id: from })
    if (ofInto) putStandings.push(isAsLeft ? ofInto : present!)
    if (!ofFrom && !ofInto && !isAsLeft)
      putStandings.push({ ...present, device_id: toFrom.has(String(present!.vulnerability_id)) ? from : into })
  }
  for (const row of now.standing)
    if (
      row.device_id === into &&
      toFrom.has(String(row.vulnerability_id)) &&
      !touched.has(`${row.vulnerability_id} ${row.decision_id}`)
    ) {
      removeStandings.push(row)
      putStandings.push({ ...row, device_id: from })
    }
  // A decision that went back is not in force on what stays.
  const standing = new Set([
    ...now.standing.filter((row) => !removeStandings.includes(row)).map(standingName),
    ...putStandings.map(standingName),
  ])
  for (const { before, ...row } of changed) {
    const isHeld = row.decision === 'none' || standing.has(standingName(row))
    put.push(isHeld ? row : { ...row, ...(before ? decisionOf(before as Row) : noDecision) })
  }
  await store.replaceFindings(tx, organisationId, remove, put)
  await store.replaceStandings(tx, organisationId, removeStandings.map(standingOf), putStandings)

  // histories and comments
  const made = await goBack(tx, organisationId, entry, now, { asLeft, toFrom })
  const isStill = [from, into].filter((id) => !movedSince.has(id))
  const pasts = (rows: readonly Row[]) => rows.filter((row) => isStill.includes(String(row.device_id)))
  await store.replacePasts(tx, organisationId, [from, into], pasts(of('past').after), pasts(of('past').before))
  const decisionIds = [...removeStandings, ...putStandings].map((row) => String(row.decision_id))
  if (decisionIds.length > 0) await countStandings(tx, organisationId, [...new Set(decisionIds)])
  return { brought: new Map([[into, brought]]), parted, events: made }
}

/** Events and comments back to the device that they came from; what the entry itself had made is taken out where nothing followed it. */
async function goBack(
  tx: Tx,
  organisationId: OrganisationId,
  { from, into, carried }: CarriedEntry,
  now: store.FindingRows,
  { asLeft, toFrom }: { readonly asLeft: ReadonlySet<string>; readonly toFrom: ReadonlySet<string> },
): Promise<Row[]> {
  const give = { event: [] as store.Owned[], comment: [] as store.Owned[] }
  const taken: string[] = []
  for (const table of ['event', 'comment'] as const) {
    const { before, after } = carried[table] ?? { before: [], after: [] }
    const origin = new Map(before.map((row) => [row.id, String(row.device_id)]))
    const own = new Set(after.filter((row) => !origin.has(row.id)).map((row) => row.id))
    for (const row of now[table]) {
      if (row.device_id !== into) continue
      const id = String(row.id)
      const vulnerabilityId = String(row.vulnerability_id)
      const first = origin.get(row.id)
      if (first) give[table].push({ id, device_id: first })
      else if (own.has(row.id) && asLeft.has(vulnerabilityId)) taken.push(id)
      // The device that stays had no such finding by itself: what is left of its history came with the merge, or since.
      else if (toFrom.has(vulnerabilityId)) give[table].push({ id, device_id: from })
    }
  }
  await store.giveEvents(tx, organisationId, give.event)
  await store.giveComments(tx, organisationId, give.comment)
  return await store.takeEvents(tx, organisationId, taken)
}

const noDecision: Row = {
  decision: 'none',
  decision_id: null,
  decision_reason: null,
  decision_expires_on: null,
  decided_at: null,
  decided_by: null,
}

/** What was known of a finding; that it was fixed by what was read of the joined device is not known of the half. */
const factsOf = (row: Row, since: Row): Row => ({
  answer: row.answer,
  status: row.status,
  kept_configuration_id: row.kept_configuration_id,
  kept_context_id: row.kept_context_id,
  opened_at: row.opened_at,
  closed_at: row.closed_at,
  ...(since.status === 'fixed' && row.status !== 'fixed' && workOf(row)),
})

/**
 * What a split took along comes back with all that happened since. What nothing happened to on either side is what it was before.
 */
export async function carryFindingsBack(
  tx: Tx,
  organisationId: OrganisationId,
  { from, into, carried }: CarriedEntry,
  states: Pick<Carrying, 'fromBefore' | 'intoAfter'>,
  movedSince: ReadonlySet<string>,
): Promise<{ readonly brought: ReadonlyMap<string, readonly string[]>; readonly events: readonly Row[] }> {
  const before = await store.rowsOfDevices(tx, organisationId, [from, into])
  const of = (table: keyof store.FindingRows) => carried[table] ?? { before: [], after: [] }
  const brought = await carryFindings(tx, organisationId, [{ from: into, into: from, ...states }])
  const now = await store.rowsOfDevices(tx, organisationId, [from])

  // A finding and its decisions go back together, where nothing happened to any of them. Decided and taken back: what the split had made
  // looks as it was left, and has a history.
  const told = new Set(of('event').after.map((row) => row.id))
  const known = new Set(of('event').before.map((row) => row.id))
  const hadFinding = new Set(of('finding').before.map((row) => String(row.vulnerability_id)))
  const happened = new Set(
    before.event
      .filter((row) => !told.has(row.id) && !hadFinding.has(String(row.vulnerability_id)))
      .map((row) => String(row.vulnerability_id)),
  )
  const touched = new Set<string>()
  for (const [table, name] of [
    ['finding', nameOf],
    ['standing', standingName],
  ] as const) {
    const [left, was] = [of(table).after, before[table]].map((rows) => rowsBy(rows, name))
    for (const row of [...of(table).before, ...of(table).after]) touched.add(String(row.vulnerability_id))
    for (const row of [...of(table).after, ...before[table]])
      if (!isSameRow(left!.get(name(row)), was!.get(name(row)))) happened.add(String(row.vulnerability_id))
  }
  const isOwn = (row: Row) => {
    const id = String(row.vulnerability_id)
    return touched.has(id) && !happened.has(id)
  }
  const own = (table: 'finding' | 'standing') => ({
    remove: now[table].filter(isOwn),
    put: of(table).before.filter(isOwn),
  })
  const [findings, standings] = [own('finding'), own('standing')]
  await store.replaceFindings(tx, organisationId, findings.remove.map(keyOf), findings.put)
  await store.replaceStandings(tx, organisationId, standings.remove.map(standingOf), standings.put)
  const made = of('event').after.filter((row) => !known.has(row.id) && isOwn(row))
  const events = await store.takeEvents(
    tx,
    organisationId,
    made.map((row) => String(row.id)),
  )
  const pasts = (rows: readonly Row[]) => rows.filter((row) => row.device_id === from && !movedSince.has(from))
  await store.replacePasts(tx, organisationId, [from], pasts(of('past').after), pasts(of('past').before))
  const decisionIds = [...standings.remove, ...standings.put].map((row) => String(row.decision_id))
  if (decisionIds.length > 0) await countStandings(tx, organisationId, [...new Set(decisionIds)])
  const left = (id: string) => !isOwn({ vulnerability_id: id })
  return { brought: new Map([...brought].map(([id, own]) => [id, own.filter(left)])), events }
}

/** After all has gone back: what is kept beside findings, also of where the devices stood until now. */
export async function countCarried(
  tx: Tx,
  organisationId: OrganisationId,
  deviceIds: readonly string[],
  left: readonly Pick<DeviceState, 'configuration_id' | 'context_id'>[],
): Promise<void> {
  await rollUp(tx, organisationId, { deviceIds }, { left })
}
