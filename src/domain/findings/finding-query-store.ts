import { type RawBuilder, sql } from 'kysely'
import { type Asking, deviceLeaf } from '#domain/inventory/inventory.ts'
import { addDays, type Moment, type Rule } from '#domain/judgement/judgement.ts'
import {
  conjunctsOf,
  type DeviceFieldOfFinding,
  dayOf,
  type Expression,
  type FieldLeaf,
  type FindingField,
  foldPlain,
  isAskedFor,
  type Leaf,
  literalsOf,
  momentBounds,
  namesField,
  numbersAsked,
  type Plain,
  plainOf,
  textsAsked,
} from '#domain/query/query.ts'
import type { FindingFilter } from '#model/finding-list.ts'
import {
  allOf,
  anyOf,
  type Condition,
  idsAmong,
  isAmong,
  isNotIf,
  momentTest,
  numberTest,
  patternOf,
  textTest,
} from '#platform/db/conditions.ts'
import type { Db } from '#platform/db/database.ts'
import { hasDue, isDueBy, isOfClasses } from './action-store.ts'
import { actionsAsked } from './actions.ts'
import { openedOn } from './device-past-store.ts'
import { inForce, isOpenRow, todayOf } from './finding-store.ts'
import { isSaidBy } from './said-by-store.ts'
import { countsAsOf, hasSetAside, isSetAside } from './treated-store.ts'

// What a query on findings comes to. A finding with a row of its own is read from that (`f`), and with it its device `d`; all
// others through match `m` and score `s`, of which thousands of devices share one. So a query is taken apart: what asks of the
// device alone is tried on devices, what asks of the rest alone on matches and scores, and only what asks of both at once
// (`site = A or score > 80`) on each device with each of them. Where one part cannot be told, it is left out: what remains asks
// for no less.

type Part = 'device' | 'vulnerability' | 'match' | 'score' | 'row'

const deviceFields: ReadonlySet<string> = new Set<DeviceFieldOfFinding>([
  'tag',
  'serial',
  'manufacturer',
  'model',
  'site',
  'careArea',
  'type',
  'criticality',
  'careSetting',
  'active',
])

type StateField = Exclude<FindingField, DeviceFieldOfFinding>

const partsOf: Readonly<Record<StateField, readonly Part[]>> = {
  vulnerability: ['vulnerability'],
  title: ['vulnerability'],
  exploited: ['vulnerability'],
  epss: ['vulnerability'],
  advisory: ['match'],
  answer: ['match'],
  status: ['match'],
  countsAs: ['match', 'score'],
  score: ['score'],
  band: ['score'],
  likelihood: ['score'],
  safety: ['score'],
  care: ['score'],
  privacy: ['score'],
  action: ['score'],
  due: ['row', 'match', 'device', 'score'],
  overdue: ['row', 'match', 'device', 'score'],
  open: ['row', 'match', 'score'],
  decision: ['row'],
  remediation: ['row'],
  reopened: ['row'],
  decisionBroke: ['row'],
  opened: ['row', 'match', 'device'],
}

const isCve = (text: string) => /^cve-\S*$/i.test(text)

function partsOfLeaf(leaf: Leaf): readonly Part[] {
  if (leaf.kind === 'text') return [isCve(leaf.text) ? 'vulnerability' : 'device']
  if (leaf.kind === 'related') return [leaf.to === 'work' ? 'row' : 'device']
  return deviceFields.has(leaf.field) ? ['device'] : partsOf[leaf.field as StateField]
}

const partsOfPlain = (plain: Plain): ReadonlySet<Part> =>
  new Set(literalsOf(plain).flatMap(({ leaf }) => partsOfLeaf(leaf)))

const isOfDevice = (plain: Plain) => [...partsOfPlain(plain)].every((part) => part === 'device')

/** A query on findings as a list takes it. */
export interface FindingsAsked {
  readonly plain: Plain
  readonly asking: Asking
}

const isOpenAlone = (plain: Plain) =>
  plain.kind === 'literal' &&
  'field' in plain.leaf &&
  plain.leaf.field === 'open' &&
  isAskedFor(plain.leaf) !== plain.isNegated

