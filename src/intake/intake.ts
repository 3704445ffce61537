import { rmSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { ApiConnector, ApiContext } from '#connectors/api-connector.ts'
import type { Connector, InputFile, Inspection } from '#connectors/connector.ts'
import { claimChanges, deviceOf, getDeviceRow, prepare, previewObservations } from '#domain/inventory/inventory.ts'
import { onObservations } from '#domain/loop.ts'
import {
  getFile,
  getRunRecord,
  getSkipped,
  getSource,
  type RunRecord,
  type SourceRecord,
  settleSkipped,
  storeFile,
} from '#domain/sources/sources.ts'
import type { Feed, FeedContext } from '#feeds/feed.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Observation, Skipped } from '#model/observation.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { kindOfFile, readHead, unknownKind } from '#platform/file-kind.ts'
import type { Log } from '#platform/log.ts'
import { csvRow } from '#standards/csv/write-csv.ts'
import { acceptBundle } from './bundle-load.ts'
import { type BundleOrder, makeBundle } from './bundle-make.ts'
import { hidingSecrets, sealSettings, withKeptSecrets } from './feed-secrets.ts'
import { diskFile, inputFile, isKept, receiveUpload, type Upload } from './uploads.ts'

// Brings what connectors and feeds yield through the domain's doors: uploads, a look before the import, runs, replays.

export interface IntakeParts {
  readonly log: Log
  readonly dataDir: string
  readonly connectors: readonly Connector[]
  readonly feeds: readonly Feed[]
  readonly apiConnectors: readonly ApiConnector[]
  readonly openFeed: (
    feed: Feed,
    settings: Record<string, unknown>,
  ) => Promise<{ context: FeedContext<unknown>; close(): Promise<void> }>
  readonly openApi: (
    connector: ApiConnector,
    settings: Record<string, unknown>,
  ) => Promise<{ context: ApiContext<unknown>; close(): Promise<void> }>
}

export interface Preview {
  readonly rows: number
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly rejected: number
  readonly examples: {
    readonly new: { sourceKey: string; claims: Record<string, unknown> }[]
    readonly changed: {
      sourceKey: string
      deviceId: string
      name: string
      assetTag: string | null
      changes: { attribute: string; before: string | null; after: string | null }[]
    }[]
    readonly rejected: { position: string; code: string; reason: string; raw: Record<string, string> | null }[]
  }
}

export type Intake = ReturnType<typeof createIntake>

const examples = 5
const batchSize = 4000

export function createIntake({ log, dataDir, connectors, feeds, apiConnectors, openFeed, openApi }: IntakeParts) {
  function connectorOf(member: string): Connector {
    const connector = connectors.find(({ id }) => id === member)
    if (!connector)
      throw new AppError(
        'bad_request',
        `There is no connector "${member}". Choose one of ${connectors.map(({ id }) => id).join(', ')}.`,
      )
    return connector
  }

  const apiConnectorOf = (member: string): ApiConnector | undefined => apiConnectors.find(({ id }) => id === member)

  function chosen(head: Buffer, fileName: string): Connector {
    const connector = kindOfFile(connectors, head, fileName)
    if (!connector) throw unknownKind(connectors, fileName)
    return connector
  }

  const connectorFor = async (file: InputFile): Promise<Connector> => chosen(await readHead(file), file.name)

  function feedOf(member: string): Feed {
    const feed = feeds.find(({ id }) => id === member)
    if (!feed)
      throw new AppError(
        'bad_request',
        `There is no feed "${member}". Choose one of ${feeds.map(({ id }) => id).join(', ')}.`,
      )
    return feed
  }

  async function look(
    connector: Connector,
    file: InputFile,
    settings: Record<string, unknown> | undefined,
  ): Promise<Inspection> {
    return await connector.inspect({ file, log, now: () => new Date(), ...(settings && { config: settings }) })
  }

  /** What read the file of a run; the file may be gone by now. */
  async function readerOf(db: Db, source: SourceRecord, run: RunRecord): Promise<Connector | undefined> {
    const file = run.file_id && (await getFile(db, run.organisation_id, run.file_id))
    const chosen = file && isKept(file) && kindOfFile(connectors, await readHead(inputFile(file)), file.name)
    return chosen || connectors.find(({ id }) => id === source.member)
  }

  return {
    connectorOf,
    feedOf,
    /** Undefined where the member reads files. */
    apiConnectorOf,

    checkSettings: (member: string, settings: Record<string, unknown>): unknown =>
      configOf(connectorOf(member), settings),

    /** Keeps the file and says what stands in it; one that cannot be read is refused and leaves nothing behind. */
    async upload(db: Db, organisationId: OrganisationId, upload: Upload) {
      const received = await receiveUpload(dataDir, upload, (head) =>
        chosen(head, upload.name).guard({ name: path.basename(upload.name) }),
      )
      try {
        const file = diskFile(received.path, received.name)
        const connector = await connectorFor(file)
        const inspection = await look(connector, file, undefined)
        const fileId = await storeFile(db, organisationId, received)
        return { fileId, name: upload.name, bytes: received.bytes, member: connector.id, inspection }
      } catch (error) {
        rmSync(received.path, { force: true })
        throw error
      }
    },

    /** Looks again, with the columns as a person corrected them or as the source remembers them. */
    async inspect(
      db: Db,
      organisationId: OrganisationId,
      fileId: string,
      settings: Record<string, unknown> | undefined,
    ): Promise<Inspection> {
      const file = inputFile(await getFile(db, organisationId, fileId))
      return await look(await connectorFor(file), file, settings)
    },

    /** What the import would do; nothing is stored. */
    async preview(
      db: Db,
      source: SourceRecord | null,
      organisationId: OrganisationId,
      fileId: string,
      settings: Record<string, unknown>,
    ): Promise<Preview> {
      const file = inputFile(await getFile(db, organisationId, fileId))
      const connector = await connectorFor(file)
      const found = {
        rows: 0,
        new: 0,
        changed: 0,
        unchanged: 0,
        rejected: 0,
        examples: { new: [], changed: [], rejected: [] } as Preview['examples'],
      }
      let batch: Observation[] = []
      async function count() {
        const seen = await previewObservations(db, source, batch)
        found.new += seen.new.length
        found.changed += seen.changed.length
        found.unchanged += seen.unchanged
        const room = examples - found.examples.new.length
        found.examples.new.push(...seen.new.slice(0, room).map(({ sourceKey, claims }) => ({ sourceKey, claims })))
        const changes = await claimChanges(
          db,
          organisationId,
          seen.changed.slice(0, examples - found.examples.changed.length),
        )
        // Five at most in a whole preview.
        const devices = await Promise.all(changes.map(({ deviceId }) => getDeviceRow(db, organisationId, deviceId)))
        found.examples.changed.push(
          ...changes.map((one, index) => {
            const { name, assetTag } = devices[index]!
            return { ...one, name, assetTag }
          }),
        )
        batch = []
      }
      for await (const collected of connector.collect({
        config: configOf(connector, settings),
        file,
        log,
        now: () => new Date(),
      })) {
        found.rows++
        if (collected.kind === 'observation') batch.push(collected.observation)
        else {
          found.rejected++
          const { position, code, reason, raw } = collected.skipped
          if (found.examples.rejected.length < 50)
            found.examples.rejected.push({ position, code, reason, raw: raw ?? null })
        }
        if (batch.length >= batchSize) await count()
      }
      await count()
      return found
    },

    /** Takes a quarantined row of a table again, as a person corrected it. What a report skipped is mended in the report. */
    async replay(
      db: Db,
      actor: Actor,
      skippedId: string,
      raw: Record<string, string>,
    ): Promise<{ state: 'replayed'; deviceId: string }> {
      const organisationId = actor.organisationId
      const skipped = await getSkipped(db, organisationId, skippedId)
      if (skipped.state !== 'open') throw new AppError('conflict', `This record was ${skipped.state} already.`)
      const source = await getSource(db, organisationId, skipped.sourceId)
      if (apiConnectorOf(source.member))
        throw new AppError('conflict', 'Correct the record in the system itself: the next run reads it again.')
      const run = await getRunRecord(db, organisationId, skipped.runId)
      const reader = await readerOf(db, source, run)
      if (reader?.reads === 'report')
        throw new AppError(
          'conflict',
          `This record stands in a report (${reader.title}), which is no table that can be corrected here. Mend it where the report is made and import it again, or dismiss the record.`,
        )
      const connector = connectorOf('csv-file')
      const { sheet: _, ...settings } = { ...source.settings, ...run.settings }
      const file = oneRecord({ ...emptyColumns(settings), ...raw })
      const now = new Date()
      const observations: Observation[] = []
      const refused: Skipped[] = []
      for await (const collected of connector.collect({
        config: configOf(connector, settings),
        file,
        log,
        now: () => now,
      }))
        if (collected.kind === 'observation') observations.push(collected.observation)
        else refused.push(collected.skipped)
      const [observation] = observations
      if (!observation)
        throw new AppError(
          'unreadable',
          refused[0]?.reason ?? 'This record still says nothing about a device. Fill in what identifies it.',
        )
      return await inTransaction(db, async (tx) => {
        await onObservations(tx, source, { id: skipped.runId, now: now.toISOString(), actor }, [prepare(observation)])
        await settleSkipped(tx, organisationId, skippedId, 'replayed')
        return {
          state: 'replayed' as const,
          deviceId: await deviceOf(tx, organisationId, source.id, observation.sourceKey),
        }
      })
    },

    makeBundle: (db: Db, actor: Actor, order: BundleOrder) => makeBundle(db, dataDir, actor, order),

    /** Proves a bundle and puts its loading in the queue. */
    loadBundle: async (db: Db, actor: Actor, upload: Upload) =>
      await acceptBundle(db, actor, await receiveUpload(dataDir, upload)),

    /** The same of a connector that reads a system over its interface. */
    async checkApi(
      connector: ApiConnector,
      settings: Record<string, unknown>,
      before: Record<string, unknown> = {},
    ): Promise<Record<string, unknown>> {
      const open = withKeptSecrets(connector, settings, before, dataDir)
      const { context, close } = await openApi(connector, configOf(connector, open) as Record<string, unknown>)
      try {
        await hidingSecrets(connector, open, async () => await connector.check(context))
      } finally {
        await close()
      }
      return sealSettings(connector, open, dataDir)
    },

    /** Proves a feed's settings and gives them as they are saved: secrets sealed, those of `before` kept where it says so. */
    async checkFeed(
      member: string,
      settings: Record<string, unknown>,
      before: Record<string, unknown> = {},
    ): Promise<Record<string, unknown>> {
      const feed = feedOf(member)
      const open = withKeptSecrets(feed, settings, before, dataDir)
      const { context, close } = await openFeed(feed, configOf(feed, open) as Record<string, unknown>)
      try {
        await hidingSecrets(feed, open, async () => await feed.check(context))
      } finally {
        await close()
      }
      return sealSettings(feed, open, dataDir)
    },
  }
}

/** Settings as the member's schema reads them; what is wrong is named. */
export function configOf(
  member: Pick<Connector | Feed | ApiConnector, 'id' | 'config'>,
  settings: Record<string, unknown>,
): unknown {
  const parsed = member.config.safeParse(settings)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`).join('; ')
  throw new AppError('bad_request', `These settings do not fit "${member.id}": ${wrong}`)
}

/** A record keeps only the cells that hold something; the source's columns are there all the same. */
const emptyColumns = (settings: { columns?: unknown }): Record<string, string> =>
  Object.fromEntries(Object.keys((settings.columns as object) ?? {}).map((column) => [column, '']))

/** One record as a file of its own, so that it goes the way that every record goes. */
function oneRecord(raw: Record<string, string>): InputFile {
  const text = csvRow(Object.keys(raw)) + csvRow(Object.values(raw))
  return {
    name: 'corrected record.csv',
    bytes: Buffer.byteLength(text),
    stream: () => Readable.from([Buffer.from(text)]),
  }
}
