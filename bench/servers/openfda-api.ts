import type { Answer, Asked } from './feed-server.ts'

// openFDA's device interface as its documentation has it: https://open.fda.gov/apis/paging/, /authentication/.

export interface OpenFdaApi {
  /** By list what it holds; may be changed between requests. */
  lists: Record<'recall' | 'enforcement', readonly object[]>
  /** The day of its data. */
  asOf: string
  /** Where that of a list is another. */
  asOfList: Partial<Record<'recall' | 'enforcement', string>>
  /** So many entries are left out of each answer without a word. */
  missing: number
  readonly answers: (asked: Asked) => Answer | undefined
}

const mostSkipped = 25_000

export function openFdaApi({
  key,
  perDay = 1000,
}: {
  readonly key?: string
  readonly perDay?: number
} = {}): OpenFdaApi {
  let asked = 0
  const api: OpenFdaApi = {
    lists: { recall: [], enforcement: [] },
    asOf: '2026-01-30',
    asOfList: {},
    missing: 0,
    answers({ path, query, headers }) {
      const list = /^\/device\/(recall|enforcement)\.json$/.exec(path)?.[1] as 'recall' | 'enforcement' | undefined
      if (!list) return undefined
      const given = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1]
      if (given !== undefined && Buffer.from(given, 'base64').toString() !== `${key}:`)
        return refused(403, 'API_KEY_INVALID', 'An invalid api_key was supplied.')
      if (given === undefined && ++asked > perDay)
        return {
          ...refused(429, 'OVER_RATE_LIMIT', 'You have exceeded your rate limit.'),
          headers: { 'retry-after': '0' },
        }
      const limit = Number(query.get('limit') ?? 1)
      const skip = Number(query.get('skip') ?? 0)
      if (limit > 1000 || skip > mostSkipped) return refused(400, 'BAD_REQUEST', 'Skip value must 25000 or less.')
      const all = api.lists[list]
      if (all.length === 0) return refused(404, 'NOT_FOUND', 'No matches found!')
      const from = query.has('search_after') ? Number(query.get('search_after')!.replace('0=', '')) : skip
      const results = all.slice(from, from + limit)
      const next = from + limit < all.length
      const link = `<http://${headers.host}${path}?limit=${limit}&skip=0&search_after=0%3D${from + limit}>; rel="next"`
      return {
        status: 200,
        ...(next && { headers: { link } }),
        body: JSON.stringify({
          meta: { last_updated: api.asOfList[list] ?? api.asOf, results: { skip, limit, total: all.length } },
          results: results.slice(0, results.length - api.missing),
        }),
      }
    },
  }
  return api
}

const refused = (status: number, code: string, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error: { code, message } }),
})
