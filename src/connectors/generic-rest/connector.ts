import { z } from 'zod'
import {
  type ApiContext,
  basicAuthorization,
  defineApiConnector,
  readToken,
  type SignIn,
} from '#connectors/api-connector.ts'
import { mappedFields } from '#connectors/records/field-lines.ts'
import { cellAt, valuesAt } from '#connectors/records/json-path.ts'
import { ChangesCursor, checkList, type ListPage, readingOf, readList } from '#connectors/records/read-list.ts'
import { recordTaker, type TakeRecord } from '#connectors/records/record-reader.ts'
import { AppError } from '#platform/errors.ts'
import { AnyRecord } from './payload.ts'
import { RestSettings } from './settings.ts'

/** Reads a list of devices from any interface that answers with JSON, by paths that a person gives. */
export const genericRest = defineApiConnector({
  id: 'generic-rest',
  title: 'Any system with a REST interface',
  summary: 'A list of devices as JSON, with paging; you say where each attribute stands in it.',
  config: RestSettings,
  cursor: ChangesCursor,
  everyHours: 24,

  headers: ({ auth, user, password, token, header }) => {
    if (auth === 'basic') return { authorization: basicAuthorization(user ?? '', password ?? '') }
    if (auth === 'bearer') return { authorization: `Bearer ${(token ?? '').trim()}` }
    return auth === 'header' && header ? { [header.toLowerCase()]: (token ?? '').trim() } : {}
  },

  /** Client credentials, RFC 6749 clause 4.4. */
  signIn: ({ auth, tokenPath, clientId, clientSecret, scope }): SignIn | undefined =>
    auth === 'oauth2' && tokenPath
      ? {
          path: tokenPath,
          headers: {
            authorization: basicAuthorization(
              encodeURIComponent(clientId ?? ''),
              encodeURIComponent(clientSecret ?? ''),
            ),
          },
          form: { grant_type: 'client_credentials', ...(scope && { scope }) },
          read: readToken,
        }
      : undefined,

  async check(context) {
    await checkList(
      context,
      { what: 'the list', permission: 'the right to read it' },
      () => readPage(context, firstOf(context.config, undefined), 0),
      takerOf(context.config),
    )
  },

  async *collect(context, since) {
    const { config, now } = context
    const reading = readingOf(config.changedSinceParameter ? since : undefined, now(), config.wholeEveryDays)
    yield* readList(context, {
      first: firstOf(config, reading.changedSince),
      page: async (ask, done) => await readPage(context, ask, done),
      take: takerOf(config),
      cursor: reading.cursor,
      whole: reading.changedSince === undefined,
      isTotalExact: true,
    })
  },
})

type Context = ApiContext<RestSettings>

function takerOf(settings: RestSettings): TakeRecord {
  const mapped = mappedFields(settings.fields)
  const seen = mapped.find(({ meaning }) => meaning === 'observedAt')
  const fields = mapped.filter((field) => field.meaning !== 'observedAt')
  // One path may be two attributes: names are the attributes then.
  const nameOf = ({ meaning, path }: (typeof mapped)[number]) =>
    mapped.filter((other) => other.path === path).length > 1 ? `${path} (${meaning})` : path
  return recordTaker<AnyRecord>({
    payload: AnyRecord,
    fields: Object.fromEntries(
      fields.map((field) => [nameOf(field), field.meaning === 'observedAt' ? null : field.meaning]),
    ),
    cells: (record) => Object.fromEntries(fields.map((field) => [nameOf(field), cellAt(record, field.path)])),
    observedAt: (record) => (seen ? cellAt(record, seen.path) : undefined),
    timeZone: settings.timeZone,
    dateOrder: settings.dateOrder,
  })
}

/** Path and query of the first page. */
function firstOf(settings: RestSettings, changedSince: Date | undefined): string {
  const url = new URL(settings.location)
  const { paging, pageParameter, firstPage, sizeParameter, pageSize, changedSinceParameter } = settings
  if (paging !== 'none' && sizeParameter) url.searchParams.set(sizeParameter, String(pageSize))
  if (paging === 'page') url.searchParams.set(pageParameter || 'page', String(firstPage))
  if (paging === 'offset') url.searchParams.set(pageParameter || 'offset', '0')
  if (changedSince && changedSinceParameter) url.searchParams.set(changedSinceParameter, changedSince.toISOString())
  return url.href
}

async function readPage({ http, config }: Context, ask: string, before: number): Promise<ListPage<string>> {
  const { data, next: link, total: counted } = await http.getPage(ask, z.unknown())
  const records = recordsIn(data, config, new URL(ask).pathname)
  const told = config.total ? Number(cellAt(data, config.total) || Number.NaN) : counted
  const total = told !== undefined && Number.isFinite(told) ? told : undefined
  return { records, next: nextOf(config, ask, data, link, records.length, before + records.length, total), total }
}

function recordsIn(data: unknown, { records: path = '' }: RestSettings, place: string): readonly unknown[] {
  const [found] = path === '' ? [data] : valuesAt(data, path)
  if (Array.isArray(found)) return found
  const known =
    typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.keys(data).slice(0, 10).join(', ') : ''
  throw new AppError(
    'upstream_failed',
    `${place} answers, but there is no list at ${path === '' ? 'the top of the answer' : `"${path}"`}${known && `; it holds ${known}`}. Correct the path to the records, or check whether the system was upgraded.`,
  )
}

/** What to ask next; undefined after the last page. */
function nextOf(
  { paging, pageParameter, nextCursor, sizeParameter, pageSize }: RestSettings,
  ask: string,
  data: unknown,
  link: string | undefined,
  here: number,
  done: number,
  total: number | undefined,
): string | undefined {
  const url = new URL(ask)
  const ended = here === 0 || (total !== undefined && done >= total)
  if (paging === 'link') return link === undefined ? undefined : new URL(link, url).href
  if (paging === 'cursor') {
    const cursor = cellAt(data, nextCursor ?? '')
    if (cursor === '' || here === 0) return undefined
    if (/^https?:\/\//i.test(cursor)) return cursor
    url.searchParams.set(pageParameter || 'cursor', cursor)
    return url.href
  }
  if (paging === 'none' || ended || (total === undefined && sizeParameter && here < pageSize)) return undefined
  const parameter = pageParameter || paging
  const now = Number(url.searchParams.get(parameter))
  url.searchParams.set(parameter, String(paging === 'page' ? now + 1 : now + here))
  return url.href
}
