import { z } from 'zod'

// The fields that are read of SPDX 2.3 (2.2 has the same): https://spdx.github.io/spdx-spec/v2.3/
const text = z.string().nullish()

export const SpdxPackage = z.object({
  SPDXID: z.string(),
  name: z.string().min(1),
  versionInfo: text,
  supplier: text,
  originator: text,
  externalRefs: z
    .array(z.object({ referenceType: text, referenceLocator: text }).catch({}))
    .nullish()
    .catch(undefined),
})
export type SpdxPackage = z.infer<typeof SpdxPackage>

export const SpdxRelationship = z.object({
  spdxElementId: z.string(),
  relationshipType: z.string(),
  relatedSpdxElement: z.string(),
})
export type SpdxRelationship = z.infer<typeof SpdxRelationship>

export const SpdxDocument = z.object({
  spdxVersion: z.string(),
  SPDXID: text,
  name: text,
  documentNamespace: text,
  creationInfo: z
    .object({ created: text, creators: z.array(z.string()).nullish() })
    .nullish()
    .catch(undefined),
  documentDescribes: z.array(z.string()).nullish().catch(undefined),
  packages: z.array(z.unknown()).nullish(),
  files: z.array(z.unknown()).nullish().catch(undefined),
  relationships: z.array(z.unknown()).nullish().catch(undefined),
})
