import { type RawBuilder, sql } from 'kysely'
import {
  type DeviceField,
  dayOf,
  type Expression,
  type FieldLeaf,
  foldPlain,
  isAskedFor,
  type Leaf,
  momentBounds,
  numbersAsked,
  type Plain,
  plainOf,
  type QueryClock,
  textsAsked,
} from '#domain/query/query.ts'
import { deviceAttributeNames } from '#model/device.ts'
import {
  allOf,
  anyOf,
  type Condition,
  dayTest,
  isAmong,
  isEmptyText,
  isNotIf,
  listTest,
  momentTest,
  numberTest,
  patternOf,
  type TextTest,
  textTest,
} from '#platform/db/conditions.ts'
import type { Db } from '#platform/db/database.ts'
import { areaConditions, areasHere, ownTextConditions, textConditions } from './device-search-store.ts'

// What a query on devices comes to, on device `d`. A device's row is wide, and a walk over a million of them takes seconds:
// what can be told from the few texts that devices share is looked up first, and what is the device's own goes by the index of
// its text.

/** Who asks, when, and what other modules make of their own part of the query. */
export interface Asking extends QueryClock {
  readonly organisationId: string
  /** `me`; null where nobody does. */
  readonly personId: string | null
  /** True of device `d` where one of its findings, or work orders, is so. */
  findingsOfDevice(db: Db, expression: Expression | null): Promise<Condition>
  workOfDevice(db: Db, expression: Expression | null): Promise<Condition>
  /** True of a finding where a work order that settles it is so. */
  workOfFinding(
    db: Db,
    expression: Expression | null,
    finding: { readonly device: RawBuilder<unknown>; readonly vulnerability: RawBuilder<unknown> },
  ): Promise<Condition>
}

export const deviceCondition = async (db: Db, plain: Plain, asking: Asking): Promise<Condition> =>
  (await foldPlain<Condition>(plain, {
    literal: async (leaf, isNegated) => isNotIf(isNegated, await deviceLeaf(db, leaf, asking)),
    and: allOf,
    or: anyOf,
  })) ?? sql`true`

export const devicesAsked = (db: Db, expression: Expression | null, asking: Asking): Promise<Condition> =>
  expression === null ? Promise.resolve(sql`true`) : deviceCondition(db, plainOf(expression), asking)

export async function deviceLeaf(db: Db, leaf: Leaf, asking: Asking): Promise<Condition> {
  // Several words in quotation marks stand together.
  if (leaf.kind === 'text') return allOf(await textConditions(db, asking.organisationId, [leaf.text]))
  if (leaf.kind !== 'related') return await deviceFields[leaf.field as DeviceField](db, leaf, asking)
  return leaf.to === 'work'
    ? await asking.workOfDevice(db, leaf.expression)
    : await asking.findingsOfDevice(db, leaf.expression)
}

type FieldCondition = (db: Db, leaf: FieldLeaf, asking: Asking) => Promise<Condition> | Condition

const column = (name: string) => sql.ref(`d.${name}`)

/** A text of the device's own that stands in its search text as well, by which it is found first. */
const searched =
  (text: RawBuilder<unknown>): FieldCondition =>
  (_, leaf) => {
    const test = textsAsked(leaf)
    return test ? allOf([...foundBy(test.texts), textTest(text, test)]) : isEmptyText(text)
  }

/** Fewer than three letters are in no index. */
const foundBy = (texts: readonly string[]): Condition[] =>
  texts.every((text) => text.length >= 3)
    ? [anyOf(texts.map((text) => sql`d.search like ${patternOf(text.toLowerCase())}`))]
    : []

const plainText =
  (text: RawBuilder<unknown>): FieldCondition =>
  (_, leaf) => {
    const test = textsAsked(leaf)
    return test ? textTest(text, test) : isEmptyText(text)
  }

/** Devices of the configurations of which it is true. */
const ofConfigurations =
  (condition: (test: TextTest | null) => Condition): FieldCondition =>
  (db, leaf, { organisationId }) =>
    isAmong(
      db,
      sql`d.configuration_id`,
      sql`select c.id from configuration c where c.organisation_id = ${organisationId} and ${condition(textsAsked(leaf))}`,
    )

const shared = (text: RawBuilder<unknown>) =>
  ofConfigurations((test) => (test ? textTest(text, test) : isEmptyText(text)))

