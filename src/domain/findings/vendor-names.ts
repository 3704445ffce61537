import { z } from 'zod'
import {
  type Aliases,
  isKnownVendor,
  knownSpellings,
  modelSpelling,
  readVendor,
  typingErrors,
  vendorName,
  vendorSpelling,
} from '#domain/matching/matching.ts'
import { aliasesOf, nameRules } from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { HowRead, NameProposal, VendorReading } from '#model/name-rule.ts'
import type { Db } from '#platform/db/database.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import type { Paging } from './lists.ts'
import { type Matcher, matcherFor } from './matcher.ts'
import * as store from './vendor-names-store.ts'

// How the makers' names of the inventory are read, and what those that nobody reads may mean: learnt from how they are
// spelt and from what stands under them.

const order: readonly HowRead[] = ['unknown', 'nobody', 'misspelt', 'alias', 'apart', 'advisory', 'known']

function readName(name: string, matcher: Matcher, aliases: Aliases | undefined): Pick<VendorReading, 'how' | 'maker'> {
  const vendor = readVendor(name, aliases)
  if (vendor.own.length === 0) return { how: 'nobody', maker: null }
  const named = matcher.makers.get(vendor.own[0]!)
  const maker = isKnownVendor(vendor)
    ? vendor.own.map(vendorName).join(', ')
    : named && !vendor.apart
      ? named.text.trim()
      : null
  if (vendor.isByAlias) return { how: 'alias', maker: maker ?? vendor.own[0]! }
  if (vendor.apart) return { how: 'apart', maker }
  if (vendor.misspelt !== undefined) return { how: 'misspelt', maker }
  if (isKnownVendor(vendor)) return { how: 'known', maker }
  return named ? { how: 'advisory', maker } : { how: 'unknown', maker: null }
}

const NameKey = z.tuple([z.number(), z.number(), z.string()])

/** Makers' names of the inventory, those that nobody knows first, then by their devices. */
export async function listVendorNames(
  db: Db,
  organisationId: OrganisationId,
  { q, how, cursor, limit }: Paging & { q?: string | undefined; how?: HowRead | undefined },
): Promise<PageOf<VendorReading> & { counts: Record<HowRead, number> }> {
  const [matcher, aliases] = [await matcherFor(db), await aliasesOf(db, organisationId)]
  const all = (await store.vendorCounts(db, organisationId)).map((row) => ({
    ...row,
    ...readName(row.name, matcher, aliases),
  }))
  const counts = Object.fromEntries(order.map((one) => [one, 0])) as Record<HowRead, number>
  for (const row of all) counts[row.how]++
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const keyOf = (row: VendorReading) => [order.indexOf(row.how), -row.devices, row.name] as const
  const compare = (a: readonly [number, number, string], b: readonly [number, number, string]) =>
    a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0)
  const after = cursor === undefined ? null : decodeCursor(cursor, NameKey)
  const rows = all
    .filter((row) => how === undefined || row.how === how)
    .filter((row) => words.every((word) => `${row.name} ${row.maker ?? ''}`.toLowerCase().includes(word)))
    .sort((a, b) => compare(keyOf(a), keyOf(b)))
    .filter((row) => after === null || compare(keyOf(row), after) > 0)
    .slice(0, limit + 1)
  return { ...pageOf(rows, limit, keyOf), counts }
}

/** Whom a name may mean. */
interface Target {
  readonly maker: string
  /** Spellings without spaces, and the words of each. */
  readonly spellings: readonly { readonly compact: string; readonly words: readonly string[] }[]
}

type Evidence = NameProposal['evidence'][number]

/** What a spelling alone tells of a name; it stays true as long as the advisories do. */
const remembered = new WeakMap<Matcher, { readonly targets: Target[]; readonly found: Map<string, SpeltAlike[]> }>()
interface SpeltAlike {
  readonly maker: string
  readonly weight: number
  readonly evidence: Evidence
}

/** Words that many makers' names have. */
const commonWords = new Set(
  'medical health healthcare care systems system solutions technologies technology diagnostics imaging instruments devices products electronics software services scientific life sciences science biomedical bio general american united national first international hospital surgical company manufacturing industries global'.split(
    ' ',
  ),
)

function targetsOf(matcher: Matcher): Target[] {
  const spellings = new Map<string, Set<string>>()
  const add = (maker: string, spelling: string) => {
    const known = spellings.get(maker)
    if (known) known.add(spelling)
    else spellings.set(maker, new Set([spelling]))
  }
  for (const [spelling, [id]] of knownSpellings) if (id !== undefined) add(vendorName(id), spelling)
  for (const vendor of matcher.makers.values())
    if (!isKnownVendor(vendor)) add(vendor.text.trim(), vendorSpelling(vendor.text))
  return [...spellings].map(([maker, some]) => ({
    maker,
    spellings: [...some].map((spelling) => ({ compact: spelling.replaceAll(' ', ''), words: spelling.split(' ') })),
  }))
}

