import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { empty, file, route, upload } from '#api/route.ts'
import { listVendorNames, previewNames, proposeNames } from '#domain/findings/findings.ts'
import { onNames } from '#domain/loop.ts'
import {
  listNameRules,
  nameRulesInForce,
  readAliasFile,
  refuseProposal,
  setNameRules,
  toRule,
  undoNameRule,
  writeAliasCsv,
  writeAliasJson,
} from '#domain/names/names.ts'
import { HowRead, KeptNameRule, NamePreview, NameProposal, NameRule, VendorReading } from '#model/name-rule.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'names'
const Rules = z.array(NameRule).max(5000)
const RuleIds = z.object({ ids: z.array(z.uuid()) })

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

export const nameRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/names/vendors',
    summary: 'List the makers’ names of the inventory, and how each is read',
    description: 'Those that nobody knows stand first, then by their devices on the worklist.',
    tag,
    permission: 'device:read',
    query: Paging.extend({ q: z.string().max(200).optional(), how: HowRead.optional() }),
    response: Page(VendorReading).extend({
      counts: z.record(HowRead, z.number()).meta({ description: 'Of all names' }),
    }),
    handle: ({ db, actor, query }) => listVendorNames(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/names/proposals',
    summary: 'List whom names may mean that nobody knows',
    description:
      'Learnt from spelling, from words and from models that two names have in common; most devices first. What was refused does not come again.',
    tag,
    permission: 'device:read',
    query: z.object({ limit: z.int().min(1).max(500).default(100) }),
    response: z.array(NameProposal),
    handle: ({ db, actor, query }) => proposeNames(db, actor.organisationId, query.limit),
  }),
  route({
    method: 'POST',
    path: '/api/v1/names/proposals/refusals',
    summary: 'Refuse a proposal',
    tag,
    permission: 'finding:decide',
    body: z.object({ name: z.string().max(300), maker: z.string().max(300), reason: Reason }),
    response: empty,
    handle: ({ db, actor, body }) => inTransaction(db, (tx) => refuseProposal(tx, actor, body)),
  }),
  route({
    method: 'GET',
    path: '/api/v1/names/rules',
    summary: 'List the hospital’s own aliases, newest first',
    tag,
    permission: 'device:read',
    query: Paging.extend({
      inForce: z.stringbool().default(true).meta({ description: 'false: also what was taken back' }),
    }),
    response: Page(KeptNameRule),
    handle: ({ db, actor, query }) => listNameRules(db, actor.organisationId, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/names/preview',
    summary: 'Show what a change of aliases would change',
    description: 'Worked out by the matcher itself; nothing is written.',
    tag,
    permission: 'finding:decide',
    body: z.object({ add: Rules.default([]), undo: z.array(z.uuid()).max(5000).default([]) }),
    bodyLimit: 4 << 20,
    response: NamePreview,
    handle: ({ db, actor, body }) => previewNames(db, actor.organisationId, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/names/rules',
    summary: 'Set aliases',
    description:
      'They hold for every device at once: what they read otherwise is matched again. What was said of the same name before gives way.',
    tag,
    permission: 'finding:decide',
    body: z.object({ rules: Rules.min(1), note: Reason }),
    bodyLimit: 4 << 20,
    response: RuleIds,
    status: 201,
    async handle({ db, actor, body: { rules, note } }) {
      const noted = rules.map((rule) => ({ rule, note }))
      return { ids: await inTransaction(db, (tx) => onNames(tx, actor, () => setNameRules(tx, actor, noted))) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/names/rules/{rule}',
    summary: 'Take an alias back',
    tag,
    permission: 'finding:decide',
    params: z.object({ rule: z.uuid() }),
    query: z.object({ reason: Reason }),
    response: empty,
    handle: ({ db, actor, params, query }) =>
      inTransaction(db, (tx) => onNames(tx, actor, () => undoNameRule(tx, actor, params.rule, query.reason))),
  }),
  route({
    method: 'GET',
    path: '/api/v1/names/aliases',
    summary: 'Hand out the aliases in force as a file',
    description: 'As `homeostat match --aliases` and `homeostat assess --aliases` read it.',
    tag,
    permission: 'device:read',
    query: z.object({ format: z.enum(['json', 'csv']).default('json') }),
    response: file('application/json', 'The aliases'),
    async handle({ db, actor, query: { format } }) {
      const rules = (await nameRulesInForce(db, actor.organisationId)).map((kept) => ({
        rule: toRule(kept),
        note: kept.note,
      }))
      return format === 'json'
        ? { content: writeAliasJson(rules), fileName: 'aliases.json' }
        : { content: writeAliasCsv(rules), fileName: 'aliases.csv', mediaType: 'text/csv; charset=utf-8' }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/names/aliases',
    summary: 'Set the aliases of a file',
    description: 'JSON, or a table of kind, name, maker, model, note. All of it is taken, or nothing.',
    tag,
    permission: 'finding:decide',
    body: upload({ maxBytes: 4 << 20 }),
    response: RuleIds,
    status: 201,
    async handle({ db, actor, body }) {
      const stated = readAliasFile(await textOf(body.stream)).map(({ rule, note }) => ({
        rule,
        note: note || `From ${body.name}`,
      }))
      return { ids: await inTransaction(db, (tx) => onNames(tx, actor, () => setNameRules(tx, actor, stated))) }
    },
  }),
]
