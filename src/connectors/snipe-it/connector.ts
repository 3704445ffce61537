import { z } from 'zod'
import {
  type ApiContext,
  defineApiConnector,
  pathBelow,
  sharedSettings,
  systemAddress,
  systemSecret,
} from '#connectors/api-connector.ts'
import { customFields, FieldLine } from '#connectors/records/field-lines.ts'
import {
  ChangesCursor,
  checkChanges,
  checkList,
  type ListPage,
  readingOf,
  readList,
  readsChanges,
  untilOlder,
} from '#connectors/records/read-list.ts'
import { type RecordFields, recordTaker, type TakeRecord } from '#connectors/records/record-reader.ts'
import { AppError } from '#platform/errors.ts'
import { Changed, ErrorAnswer, Hardware, HardwareAnswer } from './payload.ts'

const Settings = z.object({
  location: systemAddress({ description: 'Of Snipe-IT, as people open it: https://assets.hospital.example' }),
  token: systemSecret({
    title: 'Token',
    description: 'A personal access token of an account that can view assets. Kept encrypted.',
  }).refine((text) => (text ?? '').trim() !== '', 'Fill in the token.'),
  fields: z.array(FieldLine).default([]).meta({
    title: 'Custom fields',
    description: 'One on each line, attribute = name of the field: macAddresses = MAC Address.',
  }),
  timeZone: sharedSettings.timeZone,
  readsChanges: readsChanges('From the list with what changed last first. Turned off, all is read each time.'),
  wholeEveryDays: sharedSettings.wholeEveryDays,
  viaProxy: sharedSettings.viaProxy,
})
type Settings = z.infer<typeof Settings>

/** Snipe-IT gives no more at once (`MAX_RESULTS`). */
const pageSize = 500

/** Reads hardware of Snipe-IT: all, and between whole readings what its list shows first in the order of changes. */
export const snipeIt = defineApiConnector({
  id: 'snipe-it',
  title: 'Snipe-IT',
  summary: 'Hardware from Snipe-IT, with its custom fields.',
  config: Settings,
  cursor: ChangesCursor,
  everyHours: 6,
  role: 'register',

  headers: ({ token }) => ({ authorization: `Bearer ${(token ?? '').trim()}`, accept: 'application/json' }),

  async check(context) {
    const words = { what: 'the list of hardware', permission: 'the permission to view assets' }
    await checkList(context, words, () => readPage(context, 0, undefined, { limit: 10 }), takerOf(context.config))
    if (context.config.readsChanges)
      await checkChanges(context, () => readPage(context, 0, context.now(), { limit: 1 }))
  },

  async *collect(context, since) {
    const { config, now } = context
    const { changedSince, cursor } = readingOf(config.readsChanges ? since : undefined, now(), config.wholeEveryDays)
    yield* readList(context, {
      first: 0,
      page: (offset: number) => readPage(context, offset, changedSince),
      take: takerOf(context.config),
      cursor,
      whole: changedSince === undefined,
      isTotalExact: changedSince === undefined,
      removed: changedSince && (() => readDeleted(context, changedSince)),
    })
  },
})

const fields: RecordFields = {
  id: 'sourceKey',
  asset_tag: 'assetTag',
  serial: 'serialNumber',
  manufacturer: 'manufacturer',
  model: 'model',
  model_number: 'modelNumber',
  category: 'deviceType',
  name: 'description',
  status: 'lifecycle',
  company: 'site',
  location: 'careArea',
  supplier: 'serviceVendor',
  order_number: 'purchaseOrder',
  purchase_date: 'purchasedOn',
  purchase_cost: 'purchaseCost',
  warranty_expires: 'warrantyEndsOn',
}