/** Devices of the contexts of which it is true; that they have it from their context is no walk over their own rows. */
async function ofContext(db: Db, organisationId: string, condition: Condition): Promise<Condition> {
  const { rows } = await sql<{ id: string }>`select t.id from context t
    where t.organisation_id = ${organisationId} and ${condition}`.execute(db)
  return sql`d.context_id = any(${rows.map(({ id }) => id)}::uuid[])`
}

const contextFlag =
  (value: RawBuilder<unknown>): FieldCondition =>
  (db, leaf, { organisationId }) =>
    ofContext(db, organisationId, sql`coalesce(${value}, false) = ${isAskedFor(leaf)}`)

const contextWord =
  (value: RawBuilder<unknown>): FieldCondition =>
  async (db, leaf, { organisationId }) => {
    const test = textsAsked(leaf)
    return test ? await ofContext(db, organisationId, sql`${value} = any(${test.texts}::text[])`) : sql`false`
  }

const contextText =
  (value: RawBuilder<unknown>): FieldCondition =>
  (db, leaf, { organisationId }) => {
    const test = textsAsked(leaf)
    return ofContext(db, organisationId, test ? textTest(value, test) : isEmptyText(value))
  }

/** Sites, technicians and the like are few: each is looked up in the index, so many at most. Rows `value`. */
function valuesHere(organisationId: string, name: SharedText): RawBuilder<unknown> {
  const value = sql.ref(`n.${name}`)
  const next = (after: RawBuilder<unknown>) => sql`(select ${value} from device n
    where n.organisation_id = ${organisationId} and n.gone_at is null and ${value} > ${after} order by ${value} limit 1)`
  return sql`with recursive s(value) as (select ${next(sql`''`)} union all select ${next(sql`s.value`)} from s where s.value is not null)
    select s.value from s where s.value is not null limit ${mostSpellings + 1}`
}
type SharedText = 'site' | 'technician' | 'department'
const mostSpellings = 5000

/** The spellings that fit are asked for. */
const spelt =
  (name: SharedText): FieldCondition =>
  async (db, leaf, { organisationId }) => {
    const test = textsAsked(leaf)
    if (!test) return sql`${column(name)} is null`
    const { rows } = await sql<{ values: string[]; isWhole: boolean }>`
      with here as materialized (${valuesHere(organisationId, name)})
      select array(select value from here where ${textTest(sql`value`, test)}) as values,
        (select count(*) from here) <= ${mostSpellings} as "isWhole"`.execute(db)
    const { values, isWhole } = rows[0]!
    return isWhole ? sql`${column(name)} = any(${values}::text[])` : textTest(column(name), test)
  }

const careArea: FieldCondition = async (db, leaf, { organisationId }) => {
  const test = textsAsked(leaf)
  if (!test) return sql`d.care_area is null`
  return allOf(await areaConditions(db, organisationId, [(area) => textTest(area, test)]))
}

/** It stands in the search text of the device, or of its configuration where that has no other description. */
const type: FieldCondition = async (db, leaf, { organisationId }) => {
  const test = textsAsked(leaf)
  if (!test) return sql`d.device_type is null`
  const found = test.texts.every((text) => text.length >= 3)
    ? [anyOf(await ownTextConditions(db, organisationId, test.texts))]
    : []
  return allOf([...found, textTest(sql`d.device_type`, test)])
}

const word =
  (name: string): FieldCondition =>
  (_, leaf) => {
    const test = textsAsked(leaf)
    return test ? sql`${column(name)} = any(${test.texts}::text[])` : sql`${column(name)} is null`
  }

const flag =
  (name: string): FieldCondition =>
  (_, leaf) =>
    isAskedFor(leaf) ? sql`${column(name)}` : sql`not ${column(name)}`

const number =
  (value: RawBuilder<unknown>, isNone: Condition): FieldCondition =>
  (_, leaf) => {
    const asked = numbersAsked(leaf)
    return asked ? numberTest(value, asked.sign, asked.numbers, 'int') : isNone
  }

/** As the index has it: none counts below all. */
const score: FieldCondition = (_, leaf) => {
  const asked = numbersAsked(leaf)
  if (!asked) return sql`d.worst_score is null`
  const test = numberTest(sql`coalesce(d.worst_score, -1)`, asked.sign, asked.numbers, 'real')
  return allOf([test, sql`d.worst_score is not null`])
}

