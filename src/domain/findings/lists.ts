import { z } from 'zod'
import { theOrganisation } from '#domain/access/access.ts'
import { getAdvisory, type StoredAdvisory } from '#domain/intelligence/intelligence.ts'
import type { Asking } from '#domain/inventory/inventory.ts'
import type { Expression } from '#domain/query/query.ts'
import type { OrganisationId } from '#model/access.ts'
import {
  type AdvisoryFacet,
  type AdvisoryFilter,
  type AdvisoryRow,
  type AdvisorySort,
  advisoryFacets as advisoryFacetNames,
} from '#model/advisory-list.ts'
import type { Because, Evidence, FindingDetail, FindingEvent, FindingGroup, FindingRow } from '#model/finding.ts'
import {
  type FindingFacet,
  type FindingFilter,
  type FindingSort,
  findingFacets as facetNames,
} from '#model/finding-list.ts'
import type { Db } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { type ActionsInForce, actionOf, actionsInForce } from './actions.ts'
import { isLeftOpenByMicrosoft, updatesThatCure } from './cured.ts'
import { databaseNames, isDatabase } from './databases.ts'
import type { FindingId } from './decide.ts'
import { closedByChanges, pastOf } from './device-past.ts'
import { besideScore } from './environment.ts'
import { explainShared, type Shared, sharedKey } from './explained.ts'
import { eventRows, findingExtra } from './finding-detail-store.ts'
import { facetRows } from './finding-facet-store.ts'
import { type FindingListRow, findingPage, listedKeys } from './finding-list-store.ts'
import { askedOf, expressionOf } from './finding-query-store.ts'
import { unsupportedReason, virtualState } from './follow.ts'
import { alikeNames, joinedNames } from './joined-names.ts'
import { judgementOf } from './judged.ts'
import * as reach from './reach-store.ts'
import { countsAsText } from './thresholds.ts'
import { waitingOn } from './waiting.ts'

