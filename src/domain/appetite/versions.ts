import { z } from 'zod'
import { hospitalDay, recordAudit, theOrganisation } from '#domain/access/access.ts'
import { countUntoldActions, followAppetite } from '#domain/findings/findings.ts'
import { findPoint, knownPointIds } from '#domain/judgement/judgement.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type {
  Appetite,
  AppetiteChange,
  AppetiteCheck,
  AppetiteSetting,
  AppetiteVersion,
  AppetiteWithContent,
} from '#model/appetite.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { storableJsonText } from '#platform/db/json-rows.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { canonicalJson, newId, sha256 } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import * as store from './appetite-store.ts'
import { faultsOf } from './check.ts'
import { changesBetween } from './diff.ts'
import { startingAppetite } from './starting-table.ts'

// An appetite is written as a draft, which may be half done, and adopted once nothing is wrong with it. What was in force stays
// readable with who adopted it and why.

export async function appetiteSetting(db: Db, organisationId: OrganisationId): Promise<AppetiteSetting> {
  const { timeZone } = await theOrganisation(db)
  return {
    inForce: await store.versionIn(db, organisationId, { state: 'adopted' }),
    draft: await store.versionIn(db, organisationId, { state: 'draft' }),
    starting: startingAppetite(timeZone),
    points: knownPointIds.map((id) => {
      const { name, values } = findPoint(id)!
      return { id, name, values: values.map((value) => ({ ...value })) }
    }),
    untold: await countUntoldActions(db, organisationId),
  }
}

/** What is wrong with it, and what it changes; nothing is written. */
export async function checkAppetite(
  db: Db,
  organisationId: OrganisationId,
  appetite: Appetite,
  now = new Date(),
): Promise<AppetiteCheck> {
  const inForce = await store.versionIn(db, organisationId, { state: 'adopted' })
  return {
    faults: [...faultsOf(appetite, await hospitalDay(db, organisationId, now))],
    changes: inForce ? [...changesBetween(inForce.appetite, appetite)] : [],
  }
}

/**
 * Keeps a draft, right or wrong. `seen` is the hash of the draft that the person had before them, null where there was none: who
 * saves over the changes of somebody else is told.
 */
export async function saveDraft(
  db: Db,
  actor: Actor,
  { appetite, seen }: { appetite: Appetite; seen: string | null },
): Promise<AppetiteWithContent> {
  return await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await store.lockAppetite(tx, organisationId)
    const present = await store.versionIn(tx, organisationId, { state: 'draft' })
    const content = storableJsonText(canonicalJson(appetite))
    const hash = sha256(content)
    if (present?.hash === hash) return present
    if ((present?.hash ?? null) !== seen) throw changedMeanwhile(present)
    await store.upsertDraft(tx, organisationId, { id: newId(), content, hash, editedBy: actor.name })
    await recordAudit(tx, actor, {
      action: 'appetite.drafted',
      subjectKind: 'organisation',
      subjectId: organisationId,
      detail: { hash, before: present?.hash ?? null },
    })
    return (await store.versionIn(tx, organisationId, { state: 'draft' }))!
  })
}

const changedMeanwhile = (present: AppetiteVersion | null) =>
  new AppError(
    'conflict',
    present
      ? `${present.editedBy} has changed the draft since you opened it. Load the page again, and make your changes in what stands there now.`
      : 'The draft was adopted or discarded since you opened it. Load the page again.',
  )

/** Throws the draft away; what is in force stays. */
export async function discardDraft(db: Db, actor: Actor): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await store.lockAppetite(tx, organisationId)
    const draft = await store.versionIn(tx, organisationId, { state: 'draft' })
    if (!draft) return
    await store.deleteDraft(tx, organisationId)
    await recordAudit(tx, actor, {
      action: 'appetite.discarded',
      subjectKind: 'organisation',
      subjectId: organisationId,
      detail: { hash: draft.hash, appetite: draft.appetite },
    })
  })
}

/**
 * Puts the draft in force. `hash` names what the person looked at. Refused with `details.faults` while something is wrong with
 * it; to adopt what is in force already changes nothing.
 */
export async function adoptAppetite(
  db: Db,
  actor: Actor,
  { hash, reason }: { hash: string; reason: string },
  now = new Date(),
): Promise<AppetiteWithContent> {
  return await inTransaction(db, async (tx) => {
    const { organisationId } = actor
    await store.lockAppetite(tx, organisationId)
    const inForce = await store.versionIn(tx, organisationId, { state: 'adopted' })
    const draft = await store.versionIn(tx, organisationId, { state: 'draft' })
    if (!draft && inForce?.hash === hash) return inForce
    if (draft?.hash !== hash) throw changedMeanwhile(draft)
    if (inForce?.hash === hash) throw new AppError('conflict', 'The draft says what is in force already. Discard it.')
    const { faults, changes } = await checkAppetite(tx, organisationId, draft.appetite, now)
    const [first, ...others] = faults
    if (first)
      throw new AppError(
        'conflict',
        `It cannot be adopted. ${first.text}${others.length > 0 ? ` So are ${others.length} more to be mended.` : ''}`,
        { details: { faults } },
      )
    await store.adoptDraft(tx, organisationId, { name: actor.name, reason })
    const adopted = (await store.versionIn(tx, organisationId, { state: 'adopted' }))!
    await followAppetite(tx, organisationId, {
      version: adopted.version!,
      hash,
      content: canonicalJson(adopted.appetite),
    })
    await recordAudit(tx, actor, {
      action: 'appetite.adopted',
      subjectKind: 'organisation',
      subjectId: organisationId,
      reason,
      detail: { version: adopted.version, hash, changes },
    })
    return adopted
  })
}

/** Adopted versions, the newest first. */
export async function listVersions(
  db: Db,
  organisationId: OrganisationId,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<PageOf<AppetiteVersion>> {
  const [before] = cursor === undefined ? [null] : decodeCursor(cursor, z.tuple([z.int()]))
  const rows = await store.adoptedVersions(db, organisationId, before, limit + 1)
  return pageOf(
    rows,
    limit,
    (row) => [row.version],
    (row) => row,
  )
}

/** A version, and what it said otherwise than the one that it is compared with: the one before, where none is named. */
export async function getVersion(
  db: Db,
  organisationId: OrganisationId,
  version: number,
  against = version - 1,
): Promise<AppetiteWithContent & { changes: readonly AppetiteChange[] }> {
  const find = async (wanted: number) => {
    const found = await store.versionIn(db, organisationId, { version: wanted })
    if (!found) throw notFound('version of the appetite', String(wanted))
    return found
  }
  const found = await find(version)
  const other = against === 0 ? null : await find(against)
  return { ...found, changes: other ? changesBetween(other.appetite, found.appetite) : [] }
}
