import { z } from 'zod'

// Claroty xDome's `POST /api/v1/devices/`, only the fields that we read. Its reference is open to customers only; that of the
// published client asks the same way and names the same fields: https://xsoar.pan.dev/docs/reference/integrations/x-dome
const text = z.union([z.string(), z.number()]).nullish().catch(null)
const list = z
  .array(z.union([z.string(), z.number()]))
  .nullish()
  .catch(null)

export const Device = z.object({
  uid: z.string().min(1),
  cmms_asset_tag: text,
  cmdb_asset_tag: text,
  asset_id: text,
  serial_number: text,
  manufacturer: text,
  model: text,
  device_name: text,
  device_category: text,
  device_subcategory: text,
  device_type: text,
  software_or_firmware_version: text,
  combined_os: text,
  os_name: text,
  os_version: text,
  windows_last_seen_hostname: text,
  dhcp_last_seen_hostname: text,
  snmp_last_seen_hostname: text,
  http_last_seen_hostname: text,
  local_name: text,
  mac_list: list,
  ip_list: list,
  vlan_list: list,
  ae_titles: list,
  organization_zone_name: text,
  site_name: text,
  cmms_building: text,
  cmms_floor: text,
  cmms_room: text,
  cmms_department: text,
  fda_class: text,
  retired: z.boolean().nullish().catch(null),
  last_seen_list: list,
})
export type Device = z.infer<typeof Device>

export const DevicesAnswer = z.object({ devices: z.array(z.unknown()), count: z.int().nullish() })
