import { z } from 'zod'

/** What the open findings of some devices came to. */
export const RiskValues = z.object({
  devices: z.int().meta({ description: 'On the worklist' }),
  openFindings: z.int(),
  critical: z.int(),
  high: z.int(),
  medium: z.int(),
  low: z.int(),
  knownExploited: z.int(),
  deviceRisk: z.number().meta({
    description:
      'Sum over the devices of the worst score that is open on each, as what-if counts: a patch that cures ten flaws counts once',
  }),
  risk: z.number().meta({ description: 'Sum of the scores of the open findings, each 0 to 100' }),
  safety: z.number().meta({ description: 'Sum of likelihood × patient safety of the open findings, each 0 to 100' }),
  care: z.number(),
  privacy: z.number(),
})
export type RiskValues = z.infer<typeof RiskValues>

export const RiskPoint = RiskValues.extend({
  day: z.iso.date(),
  countedAt: z.string(),
  rose: z.int().meta({
    description: 'By how many the open findings rose since the point before, over the models and sites where they did',
  }),
  fell: z.int().meta({ description: 'By how many they fell, over the models and sites where they did' }),
}).meta({ id: 'RiskPoint' })
export type RiskPoint = z.infer<typeof RiskPoint>

export const RiskOverTime = z
  .object({
    timeZone: z.string(),
    today: z.iso.date(),
    measuredSince: z.iso.date().nullable().meta({ description: 'Null: nothing was measured yet' }),
    dailySince: z.iso.date().meta({ description: 'Before this day one day of each week is kept' }),
    points: z.array(RiskPoint).meta({ description: 'Of the days that were measured, the first day first' }),
    notMeasured: z
      .array(z.object({ from: z.iso.date(), to: z.iso.date() }))
      .meta({ description: 'Days of which nothing is known: nobody counted' }),
  })
  .meta({ id: 'RiskOverTime' })
export type RiskOverTime = z.infer<typeof RiskOverTime>

export const RiskGrouping = z.enum(['site', 'manufacturer', 'model'])
export type RiskGrouping = z.infer<typeof RiskGrouping>
export const RiskGroupSort = z.enum(['risk', 'rise', 'fall', 'name'])
export type RiskGroupSort = z.infer<typeof RiskGroupSort>

/** As lists name them; empty for devices that state none, null where it is not what is grouped by. */
export const RiskGroup = z
  .object({
    site: z.string().nullable(),
    manufacturer: z.string().nullable(),
    model: z.string().nullable(),
    before: RiskValues.meta({ description: 'On the first of the days' }),
    after: RiskValues.meta({ description: 'On the last of the days' }),
  })
  .meta({ id: 'RiskGroup' })
export type RiskGroup = z.infer<typeof RiskGroup>

/** Sites, manufacturers and models however devices write them. */
export const RiskFilter = z.object({
  site: z.string().max(200).optional().meta({ description: 'Empty for devices without one' }),
  manufacturer: z.string().max(200).optional(),
  model: z.string().max(200).optional().meta({ description: 'With its `manufacturer`' }),
  from: z.iso.date().optional().meta({ description: '90 days before `to` unless said' }),
  to: z.iso.date().optional().meta({ description: 'Today unless said' }),
})
export type RiskFilter = z.infer<typeof RiskFilter>
