import { z } from 'zod'
import { CareSetting, Criticality } from './device.ts'

/** How much the hospital needs a property of the device: low, medium, high; `X` leaves it undefined (CVSS 3.1 clause 4.1). */
export const Requirement = z.enum(['L', 'M', 'H', 'X'])
export type Requirement = z.infer<typeof Requirement>

/** Collateral damage potential of CVSS 2.0 (clause 2.3.1). */
const CollateralDamage = z.enum(['N', 'L', 'LM', 'MH', 'H', 'ND'])

const PlaceMetrics = z
  .object({
    CR: Requirement,
    IR: Requirement,
    AR: Requirement,
    safety: z.boolean().meta({ description: 'People can be hurt there: MSI and MSA of CVSS 4.0, CDP of 2.0' }),
  })
  .meta({ id: 'PlaceMetrics' })
export type PlaceMetrics = z.infer<typeof PlaceMetrics>

const CriticalityMetrics = z
  .object({
    IR: Requirement.nullable().meta({ description: 'At least this, wherever it stands; null: as the place says' }),
    AR: Requirement.nullable().meta({ description: 'At least this, wherever it stands; null: as the place says' }),
    safety: z.boolean(),
    CDP: CollateralDamage,
  })
  .meta({ id: 'CriticalityMetrics' })
export type CriticalityMetrics = z.infer<typeof CriticalityMetrics>

/** Which metrics of CVSS the hospital sets for its devices, by the kind of place and by how much harm a failure can do. */
export const EnvironmentProfile = z
  .object({
    settings: z.record(CareSetting, PlaceMetrics),
    criticalities: z.record(Criticality, CriticalityMetrics),
    noEphi: Requirement.meta({ description: 'CR of a device that is known to hold no patients’ data' }),
  })
  .meta({ id: 'EnvironmentProfile' })
export type EnvironmentProfile = z.infer<typeof EnvironmentProfile>

/** One metric that was added to the published vector, or left undefined for a reason. */
export const EnvironmentMetric = z
  .object({
    rule: z.string(),
    metric: z.string().meta({ description: 'Short name: `AR`, `MSI`, `E`' }),
    value: z.string().nullable().meta({ description: 'Null where it is left undefined; the text says why' }),
    text: z.string(),
    effect: z
      .number()
      .meta({ description: 'What the score would lose without it, in CVSS points; negative where it lowers' }),
    source: z.string(),
    asOf: z.string().nullable(),
  })
  .meta({ id: 'EnvironmentMetric' })
export type EnvironmentMetric = z.infer<typeof EnvironmentMetric>

/** CVSS of a finding as it is on this device: the published base metrics, with threat and environment. */
export const EnvironmentScore = z
  .object({
    version: z.enum(['2.0', '3.0', '3.1', '4.0']),
    vector: z.string(),
    score: z.number(),
    severity: z.enum(['none', 'low', 'medium', 'high', 'critical']),
    published: z.object({
      vector: z.string(),
      score: z.number().meta({ description: 'Of its base metrics' }),
      source: z.string(),
      asOf: z.string().nullable(),
    }),
    because: z.array(EnvironmentMetric),
    profile: z.number().meta({ description: 'Version of the hospital’s profile; 0 is the one that ships' }),
  })
  .meta({ id: 'EnvironmentScore' })
export type EnvironmentScore = z.infer<typeof EnvironmentScore>

const ProfileVersion = z.object({
  version: z.number(),
  savedAt: z.string().nullable(),
  savedBy: z.string().nullable(),
  reason: z.string().nullable(),
})

export const EnvironmentSetting = ProfileVersion.extend({
  profile: EnvironmentProfile,
  shipped: EnvironmentProfile.meta({ description: 'As it ships' }),
}).meta({ id: 'EnvironmentSetting' })
export type EnvironmentSetting = z.infer<typeof EnvironmentSetting>

export const EnvironmentVersion = ProfileVersion.extend({ profile: EnvironmentProfile }).meta({
  id: 'EnvironmentVersion',
})
export type EnvironmentVersion = z.infer<typeof EnvironmentVersion>

/** An open finding as another profile would score it. */
const EnvironmentExample = z.object({
  deviceId: z.string(),
  deviceName: z.string(),
  vulnerabilityId: z.string(),
  careSetting: CareSetting,
  criticality: Criticality,
  before: EnvironmentScore.pick({ vector: true, score: true, severity: true }),
  after: EnvironmentScore.pick({ vector: true, score: true, severity: true }),
})
export const EnvironmentPreview = z
  .object({
    faults: z
      .array(z.object({ path: z.string(), sentence: z.string() }))
      .meta({ description: 'Where it contradicts itself, `settings.unknown.AR`: then nothing is scored with it' }),
    looked: z.number().meta({ description: 'Open findings that were scored with both, the worst first' }),
    higher: z.number(),
    lower: z.number(),
    examples: z
      .array(EnvironmentExample)
      .meta({ description: 'What moves most; at most one for each model, place and vulnerability' }),
  })
  .meta({ id: 'EnvironmentPreview' })
export type EnvironmentPreview = z.infer<typeof EnvironmentPreview>
