import { z } from 'zod'
import { aliasRoutes, RuleIds } from '#api/alias-routes.ts'
import { file, route, upload } from '#api/route.ts'
import { listVendorNames, previewNames, proposeNames } from '#domain/findings/findings.ts'
import { onNames } from '#domain/loop.ts'
import { nameRules, readAliasFile, writeAliasCsv, writeAliasJson } from '#domain/names/names.ts'
import { HowRead, KeptNameRule, NamePreview, NameProposal, NameRule, VendorReading } from '#model/name-rule.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'names'

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
  ...aliasRoutes({
    tag,
    of: '',
    Rule: NameRule,
    Kept: KeptNameRule,
    Preview: NamePreview,
    Proposal: z.object({ name: z.string().max(300), maker: z.string().max(300) }),
    most: 5000,
    says: {
      refuse: 'Refuse a proposal',
      preview: 'Worked out by the matcher itself; nothing is written.',
      set: 'They hold for every device at once: what they read otherwise is matched again. What was said of the same name before gives way.',
      undo: 'Take an alias back',
    },
    rules: nameRules,
    preview: previewNames,
    change: onNames,
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
      const rules = (await nameRules.inForce(db, actor.organisationId)).map((kept) => ({
        rule: nameRules.ruleOf(kept),
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
      return { ids: await inTransaction(db, (tx) => onNames(tx, actor, () => nameRules.set(tx, actor, stated))) }
    },
  }),
]
