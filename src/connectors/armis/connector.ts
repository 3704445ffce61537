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
import { ChangesCursor, checkList, type ListPage, readingOf, readList } from '#connectors/records/read-list.ts'
import { type RecordFields, recordTaker, type TakeRecord } from '#connectors/records/record-reader.ts'
import { looksLikeHostname } from '#connectors/table/network-value.ts'
import { Device, SearchAnswer, TokenAnswer } from './payload.ts'

const Settings = z.object({
  location: systemAddress({ description: 'Of your tenant: https://hospital.armis.com' }),
  secretKey: systemSecret({
    title: 'Secret key',
    description: 'From Settings, API Management, of a user that can view devices. Kept encrypted.',
  }).refine((text) => (text ?? '').trim() !== '', 'Fill in the secret key.'),
  query: z
    .string()
    .trim()
    .max(2000)
    .regex(/^in:devices\b/, 'Begin it with in:devices.')
    .refine(
      (text) => !/\b(?:timeFrame|after|before|orderBy):/i.test(text),
      'Leave out timeFrame, after, before and orderBy: they are added to it.',
    )
    .default('in:devices')
    .meta({ title: 'Query', description: 'In Armis’ query language: in:devices category:"Medical Devices".' }),
  seenWithinDays: z.int().min(1).max(365).default(30).meta({
    title: 'Seen within how many days',
    description: 'A whole reading asks for devices seen within them; one not seen for longer is no longer reported.',
  }),
  fields: z.array(FieldLine).default([]).meta({
    title: 'Custom properties',
    description: 'One on each line, attribute = name of the property: assetTag = Asset Tag.',
  }),
  wholeEveryDays: sharedSettings.wholeEveryDays,
  viaProxy: sharedSettings.viaProxy,
})
type Settings = z.infer<typeof Settings>
type Context = ApiContext<Settings>

/** Armis gives at most 5,000 at once. */
const pageSize = 1000

/** Reads the devices that Armis sees in the network. */
export const armis = defineApiConnector({
  id: 'armis',
  title: 'Armis',
  summary: 'Devices that Armis sees in the network.',
  config: Settings,
  cursor: ChangesCursor,
  everyHours: 6,
  role: 'observer',
  timeoutMs: 120_000,

  headers: () => ({ accept: 'application/json' }),
  signIn: ({ location, secretKey }) => ({
    path: pathBelow(location, '/api/v1/access_token/'),
    form: { secret_key: (secretKey ?? '').trim() },
    // It lasts some minutes, and ends when the key is used elsewhere: a refusal is answered by signing in again.
    read({ json }) {
      const answer = TokenAnswer.safeParse(json)
      return answer.success ? { headers: { authorization: answer.data.data.access_token } } : undefined
    },
  }),

  async check(context) {
    const words = {
      what: `devices by ${context.config.query}`,
      permission: 'a role that can view the devices of all sites',
    }
    const since = daysAgo(context, context.config.seenWithinDays)
    await checkList(context, words, () => readPage(context, 0, since, 10), takerOf(context.config))
  },

  async *collect(context, since) {
    const { config, now } = context
    const { changedSince, cursor } = readingOf(since, now(), config.wholeEveryDays)
    const from = changedSince ?? daysAgo(context, config.seenWithinDays)
    yield* readList(context, {
      first: 0,
      page: (offset: number) => readPage(context, offset, from),
      take: takerOf(config),
      cursor,
      whole: changedSince === undefined,
      isTotalExact: true,
    })
  },
})

const daysAgo = ({ now }: Pick<Context, 'now'>, days: number) => new Date(now().getTime() - days * 86_400_000)

const fields: RecordFields = {
  id: 'sourceKey',
  hostname: 'hostname',
  name: 'description',
  manufacturer: 'manufacturer',
  model: 'model',
  type: 'deviceType',
  category: null,
  operatingSystem: 'operatingSystem',
  macAddress: 'macAddresses',
  ipAddress: 'ipAddresses',
  ipv6: 'ipAddresses',
  boundaries: 'zone',
  accessSwitch: null,
  site: 'site',
  lastSeen: 'lastSeenAt',
}

function takerOf({ fields: own }: Settings): TakeRecord {
  const custom = customFields(own)
  return recordTaker<Device>({
    payload: Device,
    fields: { ...Object.fromEntries(custom.map(({ name, meaning }) => [name, meaning])), ...fields },
    cells: ({ name, operatingSystem, operatingSystemVersion, site, customProperties, ...record }) => ({
      ...record,
      // Armis calls a device by its host name, or by what it is.
      ...(looksLikeHostname(String(name ?? '')) ? { hostname: name } : { name }),
      operatingSystem: [operatingSystem, operatingSystemVersion].filter(Boolean).join(' '),
      site: site?.name,
      ...Object.fromEntries(custom.map((one) => [one.name, cellNamed(customProperties, one.path)])),
    }),
    keyPath: 'id',
    timeZone: 'UTC',
    dateOrder: 'ymd',
  })
}

async function readPage(
  { http, config, now }: Context,
  offset: number,
  from: Date,
  length = pageSize,
): Promise<ListPage<number>> {
  const seconds = Math.max(1, Math.ceil((now().getTime() - from.getTime()) / 1000))
  const query = new URLSearchParams({
    aql: `${config.query} timeFrame:"${seconds} Seconds"`,
    from: String(offset),
    length: String(length),
    // By default it is when they were seen last, which changes while pages are read.
    orderBy: 'id',
    includeTotal: 'true',
  })
  const { data } = await http.getPage(`${pathBelow(config.location, '/api/v1/search/')}?${query}`, SearchAnswer)
  const { results, next, total } = data.data
  return {
    records: results,
    next: results.length > 0 && typeof next === 'number' && next > offset ? next : undefined,
    total: total ?? undefined,
  }
}
