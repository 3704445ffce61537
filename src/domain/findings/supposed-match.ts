import { componentsOf, statementsOf } from '#domain/composition/composition.ts'
import { loadAdvisories } from '#domain/intelligence/intelligence.ts'
import { aliasesOf } from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Advisory } from '#model/advisory.ts'
import type { Component } from '#model/component.ts'
import type { VersionAttribute } from '#model/decision.ts'
import type { Evidence } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import { mostLookFrom } from '#model/threshold.ts'
import type { Db } from '#platform/db/database.ts'
import {
  compareVersions,
  isUnknownText,
  readVersion,
  readVersionExpression,
  type Version,
} from '#standards/vers/vers.ts'
import { askDatabases } from './asked.ts'
import { organisationMatcher } from './bound-products.ts'
import { ownStatements } from './matches.ts'
import { combine } from './statements.ts'
import * as store from './supposed-store.ts'

// What would be said of configurations that no device need have: by the matcher itself, with the bills, databases and aliases that
// hold now. Nothing is stored.

export type SupposedMatch = Omit<store.MatchOn, 'basis_id'>

const none: readonly Component[] = []

/** By place of the configuration and by vulnerability: what is open, and what is cleared by a statement. */
export async function matchSupposed(
  db: Db,
  organisationId: OrganisationId,
  wanted: readonly Configuration[],
): Promise<readonly ReadonlyMap<string, SupposedMatch>[]> {
  if (wanted.length === 0) return []
  const stored = await store.storedConfigurations(db, organisationId, wanted)
  const byConfiguration = Map.groupBy(
    await store.allMatchesOn(db, organisationId, [...stored.values()]),
    (row) => row.configuration_id,
  )
  const fresh = wanted.flatMap((configuration, place) => (stored.has(place) ? [] : [{ configuration, place }]))
  const made = await matchFresh(
    db,
    organisationId,
    fresh.map(({ configuration }) => configuration),
  )
  const placeOf = new Map(fresh.map(({ place }, at) => [place, at]))
  return wanted.map((_, place) => {
    const id = stored.get(place)
    if (id === undefined) return made[placeOf.get(place)!]!
    return new Map((byConfiguration.get(id) ?? []).map((row) => [row.vulnerability_id, row]))
  })
}

async function matchFresh(db: Db, organisationId: OrganisationId, wanted: readonly Configuration[]) {
  if (wanted.length === 0) return []
  const aliases = await aliasesOf(db, organisationId)
  const matcher = await organisationMatcher(db, organisationId)
  const databases = await askDatabases(db, organisationId, aliases)
  const ids = wanted.map((_, place) => `supposed ${place}`)
  const supposed = { aliases, configurations: new Map(wanted.map((one, place) => [ids[place]!, one])) }
  const bills = await statementsOf(db, organisationId, ids, supposed)
  const components = await componentsOf(db, organisationId, ids, supposed)
  const made: ReadonlyMap<string, SupposedMatch>[] = []
  for (const [place, configuration] of wanted.entries()) {
    const inside = components.get(ids[place]!) ?? none
    const names = await databases.ask(configuration, inside)
    const own = ownStatements(matcher.match(configuration, aliases, inside), names, bills.get(ids[place]!))
    const found = new Map<string, SupposedMatch>()
    for (const hits of [names.hits.system, names.hits.besides])
      for (const [vulnerability_id, { answer, probability, source }] of hits)
        found.set(vulnerability_id, {
          ...{ vulnerability_id, answer, probability, advisory_id: source, product_ids: [], is_name_alone: false },
        })
    for (const [vulnerability_id, statements] of own) {
      const { answer, probability, advisoryId, evidence } = combine(statements)
      found.set(vulnerability_id, {
        ...{ vulnerability_id, answer, probability, advisory_id: advisoryId },
        product_ids: evidence
          .filter((one) => one.advisoryId === advisoryId && one.answer !== 'not_affected' && one.mayClear === undefined)
          .map(({ productId }) => productId),
        is_name_alone: answer === 'cannot_tell' && probability < mostLookFrom && isOfNameAlone(evidence),
      })
    }
    made.push(found)
  }
  return made
}