/** What the filter asks of action and due day, as a query asks it. */
export function expressionOf({ action: asked, due: by }: FindingFilter): Expression | null {
  const parts: Expression[] = []
  if (asked === '') parts.push({ kind: 'empty', field: 'action' })
  else if (asked !== undefined)
    parts.push({ kind: 'is', field: 'action', operator: '=', value: { kind: 'text', text: asked } })
  if (by === 'none') parts.push({ kind: 'empty', field: 'due' })
  else if (by === 'overdue')
    parts.push({ kind: 'is', field: 'overdue', operator: '=', value: { kind: 'flag', is: true } })
  else if (by !== undefined)
    parts.push({
      kind: 'is',
      field: 'due',
      operator: '<=',
      value: { kind: 'relative', from: 'today', amount: Number(by), unit: 'day' },
    })
  return parts.length > 1 ? { kind: 'and', parts } : (parts[0] ?? null)
}

/** Findings are open, and their devices on the worklist, unless the query says which. */
export function askedOf(
  expression: Expression | null,
  asking: Asking,
  filter: FindingFilter,
): { filter: FindingFilter; asked?: FindingsAsked } {
  if (expression === null) return { filter }
  const all = conjunctsOf(plainOf(expression))
  // `open` beside all else is what the list of open findings is made for.
  const others = all.filter((one) => !isOpenAlone(one))
  const isFolded = filter.open === 'true' && !others.some((one) => namesField(one, 'open'))
  const rest = isFolded ? others : all
  const plain: Plain = rest.length === 1 ? rest[0]! : { kind: 'and', parts: rest }
  return {
    filter: {
      ...filter,
      ...(filter.open === 'true' && namesField(plain, 'open') && { open: 'any' as const }),
      ...(filter.active === undefined && asksForActive(plain) && { active: 'any' as const }),
    },
    ...(rest.length > 0 && { asked: { plain, asking } }),
  }
}

const asksForActive = (plain: Plain): boolean =>
  literalsOf(plain).some(
    ({ leaf }) =>
      ('field' in leaf && leaf.field === 'active') ||
      (leaf.kind === 'related' &&
        leaf.to === 'device' &&
        leaf.expression !== null &&
        namesField(plainOf(leaf.expression), 'active')),
  )

/** Where a finding is looked at: what its parts are called there, and which are there at all. */
interface Place {
  readonly vulnerability: RawBuilder<unknown>
  readonly device: RawBuilder<unknown> | null
  readonly answer: RawBuilder<unknown>
  readonly status: RawBuilder<unknown>
  readonly decision: RawBuilder<unknown>
  readonly remediation: RawBuilder<unknown>
  readonly isOpen: RawBuilder<unknown>
  /** Whether `f` is there: always, never, in some rows, or not told yet. */
  readonly row: 'always' | 'never' | 'maybe' | 'untold'
  readonly opened: RawBuilder<unknown> | null
  /** Where the moment of opening is not known, the latest that it can be. */
  readonly openedBy: RawBuilder<unknown> | null
  readonly hasSetAside: boolean
  /** Whether `s` is there. */
  readonly isScored: boolean
  /** Of devices alike: whether the literal is true of any of them. */
  readonly ofAny?: (leaf: Leaf, isNegated: boolean) => Condition | undefined
}

const sharedStatus = sql`case m.answer when 'cannot_tell' then 'under_investigation' else m.answer end`
const sharedPlace = {
  answer: sql`m.answer`,
  status: sharedStatus,
  decision: sql`'none'`,
  remediation: sql`'not_remediated'`,
  isOpen: sql`m.answer <> 'not_affected'`,
}

/** On the row `f` of a finding, with device `d`, and `m` and `s` where there are any. */
const ownPlace = (today: RawBuilder<unknown>, hasSetAside: boolean): Place => ({
  vulnerability: sql`f.vulnerability_id`,
  device: sql`f.device_id`,
  answer: sql`f.answer`,
  status: sql`f.status`,
  decision: sql`case when ${inForce(today)} then f.decision else 'none' end`,
  remediation: sql`f.remediation`,
  isOpen: isOpenRow(today),
  row: 'always',
  opened: sql`f.opened_at`,
  openedBy: null,
  hasSetAside,
  isScored: true,
})

/** On match `m` with score `s`, of no device or of device `d`. */
const sharedOn = (
  organisationId: string,
  {
    vulnerability = sql`m.vulnerability_id`,
    isOnDevice = false,
    openedBy = null as RawBuilder<unknown> | null,
    hasSetAside = false,
    isScored = true,
    row = 'never' as 'never' | 'untold',
  },
): Place => ({
  ...sharedPlace,
  vulnerability,
  device: isOnDevice ? sql`d.id` : null,
  row,
  opened: isOnDevice ? openedOn(organisationId) : null,
  openedBy,
  hasSetAside,
  isScored,
})

