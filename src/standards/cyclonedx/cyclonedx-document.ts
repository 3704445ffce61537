import { z } from 'zod'

// The fields that are read of CycloneDX 1.4, 1.5 and 1.6 (ECMA-424): https://cyclonedx.org/docs/1.6/json/
// What is in the lists is read one by one, so that a bad entry costs only itself.

const text = z.string().nullish()
const Organization = z.object({ name: text }).nullish().catch(undefined)

export const CdxComponent = z.object({
  type: text,
  'bom-ref': text,
  supplier: Organization,
  manufacturer: Organization,
  publisher: text,
  author: text,
  group: text,
  name: z.string().min(1),
  version: text,
  scope: text,
  cpe: text,
  purl: text,
  swid: z.object({ tagId: z.string(), name: text, version: text }).nullish().catch(undefined),
  components: z.array(z.unknown()).nullish().catch(undefined),
})
export type CdxComponent = z.infer<typeof CdxComponent>

const Tool = z.object({ vendor: text, name: text, version: text }).catch({})

export const CdxVulnerability = z.object({
  id: text,
  references: z
    .array(z.object({ id: text }))
    .nullish()
    .catch(undefined),
  analysis: z
    .object({
      state: text,
      justification: text,
      response: z.array(z.string()).nullish().catch(undefined),
      detail: text,
    })
    .nullish(),
  affects: z
    .array(
      z.object({
        ref: z.string(),
        versions: z.array(z.object({ version: text, range: text, status: text })).nullish(),
      }),
    )
    .nullish(),
})
export type CdxVulnerability = z.infer<typeof CdxVulnerability>

export const CdxDocument = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  serialNumber: text,
  version: z.number().nullish().catch(undefined),
  metadata: z
    .object({
      timestamp: text,
      // A list up to 1.4; since 1.5 an object of components and services.
      tools: z
        .union([z.array(Tool), z.object({ components: z.array(Tool).nullish(), services: z.array(Tool).nullish() })])
        .nullish()
        .catch(undefined),
      authors: z
        .array(z.object({ name: text }))
        .nullish()
        .catch(undefined),
      manufacture: Organization,
      manufacturer: Organization,
      supplier: Organization,
      component: z.unknown().optional(),
    })
    .nullish(),
  components: z.array(z.unknown()).nullish(),
  services: z.array(z.unknown()).nullish().catch(undefined),
  dependencies: z
    .array(z.object({ dependsOn: z.array(z.unknown()).nullish() }).catch({}))
    .nullish()
    .catch(undefined),
  vulnerabilities: z.array(z.unknown()).nullish(),
})
export type CdxDocument = z.infer<typeof CdxDocument>
