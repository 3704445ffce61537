import { listAssignees, theOrganisation } from '#domain/access/access.ts'
import {
  actionsInForce,
  advisoryNames,
  countFindings,
  type FindingQuery,
  findingsOfDevice,
  vulnerabilityNames,
} from '#domain/findings/findings.ts'
import { type Asking, countDevices, devicesAsked, deviceValues } from '#domain/inventory/inventory.ts'
import { checkQuery, completeQuery, type DeviceField, fieldOf, readQuery, valueProposal } from '#domain/query/query.ts'
import type { OrganisationId } from '#model/access.ts'
import type { QueryEntity, QueryFault, QueryProposal } from '#model/query.ts'
import type { Condition } from '#platform/db/conditions.ts'
import type { Db } from '#platform/db/database.ts'
import { countWorkOrders } from './work-orders.ts'
import { workAsked, workOfDevice, workOfFinding } from './work-query-store.ts'

// A query may go from devices to findings and to work, and back: this module, right of both others, puts their parts together.

export interface Asker {
  readonly organisationId: OrganisationId
  /** Whom `me` means. */
  readonly personId: string | null
}

async function askingOf(db: Db, { organisationId, personId }: Asker, now: Date): Promise<Asking> {
  const { timeZone } = await theOrganisation(db)
  const asking: Asking = {
    organisationId,
    personId,
    now,
    timeZone,
    findingsOfDevice: (at, expression) => findingsOfDevice(at, expression, asking),
    workOfDevice: (at, expression) => workOfDevice(at, expression, asking),
    workOfFinding: (at, expression, finding) => workOfFinding(at, expression, asking, finding),
  }
  return asking
}

/** What a query on devices comes to, for `listDevices`; undefined where it is blank. Throws `bad_request` with the fault. */
export async function askDevices(db: Db, asker: Asker, text: string, now = new Date()): Promise<Condition | undefined> {
  const expression = readQuery('devices', text)
  return expression ? await devicesAsked(db, expression, await askingOf(db, asker, now)) : undefined
}

/** The same for `listFindings`. */
export async function askFindings(
  db: Db,
  asker: Asker,
  text: string,
  now = new Date(),
): Promise<FindingQuery | undefined> {
  const expression = readQuery('findings', text)
  return expression ? { expression, asking: await askingOf(db, asker, now) } : undefined
}

/** The same for `listWorkOrders`. */
export async function askWork(db: Db, asker: Asker, text: string, now = new Date()): Promise<Condition | undefined> {
  const expression = readQuery('work', text)
  return expression ? await workAsked(db, expression, await askingOf(db, asker, now)) : undefined
}

/** Counted no further. */
const mostCounted = 10_000

/** How many a query has on the list as it opens: all devices, open findings on the worklist, all work orders. */
export async function countAsked(
  db: Db,
  asker: Asker,
  of: QueryEntity,
  text: string,
  now = new Date(),
): Promise<{ count: number; isCapped: boolean }> {
  const { organisationId } = asker
  const count =
    of === 'devices'
      ? await countDevices(db, organisationId, { queried: await askDevices(db, asker, text, now) }, mostCounted + 1)
      : of === 'work'
        ? await countWorkOrders(
            db,
            organisationId,
            { filter: {}, queried: await askWork(db, asker, text, now) },
            mostCounted + 1,
          )
        : await countFindings(
            db,
            organisationId,
            { open: 'true' },
            await askFindings(db, asker, text, now),
            mostCounted + 1,
          )
  return { count: Math.min(count, mostCounted), isCapped: count > mostCounted }
}

const mostValues = 20

/** What is wrong with a query, and what may stand at the cursor: with values that devices, findings and work have. */
export async function checkAsked(
  db: Db,
  organisationId: OrganisationId,
  of: QueryEntity,
  text: string,
  cursor: number | undefined,
): Promise<{
  fault: QueryFault | null
  printed: string
  completion: { at: number; end: number; proposals: QueryProposal[] } | null
}> {
  const { fault, printed } = checkQuery(of, text)
  if (cursor === undefined) return { fault, printed, completion: null }
  const { at, end, proposals, values } = completeQuery(of, text, cursor)
  const found = values ? await valuesOf(db, organisationId, values.entity, values.field.name, values.begun) : []
  return { fault, printed, completion: { at, end, proposals: [...proposals, ...found.map(valueProposal)] } }
}

async function valuesOf(
  db: Db,
  organisationId: OrganisationId,
  of: QueryEntity,
  field: string,
  begun: string,
): Promise<readonly string[]> {
  if (field === 'vulnerability') return await vulnerabilityNames(db, begun, mostValues)
  if (field === 'advisory') return await advisoryNames(db, begun, mostValues)
  if (field === 'action') {
    const names = (await actionsInForce(db, organisationId))?.appetite.actions.map(({ name }) => name) ?? []
    return names.filter((name) => name.toLowerCase().includes(begun.toLowerCase()))
  }
  if (field === 'assignee') {
    const names = (await listAssignees(db, organisationId)).map(({ name }) => name)
    return ['me', ...names].filter((name) => name.toLowerCase().includes(begun.toLowerCase())).slice(0, mostValues)
  }
  // What the device of a finding or a work order says.
  return of === 'devices' || fieldOf('devices', field)?.name === field
    ? await deviceValues(db, organisationId, field as DeviceField, begun, mostValues)
    : []
}
