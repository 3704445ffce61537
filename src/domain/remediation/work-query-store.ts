import { type RawBuilder, sql } from 'kysely'
import { findingsOfWork } from '#domain/findings/findings.ts'
import { type Asking, deviceLeaf, devicesAsked } from '#domain/inventory/inventory.ts'
import {
  dayOf,
  type Expression,
  type FieldLeaf,
  foldPlain,
  isAskedFor,
  type Leaf,
  momentBounds,
  numbersAsked,
  plainOf,
  textsAsked,
  type WorkField,
} from '#domain/query/query.ts'
import {
  allOf,
  anyOf,
  type Condition,
  dayTest,
  isAmong,
  isEmptyText,
  isNotIf,
  momentTest,
  numberTest,
  patternOf,
  textTest,
} from '#platform/db/conditions.ts'
import type { Db } from '#platform/db/database.ts'
import { closedStates, readWorkOrderNumber } from './work-order.ts'

// What a query on work comes to, on work order `o` of device `d`, given to person `p` or to nobody.

export const workAsked = async (db: Db, expression: Expression | null, asking: Asking): Promise<Condition> =>
  (expression &&
    (await foldPlain<Condition>(plainOf(expression), {
      literal: async (leaf, isNegated) => isNotIf(isNegated, await workLeaf(db, leaf, asking)),
      and: allOf,
      or: anyOf,
    }))) ??
  sql`true`

async function workLeaf(db: Db, leaf: Leaf, asking: Asking): Promise<Condition> {
  if (leaf.kind === 'text')
    return anyOf([await deviceLeaf(db, leaf, asking), sql`lower(o.title) like lower(${patternOf(leaf.text)})`])
  if (leaf.kind === 'related')
    return leaf.to === 'device'
      ? await devicesAsked(db, leaf.expression, asking)
      : await findingsOfWork(db, leaf.expression, asking)
  const field = leaf.field as WorkField
  return isOfDevice(field) ? await deviceLeaf(db, leaf, asking) : await workFields[field](leaf, asking)
}

const ofDevice = ['tag', 'serial', 'manufacturer', 'model', 'site', 'careArea'] as const satisfies readonly WorkField[]
type DeviceFieldOfWork = (typeof ofDevice)[number]
const isOfDevice = (field: WorkField): field is DeviceFieldOfWork => ofDevice.includes(field as DeviceFieldOfWork)

const orders = (organisationId: string) => sql`work_order o
  join device d on d.organisation_id = ${organisationId} and d.id = o.device_id
  left join person p on p.organisation_id = ${organisationId} and p.id = o.assigned_to`

export const workOfDevice = async (db: Db, expression: Expression | null, asking: Asking): Promise<Condition> =>
  await isAmong(
    db,
    sql`d.id`,
    sql`select o.device_id as id from ${orders(asking.organisationId)}
      where o.organisation_id = ${asking.organisationId} and ${await workAsked(db, expression, asking)}`,
  )

export const workOfFinding = async (
  db: Db,
  expression: Expression | null,
  asking: Asking,
  { device, vulnerability }: Parameters<Asking['workOfFinding']>[2],
): Promise<Condition> =>
  sql`(${device}, ${vulnerability}) in (select wf.device_id, wf.vulnerability_id from ${orders(asking.organisationId)}
    join work_order_finding wf on wf.organisation_id = ${asking.organisationId} and wf.work_order_id = o.id
    where o.organisation_id = ${asking.organisationId} and ${await workAsked(db, expression, asking)})`

type FieldCondition = (leaf: FieldLeaf, asking: Asking) => Condition

const text =
  (value: RawBuilder<unknown>): FieldCondition =>
  (leaf) => {
    const test = textsAsked(leaf)
    return test ? textTest(value, test) : isEmptyText(value)
  }

const word =
  (value: RawBuilder<unknown>): FieldCondition =>
  (leaf) => {
    const test = textsAsked(leaf)
    return test ? sql`${value} = any(${test.texts}::text[])` : sql`${value} is null`
  }

const flag =
  (value: Condition): FieldCondition =>
  (leaf) =>
    isNotIf(!isAskedFor(leaf), value)

const numeric =
  (value: RawBuilder<unknown>, isNone: Condition): FieldCondition =>
  (leaf) => {
    const asked = numbersAsked(leaf)
    return asked ? numberTest(value, asked.sign, asked.numbers, 'int') : isNone
  }

const moment =
  (value: RawBuilder<unknown>): FieldCondition =>
  (leaf, asking) =>
    leaf.kind === 'is'
      ? momentTest(value, momentBounds(leaf.operator, leaf.value, asking), asking.timeZone)
      : sql`${value} is null`

/** As people see it, `WO-000123`, or the number alone. */
const orderNumber: FieldCondition = (leaf) => {
  const test = textsAsked(leaf)
  if (!test) return sql`false`
  return test.how === 'is'
    ? sql`o.number = any(${test.texts.map(readWorkOrderNumber).filter((one) => one !== undefined)}::int[])`
    : textTest(sql`'WO-' || lpad(o.number::text, 6, '0')`, test)
}

const assignee: FieldCondition = (leaf, { personId }) => {
  const test = textsAsked(leaf)
  if (!test) return sql`o.assigned_to is null`
  const others = test.texts.filter((one) => one.toLowerCase() !== 'me')
  return anyOf([
    ...(others.length < test.texts.length ? [sql<boolean>`o.assigned_to = ${personId}::uuid`] : []),
    ...(others.length > 0
      ? [textTest(sql`p.name`, { ...test, texts: others }), textTest(sql`p.email`, { ...test, texts: others })]
      : []),
  ])
}

const isClosed = sql<boolean>`o.state = any(${closedStates})`

const workFields: Readonly<Record<Exclude<WorkField, DeviceFieldOfWork>, FieldCondition>> = {
  number: orderNumber,
  title: text(sql`o.title`),
  state: word(sql`o.state`),
  type: word(sql`o.type`),
  hold: word(sql`o.hold_reason`),
  priority: word(sql`o.priority`),
  sync: word(sql`o.sync_state`),
  externalId: text(sql`o.external_id`),
  assignee,
  open: flag(sql`not ${isClosed}`),
  late: (leaf, asking) =>
    isNotIf(
      !isAskedFor(leaf),
      allOf([
        dayTest(sql`o.due_on`, '<', dayOf({ kind: 'relative', from: 'today', amount: 0, unit: 'day' }, asking)),
        sql`o.state in ('draft', 'approved', 'scheduled', 'dispatched', 'in_progress', 'on_hold', 'unable_to_locate', 'unable_to_complete')`,
      ]),
    ),
  due: (leaf, asking) =>
    leaf.kind === 'is' ? dayTest(sql`o.due_on`, leaf.operator, dayOf(leaf.value, asking)) : sql`o.due_on is null`,
  minutes: numeric(sql`o.minutes`, sql`o.minutes is null`),
  findings: numeric(
    sql`(select count(*) from work_order_finding wf where wf.organisation_id = o.organisation_id and wf.work_order_id = o.id)`,
    sql`not exists (select from work_order_finding wf where wf.organisation_id = o.organisation_id and wf.work_order_id = o.id)`,
  ),
  created: moment(sql`o.created_at`),
  updated: moment(sql`o.updated_at`),
  completed: moment(sql`o.completed_at`),
}
