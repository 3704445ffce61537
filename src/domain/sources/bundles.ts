import { zstdCompressSync } from 'node:zlib'
import { recordAudit } from '#domain/access/access.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { BundleEnd, BundleFilePart } from '#model/bundle.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import type { Skipped } from '#model/observation.ts'
import type { RecallList } from '#model/recall.ts'
import { fingerprintOf, type KeyPair, makeKeyPair, readFingerprint } from '#platform/bundle/signing.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { sha256 } from '#platform/id.ts'
import type { Secrets } from '#platform/secrets/secrets.ts'
import * as store from './bundle-store.ts'

// What bundles need of the two sites: the one that makes them keeps its feeds' pages and its key, the one that loads them
// whom it trusts and what came. Tables: bundle_key, feed_journal, feed_page, bundle_made, bundle_trust, bundle_load.

/** The member under which bundles stand among the sources; it is no feed of the catalogue. */
export const bundleMember = 'bundle'

const purpose = 'the key that signs bundles'

export interface BundleKey {
  readonly issuer: string
  readonly fingerprint: string
  readonly publicKey: string
  readonly madeAt: string
  readonly madeBy: string
}

export async function findBundleKey(db: Db, organisationId: OrganisationId): Promise<BundleKey | null> {
  const key = await store.findKey(db, organisationId)
  return key
    ? {
        issuer: key.issuer,
        fingerprint: fingerprintOf(key.public_key),
        publicKey: key.public_key,
        madeAt: key.made_at,
        madeBy: key.made_by,
      }
    : null
}

/** From here on the pages of feeds are kept. A key that is there stays, unless a new one is asked for. */
export async function makeBundleKey(
  db: Db,
  secrets: Secrets,
  actor: Actor,
  { issuer, isNew = false }: { issuer: string; isNew?: boolean | undefined },
): Promise<BundleKey> {
  return await inTransaction(db, async (tx) => {
    const before = await findBundleKey(tx, actor.organisationId)
    if (before && !isNew)
      throw new AppError(
        'conflict',
        `This site has a key already: ${before.fingerprint}. A new one must be trusted anew by every site that loads, and begins with a full bundle; ask for it only where the old one may be known to others.`,
      )
    const { publicKey, privateKey } = makeKeyPair()
    await store.upsertKey(tx, actor.organisationId, {
      issuer,
      public_key: publicKey,
      private_key: secrets.seal(privateKey, purpose),
      made_by: actor.name,
    })
    const made = (await findBundleKey(tx, actor.organisationId))!
    await recordAudit(tx, actor, {
      action: 'bundle.key_made',
      subjectKind: 'organisation',
      subjectId: actor.organisationId,
      detail: { fingerprint: made.fingerprint, issuer, ...(before && { before: before.fingerprint }) },
    })
    return made
  })
}

export async function openBundleKey(
  db: Db,
  secrets: Secrets,
  organisationId: OrganisationId,
): Promise<KeyPair & { issuer: string }> {
  const key = await store.findKey(db, organisationId)
  if (!key)
    throw new AppError(
      'conflict',
      'This site has no key to sign bundles with. Make one (`homeostat bundle key`), let the feeds be read, then make the bundle.',
    )
  return { issuer: key.issuer, publicKey: key.public_key, privateKey: secrets.open(key.private_key, purpose) }
}

export const nextBundleSequence = async (tx: Tx, organisationId: OrganisationId): Promise<number> =>
  (await store.nextSequence(tx, organisationId)) ?? 1

// the pages of feeds ------------------------------------------------------------------------------------------------

/** `none`: nobody makes bundles here; `missing`: the feed must be read from its start once; `kept`: its pages are kept. */
export async function journalState(
  db: Db,
  source: { organisation_id: OrganisationId; id: string; member: string },
): Promise<'none' | 'missing' | 'kept'> {
  if (source.member === bundleMember || !(await store.findKey(db, source.organisation_id))) return 'none'
  return (await store.hasJournal(db, source.organisation_id, source.id)) ? 'kept' : 'missing'
}

export const beginJournal = (tx: Tx, source: { organisation_id: OrganisationId; id: string }) =>
  store.insertJournal(tx, source.organisation_id, source.id)

