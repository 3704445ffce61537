import type { Actor, OrganisationId } from '#model/access.ts'
import type { DeviceAttribute, DeviceClaims, Lifecycle } from '#model/device.ts'
import type { ListedConflict, ReviewState } from '#model/review.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { canonicalJson } from '#platform/id.ts'
import { believedSources } from './attribute-trust.ts'
import { countConflicts, lockInventory, settleConflicts } from './inventory-store.ts'
import * as store from './review-store.ts'
import { laterOf } from './reviews.ts'
import { type Compared, compareSides, keyOf, type SideInput } from './sides.ts'

// Claims that cannot both be true, with both sides: who says what, since when; and what a person says is right.

/** A conflict without what work orders know of it. */
export type ConflictOf = Omit<ListedConflict, 'order'> & { readonly orderId: string | null }

export interface ConflictFilter {
  readonly state: store.ConflictState
  readonly site?: string | undefined
  readonly careArea?: string | undefined
  readonly deviceId?: string | undefined
}

/** Those of the riskiest devices first, by the weights of `keepReviews`; of what is settled the newest. */
export const listConflicts = async (
  db: Db,
  organisationId: OrganisationId,
  filter: ConflictFilter,
  page: { readonly after: ConflictCursor | null; readonly limit: number },
): Promise<ConflictOf[]> =>
  (await store.conflictPage(db, organisationId, filter, page.after, page.limit)).map(toConflict)

export type ConflictCursor = readonly [worth: number, id: string] | readonly [settledAt: string, id: string]

/** How many conflicts there are in that state, and by site and care area. */
export async function countConflictsIn(db: Db, organisationId: OrganisationId, state: ReviewState) {
  const rows = await store.countConflictsBy(db, organisationId, state)
  const of = (facet: 'site' | 'careArea') =>
    rows
      .filter((row) => row.facet === facet)
      .slice(0, 200)
      .map(({ value, count }) => ({ value: value ?? '', count }))
  return { total: rows.find(({ facet }) => facet === 'all')?.count ?? 0, site: of('site'), careArea: of('careArea') }
}

const toConflict = (row: store.ListedConflictRow): ConflictOf => ({
  id: row.id,
  device: { id: row.device_id, name: row.device_name },
  site: row.site,
  careArea: row.care_area,
  kind: row.kind,
  attribute: row.attribute,
  text: row.text,
  detail: row.detail,
  worth: row.worth,
  openedAt: row.opened_at,
  later: laterOf(row),
  orderId: row.work_order_id,
  settledAt: row.settled_at,
  settledBy: row.settled_by,
  settlement: row.settlement,
})

/** What a person can say is right: the claim that becomes theirs. */
export interface Choice {
  readonly side: 'first' | 'second'
  readonly label: string
  readonly attribute: DeviceAttribute
  readonly value: unknown
}

export interface ConflictView extends Compared {
  readonly conflict: ConflictOf
  readonly choices: readonly Choice[]
  /** The attribute that a look at the device would read; null where it is the device itself that is looked for. */
  readonly reads: DeviceAttribute | null
}

/** As the resolver names what identifies a device. */
const attributes: Readonly<Record<string, DeviceAttribute>> = {
  'serial number': 'serialNumber',
  'asset tag': 'assetTag',
  manufacturer: 'manufacturer',
}

/** Both sides of a conflict: what one says against the other, each with who says so. */
export async function getConflict(db: Db, organisationId: OrganisationId, id: string): Promise<ConflictView> {
  const [row] = await store.conflictPage(db, organisationId, { state: null, id }, null, 1)
  if (!row) throw notFound('conflict', id)
  const sources = await believedSources(db, organisationId)
  const otherId = typeof row.detail.otherDeviceId === 'string' ? row.detail.otherDeviceId : null
  const deviceIds = otherId ? [row.device_id, otherId] : [row.device_id]
  const [records, devices] = await Promise.all([
    store.recordsOf(db, organisationId, deviceIds),
    store.sideDevices(db, organisationId, deviceIds),
  ])
  const past = await store.pastOf(db, organisationId, records.map(keyOf))
  const device = devices.get(row.device_id)
  const about = row.kind === 'lifecycle' ? 'lifecycle' : attributes[row.attribute ?? '']
  const [first, second] = sidesOf(row, records, past, about, otherId)
  const nameOf = (side: readonly store.SideRow[], otherwise: string) =>
    [...new Set(side.map(({ source_id }) => sources.get(source_id)?.name ?? 'a removed source'))].join(', ') ||
    otherwise
  const inputs: [SideInput, SideInput] = [
    { title: otherId ? 'First' : nameOf(first, 'What stood before'), device, records: first },
    {
      title: otherId ? 'Second' : nameOf(second, 'What is said now'),
      device: devices.get(otherId ?? row.device_id),
      records: second,
    },
  ]
  const shown: DeviceAttribute[] =
    row.kind === 'lifecycle' ? ['lifecycle', 'retiredOn', 'lastSeenAt'] : about ? [about] : []
  const compared = compareSides(inputs, { sources, past, about: shown })
  return {
    ...compared,
    conflict: toConflict(row),
    choices: about ? choicesOf(row, about, compared) : [],
    reads: row.kind === 'lifecycle' ? null : (about ?? 'serialNumber'),
  }
}

