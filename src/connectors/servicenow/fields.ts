import type { MappedField } from '#connectors/records/field-lines.ts'
import type { ColumnMeaning } from '#connectors/table/column-names.ts'
import { deviceAttributes } from '#model/device.ts'
import type { TableRecord } from './payload.ts'

/**
 * Fields of `alm_asset`, `cmdb_ci` and the tables that extend them, by their names there. Of several that mean the same
 * the first that says something counts; a table that lacks one does not answer it.
 */
const known: readonly (readonly [string, ColumnMeaning])[] = [
  ['sys_id', 'sourceKey'],
  ['asset_tag', 'assetTag'],
  ['serial_number', 'serialNumber'],
  ['manufacturer', 'manufacturer'],
  ['model.manufacturer', 'manufacturer'],
  ['model_id.manufacturer', 'manufacturer'],
  ['model.name', 'model'],
  ['model_id.name', 'model'],
  ['model_number', 'modelNumber'],
  ['model.model_number', 'modelNumber'],
  ['model_category', 'deviceType'],
  ['sys_class_name', 'deviceType'],
  ['display_name', 'description'],
  ['short_description', 'description'],
  ['ip_address', 'ipAddresses'],
  ['ci.ip_address', 'ipAddresses'],
  ['mac_address', 'macAddresses'],
  ['ci.mac_address', 'macAddresses'],
  ['host_name', 'hostname'],
  ['fqdn', 'hostname'],
  ['ci.fqdn', 'hostname'],
  ['os', 'operatingSystem'],
  ['firmware_version', 'firmwareVersion'],
  ['install_status', 'lifecycle'],
  ['location', 'careArea'],
  ['department', 'department'],
  ['cost_center', 'costCentre'],
  ['owned_by', 'owner'],
  ['vendor', 'serviceVendor'],
  ['purchase_date', 'purchasedOn'],
  ['cost', 'purchaseCost'],
  ['warranty_expiration', 'warrantyEndsOn'],
  ['install_date', 'inServiceOn'],
  ['retired', 'retiredOn'],
  ['last_discovered', 'lastSeenAt'],
]

/** All that is asked for; what the settings name comes first, so that it counts before what we know. */
export function fieldsOf(own: readonly MappedField[]): Readonly<Record<string, ColumnMeaning>> {
  const named = own.flatMap(({ meaning, path }) => (meaning === 'observedAt' ? [] : [[path, meaning] as const]))
  const taken = new Set(named.map(([path]) => path))
  const meant = new Set(named.map(([, meaning]) => meaning))
  return Object.fromEntries([
    ...named,
    // A key that the settings name takes the place of ours: a device has one.
    ...known.filter(([path, meaning]) => !taken.has(path) && !(meaning === 'sourceKey' && meant.has('sourceKey'))),
  ])
}

/** What is stored where that is plain (times are in UTC), what people see where that is a reference or a choice. */
export function cellOf(record: TableRecord, name: string, meaning: ColumnMeaning): string {
  const field = record[name]
  if (!field) return ''
  const kind = meaning === 'sourceKey' ? 'key' : deviceAttributes[meaning].kind
  const isPlain = kind === 'key' || kind === 'date' || kind === 'moment' || kind === 'money' || kind === 'number'
  return (isPlain ? field.value || field.display_value : field.display_value || field.value) ?? ''
}
