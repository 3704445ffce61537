import { type BillStatement, statementsOf } from '#domain/composition/composition.ts'
import { recordMatched } from '#domain/inventory/inventory.ts'
import { aliasesOf } from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Answer, Evidence } from '#model/finding.ts'
import type { IntelligenceChange } from '#model/intelligence.ts'
import type { Tx } from '#platform/db/database.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import * as store from './match-store.ts'
import { matcherFor, vendorIdsOf } from './matcher.ts'
import { type Attribution, combine } from './statements.ts'

// Evidence is kept per configuration: ten thousand pumps share a few dozen.

/**
 * Matches configurations that are new against all intelligence; those that were matched before are left alone. Gives those
 * that it matched, and how many matches came of it.
 */
export async function matchNew(tx: Tx, organisationId: OrganisationId, configurationIds: readonly string[]) {
  const fresh = await store.unmatchedConfigurations(tx, organisationId, configurationIds)
  if (fresh.length === 0) return { configurationIds: [], matches: 0 }
  const matcher = await matcherFor(tx)
  const aliases = await aliasesOf(tx, organisationId)
  const bills = await statementsOf(tx, organisationId, idsOf(fresh))
  const rows = fresh.flatMap((configuration) =>
    [...withBills(matcher.match(configuration, aliases), bills.get(configuration.id))].map(
      ([vulnerabilityId, statements]) =>
        toRow({ configuration_id: configuration.id, vulnerability_id: vulnerabilityId }, statements, undefined),
    ),
  )
  await write(tx, organisationId, rows)
  await recordMatched(tx, organisationId, idsOf(fresh))
  return { configurationIds: idsOf(fresh), matches: rows.length }
}

/** Which configurations were looked at again, and what came out otherwise. */
export interface Rematched {
  readonly configurationIds: readonly string[]
  readonly changes: MatchChange[]
}

const idsOf = (configurations: readonly store.ConfigurationRow[]) => configurations.map(({ id }) => id)

/**
 * What a bill of materials says (VEX) stands beside what advisories say of the same vulnerability. Where no advisory speaks
 * of it for this configuration there is no finding that it could change.
 */
export function withBills(
  statements: ReadonlyMap<string, Attribution[]>,
  bill: readonly BillStatement[] = [],
): ReadonlyMap<string, Attribution[]> {
  for (const { vulnerabilityId, sbomId, answer, text, because, ...said } of bill)
    statements.get(vulnerabilityId)?.push({
      ...said,
      advisoryId: `sbom:${sbomId}`,
      sbomId,
      productId: '',
      answer,
      probability: answer === 'affected' ? 0.95 : answer === 'cannot_tell' ? 0.5 : 0.02,
      because: [...because, { part: 'statement', outcome: outcomes[answer], text: `the bill says: ${text}` }],
    })
  return statements
}

const outcomes = { affected: 'agrees', cannot_tell: 'unknown', not_affected: 'contradicts' } as const

/** How a match came out that was looked at again. */
export interface MatchChange {
  readonly configuration_id: string
  readonly vulnerability_id: string
  /** Null where there was none. */
  readonly before: Answer | null
  readonly after: Answer
  readonly isWithdrawn: boolean
  readonly deciding: Evidence
}

/**
 * Matches again every configuration that changed advisories can concern: those of the vendors whose products they name or
 * named, and those that have a match from them. A match that no statement supports any more is withdrawn and kept.
 */
export async function rematch(
  tx: Tx,
  organisationId: OrganisationId,
  { advisoryIds, vendors }: Pick<IntelligenceChange, 'advisoryIds' | 'vendors'>,
): Promise<Rematched> {
  const configurations = await store.matchedConfigurations(tx, organisationId)
  if (configurations.length === 0) return { configurationIds: [], changes: [] }
  const matcher = await matcherFor(tx)
  const vendorIds = vendorIdsOf(vendors)
  const aliases = await aliasesOf(tx, organisationId)
  const spokenOf = new Set(await store.configurationsOfAdvisories(tx, organisationId, advisoryIds))
  const concerned = configurations.filter(
    (configuration) => spokenOf.has(configuration.id) || matcher.concerns(vendorIds, configuration, aliases),
  )
  return await matchAgain(tx, organisationId, concerned)
}

