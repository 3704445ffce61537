import {
  type BillStatement,
  componentsOf,
  configurationsContaining,
  statementsOf,
} from '#domain/composition/composition.ts'
import { nameVulnerabilities } from '#domain/intelligence/intelligence.ts'
import { recordMatched } from '#domain/inventory/inventory.ts'
import { aliasesOf } from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Component } from '#model/component.ts'
import { deviceFunctionOf } from '#model/device-function.ts'
import type { Answer, Evidence } from '#model/finding.ts'
import type { IntelligenceChange } from '#model/intelligence.ts'
import type { Tx } from '#platform/db/database.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import { spellingKey } from './alike.ts'
import { type Asked, askDatabases, nothingAsked } from './asked.ts'
import { organisationMatcher } from './bound-products.ts'
import {
  changedNvd,
  type DatabaseState,
  hitOf,
  isSource,
  laterState,
  partsOf,
  readState,
  stateName,
  writeNames,
} from './databases.ts'
import * as store from './match-store.ts'
import { vendorIdsOf } from './matcher.ts'
import { productsWithVectors } from './own-vectors.ts'
import {
  configurationsBehind,
  configurationsWith,
  followDatabases,
  followedDatabases,
  linkThemselves,
  matchesOfBases,
  type PlatformLink,
  platformsOf,
} from './platform-store.ts'
import { type Share, sharePlatforms } from './platforms.ts'
import { type Attribution, combine, isSpokenOf } from './statements.ts'

// Evidence is kept per configuration: ten thousand pumps share a few dozen. What only NVD, OSV or Microsoft say is kept per
// platform, which configurations share (platforms.ts). Of a vulnerability that an advisory speaks of, a configuration has a
// match of its own, with what these say as further evidence.

/**
 * Matches configurations that are new against all intelligence; those that were matched before are left alone. Gives those
 * that it matched, and how many matches came of it.
 */
export async function matchNew(tx: Tx, organisationId: OrganisationId, configurationIds: readonly string[]) {
  const fresh = await store.unmatchedConfigurations(tx, organisationId, configurationIds)
  if (fresh.length === 0) return { configurationIds: [], matches: 0 }
  const { matches } = await matchAgain(tx, organisationId, fresh)
  await recordMatched(tx, organisationId, idsOf(fresh))
  return { configurationIds: idsOf(fresh), matches }
}

/**
 * Matches what was left behind as nobody had it, and a device takes again: against all that is said now. What is open on the
 * `takenIds` can only be of the devices that take them; others may come along.
 */
export async function matchTaken(
  tx: Tx,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
  deviceIds: readonly string[],
): Promise<Rematched & { takenIds: ReadonlySet<string> }> {
  const taken = await store.configurationsLeftBehind(tx, organisationId, configurationIds, deviceIds)
  const takenIds = new Set(idsOf(taken))
  return { ...(takenIds.size === 0 ? nothingMatched : await matchAgain(tx, organisationId, taken)), takenIds }
}

/** Which configurations were looked at again, and what came out otherwise. */
export interface Rematched {
  readonly configurationIds: readonly string[]
  /** Without what is new on a platform and has no history. */
  readonly changes: readonly MatchChange[]
  /** How many matches came out otherwise than before. */
  readonly changed: number
  /** Configurations that have another platform than before, or of whose platform something is new. */
  readonly movedIds: readonly string[]
}

export const nothingMatched: Rematched = { configurationIds: [], changes: [], changed: 0, movedIds: [] }

const idsOf = (configurations: readonly store.ConfigurationRow[]) => configurations.map(({ id }) => id)

/**
 * All that is said of a configuration of vulnerabilities that an advisory or a bill of materials (VEX) speaks of. Where nobody
 * else does, a bill's word counts that leaves one open: what only clears it has no finding that it could change.
 */
