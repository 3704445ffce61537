import type { NvdApplicability, WindowsUpdates } from '#domain/applicability/applicability.ts'
import { advisoryDigests, intelligenceVersion, loadAdvisories } from '#domain/intelligence/intelligence.ts'
import {
  type Aliases,
  compileAdvisories,
  compileExactNames,
  componentStems,
  isNamedExactly,
  isSurelySameVendor,
  joinedProduct,
  makerOf,
  makersRead,
  matchConfiguration,
  mayFindVendors,
  readVendor,
  systemOf,
  type Vendor,
} from '#domain/matching/matching.ts'
import type { Advisory } from '#model/advisory.ts'
import type { Component } from '#model/component.ts'
import type { Configuration } from '#model/matching.ts'
import type { Db } from '#platform/db/database.ts'
import { saidByMicrosoft, saidByNvd } from './databases.ts'
import { microsoftOn, windowsNamesOf } from './microsoft.ts'
import { type Attribution, attribute } from './statements.ts'

export interface Matcher {
  /**
   * Statements on a configuration and what is inside it, by vulnerability; its names are read with the organisation's own aliases.
   */
  match(
    configuration: Configuration,
    aliases: Aliases | undefined,
    components?: readonly Component[],
  ): ReadonlyMap<string, Attribution[]>
  /** Whether any advisory names components of a bill of materials. */
  readonly isOnComponents: boolean
  /** By what components of a bill may be of these advisories; see `componentStems`. */
  stemsOf(advisoryIds: readonly string[]): { readonly cpes: readonly string[]; readonly purls: readonly string[] }
  /** Tells of a configuration whether what changed in these advisories, on products of these vendors, can change what is said of it. */
  concerning(
    advisoryIds: readonly string[],
    vendorIds: ReadonlySet<string>,
    aliases: Aliases | undefined,
  ): (configuration: Configuration) => boolean
  /** Makers as advisories name them, by id. */
  readonly makers: ReadonlyMap<string, Vendor>
}

/** With NVD's statements and Microsoft's updates, where they are given, beside the advisories. */
export function matcherOf(
  advisories: readonly Advisory[],
  nvd: NvdApplicability | null = null,
  updates: WindowsUpdates | null = null,
): Matcher {
  const index = compileAdvisories(advisories)
  const sources = new Map(
    advisories.map((advisory) => [
      advisory.id,
      {
        publisher: advisory.publisher,
        revisedAt: advisory.revisedAt,
        exact: exactProducts(advisory),
        vendors: new Map(advisory.products.map((product) => [product.productId, makerOf(advisory, product)])),
      },
    ]),
  )
  const byId = new Map(advisories.map((advisory) => [advisory.id, advisory]))
  const among = (ids: readonly string[]) => ids.map((id) => byId.get(id)).filter((one) => one !== undefined)
  return {
    makers: makersOf(advisories),
    isOnComponents: index.isOnInside || index.exactNames.byCpe.size + index.exactNames.byPackage.size > 0,
    stemsOf: (advisoryIds) => componentStems(among(advisoryIds)),
    match(configuration, aliases, components) {
      const statements = new Map<string, Attribution[]>()
      for (const match of matchConfiguration(index, configuration, aliases, components)) {
        const source = sources.get(match.advisoryId)!
        const attribution = attribute(
          match,
          source,
          source.exact.has(match.productId),
          // Who makes a component speaks of that, and not of the device.
          !match.because.some(({ part }) => part === 'component') &&
            isByMaker(source.publisher, source.vendors.get(match.productId) ?? ''),
        )
        const list = statements.get(match.vulnerabilityId)
        if (list) list.push(attribution)
        else statements.set(match.vulnerabilityId, [attribution])
      }
      const microsoft = updates && microsoftOn(updates, windowsNamesOf(updates, configuration))
      const add = ([id, one]: readonly [string, Attribution]) =>
        statements.set(id, [...(statements.get(id) ?? []), one])
      if (nvd) for (const one of saidByNvd(nvd, nvd.factsOf(configuration, [], aliases), microsoft)) add(one)
      if (!microsoft) return statements
      // That an update cured what nobody else speaks of says nothing.
      const told = [...microsoft.answers].filter(([cve, answer]) => answer !== 'not_affected' || statements.has(cve))
      for (const one of saidByMicrosoft(microsoft, new Set(told.map(([cve]) => cve)))) add(one)
      return statements
    },
    concerning(advisoryIds, vendorIds, aliases) {
      // An operating system is everybody's.
      const isOnSystems = advisoryIds.some((id) => index.onSystems.has(id))
      const changed = compileExactNames(among(advisoryIds))
      const read = makersRead(among(advisoryIds))
      const makers = read.ids.size === 0 ? vendorIds : new Set([...vendorIds, ...read.ids])
      return (configuration) =>
        (isOnSystems && systemOf(configuration) !== undefined) ||
        read.isOfAll ||
        isNamedExactly(changed, configuration, aliases) ||
        mayFindVendors(index, configuration, makers, aliases)
    },
  }
}

