import { answer, type SimulatedSystem } from './rest-api.ts'

export interface ArmisApi extends SimulatedSystem {
  /** What its clock says. */
  now: Date
  /** Tokens given so far; only the newest is valid. */
  tokens: number
}

/** The devices of Armis, found by its query language, behind its sign-in. */
export function armisApi(secret: string): ArmisApi {
  const system: ArmisApi = {
    records: [],
    now: new Date('2026-02-01T00:00:00Z'),
    tokens: 0,
    answers({ method, path, query, headers, body }) {
      if (path === '/api/v1/access_token/') {
        if (method !== 'POST' || new URLSearchParams(body).get('secret_key') !== secret)
          return answer(400, { message: 'Invalid secret key.', success: false })
        system.tokens++
        return answer(200, {
          data: { access_token: tokenOf(), expiration_utc: '2026-02-01T00:15:00+00:00' },
          success: true,
        })
      }
      if (path !== '/api/v1/search/') return undefined
      if (method !== 'GET') return answer(405, { message: 'Method Not Allowed', success: false })
      if (system.tokens === 0 || headers.authorization !== tokenOf())
        return answer(401, { message: 'Invalid access token.', success: false })
      const asked = /^in:devices(?: category:"([^"]*)")? timeFrame:"(\d+) Seconds"$/.exec(query.get('aql') ?? '')
      if (!asked || query.get('orderBy') !== 'id') return answer(400, { message: 'Invalid AQL.', success: false })
      const [, category, seconds] = asked
      const since = system.now.getTime() - Number(seconds) * 1000
      const all = system.records
        .filter((record) => !category || record.category === category)
        .filter((record) => Date.parse(String(record.lastSeen)) >= since)
        .toSorted((a, b) => Number(a.id) - Number(b.id))
      const from = Number(query.get('from') ?? 0)
      // Small pages, so that there are several.
      const results = all.slice(from, from + Math.min(Number(query.get('length') ?? 100), 2))
      const end = from + results.length
      const data = {
        count: results.length,
        next: end < all.length ? end : null,
        prev: null,
        results,
        total: all.length,
      }
      return answer(200, { data, success: true })
    },
  }
  const tokenOf = () => `token-${system.tokens}-of-${secret}`
  return system
}
