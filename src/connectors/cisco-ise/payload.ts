import { z } from 'zod'

// Endpoints of Cisco ISE, only the fields that we read. Open API (`GET /api/v1/endpoint`, from ISE 3.2 on) and ERS
// (`GET /ers/config/endpoint`, `/ers/config/profilerprofile`): https://developer.cisco.com/docs/identity-services-engine/
const text = z.union([z.string(), z.number()]).nullish().catch(null)
/** ISE's examples show single words here, its description says nothing. */
const words = z
  .union([z.array(z.string()).transform((list) => list[0]), z.string()])
  .nullish()
  .catch(null)

export const Endpoint = z.object({
  /** As ISE writes it: `11:22:33:AA:BB:CC`. */
  mac: z.string().min(1),
  description: text,
  profileId: text,
  // Of Open API.
  ipAddress: text,
  vendor: text,
  productId: text,
  serialNumber: text,
  deviceType: text,
  softwareRevision: text,
  hardwareRevision: text,
  /** In ERS once more below the same name. */
  customAttributes: z.record(z.string(), z.unknown()).nullish().catch(null),
  // Of ERS from ISE 3.3 on: what its multi-factor classification found.
  mfcAttributes: z
    .object({
      mfcDeviceType: words,
      mfcHardwareManufacturer: words,
      mfcHardwareModel: words,
      mfcOperatingSystem: words,
    })
    .nullish()
    .catch(null),
})
export type Endpoint = z.infer<typeof Endpoint>

export const OpenApiAnswer = z.array(z.unknown())

/** A page of any list of ERS. */
export const ErsAnswer = z.object({
  SearchResult: z.object({
    total: z.int(),
    resources: z.array(z.object({ id: z.string().min(1), name: z.string() })),
    nextPage: z.object({ href: z.string() }).nullish(),
  }),
})

export const ErsEndpointAnswer = z.object({ ERSEndPoint: z.unknown() })
