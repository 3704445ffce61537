import { z } from 'zod'
import { QueryText } from '#api/fields.ts'
import { route, type SignedIn } from '#api/route.ts'
import type { Session } from '#domain/access/access.ts'
import { listFindings } from '#domain/findings/findings.ts'
import { askedByOrder } from '#domain/inventory/inventory.ts'
import { onPersonObservation } from '#domain/loop.ts'
import {
  acceptEvidence,
  answerInspection,
  askWork,
  changeWorkOrder,
  completeWorkOrder,
  createInspections,
  getWorkOrder,
  leaveEvidence,
  listWorkOrders,
  mostInspections,
  moveWorkOrder,
  type Worker,
} from '#domain/remediation/remediation.ts'
import { FindingRow } from '#model/finding.ts'
import { RiskBand } from '#model/risk.ts'
import {
  EvidenceKind,
  EvidenceRow,
  HoldReason,
  InspectionAnswer,
  WorkOrderDetail,
  WorkOrderEvent,
  WorkOrderFilter,
  WorkOrderRow,
  WorkOrderSort,
  WorkOrderState,
  WorkOrderTransition,
} from '#model/work-order.ts'
import type { Db } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'work'
const params = z.object({ order: z.uuid() })

/** The sender's own key: the same form sent again is taken once. */
const ClientKey = z.string().trim().min(1).max(100)
const Note = z.string().trim().max(4000)
const Version = z.string().trim().max(200)
const Place = z.string().trim().max(300)

const workerOf = ({ actor, session }: { actor: SignedIn; session: Session }): Worker => ({
  actor,
  permissions: session.permissions,
})

const orderNow = async (db: Db, worker: Worker, id: string) => (await getWorkOrder(db, worker, id)).order

/** The findings of an order, as lists show them. */
async function findingsOf(db: Db, organisationId: string, deviceId: string, vulnerabilityIds: readonly string[]) {
  const pages = await Promise.all(
    vulnerabilityIds.map((vulnerability) =>
      listFindings(db, organisationId, {
        filter: { open: 'any', active: 'any', device: deviceId, vulnerability },
        limit: 1,
      }),
    ),
  )
  return pages.flatMap(({ items }) => items)
}

