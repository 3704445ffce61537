import { existsSync, rmSync, statSync } from 'node:fs'
import { zstdDecompressSync } from 'node:zlib'
import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import {
  bundleMember,
  createSource,
  findSourceByName,
  getFile,
  getRun,
  getRunRecord,
  goesOnFrom,
  keepLoad,
  loadedBundles,
  queueRun,
  replaceRunFile,
  resumeRun,
  storeFile,
  trustedIssuers,
} from '#domain/sources/sources.ts'
import type { Feed, FeedPage } from '#feeds/feed.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import { BundleEnd, BundleFileManifest, type BundleManifest } from '#model/bundle.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import type { Skipped } from '#model/observation.ts'
import type { Run } from '#model/source.ts'
import { noBundle, openArchive, openPieces, tampered, verifyParts } from '#platform/bundle/archive.ts'
import { fingerprintOf, isSignedBy } from '#platform/bundle/signing.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { migrations } from '#platform/db/migrate.ts'
import { AppError } from '#platform/errors.ts'
import { sha256 } from '#platform/id.ts'
import { withoutPages } from './bundle-make.ts'
import type { ReceivedFile } from './uploads.ts'

/** The most that a page may unpack to: the largest pages of today's feeds have some 20 MB. */
const largestPage = 400_000_000

interface OpenedBundle {
  readonly manifest: BundleFileManifest
  readonly fingerprint: string
  /** Where each part begins. */
  readonly places: readonly number[]
}

/**
 * Proves who signed a bundle before any of it is read, then that every byte is as it was signed. `trusted` are the
 * fingerprints that people entered.
 */
export async function openBundle(file: string, trusted: ReadonlySet<string>): Promise<OpenedBundle> {
  const opening = await openArchive(file)
  const fingerprint = fingerprintOf(opening.publicKey)
  if (!trusted.has(fingerprint))
    throw new AppError(
      'forbidden',
      `This bundle is signed with a key that nobody trusts here: ${fingerprint}. Have the site that made it read its fingerprint to you over the phone; only where it is the same, trust it (Bundles, or \`homeostat bundle trust\`) and load again.`,
      { details: { fingerprint } },
    )
  if (!isSignedBy(opening.publicKey, opening.manifest, opening.signature)) throw tampered('its signature is not right')
  const manifest = readManifest(opening.manifest)
  const places = await verifyParts(file, opening.at, manifest.parts)
  return { manifest, fingerprint, places }
}

function readManifest(text: Buffer): BundleFileManifest {
  let said: unknown
  try {
    said = JSON.parse(text.toString())
  } catch {
    throw noBundle()
  }
  const { format, schema } = z.looseObject({ format: z.unknown(), schema: z.unknown() }).parse(said)
  if (format !== 1 || (typeof schema === 'string' && !Object.keys(migrations()).some((name) => name >= schema)))
    throw new AppError(
      'unreadable',
      `This bundle was made by a newer Homeostat (format ${String(format)}, ${String(schema)}). Update this one first, then load it again.`,
    )
  const parsed = BundleFileManifest.safeParse(said)
  if (!parsed.success)
    throw new AppError(
      'unreadable',
      `This bundle's list of contents cannot be read (${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}). Have it made again.`,
    )
  for (const part of parsed.data.parts)
    if (part.pages.reduce((sum, [, bytes]) => sum + bytes, 0) !== part.bytes)
      throw new AppError('unreadable', `The pages of ${part.file} do not fill it. Have the bundle made again.`)
  return parsed.data
}

const Ends = z.record(z.string(), BundleEnd)

const trustedBy = async (db: Db, organisationId: OrganisationId) =>
  new Set((await trustedIssuers(db, organisationId)).map(({ fingerprint }) => fingerprint))

export interface AcceptedBundle {
  /** `already`: all of it was loaded before, and nothing is written. */
  readonly state: 'queued' | 'resumed' | 'already'
  readonly run: Run
  readonly fingerprint: string
  readonly manifest: BundleManifest
}