/**
 * Which records stand on which side. A life that is over stands against who saw the device; a number that changed against what the
 * others say, or the record itself said before.
 */
function sidesOf(
  row: store.ListedConflictRow,
  records: readonly store.SideRow[],
  past: readonly store.PastRow[],
  about: DeviceAttribute | undefined,
  otherId: string | null,
): [store.SideRow[], store.SideRow[]] {
  const { detail } = row
  if (otherId)
    return [
      records.filter((one) => one.device_id === row.device_id),
      records.filter((one) => one.device_id === otherId),
    ]
  if (row.kind === 'lifecycle') {
    const isOver = ({ claims }: store.SideRow) => claims.lifecycle === 'disposed' || claims.lifecycle === 'retired'
    const first = records.filter((one) => one.source_id === detail.retiredBy && isOver(one))
    return [first, records.filter((one) => one.source_id === detail.seenBy && !first.includes(one))]
  }
  const changed = records.filter((one) => one.source_id === detail.sourceId && one.source_key === detail.sourceKey)
  const now = changed[0]?.claims[about ?? 'serialNumber']
  const isOther = (value: unknown) =>
    value !== undefined && value !== null && canonicalJson(value) !== canonicalJson(now)
  const others = records.filter((one) => !changed.includes(one) && about && isOther(one.claims[about]))
  if (others.length > 0 || !changed[0]) return [others, changed]
  // Nobody else says otherwise: the record stands against what it said before.
  const before = past.find(
    (one) =>
      one.source_id === detail.sourceId && one.source_key === detail.sourceKey && about && isOther(one.claims[about]),
  )
  return [before ? [{ ...changed[0], claims: before.claims, raw: null, recorded_at: before.recorded_at }] : [], changed]
}

function choicesOf(row: store.ListedConflictRow, about: DeviceAttribute, compared: Compared): Choice[] {
  if (row.kind === 'lifecycle') {
    const said = compared.attributes.find(({ attribute }) => attribute === 'lifecycle')
    const over = (said?.a[0]?.value ?? 'disposed') as Lifecycle
    const alive = said?.b.find(({ value }) => value !== 'disposed' && value !== 'retired')?.value ?? 'in_use'
    return [
      { side: 'first', label: `It is ${over.replaceAll('_', ' ')}`, attribute: 'lifecycle', value: over },
      { side: 'second', label: 'It is there', attribute: 'lifecycle', value: alive },
    ]
  }
  const said = compared.attributes.find(({ attribute }) => attribute === about)
  const choice = (side: Choice['side'], value: unknown): Choice[] =>
    value === undefined ? [] : [{ side, label: `It is ${String(value)}`, attribute: about, value }]
  return [...choice('first', said?.a[0]?.value), ...choice('second', said?.b[0]?.value)]
}

/**
 * Settles a conflict in words, and where one side is right gives the claim that becomes the person's: the sources go on saying what
 * they say, and a person is believed before them.
 */
export async function settleConflict(
  tx: Tx,
  actor: Actor,
  id: string,
  { settlement, right }: { readonly settlement: string; readonly right?: Choice['side'] | undefined },
): Promise<{ readonly deviceId: string; readonly orderId: string | null; readonly claims: DeviceClaims | null }> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const { conflict, choices } = await getConflict(tx, organisationId, id)
  if (conflict.settledAt) throw notFound('open conflict', id)
  const chosen = right && choices.find(({ side }) => side === right)
  if (right && !chosen)
    throw new AppError('conflict', 'That side says nothing of it any more. Load it again, then settle it in words.')
  await settleConflicts(tx, organisationId, [id], actor.name, settlement)
  await countConflicts(tx, organisationId, [conflict.device.id])
  return {
    deviceId: conflict.device.id,
    orderId: conflict.orderId,
    claims: chosen ? ({ [chosen.attribute]: chosen.value } as DeviceClaims) : null,
  }
}

// a look at the device ----------------------------------------------------------------------------------------------

/** A review or conflict waits for this order from now on. */
export async function waitForOrder(
  tx: Tx,
  organisationId: OrganisationId,
  asked: store.Asked,
  id: string,
  orderId: string,
) {
  if (!(await store.giveOrder(tx, organisationId, asked, id, orderId))) throw notFound(`open ${asked}`, id)
}

/** Open conflicts over whether devices are still there wait for these orders from now on. */
export const waitForInspections = store.giveInspections

/** Somebody looked: conflicts that waited for it are settled, reviews are to be answered with what was found. */
export async function settleByOrder(
  tx: Tx,
  actor: Actor,
  order: { readonly id: string; readonly number: string },
  found: string,
): Promise<void> {
  const { organisationId } = actor
  const said = `${order.number} looked: ${found}`
  const conflicts = await store.conflictsOfOrder(tx, organisationId, order.id)
  if (conflicts.length > 0) {
    const ids = conflicts.map(({ id }) => id)
    await settleConflicts(tx, organisationId, ids, actor.name, said)
    await countConflicts(tx, organisationId, [...new Set(conflicts.map(({ device_id }) => device_id))])
  }
  await store.tellChecked(tx, organisationId, order.id, said)
}

/** The reviews and conflicts that a look was made for. */
export const askedByOrder = store.askedByOrder

/** Nobody will look: what waited for it is to be answered otherwise. */
export const forgetOrder = store.forgetOrder