/** As treated-store.ts asks it of evidence that is stored. */
function isOfNameAlone(evidence: readonly Evidence[]): boolean {
  const open = evidence.filter(
    (one) => one.answer !== 'not_affected' && !one.isSuperseded && one.mayClear === undefined,
  )
  return (
    open.length > 0 &&
    open.every(({ because }) => {
      const unknown = because.filter(({ outcome }) => outcome === 'unknown')
      return unknown.length > 0 && unknown.every(({ part, asks }) => part === 'model' && asks === 'model')
    })
  )
}

/** Of what the version is that a configuration states. */
export const attributeOf = ({ softwareVersion, firmwareVersion }: Configuration): VersionAttribute =>
  firmwareVersion.trim() !== '' && softwareVersion.trim() === '' ? 'firmwareVersion' : 'softwareVersion'

/** The version that it has is known, and is this one or a later one. */
export function hasPassed(present: string, wanted: string): boolean {
  if (present.trim() === '' || isUnknownText(present)) return false
  if (present.trim().toLowerCase() === wanted.trim().toLowerCase()) return true
  return ['equal', 'greater'].includes(orderOf(readVersion(present), readVersion(wanted)))
}

const orderOf = (a: Version | undefined, b: Version | undefined) => (a && b ? compareVersions(a, b) : 'incomparable')

/**
 * By place of the configuration: the first version by which all that the advisory leaves open on it is cleared, of those that the
 * advisory names as fixed or as the end of what is affected; null where it names none.
 */
export async function fixedVersions(
  db: Db,
  organisationId: OrganisationId,
  advisoryId: string,
  configurations: readonly Configuration[],
  attribute: VersionAttribute | undefined,
): Promise<readonly (string | null)[]> {
  const [advisory] = await loadAdvisories(db, [advisoryId])
  if (!advisory) return configurations.map(() => null)
  const aliases = await aliasesOf(db, organisationId)
  const matcher = await organisationMatcher(db, organisationId)
  const named = versionsNamed(advisory)
  const saidOn = (configuration: Configuration) =>
    [...matcher.match(configuration, aliases)].flatMap(([id, said]) =>
      said.filter((one) => one.advisoryId === advisoryId && !one.mayClear).map((one) => ({ ...one, id })),
    )
  return configurations.map((configuration) => {
    const part = attribute ?? attributeOf(configuration)
    const now = saidOn(configuration)
    const open = new Set(now.filter(({ answer }) => answer !== 'not_affected').map(({ id }) => id))
    if (open.size === 0) return null
    const ofProducts = new Set(now.map(({ productId }) => productId))
    for (const { version, productIds } of named) {
      if (hasPassed(configuration[part], version)) continue
      const then = saidOn({ ...configuration, [part]: version })
      const isOfDevice = [...ofProducts, ...then.map(({ productId }) => productId)].some((id) => productIds.has(id))
      const isCleared = (flaw: string) => {
        const said = then.filter(({ id }) => id === flaw)
        return said.length > 0 && said.every(({ answer }) => answer === 'not_affected')
      }
      if (isOfDevice && [...open].every(isCleared)) return version
    }
    return null
  })
}

/** The lowest first. */
function versionsNamed(advisory: Advisory) {
  const fixed = new Set(
    advisory.vulnerabilities.flatMap(({ status }) => [
      ...(status.fixed ?? []),
      ...(status.first_fixed ?? []),
      ...(status.recommended ?? []),
    ]),
  )
  const named = new Map<string, Set<string>>()
  const add = (text: string, productId: string) => named.set(text, (named.get(text) ?? new Set()).add(productId))
  for (const { productId, version } of advisory.products)
    for (const alternative of readVersionExpression(version).alternatives) {
      if (alternative.kind === 'exact' && fixed.has(productId)) add(alternative.version.text, productId)
      if (alternative.kind === 'range' && fixed.has(productId) && alternative.lower?.inclusive)
        add(alternative.lower.version.text, productId)
      const uppers =
        alternative.kind === 'range' ? [alternative.upper] : alternative.kind === 'branches' ? alternative.uppers : []
      if (!fixed.has(productId))
        for (const upper of uppers) if (upper && !upper.inclusive) add(upper.version.text, productId)
    }
  return [...named]
    .map(([version, productIds]) => ({ version, productIds, read: readVersion(version) }))
    .sort((a, b) => {
      const order = orderOf(a.read, b.read)
      return order === 'less' ? -1 : order === 'greater' ? 1 : 0
    })
}
