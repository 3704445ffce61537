import { answer, type SimulatedSystem } from './rest-api.ts'

export interface SnipeItApi extends SimulatedSystem {
  /** No answer holds more (`MAX_RESULTS`). */
  mostRows: number
  /** Without the permission it answers an error with status 200. */
  isPermitted: boolean
}

/** Snipe-IT's list of hardware. */
export function snipeItApi(secret: string): SnipeItApi {
  const system: SnipeItApi = {
    records: [],
    mostRows: 2,
    isPermitted: true,
    answers({ method, path, query, headers }) {
      if (path !== '/api/v1/hardware') return undefined
      if (method !== 'GET') return answer(405, { error: 'read only' })
      if (headers.authorization !== `Bearer ${secret}`) return answer(401, { error: 'Unauthorized.' })
      if (!system.isPermitted) return answer(200, { status: 'error', messages: 'Permission denied', payload: null })
      const offset = Number(query.get('offset') ?? 0)
      const limit = Math.min(Number(query.get('limit') ?? 50), system.mostRows)
      return answer(200, { total: system.records.length, rows: system.records.slice(offset, offset + limit) })
    },
  }
  return system
}
