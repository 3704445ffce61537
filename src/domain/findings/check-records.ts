import type { OrganisationId } from '#model/access.ts'
import type { DecisionRecordContent } from '#model/approval.ts'
import type { Db } from '#platform/db/database.ts'
import { notFound } from '#platform/errors.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import * as store from './decision-record-store.ts'

export interface ShownRecord {
  /** Canonical JSON, byte for byte as it was hashed. */
  readonly text: string
  readonly hash: string
  readonly number: number
  readonly isInTrail: boolean
  readonly content: DecisionRecordContent
}

export async function getRecord(db: Db, organisationId: OrganisationId, proposalId: string): Promise<ShownRecord> {
  const found = await store.recordBy(db, organisationId, { id: proposalId })
  if (!found) throw notFound('record of a decision', proposalId)
  const { record: text, hash, number, isInTrail } = found
  return { text, hash, number, isInTrail, content: JSON.parse(text) as DecisionRecordContent }
}

export interface CheckedRecord {
  /** SHA-256 of the text, written canonically. */
  readonly hash: string
  /** False: the text is no JSON, or was written otherwise; its hash is then another than that of the file. */
  readonly isCanonical: boolean
  /** The record that it is; null: none of this organisation. */
  readonly record: { readonly proposalId: string; readonly number: number; readonly isInTrail: boolean } | null
  readonly chain: store.RecordChain
}

/** Whether a text is a record of this organisation, unchanged, and whether all records still follow on one another. */
export async function checkRecord(db: Db, organisationId: OrganisationId, text: string): Promise<CheckedRecord> {
  const trimmed = text.trim()
  const canonical = canonicalOf(trimmed)
  const hash = sha256(canonical ?? trimmed)
  const found = await store.recordBy(db, organisationId, { hash })
  return {
    hash,
    isCanonical: canonical === trimmed,
    record: found ? { proposalId: found.id, number: found.number, isInTrail: found.isInTrail } : null,
    chain: await store.chainOfRecords(db, organisationId),
  }
}

function canonicalOf(text: string): string | null {
  try {
    return canonicalJson(JSON.parse(text))
  } catch {
    return null
  }
}
