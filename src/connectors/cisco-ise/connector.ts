import { z } from 'zod'
import {
  type ApiContext,
  basicAuthorization,
  defineApiConnector,
  pathBelow,
  sharedSettings,
  systemAddress,
  systemSecret,
} from '#connectors/api-connector.ts'
import { customFields, FieldLine } from '#connectors/records/field-lines.ts'
import { cellAt, cellNamed } from '#connectors/records/json-path.ts'
import { ChangesCursor, checkList, type ListPage, readingOf, readList } from '#connectors/records/read-list.ts'
import { type RecordFields, recordTaker, type TakeRecord } from '#connectors/records/record-reader.ts'
import { AppError } from '#platform/errors.ts'
import { Endpoint, ErsAnswer, ErsEndpointAnswer, OpenApiAnswer } from './payload.ts'

const profilesSetting = 'Reads the names of profiles'

const Settings = z.object({
  location: systemAddress({
    description:
      'Of the primary administration node: https://ise.hospital.example, with ERS before ISE 3.1 at port 9060.',
  }),
  api: z
    .enum(['openapi', 'ers'])
    .default('openapi')
    .meta({
      title: 'Interface',
      description: 'Open API asks for a hundred endpoints at once, the older services one by one.',
      optionTitles: { openapi: 'Open API, from ISE 3.2 on', ers: 'External RESTful Services (ERS)' },
    }),
  user: z.string().trim().min(1, 'Fill in the user name.').max(200).meta({
    title: 'User name',
    description: 'Of an administrator of the group ERS Operator, who can read and nothing else.',
  }),
  password: systemSecret({ title: 'Password', description: 'Kept encrypted.' }).refine(
    (text) => (text ?? '') !== '',
    'Fill in the password.',
  ),
  readsProfiles: z.boolean().default(true).meta({
    title: profilesSetting,
    description: 'Over ERS. The profile tells what kind of device it is, where nothing else does.',
  }),
  fields: z.array(FieldLine).default([]).meta({
    title: 'Custom attributes',
    description: 'One on each line, attribute = name of the custom attribute: room = Location.',
  }),
  viaProxy: sharedSettings.viaProxy,
})
type Settings = z.infer<typeof Settings>
type Context = ApiContext<Settings>

/** ISE gives no more at once. */
const pageSize = 100
/** Requests for endpoints at a time; ISE serves its administrators first. */
const atOnce = 5

/** Which page, how many records the first one held, and whether the one before this was not full. */
interface Ask {
  readonly page: number
  readonly most: number
  readonly isAfterShort: boolean
}
const firstPage: Ask = { page: 1, most: 0, isAfterShort: false }

/** Reads the endpoints that Cisco ISE knows. It cannot tell what changed: all is read each time. */
export const ciscoIse = defineApiConnector({
  id: 'cisco-ise',
  title: 'Cisco ISE',
  summary: 'Endpoints that Cisco Identity Services Engine knows, by MAC address, with their profiles.',
  config: Settings,
  cursor: ChangesCursor,
  everyHours: 24,
  role: 'observer',
  timeoutMs: 60_000,

  headers: ({ user, password }) => ({
    authorization: basicAuthorization(user, password ?? ''),
    accept: 'application/json',
  }),

  async check(context) {
    const { api } = context.config
    const words = {
      what: api === 'ers' ? 'the endpoints (ERS)' : 'the endpoints (Open API)',
      permission: `the group ERS Operator, and turn on ${api === 'ers' ? 'ERS' : 'Open API'} for reading in its API settings`,
    }
    await checkList(context, words, () => readPage(context, firstPage, 10), takerOf(context.config, new Map()))
    if (context.config.readsProfiles) await readProfiles(context)
  },

  async *collect(context) {
    const { config, now } = context
    const profiles = new Map<string, string>()
    let lastOfPage = ''
    let isMoved = false
    yield* readList(context, {
      first: firstPage,
      page: async (ask: Ask) => {
        const page = await readPage(context, ask)
        if (config.api === 'openapi') {
          const wasFull = ask.page > 1 && (page.records.length > 0 || !ask.isAfterShort)
          isMoved ||= wasFull && (await lastBefore(context, ask)) !== lastOfPage
          lastOfPage = keyOf(page.records.at(-1))
        }
        // After the first page: each refusal of a password counts towards the lock of the account.
        if (ask.page === 1 && config.readsProfiles)
          for (const [id, name] of await readProfiles(context)) profiles.set(id, name)
        return page
      },
      take: takerOf(config, profiles),
      cursor: readingOf(undefined, now(), 1).cursor,
      whole: true,
      isTotalExact: true,
      isStill: () => !isMoved,
    })
  },
})

const keyOf = (record: unknown) => cellAt(record, 'mac')

/**
 * What stands now at the end of the page before. Where it is another, an endpoint was purged or learned since, and others
 * may have moved to pages that were read: Open API has no total that would tell it.
 */
async function lastBefore(context: Context, { page, most }: Ask): Promise<string> {
  try {
    return keyOf((await readOpenApi(context, (page - 1) * most, 1))[0])
  } catch (error) {
    if (isBeyondLast(error, false)) return ''
    throw error
  }
}

