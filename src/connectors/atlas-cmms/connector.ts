import { z } from 'zod'
import {
  type ApiContext,
  defineApiConnector,
  pathBelow,
  sharedSettings,
  systemAddress,
  systemSecret,
} from '#connectors/api-connector.ts'
import { ChangesCursor, checkList, type ListPage, readingOf, readList } from '#connectors/records/read-list.ts'
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

/** Reads the assets of Atlas CMMS. Its search cannot tell what changed: all is read each time. */
export const atlasCmms = defineApiConnector({
  id: 'atlas-cmms',
  title: 'Atlas CMMS',
  summary: 'Assets from Atlas CMMS, self-hosted or in its cloud.',
  config: Settings,
  cursor: ChangesCursor,
  everyHours: 24,
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
    await checkList(context, words, () => readPage(context, 0, 10), take)
  },

  async *collect(context) {
    yield* readList(context, {
      first: 0,
      page: (pageNum: number) => readPage(context, pageNum),
      take,
      cursor: readingOf(undefined, context.now(), 1).cursor,
      whole: true,
      isTotalExact: true,
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

async function readPage(
  { http, config }: ApiContext<Settings>,
  pageNum: number,
  size = pageSize,
): Promise<ListPage<number>> {
  const question = { filterFields: [], direction: 'ASC', sortField: 'id', pageNum, pageSize: size }
  const { data } = await http.query(pathBelow(config.location, search), question, AssetPage)
  const { content, last, totalElements } = data
  return { records: content, next: last || content.length === 0 ? undefined : pageNum + 1, total: totalElements }
}
