import { z } from 'zod'
import {
  type ApiContext,
  defineApiConnector,
  pathBelow,
  sharedSettings,
  systemAddress,
  systemSecret,
} from '#connectors/api-connector.ts'
import {
  ChangesCursor,
  checkChanges,
  checkList,
  type ListPage,
  readingOf,
  readList,
  readsChanges,
} from '#connectors/records/read-list.ts'
import { type RecordFields, recordTaker, type TakeRecord } from '#connectors/records/record-reader.ts'
import { Device, DevicesAnswer } from './payload.ts'

const Settings = z.object({
  location: systemAddress({ description: 'Of the interface that belongs to your region: https://api.claroty.com' }),
  token: systemSecret({
    title: 'API token',
    description: 'Of an API user whose role can view devices, and nothing else. Kept encrypted.',
  }).refine((text) => (text ?? '').trim() !== '', 'Fill in the API token.'),
  categories: z.array(z.string().trim().max(200)).default([]).meta({
    title: 'Device categories',
    description: 'One on each line, as xDome writes them: Medical. Without any, devices of all categories are read.',
  }),
  readsChanges: readsChanges('Between whole readings only devices that were seen since the last reading.'),
  wholeEveryDays: sharedSettings.wholeEveryDays,
  viaProxy: sharedSettings.viaProxy,
})
type Settings = z.infer<typeof Settings>
type Context = ApiContext<Settings>

/** xDome gives at most 5,000 at once. */
const pageSize = 1000
const devices = '/api/v1/devices/'

/** Reads the devices that Claroty xDome sees in the network. */
export const clarotyXdome = defineApiConnector({
  id: 'claroty-xdome',
  title: 'Claroty xDome',
  summary: 'Devices that Claroty xDome (formerly Medigate) sees in the network.',
  config: Settings,
  cursor: ChangesCursor,
  everyHours: 6,
  role: 'observer',
  timeoutMs: 120_000,
  queries: [devices],

  headers: ({ token }) => ({ authorization: `Bearer ${(token ?? '').trim()}` }),

  async check(context) {
    const words = { what: 'the devices', permission: 'a role that can view the devices of all sites' }
    await checkList(context, words, () => readPage(context, 0, undefined, 10), take)
    if (context.config.readsChanges) await checkChanges(context, () => readPage(context, 0, context.now(), 1))
  },

  async *collect(context, since) {
    const { config, now } = context
    const { changedSince, cursor } = readingOf(config.readsChanges ? since : undefined, now(), config.wholeEveryDays)
    yield* readList(context, {
      first: 0,
      page: (offset: number) => readPage(context, offset, changedSince),
      take,
      cursor,
      whole: changedSince === undefined,
      isTotalExact: true,
    })
  },
})

const fields: RecordFields = {
  uid: 'sourceKey',
  cmms_asset_tag: 'assetTag',
  cmdb_asset_tag: 'assetTag',
  asset_id: null,
  serial_number: 'serialNumber',
  manufacturer: 'manufacturer',
  model: 'model',
  device_name: 'description',
  device_type: 'deviceType',
  device_subcategory: 'deviceType',
  device_category: null,
  software_or_firmware_version: 'softwareVersion',
  combined_os: 'operatingSystem',
  os: 'operatingSystem',
  // The names that the device gave itself, the most telling first.
  windows_last_seen_hostname: 'hostname',
  dhcp_last_seen_hostname: 'hostname',
  snmp_last_seen_hostname: 'hostname',
  http_last_seen_hostname: 'hostname',
  local_name: 'hostname',
  mac_list: 'macAddresses',
  ip_list: 'ipAddresses',
  vlan_list: 'vlan',
  ae_titles: 'aeTitle',
  organization_zone_name: 'zone',
  site_name: 'site',
  cmms_building: 'building',
  cmms_floor: 'floor',
  cmms_room: 'room',
  cmms_department: 'department',
  fda_class: 'riskClass',
  retired: 'lifecycle',
  last_seen: 'lastSeenAt',
}

const take: TakeRecord = recordTaker<Device>({
  payload: Device,
  fields,
  cells: ({ mac_list, ip_list, vlan_list, ae_titles, os_name, os_version, retired, last_seen_list, ...record }) => ({
    ...record,
    os: [os_name, os_version].filter(Boolean).join(' '),
    mac_list: mac_list?.join(', '),
    ip_list: ip_list?.join(', '),
    vlan_list: vlan_list?.join(', '),
    ae_titles: ae_titles?.[0],
    // That it is not retired there says nothing of how it is used.
    retired: retired ? 'retired' : '',
    last_seen: latestOf(last_seen_list ?? []),
  }),
  keyPath: 'uid',
  timeZone: 'UTC',
  dateOrder: 'ymd',
})

/** A device is seen on each of its interfaces. */
const latestOf = (moments: readonly (string | number)[]) =>
  moments
    .map(String)
    .filter((moment) => !Number.isNaN(Date.parse(moment)))
    .sort((a, b) => Date.parse(b) - Date.parse(a))[0]

async function readPage(
  { http, config }: Context,
  offset: number,
  changedSince: Date | undefined,
  limit = pageSize,
): Promise<ListPage<number>> {
  const categories = config.categories.filter((name) => name !== '')
  const conditions = [
    ...(categories.length > 0 ? [{ field: 'device_category', operation: 'in', value: categories }] : []),
    ...(changedSince
      ? [{ field: 'last_seen_list', operation: 'greater_or_equal', value: changedSince.toISOString() }]
      : []),
  ]
  const question = {
    fields: Object.keys(Device.shape),
    ...(conditions.length > 0 && { filter_by: { operation: 'and', operands: conditions } }),
    sort_by: [{ field: 'uid', order: 'asc' }],
    offset,
    limit,
    include_count: true,
  }
  const { data } = await http.query(pathBelow(config.location, devices), question, DevicesAnswer)
  const done = offset + data.devices.length
  const hasMore = data.devices.length > 0 && (typeof data.count !== 'number' || done < data.count)
  return { records: data.devices, next: hasMore ? done : undefined, total: data.count ?? undefined }
}