const fields: RecordFields = {
  mac: 'sourceKey',
  address: 'macAddresses',
  ipAddress: 'ipAddresses',
  vendor: 'manufacturer',
  mfcHardwareManufacturer: 'manufacturer',
  mfcHardwareModel: 'model',
  productId: 'modelNumber',
  serialNumber: 'serialNumber',
  deviceType: 'deviceType',
  mfcDeviceType: 'deviceType',
  profile: 'deviceType',
  mfcOperatingSystem: 'operatingSystem',
  softwareRevision: 'softwareVersion',
  hardwareRevision: null,
  description: 'description',
}

function takerOf({ fields: own }: Settings, profiles: ReadonlyMap<string, string>): TakeRecord {
  const custom = customFields(own)
  return recordTaker<Endpoint>({
    payload: Endpoint,
    fields: { ...Object.fromEntries(custom.map(({ name, meaning }) => [name, meaning])), ...fields },
    cells: ({ profileId, customAttributes, mfcAttributes, ...record }) => ({
      ...record,
      ...mfcAttributes,
      address: record.mac,
      profile: profiles.get(String(profileId ?? '')),
      ...Object.fromEntries(custom.map((one) => [one.name, attributeOf(customAttributes, one.path)])),
    }),
    // The id is another one once ISE has purged the endpoint and learned it again.
    keyPath: 'mac',
    timeZone: 'UTC',
    dateOrder: 'ymd',
  })
}

/** ERS nests them once more. */
function attributeOf(attributes: Endpoint['customAttributes'], name: string): string {
  const nested = attributes?.customAttributes
  const all = typeof nested === 'object' && nested !== null ? (nested as Record<string, unknown>) : attributes
  return cellNamed(all, name)
}

const readPage = async (context: Context, ask: Ask, size = pageSize): Promise<ListPage<Ask>> =>
  context.config.api === 'ers' ? await readErsPage(context, ask, size) : await readOpenApiPage(context, ask, size)

/** Open API does not say how many there are: it is asked until a page is empty, or not there. */
async function readOpenApiPage(
  context: Context,
  { page, most, isAfterShort }: Ask,
  size: number,
): Promise<ListPage<Ask>> {
  try {
    const records = await readOpenApi(context, page, size)
    const first = most || records.length
    const next = { page: page + 1, most: first, isAfterShort: records.length < (page === 1 ? size : first) }
    return { records, next: records.length === 0 ? undefined : next }
  } catch (error) {
    if (page === 1 || !isBeyondLast(error, isAfterShort)) throw error
    // The list ends here only if it is still to be had.
    await readOpenApi(context, 1, 1)
    return { records: [], next: undefined }
  }
}

/** How ISE says that there is no such page is not described: after a page that was not full any refusal is taken for it. */
const isBeyondLast = (error: unknown, isAfterShort: boolean) =>
  error instanceof AppError &&
  (error.details?.status === 400 || error.details?.status === 404 || (isAfterShort && error.code === 'upstream_failed'))

async function readOpenApi({ http, config }: Context, page: number, size: number): Promise<readonly unknown[]> {
  const query = new URLSearchParams({ page: String(page), size: String(size), sort: 'asc', sortBy: 'mac' })
  return (await http.getPage(`${pathBelow(config.location, '/api/v1/endpoint')}?${query}`, OpenApiAnswer)).data
}

async function readErsPage(context: Context, { page }: Ask, size: number): Promise<ListPage<Ask>> {
  const { resources, total, nextPage } = await readErsList(context, 'endpoint', page, size)
  const records: unknown[] = []
  for (let from = 0; from < resources.length; from += atOnce)
    records.push(
      ...(await Promise.all(
        resources.slice(from, from + atOnce).map(async (one) => await readErsEndpoint(context, one)),
      )),
    )
  return { records, total, next: nextPage && resources.length > 0 ? { ...firstPage, page: page + 1 } : undefined }
}

async function readErsList({ http, config }: Context, list: string, page: number, size = pageSize) {
  const query = new URLSearchParams({ size: String(size), page: String(page), sortasc: 'name' })
  const { data } = await http.getPage(`${pathBelow(config.location, `/ers/config/${list}`)}?${query}`, ErsAnswer)
  return data.SearchResult
}

async function readErsEndpoint(
  { http, config }: Context,
  { id, name }: { id: string; name: string },
): Promise<unknown> {
  const path = pathBelow(config.location, `/ers/config/endpoint/${encodeURIComponent(id)}`)
  try {
    return (await http.getPage(path, ErsEndpointAnswer)).data.ERSEndPoint
  } catch (error) {
    // Purged since the list was made: it was there then, and its name is its MAC address.
    if (error instanceof AppError && error.details?.status === 404) return { mac: name }
    throw error
  }
}

/** Names of profiles by their ids. */
async function readProfiles(context: Context): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  try {
    for (let page = 1; ; page++) {
      const before = names.size
      const { resources, nextPage } = await readErsList(context, 'profilerprofile', page)
      for (const { id, name } of resources) names.set(id, name)
      if (!nextPage || names.size === before) return names
    }
  } catch (error) {
    const status = error instanceof AppError ? error.details?.status : undefined
    if (!(error instanceof AppError) || (status !== 401 && status !== 403 && status !== 404)) throw error
    throw new AppError(
      error.code,
      `${new URL(context.http.origin).host} does not show the names of profiles (${status}). Turn on ERS for reading in its API settings and give the account the group ERS Operator, or turn off "${profilesSetting}".`,
      { cause: error, details: error.details ?? {} },
    )
  }
}
