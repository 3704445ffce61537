import { type DeviceAttribute, type DeviceClaims, deviceAttributeNames } from '#model/device.ts'
import { compareTexts } from '#model/text-order.ts'
import { natureOf } from './attribute-nature.ts'
import {
  canBeFlawed,
  type Flaw,
  flawBeside,
  flawOf,
  flaws,
  isComparedBeside,
  isInHostName,
  meaningOf,
} from './intactness.ts'
import type { TrustByAttribute } from './starting-trust.ts'

// Which claim stands. Who is believed most on the attribute, as far as the claim is not outdated:
//
//   weight = trust × 2^(−age ÷ half-life of the attribute)
//
// All claims on one attribute have the same half-life, so that the weights of two, and sums of weights, keep their ratio as time goes by:
// who stands today stands tomorrow, until somebody says something new. The stored record never goes stale, and a past day is decided as it
// was then. Claims that mean the same are one reading. Of what lasts, the squares of the weights of the sources that say it are added up, each
// source once: what two found out is likelier than what one did, and two guesses are no more than one who knows. Of what changes while the device is in use, the reading counts as much as its best
// claim: what many saw a month ago says nothing against what one sees today. What is damaged counts less; what says nothing, last.

/** A present observation, as survivorship needs it. */
export interface Claimant {
  readonly observationId: string
  readonly sourceId: string
  readonly sourceKind: string
  readonly trust: TrustByAttribute
  /** Attributes on which the hospital itself said how far the source is believed. */
  readonly trustSet?: ReadonlySet<string> | undefined
  readonly observedAt: string
  readonly claims: DeviceClaims
}

/** Attributes that the choice of another one looks at too: whether the device was read, and where a value may have strayed from. */
export const lookedAtBeside = [
  'lastSeenAt',
  'hostname',
  'model',
  'modelNumber',
  'manufacturer',
  'description',
  'deviceType',
  'assetTag',
  'macAddresses',
] as const satisfies readonly DeviceAttribute[]

/** Something read the device itself: it was seen on the network, or a person stood beside it. */
export const isRead = (claimant: Pick<Claimant, 'sourceKind' | 'claims'>) =>
  claimant.sourceKind === 'person' || Boolean(claimant.claims.lastSeenAt)

const dayMs = 86_400_000

/** Why a claim stands before or behind others, whatever its weight; the lower, the more credible. */
const standings = {
  /** Read off the device after the last word of a person, or where none said anything. */
  read: 0,
  /** The last word of a person; of what is not read off, everything that came later too, by weight. */
  said: 1,
  /** A register's entry of something that is read off devices: its row is dated anew whenever anything in it changes. */
  entered: 2,
  /** Says nothing, as `N/A` or the name of the model for a serial number. */
  nothing: 3,
  /** A person said otherwise afterwards. */
  answered: 4,
} as const

interface Ranked {
  readonly claimant: Claimant
  readonly standing: number
  /** Milliseconds: the moment of the claim, put back by what trust lacks in half-lives. */
  readonly weight: number
  readonly at: number
  readonly value: unknown
  /** The last word of a person. */
  readonly isWord: boolean
}

function ranked(attribute: DeviceAttribute, claimants: readonly Claimant[]): Ranked[] {
  const { isReadOff, halfLifeDays } = natureOf(attribute)
  const those = claimants
    .filter(({ claims }) => hasValue(claims[attribute]))
    .map((claimant) => ({ claimant, at: Date.parse(claimant.observedAt) }))
  let word = Number.NEGATIVE_INFINITY
  for (const { claimant, at } of those) if (claimant.sourceKind === 'person' && at > word) word = at
  return those.map(({ claimant, at }) => {
    const isWord = claimant.sourceKind === 'person' && at === word
    const standing =
      !isWord && at <= word
        ? standings.answered
        : !isReadOff || isWord
          ? standings.said
          : isRead(claimant)
            ? standings.read
            : standings.entered
    return {
      claimant,
      standing,
      weight: at + halfLifeDays * dayMs * Math.log2(claimant.trust[attribute] / 100),
      at,
      value: claimant.claims[attribute],
      isWord,
    }
  })
}

const byCredence = (a: Ranked, b: Ranked): number =>
  a.standing - b.standing ||
  (a.weight === b.weight ? 0 : b.weight - a.weight) ||
  b.at - a.at ||
  // Ids are drawn by lot: what is said decides before them, so that two hospitals alike come to the same.
  compareTexts(JSON.stringify(a.value), JSON.stringify(b.value)) ||
  (a.claimant.observationId < b.claimant.observationId ? -1 : 1)