export function ownStatements(
  ofAdvisories: ReadonlyMap<string, readonly Attribution[]>,
  names: Pick<Asked, 'explain'>,
  bill: readonly BillStatement[] = [],
): ReadonlyMap<string, readonly Attribution[]> {
  const own = new Map([...ofAdvisories].map(([id, said]) => [id, [...said]]))
  const wanted = [...own.keys(), ...bill.map(({ vulnerabilityId }) => vulnerabilityId)]
  for (const [vulnerabilityId, said] of names.explain(wanted)) {
    const list = own.get(vulnerabilityId)
    if (list) list.push(...said)
    else own.set(vulnerabilityId, [...said])
  }
  const opened = new Set(bill.filter(leavesOpen).map(({ vulnerabilityId }) => vulnerabilityId))
  for (const id of opened) if (!own.has(id)) own.set(id, [])
  for (const [id, said] of own) if (!isSpokenOf(said) && !opened.has(id)) own.delete(id)
  for (const statement of bill) own.get(statement.vulnerabilityId)?.push(toAttribution(statement))
  return own
}

const leavesOpen = ({ answer }: BillStatement) => answer !== 'not_affected'

function toAttribution({ vulnerabilityId: _, sbomId, answer, text, because, ...said }: BillStatement): Attribution {
  return {
    ...said,
    advisoryId: said.vexId ? `vex:${said.vexId}` : `sbom:${sbomId}`,
    ...(sbomId !== undefined && { sbomId }),
    productId: '',
    answer,
    probability: answer === 'affected' ? 0.95 : answer === 'cannot_tell' ? 0.5 : 0.02,
    because: [
      ...because,
      {
        part: 'statement',
        outcome: outcomes[answer],
        text: `the ${said.vexId ? 'VEX document' : 'bill'} says: ${text}`,
      },
    ],
  }
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
  /** Null where a database decides: its evidence is made when it is asked for. */
  readonly deciding: Evidence | null
  /** The advisory, the database or `VEX`. */
  readonly source: string
}

/**
 * Matches again every configuration that changed advisories can concern: those of the vendors whose products they name or
 * named, those that have a match from them, and those of whose components they speak. A match that no statement supports any more is withdrawn and kept.
 */
export async function rematch(
  tx: Tx,
  organisationId: OrganisationId,
  { advisoryIds, vendors }: Pick<IntelligenceChange, 'advisoryIds' | 'vendors'>,
): Promise<Rematched> {
  const configurations = await store.matchedConfigurations(tx, organisationId)
  if (configurations.length === 0) return nothingMatched
  const matcher = await organisationMatcher(tx, organisationId)
  const vendorIds = vendorIdsOf(vendors)
  const aliases = await aliasesOf(tx, organisationId)
  const spokenOf = new Set([
    ...(await store.configurationsOfAdvisories(tx, organisationId, advisoryIds)),
    ...(await configurationsContaining(tx, organisationId, matcher.stemsOf(advisoryIds))),
  ])
  const isConcerned = matcher.concerning(advisoryIds, vendorIds, aliases)
  const concerned = configurations.filter(
    (configuration) => configuration.isBehind || spokenOf.has(configuration.id) || isConcerned(configuration),
  )
  return await matchAgain(tx, organisationId, concerned)
}

/**
 * Matches again what is behind a state of the databases, or was matched by other rules, a part of it; of configurations whose
 * names are the same as before, only those that a changed CVE names now, or named before. Gives null where nothing is behind.
 */
