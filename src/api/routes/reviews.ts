import { z } from 'zod'
import { limitedText, Reason } from '#api/fields.ts'
import { route } from '#api/route.ts'
import { withOrders } from '#api/with-orders.ts'
import { hospitalDay, recordAudit } from '#domain/access/access.ts'
import {
  type ConflictCursor,
  countConflictsIn,
  countReviews,
  getConflict,
  getReview,
  listConflicts,
  listReviews,
  putOff,
  type ReviewCursor,
} from '#domain/inventory/inventory.ts'
import { boundTo, onConflictSettled, onReviewAnswered, onVerdictWithdrawn, survivorOf } from '#domain/loop.ts'
import { createLook } from '#domain/remediation/remediation.ts'
import type { Actor } from '#model/access.ts'
import { deviceAttributeNames } from '#model/device.ts'
import {
  ComparedAttribute,
  IdentityAnswer,
  IdentityReason,
  IdentityReview,
  IdentityVerdict,
  ListedConflict,
  ReviewState,
  Side,
} from '#model/review.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { decodeCursor, encodeCursor, Page, Paging } from '#platform/paging.ts'

const tag = 'devices'
const reviewParams = z.object({ review: z.uuid() })
const conflictParams = z.object({ conflict: z.uuid() })

const places = {
  site: z.string().optional(),
  careArea: z.string().optional().describe('Of either side; an empty value asks for devices without one'),
}
const UnsettledToo = z.enum([...ReviewState.options, 'unsettled'])
const ReviewQuery = z.object({
  state: UnsettledToo.default('open').describe(
    '`open`: to be answered; `waiting`: put off, or waiting for a look at the device; `unsettled`: both; `settled`',
  ),
  source: z.uuid().optional().describe('One of the two records is of this source'),
  device: z.uuid().optional().describe('One of the two records stands in this device'),
  ...places,
})
const ConflictQuery = z.object({
  state: UnsettledToo.default('unsettled').describe('`unsettled` is `open` and `waiting`'),
  ...places,
})
const Counts = z.array(z.object({ value: z.string(), count: z.number() }))
const Look = z.object({
  deviceId: z.uuid().optional().describe('Of a review, which of the two devices is looked at; else the first'),
  assignedTo: z.uuid().optional(),
  dueOn: z.iso.date().optional(),
})
const MadeLook = z.object({ id: z.string(), number: z.string() })
const Later = z.object({
  until: z.iso.date().optional().describe('The day on which it comes back; else in a week'),
  reason: Reason,
})

const worthKey = z.tuple([z.number(), z.number(), z.uuid()])
const conflictKey = z.tuple([z.number(), z.uuid()])
const settledKey = z.tuple([z.iso.datetime({ offset: true }), z.uuid()])

const sides = { sides: z.tuple([Side, Side]), attributes: z.array(ComparedAttribute) }

const dayMs = 86_400_000

async function postpone(
  tx: Tx,
  actor: Actor,
  what: 'review' | 'conflict',
  id: string,
  { until, reason }: z.output<typeof Later>,
) {
  const today = await hospitalDay(tx, actor.organisationId)
  const day = until ?? new Date(Date.parse(today) + 7 * dayMs).toISOString().slice(0, 10)
  if (day <= today)
    throw new AppError('bad_request', 'Put it off to a day that is still to come.', {
      details: { fields: { until: 'A day to come' } },
    })
  await putOff(tx, actor, what, id, { until: day, reason })
  await recordAudit(tx, actor, {
    action: `${what}.put_off`,
    subjectKind: what,
    subjectId: id,
    reason,
    detail: { until: day },
  })
  return day
}

/** Both sides, with what hangs on their devices. */
async function withBound<View extends { readonly sides: [Side, Side] }>(db: Db, organisationId: string, view: View) {
  const ids = view.sides.flatMap(({ device }) => device?.id ?? [])
  const bound = await boundTo(db, organisationId, [...new Set(ids)])
  const sides = view.sides.map((side) => ({
    ...side,
    device: side.device && { ...side.device, ...bound.get(side.device.id)! },
  })) as [Side, Side]
  return { ...view, sides }
}