/** Claims that mean the same, the most credible first. */
interface Reading {
  readonly meaning: string
  readonly claims: readonly Ranked[]
  readonly standing: number
  /** The hospital said itself to believe who says this most of all. */
  readonly isBound: boolean
  readonly flaw: Flaw | null
  /** How much is for it, against the others of the device; no measure beyond it. */
  readonly support: number
}

/** What is said on an attribute, the most credible first. The order in which claims are given says nothing. */
function readingsOf(attribute: DeviceAttribute, claimants: readonly Claimant[]): Reading[] {
  const ranks = ranked(attribute, claimants).sort(byCredence)
  const byMeaning = Map.groupBy(ranks, ({ value }) => meaningOf(attribute, value))
  if (byMeaning.size < 2)
    return [...byMeaning].map(([meaning, claims]) => ({
      ...{ meaning, claims, standing: claims[0]!.standing, isBound: false, flaw: null, support: 1 },
    }))

  const nature = natureOf(attribute)
  const isSerial = attribute === 'serialNumber'
  const said = claimants.map(({ claims }) => claims)
  const heaviest = Math.max(...ranks.map(({ weight }) => weight))
  /** Against the heaviest claim, squared: two guesses do not outweigh one who knows. What nobody believes weighs nothing. */
  const share = ({ weight, claimant }: Ranked) =>
    heaviest === Number.NEGATIVE_INFINITY
      ? 0
      : (2 ** ((weight - heaviest) / (nature.halfLifeDays * dayMs)) * (isSerial && isRead(claimant) ? notTyped : 1)) **
        2
  const drafts = [...byMeaning].map(([meaning, claims]) => ({
    meaning,
    claims,
    flaw: flawOf(attribute, claims[0]!.value, said),
    // They come the most credible first: a register's entry, dated anew, makes no reading newer.
    own: nature.isLasting ? sumOfSources(claims, share) : share(claims[0]!),
  }))
  const isNothing = ({ flaw }: { readonly flaw: Flaw | null }) => flaw !== null && flaws[flaw].isNothing
  const standing = drafts.map((draft) => {
    const first = draft.claims[0]!.standing
    return isNothing(draft) && first < standings.nothing && !draft.claims.some(({ isWord }) => isWord)
      ? standings.nothing
      : first
  })
  const best = Math.min(...standing)
  const bound = boundBy(
    attribute,
    drafts.flatMap(({ claims }, at) => (standing[at] === best ? claims : [])),
  )
  const hosts = isSerial ? said.flatMap(({ hostname }) => hostname ?? []) : []
  return drafts
    .map((draft, at): Reading => {
      let { flaw, own: support } = draft
      if (isComparedBeside(attribute) && !isNothing(draft))
        for (const other of drafts) {
          if (other === draft || isNothing(other)) continue
          flaw ??= flawBeside(attribute, draft.meaning, other.meaning)
          const left = flawBeside(attribute, other.meaning, draft.meaning)
          if (left && flaws[left].bearsOut) support += other.own
        }
      if (hosts.some((host) => isInHostName(draft.meaning, host))) support *= borneOutByName
      return {
        meaning: draft.meaning,
        claims: draft.claims,
        standing: standing[at]!,
        isBound: bound !== undefined && draft.claims.includes(bound),
        flaw,
        support: flaw ? support * flaws[flaw].keeps : support,
      }
    })
    .sort(
      (a, b) =>
        a.standing - b.standing ||
        Number(b.isBound) - Number(a.isBound) ||
        b.support - a.support ||
        byCredence(a.claims[0]!, b.claims[0]!),
    )
}

/** A serial number that the device told over the network passed through nobody's hands. */
const notTyped = 1.25

/** A serial number of which the end stands in the host name: two systems hold it. */
const borneOutByName = 1.5

/** Each source counts once, by its best claim: they come the most credible first. */
function sumOfSources(claims: readonly Ranked[], share: (claim: Ranked) => number): number {
  const bySource = new Map<string, number>()
  for (const claim of claims) {
    const { sourceId } = claim.claimant
    bySource.set(sourceId, Math.max(bySource.get(sourceId) ?? 0, share(claim)))
  }
  return [...bySource.values()].sort((a, b) => a - b).reduce((sum, one) => sum + one, 0)
}

