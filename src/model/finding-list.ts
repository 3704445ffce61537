import { z } from 'zod'
import { Answer, DecisionKind, FindingStatus, RemediationState } from './finding.ts'
import { RiskBand } from './risk.ts'
import { CountsAs } from './threshold.ts'

const YesNoAny = z.enum(['true', 'false', 'any'])

/** What a list of findings is narrowed to. */
export const FindingFilter = z.object({
  open: YesNoAny.default('true').meta({ description: 'Open findings, those that are done, or both' }),
  active: YesNoAny.optional().meta({
    description: 'Findings of devices on the worklist; both where one device is asked for',
  }),
  device: z.uuid().optional(),
  vulnerability: z.string().max(200).optional(),
  advisory: z.string().max(200).optional(),
  answer: Answer.optional(),
  countsAs: CountsAs.optional().meta({
    description: 'How the thresholds treat it; `set_aside` is not open, so ask with `open=any`',
  }),
  status: FindingStatus.optional(),
  decision: DecisionKind.optional(),
  remediation: RemediationState.optional(),
  band: RiskBand.optional(),
  site: z.string().max(200).optional().meta({ description: 'Empty for devices without one' }),
  careArea: z.string().max(200).optional(),
  manufacturer: z.string().max(200).optional(),
  model: z.string().max(200).optional(),
  alike: z.boolean().optional().meta({
    description:
      'Maker and model, site, and site and care area, however devices write them; maker and model are given together',
  }),
  sbom: z.uuid().optional().meta({ description: 'Of devices whose components this bill tells' }),
  component: z.int().min(0).optional().meta({
    description: 'With `sbom`: of vulnerabilities that NVD or OSV name in this component, by its place in the bill',
  }),
  knownExploited: z.boolean().optional(),
  action: z.string().max(60).optional().meta({
    description: 'What the appetite in force says is done, by key or name; empty: nothing yet',
  }),
  due: z
    .union([z.enum(['overdue', 'none']), z.string().regex(/^\d{1,4}$/, 'Write overdue, none, or a number of days')])
    .optional()
    .meta({
      description: '`overdue`; `none`: no deadline; a number: due within so many days from today, overdue ones too',
    }),
  reopened: z.boolean().optional().meta({ description: 'Those that were fixed before' }),
  decisionBroke: z.boolean().optional().meta({ description: 'Those on which a decision no longer holds' }),
  q: z.string().max(200).optional().meta({ description: 'Words of a device, or the number of a CVE' }),
})
export type FindingFilter = z.infer<typeof FindingFilter>

export const FindingSort = z.enum(['action', 'risk', 'opened']).meta({
  description:
    'By action and then score, by score alone, or by when it was opened. Left out: by action once an appetite was adopted, else by score',
})
export type FindingSort = z.infer<typeof FindingSort>

export const findingFacets = [
  'action',
  'band',
  'answer',
  'countsAs',
  'status',
  'decision',
  'remediation',
  'knownExploited',
  'site',
  'careArea',
  'manufacturer',
  'model',
] as const
export type FindingFacet = (typeof findingFacets)[number]
