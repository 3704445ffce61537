import { z } from 'zod'

// Armis' `GET /api/v1/search/` with `in:devices`, only the fields that we read. Its reference stands in each Armis console and is open to
// customers only; the fields are told by https://github.com/elastic/integrations/tree/main/packages/armis, the search and its pages by
// https://xsoar.pan.dev/docs/reference/integrations/armis-event-collector
const text = z.union([z.string(), z.number()]).nullish().catch(null)
/** One as a text, several as a list, or as a text with commas between. */
const texts = z
  .union([z.array(z.string()).transform((list) => list.join(', ')), z.string()])
  .nullish()
  .catch(null)

export const Device = z.object({
  id: z.union([z.int(), z.string().min(1)]),
  name: text,
  manufacturer: text,
  model: text,
  type: text,
  category: text,
  operatingSystem: text,
  operatingSystemVersion: text,
  ipAddress: texts,
  ipv6: texts,
  macAddress: texts,
  boundaries: texts,
  accessSwitch: text,
  site: z.object({ name: text }).nullish().catch(null),
  lastSeen: z.string().nullish().catch(null),
  customProperties: z.record(z.string(), z.unknown()).nullish().catch(null),
})
export type Device = z.infer<typeof Device>

export const SearchAnswer = z.object({
  data: z.object({ results: z.array(z.unknown()), next: z.int().nullish(), total: z.int().nullish() }),
})

export const TokenAnswer = z.object({ data: z.object({ access_token: z.string().min(1) }) })
