import { z } from 'zod'
import { RiskScore } from './risk.ts'

export const LoweringKind = z.enum([
  'fix',
  'find_out_version',
  'find_out_zone',
  'find_out_network',
  'find_out_place',
  'find_out_criticality',
  'find_out_data',
  'segment',
  'isolate',
  'disconnect',
  'read_list',
  'epss_falls',
])
export type LoweringKind = z.infer<typeof LoweringKind>

const After = RiskScore.omit({ reasons: true, countsAs: true })

/** One change, and what the score would be after it. */
export const Lowering = z
  .object({
    kind: LoweringKind,
    text: z.string(),
    isAtBest: z.boolean().meta({ description: 'The most that finding out can bring; it may bring nothing' }),
    closes: z.boolean().meta({ description: 'The finding is no longer open' }),
    effect: z.number().meta({ description: 'On the score, −100 to 0' }),
    after: After.nullable().meta({ description: 'Null where the finding closes' }),
  })
  .meta({ id: 'Lowering' })
export type Lowering = z.infer<typeof Lowering>

export const Lowerings = z
  .object({
    now: After.nullable().meta({ description: 'As it is scored now; null where the finding is not open' }),
    lowerings: z.array(Lowering).meta({ description: 'What closes it first, then what brings most' }),
  })
  .meta({ id: 'Lowerings' })
export type Lowerings = z.infer<typeof Lowerings>
