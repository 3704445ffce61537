import { z } from 'zod'
import { limitedText } from '#api/fields.ts'
import { route } from '#api/route.ts'
import { recordAudit } from '#domain/access/access.ts'
import { getIdentityEntry, listIdentityEntries } from '#domain/inventory/inventory.ts'
import { onIdentityUndo, onMerge, onSplit } from '#domain/loop.ts'
import { IdentityEntry, IdentityEntryDetail, IdentityKind } from '#model/identity.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'devices'
const params = z.object({ entry: z.uuid() })

export const identityRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/identity/entries',
    summary: 'List merges and splits of devices, newest first',
    tag,
    permission: 'device:read',
    query: Paging.extend({
      device: z.uuid().optional().describe('Entries that this device is a half of'),
      kind: IdentityKind.optional(),
      undone: z.boolean().optional().describe('Only those that were undone, or only those that stand'),
    }),
    response: Page(IdentityEntry),
    handle: ({ db, actor, query }) => listIdentityEntries(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/identity/entries/{entry}',
    summary: 'One merge or split, with what went along',
    tag,
    permission: 'device:read',
    params,
    response: IdentityEntryDetail,
    handle: ({ db, actor, params }) => getIdentityEntry(db, actor.organisationId, params.entry),
  }),
  route({
    method: 'POST',
    path: '/api/v1/identity/merges',
    summary: 'Say that two devices are one',
    description:
      'Records, findings, decisions, comments and work orders of `from` go to `into`. Where both have a finding, it is one from then on: open beats closed, a decision in force beats none, and the older opening counts. It can be undone at any time.',
    tag,
    permission: 'device:write',
    body: z.object({
      into: z.uuid().describe('The device that stays'),
      from: z.uuid().describe('The device that is no more'),
      reason: limitedText,
    }),
    response: z.object({ entryId: z.string() }),
    status: 201,
    handle: ({ db, actor, body }) =>
      inTransaction(db, async (tx) => {
        const { entryId } = await onMerge(tx, actor, body)
        await recordAudit(tx, actor, {
          action: 'identity.merged',
          subjectKind: 'device',
          subjectId: body.into,
          reason: body.reason,
          detail: { from: body.from, entryId },
        })
        return { entryId }
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/identity/splits',
    summary: 'Say that records of a device are of another one',
    description:
      'The records leave for a device of their own. Findings follow from what each device is then; work orders and decisions stay, but for those that are named. Records that came by one merge go back by undoing that: `isUndo` tells.',
    tag,
    permission: 'device:write',
    body: z.object({
      deviceId: z.uuid(),
      records: z
        .array(z.object({ sourceId: z.uuid(), sourceKey: z.string() }))
        .min(1)
        .max(1000),
      reason: limitedText,
      workOrderIds: z.array(z.uuid()).max(1000).optional().describe('Work orders that go along'),
      vulnerabilityIds: z
        .array(z.string())
        .max(10_000)
        .optional()
        .describe('Findings whose decision, comments and history go along'),
    }),
    response: z.object({
      entryId: z.string(),
      deviceId: z.string().describe('The device that the records are of now'),
      isUndo: z.boolean().describe('True where a merge was undone instead'),
    }),
    status: 201,
    handle: ({ db, actor, body }) =>
      inTransaction(db, async (tx) => {
        const { entryId, deviceId, isUndo } = await onSplit(tx, actor, body)
        await recordAudit(tx, actor, {
          action: isUndo ? 'identity.undone' : 'identity.split',
          subjectKind: 'device',
          subjectId: body.deviceId,
          reason: body.reason,
          detail: { ...body, to: deviceId, entryId },
        })
        return { entryId, deviceId, isUndo }
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/identity/entries/{entry}/undo',
    summary: 'Undo a merge or a split',
    description:
      'What went along goes back, with what happened to it since; what was made since stays. Later entries that rest on it are taken back first and made again.',
    tag,
    permission: 'device:write',
    params,
    body: z.object({ reason: limitedText }),
    response: z.object({ from: z.string(), into: z.string() }),
    handle: ({ db, actor, params, body }) =>
      inTransaction(db, async (tx) => {
        const { from, into } = await onIdentityUndo(tx, actor, params.entry)
        await recordAudit(tx, actor, {
          action: 'identity.undone',
          subjectKind: 'device',
          subjectId: from,
          reason: body.reason,
          detail: { entryId: params.entry, from, into },
        })
        return { from, into }
      }),
  }),
]
