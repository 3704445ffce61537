import { answer, type SimulatedSystem } from './rest-api.ts'

export interface SnipeItApi extends SimulatedSystem {
  /** No answer holds more (`MAX_RESULTS`). */
  mostRows: number
  /** Without the permission it answers an error with status 200. */
  isPermitted: boolean
  /** What is in its bin. */
  deleted: unknown[]
}

/** Snipe-IT's list of hardware. */
export function snipeItApi(secret: string): SnipeItApi {
  const system: SnipeItApi = {
    records: [],
    deleted: [],
    mostRows: 2,
    isPermitted: true,
    answers({ method, path, query, headers }) {
      if (path !== '/api/v1/hardware') return undefined
      if (method !== 'GET') return answer(405, { error: 'read only' })
      if (headers.authorization !== `Bearer ${secret}`) return answer(401, { error: 'Unauthorized.' })
      if (!system.isPermitted) return answer(200, { status: 'error', messages: 'Permission denied', payload: null })
      const offset = Number(query.get('offset') ?? 0)
      const limit = Math.min(Number(query.get('limit') ?? 50), system.mostRows)
      const rows = sorted(query.get('status') === 'Deleted' ? system.deleted : system.records, query)
      return answer(200, { total: rows.length, rows: rows.slice(offset, offset + limit) })
    },
  }
  return system
}

function sorted(records: readonly unknown[], query: URLSearchParams): readonly unknown[] {
  if (query.get('sort') !== 'updated_at') return records
  const changed = (record: unknown) =>
    (record as { readonly updated_at?: { readonly datetime: string } | null }).updated_at?.datetime ?? ''
  const sign = query.get('order') === 'asc' ? 1 : -1
  return records.toSorted((a, b) => sign * (changed(a) < changed(b) ? -1 : 1))
}
