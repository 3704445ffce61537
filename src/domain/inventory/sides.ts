import { type DeviceAttribute, deviceAttributeNames, deviceAttributes } from '#model/device.ts'
import type { ComparedAttribute, RecordKey, Relation, Side } from '#model/review.ts'
import { canonicalJson } from '#platform/id.ts'
import { type BelievedSource, toClaimant } from './attribute-trust.ts'
import { type Claimant, claimantsOf, goldenRecord, isPartOf } from './golden-record.ts'
import type { PastRow, SideDevice, SideRow } from './review-store.ts'
import { relateValues } from './review-words.ts'

// Two sides of a question beside each other: what is said on each, by whom and since when, attribute by attribute.

export interface SideInput {
  readonly title: string
  readonly device: SideDevice | undefined
  readonly records: readonly SideRow[]
}

export interface Compared {
  readonly sides: [Side, Side]
  readonly attributes: ComparedAttribute[]
}

type Sources = ReadonlyMap<string, Pick<BelievedSource, 'name' | 'kind' | 'trusts' | 'trustSet'>>

export const recordText = ({ sourceId, sourceKey }: RecordKey) => `${sourceId}\n${sourceKey}`
export const keyOf = (row: Pick<SideRow, 'source_id' | 'source_key'>): RecordKey => ({
  sourceId: row.source_id,
  sourceKey: row.source_key,
})

/**
 * Sets two sides beside each other. `asked` are the records that it is about, `about` the attributes; `past` is what the records of
 * both said over time, the newest first.
 */
export function compareSides(
  inputs: readonly [SideInput, SideInput],
  {
    sources,
    past,
    asked = [],
    about = [],
  }: {
    readonly sources: Sources
    readonly past: readonly PastRow[]
    readonly asked?: readonly RecordKey[]
    readonly about?: readonly DeviceAttribute[]
  },
): Compared {
  const named = (id: string) => ({ id, name: sources.get(id)?.name ?? 'a removed source' })
  const askedOf = new Set(asked.map(recordText))
  const pastOf = Map.groupBy(past, (row) => recordText(keyOf(row)))
  const [first, second] = inputs.map(({ records }) => claimantsOn(records, sources)) as [Standing[], Standing[]]
  const goldens = [goldenRecord(first), goldenRecord(second)] as const

  const valuesOf = (attribute: DeviceAttribute, standing: readonly Standing[], golden: unknown) => {
    const claims = claimantsOf(attribute, standing) as Standing[]
    return [...Map.groupBy(claims, ({ claims: said }) => canonicalJson(said[attribute]))].map(([json, some]) => ({
      value: some[0]!.claims[attribute],
      stands: json === canonicalJson(golden) || isPartOf(attribute, golden, some[0]!.claims[attribute]),
      said: some.map(({ row }) => ({
        source: named(row.source_id),
        sourceKey: row.source_key,
        since: saidSince(attribute, json, row, pastOf.get(recordText(keyOf(row))) ?? []),
        observedAt: row.observed_at,
      })),
    }))
  }

  const attributes = deviceAttributeNames.flatMap((attribute): ComparedAttribute[] => {
    const a = valuesOf(attribute, first, goldens[0][attribute])
    const b = valuesOf(attribute, second, goldens[1][attribute])
    if (a.length === 0 && b.length === 0) return []
    const { title, group } = deviceAttributes[attribute]
    const relation = relate(attribute, a, b)
    return [{ attribute, title, group, relation, isAsked: about.includes(attribute), a, b }]
  })
  const sides = inputs.map(
    ({ title, device, records }): Side => ({
      title,
      device: device
        ? {
            id: device.id,
            name: device.name,
            criticality: device.criticality,
            site: device.site,
            careArea: device.care_area,
            openFindings: device.open_findings,
            worstBand: device.worst_band,
            firstSeenAt: device.first_seen_at,
            workOrders: 0,
            decisions: 0,
          }
        : null,
      records: records.map((row) => ({
        source: named(row.source_id),
        sourceKey: row.source_key,
        observedAt: row.observed_at,
        recordedAt: row.recorded_at,
        unreportedSince: row.unreported_since,
        isAsked: askedOf.has(recordText(keyOf(row))),
        raw: row.raw,
      })),
    }),
  ) as [Side, Side]
  return { sides, attributes }
}

interface Standing extends Claimant {
  readonly row: SideRow
}

const claimantsOn = (records: readonly SideRow[], sources: Sources): Standing[] =>
  records.map((row) => toClaimant(sources, row))

/** Any two values that go together best. */
const order: readonly Relation[] = ['agrees', 'spelt', 'near', 'differs']

function relate(
  attribute: DeviceAttribute,
  a: readonly { readonly value?: unknown }[],
  b: readonly { readonly value?: unknown }[],
): Relation {
  if (a.length === 0 || b.length === 0) return 'one_side'
  const all = a.flatMap((one) => b.map((other) => relateValues(attribute, one.value, other.value)))
  return order.find((relation) => all.some((one) => one === relation)) ?? 'differs'
}

/** The first of its words that said so, with none between that said otherwise. */
function saidSince(attribute: DeviceAttribute, json: string, row: SideRow, past: readonly PastRow[]): string {
  let since = row.recorded_at
  for (const { claims, recorded_at } of past) {
    if (canonicalJson(claims[attribute]) !== json) break
    since = recorded_at
  }
  return since
}