export interface Paging {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Said by a database alone: stored without its evidence. */
const isShared = ({ because, advisory_id }: Pick<FindingListRow, 'because' | 'advisory_id'>) =>
  because === null && advisory_id !== null && isDatabase(advisory_id)

/** The last is the order of the list, which a new appetite changes. */
const FindingKey = z.tuple([z.number(), z.uuid(), z.uuid(), z.string(), z.uuid(), z.string()])

/** A query on findings, with who asks. */
export interface FindingQuery {
  readonly expression: Expression
  readonly asking: Asking
}

async function withQuery(
  db: Db,
  organisationId: OrganisationId,
  filter: FindingFilter,
  query: FindingQuery | undefined,
  now: Date,
): Promise<ReturnType<typeof askedOf>> {
  const own = expressionOf(filter)
  const parts = [own, query?.expression ?? null].filter((one) => one !== null)
  if (parts.length === 0) return { filter }
  const expression: Expression = parts.length === 1 ? parts[0]! : { kind: 'and', parts }
  return askedOf(expression, query?.asking ?? (await askingAlone(db, organisationId, now)), filter)
}

/** Of a filter, which goes on to nothing else. */
async function askingAlone(db: Db, organisationId: OrganisationId, now: Date): Promise<Asking> {
  const { timeZone } = await theOrganisation(db)
  const goesOn = () => Promise.reject(new Error('A filter asks of findings alone'))
  return {
    ...{ organisationId, personId: null, now, timeZone },
    ...{ findingsOfDevice: goesOn, workOfDevice: goesOn, workOfFinding: goesOn },
  }
}

/** Which findings the list has, so many at most, worst first. */
export async function findingKeys(
  db: Db,
  organisationId: OrganisationId,
  given: FindingFilter,
  query: FindingQuery | undefined,
  limit: number,
): Promise<FindingId[]> {
  const now = query?.asking.now ?? new Date()
  const { filter, asked } = await withQuery(db, organisationId, given, query, now)
  const alike = filter.alike ? await alikeNames(db, organisationId, filter) : undefined
  const keys = await listedKeys(db, organisationId, { filter, asked, alike, sort: 'risk', after: null, limit, now })
  return keys.map((key) => ({ deviceId: key.device_id, vulnerabilityId: key.vulnerability_id }))
}

/** How many there are, counted no further than to `most`. */
export const countFindings = async (
  db: Db,
  organisationId: OrganisationId,
  filter: FindingFilter,
  query: FindingQuery | undefined,
  most: number,
): Promise<number> => (await findingKeys(db, organisationId, filter, query, most)).length

/**
 * Findings: by action and then worst first once an appetite was adopted, worst first before; or by time of opening, the newest
 * first.
 */
export async function listFindings(
  db: Db,
  organisationId: OrganisationId,
  {
    filter: given,
    query,
    sort: wanted,
    cursor,
    limit,
    now = new Date(),
  }: Paging & { filter: FindingFilter; query?: FindingQuery | undefined; sort?: FindingSort; now?: Date },
): Promise<PageOf<FindingRow>> {
  const actions = await actionsInForce(db, organisationId)
  const sort = wanted === undefined ? (actions ? 'action' : 'risk') : wanted
  const order = sort === 'action' ? (actions ? `action ${actions.version}` : 'risk') : sort
  const [value, configuration, context, vulnerability, device, orderThen] =
    cursor === undefined ? [] : decodeCursor(cursor, FindingKey)
  if (orderThen !== undefined && orderThen !== order)
    throw new AppError('bad_request', 'The order of the list has changed since. Load it from its beginning.')
  const after = value === undefined ? null : ([value, configuration!, context!, vulnerability!, device!] as const)
  const { filter, asked } = await withQuery(db, organisationId, given, query, now)
  const alike = filter.alike ? await alikeNames(db, organisationId, filter) : undefined
  const rows = await findingPage(db, organisationId, { filter, asked, alike, sort, after, limit: limit + 1, now })
  const explained = await explainShared(db, organisationId, rows.filter(isShared))
  const page = pageOf(
    rows.map((row) => ({
      ...row,
      because: row.because ?? explained.get(sharedKey(row))?.evidence[0]?.because ?? null,
    })),
    limit,
    (row) => [row.sort_value, row.configuration_id, row.context_id, row.vulnerability_id, row.device_id, order],
    (row) => toFindingRow(row, actions, now),
  )
  return { ...page, items: await withWaiting(db, organisationId, page.items) }
}

/** What is open and for which a decision waits for approval says so. */
async function withWaiting(db: Db, organisationId: OrganisationId, rows: readonly FindingRow[]): Promise<FindingRow[]> {
  const open = rows.filter(({ isOpen, undecided }) => isOpen && undecided === null)
  const keyOf = ({ device, vulnerabilityId }: FindingRow) => ({ deviceId: device.id, vulnerabilityId })
  const waiting = await waitingOn(db, organisationId, open.map(keyOf))
  return rows.map((row) => {
    const [first] =
      row.isOpen && row.undecided === null ? (waiting.get(`${row.device.id} ${row.vulnerabilityId}`) ?? []) : []
    return first ? { ...row, undecided: { state: 'waiting' as const, text: first.text } } : row
  })
}

/** How many findings there are, in all and by each value that the list can be narrowed to; empty stands for none. */
export async function findingFacets(
  db: Db,
  organisationId: OrganisationId,
  given: FindingFilter,
  now = new Date(),
  query?: FindingQuery,
): Promise<{ total: number; facets: Record<FindingFacet, { value: string; count: number }[]> }> {
  const { filter, asked } = await withQuery(db, organisationId, given, query, now)
  const alike = filter.alike ? await alikeNames(db, organisationId, filter) : undefined
  const rows = await facetRows(db, organisationId, { filter, asked, alike, now })
  const actions = await actionsInForce(db, organisationId)
  const facets = Object.fromEntries(
    facetNames.map((facet) => [
      facet,
      rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value: value ?? '', count })),
    ]),
  ) as Record<FindingFacet, { value: string; count: number }[]>
  facets.action = actions ? byAction(actions, facets.action) : []
  return { total: rows.find((row) => row.facet === null)?.count ?? 0, facets }
}

