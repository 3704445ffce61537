import { z } from 'zod'
import { Criticality, deviceAttributeNames } from './device.ts'
import { Conflict } from './device-list.ts'
import { RiskBand } from './risk.ts'

/** A source's record, by the name that it keeps while what it says changes. */
export const RecordKey = z.object({ sourceId: z.string(), sourceKey: z.string() })
export type RecordKey = z.infer<typeof RecordKey>

export const IdentityAnswer = z.enum(['same', 'different'])
export type IdentityAnswer = z.infer<typeof IdentityAnswer>

const SourceRef = z.object({ id: z.string(), name: z.string() })

const Postponed = z.object({ until: z.string(), by: z.string(), reason: z.string() })
const CheckOrder = z.object({ id: z.string(), number: z.string(), state: z.string(), dueOn: z.string().nullable() })

/** Where a review or a conflict stands: to be answered, put off or waiting for a look at the device, or settled. */
export const ReviewState = z.enum(['open', 'waiting', 'settled'])
export type ReviewState = z.infer<typeof ReviewState>

const standing = {
  /** Put off until that day. */
  later: Postponed.nullable(),
  /** The look at the device that was asked for. */
  order: CheckOrder.nullable(),
  settledAt: z.string().nullable(),
  settledBy: z.string().nullable(),
  settlement: z.string().nullable(),
}

/** A record of a review, with the device that it stands in now; null where the source says nothing of it any more. */
const ReviewedRecord = z.object({
  source: SourceRef,
  sourceKey: z.string(),
  device: z
    .object({
      id: z.string(),
      name: z.string(),
      site: z.string().nullable(),
      careArea: z.string().nullable(),
      openFindings: z.number(),
      worstBand: RiskBand.nullable(),
      knownExploited: z.boolean(),
    })
    .nullable(),
})

/** Two records of which a person must say whether they are of one device. */
export const IdentityReview = z
  .object({
    id: z.string(),
    a: ReviewedRecord,
    b: ReviewedRecord,
    /** That they are of one device, 0 to 1. */
    probability: z.number(),
    worth: z.number(),
    openedAt: z.string(),
    /** What a look at the device brought. */
    checked: z.string().nullable(),
    ...standing,
  })
  .meta({ id: 'IdentityReview' })
export type IdentityReview = z.infer<typeof IdentityReview>

/** A conflict as the list of what is to be settled shows it. */
export const ListedConflict = Conflict.extend({
  worth: z.number(),
  careArea: z.string().nullable(),
  site: z.string().nullable(),
  later: standing.later,
  order: standing.order,
}).meta({ id: 'ListedConflict' })
export type ListedConflict = z.infer<typeof ListedConflict>

/** What speaks for one device, or against it. */
export const IdentityReason = z.object({
  field: z.string(),
  text: z.string(),
  /** For one device, or against it. */
  isFor: z.boolean(),
  /** How much likelier it is to see this on one device than on two, as a logarithm to the base 2; below 0 on two. Null where it was not weighed. */
  bits: z.number().nullable(),
  strength: z.enum(['strong', 'clear', 'weak']).nullable(),
})
export type IdentityReason = z.infer<typeof IdentityReason>

const SideRecord = z.object({
  source: SourceRef,
  sourceKey: z.string(),
  observedAt: z.string(),
  recordedAt: z.string(),
  unreportedSince: z.string().nullable(),
  /** The very record that is asked of. */
  isAsked: z.boolean(),
  raw: z.record(z.string(), z.string()).nullable(),
})

/** One of the two sides: the device, and those of its records that are on it. */
export const Side = z
  .object({
    title: z.string(),
    device: z
      .object({
        id: z.string(),
        name: z.string(),
        criticality: Criticality,
        site: z.string().nullable(),
        careArea: z.string().nullable(),
        openFindings: z.number(),
        worstBand: RiskBand.nullable(),
        firstSeenAt: z.string(),
        workOrders: z.number(),
        decisions: z.number(),
      })
      .nullable(),
    records: z.array(SideRecord),
  })
  .meta({ id: 'ComparedSide' })
export type Side = z.infer<typeof Side>

const SideValue = z.object({
  value: z.unknown(),
  /** It stands in the record of that side. */
  stands: z.boolean(),
  said: z.array(
    z.object({
      source: SourceRef,
      sourceKey: z.string(),
      /** Since when that record says so without a break. */
      since: z.string(),
      observedAt: z.string(),
    }),
  ),
})

/** agrees: the same; spelt: the same but for how it is written; near: a slip apart; one_side: only one says anything. */
export const Relation = z.enum(['agrees', 'spelt', 'near', 'differs', 'one_side'])
export type Relation = z.infer<typeof Relation>

/** One attribute of both sides, with who says what. */
export const ComparedAttribute = z
  .object({
    attribute: z.enum(deviceAttributeNames),
    title: z.string(),
    group: z.string(),
    relation: Relation,
    /** What it is about. */
    isAsked: z.boolean(),
    a: z.array(SideValue),
    b: z.array(SideValue),
  })
  .meta({ id: 'ComparedAttribute' })
export type ComparedAttribute = z.infer<typeof ComparedAttribute>

/** What a person said before of these records. */
export const IdentityVerdict = z
  .object({
    id: z.string(),
    answer: IdentityAnswer,
    personName: z.string(),
    at: z.string(),
    reason: z.string(),
    /** Between the very records that are asked of. */
    isOfPair: z.boolean(),
    /** How many pairs of records it speaks of. */
    pairs: z.number(),
    withdrawnAt: z.string().nullable(),
    withdrawnBy: z.string().nullable(),
  })
  .meta({ id: 'IdentityVerdict' })
export type IdentityVerdict = z.infer<typeof IdentityVerdict>
