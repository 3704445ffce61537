import { type DeviceAttribute, type DeviceClaims, deviceAttributeNames, deviceAttributes } from '#model/device.ts'
import { natureOf } from './attribute-nature.ts'
import type { toClaimant } from './attribute-trust.ts'
import {
  type Claimant,
  claimantsOf,
  claimConfidence,
  confidence,
  flawsIn,
  goldenRecord,
  isPartOf,
  saysTheSame,
  whyBefore,
} from './golden-record.ts'
import type { ObservationRow } from './inventory-store.ts'

interface Claim {
  readonly value: unknown
  readonly source: { id: string; name: string }
  readonly sourceKey: string
  /** Of the source on this attribute, 0 to 100. */
  readonly trust: number
  /** Of this claim alone, 0 to 1. */
  readonly confidence: number
  readonly observedAt: string
  readonly recordedAt: string
  readonly agrees: boolean
  /** What is wrong with it as it is written, to follow "It": `is cut short`. */
  readonly flaw: string | null
}

/** One attribute of a device: the value that stands, who says so and when, how sure that is and why, and what the others say. */
interface AttributeProvenance {
  readonly attribute: DeviceAttribute
  readonly title: string
  readonly group: string
  readonly value: unknown
  readonly source: { id: string; name: string }
  readonly observedAt: string
  readonly recordedAt: string
  /** 0 to 1, at the moment of reading. */
  readonly confidence: number
  readonly trust: number
  readonly halfLifeDays: number
  /** Null where nobody else says anything. */
  readonly why: string | null
  /** What is wrong with the value that stands, where nobody says a better one. */
  readonly flaw: string | null
  readonly others: Claim[]
}

/** An observation that a device stands on, or stood, as a claim of its source. */
export type Told = ReturnType<typeof toClaimant<ObservationRow>>

const rounded = (share: number) => Math.round(share * 1000) / 1000

export function provenanceOf(told: readonly Told[], now: Date): AttributeProvenance[] {
  const golden = goldenRecord(told)
  const nowMs = now.getTime()
  return deviceAttributeNames.flatMap((attribute) => {
    const [first, ...others] = claimantsOf(attribute, told)
    if (!first) return []
    const flaws = flawsIn(attribute, told)
    return [
      {
        attribute,
        title: deviceAttributes[attribute].title,
        group: deviceAttributes[attribute].group,
        value: golden[attribute],
        source: first.source,
        observedAt: first.observedAt,
        recordedAt: first.row.recorded_at,
        confidence: rounded(confidence(attribute, told, nowMs)),
        trust: first.trust[attribute],
        halfLifeDays: natureOf(attribute).halfLifeDays,
        why: whyBefore(attribute, told),
        flaw: flaws.get(first.observationId) ?? null,
        others: others.map((other) => ({
          value: other.claims[attribute],
          source: other.source,
          sourceKey: other.row.source_key,
          trust: other.trust[attribute],
          confidence: rounded(claimConfidence(attribute, other, nowMs)),
          observedAt: other.observedAt,
          recordedAt: other.row.recorded_at,
          agrees: isInRecord(attribute, golden, first, other),
          flaw: flaws.get(other.observationId) ?? null,
        })),
      },
    ]
  })
}

/** Whether a claim says what the record does. `first` is the claim that stands. */
export const isInRecord = (
  attribute: DeviceAttribute,
  golden: DeviceClaims,
  first: Claimant,
  other: Claimant,
): boolean => saysTheSame(attribute, first, other) || isPartOf(attribute, golden[attribute], other.claims[attribute])

/** Where in a source's record the value of an attribute stood. */
export function columnsOf(
  attribute: DeviceAttribute,
  claimant: Pick<Claimant, 'claims'>,
  raw: Readonly<Record<string, string>> | null,
  settings: Readonly<Record<string, unknown>> | undefined,
): { readonly names: readonly string[]; readonly by: 'mapping' | 'same_text' | null } {
  const mapped = Object.entries((settings?.columns ?? {}) as Record<string, unknown>)
    .filter(([name, meaning]) => meaning === attribute && raw && Object.hasOwn(raw, name))
    .map(([name]) => name)
  if (mapped.length > 0) return { names: mapped, by: 'mapping' }
  const value = claimant.claims[attribute]
  const wanted = new Set((Array.isArray(value) ? value : [value]).map(squeezed).filter((text) => text.length > 1))
  const same = Object.entries(raw ?? {})
    .filter(
      ([, text]) =>
        wanted.has(squeezed(text)) ||
        String(text)
          .split(/[\s,;|]+/)
          .some((part) => wanted.has(squeezed(part))),
    )
    .map(([name]) => name)
  const rest = Object.entries(raw ?? {}).filter(([name]) => !same.includes(name))
  // Put together of several fields, as a system's name and its version are; or a time that the source counts in its own way.
  const parts = rest
    .filter(([, text]) => standsIn(squeezed(text), wanted) || isMoment(text, value))
    .map(([name]) => name)
  const names = same.length > 0 ? same : parts
  return { names, by: names.length > 0 ? 'same_text' : null }
}

/** Shorter texts stand in everything. */
const leastPart = 4
const standsIn = (part: string, wanted: ReadonlySet<string>) =>
  part.length >= leastPart && [...wanted].some((whole) => whole.includes(part))

/** Seconds or milliseconds since 1970, or Windows' hundreds of nanoseconds since 1601 ([MS-DTYP] 2.3.3). */
function isMoment(text: string, value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value) || !/^\d{9,18}$/.test(text)) return false
  const told = Number(text)
  return [told * 1000, told, told / 10_000 - 11_644_473_600_000].some((ms) => Math.abs(ms - Date.parse(value)) < 1000)
}

const squeezed = (value: unknown) =>
  value === undefined || value === null
    ? ''
    : String(value)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, '')