/** By name, the most urgent first; empty stands for what none is known of yet. */
function byAction(
  { appetite, ruleOf }: ActionsInForce,
  byClass: readonly { readonly value: string; readonly count: number }[],
): { value: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { value, count } of byClass) {
    const name = value === '' ? '' : ruleOf(Number(value)).action.name
    counts.set(name, (counts.get(name) ?? 0) + count)
  }
  return ['', ...appetite.actions.map(({ name }) => name).toReversed()].flatMap((value) => {
    const count = counts.get(value)
    return count === undefined ? [] : [{ value, count }]
  })
}

/** One finding with all that it stands on; throws where nothing was ever said of the vulnerability on this device. */
export async function getFinding(
  db: Db,
  organisationId: OrganisationId,
  { deviceId, vulnerabilityId }: FindingId,
  now = new Date(),
): Promise<FindingDetail> {
  const [row] = await findingPage(db, organisationId, {
    filter: { open: 'any', active: 'any', device: deviceId, vulnerability: vulnerabilityId },
    sort: 'risk',
    after: null,
    limit: 1,
    now,
  })
  if (!row) throw notFound('finding', `${deviceId}/${vulnerabilityId}`)
  const extra = await findingExtra(db, organisationId, row)
  const events = await eventRows(db, organisationId, { deviceId, vulnerabilityId, limit: 500 })
  const shared = isShared(row) ? (await explainShared(db, organisationId, [row])).get(sharedKey(row)) : undefined
  const evidence = shared?.evidence ?? extra.evidence ?? []
  const advisories = new Map<string, StoredAdvisory>()
  const said = evidence.filter(({ sbomId, vexId, database }) => (sbomId ?? vexId ?? database) === undefined)
  for (const id of new Set(said.map((one) => one.advisoryId))) advisories.set(id, await getAdvisory(db, id))
  const past = await pastOf(db, organisationId, row, evidence[0] ?? null)
  const actions = await actionsInForce(db, organisationId)
  return {
    finding: {
      ...toFindingRow({ ...row, because: row.because ?? evidence[0]?.because ?? null }, actions, now),
      ...(past.closed && { openedAt: past.closed.openedAt }),
      // A decision that is no longer in force is history.
      decisionReason: row.decision === 'none' ? null : extra.decision_reason,
      decidedBy: row.decision === 'none' ? null : extra.decided_by,
      decidedAt: row.decision === 'none' ? null : extra.decided_at,
      decisionExpiresOn: row.decision === 'none' ? null : extra.decision_expires_on,
      reopened: extra.reopened ?? 0,
      closedAt: past.closed?.closedAt ?? extra.closed_at,
      countsAsText: await countsAsText(db, organisationId, row),
    },
    evidence: evidence.map((one) => ({
      ...one,
      advisoryTitle: one.database
        ? databaseNames[one.database]
        : (advisories.get(one.advisoryId)?.title ?? `${one.vexId ? 'VEX' : 'Bill of materials'} by ${one.publisher}`),
      product:
        advisories.get(one.advisoryId)?.products.find(({ productId }) => productId === one.productId)?.fullName ??
        one.productId,
      ...vexWordsOf(vulnerabilityId, one, advisories.get(one.advisoryId)),
    })),
    judgement: await judgementOf(db, organisationId, actions, row),
    reasons: extra.reasons ?? [],
    ...(await besideScore(db, organisationId, row, now)),
    remediations: [
      ...remediationsOf(vulnerabilityId, evidence, advisories),
      ...(isLeftOpenByMicrosoft(evidence) ? await microsoftsOf(db, organisationId, row) : []),
    ],
    events: [
      ...(events.length > 0 || !row.unsupported ? events : [clearedEvent(row.unsupported, evidence)]),
      ...past.events,
    ],
  }
}

/** What happened to a finding that has no row of its own, as it is read from what devices share. */
function clearedEvent(
  unsupported: NonNullable<FindingRow['unsupported']>,
  evidence: readonly Evidence[],
): FindingEvent {
  const before = virtualState(evidence[0]?.answer ?? 'cannot_tell')
  return {
    at: unsupported.since,
    actorName: unsupported.withdrawn?.by ?? (unsupported.isUnchanged ? 'Names' : (evidence[0]?.publisher ?? '')),
    kind: 'cleared',
    before,
    after: virtualState('not_affected'),
    reason: unsupportedReason({ ...unsupported, deciding: evidence[0] }),
    evidence: { advisoryId: unsupported.advisoryId },
  }
}