/** The same of these configurations: another bill of materials counts for them than before, or a person asks. */
export async function rematchConfigurations(
  tx: Tx,
  organisationId: OrganisationId,
  ids: ReadonlySet<string>,
): Promise<Rematched> {
  const configurations = await store.matchedConfigurations(tx, organisationId)
  return await matchAgain(
    tx,
    organisationId,
    configurations.filter(({ id }) => ids.has(id)),
  )
}

async function matchAgain(
  tx: Tx,
  organisationId: OrganisationId,
  concerned: readonly store.ConfigurationRow[],
): Promise<Rematched> {
  const matcher = await matcherFor(tx)
  const aliases = await aliasesOf(tx, organisationId)
  const changes: MatchChange[] = []
  for (let at = 0; at < concerned.length; at += 1000) {
    const some = concerned.slice(at, at + 1000)
    const stored = await store.matchesOfConfigurations(tx, organisationId, idsOf(some))
    const bills = await statementsOf(tx, organisationId, idsOf(some))
    const before = new Map(stored.map((row) => [nameOf(row), row]))
    const rows: store.MatchRow[] = []
    for (const configuration of some)
      for (const [vulnerabilityId, statements] of withBills(
        matcher.match(configuration, aliases),
        bills.get(configuration.id),
      )) {
        const key = { configuration_id: configuration.id, vulnerability_id: vulnerabilityId }
        const old = before.get(nameOf(key))
        before.delete(nameOf(key))
        const row = toRow(key, statements, old)
        if (old?.digest !== row.digest || old.withdrawn_at) {
          rows.push(row)
          changes.push(toChange(row, old))
        }
      }
    await write(tx, organisationId, rows)
    const unsupported = [...before.values()].filter((old) => !old.withdrawn_at)
    if (unsupported.length > 0)
      for (const row of await store.withdrawMatches(tx, organisationId, unsupported))
        changes.push({
          configuration_id: row.configuration_id,
          vulnerability_id: row.vulnerability_id,
          before: before.get(nameOf(row))!.answer,
          after: 'not_affected',
          isWithdrawn: true,
          deciding: row.deciding,
        })
  }
  return { configurationIds: idsOf(concerned), changes }
}

const toChange = (row: store.MatchRow, old: store.StoredMatch | undefined): MatchChange => ({
  configuration_id: row.configuration_id,
  vulnerability_id: row.vulnerability_id,
  before: old?.answer ?? null,
  after: row.answer,
  isWithdrawn: false,
  deciding: row.evidence[0]!,
})

interface Key {
  readonly configuration_id: string
  readonly vulnerability_id: string
}
const nameOf = (key: Key) => `${key.configuration_id} ${key.vulnerability_id}`

function toRow(key: Key, statements: readonly Attribution[], old: store.StoredMatch | undefined): store.MatchRow {
  const { answer, probability, advisoryId, evidence, advisoryIds, supportedBy, affectedBy } = combine(statements)
  const wasOpen = old !== undefined && old.answer !== 'not_affected'
  return {
    configuration_id: key.configuration_id,
    vulnerability_id: key.vulnerability_id,
    answer,
    probability,
    advisory_id: advisoryId,
    evidence,
    advisory_ids: advisoryIds,
    supported_by: supportedBy,
    affected_by: affectedBy,
    digest: sha256(canonicalJson({ answer, evidence })),
    // What was closed and opens again is as new as its statement.
    matched_at: old && wasOpen === (answer !== 'not_affected') ? old.matched_at : null,
  }
}

async function write(tx: Tx, organisationId: OrganisationId, rows: readonly store.MatchRow[]) {
  for (let at = 0; at < rows.length; at += 5000)
    await store.upsertMatches(tx, organisationId, rows.slice(at, at + 5000))
}
