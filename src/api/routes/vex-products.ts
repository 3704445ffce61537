import { z } from 'zod'
import { BindingList, Bound, modelOfInventory, ofBinding } from '#api/binding-fields.ts'
import { Reason } from '#api/fields.ts'
import { empty, route } from '#api/route.ts'
import { bindVexProduct, freeVexProduct, listUnmatchedVexProducts, listVexBindings } from '#domain/findings/findings.ts'
import { onVexProduct } from '#domain/loop.ts'
import { UnmatchedVexProduct, VexProductBinding } from '#model/vex-product.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'intelligence'

export const vexProductRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/vex-products/unmatched',
    summary: 'List products that VEX documents speak of and no device here bears the name of',
    description:
      'Of CSAF VEX and OpenVEX in force, by publisher and name without version, those of makers that are here first. Products that were bound are left out.',
    tag,
    permission: 'advisory:read',
    query: Paging.extend({ q: z.string().max(200).optional() }),
    response: Page(UnmatchedVexProduct),
    handle: ({ db, actor, query }) => listUnmatchedVexProducts(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/vex-products/bindings',
    summary: 'List which models products of VEX were said to be, newest first',
    tag,
    permission: 'advisory:read',
    query: BindingList,
    response: Page(VexProductBinding),
    handle: ({ db, actor, query }) => listVexBindings(db, actor.organisationId, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/vex-products/bindings',
    summary: 'Say which model a product of VEX is',
    description:
      'What the documents of this publisher say of the product holds at once on devices of the model, and so does what later documents say. The versions are for statements that name none; `*` is every version. A statement stays limited to the versions and serial numbers that it names.',
    tag,
    permission: 'finding:decide',
    body: z.object({
      publisher: z.string().min(1).max(500),
      vendor: z.string().max(500),
      product: z.string().min(1).max(2000),
      ...modelOfInventory,
      versions: z.string().max(500).default(''),
      reason: Reason,
    }),
    response: Bound,
    status: 201,
    handle: ({ db, actor, body }) =>
      inTransaction(db, async (tx) => ({ id: await onVexProduct(tx, actor, () => bindVexProduct(tx, actor, body)) })),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/vex-products/bindings/{binding}',
    summary: 'Take back which model a product of VEX is',
    tag,
    permission: 'finding:decide',
    ...ofBinding,
    response: empty,
    handle: ({ db, actor, params, query }) =>
      inTransaction(db, async (tx) => {
        await onVexProduct(tx, actor, () => freeVexProduct(tx, actor, params.binding, query.reason))
      }),
  }),
]
