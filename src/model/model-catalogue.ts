import { z } from 'zod'
import { Support } from './support.ts'

/** Stages of a device's support by its manufacturer, in order (IMDRF/CYBER WG/N70, clause 5). */
export const SupportStage = z.enum(['development', 'support', 'limited_support', 'end_of_support'])
export type SupportStage = z.infer<typeof SupportStage>

/** How sure it is that the product codes are the model's: by its identifier, by its number or name, or by one name of several kinds. */
export const CodeConfidence = z.enum(['certain', 'likely', 'unsure'])
export type CodeConfidence = z.infer<typeof CodeConfidence>

/** A product code of the model; what FDA's classification says of it is null where that was not read, or has no such code. */
export const ProductCode = z
  .object({
    code: z.string(),
    name: z.string().nullable(),
    deviceClass: z
      .string()
      .nullable()
      .meta({ description: '1, 2 or 3; U unclassified, N not classified, F export only' }),
    regulation: z.string().nullable().meta({ description: 'Of 21 CFR, as 880.5725' }),
    isLifeSustaining: z.boolean().nullable(),
    isImplant: z.boolean().nullable(),
    records: z.number().meta({ description: 'Records of GUDID that bear it, of those that were found' }),
  })
  .meta({ id: 'ProductCode' })
export type ProductCode = z.infer<typeof ProductCode>

export const ModelClassification = z.object({
  codes: z.array(ProductCode).meta({ description: 'Most records first' }),
  confidence: CodeConfidence.nullable().meta({ description: 'Null where GUDID names no product code' }),
  because: z.string().nullable().meta({ description: 'Why these are its codes, in a sentence' }),
  deviceClass: z.string().nullable().meta({ description: 'The highest of its codes' }),
  isLifeSustaining: z.boolean().nullable().meta({ description: 'By one of its codes; null where nobody can tell' }),
  isImplant: z.boolean().nullable(),
  gmdn: z.array(z.object({ name: z.string(), code: z.string().nullable() })),
})
export type ModelClassification = z.infer<typeof ModelClassification>

/** What the hospital says of a model's support. */
export const ModelStage = z.object({
  stage: SupportStage,
  startsOn: z.iso.date(),
  reason: z.string(),
  recordedBy: z.string(),
  recordedAt: z.string(),
})
export type ModelStage = z.infer<typeof ModelStage>

export const ModelRow = z
  .object({
    id: z.string().meta({ description: 'Of any of its spellings' }),
    manufacturer: z.string(),
    model: z.string(),
    devices: z.number(),
    openFindings: z.number(),
    productCode: z.string().nullable(),
    productName: z.string().nullable(),
    ...ModelClassification.pick({ confidence: true, deviceClass: true, isLifeSustaining: true, isImplant: true }).shape,
    stage: SupportStage.nullable().meta({ description: 'That of today, as the hospital recorded it' }),
    nextStage: ModelStage.pick({ stage: true, startsOn: true }).nullable(),
    systemSupport: Support.nullable().meta({
      description: 'Of its operating systems the one whose support ends first',
    }),
  })
  .meta({ id: 'ModelRow' })
export type ModelRow = z.infer<typeof ModelRow>

const DocumentOfModel = z.object({
  id: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  versions: z.string(),
  isSure: z.boolean().meta({ description: 'False where the document may be of another' }),
  counts: z.boolean().meta({ description: 'It counts for some device of the model' }),
})

export const ModelPage = z
  .object({
    ...ModelRow.shape,
    classification: ModelClassification,
    spellings: z.array(z.object({ manufacturer: z.string(), model: z.string(), devices: z.number() })),
    identifiers: z.array(
      z.object({
        udiDi: z.string(),
        devices: z.number(),
        named: z.string().nullable().meta({ description: 'What GUDID calls it; null where it has no such identifier' }),
      }),
    ),
    versions: z.array(z.object({ version: z.string(), devices: z.number() })),
    systems: z.array(z.object({ system: z.string(), devices: z.number(), support: Support.nullable() })),
    criticality: z.array(z.object({ criticality: z.string(), devices: z.number() })),
    stages: z.array(ModelStage).meta({ description: 'In force, in order of time' }),
    bills: z.array(DocumentOfModel),
    forms: z.array(DocumentOfModel),
  })
  .meta({ id: 'ModelPage' })
export type ModelPage = z.infer<typeof ModelPage>

/** What a list of models is asked for. */
export const ModelFilter = z.object({
  q: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Words of manufacturer, model, product code and its name; or a UDI' }),
  lifeSustaining: z.enum(['true', 'false']).optional(),
  deviceClass: z.string().max(1).optional(),
  confidence: CodeConfidence.or(z.literal('none')).optional(),
  stage: SupportStage.or(z.literal('none')).optional(),
})
export type ModelFilter = z.infer<typeof ModelFilter>
