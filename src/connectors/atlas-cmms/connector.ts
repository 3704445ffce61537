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
  untilOlder,
} from '#connectors/records/read-list.ts'
import { recordTaker, type TakeRecord } from '#connectors/records/record-reader.ts'
import { Asset, AssetPage, SignInAnswer } from './payload.ts'

const Settings = z
  .object({
    location: systemAddress({
      description: 'Of its interface, which has an address of its own: https://cmms-api.hospital.example',
    }),
    auth: z
      .enum(['password', 'key'])
      .default('password')
      .meta({
        title: 'Signs in with',
        optionTitles: { password: 'E-mail and password', key: 'API key, where the licence has them' },
      }),
    email: z
      .string()
      .trim()
      .max(200)
      .optional()
      .meta({
        title: 'E-mail',
        description: 'Of an account whose role can view all assets, and nothing else.',
        shownWhen: { auth: ['password'] },
      }),
    password: systemSecret({ title: 'Password', description: 'Kept encrypted.' }).meta({
      shownWhen: { auth: ['password'] },
    }),
    apiKey: systemSecret({ title: 'API key', description: 'Kept encrypted.' }).meta({ shownWhen: { auth: ['key'] } }),
    readsChanges: readsChanges('From the search with what changed last first. Turned off, all is read each time.'),
    wholeEveryDays: sharedSettings.wholeEveryDays,
    viaProxy: sharedSettings.viaProxy,
  })
  .superRefine(({ auth, email, password, apiKey }, context) => {
    if (auth === 'key' ? apiKey : email && password) return
    const message = auth === 'key' ? 'Fill in the API key.' : 'Fill in e-mail and password.'
    context.addIssue({ code: 'custom', path: [auth === 'key' ? 'apiKey' : 'email'], message })
  })
type Settings = z.infer<typeof Settings>

const pageSize = 100
const search = '/assets/search'

/** Reads the assets of Atlas CMMS: all, and between whole readings what its search shows first in the order of changes. */
export const atlasCmms = defineApiConnector({
  id: 'atlas-cmms',
  title: 'Atlas CMMS',
  summary: 'Assets from Atlas CMMS, self-hosted or in its cloud.',
  config: Settings,
  cursor: ChangesCursor,
  everyHours: 6,
  role: 'register',
  queries: [search],

  headers: ({ auth, apiKey }): Record<string, string> => (auth === 'key' ? { 'x-api-key': (apiKey ?? '').trim() } : {}),
  signIn: ({ location, auth, email, password }) =>
    auth === 'password'
      ? {
          path: pathBelow(location, '/auth/signin'),
          json: { email, password, type: 'client' },
          read({ json }) {
            const answer = SignInAnswer.safeParse(json)
            return answer.success ? { headers: { authorization: `Bearer ${answer.data.accessToken}` } } : undefined
          },
        }
      : undefined,

  async check(context) {
    const words = { what: 'the assets', permission: 'a role that can view the assets of others' }
    await checkList(context, words, () => readPage(context, 0, undefined, 10), take)
    if (context.config.readsChanges) await checkChanges(context, () => readPage(context, 0, context.now(), 1))
  },

  async *collect(context, since) {
    const { config, now } = context
    const { changedSince, cursor } = readingOf(config.readsChanges ? since : undefined, now(), config.wholeEveryDays)
    yield* readList(context, {
      first: 0,
      page: (pageNum: number) => readPage(context, pageNum, changedSince),
      take,
      cursor,
      whole: changedSince === undefined,
      isTotalExact: changedSince === undefined,
    })
  },
})

/** Its words for the state of an asset, as ours are read. */
const states: Readonly<Record<string, string>> = {
  OPERATIONAL: 'in use',
  STANDBY: 'in use',
  INSPECTION_SCHEDULED: 'in use',
  COMMISSIONING: 'received',
  DOWN: 'in repair',
  MODERNIZATION: 'in repair',
  EMERGENCY_SHUTDOWN: 'in repair',
}

const take: TakeRecord = recordTaker<Asset>({
  payload: Asset,
  fields: {
    id: 'sourceKey',
    barCode: 'assetTag',
    customId: 'assetTag',
    serialNumber: 'serialNumber',
    manufacturer: 'manufacturer',
    model: 'model',
    category: 'deviceType',
    name: 'description',
    description: 'description',
    status: 'lifecycle',
    location: 'careArea',
    area: 'room',
    vendors: 'serviceVendor',
    acquisitionCost: 'purchaseCost',
    inServiceDate: 'inServiceOn',
    warrantyExpirationDate: 'warrantyEndsOn',
  },
  cells: ({ category, location, vendors, status, archived, ...record }) => ({
    ...record,
    category: category?.name,
    location: location?.name,
    vendors: vendors?.[0]?.companyName,
    status: archived ? 'retired' : status && (states[status] ?? status),
  }),
  observedAt: ({ updatedAt }) => updatedAt,
  keyPath: 'id',
  timeZone: 'UTC',
  dateOrder: 'ymd',
})

/** By `id`, so that the order stays while all is read; by what changed last, so that what changes meanwhile comes a second time. */
async function readPage(
  { http, config }: ApiContext<Settings>,
  pageNum: number,
  changedSince: Date | undefined,
  size = pageSize,
): Promise<ListPage<number>> {
  const order = changedSince ? { direction: 'DESC', sortField: 'updatedAt' } : { direction: 'ASC', sortField: 'id' }
  const question = { filterFields: [], ...order, pageNum, pageSize: size }
  const { data } = await http.query(pathBelow(config.location, search), question, AssetPage)
  const { content, last, totalElements } = data
  const next = last || content.length === 0 ? undefined : pageNum + 1
  return untilOlder({ records: content, next, total: totalElements }, changedSince, (record) =>
    Date.parse(Asset.pick({ updatedAt: true }).safeParse(record).data?.updatedAt ?? ''),
  )
}
