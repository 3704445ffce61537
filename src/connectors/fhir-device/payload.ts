import { z } from 'zod'

// HL7 FHIR `Device` of R4 (https://hl7.org/fhir/R4/device.html) and R5 (https://hl7.org/fhir/R5/device.html), only the elements that
// are read. Of what refers to a patient nothing is.

const Text = z
  .union([z.string(), z.number(), z.boolean()])
  .transform((value) => String(value).trim())
  .optional()
  .catch(undefined)

/** An element of another shape than it should have says nothing; the rest of the resource does. */
const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (Array.isArray(value) ? value : value ? [value] : []), z.array(item.catch({} as never)))
const maybe = <Item extends z.ZodType>(item: Item) => item.optional().catch(undefined)

const Coding = z.object({ system: Text, code: Text, display: Text })
const Concept = z.object({ coding: list(Coding), text: Text })
export type Concept = z.infer<typeof Concept>
const Reference = z.object({ reference: Text, display: Text })
export type Reference = z.infer<typeof Reference>
const Identifier = z.object({ system: Text, value: Text, type: maybe(Concept) })

export const FhirDevice = z.object({
  resourceType: z.literal('Device'),
  id: Text,
  meta: maybe(z.object({ lastUpdated: Text })),
  contained: list(z.record(z.string(), z.unknown())),
  identifier: list(Identifier),
  /** R5 */
  displayName: Text,
  udiCarrier: list(z.object({ deviceIdentifier: Text, carrierHRF: Text })),
  status: Text,
  /** R5 */
  availabilityStatus: maybe(Concept),
  manufacturer: Text,
  manufactureDate: Text,
  expirationDate: Text,
  lotNumber: Text,
  serialNumber: Text,
  /** R4 */
  deviceName: list(z.object({ name: Text, type: Text })),
  /** R5 */
  name: list(z.object({ value: Text, type: Text })),
  modelNumber: Text,
  partNumber: Text,
  /** One in R4, several in R5. */
  type: list(Concept),
  /** R5 */
  category: list(Concept),
  version: list(z.object({ type: maybe(Concept), value: Text })),
  property: list(z.object({ type: maybe(Concept), valueString: Text, valueCode: list(Concept) })),
  owner: maybe(Reference),
  location: maybe(Reference),
  parent: maybe(Reference),
})
export type FhirDevice = z.infer<typeof FhirDevice>

export const FhirLocation = z.object({
  resourceType: z.literal('Location'),
  id: Text,
  name: Text,
  /** R4 */
  physicalType: maybe(Concept),
  /** R5 */
  form: maybe(Concept),
  partOf: maybe(Reference),
})
export type FhirLocation = z.infer<typeof FhirLocation>

export const FhirOrganization = z.object({ resourceType: z.literal('Organization'), id: Text, name: Text })

export const FhirBundle = z.object({
  resourceType: z.literal('Bundle'),
  type: Text,
  timestamp: Text,
  link: list(z.object({ relation: Text })),
  entry: list(z.object({ fullUrl: Text, resource: z.unknown() })),
})