/** Why not, in VEX's words and the publisher's own. */
function vexWordsOf(vulnerabilityId: string, { answer, productId }: Evidence, advisory: StoredAdvisory | undefined) {
  const own = (advisory?.vulnerabilities ?? []).filter(
    (one) => answer === 'not_affected' && one.vulnerabilityId === vulnerabilityId,
  )
  const flags = own.flatMap((one) => one.flags).filter(({ productIds }) => productIds.includes(productId))
  const impacts = own
    .flatMap((one) => one.threats)
    .filter(({ category, productIds }) => category === 'impact' && productIds?.includes(productId))
  return {
    justification: flags.map(({ label }) => label).join(', ') || null,
    impact: impacts.map(({ details }) => details).join(' ') || null,
  }
}

/** What the advisories say can be done about the product entries that leave the finding open. */
function remediationsOf(
  vulnerabilityId: string,
  evidence: FindingDetail['evidence'] | readonly Pick<Evidence, 'advisoryId' | 'productId' | 'answer' | 'mayClear'>[],
  advisories: ReadonlyMap<string, StoredAdvisory>,
): FindingDetail['remediations'] {
  return [...advisories.values()].flatMap((advisory) => {
    const products = new Set(
      evidence
        .filter((one) => one.advisoryId === advisory.id && one.answer !== 'not_affected' && one.mayClear === undefined)
        .map((one) => one.productId),
    )
    return advisory.vulnerabilities
      .filter((vulnerability) => vulnerability.vulnerabilityId === vulnerabilityId)
      .flatMap(({ remediations }) => remediations)
      .filter(({ productIds }) => productIds.length === 0 || productIds.some((id) => products.has(id)))
      .map((remediation) => ({ ...remediation, advisoryId: advisory.id }))
  })
}

const microsoftsOf = async (
  db: Db,
  organisationId: OrganisationId,
  row: Shared,
): Promise<FindingDetail['remediations']> =>
  ((await updatesThatCure(db, organisationId, [row])).get(sharedKey(row)) ?? []).map((one) => ({
    ...one,
    advisoryId: 'MSRC',
  }))

/** What is written down of one finding, or the whole history of all of a device; newest first. */
export async function findingEvents(
  db: Db,
  organisationId: OrganisationId,
  { deviceId, vulnerabilityId }: { deviceId: string; vulnerabilityId?: string | undefined },
): Promise<(FindingEvent & { vulnerabilityId: string })[]> {
  const limit = 500
  const kept = await eventRows(db, organisationId, { deviceId, vulnerabilityId, limit })
  if (vulnerabilityId !== undefined) return kept
  const derived = await closedByChanges(db, organisationId, deviceId, limit)
  if (derived.length === 0) return kept
  return [...kept, ...derived].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, limit)
}

const GroupKey = z.tuple([z.number(), z.string(), z.string(), z.string(), z.string()])

export interface GroupFilter {
  readonly advisoryId?: string | undefined
  readonly vulnerabilityId?: string | undefined
  /** Also groups in which nothing is open any more. */
  readonly isDoneToo?: boolean
}

/** Groups of advisory × manufacturer × model × site, however the last three are spelt; worst first. */
export async function listGroups(
  db: Db,
  organisationId: OrganisationId,
  {
    advisoryId,
    vulnerabilityId,
    isDoneToo = false,
    cursor,
    limit,
    now = new Date(),
  }: Paging & GroupFilter & { now?: Date },
): Promise<PageOf<FindingGroup & { because: Because[] }>> {
  const after = cursor === undefined ? null : decodeCursor(cursor, GroupKey)
  const rows = await reach.groupPage(db, organisationId, {
    advisoryId,
    vulnerabilityId,
    after,
    limit: limit + 1,
    isOpen: !isDoneToo,
    otherwise: (await joinedNames(db, organisationId)).otherwise,
    now,
  })
  const sharedOf = ({ because, configurationId }: reach.GroupListRow) =>
    because === null && configurationId !== undefined && vulnerabilityId !== undefined
      ? [{ configuration_id: configurationId, vulnerability_id: vulnerabilityId }]
      : []
  const explained = await explainShared(db, organisationId, rows.flatMap(sharedOf))
  return pageOf(
    rows,
    limit,
    (row) => [row.worstScore, row.advisoryId, row.manufacturer, row.model, row.site],
    (row) => {
      const { configurationId: _, ...group } = row
      const [shared] = sharedOf(row)
      const because = group.because ?? (shared && explained.get(sharedKey(shared))?.evidence[0]?.because)
      return { ...group, because: because ?? [] }
    },
  )
}

