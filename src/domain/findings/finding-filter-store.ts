import { type RawBuilder, sql } from 'kysely'
import { configurationsOfBill } from '#domain/composition/composition.ts'
import { isAtPlaces, isAtSites, isOfModels, textConditions } from '#domain/inventory/inventory.ts'
import type { FindingState } from '#model/finding.ts'
import type { FindingFilter, FindingSort } from '#model/finding-list.ts'
import type { Db } from '#platform/db/database.ts'
import type { Actions } from './action-store.ts'
import { actionsAsked, actionsOfLists } from './actions.ts'
import { vulnerabilitiesOfComponent } from './bill-findings.ts'
import { isSource } from './databases.ts'
import { type FindingsAsked, type QueriedFindings, queriedFindings } from './finding-query-store.ts'
import { inForce, isOpenRow } from './finding-store.ts'
import type { AlikeNames } from './joined-names.ts'
import { isSaidBy } from './said-by-store.ts'
import { countsAsOf, hasSetAside, isSetAside } from './treated-store.ts'

// What a filter on findings comes to, and what a finding's state is. Most findings have no row of their own and are read through
// device × match × score: `d` is the device, `m` its match, `s` the score, `f` the finding's own row where it has one.

export interface FindingListQuery {
  readonly filter: FindingFilter
  /** All that devices write for the maker, model and place of the filter. */
  readonly alike?: AlikeNames | undefined
  /** A query beside the filter. */
  readonly asked?: FindingsAsked | undefined
  readonly sort: FindingSort
  readonly after: FindingListKey | null
  readonly limit: number
  readonly now: Date
}

/** What the list is ordered by: score, action and score (or time of opening in µs), configuration, context, vulnerability, device. */
export type FindingListKey = readonly [number, string, string, string, string]

