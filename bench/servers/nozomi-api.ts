import { answer, type SimulatedSystem } from './rest-api.ts'

export interface NozomiApi extends SimulatedSystem {
  /** Columns of the table assets; a query that names another is refused. */
  columns: ReadonlySet<string>
}

/** The assets of Nozomi Vantage or a Guardian, found by their query language, behind the sign-in with a key. */
export function nozomiApi(
  secret: string,
  { product = 'vantage' }: { product?: 'vantage' | 'guardian' } = {},
): NozomiApi {
  const token = `Bearer jwt-of-${secret}`
  const system: NozomiApi = {
    records: [],
    columns: new Set(['id', 'type', 'last_activity_time']),
    answers({ method, path, query, headers, body }) {
      if (path === (product === 'vantage' ? '/api/v1/keys/sign_in' : '/api/open/sign_in')) {
        const sent = method === 'POST' ? JSON.parse(body) : {}
        if (sent.key_name !== 'AK00' || sent.key_token !== secret) return answer(401, { error: 'Invalid key.' })
        return answer(200, { data: { id: '1', type: 'api_keys' } }, { authorization: token })
      }
      if (path !== '/api/open/query/do') return undefined
      if (method !== 'GET') return answer(405, { error: 'Method not allowed' })
      if (headers.authorization !== token) return answer(401, { error: 'Unauthorized' })
      const [table, ...stages] = (query.get('query') ?? '').split(' | ')
      if (table !== 'assets') return refused(`Unknown data source ${table}`)
      let all = [...system.records]
      for (const stage of stages) {
        const [, verb = '', column = '', operator = '', value = ''] =
          /^(where|sort) (\w+)(?: (>|==|asc)(?: (.+))?)?$/.exec(stage) ?? []
        if (!verb || !system.columns.has(column)) return refused(`Unknown column ${column}`)
        if (verb === 'sort') all = all.toSorted((a, b) => (String(a[column]) > String(b[column]) ? 1 : -1))
        else if (operator === '>') all = all.filter((record) => Number(record[column]) > Number(value))
        else all = all.filter((record) => JSON.stringify(record[column]) === value)
      }
      // Small pages, so that there are several.
      const size = Math.min(Number(query.get('count')), 2)
      const from = (Number(query.get('page')) - 1) * size
      return answer(200, { result: all.slice(from, from + size), header: [...system.columns], total: all.length })
    },
  }
  const refused = (error: string) => answer(200, { result: null, error })
  return system
}