function takerOf({ fields: own, timeZone }: Settings): TakeRecord {
  const custom = customFields(own)
  return recordTaker<Hardware>({
    payload: Hardware,
    fields: { ...Object.fromEntries(custom.map(({ name, meaning }) => [name, meaning])), ...fields },
    cells: (record) => ({
      id: record.id,
      asset_tag: plain(record.asset_tag),
      serial: plain(record.serial),
      manufacturer: plain(record.manufacturer?.name),
      model: plain(record.model?.name),
      model_number: plain(record.model_number),
      category: plain(record.category?.name),
      name: plain(record.name),
      status: statusOf(record),
      company: plain(record.company?.name),
      location: plain(record.location?.name),
      supplier: plain(record.supplier?.name),
      order_number: plain(record.order_number),
      purchase_date: record.purchase_date?.date,
      purchase_cost: plain(record.purchase_cost),
      warranty_expires: record.warranty_expires?.date,
      ...Object.fromEntries(custom.map(({ name, path }) => [name, readable(record.custom_fields?.[path]?.value)])),
    }),
    observedAt: (record) => record.updated_at?.datetime,
    keyPath: 'id',
    timeZone,
    dateOrder: 'ymd',
  })
}

/** What is deployed is in use, whatever its label is called. */
function statusOf({ status, status_label: older }: Hardware): string {
  const label = status ?? older
  if (label?.status_meta === 'deployed') return 'in use'
  if (label?.status_meta === 'archived') return 'retired'
  return label?.status_meta === 'deployable' ? 'in stock' : plain(label?.name)
}

/** What stands in an encrypted field for an account that may not read it says nothing of the device. */
const readable = (value: string | number | null | undefined): string => (value === 'ENCRYPTED' ? '' : plain(value))

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#039': "'", '#39': "'" }

/** Snipe-IT writes values as they stand in its pages, with entities. */
const plain = (value: string | number | null | undefined): string =>
  String(value ?? '').replace(/&(amp|lt|gt|quot|#0?39);/g, (written, name: string) => entities[name] ?? written)

/** By `id`, so that the order stays while all is read; by what changed last, so that what changes meanwhile comes a second time. */
async function readPage(
  { http, config }: ApiContext<Settings>,
  offset: number,
  changedSince: Date | undefined,
  { limit = pageSize, status }: { readonly limit?: number; readonly status?: 'Deleted' } = {},
): Promise<ListPage<number>> {
  const query = new URLSearchParams({
    limit: String(limit),
    offset: String(offset),
    ...(changedSince ? { sort: 'updated_at', order: 'desc' } : { sort: 'id', order: 'asc' }),
    ...(status && { status }),
  })
  const path = pathBelow(config.location, '/api/v1/hardware')
  const { data } = await http.getPage(`${path}?${query}`, z.union([ErrorAnswer, HardwareAnswer]))
  if ('status' in data)
    throw new AppError(
      'upstream_failed',
      `Snipe-IT refuses to list its hardware: ${JSON.stringify(data.messages).slice(0, 200)}. Check that the account can view assets.`,
    )
  const done = offset + data.rows.length
  const next = data.rows.length > 0 && done < data.total ? done : undefined
  return untilOlder({ records: data.rows, next, total: data.total }, changedSince, changedAt)
}

/** In UTC, whatever the server's zone is: readings overlap by more than zones differ. */
function changedAt(record: unknown): number {
  const { data } = Changed.safeParse(record)
  return data ? Date.parse(`${data.updated_at.datetime.replace(' ', 'T')}Z`) : Number.NaN
}

/** Keys of what was put in the bin since; that is a change of it, too. */
async function readDeleted(context: ApiContext<Settings>, since: Date): Promise<readonly string[]> {
  const keys: string[] = []
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const { records, next }: ListPage<number> = await readPage(context, offset, since, { status: 'Deleted' })
    for (const record of records) {
      const { data } = Hardware.pick({ id: true }).safeParse(record)
      if (data && !(changedAt(record) < since.getTime())) keys.push(String(data.id))
    }
    offset = next
  }
  return keys
}