export const all = (conditions: readonly RawBuilder<unknown>[]) =>
  conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`
const like = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
const words = (q: string | undefined) => (q ?? '').split(/\s+/).filter(Boolean)
const isCve = (word: string) => /^cve-/i.test(word)

export interface Narrowing {
  readonly filter: FindingFilter
  readonly organisationId: string
  /** Whether the thresholds set anything aside: else no score is looked at for it. */
  readonly hasSetAside: boolean
  /** What the filter's words come to on device `d`. */
  readonly text: readonly RawBuilder<boolean>[]
  /** The vulnerabilities that a component of a bill has; absent where none is asked for. */
  readonly named?: readonly string[]
  readonly queried?: QueriedFindings | undefined
  /** Where the list is ordered by them. */
  readonly actions?: Actions | null
}
export type NarrowedQuery = FindingListQuery & Narrowing

export const narrowing = async (
  db: Db,
  organisationId: string,
  {
    filter,
    alike,
    asked,
    sort,
  }: Pick<FindingListQuery, 'filter' | 'alike' | 'asked'> & Partial<Pick<FindingListQuery, 'sort'>>,
): Promise<Narrowing> => {
  const setAside = await hasSetAside(db, organisationId)
  const queried = asked && (await queriedFindings(db, asked, setAside))
  return {
    filter: withoutNames(filter, alike),
    organisationId,
    hasSetAside: setAside,
    queried,
    ...(sort === 'action' && {
      actions: await (asked ? actionsAsked(db, asked.asking) : actionsOfLists(db, organisationId)),
    }),
    ...(filter.sbom !== undefined &&
      filter.component !== undefined && {
        named: await vulnerabilitiesOfComponent(db, organisationId, filter.sbom, filter.component),
      }),
    text: [
      ...(queried?.ofDevice ?? []),
      ...(alike?.models ? [isOfModels(alike.models)] : []),
      ...(alike?.places ? [isAtPlaces(alike.places)] : []),
      ...(alike?.sites ? [isAtSites(alike.sites)] : []),
      ...(await textConditions(
        db,
        organisationId,
        words(filter.q).filter((word) => !isCve(word)),
      )),
      ...(filter.sbom === undefined
        ? []
        : [
            sql<boolean>`d.configuration_id = any(${await configurationsOfBill(db, organisationId, filter.sbom)}::uuid[])`,
          ]),
    ],
  }
}

/** What several spellings stand for is asked for no more by one. */
const withoutNames = (filter: FindingFilter, alike: AlikeNames = {}): FindingFilter => ({
  ...filter,
  ...(alike.models && { manufacturer: undefined, model: undefined }),
  ...((alike.places || alike.sites) && { site: undefined }),
  ...(alike.places && { careArea: undefined }),
})

type OfDevices = Pick<Narrowing, 'filter' | 'text'>

export function deviceConditions(organisationId: string, { filter, text }: OfDevices): RawBuilder<unknown>[] {
  const conditions = [
    sql`d.organisation_id = ${organisationId}`,
    sql`d.gone_at is null`,
    ...deviceFilters({ filter, text }),
  ]
  const active = filter.active ?? (filter.device === undefined ? 'true' : 'any')
  if (active !== 'any') conditions.push(active === 'true' ? sql`d.is_active` : sql`not d.is_active`)
  if (filter.device !== undefined) conditions.push(sql`d.id = ${filter.device}`)
  return conditions
}

export function deviceFilters({ filter, text }: OfDevices): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [...text]
  const equal = [
    [filter.site, 'site'],
    [filter.careArea, 'care_area'],
    [filter.manufacturer, 'manufacturer'],
    [filter.model, 'model'],
  ] as const
  for (const [value, column] of equal)
    if (value !== undefined)
      conditions.push(value === '' ? sql`${sql.ref(`d.${column}`)} is null` : sql`${sql.ref(`d.${column}`)} = ${value}`)
  return conditions
}

/** On the vulnerability's id, `id`. */
export function vulnerabilityConditions({ filter, named }: Narrowing, id: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (named !== undefined) conditions.push(sql`${id} = any(${named}::text[])`)
  if (filter.vulnerability !== undefined) conditions.push(sql`${id} = ${filter.vulnerability}`)
  if (filter.advisory !== undefined && !isSource(filter.advisory))
    conditions.push(
      sql`${id} in (select vulnerability_id from advisory_vulnerability where advisory_id = ${filter.advisory})`,
    )
  for (const word of words(filter.q)) if (isCve(word)) conditions.push(sql`${id} ilike ${like(word)}`)
  if (filter.knownExploited !== undefined)
    conditions.push(
      sql`${filter.knownExploited ? sql`` : sql`not `}exists (select from known_exploited k where k.cve = ${id} and k.delisted_at is null)`,
    )
  return conditions
}

export const answer = sql`coalesce(f.answer, m.answer)`
export const status = sql`coalesce(f.status, case m.answer when 'cannot_tell' then 'under_investigation' else m.answer end)`
export const remediation = sql`coalesce(f.remediation, 'not_remediated')`
export const decision = (today: RawBuilder<unknown>) => sql`case when ${inForce(today)} then f.decision else 'none' end`
export const isOpen = (today: RawBuilder<unknown>) =>
  sql`case when f.device_id is null then m.answer <> 'not_affected' else ${isOpenRow(today)} end`

/** On the finding's state and rank; `m`, `s` and `f` are there or null. */
export const stateConditions = (narrowed: Narrowing, today: RawBuilder<unknown>) =>
  conditionsOn(narrowed, { answer, status, decision: decision(today), remediation, isOpen: isOpen(today) })

/** As `stateConditions` where `f` is always there: said without `m`, they are tried before anything is joined. */
export const ownStateConditions = (narrowed: Narrowing, today: RawBuilder<unknown>) =>
  conditionsOn(narrowed, {
    answer: sql`f.answer`,
    status: sql`f.status`,
    decision: decision(today),
    remediation: sql`f.remediation`,
    isOpen: isOpenRow(today),
  })

export const hasBroken = sql`exists (select from decision_standing st where st.organisation_id = f.organisation_id and st.device_id = f.device_id
  and st.vulnerability_id = f.vulnerability_id and st.state = 'broken')`

type State = Readonly<Record<keyof FindingState | 'isOpen', RawBuilder<unknown>>>

function conditionsOn({ filter, organisationId, hasSetAside }: Narrowing, state: State): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  for (const part of ['answer', 'status', 'decision', 'remediation'] as const)
    if (filter[part] !== undefined) conditions.push(sql`${state[part]} = ${filter[part]}`)
  if (filter.band !== undefined) conditions.push(sql`s.band = ${filter.band}`)
  if (filter.advisory !== undefined) conditions.push(ofAdvisory(filter.advisory))
  if (filter.reopened !== undefined)
    conditions.push(sql`coalesce(f.reopened, 0) ${filter.reopened ? sql`> 0` : sql`= 0`}`)
  if (filter.decisionBroke !== undefined) conditions.push(sql`${filter.decisionBroke ? sql`` : sql`not `}${hasBroken}`)
  if (filter.countsAs !== undefined)
    conditions.push(sql`${countsAsOf(organisationId, state.answer)} = ${filter.countsAs}`)
  const isOpen = hasSetAside ? sql`(${state.isOpen} and not ${isSetAside(organisationId)})` : state.isOpen
  if (filter.open !== 'any') conditions.push(filter.open === 'true' ? isOpen : sql`not (${isOpen})`)
  return conditions
}

export const ofAdvisory = (advisoryId: string) =>
  sql`${isSaidBy(advisoryId)} and (m.supported_by @> array[${advisoryId}] or m.answer = 'not_affected')`

export const stateJoins = (organisationId: string, from: string) => {
  const key = (column: string) => sql.ref(`${from}.${column}`)
  return sql`
    left join match m on m.organisation_id = ${organisationId} and m.configuration_id = ${key('configuration_id')}
      and m.vulnerability_id = ${key('vulnerability_id')}
    left join score s on s.organisation_id = ${organisationId} and s.configuration_id = ${key('configuration_id')}
      and s.context_id = ${key('context_id')} and s.vulnerability_id = ${key('vulnerability_id')}
    left join finding f on f.organisation_id = ${organisationId} and f.device_id = ${key('device_id')}
      and f.vulnerability_id = ${key('vulnerability_id')}`
}

/** Narrowed to what has a row of its own. */
export const isOfHistory = ({ remediation, reopened, decision, decisionBroke }: FindingFilter) =>
  decisionBroke === true ||
  (remediation !== undefined && remediation !== 'not_remediated') ||
  reopened === true ||
  (decision !== undefined && decision !== 'none')