/** The claim of greatest weight, where the hospital itself said how far its source is believed: no number of others stands against it. */
function boundBy(attribute: DeviceAttribute, claims: readonly Ranked[]): Ranked | undefined {
  const [first] = claims.toSorted(byCredence)
  return first?.claimant.trustSet?.has(attribute) ? first : undefined
}

/** Those who claim a value for the attribute, the most credible first. The order in which they are given says nothing. */
export const claimantsOf = <Of extends Claimant>(attribute: DeviceAttribute, claimants: readonly Of[]): Of[] =>
  readingsOf(attribute, claimants).flatMap(({ claims }) => claims.map(({ claimant }) => claimant as Of))

/** What is wrong with what each claim on the attribute says, where something is: by observation. */
export function flawsIn(attribute: DeviceAttribute, claimants: readonly Claimant[]): ReadonlyMap<string, string> {
  const said = claimants.map(({ claims }) => claims)
  const found = new Map<string, string>()
  for (const { flaw, claims } of readingsOf(attribute, claimants))
    for (const { claimant, value } of claims) {
      // Where all say the same, nothing had to be looked at to choose.
      const one = flaw ?? flawOf(attribute, value, said)
      if (one) found.set(claimant.observationId, flaws[one].text)
    }
  return found
}

/** Why the value that stands does; null where only one claim is there. */
export function whyBefore(attribute: DeviceAttribute, claimants: readonly Claimant[]): string | null {
  const readings = readingsOf(attribute, claimants)
  const [reading, against] = readings
  if (!reading || (!against && reading.claims.length < 2)) return null
  const sources = (some: readonly Reading[]) =>
    new Set(some.flatMap(({ claims }) => claims.map(({ claimant }) => claimant.sourceId))).size
  if (!against)
    return sources([reading]) > 1 ? `All ${sources([reading])} sources say the same` : 'All that is said is the same'

  const [first, second] = [reading.claims[0]!, against.claims[0]!]
  if (reading.standing !== against.standing) {
    if (against.standing === standings.answered) return 'A person said so after the others'
    if (against.standing === standings.nothing) return `The other ${flaws[against.flaw!].text}`
    if (reading.standing === standings.read)
      return against.standing === standings.said
        ? 'Something read the device after a person spoke of it'
        : 'It was read off the device; the others keep a register'
    return 'A person said so; no reading of the device came after it'
  }
  const trusts = [first, second].map(({ claimant }) => claimant.trust[attribute]) as [number, number]
  if (reading.isBound)
    return `You set whom to believe on it, and it is believed most (${trusts[0]} here, ${trusts[1]} there)`
  if (against.flaw && !reading.flaw) return `The other ${flaws[against.flaw].text}`
  const [agree, all] = [sources([reading]), sources(readings)]
  if (natureOf(attribute).isLasting && agree > sources([against])) return `${agree} of ${all} sources say so`
  if (attribute === 'serialNumber' && isBorneOut(reading, claimants) && !isBorneOut(against, claimants))
    return 'Its end stands in the host name'
  if (attribute === 'serialNumber' && isReadBy(reading) && !isReadBy(against))
    return 'The device said it over the network; the other was typed'
  if (natureOf(attribute).isLasting && agree > 1)
    return `${agree} of ${all} sources say so, and they are believed more together`
  if (trusts[0] === trusts[1]) return first.at > second.at ? 'It is newer, and all are believed alike' : 'All are alike'
  if (trusts[0] > trusts[1])
    return first.at >= second.at
      ? `It is believed more (${trusts[0]} over ${trusts[1]}), and not older`
      : `It is believed more (${trusts[0]} over ${trusts[1]}), and the other is not newer by enough`
  return `It is newer by enough to outweigh more trust in the other (${trusts[0]} against ${trusts[1]})`
}

const isReadBy = ({ claims }: Reading) => claims.some(({ claimant }) => isRead(claimant))

const isBorneOut = ({ meaning }: Reading, claimants: readonly Claimant[]) =>
  claimants.some(({ claims: { hostname } }) => hostname && isInHostName(meaning, hostname))

/** One record from all present observations; a pure function of them, so that provenance needs no table. */
export function goldenRecord(claimants: readonly Claimant[]): DeviceClaims {
  const golden: Record<string, unknown> = {}
  const [only] = claimants.length === 1 ? claimants : []
  const said = new Set(claimants.flatMap(({ claims }) => Object.keys(claims)))
  for (const attribute of deviceAttributeNames) {
    if (!said.has(attribute)) continue
    const first = only ?? mostCredible(attribute, claimants)
    if (first && hasValue(first.claims[attribute])) golden[attribute] = first.claims[attribute]
    if (attribute === 'ipAddresses' && first && !only) golden[attribute] = addressesBeside(first, claimants)
  }
  const macs = new Set(claimants.flatMap(({ claims }) => claims.macAddresses ?? []))
  if (macs.size > 0) golden.macAddresses = [...macs].sort()
  return golden as DeviceClaims
}

