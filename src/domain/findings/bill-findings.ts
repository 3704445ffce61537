import { z } from 'zod'
import { billStates, componentsOfBill, configurationsOfBill } from '#domain/composition/composition.ts'
import {
  componentVulnerabilities,
  isNvdRead,
  nvdVersion,
  packageVulnerabilityVersion,
} from '#domain/intelligence/intelligence.ts'
import { componentText } from '#domain/matching/matching.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Component } from '#model/component.ts'
import type { Because, VulnerabilityDatabase } from '#model/finding.ts'
import type { Db } from '#platform/db/database.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import { decodeCursor, pageOf } from '#platform/paging.ts'
import { answersOn } from './answers-on.ts'
import { namedByAdvisories, namedByDatabases, namesOfOnePlatform, worstScores } from './bill-finding-store.ts'
import { attributionsOf, nvdOf, readNames } from './databases.ts'
import { databaseName } from './platform-store.ts'

// Which component of a bill a vulnerability on its devices comes from. What stands open was matched and stored; which component
// is named is made here when it is asked for, as evidence is (ADR 0009).

interface Named {
  readonly position: number
  readonly vulnerabilityId: string
  readonly databases: readonly Exclude<VulnerabilityDatabase, 'MSRC'>[]
  /** What the databases say. */
  readonly because: readonly Because[]
  readonly advisories: readonly SaidByAdvisory[]
}

interface SaidByAdvisory {
  readonly id: string
  readonly trackingId: string
  readonly because: readonly string[]
}

// One bill is read page by page: what was worked out is kept while neither its devices' matches nor the databases change.
let held: { readonly key: string; readonly named: readonly Named[] } | undefined

/** Vulnerabilities that databases or advisories name in components of the bill and that are on its devices. */
async function namedInBill(
  db: Db,
  organisationId: OrganisationId,
  billId: string,
  components: readonly (Component & { readonly position: number })[],
  configurationIds: readonly string[],
): Promise<readonly Named[]> {
  const standing = await namedByDatabases(db, organisationId, configurationIds)
  const said = await namedByAdvisories(db, organisationId, configurationIds)
  if (standing.length + said.length === 0) return []
  const platform = await namesOfOnePlatform(db, organisationId, configurationIds)
  const versions = [await nvdVersion(db), await packageVulnerabilityVersion(db)]
  const key = sha256(
    canonicalJson([await databaseName(db), billId, versions.join(), platform?.digest ?? '', standing, said]),
  )
  if (held?.key === key) return held.named

  const ids = new Set(standing)
  const nvd = await nvdOf(db, standing)
  const facts = Map.groupBy(
    (platform ? readNames(platform.names).facts : []).filter(({ by }) => by === 'component'),
    ({ text }) => text,
  )
  const packages = Map.groupBy(await componentVulnerabilities(db, components), ({ component }) => component)
  const named = components.flatMap((component, at): Named[] => {
    const own = facts.get(componentText(component)) ?? []
    const found = new Map<string, Omit<Named, 'position' | 'vulnerabilityId'>>()
    for (const [vulnerabilityId, attributions] of attributionsOf(nvd, own, packages.get(at) ?? [], null, ids)) {
      // A component that is only what the product runs on is not what the vulnerability is in.
      const counting = attributions.filter(
        ({ answer, database, because }) =>
          answer !== 'not_affected' && (database === 'OSV' || because[0]?.part === 'component'),
      )
      if (counting.length === 0) continue
      found.set(vulnerabilityId, {
        databases: counting.flatMap(({ database }) => (database !== undefined && database !== 'MSRC' ? database : [])),
        // Of what it runs on the component alone can tell nothing.
        because: counting.flatMap(({ because }) => because.filter(({ part }) => part !== 'platform')),
        advisories: [],
      })
    }
    for (const [vulnerabilityId, advisories] of advisoriesOn(component, said))
      found.set(vulnerabilityId, { databases: [], because: [], ...found.get(vulnerabilityId), advisories })
    return [...found].map(([vulnerabilityId, one]) => ({ position: component.position, vulnerabilityId, ...one }))
  })
  held = { key, named }
  return named
}

