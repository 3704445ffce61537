import { answer, type SimulatedSystem } from './rest-api.ts'

export interface AtlasApi extends SimulatedSystem {
  /** Whether the numbers of a page stand in an object of their own. */
  hasNestedPage: boolean
}

interface Question {
  readonly pageNum: number
  readonly pageSize: number
  readonly sortField: string
  readonly direction: 'ASC' | 'DESC'
}

/** The assets of Atlas CMMS, found by its search, behind its sign-in or an API key. */
export function atlasApi(secret: string): AtlasApi {
  const token = `jwt-of-${secret}`
  const system: AtlasApi = {
    records: [],
    hasNestedPage: false,
    answers({ method, path, headers, body }) {
      if (path === '/auth/signin') {
        const sent = method === 'POST' ? JSON.parse(body) : {}
        return sent.password === secret && sent.type === 'client'
          ? answer(200, { accessToken: token })
          : answer(403, { message: 'Invalid credentials' })
      }
      if (!path.startsWith('/assets')) return undefined
      if (path !== '/assets/search' || method !== 'POST') return answer(405, { message: 'nothing is changed here' })
      if (headers.authorization !== `Bearer ${token}` && headers['x-api-key'] !== secret)
        return answer(401, { message: 'Access denied' })
      const { pageNum, pageSize, sortField, direction } = JSON.parse(body) as Question
      // Small pages, so that there are several.
      const size = Math.min(pageSize, 2)
      const records = sortField === 'updatedAt' && direction === 'DESC' ? newestFirst(system.records) : system.records
      const content = records.slice(pageNum * size, pageNum * size + size)
      const totalElements = system.records.length
      const totalPages = Math.ceil(totalElements / size)
      if (system.hasNestedPage)
        return answer(200, { content, page: { size, number: pageNum, totalElements, totalPages } })
      return answer(200, { content, totalElements, last: (pageNum + 1) * size >= totalElements, number: pageNum })
    },
  }
  return system
}

function newestFirst(records: readonly unknown[]): readonly unknown[] {
  const changed = (record: unknown) =>
    new Date((record as { readonly updatedAt?: string | number | null }).updatedAt ?? 0).getTime()
  return records.toSorted((a, b) => changed(b) - changed(a))
}
