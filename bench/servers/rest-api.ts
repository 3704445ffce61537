import type { Answer, Asked } from './feed-server.ts'

/** A system of the hospital on this machine: what it holds may be changed between requests. */
export interface SimulatedSystem {
  records: readonly Record<string, unknown>[]
  readonly answers: (asked: Asked) => Answer | undefined
}

export interface RestApiOptions {
  readonly paging?: 'none' | 'page' | 'offset' | 'cursor' | 'link'
  readonly auth?: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2'
  /** The password, token, key or client secret. */
  readonly secret: string
  /** Answers with the plain list, without the total. */
  readonly isPlain?: boolean
}

/** Devices of any system at `/api/v2/devices`, in pages of each usual kind, behind each usual way to sign in. */
export function restApi({ paging = 'cursor', auth = 'bearer', secret, isPlain }: RestApiOptions): SimulatedSystem {
  const token = `token-of-${secret}`
  const basic = (user: string) => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
  const isAllowed = ({ headers }: Asked) =>
    auth === 'none' ||
    (auth === 'header' && headers['x-api-key'] === secret) ||
    (auth === 'basic' && headers.authorization === basic('reader')) ||
    (auth === 'bearer' && headers.authorization === `Bearer ${secret}`) ||
    (auth === 'oauth2' && headers.authorization === `Bearer ${token}`)
  const system: SimulatedSystem = {
    records: [],
    answers(asked) {
      const { method, path, query, headers, body } = asked
      if (path === '/oauth/token') {
        const isGrant = method === 'POST' && new URLSearchParams(body).get('grant_type') === 'client_credentials'
        if (!isGrant || headers.authorization !== basic('homeostat')) return answer(401, { error: 'invalid_client' })
        return answer(200, { access_token: token, token_type: 'Bearer', expires_in: 3600 })
      }
      if (path !== '/api/v2/devices') return undefined
      if (method !== 'GET') return answer(405, { error: 'read only' })
      if (!isAllowed(asked)) return answer(401, { error: 'who are you?' })
      const since = query.get('updated_since')
      const all = system.records.filter(
        (record) => !since || Date.parse(String(record.updated_at)) >= Date.parse(since),
      )
      const size = paging === 'none' ? all.length : Number(query.get('limit') ?? 50)
      const from =
        paging === 'page'
          ? (Number(query.get('page') ?? 1) - 1) * size
          : Number(query.get(paging === 'cursor' ? 'cursor' : 'offset') ?? 0)
      const items = all.slice(from, from + size)
      const next = from + size < all.length ? from + size : null
      const link =
        paging === 'link' && next !== null
          ? { link: `<http://${headers.host}${path}?limit=${size}&offset=${next}>; rel="next"` }
          : undefined
      const meta = { total: all.length, next_cursor: paging === 'cursor' && next !== null ? String(next) : null }
      return answer(200, isPlain ? items : { data: { items }, meta }, link)
    },
  }
  return system
}

export const answer = (status: number, body: unknown, headers?: Readonly<Record<string, string>>): Answer => ({
  status,
  ...(headers && { headers }),
  body: JSON.stringify(body),
})