const moment =
  (name: string): FieldCondition =>
  (_, leaf, asking) =>
    leaf.kind === 'is'
      ? momentTest(column(name), momentBounds(leaf.operator, leaf.value, asking), asking.timeZone)
      : sql`${column(name)} is null`

/** Days among the claims are texts, `YYYY-MM-DD`, which are in order in every collation. */
const claimedDay =
  (attribute: string): FieldCondition =>
  (_, leaf, asking) => {
    // As the indexes have it.
    const text = sql`(d.golden ->> ${sql.lit(attribute)})`
    return leaf.kind === 'is'
      ? sql`(${text} is not null and ${text} ${sql.raw(signOf(leaf.operator))} ${dayOf(leaf.value, asking)})`
      : sql`${text} is null`
  }
const signOf = (operator: string) => (['<', '<=', '>', '>='].includes(operator) ? operator : '=')

const maintenance: FieldCondition = (_, leaf, asking) =>
  leaf.kind === 'is'
    ? dayTest(sql`d.next_maintenance_on`, leaf.operator, dayOf(leaf.value, asking))
    : sql`d.next_maintenance_on is null`

const ip: FieldCondition = (_, leaf) => {
  const test = textsAsked(leaf)
  return test
    ? allOf([...foundBy(test.texts), listTest(sql`d.ip_addresses`, test)])
    : sql`cardinality(d.ip_addresses) = 0`
}

/** However it is divided. */
const mac: FieldCondition = (_, leaf) => {
  const test = textsAsked(leaf)
  if (!test) return sql`cardinality(d.mac_addresses) = 0`
  const texts = test.texts.map((text) => text.replace(/[:.\- ]/g, ''))
  const bare = sql`array(select translate(m, ':.- ', '') from unnest(d.mac_addresses) m)`
  return allOf([...foundBy(texts), listTest(bare, { how: test.how, texts })])
}

const update = ofConfigurations((test) =>
  test ? listTest(sql`c.installed_updates`, test) : sql`cardinality(c.installed_updates) = 0`,
)

const source: FieldCondition = async (db, leaf, { organisationId }) => {
  const test = textsAsked(leaf)
  const present = sql`o.organisation_id = d.organisation_id and o.device_id = d.id and o.superseded_at is null and o.retracted_at is null`
  if (!test) return sql`not exists (select from observation o where ${present})`
  const { rows } = await sql<{ id: string }>`select s.id from source s
    where s.organisation_id = ${organisationId} and ${textTest(sql`s.name`, test)}`.execute(db)
  return sql`exists (select from observation o where ${present} and o.source_id = any(${rows.map(({ id }) => id)}::uuid[]))`
}

/** How it stands in the inventory, as counted last: devices of which a row says so. */
const standing =
  (condition: (leaf: FieldLeaf) => Condition): FieldCondition =>
  (_, leaf, { organisationId }) =>
    sql`d.id in (select h.device_id from device_health h where h.organisation_id = ${organisationId} and ${condition(leaf)})`

const stands = (name: string): FieldCondition => {
  const is = standing(() => sql`${sql.ref(`h.${name}`)}`)
  return async (db, leaf, asking) => isNotIf(!isAskedFor(leaf), await is(db, leaf, asking))
}

const standingNumber = (value: RawBuilder<unknown>) =>
  standing((leaf) => {
    const asked = numbersAsked(leaf)
    return asked ? numberTest(value, asked.sign, asked.numbers, 'real') : sql`${value} is null`
  })

/** Of names of attributes. */
const standingList = (list: RawBuilder<unknown>) =>
  standing((leaf) => {
    const test = textsAsked(leaf)
    if (!test) return sql`cardinality(${list}) = 0`
    const asked = test.texts.map((text) => text.toLowerCase())
    const names = deviceAttributeNames.filter((name) =>
      asked.some((text) => (test.how === 'is' ? name.toLowerCase() === text : name.toLowerCase().includes(text))),
    )
    return sql`${list} && ${names}::text[]`
  })

