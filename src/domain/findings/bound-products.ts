import { intelligenceVersion, loadAdvisories } from '#domain/intelligence/intelligence.ts'
import { type Aliases, joinedProduct, versionInName } from '#domain/matching/matching.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Advisory, AdvisoryProduct } from '#model/advisory.ts'
import type { Configuration } from '#model/matching.ts'
import type { VexProductName } from '#model/vex-product.ts'
import type { Db } from '#platform/db/database.ts'
import { classifyVersion } from '#standards/vers/vers.ts'
import { type Matcher, matcherFor, matcherOf } from './matcher.ts'
import * as store from './product-binding-store.ts'
import type { Attribution } from './statements.ts'

// Statements on products that a person said which model they are. They are matched by the matcher itself, with the model's
// name in place of the product's, so that versions are compared as they always are.

export interface BoundMatcher {
  /** Documents whose statements it has. */
  readonly advisoryIds: ReadonlySet<string>
  match(configuration: Configuration, aliases: Aliases | undefined): ReadonlyMap<string, Attribution[]>
}

const held = new Map<OrganisationId, { readonly key: string; readonly matcher: BoundMatcher }>()

/** Null where nothing is bound. */
async function boundMatcherFor(db: Db, organisationId: OrganisationId): Promise<BoundMatcher | null> {
  const bindings = await store.bindingsInForce(db, organisationId)
  if (bindings.length === 0) return null
  const key = JSON.stringify([await intelligenceVersion(db), bindings.map(({ id }) => id)])
  const mine = held.get(organisationId)
  if (mine?.key === key) return mine.matcher
  const matcher = boundMatcherOf(await loadAdvisories(db, await store.documentsNaming(db, bindings)), bindings)
  held.set(organisationId, { key, matcher })
  return matcher
}

const nameOf = ({ publisher, vendor, product }: VexProductName) => JSON.stringify([publisher, vendor, product])

function boundMatcherOf(advisories: readonly Advisory[], bindings: readonly store.BindingRow[]): BoundMatcher {
  const byName = Map.groupBy(bindings, nameOf)
  // One product may be several models: each of them is a reading of the documents of its own.
  const most = Math.max(...[...byName.values()].map((some) => some.length))
  const readings = Array.from({ length: most }, (_, place) => {
    const bindingOf = new Map<string, store.BindingRow>()
    const read = advisories.flatMap((advisory) => {
      const said = new Set(advisory.vulnerabilities.flatMap(({ status }) => Object.values(status).flat()))
      const products = advisory.products.flatMap((product) => {
        if (!said.has(product.productId)) return []
        const name = { publisher: advisory.publisher, vendor: product.vendor, product: product.name }
        const binding = byName.get(nameOf(name))?.[place]
        if (!binding) return []
        bindingOf.set(`${advisory.id}\n${product.productId}`, binding)
        return [withModel(joinedProduct(advisory, product).product, binding)]
      })
      return products.length > 0 ? [{ ...advisory, products }] : []
    })
    return { matcher: matcherOf(read), bindingOf }
  })
  return {
    advisoryIds: new Set(advisories.map(({ id }) => id)),
    match(configuration, aliases) {
      const said = new Map<string, Attribution[]>()
      for (const { matcher, bindingOf } of readings)
        for (const [vulnerabilityId, statements] of matcher.match(configuration, aliases))
          said.set(vulnerabilityId, [
            ...(said.get(vulnerabilityId) ?? []),
            ...statements.map((one) => explained(one, bindingOf.get(`${one.advisoryId}\n${one.productId}`)!)),
          ])
      return said
    },
  }
}

/**
 * What a statement is limited to stays: a person says which model is meant, not that more of its versions or units are. What
 * names the product in other words than the model's gives way.
 */
function withModel(product: AdvisoryProduct, { manufacturer, model, versions }: store.BindingRow): AdvisoryProduct {
  const {
    identifiers: { unplaced: _, purl: __, purls: ___, cpe: ____, ...identifiers } = {},
    relation: _____,
    ...own
  } = product
  const isOfAll = product.versionForm === 'none' || product.versionForm === 'all'
  const inName = isOfAll ? versionInName(product) : undefined
  const version = inName ?? ((isOfAll && versions) || product.version)
  return {
    ...own,
    vendor: manufacturer,
    name: model,
    version,
    versionForm: classifyVersion(version),
    fullName: [manufacturer, model, version].filter(Boolean).join(' '),
    isRange: version === product.version && product.isRange,
    ...(Object.keys(identifiers).length > 0 && { identifiers }),
  }
}

function explained(
  one: Attribution,
  { id, vendor, product, manufacturer, model, boundBy }: store.BindingRow,
): Attribution {
  const text = `"${[vendor, product].filter(Boolean).join(' ')}" is ${manufacturer} ${model}, as ${boundBy} said`
  // Behind the model, before what decides.
  const at = one.because.findLastIndex(({ part }) => part === 'model') + 1
  return { ...one, because: one.because.toSpliced(at, 0, { part: 'model', outcome: 'agrees', text }), boundBy: id }
}

/** The matcher over all advisories, with what the organisation says of the products of VEX. */
export async function organisationMatcher(db: Db, organisationId: OrganisationId): Promise<Matcher> {
  const matcher = await matcherFor(db)
  const bound = await boundMatcherFor(db, organisationId)
  if (!bound) return matcher
  return {
    ...matcher,
    match(configuration, aliases, components) {
      const more = bound.match(configuration, aliases)
      const own = matcher.match(configuration, aliases, components)
      return more.size > 0 ? joined(own, more) : own
    },
    concerning(advisoryIds, vendorIds, aliases) {
      const isConcerned = matcher.concerning(advisoryIds, vendorIds, aliases)
      const ids = new Set(advisoryIds.filter((id) => bound.advisoryIds.has(id)))
      if (ids.size === 0) return isConcerned
      return (configuration) =>
        isConcerned(configuration) ||
        [...bound.match(configuration, aliases).values()].flat().some(({ advisoryId }) => ids.has(advisoryId))
    },
  }
}

/** What a document says by itself stands before what a person made of its words. */
function joined(own: ReadonlyMap<string, Attribution[]>, more: ReadonlyMap<string, Attribution[]>) {
  const all = new Map(own)
  for (const [vulnerabilityId, statements] of more) {
    const said = own.get(vulnerabilityId) ?? []
    const isSaid = (one: Attribution) =>
      said.some(({ advisoryId, productId }) => advisoryId === one.advisoryId && productId === one.productId)
    all.set(vulnerabilityId, [...said, ...statements.filter((one) => !isSaid(one))])
  }
  return all
}
