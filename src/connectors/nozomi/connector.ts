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
import { cellNamed } from '#connectors/records/json-path.ts'
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
import { looksLikeHostname } from '#connectors/table/network-value.ts'
import { AppError } from '#platform/errors.ts'
import { Asset, ErrorAnswer, QueryAnswer } from './payload.ts'

const Settings = z.object({
  location: systemAddress({
    description: 'Of Vantage, Guardian or the Central Management Console: https://hospital.vantage.nozominetworks.io',
  }),
  product: z
    .enum(['vantage', 'guardian'])
    .default('vantage')
    .meta({
      title: 'Product',
      optionTitles: {
        vantage: 'Vantage, in the cloud',
        guardian: 'Guardian or Central Management Console of your own',
      },
    }),
  keyName: z.string().trim().min(1, 'Fill in the name of the API key.').max(200).meta({
    title: 'Key name',
    description: 'Of an API key of a user that can query assets, and nothing else.',
  }),
  keyToken: systemSecret({ title: 'Key token', description: 'Of the same key. Kept encrypted.' }).refine(
    (text) => (text ?? '').trim() !== '',
    'Fill in the token of the API key.',
  ),
  filter: z
    .string()
    .trim()
    .max(2000)
    .regex(
      /^(?:where\s[^|]+(?:\|\s*where\s[^|]+)*)?$/,
      'Write it as Nozomi does, with nothing but where: where zone == "Medical".',
    )
    .default('')
    .meta({ title: 'Filter', description: 'Parts of a query, as Nozomi writes them: where zone == "Medical".' }),
  fields: z.array(FieldLine).default([]).meta({
    title: 'Custom fields',
    description: 'One on each line, attribute = name of the field: assetTag = asset_tag.',
  }),
  readsChanges: readsChanges('Between whole readings only assets that were active since the last reading.'),
  wholeEveryDays: sharedSettings.wholeEveryDays,
  viaProxy: sharedSettings.viaProxy,
})
type Settings = z.infer<typeof Settings>
type Context = ApiContext<Settings>

/** Nozomi advises no more than this, and gives no more than a thousand pages. */
const pageSize = 1000

/** A token of either product lasts half an hour. */
const tokenSeconds = 1800

/** Reads the assets that Nozomi Vantage, or a Guardian, sees in the network. */
export const nozomi = defineApiConnector({
  id: 'nozomi',
  title: 'Nozomi Vantage, Guardian',
  summary: 'Assets that Nozomi Networks sees in the network, from Vantage, a Guardian or a Central Management Console.',
  config: Settings,
  cursor: ChangesCursor,
  everyHours: 6,
  role: 'observer',
  timeoutMs: 120_000,

  headers: () => ({ accept: 'application/json' }),
  signIn: ({ location, product, keyName, keyToken }) => ({
    path: pathBelow(location, product === 'vantage' ? '/api/v1/keys/sign_in' : '/api/open/sign_in'),
    json: { key_name: keyName, key_token: (keyToken ?? '').trim() },
    read: ({ headers: { authorization } }) =>
      authorization ? { headers: { authorization }, seconds: tokenSeconds } : undefined,
  }),

  async check(context) {
    const words = { what: 'the assets', permission: 'the permission for queries, of the table assets' }
    await checkList(context, words, () => readPage(context, 1, undefined, 10), takerOf(context.config))
    if (context.config.readsChanges) await checkChanges(context, () => readPage(context, 1, context.now(), 1))
  },

  async *collect(context, since) {
    const { config, now } = context
    const { changedSince, cursor } = readingOf(config.readsChanges ? since : undefined, now(), config.wholeEveryDays)
    yield* readList(context, {
      first: 1,
      page: async (page: number, done) => {
        const { records, total } = await readPage(context, page, changedSince)
        const hasMore = records.length > 0 && (total === undefined || done + records.length < total)
        return { records, total, next: hasMore ? page + 1 : undefined }
      },
      take: takerOf(config),
      cursor,
      whole: changedSince === undefined,
      isTotalExact: true,
    })
  },
})

const fields: RecordFields = {
  id: 'sourceKey',
  hostname: 'hostname',
  name: 'description',
  vendor: 'manufacturer',
  product_name: 'model',
  serial_number: 'serialNumber',
  type: 'deviceType',
  os: 'operatingSystem',
  firmware_version: 'firmwareVersion',
  mac_address: 'macAddresses',
  unconfirmed_mac_address: null,
  ip: 'ipAddresses',
  vlan_id: 'vlan',
  zones: 'zone',
  level: null,
  last_activity_time: 'lastSeenAt',
}

function takerOf({ fields: own }: Settings): TakeRecord {
  const custom = customFields(own)
  return recordTaker<Asset>({
    payload: Asset,
    fields: { ...Object.fromEntries(custom.map(({ name, meaning }) => [name, meaning])), ...fields },
    cells: ({ name, ip, mac_address, mac_address_level, vlan_id, zones, custom_fields, ...record }) => {
      const macs = (mac_address ?? []).map(String)
      // Behind a router the address that is seen is the router's.
      const isUnconfirmed = (mac: string) => mac_address_level?.[mac] === 'unconfirmed'
      return {
        ...record,
        ...nameOf(String(name ?? ''), [...macs, ...(ip ?? []).map(String)]),
        mac_address: macs.filter((mac) => !isUnconfirmed(mac)).join(', '),
        unconfirmed_mac_address: macs.filter(isUnconfirmed).join(', '),
        ip: ip?.join(', '),
        vlan_id: vlan_id?.join(', '),
        zones: zones?.filter((zone) => zone !== 'Undefined').join(', '),
        ...Object.fromEntries(custom.map((one) => [one.name, cellNamed(custom_fields, one.path)])),
      }
    },
    keyPath: 'id',
    timeZone: 'UTC',
    dateOrder: 'ymd',
  })
}

/** An asset without a name is called by its address. */
function nameOf(name: string, addresses: readonly string[]) {
  if (addresses.includes(name)) return {}
  return looksLikeHostname(name) ? { hostname: name } : { name }
}

async function readPage({ http, config }: Context, page: number, changedSince: Date | undefined, count = pageSize) {
  const stages = [
    'assets',
    config.filter,
    changedSince && `where last_activity_time > ${changedSince.getTime()}`,
    'sort id asc',
  ]
  const query = new URLSearchParams({
    query: stages.filter(Boolean).join(' | '),
    page: String(page),
    count: String(count),
    default_filters: 'false',
  })
  const { data } = await http.getPage(
    `${pathBelow(config.location, '/api/open/query/do')}?${query}`,
    z.union([ErrorAnswer, QueryAnswer]),
  )
  if ('error' in data)
    throw new AppError('upstream_failed', `Nozomi refuses the query: ${data.error.slice(0, 200)}. Check the filter.`, {
      details: { isRefused: true },
    })
  return { records: data.result ?? [], next: undefined, total: data.total ?? undefined } satisfies ListPage<number>
}