/** Of device and vulnerability where some have `f`, some do not; device `d` is there where a query needs it. */
const eitherPlace = (
  today: RawBuilder<unknown>,
  organisationId: string,
  hasSetAside: boolean,
  key: { readonly device: RawBuilder<unknown>; readonly vulnerability: RawBuilder<unknown> },
): Place => ({
  ...key,
  answer: sql`coalesce(f.answer, m.answer)`,
  status: sql`coalesce(f.status, ${sharedStatus})`,
  decision: sql`case when ${inForce(today)} then f.decision else 'none' end`,
  remediation: sql`coalesce(f.remediation, 'not_remediated')`,
  isOpen: sql`case when f.device_id is null then m.answer <> 'not_affected' else ${isOpenRow(today)} end`,
  row: 'maybe',
  opened: sql`coalesce(f.opened_at, ${openedOn(organisationId)})`,
  openedBy: null,
  hasSetAside,
  isScored: true,
})

export interface QueriedFindings {
  /** On device `d`, whatever else. */
  readonly ofDevice: readonly Condition[]
  /** Matches, and scores, must be there to tell. */
  readonly needs: ReadonlySet<Part>
  /** Some part asks of the device and of the rest at once. */
  readonly isMixed: boolean
  readonly isOfRowsAlone: boolean
  /** Groups of devices must be told apart by when they joined. */
  readonly asksWhenOpened: boolean
  /** On `f` with `d`, `m` and `s`. */
  own(today: RawBuilder<unknown>): Promise<Condition[]>
  /** Of each group of devices `g` alike, under names: whether any of its devices `d` is so. */
  readonly ofAny: readonly { readonly name: string; readonly condition: Condition }[]
  /** On `m` and `s`, for devices `g` alike. */
  ofGroup(): Promise<Condition[]>
  /** On `m`, `s` and each device `d`. */
  ofEach(): Promise<Condition[]>
  /** On score `s`, and on its match `m`; with the groups of `ofAny` looked up in tables of their names, or left out. */
  onTheWay(isOfAnyTold: boolean): Promise<{ score: Condition[]; match: Condition[] }>
  either(today: RawBuilder<unknown>): Promise<Condition[]>
  /** What the way cannot tell: on device `d`, its row `f` or none, and the `m` and `s` of a step. */
  onStep(today: RawBuilder<unknown>): Promise<Condition[]>
}

export async function queriedFindings(
  db: Db,
  { plain, asking }: FindingsAsked,
  setAside: boolean,
): Promise<QueriedFindings> {
  const { organisationId } = asking
  const all = conjunctsOf(plain)
  const ofDevice = all.filter(isOfDevice)
  const others = all.filter((one) => !isOfDevice(one))
  const mixed = others.filter((one) => partsOfPlain(one).has('device'))
  const needs = new Set(others.flatMap((one) => [...partsOfPlain(one)]))
  const at = async (some: readonly Plain[], place: Place) =>
    (await Promise.all(some.map((one) => conditionAt(db, one, place, asking)))).filter((one) => one !== null)
  const ofAny = await anyOfGroup(db, mixed, asking)
  const asksWhenOpened = others.some((one) => fieldsOfTime.some((field) => namesField(one, field)))
  const needsMatch = (one: Plain) => partsOfPlain(one).has('match')
  return {
    ofDevice: await Promise.all(
      ofDevice.map(async (one) => (await conditionAt(db, one, ownPlace(sql`null`, false), asking))!),
    ),
    needs,
    isMixed: mixed.length > 0,
    isOfRowsAlone: isOfRowsAlone(plain),
    asksWhenOpened,
    ofAny: [...ofAny.values()],
    own: (today) => at(others, ownPlace(today, setAside)),
    ofGroup: () =>
      at(others, {
        ...sharedOn(organisationId, { openedBy: sql`greatest(m.matched_at, g.since)`, hasSetAside: setAside }),
        ofAny(leaf, isNegated) {
          const any = ofAny.get(literalKey(leaf, isNegated))
          return any && sql`${sql.ref(`g.${any.name}`)}`
        },
      }),
    ofEach: () => at(mixed, sharedOn(organisationId, { isOnDevice: true, hasSetAside: setAside })),
    onTheWay: async (isOfAnyTold) => {
      const place: Place = {
        ...sharedOn(organisationId, { vulnerability: sql`s.vulnerability_id`, hasSetAside: setAside, row: 'untold' }),
        ofAny(leaf, isNegated) {
          const any = isOfAnyTold ? ofAny.get(literalKey(leaf, isNegated)) : undefined
          return (
            any &&
            sql`(s.configuration_id, s.context_id) in (select configuration_id, context_id from ${sql.ref(any.name)})`
          )
        },
      }
      return {
        score: await at(
          others.filter((one) => !needsMatch(one)),
          place,
        ),
        match: await at(others.filter(needsMatch), place),
      }
    },
    either: (today) =>
      at(
        others,
        eitherPlace(today, organisationId, setAside, {
          device: sql`c.device_id`,
          vulnerability: sql`c.vulnerability_id`,
        }),
      ),
    onStep: (today) =>
      at(
        others.filter((one) => mixed.includes(one) || partsOfPlain(one).has('row')),
        eitherPlace(today, organisationId, setAside, { device: sql`d.id`, vulnerability: sql`step.vulnerability_id` }),
      ),
  }
}

