import { z } from 'zod'
import { BindingList, Bound, modelOfInventory, ofBinding } from '#api/binding-fields.ts'
import { Reason } from '#api/fields.ts'
import { empty, route } from '#api/route.ts'
import {
  bindAwaitedBill,
  freeAwaitedBill,
  listAwaitedBindings,
  listWaitingBills,
} from '#domain/composition/composition.ts'
import { onBill } from '#domain/loop.ts'
import { AwaitedBillBinding, WaitingBill } from '#model/sbom.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'composition'

export const awaitedBillRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/awaited-bills',
    summary: 'List bills of materials that VEX documents name and that reach no device',
    description:
      'Those that are not here, without those that were bound, and those that are here and of a model that no device is.',
    tag,
    permission: 'device:read',
    query: Paging.extend({ q: z.string().max(200).optional().meta({ description: 'In serial number or author' }) }),
    response: Page(WaitingBill),
    handle: ({ db, actor, query }) => listWaitingBills(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/awaited-bills/bindings',
    summary: 'List which models bills that are not here were said to be of, newest first',
    tag,
    permission: 'device:read',
    query: BindingList,
    response: Page(AwaitedBillBinding),
    handle: ({ db, actor, query }) => listAwaitedBindings(db, actor.organisationId, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/awaited-bills/bindings',
    summary: 'Say which model a bill of materials is of that is not here',
    description:
      'What VEX documents say of this revision of the bill holds at once on devices of the model and versions, and so does what later documents say, until the bill itself comes. `*` is every version.',
    tag,
    permission: 'finding:decide',
    body: z.object({
      serialNumber: z.string().min(1).max(100),
      revision: z.int().min(1).max(999_999_999),
      ...modelOfInventory,
      versions: z.string().trim().min(1, 'Needed; * is every version').max(500),
      reason: Reason,
    }),
    response: Bound,
    status: 201,
    handle: ({ db, actor, body }) =>
      inTransaction(db, async (tx) => ({ id: await onBill(tx, actor, () => bindAwaitedBill(tx, actor, body)) })),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/awaited-bills/bindings/{binding}',
    summary: 'Take back which model a bill of materials is of that is not here',
    tag,
    permission: 'finding:decide',
    ...ofBinding,
    response: empty,
    handle: ({ db, actor, params, query }) =>
      inTransaction(db, (tx) => onBill(tx, actor, () => freeAwaitedBill(tx, actor, params.binding, query.reason))),
  }),
]