/** Takes a received bundle into the queue, or refuses it and keeps nothing. */
export async function acceptBundle(db: Db, actor: Actor, received: ReceivedFile): Promise<AcceptedBundle> {
  const organisationId = actor.organisationId
  try {
    const { manifest, fingerprint } = await openBundle(received.path, await trustedBy(db, organisationId))
    return await inTransaction(db, async (tx) => {
      const loads = await loadedBundles(tx, organisationId, fingerprint)
      const same = loads.find(({ id }) => id === manifest.id)
      const short = withoutPages(manifest)
      assertNoRollback(loads, manifest)
      if (same) {
        const before = await getRun(tx, organisationId, same.run_id)
        if (!before.canResume) {
          rmSync(received.path, { force: true })
          return {
            state: before.state === 'succeeded' ? 'already' : 'queued',
            run: before,
            fingerprint,
            manifest: short,
          }
        }
        if (await keptFile(tx, organisationId, same.run_id)) rmSync(received.path, { force: true })
        else await replaceRunFile(tx, organisationId, same.run_id, await storeFile(tx, organisationId, received))
        const run = await resumeRun(tx, organisationId, same.run_id)
        await recordAudit(tx, actor, {
          action: 'run.resumed',
          subjectKind: 'source',
          subjectId: run.sourceId,
          detail: { run: run.id, bundle: manifest.id },
        })
        return { state: 'resumed', run, fingerprint, manifest: short }
      }
      const name = `Bundles of ${manifest.issuer} (${fingerprint.slice(0, 9)})`
      const source =
        (await findSourceByName(tx, organisationId, name)) ??
        (await createSource(tx, organisationId, {
          kind: 'feed',
          member: bundleMember,
          name,
          settings: { fingerprint },
        }))
      assertBaseIsLoaded(loads, manifest, Ends.parse(source.cursor ?? {}))
      const fileId = await storeFile(tx, organisationId, received)
      const run = await queueRun(tx, { sourceId: source.id, trigger: 'person', actor, fileId })
      await keepLoad(tx, organisationId, {
        fingerprint,
        sequence: manifest.sequence,
        id: manifest.id,
        manifest: short,
        run_id: run.id,
      })
      await recordAudit(tx, actor, {
        action: 'bundle.load_started',
        subjectKind: 'source',
        subjectId: source.id,
        detail: { run: run.id, bundle: manifest.id, sequence: manifest.sequence, fingerprint },
      })
      return { state: 'queued', run, fingerprint, manifest: short }
    })
  } catch (error) {
    rmSync(received.path, { force: true })
    throw error
  }
}

/** The file of a run, where it is kept and whole. */
async function keptFile(db: Db, organisationId: OrganisationId, runId: string): Promise<string | undefined> {
  const { file_id } = await getRunRecord(db, organisationId, runId)
  const file = file_id === null ? undefined : await getFile(db, organisationId, file_id)
  return file?.path && existsSync(file.path) && statSync(file.path).size === file.bytes ? file.path : undefined
}

type Loads = Awaited<ReturnType<typeof loadedBundles>>

function assertNoRollback(loads: Loads, manifest: BundleManifest) {
  const newest = loads[0]
  if (!newest || manifest.sequence > newest.sequence || newest.id === manifest.id) return
  const other = manifest.sequence === newest.sequence ? ' is another one' : ' is newer'
  throw new AppError(
    'conflict',
    `Bundle ${manifest.sequence} of ${manifest.issuer} (${manifest.createdAt}) is refused: number ${newest.sequence} of ${newest.manifest.createdAt}${other}, and it is here already. Load a newer one. Where the making site was restored from a backup, have it make a new key and a full bundle.`,
  )
}

