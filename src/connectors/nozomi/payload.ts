import { z } from 'zod'

// Nozomi's `GET /api/open/query/do` for the table assets, only the fields that we read:
// https://technicaldocs.nozominetworks.com/, as https://github.com/elastic/integrations/tree/main/packages/nozomi_networks names them.
const text = z.union([z.string(), z.number()]).nullish().catch(null)
const list = z
  .array(z.union([z.string(), z.number()]))
  .nullish()
  .catch(null)
/** Milliseconds since 1970, some versions write them as text; or ISO 8601. */
const moment = z
  .union([z.number(), z.string()])
  .transform((written) => {
    const ms = /^\d+$/.test(String(written)) ? Number(written) : Date.parse(String(written))
    return ms > 0 ? new Date(ms).toISOString() : null
  })
  .nullish()
  .catch(null)

export const Asset = z.object({
  id: z.string().min(1),
  name: text,
  vendor: text,
  product_name: text,
  serial_number: text,
  type: text,
  os: text,
  firmware_version: text,
  ip: list,
  mac_address: list,
  /** How sure it is of each MAC address: confirmed, likely, unconfirmed. */
  mac_address_level: z.record(z.string(), z.string()).nullish().catch(null),
  vlan_id: list,
  zones: list,
  level: text,
  last_activity_time: moment,
  custom_fields: z.record(z.string(), z.unknown()).nullish().catch(null),
})
export type Asset = z.infer<typeof Asset>

/** Nothing found is null. */
export const QueryAnswer = z.object({
  result: z.array(z.unknown()).nullable(),
  total: z.coerce.number().int().nullish().catch(null),
})

/** What is wrong with a query comes with status 200, too. */
export const ErrorAnswer = z.object({ error: z.string().min(1) })
