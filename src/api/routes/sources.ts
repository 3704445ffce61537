import { z } from 'zod'
import { limitedText } from '#api/fields.ts'
import { route, upload } from '#api/route.ts'
import type { ApiServices } from '#api/services.ts'
import { recordAudit } from '#domain/access/access.ts'
import { ageOfOwnList, agesByFeed } from '#domain/findings/findings.ts'
import { answerReading, devicesPerSource } from '#domain/inventory/inventory.ts'
import { onUndo } from '#domain/loop.ts'
import {
  allSources,
  bundleMember,
  cancelRun,
  createSource,
  getRun,
  getRunRecord,
  getSkipped,
  getSource,
  listRuns,
  listSkipped,
  listSources,
  notAhead,
  queueRun,
  resumeRun,
  saveCursor,
  settleSkipped,
  shownSettings,
  updateSource,
} from '#domain/sources/sources.ts'
import { deviceAttributeNames } from '#model/device.ts'
import { ListAge } from '#model/risk.ts'
import { Run, SkippedRow, SkippedState, type SourceKind, SourceRole, SourceRow } from '#model/source.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { decodeCursor, encodeCursor, Page, Paging } from '#platform/paging.ts'

const tag = 'sources'
const Settings = z.record(z.string(), z.unknown())
const params = z.object({ source: z.uuid() })
const NamedSource = SourceRow.extend({
  isApi: z.boolean().meta({ description: 'A connector that reads a system over its interface; others read files' }),
  list: ListAge.pick({ day: true, state: true, why: true })
    .extend({
      inForce: z.string().nullable().meta({
        description: 'Of KEV and EPSS: the day of a newer list that another source brought and that is in force',
      }),
    })
    .nullable()
    .meta({
      description:
        'How old the list is that a feed reads, where scores look at one. Of KEV and EPSS it is the list that this source read itself; of the others, which all sources of a feed fill together, what is known from all',
    }),
}).meta({ id: 'Source' })
const NamedRun = Run.meta({ id: 'Run' })

const Inspection = z
  .object({
    headerRow: z.number(),
    columns: z.array(
      z.object({
        name: z.string(),
        attribute: z.enum([...deviceAttributeNames, 'sourceKey']).optional(),
        confidence: z.number(),
        samples: z.array(z.string()),
        refused: z.string().optional(),
      }),
    ),
    format: z.record(z.string(), z.string()),
    ambiguousDates: z.array(z.string()),
    remarks: z.array(z.string()),
    rows: z.number().optional(),
  })
  .meta({ id: 'Inspection' })

const Example = z.object({ sourceKey: z.string(), claims: z.record(z.string(), z.unknown()) })
const Change = z.object({ attribute: z.string(), before: z.string().nullable(), after: z.string().nullable() })
const Rejected = z.object({
  position: z.string(),
  code: z.string(),
  reason: z.string(),
  raw: z.record(z.string(), z.string()).nullable(),
})

/** Two gigabytes; the intake says it in words before this breaks off. */
const maxUploadBytes = 2_100_000_000

