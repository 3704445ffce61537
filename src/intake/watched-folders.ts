import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Connector } from '#connectors/connector.ts'
import { failRun, hasRunOf, queueRun, type SourceRecord, storeFile, watchedSources } from '#domain/sources/sources.ts'
import type { Actor } from '#model/access.ts'
import { type Db, inTransaction, isTransient } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { maxUploadBytes, receiveUpload } from './uploads.ts'

export interface WatchParts {
  readonly db: Db
  readonly log: Log
  readonly dataDir: string
  readonly connectors: readonly Connector[]
}

export interface WatchedFolders {
  /** Queues what is new in the folders. What cannot be taken becomes a failed run that says why. */
  look(now: Date): Promise<void>
}

/** So long nobody may have written a file: an export over the network comes in pieces. */
const settledMs = 10_000

/** The folders that sources watch. What is there is read once for each source; it remembers what it saw, to read nothing twice. */
export function watchFolders({ db, log, dataDir, connectors }: WatchParts): WatchedFolders {
  /** Files by source and path: their state when they were taken. */
  const taken = new Map<string, string>()
  /** What is wrong with a folder or a file: told once, until it is another. */
  const told = new Map<string, string>()

  async function lookInto(source: SourceRecord, now: Date) {
    const extensions = connectors.find(({ id }) => id === source.member)?.extensions ?? []
    const files = await telling(source, source.id, `The watched folder ${source.watch_folder}`, () =>
      settledFiles(source.watch_folder!, extensions, now),
    )
    for (const file of files ?? []) {
      const key = `${source.id} ${file.path}`
      if (taken.get(key) === file.state) continue
      await telling(source, key, path.basename(file.path), async () => {
        await take(source, file)
        taken.set(key, file.state)
      })
    }
  }

  async function take(source: SourceRecord, { path: location, bytes }: SettledFile) {
    const name = path.basename(location)
    if (bytes > maxUploadBytes)
      throw new AppError('too_large', `${name} is larger than 2 GB. Split the export, or leave out columns.`)
    if (await hasRunOf(db, source, await digestOf(location))) return
    const stream = createReadStream(location)
    const received = await receiveUpload(dataDir, { name, mediaType: 'application/octet-stream', stream })
    try {
      await inTransaction(db, async (tx) => {
        const fileId = await storeFile(tx, source.organisation_id, received)
        await queueRun(tx, { ...runOf(source), fileId })
      })
    } catch (error) {
      rmSync(received.path, { force: true })
      throw error
    }
  }

  /** What goes wrong stands among the source's runs, and stops nothing else. */
  async function telling<T>(source: SourceRecord, key: string, what: string, work: () => T | Promise<T>) {
    try {
      const result = await work()
      told.delete(key)
      return result
    } catch (error) {
      if (isTransient(error)) throw error
      const { code, message: detail } =
        error instanceof AppError
          ? error
          : new AppError(
              'unreadable',
              `${what} cannot be read (${(error as Error).message}). Check that it is there, that the user who runs Homeostat may read it, and that the disk is not full.`,
            )
      if (told.get(key) === detail) return
      told.set(key, detail)
      log.warn({ source: source.name, error: String(error) }, 'A watched folder gave something that cannot be taken')
      await failRun(db, runOf(source), { code, detail })
    }
  }

  return {
    async look(now) {
      for (const source of await watchedSources(db)) await lookInto(source, now)
    },
  }
}

const runOf = (source: SourceRecord) => {
  const actor: Actor = {
    organisationId: source.organisation_id,
    personId: null,
    name: `Folder ${source.watch_folder}`,
  }
  return { sourceId: source.id, trigger: 'folder', actor, settings: source.settings } as const
}

interface SettledFile {
  readonly path: string
  readonly bytes: number
  /** Another text where the file was written again. */
  readonly state: string
}

/** Files that nobody writes any more. A copy may bring its old time of writing along; the time of its last change is of here. */
function settledFiles(folder: string, extensions: readonly string[], now: Date): SettledFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.toLowerCase().endsWith(extension)))
    .map((entry) => path.join(folder, entry.name))
    .sort()
    .flatMap((file) => {
      const { size, mtimeMs, ctimeMs } = statSync(file, { throwIfNoEntry: false }) ?? gone
      const isSettled = now.getTime() - Math.max(mtimeMs, ctimeMs) > settledMs
      return isSettled ? [{ path: file, bytes: size, state: `${size} ${mtimeMs} ${ctimeMs}` }] : []
    })
}

/** A file that was taken away meanwhile: it never settles. */
const gone = { size: 0, mtimeMs: Number.POSITIVE_INFINITY, ctimeMs: 0 }

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}