const deviceFields: Readonly<Record<DeviceField, FieldCondition>> = {
  tag: searched(sql`d.asset_tag`),
  serial: searched(sql`d.serial_number`),
  hostname: searched(sql`d.hostname`),
  aeTitle: searched(sql`d.golden ->> 'aeTitle'`),
  room: searched(sql`d.room`),
  careArea,
  manufacturer: shared(sql`c.manufacturer`),
  model: shared(sql`c.model`),
  modelNumber: shared(sql`c.model_number`),
  description: shared(sql`c.description`),
  software: shared(sql`coalesce(nullif(c.software_version, ''), c.firmware_version)`),
  firmware: shared(sql`c.firmware_version`),
  system: shared(sql`c.operating_system`),
  udi: shared(sql`c.udi_di`),
  update,
  networked: contextFlag(sql`t.network_connected`),
  ephi: contextFlag(sql`t.stores_phi`),
  site: spelt('site'),
  zone: contextText(sql`t.zone`),
  type,
  ip,
  mac,
  source,
  name: plainText(sql`d.name`),
  building: plainText(sql`d.building`),
  department: spelt('department'),
  owner: plainText(sql`d.golden ->> 'owner'`),
  technician: spelt('technician'),
  criticality: contextWord(sql`t.criticality`),
  careSetting: contextWord(sql`t.care_setting`),
  lifecycle: word('lifecycle'),
  band: word('worst_band'),
  active: flag('is_active'),
  exploited: flag('known_exploited'),
  conflicts: number(sql`d.conflicts`, sql`d.conflicts = 0`),
  openFindings: number(sql`d.open_findings`, sql`d.open_findings = 0`),
  score,
  seen: moment('last_seen_at'),
  firstSeen: moment('first_seen_at'),
  maintenance,
  warrantyEnds: claimedDay('warrantyEndsOn'),
  contractEnds: claimedDay('contractEndsOn'),
  purchased: claimedDay('purchasedOn'),
  unknown: stands('is_unknown'),
  ghost: stands('is_ghost'),
  missing: stands('is_missing'),
  duplicate: stands('is_duplicate'),
  unmanaged: stands('is_unmanaged'),
  ended: stands('is_ended'),
  health: standingNumber(sql`h.score`),
  silent: standingNumber(sql`h.silent_days`),
  lacks: standingList(sql`h.lacks`),
  wrong: standingList(sql`h.wrong`),
}

/** Values of a text or list that are there, most of them first found; without those that nobody would look for among thousands. */
export async function deviceValues(
  db: Db,
  organisationId: string,
  field: DeviceField,
  begun: string,
  limit: number,
): Promise<string[]> {
  const value = proposed[field]
  if (!value) return []
  const pattern = patternOf(begun)
  const { rows } = await sql<{ value: string }>`
    select value from (
      select distinct value from (${value.from(organisationId)} limit 200000) there
      where value <> '' and lower(value) like lower(${pattern})
    ) fitting order by lower(value) not like lower(${pattern.slice(1)}), value limit ${limit}`.execute(db)
  return rows.map((row) => row.value)
}

const ofConfigurationTable = (text: RawBuilder<unknown>) => ({
  from: (organisationId: string) =>
    sql`select ${text} as value from configuration c where c.organisation_id = ${organisationId}`,
})
const ofShared = (name: SharedText) => ({
  from: (organisationId: string) => sql`select v.value from (${valuesHere(organisationId, name)}) v`,
})

const proposed: Partial<Record<DeviceField, { from(organisationId: string): RawBuilder<unknown> }>> = {
  manufacturer: ofConfigurationTable(sql`c.manufacturer`),
  model: ofConfigurationTable(sql`c.model`),
  modelNumber: ofConfigurationTable(sql`c.model_number`),
  software: ofConfigurationTable(sql`c.software_version`),
  firmware: ofConfigurationTable(sql`c.firmware_version`),
  system: ofConfigurationTable(sql`c.operating_system`),
  type: ofConfigurationTable(sql`c.description`),
  description: ofConfigurationTable(sql`c.description`),
  site: ofShared('site'),
  technician: ofShared('technician'),
  department: ofShared('department'),
  careArea: { from: (organisationId) => sql`select p.care_area as value from (${areasHere(organisationId)}) p` },
  zone: {
    from: (organisationId) => sql`select t.zone as value from context t where t.organisation_id = ${organisationId}`,
  },
  source: {
    from: (organisationId) => sql`select s.name as value from source s where s.organisation_id = ${organisationId}`,
  },
}
