import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { recordAudit } from '#domain/access/access.ts'
import {
  bundlePageContents,
  bundlePageHeads,
  feedsToCarry,
  findMadeBundle,
  findMadeBundleBy,
  keepMade,
  type MadeBundle,
  madeBundles,
  nextBundleSequence,
  openBundleKey,
} from '#domain/sources/sources.ts'
import type { Actor } from '#model/access.ts'
import type { BundleEnd, BundleFileManifest, BundleManifest, BundlePage } from '#model/bundle.ts'
import { openArchive, writeArchive } from '#platform/bundle/archive.ts'
import { fingerprintOf, keyPairOf, signMessage } from '#platform/bundle/signing.ts'
import { type Db, inSnapshot, inTransaction } from '#platform/db/database.ts'
import { migrations } from '#platform/db/migrate.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'

export interface BundleOrder {
  /** Where it goes; below the data folder unless told. */
  readonly target?: string | undefined
  /** A delta since this bundle: its file, id or number; or since the last that was made by this time. */
  readonly since?: string | undefined
  /** An Ed25519 private key as PEM that is kept elsewhere. */
  readonly keyFile?: string | undefined
  readonly progress?: ((done: number, total: number) => void) | undefined
}

const bytesAtOnce = 16_000_000

/** Writes what this site's feeds brought as one signed file. The feeds go on meanwhile: it is read from one snapshot. */
export async function makeBundle(
  db: Db,
  dataDir: string,
  actor: Actor,
  { target, since, keyFile, progress = () => {} }: BundleOrder,
): Promise<MadeBundle & { readonly fingerprint: string }> {
  const organisationId = actor.organisationId
  const own = await openBundleKey(db, openSecrets(dataDir), organisationId)
  const keys = keyFile === undefined ? own : keyPairOf(readKeyFile(keyFile))
  const base = since === undefined ? null : await baseOf(db, organisationId, since)
  const sequence = await inTransaction(db, (tx) => nextBundleSequence(tx, organisationId))
  const id = newId()
  const file = path.resolve(target ?? path.join(dataDir, 'bundles', `homeostat-${sequence}-${id}.bundle`))
  if (target !== undefined && existsSync(file))
    throw new AppError('conflict', `${file} is there already. Give another name, or remove it.`)

  return await inSnapshot(db, async (snapshot) => {
    const feeds = await feedsToCarry(snapshot, organisationId)
    const read = feeds.filter(({ is_kept, read_at }) => is_kept && read_at)
    if (read.length === 0)
      throw new AppError(
        'conflict',
        'No feed was read to its end since this site has a key: there is nothing to carry. Read the feeds (Sources, "Read now"), then make the bundle.',
      )
    const parts: (BundleFileManifest['parts'][number] & { content: () => AsyncIterable<Uint8Array> })[] = []
    const total = { done: 0, bytes: 0 }
    for (const [index, feed] of read.entries()) {
      const after = base ? (base.ends[feed.id] ?? null) : null
      const heads = await bundlePageHeads(snapshot, organisationId, feed.id, after?.number ?? 0)
      const content = async function* () {
        for (const numbers of inPieces(heads))
          for (const piece of await bundlePageContents(snapshot, organisationId, feed.id, numbers)) {
            yield piece
            total.done += piece.length
            progress(total.done, total.bytes)
          }
      }
      // Read twice, here for the digest: nothing of it is ever held as a whole.
      const hash = createHash('sha256')
      for (const numbers of inPieces(heads))
        for (const piece of await bundlePageContents(snapshot, organisationId, feed.id, numbers)) hash.update(piece)
      const last = heads.at(-1)
      const records: Record<string, number> = {}
      for (const head of heads)
        for (const [kind, n] of Object.entries(head.records)) records[kind] = (records[kind] ?? 0) + n
      const bytes = heads.reduce((sum, head) => sum + head.bytes, 0)
      total.bytes += bytes
      parts.push({
        file: `parts/${String(index + 1).padStart(4, '0')}.ndjson.zst`,
        source: feed.id,
        feed: feed.member,
        name: feed.name,
        readAt: feed.read_at && new Date(feed.read_at).toISOString(),
        after,
        until: last ? { number: last.number, chain: last.chain } : (after ?? { number: 0, chain: '' }),
        records,
        bytes,
        sha256: hash.digest('hex'),
        pages: heads.map((head): BundlePage => [head.number, head.bytes, head.raw_bytes, head.sha256, head.chain]),
        content,
      })
    }
    const manifest: BundleFileManifest = {
      homeostat: 'bundle',
      format: 1,
      id,
      issuer: own.issuer,
      sequence,
      createdAt: new Date().toISOString(),
      schema: Object.keys(migrations()).sort().at(-1)!,
      base: base && { id: base.id, sequence: base.sequence, createdAt: new Date(base.made_at).toISOString() },
      parts: parts.map(({ content: _, ...part }) => part),
      leftOut: feeds
        .filter((feed) => !read.includes(feed))
        .map(({ member, name }) => ({
          feed: member,
          name,
          reason: 'It was not read to its end since this site has a key. Read it, then make another bundle.',
        })),
    }
    const text = Buffer.from(JSON.stringify(manifest))
    const comment = `homeostat bundle ${sequence} of ${own.issuer}, ${manifest.createdAt}`
    const bytes = await writeArchive(
      file,
      { publicKey: keys.publicKey, signature: signMessage(keys, text, comment), manifest: text },
      parts,
    )
    const fingerprint = fingerprintOf(keys.publicKey)
    const made: MadeBundle = {
      sequence,
      id,
      base_sequence: base?.sequence ?? null,
      // A feed that is not in this one goes on from where the one before left it.
      ends: {
        ...base?.ends,
        ...Object.fromEntries(parts.map(({ source, until }): [string, BundleEnd] => [source, until])),
      },
      manifest: withoutPages(manifest),
      bytes,
      path: file,
      made_at: manifest.createdAt,
      made_by: actor.name,
    }
    try {
      await inTransaction(db, async (tx) => {
        await keepMade(tx, organisationId, made)
        await recordAudit(tx, actor, {
          action: 'bundle.made',
          subjectKind: 'organisation',
          subjectId: organisationId,
          detail: {
            bundle: id,
            sequence,
            since: base?.sequence ?? null,
            bytes,
            signedBy: fingerprint,
          },
        })
      })
    } catch (error) {
      rmSync(file, { force: true })
      throw error
    }
    return { ...made, fingerprint }
  })
}

