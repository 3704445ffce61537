import { z } from 'zod'
import { ruleHistory, stated } from './alias-rule.ts'
import { Answer, VulnerabilityDatabase } from './finding.ts'

/** What a hospital says of a name in its inventory. */
export const NameRule = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('vendor'), name: stated, maker: stated }),
    z.object({ kind: z.literal('not_vendor'), name: stated, maker: stated }),
    z.object({ kind: z.literal('model'), name: stated, maker: stated, model: stated }),
  ])
  .meta({
    id: 'StatedName',
    description:
      '`vendor`: the maker’s name, as the inventory writes it, is that maker. `not_vendor`: it is not that maker. `model`: the model, as written below that maker, is that product.',
  })
export type NameRule = z.infer<typeof NameRule>

export const KeptNameRule = z
  .object({
    id: z.uuid(),
    kind: z.enum(['vendor', 'not_vendor', 'model']),
    name: z.string(),
    maker: z.string(),
    model: z.string().nullable(),
    ...ruleHistory,
  })
  .meta({ id: 'NameRule' })
export type KeptNameRule = z.infer<typeof KeptNameRule>

/** How a maker's name of the inventory is read. */
export const HowRead = z.enum(['unknown', 'nobody', 'misspelt', 'alias', 'apart', 'advisory', 'known'])
export type HowRead = z.infer<typeof HowRead>

export const VendorReading = z
  .object({
    name: z.string(),
    devices: z.number(),
    configurations: z.number(),
    models: z.number(),
    how: HowRead.meta({
      description:
        'unknown: no advisory and no list of companies has the name; nobody: it names no company; misspelt: a typing error of a known one; alias, apart: by an alias of yours; advisory: only an advisory has it; known: by the list of companies',
    }),
    maker: z.string().nullable().meta({ description: 'Whom it is taken for' }),
  })
  .meta({ id: 'VendorReading' })
export type VendorReading = z.infer<typeof VendorReading>

export const NameProposal = z
  .object({
    name: z.string(),
    maker: z.string(),
    devices: z.number(),
    configurations: z.number(),
    evidence: z.array(z.object({ kind: z.enum(['spelling', 'words', 'models', 'encoding']), text: z.string() })),
  })
  .meta({ id: 'NameProposal' })
export type NameProposal = z.infer<typeof NameProposal>

const said = Answer.nullable().meta({ description: 'null: nothing is said' })
export const NamePreview = z
  .object({
    configurations: z.number().meta({ description: 'Read otherwise than now' }),
    devices: z.number().meta({ description: 'Of these, on the worklist' }),
    advisories: z.number().meta({ description: 'That say something else of them' }),
    databases: z.array(VulnerabilityDatabase).meta({ description: 'The same' }),
    findings: z.object({ appear: z.number(), leave: z.number(), change: z.number() }),
    groups: z
      .array(
        z.object({
          manufacturer: z.string(),
          model: z.string(),
          devices: z.number(),
          advisoryId: z.string().meta({ description: '`NVD` or `OSV` where no advisory speaks of it' }),
          trackingId: z.string(),
          title: z.string(),
          vulnerabilities: z.number(),
          before: said,
          after: said,
        }),
      )
      .meta({ description: 'By model and advisory or database, most devices first; 200 at most' }),
  })
  .meta({ id: 'NamePreview' })
export type NamePreview = z.infer<typeof NamePreview>
