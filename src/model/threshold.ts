import { z } from 'zod'
import { Criticality } from './device.ts'

/** The criticalities that have thresholds of their own, most harm first; what is unknown has those of the first. */
export const tiers = ['life_sustaining', 'high', 'medium', 'low'] as const satisfies readonly Criticality[]
export const Tier = z.enum(tiers)
export type Tier = z.infer<typeof Tier>

/** How the hospital treats an open match: as affected, as one to look at, or as too unlikely to look at. */
export const CountsAs = z.enum(['affected', 'to_look_at', 'set_aside'])
export type CountsAs = z.infer<typeof CountsAs>

/** Above it every look at the device would be given up, whatever the names say. */
export const mostLookFrom = 0.5

/** What holds for a match of which the matcher cannot tell. */
export const Threshold = z
  .object({
    affectedFrom: z.number().min(0.05).max(1).nullable().meta({
      description: 'From this probability on it counts as affected; null: never, it is to be looked at',
    }),
    lookFrom: z.number().min(0).max(mostLookFrom).meta({
      description: 'Below this probability nobody is asked to look, where only the name is in doubt',
    }),
  })
  .meta({ id: 'Threshold' })
export type Threshold = z.infer<typeof Threshold>

export const Thresholds = z
  .object({ life_sustaining: Threshold, high: Threshold, medium: Threshold, low: Threshold })
  .meta({ id: 'Thresholds' })
export type Thresholds = z.infer<typeof Thresholds>

/** Findings that are treated in another way than before. */
export const ThresholdMove = z.object({
  criticality: Criticality,
  before: CountsAs,
  after: CountsAs,
  manufacturer: z.string(),
  model: z.string(),
  findings: z.number(),
})
export type ThresholdMove = z.infer<typeof ThresholdMove>

export const ThresholdPreview = z
  .object({
    /** By criticality and what they become; most findings first. */
    moves: z.array(ThresholdMove.omit({ manufacturer: true, model: true })),
    /** The same by model; at most 200. */
    groups: z.array(ThresholdMove),
  })
  .meta({ id: 'ThresholdPreview' })
export type ThresholdPreview = z.infer<typeof ThresholdPreview>