const fieldsOfTime = ['opened', 'due', 'overdue']

const literalKey = (leaf: Leaf, isNegated: boolean) => JSON.stringify([leaf, isNegated])

/** What mixed parts ask of devices alone. */
async function anyOfGroup(db: Db, mixed: readonly Plain[], asking: Asking) {
  const found = new Map<string, { name: string; condition: Condition }>()
  for (const { leaf, isNegated } of mixed.flatMap(literalsOf)) {
    const key = literalKey(leaf, isNegated)
    if (found.has(key) || !partsOfLeaf(leaf).every((part) => part === 'device')) continue
    const condition = await leafAt(db, leaf, isNegated, ownPlace(sql`null`, false), asking)
    if (condition) found.set(key, { name: `any_${found.size}`, condition: isNotIf(isNegated, condition) })
  }
  return found
}

/** True only of findings with a row of their own. */
function isOfRowsAlone(plain: Plain): boolean {
  if (plain.kind !== 'literal')
    return plain.kind === 'and' ? plain.parts.some(isOfRowsAlone) : plain.parts.every(isOfRowsAlone)
  const without = withoutRow(plain.leaf)
  return without !== undefined && without === plain.isNegated
}

/** What a leaf is of a finding without a row; undefined where that depends. */
function withoutRow(leaf: Leaf): boolean | undefined {
  if (leaf.kind === 'related') return leaf.to === 'work' ? false : undefined
  if (leaf.kind === 'text') return undefined
  if (leaf.field === 'reopened' || leaf.field === 'decisionBroke') return !isAskedFor(leaf)
  const none = { decision: 'none', remediation: 'not_remediated' }[leaf.field]
  return none === undefined ? undefined : (textsAsked(leaf)?.texts.includes(none) ?? false)
}

const conditionAt = (db: Db, plain: Plain, place: Place, asking: Asking) =>
  foldPlain<Condition>(plain, {
    async literal(leaf, isNegated) {
      const any = place.ofAny?.(leaf, isNegated)
      if (any) return any
      const condition = await leafAt(db, leaf, isNegated, place, asking)
      return condition && isNotIf(isNegated, condition)
    },
    and: allOf,
    or: anyOf,
  })

async function leafAt(db: Db, leaf: Leaf, isNegated: boolean, place: Place, asking: Asking): Promise<Condition | null> {
  if (leaf.kind === 'text' && isCve(leaf.text)) return sql`${place.vulnerability} ilike ${patternOf(leaf.text)}`
  if (leaf.kind === 'related' && leaf.to === 'work') {
    if (place.row === 'untold') return null
    if (place.row === 'never') return sql`false`
    const works = await asking.workOfFinding(db, leaf.expression, {
      device: place.device ?? sql`null`,
      vulnerability: place.vulnerability,
    })
    return place.row === 'always' ? works : sql`(f.device_id is not null and ${works})`
  }
  if (leaf.kind === 'text' || leaf.kind === 'related' || deviceFields.has(leaf.field)) {
    if (!place.device) return null
    if (leaf.kind !== 'related') return await deviceLeaf(db, leaf, asking)
    if (leaf.expression === null) return sql`true`
    return await foldPlain<Condition>(plainOf(leaf.expression), {
      literal: async (inner, isNot) => isNotIf(isNot, await deviceLeaf(db, inner, asking)),
      and: allOf,
      or: anyOf,
    })
  }
  if (!place.isScored && isLeftToScores(leaf, isNegated, place)) return null
  if (place.row === 'untold' && partsOfLeaf(leaf).includes('row') && !isDueLeaf(leaf)) return null
  return await stateFields[leaf.field as StateField](db, leaf, place, asking, isNegated)
}

