import { type DeviceAttribute, type DeviceClaims, deviceAttributeNames } from '#model/device.ts'
import { compareTexts } from '#model/text-order.ts'
import { natureOf } from './attribute-nature.ts'
import type { TrustByAttribute } from './starting-trust.ts'

// Which claim stands. Who is believed most on the attribute, as far as the claim is not outdated:
//
//   weight = trust × 2^(−age ÷ half-life of the attribute)
//
// All claims on one attribute have the same half-life, so that the weights of two keep their ratio as time goes by: who stands today
// stands tomorrow, until somebody says something new. The stored record never goes stale, and a past day is decided as it was then.

/** A present observation, as survivorship needs it. */
export interface Claimant {
  readonly observationId: string
  readonly sourceId: string
  readonly sourceKind: string
  readonly trust: TrustByAttribute
  readonly observedAt: string
  readonly claims: DeviceClaims
}

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
  /** A person said otherwise afterwards. */
  answered: 3,
} as const

interface Ranked {
  readonly claimant: Claimant
  readonly standing: number
  /** Milliseconds: the moment of the claim, put back by what trust lacks in half-lives. */
  readonly weight: number
  readonly at: number
  readonly value: unknown
}

function ranked(attribute: DeviceAttribute, claimants: readonly Claimant[]): Ranked[] {
  const { isReadOff, halfLifeDays } = natureOf(attribute)
  const those = claimants
    .filter(({ claims }) => hasValue(claims[attribute]))
    .map((claimant) => ({ claimant, at: Date.parse(claimant.observedAt) }))
  const word = Math.max(
    ...those.map(({ claimant, at }) => (claimant.sourceKind === 'person' ? at : Number.NEGATIVE_INFINITY)),
  )
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

/** Those who claim a value for the attribute, the most credible first. The order in which they are given says nothing. */
export const claimantsOf = <Of extends Claimant>(attribute: DeviceAttribute, claimants: readonly Of[]): Of[] =>
  ranked(attribute, claimants)
    .sort(byCredence)
    .map(({ claimant }) => claimant as Of)

/** Why the first of two claims on an attribute stands before the second. */
export function whyBefore(attribute: DeviceAttribute, claimants: readonly Claimant[]): string | null {
  const [first, second] = ranked(attribute, claimants).sort(byCredence)
  if (!first || !second) return null
  if (first.standing !== second.standing) {
    if (second.standing === standings.answered) return 'A person said so after the others'
    if (first.standing === standings.read)
      return second.standing === standings.said
        ? 'Something read the device after a person spoke of it'
        : 'It was read off the device; the others keep a register'
    return 'A person said so; no reading of the device came after it'
  }
  const trusts = [first, second].map(({ claimant }) => claimant.trust[attribute]) as [number, number]
  if (trusts[0] === trusts[1]) return first.at > second.at ? 'It is newer, and all are believed alike' : 'All are alike'
  if (trusts[0] > trusts[1])
    return first.at >= second.at
      ? `It is believed more (${trusts[0]} over ${trusts[1]}), and not older`
      : `It is believed more (${trusts[0]} over ${trusts[1]}), and the other is not newer by enough`
  return `It is newer by enough to outweigh more trust in the other (${trusts[0]} against ${trusts[1]})`
}

/** One record from all present observations; a pure function of them, so that provenance needs no table. */
export function goldenRecord(claimants: readonly Claimant[]): DeviceClaims {
  const golden: Record<string, unknown> = {}
  const [only] = claimants.length === 1 ? claimants : []
  for (const attribute of deviceAttributeNames) {
    const first = only ?? mostCredible(attribute, claimants)
    if (first && hasValue(first.claims[attribute])) golden[attribute] = first.claims[attribute]
  }
  const macs = new Set(claimants.flatMap(({ claims }) => claims.macAddresses ?? []))
  if (macs.size > 0) golden.macAddresses = [...macs].sort()
  return golden as DeviceClaims
}

function mostCredible(attribute: DeviceAttribute, claimants: readonly Claimant[]): Claimant | undefined {
  let only: Claimant | undefined
  for (const claimant of claimants) {
    if (!hasValue(claimant.claims[attribute])) continue
    if (only) return claimantsOf(attribute, claimants)[0]
    only = claimant
  }
  return only
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

/** Two claims mean the same value: case and spaces aside, and lists in any order. */
export const saysTheSame = (attribute: DeviceAttribute, a: Claimant, b: Claimant): boolean =>
  plain(a.claims[attribute]) === plain(b.claims[attribute])

const plain = (value: unknown): string =>
  Array.isArray(value) ? value.map(plain).sort().join('\n') : String(value).toLowerCase().replace(/\s+/g, ' ').trim()

export const hasValue = (value: unknown) =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