export const withoutPages = (manifest: BundleFileManifest): BundleManifest => ({
  ...manifest,
  parts: manifest.parts.map(({ pages: _, ...part }) => part),
})

function* inPieces(heads: readonly { number: number; bytes: number }[]): Iterable<number[]> {
  let numbers: number[] = []
  let bytes = 0
  for (const head of heads) {
    if (bytes > 0 && bytes + head.bytes > bytesAtOnce) {
      yield numbers
      numbers = []
      bytes = 0
    }
    numbers.push(head.number)
    bytes += head.bytes
  }
  if (numbers.length > 0) yield numbers
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('not_found', `The key file ${file} cannot be read. Give the path of a file that can.`, { cause })
  }
}

async function baseOf(db: Db, organisationId: string, since: string): Promise<MadeBundle> {
  const made = await findBase(db, organisationId, since)
  if (made) return made
  const [last] = await madeBundles(db, organisationId)
  throw new AppError(
    'not_found',
    `No bundle "${since}" was made here. ${last ? `The last one is number ${last.sequence} (${last.id}).` : 'Make a full one first.'}`,
  )
}

async function findBase(db: Db, organisationId: string, since: string): Promise<MadeBundle | undefined> {
  if (existsSync(since)) {
    const { manifest } = await openArchive(since)
    const { id } = JSON.parse(manifest.toString()) as { id?: unknown }
    return await findMadeBundle(db, organisationId, String(id))
  }
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(since)) return await findMadeBundle(db, organisationId, since)
  if (/^\d{1,9}$/.test(since))
    return (await madeBundles(db, organisationId)).find(({ sequence }) => sequence === Number(since))
  // A day means its end.
  const at = /^\d{4}-\d{2}-\d{2}$/.test(since) ? `${since}T23:59:59.999Z` : since
  if (Number.isNaN(Date.parse(at)))
    throw new AppError(
      'bad_request',
      `"${since}" names no bundle. Give the file, id or number of one that was made here, or a date such as 2026-05-31.`,
    )
  return await findMadeBundleBy(db, organisationId, new Date(at).toISOString())
}
