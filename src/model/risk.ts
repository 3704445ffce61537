import { z } from 'zod'
import { CareSetting, Criticality } from './device.ts'
import { CountsAs } from './threshold.ts'

/** Where a device stands and what hangs on it: with the configuration, all that a score depends on. */
export const Context = z.object({
  criticality: Criticality,
  careSetting: CareSetting,
  zone: z.string(),
  networkConnected: z.boolean().nullable(),
  storesPhi: z.boolean().nullable(),
})
export type Context = z.infer<typeof Context>

export const RiskBand = z.enum(['critical', 'high', 'medium', 'low'])
export type RiskBand = z.infer<typeof RiskBand>

/** One part of a score, in words, with where it came from and when. */
export const Reason = z.object({
  rule: z.string(),
  axis: z.enum(['likelihood', 'safety', 'care', 'privacy']),
  text: z.string(),
  /** How much it moved its axis, −10 to 10. */
  effect: z.number(),
  source: z.string(),
  /** Date of the input, where there is one: its freshness. */
  asOf: z.string().nullable(),
})
export type Reason = z.infer<typeof Reason>

/** Likelihood × harm; axes are 0–10, the score 0–100. The worst of the three harms decides. */
export const RiskScore = z.object({
  score: z.number(),
  band: RiskBand,
  likelihood: z.number(),
  safety: z.number(),
  care: z.number(),
  privacy: z.number(),
  reasons: z.array(Reason),
  /** Set where the hospital's thresholds say otherwise than the answer. */
  countsAs: CountsAs.exclude(['to_look_at']).optional(),
})
export type RiskScore = z.infer<typeof RiskScore>

/** What a score was made without. */
export const UnknownInput = z.enum([
  'care_setting',
  'criticality',
  'device_function',
  'connection',
  'zone',
  'patient_data',
  'vector',
  'exploit_probability',
  'known_exploited',
])
export type UnknownInput = z.infer<typeof UnknownInput>

/** How far a score may move once what is missing is found out. */
export const ScoreInterval = z
  .object({
    low: z.number().meta({ description: 'If all of it turns out best' }),
    high: z.number().meta({
      description: 'If all of it turns out worst: the score itself, unless KEV was never read and may list it',
    }),
    dependsOn: z
      .array(z.object({ what: UnknownInput, low: z.number(), high: z.number() }))
      .meta({ description: 'Each alone; what moves it most first' }),
  })
  .meta({ id: 'ScoreInterval' })
export type ScoreInterval = z.infer<typeof ScoreInterval>

/** How old a list is that scores look at, whether or not it moved this one. */
export const ListAge = z.object({
  /** The feed that reads it: `kev`; of advisories their publisher. */
  feed: z.string(),
  title: z.string(),
  /** When its publisher was last read to the end, here or where a bundle was made. Null: never. */
  readAt: z.string().nullable(),
  /** Of which day what is known from it is; null where nothing is. */
  day: z.string().nullable(),
  /** Of which day its entry of this vulnerability is; null where it has none. */
  entryDay: z.string().nullable(),
  /** `late`: not read as often as it is to be; `old`: of an old day, though it was read in time. The last good data stays in force. */
  state: z.enum(['fresh', 'old', 'late', 'unread']),
  /** It ends before anybody is known to have spoken of this vulnerability: that it has no entry of it means nothing. */
  endsBefore: z.boolean(),
  /** Why it is not fresh, in a sentence. */
  why: z.string().nullable(),
})
export type ListAge = z.infer<typeof ListAge>
