import type { Asked } from './feed-server.ts'
import { answer, type SimulatedSystem } from './rest-api.ts'

export interface ServiceNowApi extends SimulatedSystem {
  /** Rows of sys_audit_delete. */
  deleted: readonly { tablename: string; documentkey: string; sys_created_on: string }[]
  /** Rows that the account may not see: counted, and not given. */
  hidden: ReadonlySet<string>
  /** No answer holds more. */
  mostRows: number
  /** Answers end within their first row, as a quota rule ends a transaction: with status 200. */
  isStopped: boolean
}

type Field = { readonly display_value?: string; readonly value?: string } | undefined

/** A table of ServiceNow and its Table API: encoded queries, paging by offset, X-Total-Count. */
export function serviceNowApi(
  secret: string,
  { table = 'alm_asset', auth = 'basic' }: { table?: string; auth?: 'basic' | 'oauth2' } = {},
): ServiceNowApi {
  const wanted =
    auth === 'basic' ? `Basic ${Buffer.from(`reader:${secret}`).toString('base64')}` : `Bearer token-of-${secret}`
  const system: ServiceNowApi = {
    records: [],
    deleted: [],
    hidden: new Set(),
    mostRows: 2,
    isStopped: false,
    answers(asked) {
      const { method, path, query, headers, body } = asked
      if (path === '/oauth_token.do') {
        const form = new URLSearchParams(body)
        if (
          method !== 'POST' ||
          form.get('client_secret') !== secret ||
          form.get('grant_type') !== 'client_credentials'
        )
          return answer(401, { error: 'access_denied' })
        return answer(200, { access_token: `token-of-${secret}`, expires_in: 1799, token_type: 'Bearer' })
      }
      const name = /^\/api\/now\/table\/(\w+)$/.exec(path)?.[1]
      if (!name) return undefined
      if (method !== 'GET') return answer(403, { error: { message: 'Operation Failed' } })
      if (headers.authorization !== wanted) return answer(401, { error: { message: 'User Not Authenticated' } })
      if (name === 'sys_audit_delete') return rows(asked, system.deleted.filter(isAsked(query, 'sys_created_on')), 1000)
      if (name !== table) return answer(400, { error: { message: `Invalid table ${name}` } })
      const all = system.records
        .filter((record) =>
          isAsked(query, 'sys_updated_on')({ sys_updated_on: textOf(record.sys_updated_on as Field) }),
        )
        .toSorted((a, b) => (textOf(a.sys_id as Field) < textOf(b.sys_id as Field) ? -1 : 1))
      return rows(asked, all, system.mostRows)
    },
  }

  function rows({ query }: Asked, all: readonly Record<string, unknown>[], most: number) {
    const limit = Math.min(Number(query.get('sysparm_limit') ?? 10_000), 10_000)
    const offset = Number(query.get('sysparm_offset') ?? 0)
    const fields = query.get('sysparm_fields')?.split(',')
    // The pages are as small as the test wants them, spread over the offsets that are asked for.
    const from = limit > most ? (offset / limit) * most : offset
    const size = Math.min(limit, most)
    const result = all
      .slice(from, from + size)
      .filter((record) => !system.hidden.has(textOf(record.sys_id as Field)))
      .map((record) => Object.fromEntries(Object.entries(record).filter(([name]) => !fields || fields.includes(name))))
    if (system.isStopped) {
      const error = { message: 'Transaction cancelled: maximum execution time exceeded', detail: '' }
      return answer(200, { result: result.slice(0, 1), error, status: 'failure' })
    }
    const total = limit > most ? Math.ceil((all.length * limit) / most) : all.length
    return answer(200, { result }, { 'x-total-count': String(total) })
  }
  return system
}

const textOf = (field: Field | string): string => (typeof field === 'string' ? field : (field?.value ?? ''))

/** `field>=2026-01-30 22:00:00` of an encoded query. */
function isAsked(query: URLSearchParams, field: string) {
  const since = query
    .get('sysparm_query')
    ?.split('^')
    .find((part) => part.startsWith(`${field}>=`))
    ?.slice(field.length + 2)
  return (record: Record<string, string>) => since === undefined || (record[field] ?? '') >= since
}
