import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { file, route } from '#api/route.ts'
import {
  countHealth,
  type HealthListFilter,
  healthOfDevice,
  inventoryHealth,
  listDuplicates,
  listHealthDevices,
  listHealthScopes,
  listRhythms,
  setHealthSettings,
  setRhythm,
} from '#domain/health/health.ts'
import type { OrganisationId } from '#model/access.ts'
import { DeviceSort } from '#model/device-list.ts'
import {
  DeviceHealth,
  DuplicatePair,
  HealthDevice,
  HealthList,
  HealthScope,
  HealthSettings,
  InventoryHealth,
  SightingRhythm,
} from '#model/inventory-health.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { encodeCursor, Page, Paging } from '#platform/paging.ts'
import { csvRow } from '#standards/csv/write-csv.ts'

const tag = 'inventory health'

const Filter = z.object({
  q: z.string().max(200).optional(),
  site: z.string().optional(),
  careArea: z.string().optional().meta({ description: 'With `site`: both however devices write them' }),
  source: z.uuid().optional(),
})
const Listed = Filter.extend({ list: HealthList, sort: DeviceSort.default('risk') })

export const inventoryHealthRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/inventory-health',
    summary: 'How the inventory stands: lists, score, overlap of sources, what pays most',
    description:
      'As counted last: after each run, and every hour. `hidden` estimates how many devices on the network no source lists. `checks` are in order of what they bring, each device weighed by its risk.',
    tag,
    permission: 'device:read',
    response: InventoryHealth,
    handle: ({ db, actor }) => inventoryHealth(db, actor.organisationId),
  }),
  route({
    method: 'POST',
    path: '/api/v1/inventory-health/count',
    summary: 'Count how the inventory stands now',
    tag,
    permission: 'source:run',
    response: InventoryHealth,
    async handle({ db, actor }) {
      await countHealth(db, actor.organisationId, new Date(), true)
      return await inventoryHealth(db, actor.organisationId)
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/inventory-health/devices',
    summary: 'List the unknown, ghost, missing, duplicate, unmanaged or ended devices, each with why and what is next',
    tag,
    permission: 'device:read',
    query: Listed.extend(Paging.shape),
    response: Page(HealthDevice),
    async handle({ db, actor, query: { list, sort, cursor, limit, ...filter } }) {
      const page = { sort, cursor, limit }
      const { items, next } = await listHealthDevices(db, actor.organisationId, list, filter, page)
      return { items, next: next && encodeCursor(next) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/inventory-health/devices.csv',
    summary: 'All devices of such a list as CSV',
    tag,
    permission: 'device:read',
    query: Listed,
    response: file('text/csv', 'One row for each device; text that a spreadsheet would run is made harmless'),
    handle: ({ db, actor, query: { list, sort, ...filter } }) => ({
      content: devicesCsv(db, actor.organisationId, list, sort, filter),
      fileName: `${list}-devices.csv`,
    }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/inventory-health/duplicates',
    summary: 'List pairs of rows of one register that say they are the same thing',
    tag,
    permission: 'device:read',
    query: Filter.omit({ q: true }).extend({ device: z.uuid().optional(), ...Paging.shape }),
    response: Page(DuplicatePair),
    handle: ({ db, actor, query: { cursor, limit, ...filter } }) =>
      listDuplicates(db, actor.organisationId, filter, { cursor, limit }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/inventory-health/scopes',
    summary: 'List wards or sources with their score and the one check that pays most; the worst first',
    tag,
    permission: 'device:read',
    query: z.object({ scope: HealthScope.shape.scope, q: z.string().max(200).optional(), ...Paging.shape }),
    response: Page(HealthScope),
    handle: ({ db, actor, query: { scope, ...page } }) => listHealthScopes(db, actor.organisationId, scope, page),
  }),
  route({
    method: 'GET',
    path: '/api/v1/inventory-health/devices/{device}',
    summary: 'The score of a device with its parts, what is missing, and the lists in which it stands',
    description: 'Null where it was not counted yet.',
    tag,
    permission: 'device:read',
    params: z.object({ device: z.uuid() }),
    response: z.object({ health: DeviceHealth.nullable() }),
    handle: async ({ db, actor, params }) => ({
      health: await healthOfDevice(db, actor.organisationId, params.device),
    }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/inventory-health/rhythms',
    summary: 'List how often devices alike are seen: by kind, type and model',
    tag,
    permission: 'device:read',
    query: z.object({ q: z.string().max(200).optional(), ...Paging.shape }),
    response: Page(SightingRhythm),
    handle: ({ db, actor, query }) => listRhythms(db, actor.organisationId, query),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/inventory-health/rhythms',
    summary: 'Set how long devices alike are usually silent, or take that back',
    description:
      'The key of a model is its manufacturer and its name in small letters, with a line break between. It holds from the next count.',
    tag,
    permission: 'device:write',
    body: z.object({
      scope: SightingRhythm.shape.scope,
      key: z.string().max(1000),
      days: z.number().min(0.1).max(365).nullable().meta({ description: 'Null takes back what was set' }),
      reason: Reason,
    }),
    response: SightingRhythm,
    handle: ({ db, actor, body }) => setRhythm(db, actor, body),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/inventory-health/settings',
    summary: 'Set from when on a device counts as unknown, ghost or missing',
    description: 'It is counted anew at once.',
    tag,
    permission: 'settings:write',
    body: HealthSettings.required().extend({ reason: Reason }),
    response: InventoryHealth,
    async handle({ db, actor, body }) {
      await inTransaction(db, (tx) => setHealthSettings(tx, actor, body))
      await countHealth(db, actor.organisationId, new Date(), true)
      return await inventoryHealth(db, actor.organisationId)
    },
  }),
]

const columns = [
  'Device',
  'Asset tag',
  'Serial number',
  'Manufacturer',
  'Model',
  'Site',
  'Care area',
  'Room',
  'IP addresses',
  'MAC addresses',
  'Last seen',
  'Silent for days',
  'Sources',
  'Why',
  'Next step',
  'Health',
]

async function* devicesCsv(
  db: Db,
  organisationId: OrganisationId,
  list: HealthList,
  sort: DeviceSort,
  filter: HealthListFilter,
): AsyncGenerator<string> {
  yield csvRow(columns)
  for (let cursor: string | undefined; ; ) {
    const page = await listHealthDevices(db, organisationId, list, filter, { sort, cursor, limit: 200 })
    yield page.items
      .map(({ device, sources, why, next, score, seenAt, silentDays }) =>
        csvRow([
          ...[device.name, device.assetTag, device.serialNumber, device.manufacturer, device.model],
          ...[device.site, device.careArea, device.room, device.ipAddresses.join(' '), device.macAddresses.join(' ')],
          ...[seenAt, silentDays, sources.map(({ name }) => name).join('; ')],
          why
            .map(({ text, at, source }) => [text, source?.name, at?.slice(0, 10)].filter(Boolean).join(', '))
            .join('; '),
          ...[next[0]?.text ?? '', score],
        ]),
      )
      .join('')
    if (!page.next) return
    cursor = encodeCursor(page.next)
  }
}
