import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connectors } from '#connectors/registry.ts'
import { ensureOrganisation } from '#domain/access/access.ts'
import { claimRun, createSource, getRun, queueRun } from '#domain/sources/sources.ts'
import { feeds } from '#feeds/registry.ts'
import { createIntake } from '#intake/intake.ts'
import { perform } from '#intake/worker.ts'
import type { Run } from '#model/source.ts'
import { readConfig } from '#platform/config/config.ts'
import { openDatabase } from '#platform/db/database.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { ensureDatabase, migrate } from '#platform/db/migrate.ts'
import { tidy } from '#platform/db/tidy.ts'
import { silentLog } from '#platform/log.ts'
import { settingsOf } from '#wiring/demo.ts'
import { openFeed } from '#wiring/open-feed.ts'

/**
 * The embedded PostgreSQL with the settings that a hospital has, and the way that a hospital's files go into it. `keyColumns` name a
 * record, in each file the first that it has.
 */
export async function openStage({ keyColumns = [] }: { readonly keyColumns?: readonly string[] } = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-bench-'))
  const postgres = await startEmbedded({ dataDir: path.join(dataDir, 'postgres') })
  const connection = { socketDir: postgres.socketDir, port: postgres.port, database: 'homeostat' }
  await ensureDatabase(connection)
  const database = openDatabase(connection, { max: 4 })
  const { db } = database
  await migrate(db)
  const organisation = await ensureOrganisation(db)
  const actor = { organisationId: organisation.id, personId: null, name: 'bench' }
  const parts = {
    db,
    log: silentLog,
    dataDir,
    connectors,
    apiConnectors: [],
    openApi: () => Promise.reject(new Error('Nothing is read over an interface here')),
    feeds,
    openFeed: (feed: (typeof feeds)[number], settings: Record<string, unknown>, signal?: AbortSignal) =>
      openFeed(feed, settings, readConfig({}, {}), silentLog, signal),
  }
  const intake = createIntake(parts)
  const sources = new Map<string, string>()

  /** Does the one run that waits; gives how it ended and how long it took. */
  async function work(id: string): Promise<{ run: Run; seconds: number; tidied: number }> {
    const started = performance.now()
    const claimed = await claimRun(db, 'bench', 3600)
    if (!claimed) throw new Error('No run waits')
    await perform(parts, 'bench', claimed)
    const seconds = (performance.now() - started) / 1000
    const tidying = performance.now()
    await tidy(db)
    const tidied = (performance.now() - tidying) / 1000
    const run = await getRun(db, organisation.id, id)
    if (run.state !== 'succeeded') throw new Error(`The run ${run.state}: ${run.error?.detail}`)
    return { run, seconds, tidied }
  }

  return {
    db,
    dataDir,
    organisationId: organisation.id,

    async readFeed(member: string, location: string, name = member) {
      const source = await createSource(db, organisation.id, { kind: 'feed', member, name, settings: { location } })
      sources.set(name, source.id)
      return await work((await queueRun(db, { sourceId: source.id, trigger: 'person', actor })).id)
    },

    async readAgain(name: string) {
      const sourceId = sources.get(name)
      if (!sourceId) throw new Error(`There is no source ${name}`)
      return await work((await queueRun(db, { sourceId, trigger: 'person', actor })).id)
    },

    /** Uploads, believes the guessed columns, imports. The same name is the same source. */
    async importFile(name: string, file: string) {
      const upload = await intake.upload(db, organisation.id, {
        name: path.basename(file),
        mediaType: 'text/csv',
        stream: createReadStream(file),
      })
      const guessed = settingsOf(upload.inspection, 'UTC')
      const key = keyColumns.find((column) => upload.inspection.columns.some(({ name: known }) => known === column))
      const settings = key ? { ...guessed, columns: { ...(guessed.columns as object), [key]: 'sourceKey' } } : guessed
      const sourceId =
        sources.get(name) ??
        (await createSource(db, organisation.id, { kind: 'connector', member: upload.member, name, settings })).id
      sources.set(name, sourceId)
      return await work(
        (await queueRun(db, { sourceId, trigger: 'person', actor, fileId: upload.fileId, settings })).id,
      )
    },

    async close() {
      await database.close()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