/** Products of exactly one version; what names the end of a release line is said of others as well. */
function exactProducts(advisory: Advisory): ReadonlySet<string> {
  const ends = new Set(
    advisory.vulnerabilities.flatMap(({ status }) => [
      ...(status.first_affected ?? []),
      ...(status.last_affected ?? []),
      ...(status.first_fixed ?? []),
    ]),
  )
  const exact = advisory.products.filter((product) => joinedProduct(advisory, product).product.versionForm === 'exact')
  return new Set(exact.map(({ productId }) => productId).filter((id) => !ends.has(id)))
}

function makersOf(advisories: readonly Advisory[]): Map<string, Vendor> {
  const named = new Map<string, Vendor>()
  for (const text of new Set(advisories.flatMap(({ products }) => products.map(({ vendor }) => vendor)))) {
    const vendor = readVendor(text)
    for (const id of vendor.own) if (!named.has(id)) named.set(id, vendor)
  }
  return named
}

/** The publisher speaks of its own product. */
function isByMaker(publisher: string, vendor: string): boolean {
  if (vendor.trim() === '') return false
  const key = `${publisher}\n${vendor}`
  const known = makers.get(key)
  if (known !== undefined) return known
  if (makers.size > 50_000) makers.clear()
  const isMaker = isSurelySameVendor(publisher, vendor)
  makers.set(key, isMaker)
  return isMaker
}
const makers = new Map<string, boolean>()

export const vendorIdsOf = (vendors: readonly string[]): ReadonlySet<string> =>
  new Set(vendors.flatMap((vendor) => readVendor(vendor).ids))

let held:
  | { readonly version: string; readonly advisories: ReadonlyMap<string, Held>; readonly matcher: Matcher }
  | undefined

interface Held {
  readonly digest: string
  readonly advisory: Advisory
}

/**
 * The matcher over all advisories. One is held in memory per process, and made again when an advisory changed; only what
 * changed is read from the database again. The caller holds the organisation's lock, so that no advisory can change
 * unseen between this and the end of its transaction.
 */
export async function matcherFor(db: Db): Promise<Matcher> {
  const version = await intelligenceVersion(db)
  if (held?.version === version) return held.matcher
  const digests = await advisoryDigests(db)
  const known = held?.advisories
  const missing = [...digests].filter(([id, digest]) => known?.get(id)?.digest !== digest).map(([id]) => id)
  const fresh = new Map((await loadAdvisories(db, missing)).map((advisory) => [advisory.id, advisory]))
  const advisories = new Map(
    [...digests].map(([id, digest]) => [id, { digest, advisory: fresh.get(id) ?? known!.get(id)!.advisory }]),
  )
  held = { version, advisories, matcher: matcherOf([...advisories.values()].map(({ advisory }) => advisory)) }
  return held.matcher
}
