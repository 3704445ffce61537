import { answer, type SimulatedSystem } from './rest-api.ts'

export interface XdomeApi extends SimulatedSystem {
  /** Fields that can be filtered by; another is a bad request. */
  filters: ReadonlySet<string>
}

interface Filter {
  readonly operation: string
  readonly field?: string
  readonly value?: unknown
  readonly operands?: readonly Filter[]
}

interface Question {
  readonly fields: readonly string[]
  readonly filter_by?: Filter
  readonly sort_by?: readonly { readonly field: string }[]
  readonly offset: number
  readonly limit: number
  readonly include_count?: boolean
}

/** The devices of Claroty xDome, asked for by fields and filters. */
export function xdomeApi(secret: string): XdomeApi {
  const system: XdomeApi = {
    records: [],
    filters: new Set(['device_category', 'last_seen_list']),
    answers({ method, path, headers, body }) {
      if (!path.startsWith('/api/v1/devices')) return undefined
      if (path !== '/api/v1/devices/' || method !== 'POST') return answer(405, { detail: 'Method Not Allowed' })
      if (headers.authorization !== `Bearer ${secret}`) return answer(401, { detail: 'Unauthorized' })
      const { fields, filter_by, sort_by, offset, limit, include_count }: Question = JSON.parse(body)
      if (filter_by && !isKnown(filter_by)) return answer(422, { detail: [{ msg: 'value is not a valid filter' }] })
      const by = sort_by?.[0]?.field
      const all = system.records
        .filter((record) => !filter_by || fits(record, filter_by))
        .toSorted((a, b) => (by && String(a[by]) > String(b[by]) ? 1 : -1))
      // Small pages, so that there are several.
      const devices = all
        .slice(offset, offset + Math.min(limit, 2))
        .map((record) => Object.fromEntries(fields.map((field) => [field, record[field] ?? null])))
      return answer(200, { devices, ...(include_count && { count: all.length }) })
    },
  }
  const isKnown = (filter: Filter): boolean =>
    filter.operands?.every(isKnown) ?? (filter.field !== undefined && system.filters.has(filter.field))
  return system
}

function fits(record: Record<string, unknown>, filter: Filter): boolean {
  if (filter.operands) return filter.operands.every((operand) => fits(record, operand))
  const found = record[filter.field ?? '']
  const values = Array.isArray(found) ? found : [found]
  if (filter.operation === 'in') return values.some((value) => (filter.value as unknown[]).includes(value))
  return values.some((value) => Date.parse(String(value)) >= Date.parse(String(filter.value)))
}