const isDueLeaf = ({ field }: FieldLeaf) => field === 'due' || field === 'overdue'

/** What is open but for a threshold is more than what is open. */
const isLeftToScores = (leaf: FieldLeaf, isNegated: boolean, { hasSetAside }: Place) =>
  leaf.field === 'open' ? hasSetAside && isAskedFor(leaf) === isNegated : partsOfLeaf(leaf).includes('score')

type StateCondition = (
  db: Db,
  leaf: FieldLeaf,
  place: Place,
  asking: Asking,
  isNegated: boolean,
) => Promise<Condition | null> | Condition | null

const word =
  (of: (place: Place) => RawBuilder<unknown>): StateCondition =>
  (_, leaf, place) => {
    const test = textsAsked(leaf)
    return test ? sql`${of(place)} = any(${test.texts}::text[])` : sql`${of(place)} is null`
  }

const number =
  (value: RawBuilder<unknown>): StateCondition =>
  (_, leaf) => {
    const asked = numbersAsked(leaf)
    return asked ? numberTest(value, asked.sign, asked.numbers, 'real') : sql`${value} is null`
  }

const flag =
  (of: (place: Place, asking: Asking) => Condition): StateCondition =>
  (_, leaf, place, asking) =>
    isNotIf(!isAskedFor(leaf), of(place, asking))

/** Ids are compared as they are, in the ways that databases write them: CVE-2026-1, GHSA-xxxx. */
const spellings = (id: string) => [
  id,
  id.toUpperCase(),
  id.toLowerCase(),
  id.toLowerCase().replace(/^[a-z]+(?=-)/, (prefix) => prefix.toUpperCase()),
]

const vulnerability: StateCondition = (_, leaf, place) => {
  const test = textsAsked(leaf)
  if (!test) return sql`false`
  return test.how === 'is'
    ? sql`${place.vulnerability} = any(${test.texts.flatMap(spellings)}::text[])`
    : anyOf(test.texts.map((text) => sql`${place.vulnerability} ilike ${patternOf(text)}`))
}

const title: StateCondition = (_, leaf, place) => {
  const test = textsAsked(leaf)
  return sql`${place.vulnerability} in (select v.id from vulnerability v where ${test ? textTest(sql`v.title`, test) : sql`v.title = ''`})`
}

const epss: StateCondition = (_, leaf, place) => {
  const asked = numbersAsked(leaf)
  const listed = sql`select e.cve from exploit_probability e`
  return asked
    ? sql`${place.vulnerability} in (${listed} where ${numberTest(sql`e.probability`, asked.sign, asked.numbers, 'real')})`
    : sql`${place.vulnerability} not in (${listed})`
}

const mostAdvisories = 500

/** By its id, its publisher's number, or the database. */
const advisory: StateCondition = async (db, leaf) => {
  const test = textsAsked(leaf)
  if (!test) return sql`m.advisory_id is null`
  const { rows } = await sql<{ id: string }>`
    select id from (
      select a.id from advisory a where ${textTest(sql`a.id`, test)} or ${textTest(sql`a.tracking_id`, test)}
      union all
      select t.id from (values ('NVD'), ('CVE'), ('OSV'), ('MSRC')) as t(id) where ${textTest(sql`t.id`, test)}
    ) named limit ${mostAdvisories}`.execute(db)
  return anyOf(rows.map(({ id }) => isSaidBy(id)))
}

const opened: StateCondition = (_, leaf, place, asking, isNegated) => {
  if (leaf.kind !== 'is') return sql`false`
  const bounds = momentBounds(leaf.operator, leaf.value, asking)
  if (place.opened) return momentTest(place.opened, bounds, asking.timeZone)
  // Not before a moment: nor is the latest that it can be.
  const from = bounds.filter(({ sign }) => sign.startsWith('>'))
  return place.openedBy && !isNegated && from.length > 0 ? momentTest(place.openedBy, from, asking.timeZone) : null
}