function assertBaseIsLoaded(loads: Loads, manifest: BundleFileManifest, ends: z.infer<typeof Ends>) {
  if (!manifest.base || manifest.parts.every((part) => goesOnFrom(part, ends[part.source]) !== 'missing')) return
  const { sequence, id, createdAt } = manifest.base
  const begun = loads.find((load) => load.id === id)
  throw new AppError(
    'conflict',
    begun
      ? `Bundle ${manifest.sequence} goes on from bundle ${sequence} of ${createdAt}, which is loaded only in part (${begun.state}). Let it end or resume it, then load this one.`
      : `Bundle ${manifest.sequence} goes on from bundle ${sequence} of ${createdAt} (${id}), which is not loaded here. Load that one first, or have a full one made.`,
  )
}

/** A bundle in the clothes of a feed, so that its pages go the way that every page of a feed goes. */
export function bundleFeed(db: Db, organisationId: OrganisationId, runId: string): Feed<unknown, z.infer<typeof Ends>> {
  return {
    id: bundleMember,
    title: 'Bundle',
    summary: 'What the feeds of another site brought',
    config: z.unknown(),
    cursor: Ends,
    everyHours: 0,
    check: async () => {},
    async *pull(context, since) {
      const { file_id, file_name } = await getRunRecord(db, organisationId, runId)
      if (!file_id)
        throw new AppError('bad_request', 'A bundle is loaded from its file. Upload it on the page Bundles.')
      const file = await keptFile(db, organisationId, runId)
      if (!file) throw new AppError('not_found', `The bundle "${file_name}" is no longer kept. Upload it again.`)
      // Trust may have been taken back, and a newer one been loaded, while it waited.
      const { manifest, fingerprint, places } = await openBundle(file, await trustedBy(db, organisationId))
      const loads = await loadedBundles(db, organisationId, fingerprint)
      assertNoRollback(loads, manifest)
      const ends: Record<string, BundleEnd> = { ...since }
      assertBaseIsLoaded(loads, manifest, ends)
      const piece = openPieces(file)
      try {
        yield* pagesOf(manifest, places, ends, piece.read, context.signal)
      } finally {
        piece.close()
      }
    },
  }
}

async function* pagesOf(
  manifest: BundleFileManifest,
  places: readonly number[],
  ends: Record<string, BundleEnd>,
  read: (at: number, bytes: number) => Buffer,
  signal: AbortSignal | undefined,
): AsyncGenerator<FeedPage<z.infer<typeof Ends>>> {
  const total = manifest.parts.reduce((sum, { records }) => sum + Object.values(records).reduce((a, n) => a + n, 0), 0)
  let done = 0
  for (const [index, part] of manifest.parts.entries()) {
    const from = goesOnFrom(part, ends[part.source])
    let at = places[index]!
    for (const [number, bytes, rawBytes, digest, chain] of part.pages) {
      signal?.throwIfAborted()
      const start = at
      at += bytes
      if (from === 'missing' || number <= from) continue
      const { records, skipped } = unpack(read(start, bytes), rawBytes, digest, part.file)
      ends[part.source] = { number, chain }
      done += records.filter(({ kind }) => kind !== 'complete').length
      yield { records, skipped, cursor: { ...ends }, progress: { done, total } }
    }
  }
}

function unpack(packed: Buffer, rawBytes: number, digest: string, where: string) {
  if (sha256(packed) !== digest) throw tampered(`in ${where}`)
  if (rawBytes > largestPage) throw tooLarge(where)
  let raw: Buffer
  try {
    raw = zstdDecompressSync(packed, { maxOutputLength: Math.max(rawBytes, 1) })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(where)
    throw new AppError('unreadable', `A page of ${where} cannot be unpacked. Have the bundle made again.`, {
      cause: error,
    })
  }
  return JSON.parse(raw.toString()) as { records: FeedRecord[]; skipped: Skipped[] }
}

const tooLarge = (where: string) =>
  new AppError(
    'hostile_file',
    `A page of ${where} unpacks to more than it says, or than is taken. Nothing more of it is read; tell whoever made the bundle.`,
  )