export const reviewRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/reviews',
    summary: 'List pairs of records of which a person must say whether they are of one device',
    description:
      'What is worth most stands first: the records that an answer is expected to put right, times the risk of the devices. Of what is settled, the newest.',
    tag,
    permission: 'device:read',
    query: ReviewQuery.extend(Paging.shape),
    response: Page(IdentityReview),
    async handle({ db, actor, query: { cursor, limit, ...filter } }) {
      const isSettled = filter.state === 'settled'
      const after = cursor ? decodeCursor<ReviewCursor>(cursor, isSettled ? settledKey : worthKey) : null
      const rows = await listReviews(db, actor.organisationId, filter, { after, limit: limit + 1 })
      const shown = rows.slice(0, limit)
      const last = rows.length > limit ? shown.at(-1) : undefined
      const key = last && (isSettled ? [last.settledAt!, last.id] : [last.worth, last.probability, last.id])
      return { items: await withOrders(db, actor.organisationId, shown), next: key ? encodeCursor(key) : null }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/reviews/facets',
    summary: 'Count reviews by source, site and care area',
    tag,
    permission: 'device:read',
    query: ReviewQuery,
    response: z.object({
      total: z.number(),
      source: z.array(z.object({ value: z.string(), label: z.string(), count: z.number() })),
      site: Counts,
      careArea: Counts,
    }),
    handle: async ({ db, actor, query }) => countReviews(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/reviews/{review}',
    summary:
      'One review with both sides: devices, records, attributes, what speaks for one device, and what was said before',
    tag,
    permission: 'device:read',
    params: reviewParams,
    response: z
      .object({
        review: IdentityReview,
        ...sides,
        reasons: z.array(IdentityReason),
        verdicts: z.array(IdentityVerdict),
        isOneDevice: z.boolean().describe('Both records stand in one device now'),
        stays: z.string().nullable().describe('The device that would stay if they are one: the one that more hangs on'),
      })
      .meta({ id: 'IdentityReviewView' }),
    async handle({ db, actor, params }) {
      const { organisationId } = actor
      const view = await withBound(db, organisationId, await getReview(db, organisationId, params.review))
      const [review] = await withOrders(db, organisationId, [view.review])
      const [a, b] = view.sides.map(({ device }) => device)
      return {
        ...view,
        review: review!,
        reasons: [...view.reasons],
        verdicts: [...view.verdicts],
        stays: a && b ? survivorOf(a, b) : null,
      }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/reviews/{review}/answer',
    summary: 'Say whether two records are of one device, or put the answer off',
    description:
      '`same` merges the two devices, `different` keeps them apart, or splits the second record off the device that both are in. What is said binds until it is taken back.',
    tag,
    permission: 'device:write',
    params: reviewParams,
    body: z.union([
      z.object({
        answer: IdentityAnswer,
        reason: Reason,
        stays: z.uuid().optional().describe('Of `same`: the device that stays; else the one that more hangs on'),
      }),
      Later.extend({ answer: z.literal('later') }),
    ]),
    response: z.object({
      verdictId: z.string().nullable(),
      entryId: z.string().nullable().describe('The merge or split that was made of it'),
      deviceIds: z.array(z.string()).describe('The devices that the two records stand in now'),
    }),
    handle: ({ db, actor, params, body }) =>
      inTransaction(db, async (tx) => {
        if (body.answer === 'later') {
          await postpone(tx, actor, 'review', params.review, body)
          return { verdictId: null, entryId: null, deviceIds: [] }
        }
        const answered = await onReviewAnswered(tx, actor, params.review, body)
        await recordAudit(tx, actor, {
          action: `review.${body.answer}`,
          subjectKind: 'device',
          subjectId: answered.deviceIds[0]!,
          reason: body.reason,
          detail: { review: params.review, ...answered },
        })
        return { ...answered, deviceIds: [...answered.deviceIds] }
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/reviews/{review}/look',
    summary: 'Send somebody to look at a device of the review',
    description: 'One field check. The review waits for it, and is then to be answered with what was found.',
    tag,
    permission: 'work-order:write',
    params: reviewParams,
    body: Look,
    response: MadeLook,
    status: 201,
    handle: ({ db, actor, params, body }) => createLook(db, actor, { of: 'review', id: params.review, ...body }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/identity/verdicts/{verdict}/withdraw',
    summary: 'Take back what a person said of records',
    description: 'The merge or split that was made of it is undone, and what it answered is asked again.',
    tag,
    permission: 'device:write',
    params: z.object({ verdict: z.uuid() }),
    body: z.object({ reason: Reason }),
    response: z.object({
      entryId: z.string().nullable().describe('The merge or split that was undone, or made again'),
    }),
    handle: ({ db, actor, params, body }) =>
      inTransaction(db, async (tx) => {
        const { entry, answer, pairs } = await onVerdictWithdrawn(tx, actor, params.verdict)
        const entryId = entry?.id ?? null
        await recordAudit(tx, actor, {
          action: 'verdict.withdrawn',
          subjectKind: 'verdict',
          subjectId: params.verdict,
          reason: body.reason,
          detail: { answer, pairs, entryId },
        })
        return { entryId }
      }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/conflicts',
    summary: 'List claims that contradict each other',
    description: 'Those of the riskiest devices first; of what is settled, the newest.',
    tag,
    permission: 'device:read',
    query: ConflictQuery.extend(Paging.shape),
    response: Page(ListedConflict),
    async handle({ db, actor, query: { cursor, limit, ...filter } }) {
      const isSettled = filter.state === 'settled'
      const after = cursor ? decodeCursor<ConflictCursor>(cursor, isSettled ? settledKey : conflictKey) : null
      const rows = await listConflicts(db, actor.organisationId, filter, { after, limit: limit + 1 })
      const shown = rows.slice(0, limit)
      const last = rows.length > limit ? shown.at(-1) : undefined
      const key = last && [isSettled ? last.settledAt! : last.worth, last.id]
      return { items: await withOrders(db, actor.organisationId, shown), next: key ? encodeCursor(key) : null }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/conflicts/facets',
    summary: 'Count conflicts by site and care area',
    tag,
    permission: 'device:read',
    query: z.object({ state: ReviewState.default('open') }),
    response: z.object({ total: z.number(), site: Counts, careArea: Counts }),
    handle: async ({ db, actor, query }) => countConflictsIn(db, actor.organisationId, query.state),
  }),
  route({
    method: 'GET',
    path: '/api/v1/conflicts/{conflict}',
    summary: 'One conflict with both sides: who says what, and since when',
    tag,
    permission: 'device:read',
    params: conflictParams,
    response: z
      .object({
        conflict: ListedConflict,
        ...sides,
        choices: z
          .array(
            z.object({
              side: z.enum(['first', 'second']),
              label: z.string(),
              attribute: z.enum(deviceAttributeNames),
              value: z.unknown(),
            }),
          )
          .describe('What can be said to be right: it becomes the claim of whoever says so'),
      })
      .meta({ id: 'ConflictView' }),
    async handle({ db, actor, params }) {
      const { organisationId } = actor
      const { reads: _, ...seen } = await getConflict(db, organisationId, params.conflict)
      const view = await withBound(db, organisationId, seen)
      const [conflict] = await withOrders(db, organisationId, [view.conflict])
      return { ...view, conflict: conflict!, choices: [...view.choices] }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/conflicts/{conflict}/settle',
    summary: 'Settle a conflict, in words, or by saying which side is right',
    description:
      'What is right becomes a claim of the person: the sources go on saying what they say, and a person is believed before them.',
    tag,
    permission: 'device:write',
    params: conflictParams,
    body: z.object({ settlement: limitedText, right: z.enum(['first', 'second']).optional() }),
    response: z.object({ deviceId: z.string() }),
    handle: ({ db, actor, params, body }) =>
      inTransaction(db, async (tx) => {
        const deviceId = await onConflictSettled(tx, actor, params.conflict, body)
        await recordAudit(tx, actor, {
          action: 'conflict.settled',
          subjectKind: 'device',
          subjectId: deviceId,
          reason: body.settlement,
          detail: { conflict: params.conflict, right: body.right },
        })
        return { deviceId }
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/conflicts/{conflict}/later',
    summary: 'Put a conflict off',
    tag,
    permission: 'device:write',
    params: conflictParams,
    body: Later,
    response: z.object({ until: z.string() }),
    handle: ({ db, actor, params, body }) =>
      inTransaction(db, async (tx) => ({ until: await postpone(tx, actor, 'conflict', params.conflict, body) })),
  }),
  route({
    method: 'POST',
    path: '/api/v1/conflicts/{conflict}/look',
    summary: 'Send somebody to look at the device of a conflict',
    description: 'One field check. The conflict waits for it, and is settled when the look is verified.',
    tag,
    permission: 'work-order:write',
    params: conflictParams,
    body: Look.omit({ deviceId: true }),
    response: MadeLook,
    status: 201,
    handle: ({ db, actor, params, body }) => createLook(db, actor, { of: 'conflict', id: params.conflict, ...body }),
  }),
]