/** What holds of open findings alone. On the way all is open, but for what is set aside. */
const openOn = (place: Place, { organisationId }: Asking): Condition[] => [
  ...(place.row === 'untold' ? [] : [sql<boolean>`(${place.isOpen})`]),
  ...(place.hasSetAside && place.isScored ? [sql<boolean>`(not ${isSetAside(organisationId)})`] : []),
]

/** By the action's key or its name. Asked of an open finding: elsewhere none is. */
const action: StateCondition = async (db, leaf, place, asking) => {
  const actions = await actionsAsked(db, asking)
  const test = textsAsked(leaf)
  const isWorkedOut = actions ? isOfClasses(actions, () => true) : sql<boolean>`false`
  const texts = (test?.texts ?? []).map((text) => text.toLowerCase())
  const is = (name: string) =>
    test?.how === 'contains' ? texts.some((text) => name.includes(text)) : texts.includes(name)
  const named = ({ action: { key, name } }: Rule) => is(key.toLowerCase()) || is(name.toLowerCase())
  const ofOpen = (condition: Condition) => allOf([...openOn(place, asking), condition])
  if (!test) return isNotIf(true, ofOpen(isWorkedOut))
  return actions ? ofOpen(isOfClasses(actions, named)) : sql`false`
}

/** True of an open finding whose earliest deadline is so. */
const whenDue =
  (
    of: (due: { has: Condition; by: (moment: Moment) => Condition }, leaf: FieldLeaf, asking: Asking) => Condition,
  ): StateCondition =>
  async (db, leaf, place, asking, isNegated) => {
    const actions = await actionsAsked(db, asking)
    const isEmpty = leaf.kind === 'empty'
    // Of what is not due no deadline has passed.
    const isOpposite = leaf.field === 'overdue' && !isAskedFor(leaf)
    if (!actions) return isEmpty || isOpposite ? sql`true` : sql`false`
    const { opened, vulnerability, row } = place
    const has = allOf([...openOn(place, asking), hasDue(actions, vulnerability)])
    // On the way, where all is open, it can be told whether a deadline holds, and not when it ends.
    if (row === 'untold') {
      if (isEmpty) return isNotIf(true, has)
      return isNegated === isOpposite ? isNotIf(isNegated, has) : null
    }
    if (!opened) return null
    const by = (moment: Moment) => isDueBy(actions, moment, { opened, vulnerability })
    return isEmpty
      ? isNotIf(true, has)
      : isNotIf(isOpposite, allOf([...openOn(place, asking), of({ has, by }, leaf, asking)]))
  }

const due = whenDue(({ has, by }, leaf, asking) => {
  if (leaf.kind !== 'is') return sql`false`
  const on = dayOf(leaf.value, asking)
  const before = () => by({ on: addDays(on, -1) })
  switch (leaf.operator) {
    case '<':
      return before()
    case '<=':
      return by({ on })
    case '>':
      return allOf([has, isNotIf(true, by({ on }))])
    case '>=':
      return allOf([has, isNotIf(true, before())])
    default:
      return allOf([by({ on }), isNotIf(true, before())])
  }
})

const overdue = whenDue(({ by }, _, { now }) => by({ at: now }))

const rowFlag =
  (ofRow: Condition): StateCondition =>
  (_, leaf, place) =>
    isNotIf(!isAskedFor(leaf), place.row === 'never' ? sql`false` : ofRow)

const stateFields: Readonly<Record<StateField, StateCondition>> = {
  vulnerability,
  title,
  epss,
  advisory,
  opened,
  action,
  due,
  overdue,
  exploited: flag(
    ({ vulnerability: id }) =>
      sql`exists (select from known_exploited k where k.cve = ${id} and k.delisted_at is null)`,
  ),
  answer: word((place) => place.answer),
  status: word((place) => place.status),
  decision: word((place) => place.decision),
  remediation: word((place) => place.remediation),
  band: word(() => sql`s.band`),
  countsAs: (_, leaf, place, { organisationId }) => {
    const test = textsAsked(leaf)
    const counts = countsAsOf(organisationId, place.answer)
    return test ? sql`(${counts}) = any(${test.texts}::text[])` : sql`(${counts}) is null`
  },
  score: number(sql`s.score`),
  likelihood: number(sql`s.likelihood`),
  safety: number(sql`s.safety`),
  care: number(sql`s.care`),
  privacy: number(sql`s.privacy`),
  open: flag((place, { organisationId }) =>
    place.hasSetAside && place.isScored
      ? sql`(${place.isOpen} and not ${isSetAside(organisationId)})`
      : sql`(${place.isOpen})`,
  ),
  reopened: rowFlag(sql`coalesce(f.reopened, 0) > 0`),
  decisionBroke: rowFlag(sql`exists (select from decision_standing st where st.organisation_id = f.organisation_id
    and st.device_id = f.device_id and st.vulnerability_id = f.vulnerability_id and st.state = 'broken')`),
}