const AdvisoryKey = z.tuple([z.number(), z.string(), z.number(), z.string()])

/** Advisories with what they mean for the organisation's devices, and where they stand with it and with the person. */
export async function listAdvisories(
  db: Db,
  organisationId: OrganisationId,
  {
    filter,
    sort = 'newest',
    personId = null,
    cursor,
    limit,
    now = new Date(),
  }: Paging & { filter: AdvisoryFilter; sort?: AdvisorySort; personId?: string | null; now?: Date },
): Promise<PageOf<AdvisoryRow>> {
  const after = cursor === undefined ? null : decodeCursor(cursor, AdvisoryKey)
  const rows = await reach.advisoryPage(db, organisationId, { filter, sort, after, limit: limit + 1, personId, now })
  return pageOf(rows, limit, (row) => [row.weight, row.name, row.revised, row.id], toAdvisoryRow)
}

/** What the list of advisories can be narrowed to, the most frequent first. */
export async function advisoryFacets(db: Db): Promise<Record<AdvisoryFacet, { value: string; count: number }[]>> {
  const rows = await reach.advisoryFacetRows(db)
  return Object.fromEntries(
    advisoryFacetNames.map((name) => [
      name,
      rows.filter(({ facet }) => facet === name).map(({ value, count }) => ({ value, count })),
    ]),
  ) as Record<AdvisoryFacet, { value: string; count: number }[]>
}

/** The rows of these advisories, newest first. */
export async function advisoryRows(
  db: Db,
  organisationId: OrganisationId,
  ids: readonly string[],
  personId: string | null = null,
): Promise<AdvisoryRow[]> {
  const rows = await reach.advisoryPage(db, organisationId, {
    filter: { affected: 'any' },
    sort: 'newest',
    after: null,
    limit: ids.length,
    ids,
    personId,
    now: new Date(),
  })
  return rows.map(toAdvisoryRow)
}

/** Devices of the worklist by product entry that leaves them open. */
export async function devicesOfProducts(
  db: Db,
  organisationId: OrganisationId,
  advisoryId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await reach.devicesOfProducts(db, organisationId, advisoryId)
  return new Map(rows.map(({ productId, devices }) => [productId, devices]))
}

function toFindingRow(row: FindingListRow, actions: ActionsInForce | null, now: Date): FindingRow {
  return {
    device: {
      id: row.device_id,
      name: row.device_name,
      manufacturer: row.manufacturer,
      model: row.model,
      site: row.site,
      careArea: row.care_area,
    },
    vulnerabilityId: row.vulnerability_id,
    advisoryId: row.advisory_id,
    title: row.title,
    answer: row.answer,
    status: row.status,
    decision: row.decision,
    remediation: row.remediation,
    countsAs: row.counts_as,
    isOpen: row.is_open,
    isActive: row.is_active,
    score: row.score,
    band: row.band,
    likelihood: row.likelihood,
    safety: row.safety,
    care: row.care,
    privacy: row.privacy,
    knownExploited: row.known_exploited,
    ...actionOf(actions, row, now),
    openedAt: row.opened_at,
    unsupported: row.unsupported,
    because: row.unsupported
      ? unsupportedReason(row.unsupported)
      : (row.because ?? []).map(({ text }) => text).join('; '),
    undecided: row.undecided,
  }
}

const toAdvisoryRow = ({
  revised: _,
  weight: __,
  name: ___,
  ...row
}: Awaited<ReturnType<typeof reach.advisoryPage>>[number]): AdvisoryRow => row