/** An advisory names the component by its CPE name or package URL; its evidence says which component that was. */
function advisoriesOn(
  component: Component,
  said: Awaited<ReturnType<typeof namedByAdvisories>>,
): ReadonlyMap<string, readonly SaidByAdvisory[]> {
  const text = `${componentText(component)} is `
  const own = said.filter(({ because }) => because.some((one) => one.part === 'component' && one.text.startsWith(text)))
  const found = Map.groupBy(own, ({ id }) => id)
  return new Map(
    [...found].map(([vulnerabilityId, rows]) => [
      vulnerabilityId,
      [...new Map(rows.map((row) => [row.advisory_id, row])).values()].map((row) => ({
        id: row.advisory_id,
        trackingId: row.tracking_id,
        because: row.because.map((one) => one.text),
      })),
    ]),
  )
}

/** Those of one component, by its place in the bill. */
export async function vulnerabilitiesOfComponent(
  db: Db,
  organisationId: OrganisationId,
  billId: string,
  position: number,
): Promise<string[]> {
  const components = await componentsOfBill(db, organisationId, billId)
  const configurationIds = await configurationsOfBill(db, organisationId, billId)
  const named = await namedInBill(db, organisationId, billId, components, configurationIds)
  return named.filter((one) => one.position === position).map(({ vulnerabilityId }) => vulnerabilityId)
}

const VulnerabilityKey = z.tuple([z.number(), z.int(), z.number(), z.string()])
type VulnerabilityKey = z.infer<typeof VulnerabilityKey>

/** Components with the worst first, of each the worst vulnerability first. */
const byKey = (a: VulnerabilityKey, b: VulnerabilityKey) =>
  b[0] - a[0] || a[1] - b[1] || b[2] - a[2] || (a[3] < b[3] ? -1 : a[3] > b[3] ? 1 : 0)

export async function listBillVulnerabilities(
  db: Db,
  organisationId: OrganisationId,
  billId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const after = cursor === undefined ? null : decodeCursor(cursor, VulnerabilityKey)
  const components = await componentsOfBill(db, organisationId, billId)
  const configurationIds = await configurationsOfBill(db, organisationId, billId)
  const named = await namedInBill(db, organisationId, billId, components, configurationIds)
  const ids = [...new Set(named.map(({ vulnerabilityId }) => vulnerabilityId))]
  const ranks = new Map(
    (await worstScores(db, organisationId, configurationIds, ids)).map((row) => [row.vulnerability_id, row]),
  )
  const scoreOf = ({ vulnerabilityId }: Named) => ranks.get(vulnerabilityId)?.score ?? -1
  const worst = new Map<number, number>()
  for (const one of named) worst.set(one.position, Math.max(worst.get(one.position) ?? -1, scoreOf(one)))
  const keyOf = (one: Named): VulnerabilityKey => [
    worst.get(one.position)!,
    one.position,
    scoreOf(one),
    one.vulnerabilityId,
  ]
  const rows = named
    .map((one) => ({ one, key: keyOf(one) }))
    .filter(({ key }) => after === null || byKey(key, after) > 0)
    .sort((a, b) => byKey(a.key, b.key))
    .slice(0, limit + 1)

  const shown = [...new Set(rows.map(({ one }) => one.vulnerabilityId))]
  const counts = await answersOn(db, organisationId, configurationIds, shown)
  const stateOf = await billStates(db, organisationId, billId)
  const byPosition = new Map(components.map((component) => [component.position, component]))
  const page = pageOf(
    rows,
    limit,
    ({ key }) => key,
    ({ one: { position, vulnerabilityId, databases, because, advisories } }) => {
      const { name, version, purl } = byPosition.get(position)!
      const rank = ranks.get(vulnerabilityId)
      return {
        component: { position, name, version, purl },
        vulnerabilityId,
        title: rank?.title ?? '',
        databases: [...databases],
        because: because.map(({ text }) => text),
        advisories: advisories.map((one) => ({ ...one, because: [...one.because] })),
        score: rank?.score ?? null,
        band: rank?.band ?? null,
        knownExploited: rank?.known_exploited ?? false,
        state: stateOf(vulnerabilityId, position),
        devices: counts.get(vulnerabilityId)!,
      }
    },
  )
  return {
    ...page,
    total: named.length,
    wasRead: { NVD: await isNvdRead(db), OSV: (await packageVulnerabilityVersion(db)) > 0 },
  }
}