// of devices and of work ------------------------------------------------------------------------------------------------

/** Rows of findings with what of them the query asks for: match and score are looked up for nothing else. On device `d` or of any. */
function ownRows(organisationId: string, plain: Plain | null, setAside: boolean, of: 'device' | 'any') {
  const fields = new Set(plain ? literalsOf(plain).map(({ leaf }) => ('field' in leaf ? leaf.field : '')) : [])
  const isScored = [...fields].some((field) =>
    field === 'open' ? setAside : partsOf[field as StateField]?.includes('score'),
  )
  const needsDevice = isScored || fields.has('advisory') || (plain !== null && partsOfPlain(plain).has('device'))
  return sql`finding f
    ${
      of === 'any' && needsDevice
        ? sql`join device d on d.organisation_id = ${organisationId} and d.id = f.device_id`
        : sql``
    }
    ${
      fields.has('advisory')
        ? sql`left join match m on m.organisation_id = ${organisationId}
            and m.configuration_id = coalesce(f.kept_configuration_id, d.configuration_id) and m.vulnerability_id = f.vulnerability_id`
        : sql``
    }
    ${
      isScored
        ? sql`left join score s on s.organisation_id = ${organisationId}
            and s.configuration_id = coalesce(f.kept_configuration_id, d.configuration_id)
            and s.context_id = coalesce(f.kept_context_id, d.context_id) and s.vulnerability_id = f.vulnerability_id`
        : sql``
    }`
}

const open: Leaf = { kind: 'is', field: 'open', operator: '=', value: { kind: 'flag', is: true } }

/** True of device `d` where one of its findings is so: an open one, unless the query says which. */
export async function findingsOfDevice(db: Db, expression: Expression | null, asking: Asking): Promise<Condition> {
  const { organisationId } = asking
  const asked = expression === null ? null : plainOf(expression)
  const isOpenMeant = asked === null || !namesField(asked, 'open')
  if (isOpenMeant) {
    const kept = asked === null ? sql<boolean>`d.open_findings > 0` : keptOnDevice(asked)
    if (kept) return kept
  }
  const parts = asked ? conjunctsOf(asked) : []
  const plain: Plain = {
    kind: 'and',
    parts: isOpenMeant ? [{ kind: 'literal', leaf: open, isNegated: false }, ...parts] : parts,
  }
  const setAside = await hasSetAside(db, organisationId)
  const today = todayOf(organisationId, asking.now)
  // What is open has a score in each context; what is not may have none, and is tried on each device.
  const isScored = isOpenMeant && (setAside || parts.some((one) => partsOfPlain(one).has('score')))
  const at = (place: Place) => conditionAt(db, plain, place, asking)
  const own = (await at(ownPlace(today, setAside))) ?? sql`true`
  const alike = await devicesAlike(
    db,
    organisationId,
    (await at(sharedOn(organisationId, { hasSetAside: setAside, isScored }))) ?? sql`true`,
    isScored,
  )
  const onDevice = (await at(sharedOn(organisationId, { isOnDevice: true, hasSetAside: setAside }))) ?? sql`true`
  const each = sql<boolean>`exists (
    select from match m
    left join score s on s.organisation_id = ${organisationId} and s.configuration_id = m.configuration_id
      and s.context_id = d.context_id and s.vulnerability_id = m.vulnerability_id
    where m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id and ${onDevice}
      and not exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id
        and f.vulnerability_id = m.vulnerability_id))`
  // Where the device has no rows, what it shares decides.
  const hasRows = sql`exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id)`
  const isDecided = isOpenMeant && !partsOfPlain(plain).has('device')
  const shared = allOf([alike, isDecided ? sql`(not ${hasRows} or ${each})` : each])
  const few = await idsAmong(
    db,
    sql`select f.device_id as id from ${ownRows(organisationId, plain, setAside, 'any')}
      where f.organisation_id = ${organisationId} and ${own}`,
  )
  const ofRow = few
    ? sql<boolean>`d.id = any(${few}::uuid[])`
    : sql<boolean>`exists (select from ${ownRows(organisationId, plain, setAside, 'device')}
        where f.organisation_id = ${organisationId} and f.device_id = d.id and ${own})`
  return allOf([...(isOpenMeant ? [sql<boolean>`d.open_findings > 0`] : []), anyOf([shared, ofRow])])
}