export async function rematchBehind(
  tx: Tx,
  organisationId: OrganisationId,
  wanted: DatabaseState,
  limit: number,
): Promise<(Rematched & { isByOtherRules: boolean }) | null> {
  // At the end of every run, whatever it was of.
  await store.leaveBehind(tx, organisationId)
  const followed = await followedDatabases(tx, organisationId)
  // Another run may have gone further meanwhile: nobody goes back.
  const state = laterState(wanted, followed)
  const name = stateName(state)
  // From here on what is new is matched against these as well.
  if (name !== stateName(followed)) await followDatabases(tx, organisationId, state)
  const upcoming = await configurationsBehind(tx, organisationId, name, 2 * limit)
  const behind = upcoming.slice(0, limit)
  if (behind.length === 0) return null
  const ids = behind.map(({ id }) => id)
  const databases = await askDatabases(tx, organisationId, await aliasesOf(tx, organisationId))
  const components = await componentsOf(tx, organisationId, ids)
  const concerned: store.ConfigurationRow[] = []
  const same: { id: string; names_digest: string }[] = []
  const rows = new Map((await store.configurationsById(tx, organisationId, ids)).map((row) => [row.id, row]))
  for (const [before, some] of Map.groupBy(behind, (one) => one.databases)) {
    const old = readState(before)
    const changed = old.isOfRules ? await changedNvd(tx, old.nvd, state.nvd) : null
    const named = changed
      ? await configurationsWith(
          tx,
          organisationId,
          some.map(({ id }) => id),
          [...changed.cves],
        )
      : new Set()
    for (const { id, names_digest } of some) {
      const configuration = rows.get(id)!
      const inside = components.get(id) ?? none
      const names = databases.namesOf(configuration, inside)
      const isSame =
        changed &&
        !named.has(id) &&
        (old.osv === state.osv || names.packages.length === 0) &&
        (old.msrc === state.msrc || names.windows === null) &&
        sha256(writeNames(names)) === names_digest &&
        changed.nvd.apply(names.facts).cves.length === 0
      if (isSame) same.push({ id, names_digest })
      else concerned.push(configuration)
    }
  }
  await linkThemselves(tx, organisationId, same, name)
  // Those that have a state of which it is known what changed since are mostly not asked again.
  const soon: string[] = []
  for (const { id, databases: before } of upcoming.slice(limit)) {
    const old = readState(before)
    if (!old.isOfRules || (await changedNvd(tx, old.nvd, state.nvd)) === null) soon.push(id)
  }
  return {
    ...(await matchAgain(tx, organisationId, concerned, await store.configurationsById(tx, organisationId, soon))),
    isByOtherRules: behind.some((one) => !readState(one.databases).isOfRules),
  }
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

/** What databases say of `soon`, which are matched next, is worked out meanwhile. */
export async function matchAgain(
  tx: Tx,
  organisationId: OrganisationId,
  concerned: readonly store.ConfigurationRow[],
  soon: readonly store.ConfigurationRow[] = [],
): Promise<Rematched & { matches: number }> {
  const matcher = await organisationMatcher(tx, organisationId)
  const aliases = await aliasesOf(tx, organisationId)
  const databases = await askDatabases(tx, organisationId, aliases)
  const apart = await productsWithVectors(tx, organisationId)
  const changes: MatchChange[] = []
  const movedIds: string[] = []
  const along = new Set<string>()
  let matches = 0
  let changed = 0

  async function look(some: readonly store.ConfigurationRow[]) {
    const ids = idsOf(some)
    const before = Map.groupBy(await matchesOfBases(tx, organisationId, ids), (row) => row.basis_id)
    const platforms = Map.groupBy(await platformsOf(tx, organisationId, ids), (link) => link.configuration_id)
    const bills = await statementsOf(tx, organisationId, ids)
    const isInsideAsked = databases.isOn || matcher.isOnComponents
    const components = isInsideAsked ? await componentsOf(tx, organisationId, ids) : new Map<string, Component[]>()
    const shares = []
    for (const configuration of some) {
      const inside = components.get(configuration.id) ?? none
      const names = databases.isOn ? await databases.ask(configuration, inside) : nothingAsked
      const own = ownStatements(matcher.match(configuration, aliases, inside), names, bills.get(configuration.id))
      const stored = new Map((before.get(configuration.id) ?? []).map((row) => [row.vulnerability_id, row]))
      shares.push({ configuration, own, names, stored, present: platforms.get(configuration.id) ?? [] })
    }
    await linkThemselves(
      tx,
      organisationId,
      shares.map(({ configuration: { id }, names }) => ({ id, names_digest: names.digest })),
      databases.name,
    )
    return shares
  }

  async function lookAhead(some: readonly store.ConfigurationRow[]) {
    if (!databases.isOn || some.length === 0) return async () => {}
    const components = await componentsOf(tx, organisationId, idsOf(some))
    return await databases.readAhead(some.map((one) => [one, components.get(one.id) ?? none]))
  }

  for (let at = 0; at < concerned.length; at += 500) {
    const rows: store.MatchRow[] = []
    const shares = await look(concerned.slice(at, at + 500))
    const rest = concerned.slice(at + 500, at + 1000)
    const workAhead = await lookAhead(rest.length > 0 ? rest : soon)
    const asShare = (looked: Looked) => toShare(organisationId, looked, apart)
    const [shared] = await Promise.all([
      sharePlatforms(tx, organisationId, shares.map(asShare), databases.name, async (ids) => {
        for (const id of ids) along.add(id)
        const more = await look(await store.configurationsById(tx, organisationId, ids))
        shares.push(...more)
        return more.map(asShare)
      }),
      workAhead(),
    ])
    changes.push(...shared.changes)
    const ofPlatforms = changes.length
    movedIds.push(...shared.movedIds)
    matches += shared.inserted
    for (const { configuration, own, stored } of shares) {
      const isHeld = shared.heldBefore.get(configuration.id)
      for (const [vulnerabilityId, statements] of own) {
        const key = { basis_id: configuration.id, vulnerability_id: vulnerabilityId }
        const old = stored.get(vulnerabilityId) ?? isHeld?.get(vulnerabilityId)
        const row = toRow(key, statements, old)
        if (old?.digest === row.digest && !old.withdrawn_at) continue
        rows.push(row)
        changes.push(toChange(row, old))
      }
    }
    matches += rows.length
    await write(tx, organisationId, rows)
    const unsupported = shares.flatMap(({ own, stored, names }) =>
      [...stored.values()].filter(
        (old) => !old.withdrawn_at && !own.has(old.vulnerability_id) && !hitOf(names.hits, old.vulnerability_id),
      ),
    )
    if (unsupported.length > 0) {
      const answers = new Map(unsupported.map((old) => [nameOf(old), old.answer]))
      for (const row of await store.withdrawMatches(tx, organisationId, unsupported))
        changes.push({
          configuration_id: row.basis_id,
          vulnerability_id: row.vulnerability_id,
          before: answers.get(nameOf(row))!,
          after: 'not_affected',
          isWithdrawn: true,
          deciding: row.deciding,
          source: row.advisory_id,
        })
    }
    changed += shared.changed + changes.length - ofPlatforms
  }
  await store.recordCaughtUp(tx, organisationId, [...idsOf(concerned), ...along])
  return { configurationIds: [...new Set([...idsOf(concerned), ...along])], changes, changed, movedIds, matches }
}

interface Looked {
  readonly configuration: store.ConfigurationRow
  /** What is said of it that is not only a database's. */
  readonly own: ReadonlyMap<string, readonly Attribution[]>
  readonly names: Asked
  readonly stored: ReadonlyMap<string, store.StoredMatch>
  readonly present: readonly PlatformLink[]
}

function toShare(
  organisationId: OrganisationId,
  { configuration: { id, manufacturer, model, description }, own, names, stored, present }: Looked,
  apart: ReadonlySet<string>,
): Share {
  const parts = partsOf(names, [...own.keys()])
  // A score reads no more of make, model and description, but for products that have a vector of the hospital.
  const deviceFunction = deviceFunctionOf(description, model, `${manufacturer} ${model}`)
  const product = apart.size > 0 ? spellingKey({ manufacturer, model }) : ''
  const ownGroup = apart.has(product) ? [product] : []
  return {
    configurationId: id,
    group: canonicalJson([organisationId, deviceFunction, ...ownGroup, ...parts.map(({ digest }) => digest)]),
    parts,
    present,
    own: stored,
    isOwn: (vulnerabilityId) => own.has(vulnerabilityId),
  }
}

const none: readonly Component[] = []

const toChange = (row: store.MatchRow, old: Pick<store.StoredMatch, 'answer'> | undefined): MatchChange => ({
  configuration_id: row.basis_id,
  vulnerability_id: row.vulnerability_id,
  before: old?.answer ?? null,
  after: row.answer,
  isWithdrawn: false,
  deciding: row.evidence[0]!,
  source: row.advisory_id,
})

interface Key {
  readonly basis_id: string
  readonly vulnerability_id: string
}
const nameOf = (key: Key) => `${key.basis_id} ${key.vulnerability_id}`

function toRow(
  key: Key,
  statements: readonly Attribution[],
  old: Pick<store.StoredMatch, 'answer' | 'matched_at'> | undefined,
): store.MatchRow {
  const { answer, probability, advisoryId, evidence, advisoryIds, supportedBy, affectedBy } = combine(statements)
  const wasOpen = old !== undefined && old.answer !== 'not_affected'
  return {
    basis_id: key.basis_id,
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
  if (rows.some(({ advisory_id }) => isSource(advisory_id)))
    await nameVulnerabilities(tx, [...new Set(rows.map((row) => row.vulnerability_id))])
  for (let at = 0; at < rows.length; at += 5000)
    await store.upsertMatches(tx, organisationId, rows.slice(at, at + 5000))
}