export const sourceRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/catalogue',
    summary: 'What can be read, and where our decisions can go',
    tag,
    permission: 'source:read',
    response: z.object({
      connectors: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          summary: z.string(),
          extensions: z.array(z.string()),
          reads: z.enum(['table', 'report']).meta({
            description:
              'Of a table a person settles the columns, and skipped rows can be corrected; a report says itself what its values are',
          }),
        }),
      ),
      systems: z
        .array(
          z.object({
            id: z.string(),
            title: z.string(),
            summary: z.string(),
            everyHours: z.number(),
            settings: z.record(z.string(), z.unknown()),
          }),
        )
        .meta({ description: 'Connectors that read a system of the hospital over its interface' }),
      feeds: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          summary: z.string(),
          everyHours: z.number(),
          settings: z.record(z.string(), z.unknown()),
        }),
      ),
      outlets: z.array(z.object({ id: z.string(), title: z.string(), summary: z.string() })),
    }),
    handle: ({ services }) => ({
      connectors: services.connectors.map(({ id, title, summary, extensions, reads }) => ({
        id,
        title,
        summary,
        extensions: [...extensions],
        reads,
      })),
      systems: services.apiConnectors.map(withForm),
      feeds: services.feeds.map(withForm),
      outlets: services.outlets.map(({ id, title, summary }) => ({ id, title, summary })),
    }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/sources',
    summary: 'List sources, with their last run and what they skipped',
    tag,
    permission: 'source:read',
    response: z.array(NamedSource),
    handle: async ({ db, actor, services }) => sourcesOf(db, actor.organisationId, services),
  }),
  route({
    method: 'POST',
    path: '/api/v1/sources',
    summary: 'Add a source',
    description:
      'The settings of a feed, or of a connector that reads a system over its interface, are proven before they are saved. A secret among them is never given back: `{ "isSet": true }` stands in its place, and keeps it when it is sent again. A source of files is made with its first import.',
    tag,
    permission: 'source:write',
    body: z.object({
      kind: z.enum(['connector', 'feed']),
      member: z.string(),
      name: limitedText,
      settings: Settings,
      trust: z.int().min(0).max(100).optional(),
      everyHours: z.int().min(1).max(8760).nullable().optional(),
      watchFolder: z.string().nullable().optional(),
    }),
    response: z.object({ id: z.uuid() }),
    status: 201,
    async handle({ db, actor, body, services }) {
      const api = body.kind === 'connector' ? services.intake.apiConnectorOf(body.member) : undefined
      const file = body.kind === 'connector' && !api ? services.intake.connectorOf(body.member) : undefined
      const settings = await proven(services, body.kind, body.member, body.settings)
      return await inTransaction(db, async (tx) => {
        const everyHours =
          body.everyHours === undefined && (api || body.kind === 'feed')
            ? (api ?? services.intake.feedOf(body.member)).everyHours
            : body.everyHours
        const role = (api ?? file)?.role
        const source = await createSource(tx, actor.organisationId, { ...body, settings, everyHours, role })
        await recordAudit(tx, actor, {
          action: 'source.added',
          subjectKind: 'source',
          subjectId: source.id,
          detail: { name: source.name, member: source.member },
        })
        return { id: source.id }
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/sources/check',
    summary: 'Prove the settings of a feed or a system without saving them',
    tag,
    permission: 'source:write',
    body: z.object({ kind: z.enum(['connector', 'feed']).default('feed'), member: z.string(), settings: Settings }),
    response: z.object({ ok: z.boolean() }),
    async handle({ body, services }) {
      if (body.kind === 'connector' && !services.intake.apiConnectorOf(body.member))
        services.intake.checkSettings(body.member, body.settings)
      else await proven(services, body.kind, body.member, body.settings)
      return { ok: true }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/sources/{source}',
    summary: 'One source and its runs, newest first',
    tag,
    permission: 'source:read',
    params,
    query: Paging,
    response: z.object({ source: NamedSource, runs: Page(NamedRun) }),
    async handle({ db, actor, params, query, services }) {
      const record = await getSource(db, actor.organisationId, params.source)
      const before = query.cursor ? decodeCursor(query.cursor, z.tuple([z.uuid()]))[0] : null
      const [sources, runs] = await Promise.all([
        sourcesOf(db, actor.organisationId, services),
        listRuns(db, record, before, query.limit + 1),
      ])
      const source = sources.find(({ id }) => id === params.source)
      if (!source) throw notFound('source', params.source)
      const items = runs.slice(0, query.limit)
      return { source, runs: { items, next: runs.length > query.limit ? encodeCursor([items.at(-1)!.id]) : null } }
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/sources/{source}',
    summary: 'Change a source',
    tag,
    permission: 'source:write',
    params,
    body: z.object({
      name: limitedText.optional(),
      settings: Settings.optional(),
      trust: z.int().min(0).max(100).optional(),
      everyHours: z.int().min(1).max(8760).nullable().optional(),
      watchFolder: z.string().nullable().optional(),
      filesAreWhole: z.boolean().optional().meta({
        description: 'Of files: each is the whole list, so that what it does not hold is no longer reported',
      }),
      role: SourceRole.nullable().optional().meta({
        description:
          '`register` keeps the list of what the hospital owns, `observer` sees devices themselves; null: as its records tell',
      }),
      disabled: z.boolean().optional(),
    }),
    response: z.object({ id: z.uuid() }),
    async handle({ db, actor, params, body, services }) {
      const source = await getSource(db, actor.organisationId, params.source)
      const settings =
        body.settings && (await proven(services, source.kind, source.member, body.settings, source.settings))
      return await inTransaction(db, async (tx) => {
        await updateSource(tx, actor.organisationId, params.source, { ...body, settings })
        // Other settings may hold other devices: all is read again.
        if (settings && services.intake.apiConnectorOf(source.member))
          await saveCursor(tx, actor.organisationId, source.id, null)
        if (body.trust !== undefined && body.trust !== source.trust && source.kind !== 'feed')
          await queueRun(tx, { sourceId: source.id, trigger: 'person', actor, settings: { rebuild: true } })
        await recordAudit(tx, actor, {
          action: 'source.changed',
          subjectKind: 'source',
          subjectId: params.source,
          detail: { ...body, ...(settings && { settings: shownSettings(settings) }) },
        })
        return { id: params.source }
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/sources/{source}/run',
    summary: 'Read a feed or a system now',
    tag,
    permission: 'source:run',
    params,
    response: NamedRun,
    status: 202,
    async handle({ db, actor, params, services }) {
      const source = await getSource(db, actor.organisationId, params.source)
      if (source.kind !== 'feed' && !services.intake.apiConnectorOf(source.member))
        throw new AppError('bad_request', 'This source reads files: upload one, and it runs.')
      if (source.member === bundleMember)
        throw new AppError('bad_request', 'This source reads bundles: load one on the page Bundles, and it runs.')
      return await inTransaction(db, async (tx) => {
        const run = await queueRun(tx, { sourceId: source.id, trigger: 'person', actor })
        await recordAudit(tx, actor, {
          action: 'run.started',
          subjectKind: 'source',
          subjectId: source.id,
          detail: { run: run.id },
        })
        return run
      })
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/sources/{source}/skipped',
    summary: 'What a source gave and could not be taken',
    tag,
    permission: 'source:read',
    params,
    query: Paging.extend({ state: SkippedState.optional() }),
    response: Page(SkippedRow.meta({ id: 'Skipped' })),
    async handle({ db, actor, params, query }) {
      const after = query.cursor ? decodeCursor(query.cursor, z.tuple([z.uuid()]))[0] : null
      const rows = await listSkipped(db, actor.organisationId, params.source, {
        state: query.state ?? null,
        after,
        limit: query.limit + 1,
      })
      const items = rows.slice(0, query.limit)
      return { items, next: rows.length > query.limit ? encodeCursor([items.at(-1)!.id]) : null }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/skipped/{skipped}/replay',
    summary: 'Take a skipped record again, corrected',
    tag,
    permission: 'source:run',
    params: z.object({ skipped: z.uuid() }),
    body: z.object({ raw: z.record(z.string(), z.string()) }),
    response: z.object({ state: z.literal('replayed'), deviceId: z.string() }),
    handle: ({ db, actor, params, body, services }) =>
      inTransaction(db, async (tx) => {
        const replayed = await services.intake.replay(tx, actor, params.skipped, body.raw)
        await recordAudit(tx, actor, {
          action: 'skipped.replayed',
          subjectKind: 'device',
          subjectId: replayed.deviceId,
          detail: { skipped: params.skipped },
        })
        return replayed
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/skipped/{skipped}/dismiss',
    summary: 'Leave a skipped record out, and say why',
    tag,
    permission: 'source:run',
    params: z.object({ skipped: z.uuid() }),
    body: z.object({ reason: limitedText }),
    response: z.object({ state: z.literal('dismissed') }),
    handle: ({ db, actor, params, body }) =>
      inTransaction(db, async (tx) => {
        const skipped = await getSkipped(tx, actor.organisationId, params.skipped)
        await settleSkipped(tx, actor.organisationId, params.skipped, 'dismissed')
        await recordAudit(tx, actor, {
          action: 'skipped.dismissed',
          subjectKind: 'source',
          subjectId: skipped.sourceId,
          reason: body.reason,
          detail: { skipped: params.skipped },
        })
        return { state: 'dismissed' as const }
      }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/runs/{run}',
    summary: 'How a run goes, or went',
    tag,
    permission: 'source:read',
    params: z.object({ run: z.uuid() }),
    response: NamedRun,
    handle: ({ db, actor, params }) => getRun(db, actor.organisationId, params.run),
  }),
  ...(['cancel', 'resume'] as const).map((verb) =>
    route({
      method: 'POST',
      path: `/api/v1/runs/{run}/${verb}`,
      summary: verb === 'cancel' ? 'Stop a run; what is stored stays' : 'Go on with a run that failed or was cancelled',
      tag,
      permission: 'source:run',
      params: z.object({ run: z.uuid() }),
      response: NamedRun,
      handle: ({ db, actor, params }) =>
        inTransaction(db, async (tx) => {
          const run = await (verb === 'cancel' ? cancelRun : resumeRun)(tx, actor.organisationId, params.run)
          await recordAudit(tx, actor, {
            action: verb === 'cancel' ? 'run.cancelled' : 'run.resumed',
            subjectKind: 'source',
            subjectId: run.sourceId,
            detail: { run: run.id },
          })
          return run
        }),
    }),
  ),
  route({
    method: 'POST',
    path: '/api/v1/runs/{run}/undo',
    summary: 'Take back all that an import said',
    tag,
    permission: 'source:run',
    params: z.object({ run: z.uuid() }),
    response: NamedRun,
    handle: ({ db, actor, params }) =>
      inTransaction(db, async (tx) => {
        const run = await getRunRecord(tx, actor.organisationId, params.run)
        const source = await getSource(tx, actor.organisationId, run.source_id)
        if (source.kind !== 'connector')
          throw new AppError('conflict', 'Only an import of devices can be undone; published intelligence stays.')
        const devices = await onUndo(tx, source, run.id, actor, new Date().toISOString())
        await recordAudit(tx, actor, {
          action: 'run.undone',
          subjectKind: 'source',
          subjectId: source.id,
          detail: { run: run.id, devices },
        })
        return await getRun(tx, actor.organisationId, run.id)
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/runs/{run}/confirm',
    summary: 'Answer a reading that reported suddenly few of its devices',
    description:
      'Such a run ends as `to_confirm`: what it reported is stored. `take`: what it did not hold is no longer reported. `keep`: what stood stands until the next whole reading.',
    tag,
    permission: 'source:run',
    params: z.object({ run: z.uuid() }),
    body: z.object({ answer: z.enum(['take', 'keep']) }),
    response: NamedRun,
    handle: ({ db, actor, params, body }) =>
      inTransaction(db, async (tx) => {
        const run = await getRunRecord(tx, actor.organisationId, params.run)
        const unreported = await answerReading(tx, actor.organisationId, run, body.answer)
        await recordAudit(tx, actor, {
          action: 'run.confirmed',
          subjectKind: 'source',
          subjectId: run.source_id,
          detail: { run: run.id, answer: body.answer, unreported },
        })
        return await getRun(tx, actor.organisationId, run.id)
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/uploads',
    summary: 'Upload a file and see what stands in it',
    tag,
    permission: 'source:run',
    body: upload({ maxBytes: maxUploadBytes }),
    response: z.object({
      fileId: z.uuid(),
      name: z.string(),
      bytes: z.number(),
      member: z.string(),
      inspection: Inspection,
    }),
    status: 201,
    async handle({ db, actor, body, services }) {
      const uploaded = await services.intake.upload(db, actor.organisationId, body)
      await recordAudit(db, actor, {
        action: 'file.uploaded',
        subjectKind: 'file',
        subjectId: uploaded.fileId,
        detail: { name: uploaded.name, bytes: uploaded.bytes },
      })
      return { ...uploaded, inspection: plain(uploaded.inspection) }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/uploads/{file}/inspect',
    summary: 'Look at an uploaded file again, with other columns or those a source remembers',
    tag,
    permission: 'source:run',
    params: z.object({ file: z.uuid() }),
    body: z.object({ sourceId: z.uuid().optional(), settings: Settings.optional() }),
    response: Inspection,
    async handle({ db, actor, params, body, services }) {
      const remembered = body.sourceId ? (await getSource(db, actor.organisationId, body.sourceId)).settings : undefined
      return plain(await services.intake.inspect(db, actor.organisationId, params.file, body.settings ?? remembered))
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/imports/preview',
    summary: 'What an import would do, without doing it',
    tag,
    permission: 'source:run',
    body: z.object({ fileId: z.uuid(), sourceId: z.uuid().optional(), settings: Settings }),
    response: z.object({
      rows: z.number(),
      new: z.number(),
      changed: z.number(),
      unchanged: z.number(),
      rejected: z.number(),
      examples: z.object({
        new: z.array(Example),
        changed: z.array(
          z.object({
            sourceKey: z.string(),
            deviceId: z.string(),
            name: z.string(),
            assetTag: z.string().nullable(),
            changes: z.array(Change),
          }),
        ),
        rejected: z.array(Rejected),
      }),
    }),
    async handle({ db, actor, body, services }) {
      const source = body.sourceId ? await getSource(db, actor.organisationId, body.sourceId) : null
      return await services.intake.preview(db, source, actor.organisationId, body.fileId, body.settings)
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/imports',
    summary: 'Import an uploaded file; the source remembers its columns',
    tag,
    permission: 'source:run',
    body: z.object({
      fileId: z.uuid(),
      sourceId: z.uuid().optional(),
      name: limitedText.optional(),
      member: z.string().optional(),
      settings: Settings,
      trust: z.int().min(0).max(100).optional(),
    }),
    response: NamedRun,
    status: 202,
    handle: ({ db, actor, body, services }) =>
      inTransaction(db, async (tx) => {
        services.intake.checkSettings(
          body.member ?? (body.sourceId ? (await getSource(tx, actor.organisationId, body.sourceId)).member : ''),
          body.settings,
        )
        const source = body.sourceId
          ? await updateSource(tx, actor.organisationId, body.sourceId, { settings: body.settings, trust: body.trust })
          : await createSource(tx, actor.organisationId, {
              kind: 'connector',
              member: body.member ?? '',
              name: body.name ?? '',
              settings: body.settings,
              trust: body.trust,
              role: services.intake.connectorOf(body.member ?? '').role,
            })
        const run = await queueRun(tx, {
          sourceId: source.id,
          trigger: 'person',
          actor,
          fileId: body.fileId,
          settings: body.settings,
        })
        await recordAudit(tx, actor, {
          action: 'import.started',
          subjectKind: 'source',
          subjectId: source.id,
          detail: { run: run.id, file: run.fileName },
        })
        return run
      }),
  }),
]

/** The contract's lists are read-only; the schema's are not. */
const plain = (inspection: unknown) => structuredClone(inspection) as z.output<typeof Inspection>

/** A member with its settings as JSON Schema, to draw a form from. */
const withForm = ({
  id,
  title,
  summary,
  everyHours,
  config,
}: {
  id: string
  title: string
  summary: string
  everyHours: number
  config: z.ZodType
}) => ({
  id,
  title,
  summary,
  everyHours,
  settings: z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
})

/** Settings as they are saved: of what is reached over the network they are proven before, and secrets are sealed. */
async function proven(
  { intake }: ApiServices,
  kind: SourceKind,
  member: string,
  settings: Record<string, unknown>,
  before?: Record<string, unknown>,
) {
  const api = kind === 'connector' ? intake.apiConnectorOf(member) : undefined
  if (api) return await intake.checkApi(api, settings, before)
  return kind === 'feed' ? await intake.checkFeed(member, settings, before) : settings
}

async function sourcesOf(db: Db, organisationId: string, { feeds, apiConnectors }: ApiServices) {
  const sources = await listSources(db, organisationId, await devicesPerSource(db, organisationId))
  const ages = await agesByFeed(db, feeds)
  const cursors = new Map((await allSources(db, organisationId)).map(({ id, cursor }) => [id, cursor]))
  const listOf = (source: SourceRow): z.infer<typeof NamedSource>['list'] => {
    const shared = source.kind === 'feed' ? ages.get(source.member) : undefined
    const feed = feeds.find(({ id }) => id === source.member)
    if (!shared || !feed) return null
    if (!feed.dayOf || feed.silentDays === undefined) return { ...shared, inForce: null }
    const read = feed.cursor.safeParse(cursors.get(source.id))
    const day = read.success ? feed.dayOf(read.data) : null
    const everyHours = source.disabledAt === null ? source.everyHours : null
    return ageOfOwnList({ lastReadAt: source.lastReadAt, everyHours, day }, feed.silentDays, shared.day)
  }
  return sources.map((source) => ({
    ...source,
    isApi: source.kind === 'connector' && apiConnectors.some(({ id }) => id === source.member),
    lastReadAt: notAhead(source.lastReadAt),
    list: listOf(source),
  }))
}