const mostPairs = 5000

/** What devices share, where a match is so: the configuration, or that in its context where the score matters. */
async function devicesAlike(db: Db, organisationId: string, ofMatch: Condition, isScored: boolean): Promise<Condition> {
  if (!isScored)
    return await isAmong(
      db,
      sql`d.configuration_id`,
      sql`select m.configuration_id as id from match m where m.organisation_id = ${organisationId} and ${ofMatch}`,
    )
  const found = sql<{ configuration_id: string; context_id: string }>`
    select distinct m.configuration_id, s.context_id from match m
    join score s on s.organisation_id = ${organisationId} and s.configuration_id = m.configuration_id
      and s.vulnerability_id = m.vulnerability_id
    where m.organisation_id = ${organisationId} and ${ofMatch}`
  const { rows } = await sql<{ configuration_id: string; context_id: string }>`${found} limit ${mostPairs + 1}`.execute(
    db,
  )
  if (rows.length > mostPairs) return sql`(d.configuration_id, d.context_id) in (${found})`
  const configurationIds = rows.map((row) => row.configuration_id)
  return allOf([
    sql`d.configuration_id = any(${[...new Set(configurationIds)]}::uuid[])`,
    sql`(d.configuration_id, d.context_id) in (select * from unnest(${configurationIds}::uuid[],
      ${rows.map((row) => row.context_id)}::uuid[]))`,
  ])
}

/** What is kept on the device of its open findings tells these by itself. */
function keptOnDevice(plain: Plain): Condition | undefined {
  if (plain.kind !== 'literal' || plain.isNegated || plain.leaf.kind !== 'is') return undefined
  const { field, operator, value } = plain.leaf
  if (field === 'exploited' && value.kind === 'flag' && value.is) return sql`d.known_exploited`
  if (field === 'score' && value.kind === 'number' && value.number >= 0 && (operator === '>=' || operator === '>'))
    return numberTest(sql`coalesce(d.worst_score, -1)`, operator, [value.number], 'real')
  return undefined
}

/** True of work order `o` where one of the findings that it settles is so. */
export async function findingsOfWork(db: Db, expression: Expression | null, asking: Asking): Promise<Condition> {
  const { organisationId } = asking
  const setAside = await hasSetAside(db, organisationId)
  const plain = expression && plainOf(expression)
  const own = plain && (await conditionAt(db, plain, ownPlace(todayOf(organisationId, asking.now), setAside), asking))
  return sql`o.id in (select wf.work_order_id from ${ownRows(organisationId, plain, setAside, 'any')}
    join work_order_finding wf on wf.organisation_id = ${organisationId} and wf.device_id = f.device_id
      and wf.vulnerability_id = f.vulnerability_id
    where f.organisation_id = ${organisationId} and ${own ?? sql`true`})`
}

/** So many, the newest by their ids, are looked through for a part of an id. */
const mostLookedThrough = 50_000

/** Ids of vulnerabilities that begin with the text, else of the newest that have it in them. */
export const vulnerabilityNames = async (db: Db, begun: string, limit: number): Promise<string[]> =>
  (
    await sql<{ id: string }>`
      select distinct id from (
        (select v.id from vulnerability v where v.id like ${patternOf(begun.toUpperCase()).slice(1)} order by v.id desc limit ${limit})
        union all
        (select v.id from (select v.id from vulnerability v order by v.id desc limit ${mostLookedThrough}) v
          where v.id ilike ${patternOf(begun)} order by v.id desc limit ${limit})
      ) named order by id desc limit ${limit}`.execute(db)
  ).rows.map(({ id }) => id)

/** Publishers' numbers of advisories that have the text in them, newest first. */
export const advisoryNames = async (db: Db, begun: string, limit: number): Promise<string[]> =>
  (
    await sql<{ id: string }>`select a.tracking_id as id from advisory a where a.tracking_id ilike ${patternOf(begun)}
      order by a.published_at desc limit ${limit}`.execute(db)
  ).rows.map(({ id }) => id)
