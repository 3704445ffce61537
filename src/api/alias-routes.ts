import { isUtf8 } from 'node:buffer'
import { z } from 'zod'
import {
  type AliasFile,
  type AliasRow,
  readAliasRows,
  type Stated,
  writeAliasCsv,
  writeAliasJson,
} from '#domain/names/names.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import { AliasFileResult } from '#model/alias-rule.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { Page, type PageOf, Paging } from '#platform/paging.ts'
import { Reason } from './fields.ts'
import { type AnyRoute, empty, file, route, upload } from './route.ts'

interface Changes<Rule> {
  readonly add: readonly Rule[]
  readonly undo: readonly string[]
}

interface AliasList<Rule, Kept extends { readonly note: string }, Proposal, Preview> {
  /** `names`: the first part of every path. */
  readonly tag: 'names' | 'places'
  /** What the aliases are of, as summaries say it. */
  readonly of: string
  readonly Rule: z.ZodType<Rule>
  readonly Kept: z.ZodType<Kept>
  readonly Preview: z.ZodType<Preview>
  readonly most: number
  readonly file: AliasFile<Rule>
  /** What the file that is handed out is called, and who reads it besides this page. */
  readonly fileName: string
  readonly readBy?: string
  /** Names the proposal that is refused. */
  readonly Proposal: z.ZodObject & z.ZodType<Proposal>
  readonly says: Readonly<Record<'refuse' | 'preview' | 'set' | 'undo', string>>
  readonly rules: {
    list(db: Db, of: OrganisationId, query: z.output<typeof RuleQuery>): Promise<PageOf<Kept>>
    set(tx: Tx, actor: Actor, stated: readonly Stated<Rule>[]): Promise<string[]>
    take(tx: Tx, actor: Actor, rows: readonly AliasRow<Rule>[], fileName: string): Promise<AliasFileResult>
    inForce(db: Db, of: OrganisationId): Promise<readonly Kept[]>
    ruleOf(kept: Kept): Rule
    undo(tx: Tx, actor: Actor, id: string, reason: string): Promise<void>
    refuse(tx: Tx, actor: Actor, proposal: Proposal, reason: string): Promise<void>
  }
  readonly preview: (db: Db, of: OrganisationId, change: Changes<Rule>) => Promise<Preview>
  /** Makes a change, with all that follows from it. */
  readonly change: <T>(tx: Tx, actor: Actor, change: () => Promise<T>) => Promise<T>
}

const RuleQuery = Paging.extend({
  q: z.string().max(200).optional().meta({ description: 'Words of the rule or of its note' }),
  inForce: z.stringbool().default(true).meta({ description: 'false: also what was taken back' }),
})
const RuleIds = z.object({ ids: z.array(z.uuid()) })

/** What a hospital says of texts of its inventory: set, shown beforehand, listed, taken back; and proposals refused. */
export function aliasRoutes<Rule extends object, Kept extends { readonly note: string }, Proposal, Preview>({
  tag,
  of,
  rules,
  says,
  ...list
}: AliasList<Rule, Kept, Proposal, Preview>): AnyRoute[] {
  const Rules = z.array(list.Rule).max(list.most)
  return [
    route({
      method: 'POST',
      path: `/api/v1/${tag}/proposals/refusals`,
      summary: says.refuse,
      tag,
      permission: 'finding:decide',
      body: list.Proposal.extend({ reason: Reason }),
      response: empty,
      handle: ({ db, actor, body: { reason, ...proposal } }) =>
        // What the schema of the proposal lets through.
        inTransaction(db, (tx) => rules.refuse(tx, actor, proposal as unknown as Proposal, reason as string)),
    }),
    route({
      method: 'GET',
      path: `/api/v1/${tag}/rules`,
      summary: `List the hospital’s own aliases${of}, newest first`,
      tag,
      permission: 'device:read',
      query: RuleQuery,
      response: Page(list.Kept),
      handle: ({ db, actor, query }) => rules.list(db, actor.organisationId, query),
    }),
    route({
      method: 'POST',
      path: `/api/v1/${tag}/preview`,
      summary: `Show what a change of aliases${of} would change`,
      description: says.preview,
      tag,
      permission: 'finding:decide',
      body: z.object({ add: Rules.default([]), undo: z.array(z.uuid()).max(list.most).default([]) }),
      bodyLimit: 4 << 20,
      response: list.Preview,
      handle: ({ db, actor, body }) => list.preview(db, actor.organisationId, body),
    }),
    route({
      method: 'POST',
      path: `/api/v1/${tag}/rules`,
      summary: `Set aliases${of}`,
      description: says.set,
      tag,
      permission: 'finding:decide',
      body: z.object({ rules: Rules.min(1), note: Reason }),
      bodyLimit: 4 << 20,
      response: RuleIds,
      status: 201,
      async handle({ db, actor, body: { rules: some, note } }) {
        const noted = some.map((rule) => ({ rule, note }))
        return { ids: await inTransaction(db, (tx) => list.change(tx, actor, () => rules.set(tx, actor, noted))) }
      },
    }),
    route({
      method: 'DELETE',
      path: `/api/v1/${tag}/rules/{rule}`,
      summary: says.undo,
      tag,
      permission: 'finding:decide',
      params: z.object({ rule: z.uuid() }),
      query: z.object({ reason: Reason }),
      response: empty,
      handle: ({ db, actor, params, query }) =>
        inTransaction(db, (tx) => list.change(tx, actor, () => rules.undo(tx, actor, params.rule, query.reason))),
    }),
    route({
      method: 'GET',
      path: `/api/v1/${tag}/aliases`,
      summary: `Hand out the aliases${of} in force as a file`,
      ...(list.readBy && { description: list.readBy }),
      tag,
      permission: 'device:read',
      query: z.object({ format: z.enum(['json', 'csv']).default('json') }),
      response: file('application/json', 'The aliases'),
      async handle({ db, actor, query: { format } }) {
        const stated = (await rules.inForce(db, actor.organisationId)).map((kept) => ({
          rule: rules.ruleOf(kept),
          note: kept.note,
        }))
        const fileName = `${list.fileName}.${format}`
        return format === 'json'
          ? { content: writeAliasJson(list.file, stated), fileName }
          : { content: writeAliasCsv(list.file, stated), fileName, mediaType: 'text/csv; charset=utf-8' }
      },
    }),
    route({
      method: 'POST',
      path: `/api/v1/${tag}/aliases`,
      summary: `Set the aliases${of} of a file`,
      description: `JSON, or a table of ${list.file.columns.join(', ')}. A row that cannot be taken is given back with the reason, and kept in the audit trail; the others hold. The same file again changes nothing.`,
      tag,
      permission: 'finding:decide',
      body: upload({ maxBytes: 4 << 20 }),
      response: AliasFileResult,
      status: 201,
      async handle({ db, actor, body }) {
        const rows = readAliasRows(list.file, await textOf(body.stream))
        return inTransaction(db, (tx) => list.change(tx, actor, () => rules.take(tx, actor, rows, body.name)))
      },
    }),
  ]
}

/** Spreadsheets in Europe save CSV as Windows-1252. */
async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  return isUtf8(bytes) ? bytes.toString('utf8') : new TextDecoder('windows-1252').decode(bytes)
}