/** Keeps a page as it was stored, in the transaction that stored it. */
export async function keepPage(
  tx: Tx,
  source: { organisation_id: OrganisationId; id: string },
  page: { readonly records: readonly FeedRecord[]; readonly skipped: readonly Skipped[] },
): Promise<void> {
  if (page.records.length === 0 && page.skipped.length === 0) return
  const raw = Buffer.from(`${JSON.stringify({ records: page.records, skipped: page.skipped })}\n`)
  const content = zstdCompressSync(raw)
  const digest = sha256(content)
  const last = await store.lastPage(tx, source.organisation_id, source.id)
  const records: Record<string, number> = {}
  const lists = new Set<string>()
  const completes = new Set<string>()
  for (const record of page.records) {
    if (record.kind === 'complete') for (const list of listsCompletedBy(record)) completes.add(list)
    else records[record.kind] = (records[record.kind] ?? 0) + 1
    for (const list of listsOf(record)) lists.add(list)
  }
  await store.insertPage(tx, source.organisation_id, source.id, {
    number: (last?.number ?? 0) + 1,
    records,
    lists: [...lists],
    completes: [...completes],
    raw_bytes: raw.length,
    sha256: digest,
    chain: sha256(`${last?.chain ?? ''}${digest}`),
    content,
  })
  if (completes.size > 0) await store.deleteSuperseded(tx, source.organisation_id, source.id)
}

const listsCompletedBy = (record: Extract<FeedRecord, { kind: 'complete' }>): readonly string[] =>
  record.of === 'recall' ? (record.lists ?? []).map(recallListNamed) : [record.of]

const recallListNamed = (list: RecallList) => `recall ${list}`

/** The lists that a record speaks of: each of FDA's two is complete on a day of its own. */
function listsOf(record: FeedRecord): readonly string[] {
  if (record.kind === 'complete') return listsCompletedBy(record)
  return [record.kind === 'recall' ? recallListNamed(record.entry.list) : record.kind]
}

export const feedsToCarry = (db: Db, organisationId: OrganisationId) =>
  store.feedsToCarry(db, organisationId, bundleMember)
export const bundlePageHeads = store.pageHeads
export const bundlePageContents = store.pageContents
export type BundlePageHead = store.PageHead

// bundles made ------------------------------------------------------------------------------------------------------

export type MadeBundle = store.MadeRecord
export const madeBundles = store.madeRows
export const keepMade = store.insertMade
export const findMadeBundle = store.findMade
export const findMadeBundleBy = store.findMadeBy

export async function getMadeBundle(db: Db, organisationId: OrganisationId, id: string): Promise<MadeBundle> {
  const made = await store.findMade(db, organisationId, id)
  if (!made) throw notFound('bundle made here', id)
  return made
}

// trust -------------------------------------------------------------------------------------------------------------

export interface TrustedIssuer {
  readonly fingerprint: string
  readonly name: string
  readonly trustedAt: string
  readonly trustedBy: string
}

export const trustedIssuers = async (db: Db, organisationId: OrganisationId): Promise<TrustedIssuer[]> =>
  (await store.trustRows(db, organisationId)).map((row) => ({
    fingerprint: row.fingerprint,
    name: row.name,
    trustedAt: row.trusted_at,
    trustedBy: row.trusted_by,
  }))

export async function trustIssuer(
  db: Db,
  actor: Actor,
  { fingerprint: typed, name }: { fingerprint: string; name: string },
): Promise<{ fingerprint: string }> {
  const fingerprint = readFingerprint(typed)
  await inTransaction(db, async (tx) => {
    await store.upsertTrust(tx, actor.organisationId, { fingerprint, name: name.trim(), trusted_by: actor.name })
    await recordAudit(tx, actor, {
      action: 'bundle.issuer_trusted',
      subjectKind: 'organisation',
      subjectId: actor.organisationId,
      detail: { fingerprint, name: name.trim() },
    })
  })
  return { fingerprint }
}

/** What was loaded stays; nothing more is. */
export async function distrustIssuer(db: Db, actor: Actor, typed: string, reason: string): Promise<void> {
  const fingerprint = readFingerprint(typed)
  await inTransaction(db, async (tx) => {
    const gone = await store.deleteTrust(tx, actor.organisationId, fingerprint)
    if (!gone) throw notFound('trusted fingerprint', fingerprint)
    await recordAudit(tx, actor, {
      action: 'bundle.issuer_distrusted',
      subjectKind: 'organisation',
      subjectId: actor.organisationId,
      reason,
      detail: { fingerprint, name: gone.name },
    })
  })
}

// bundles loaded ----------------------------------------------------------------------------------------------------

export type LoadedBundle = Awaited<ReturnType<typeof store.loadRows>>[number]
export const loadedBundles = store.loadRows
export const keepLoad = store.insertLoad

/**
 * The page behind which a part goes on for who has come to `end`; `missing` where what it goes on from is not there. Where
 * the page at `end` is no longer kept, or the histories part, the part is read from its first page: that changes nothing twice.
 */
export function goesOnFrom(part: BundleFilePart, end: BundleEnd | undefined): number | 'missing' {
  const { after, pages } = part
  if (after && after.number > 0) {
    if (!end || end.number < after.number) return 'missing'
    if (end.number === after.number) return end.chain === after.chain ? end.number : 'missing'
  }
  const [, , , , chain] = pages.find(([number]) => number === end?.number) ?? []
  if (end && chain === end.chain) return end.number
  return after && after.number > 0 && chain !== undefined ? 'missing' : 0
}