/** Attributes of which the record holds what several claims say together. */
const togetherOf: ReadonlySet<DeviceAttribute> = new Set(['ipAddresses', 'macAddresses'])

/** Whether a claimed list is part of the list that the record holds of several claims. */
export const isPartOf = (attribute: DeviceAttribute, whole: unknown, part: unknown): boolean =>
  togetherOf.has(attribute) && Array.isArray(whole) && Array.isArray(part) && part.every((one) => whole.includes(one))

/** Addresses last for hours to a week: within so many days another interface still has its own. */
const interfaceDays = 7

/** The addresses of the claim that stands, and behind them those of interfaces of other MAC addresses that were seen at the same time. */
function addressesBeside(first: Claimant, claimants: readonly Claimant[]): readonly string[] {
  const addresses = new Set(first.claims.ipAddresses ?? [])
  const macs = new Set(first.claims.macAddresses ?? [])
  if (macs.size === 0 || !isRead(first)) return [...addresses]
  for (const { claims, observedAt, sourceKind } of claimantsOf('ipAddresses', claimants)) {
    const own = claims.macAddresses ?? []
    const apart = Math.abs(Date.parse(observedAt) - Date.parse(first.observedAt)) / dayMs
    if (own.length === 0 || own.some((mac) => macs.has(mac)) || apart > interfaceDays) continue
    if (!isRead({ claims, sourceKind })) continue
    for (const mac of own) macs.add(mac)
    for (const address of claims.ipAddresses ?? []) addresses.add(address)
  }
  return [...addresses]
}

/** Whose value stands. Where all say the very same it is no matter who, and nothing is weighed: so it is with most of a hospital's. */
function mostCredible(attribute: DeviceAttribute, claimants: readonly Claimant[]): Claimant | undefined {
  let first: Claimant | undefined
  for (const claimant of claimants) {
    const value = claimant.claims[attribute]
    if (!hasValue(value)) continue
    if (first && first.claims[attribute] !== value) return foremost(attribute, claimants)
    first ??= claimant
  }
  return first
}

/** The first of `claimantsOf`. What is neither put to the vote nor looked at for flaws is decided claim by claim, which comes to the same. */
function foremost(attribute: DeviceAttribute, claimants: readonly Claimant[]): Claimant {
  if (natureOf(attribute).isLasting || canBeFlawed(attribute))
    return readingsOf(attribute, claimants)[0]!.claims[0]!.claimant
  return ranked(attribute, claimants).reduce((best, one) => (byCredence(one, best) < 0 ? one : best)).claimant
}

/** How likely one claim holds still, 0 to 1: the trust in its source on this attribute, halved with each half-life of its age. */
export function claimConfidence(attribute: DeviceAttribute, claimant: Claimant, nowMs: number): number {
  const ageDays = Math.max(0, nowMs - Date.parse(claimant.observedAt)) / dayMs
  return (claimant.trust[attribute] / 100) * 2 ** (-ageDays / natureOf(attribute).halfLifeDays)
}

/**
 * How likely the value holds still, 0 to 1: that not all sources which say the same are wrong, as if each had found out by itself.
 * A source counts once, by its best claim.
 */
export function confidence(attribute: DeviceAttribute, claimants: readonly Claimant[], nowMs: number): number {
  const [first, ...others] = claimantsOf(attribute, claimants)
  if (!first) return 0
  const bySource = new Map<string, number>()
  for (const one of [first, ...others.filter((other) => saysTheSame(attribute, first, other))])
    bySource.set(one.sourceId, Math.max(bySource.get(one.sourceId) ?? 0, claimConfidence(attribute, one, nowMs)))
  return 1 - [...bySource.values()].reduce((wrong, likely) => wrong * (1 - likely), 1)
}

/** Two claims mean the same value: case, spaces, the dress of a serial number and the domain of a host name aside, and lists in any order. */
export const saysTheSame = (attribute: DeviceAttribute, a: Claimant, b: Claimant): boolean =>
  meaningOf(attribute, a.claims[attribute]) === meaningOf(attribute, b.claims[attribute])

export const hasValue = (value: unknown) =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