function speltAlike(name: string, matcher: Matcher): SpeltAlike[] {
  let memory = remembered.get(matcher)
  if (!memory) {
    memory = { targets: targetsOf(matcher), found: new Map() }
    remembered.set(matcher, memory)
  }
  const known = memory.found.get(name)
  if (known) return known
  const spelling = vendorSpelling(name)
  const [compact, words] = [spelling.replaceAll(' ', ''), spelling.split(' ')]
  const telling = words.filter((word) => word.length >= 4 && !commonWords.has(word))
  // A letter that was lost on the way from one encoding to another.
  const isBroken = /\p{L}(?:\ufffd|\?|Ã.?)\p{L}/u.test(name)
  const found: SpeltAlike[] = []
  for (const { maker, spellings } of memory.targets) {
    let best: SpeltAlike | undefined
    for (const other of spellings) {
      const allowed = Math.min(3, Math.floor(Math.min(compact.length, other.compact.length) / 4))
      if (allowed > 0 && Math.abs(compact.length - other.compact.length) <= allowed) {
        const errors = typingErrors(compact, other.compact, allowed)
        const weight = 3 - errors * 0.6 + (isBroken ? 0.5 : 0)
        if (errors <= allowed && weight > (best?.weight ?? 0)) {
          const letters = errors === 1 ? 'one letter' : `${errors} letters`
          const text =
            errors === 0
              ? `"${other.words.join(' ')}" but for spaces`
              : `${letters} from "${other.words.join(' ')}"${isBroken ? ', with a letter lost between encodings' : ''}`
          best = { maker, weight, evidence: { kind: isBroken ? 'encoding' : 'spelling', text } }
        }
      }
      // `Zol`: too short to be told by its letters, unless the last one alone is missing.
      const isCutShort = compact.length === 3 && other.compact.length === 4 && other.compact.startsWith(compact)
      if (isCutShort && !best)
        best = { maker, weight: 1.5, evidence: { kind: 'spelling', text: `one letter short of "${other.compact}"` } }
      const shared = telling.filter((word) => other.words.includes(word))
      const share = shared.length / other.words.filter((word) => word.length >= 4 && !commonWords.has(word)).length
      const weight = shared.length > 0 && Number.isFinite(share) ? share * 1.5 : 0
      if (share >= 0.5 && weight > (best?.weight ?? 0))
        best = { maker, weight, evidence: { kind: 'words', text: `has "${shared.join(' ')}" in common` } }
    }
    if (best) found.push(best)
  }
  memory.found.set(name, found)
  return found
}

/** What tells a model from others: a brand may be anybody's. */
const isTelling = (model: string) => model.length >= 4 && /\d/.test(model)

/**
 * Whom the names may mean that nobody knows, with what speaks for it; most devices first. What somebody refused does not
 * come again.
 */
export async function proposeNames(db: Db, organisationId: OrganisationId, limit: number): Promise<NameProposal[]> {
  const [matcher, aliases] = [await matcherFor(db), await aliasesOf(db, organisationId)]
  const isRefused = await nameRules.refused(db, organisationId)
  const counts = (await store.vendorCounts(db, organisationId)).map((row) => ({
    ...row,
    ...readName(row.name, matcher, aliases),
  }))
  const isUnknown = new Set(counts.filter(({ how }) => how === 'unknown').map(({ name }) => name))
  if (isUnknown.size === 0) return []
  const makerOf = new Map(counts.flatMap(({ name, maker }) => (maker === null ? [] : [[name, maker] as const])))
  const models = Map.groupBy(await store.modelsOfVendors(db, organisationId), ({ model }) => modelSpelling(model))

  const sharing = new Map<string, Map<string, { models: Set<string>; versions: number }>>()
  for (const [model, rows] of models) {
    if (!isTelling(model)) continue
    const known = rows.filter(({ name }) => makerOf.has(name))
    for (const row of rows) {
      if (!isUnknown.has(row.name)) continue
      for (const other of known) {
        const maker = makerOf.get(other.name)!
        const byMaker = sharing.get(row.name) ?? new Map<string, { models: Set<string>; versions: number }>()
        sharing.set(row.name, byMaker)
        const shared = byMaker.get(maker) ?? { models: new Set(), versions: 0 }
        byMaker.set(maker, shared)
        shared.models.add(row.model.trim())
        if (row.version !== '' && row.version === other.version) shared.versions++
      }
    }
  }

  const proposals: NameProposal[] = []
  for (const { name, devices, configurations } of counts) {
    if (!isUnknown.has(name)) continue
    const candidates = new Map<string, { weight: number; evidence: Evidence[] }>()
    const add = (maker: string, weight: number, evidence: Evidence) => {
      const known = candidates.get(maker) ?? { weight: 0, evidence: [] }
      candidates.set(maker, { weight: known.weight + weight, evidence: [...known.evidence, evidence] })
    }
    for (const { maker, weight, evidence } of speltAlike(name, matcher)) add(maker, weight, evidence)
    for (const [maker, { models: some, versions }] of sharing.get(name) ?? []) {
      const listed = [...some].sort().slice(0, 3).join(', ')
      const more = some.size > 3 ? ` and ${some.size - 3} more` : ''
      const software = versions > 0 ? `, ${versions} with the same software` : ''
      const text = `${some.size === 1 ? 'a model that stands' : `${some.size} models that stand`} under ${maker} too: ${listed}${more}${software}`
      add(maker, Math.min(3, some.size) + Math.min(1, versions), { kind: 'models', text })
    }
    const best = [...candidates]
      .filter(([maker]) => !isRefused({ name, maker }))
      .sort(([a, x], [b, y]) => y.weight - x.weight || (a < b ? -1 : 1))[0]
    if (best) proposals.push({ name, maker: best[0], devices, configurations, evidence: best[1].evidence })
  }
  return proposals
    .sort((a, b) => b.devices - a.devices || b.evidence.length - a.evidence.length || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
}