export const workOrderRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/work-orders',
    summary: 'List work orders',
    description:
      'By the date on which they are due unless `sort` says otherwise. `state` takes several with commas between; `assignedTo` a person, `me` or `nobody`; `stuck` what does not get on.',
    tag,
    permission: 'work-order:read',
    query: WorkOrderFilter.extend({ query: QueryText, sort: WorkOrderSort.default('due'), ...Paging.shape }),
    response: Page(WorkOrderRow),
    async handle({ db, actor, query: { query, sort, cursor, limit, ...filter } }) {
      const assignedTo = filter.assignedTo === 'me' ? actor.personId : filter.assignedTo
      const queried = query === undefined ? undefined : await askWork(db, actor, query)
      return await listWorkOrders(db, actor.organisationId, {
        filter: { ...filter, assignedTo },
        queried,
        sort,
        cursor,
        limit,
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/work-orders/inspections',
    summary: 'Send somebody to look for devices',
    description:
      'One inspection for each, in the order of the rooms; with `assignedTo` they are dispatched at once. Open conflicts over whether a device is still there wait for it. A device that somebody looks for already gets none: `skipped` says so.',
    tag,
    permission: 'work-order:write',
    body: z.object({
      deviceIds: z.array(z.uuid()).min(1).max(mostInspections),
      assignedTo: z.uuid().optional(),
      dueOn: z.iso.date().optional(),
    }),
    response: z.object({
      workOrders: z.array(z.object({ id: z.string(), number: z.string(), deviceId: z.string() })),
      skipped: z.array(z.object({ deviceId: z.string(), reason: z.string() })),
    }),
    status: 201,
    async handle({ db, actor, body }) {
      const { workOrders, skipped } = await createInspections(db, actor, body)
      return { workOrders: [...workOrders], skipped: [...skipped] }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/work-orders/{order}',
    summary: 'Get a work order with its findings, history, evidence and ways on',
    tag,
    permission: 'work-order:read',
    params,
    response: z.object({
      order: WorkOrderDetail,
      findings: z.array(FindingRow),
      events: z.array(WorkOrderEvent),
      evidence: z.array(EvidenceRow),
      transitions: z.array(WorkOrderTransition),
      askedBy: z
        .array(z.object({ kind: z.enum(['review', 'conflict']), id: z.string() }))
        .describe('Reviews and conflicts that wait for this look'),
    }),
    async handle({ db, actor, session, params }) {
      const { findings, events, evidence, transitions, order } = await getWorkOrder(
        db,
        workerOf({ actor, session }),
        params.order,
      )
      const ids = findings.map(({ vulnerabilityId }) => vulnerabilityId)
      return {
        askedBy: await askedByOrder(db, actor.organisationId, order.id),
        order,
        findings: await findingsOf(db, actor.organisationId, order.device.id, ids),
        events: [...events],
        evidence: [...evidence],
        transitions: [...transitions],
      }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/work-orders/{order}/transitions',
    summary: 'Move a work order on',
    description:
      'To a state that its `transitions` name and that is not closed to the reader. 409 where somebody else changed the order since `version`.',
    tag,
    permission: ['work-order:perform', 'work-order:write', 'work-order:accept'],
    params,
    body: z.object({
      to: WorkOrderState,
      reason: z.string().trim().max(2000).optional(),
      holdReason: HoldReason.optional(),
      version: z.int(),
    }),
    response: WorkOrderDetail,
    async handle({ db, actor, session, params, body }) {
      const worker = workerOf({ actor, session })
      await moveWorkOrder(db, worker, params.order, body, onPersonObservation)
      return await orderNow(db, worker, params.order)
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/work-orders/{order}',
    summary: 'Give a work order to somebody, or set its date or priority',
    tag,
    permission: 'work-order:write',
    params,
    body: z.object({
      assignedTo: z.uuid().nullable().optional(),
      dueOn: z.iso.date().nullable().optional(),
      priority: RiskBand.optional(),
      version: z.int(),
    }),
    response: WorkOrderDetail,
    async handle({ db, actor, session, params, body }) {
      await changeWorkOrder(db, actor, params.order, body)
      return await orderNow(db, workerOf({ actor, session }), params.order)
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/work-orders/{order}/evidence',
    summary: 'Leave evidence with a work order',
    description:
      'It proves nothing until it is accepted, by somebody else where anybody else may. The same `clientKey` again is the same evidence.',
    tag,
    permission: 'work-order:perform',
    params,
    body: z.object({ clientKey: ClientKey, kind: EvidenceKind, value: Note.min(1), fileId: z.uuid().optional() }),
    response: EvidenceRow,
    status: 201,
    handle: ({ db, actor, params, body }) => leaveEvidence(db, actor, params.order, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/work-orders/{order}/complete',
    summary: 'Say that the work is done',
    description:
      'A claim: the findings close when an observation shows it, or the evidence is accepted, by somebody else where anybody else may. The same `clientKey` again is the same claim.',
    tag,
    permission: 'work-order:perform',
    params,
    body: z.object({
      clientKey: ClientKey,
      softwareVersion: Version.optional().meta({
        description:
          'What was read of the attribute that `verification` names: usually the software version; of an option `with …` or `without …`',
      }),
      note: Note.optional(),
      fileIds: z.array(z.uuid()).max(20).optional(),
      minutes: z.int().min(0).max(10_000).optional(),
    }),
    response: WorkOrderDetail,
    async handle({ db, actor, session, params, body }) {
      const worker = workerOf({ actor, session })
      await completeWorkOrder(db, worker, params.order, body, onPersonObservation)
      return await orderNow(db, worker, params.order)
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/work-orders/{order}/inspected',
    summary: 'Say what was found where somebody looked for a device',
    description:
      'Of an order whose `verification` names `lifecycle`. `here`: it is there, and where; `disposed`: it is no more; both settle what waited for it. `gone`: it is not there, and missing until it is found. It becomes the observation of whoever says so. The same `clientKey` again is the same answer.',
    tag,
    permission: 'work-order:perform',
    params,
    body: z.object({
      clientKey: ClientKey,
      answer: InspectionAnswer,
      site: Place.optional(),
      building: Place.optional(),
      careArea: Place.optional(),
      room: Place.optional(),
      note: Note.optional(),
      fileIds: z.array(z.uuid()).max(20).optional(),
    }),
    response: WorkOrderDetail,
    async handle({ db, actor, session, params, body }) {
      const worker = workerOf({ actor, session })
      await answerInspection(db, worker, params.order, body, onPersonObservation)
      return await orderNow(db, worker, params.order)
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/work-orders/{order}/evidence/{evidence}/accept',
    summary: 'Accept evidence as proof',
    description:
      'A version that was read becomes an observation, and the findings close if it shows them fixed; a photo or note closes them. Nobody accepts their own while somebody else could.',
    tag,
    permission: 'work-order:accept',
    params: params.extend({ evidence: z.uuid() }),
    response: WorkOrderDetail,
    async handle({ db, actor, session, params }) {
      await acceptEvidence(db, actor, params.order, params.evidence, onPersonObservation)
      return await orderNow(db, workerOf({ actor, session }), params.order)
    },
  }),
]
