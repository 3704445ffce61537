import type { Answer, Asked } from './feed-server.ts'

// NVD's API 2.0 as its documentation has it: https://nvd.nist.gov/developers/vulnerabilities and /start-here

export interface NvdApi {
  /** What it holds, in its order; may be changed between requests. */
  cves: readonly { readonly id: string; readonly lastModified: string }[]
  /** The server's clock. */
  now: Date
  /** So many entries are left out of each answer without a word. */
  missing: number
  /** Called before each answer, as others may change what is there meanwhile. */
  onAsked?: (query: URLSearchParams) => void
  readonly answers: (asked: Asked) => Answer | undefined
}

export interface NvdApiOptions {
  readonly key?: string
  /** Requests in a window, without a key and with it. */
  readonly limits?: readonly [number, number]
  readonly windowMs?: number
}

const path = '/rest/json/cves/2.0'
const mostResults = 2000
const longestMs = 120 * 24 * 3600 * 1000

export function nvdApi({ key, limits = [5, 50], windowMs = 30_000 }: NvdApiOptions = {}): NvdApi {
  let times: number[] = []

  const api: NvdApi = {
    cves: [],
    now: new Date('2026-02-01T00:00:00Z'),
    missing: 0,
    answers({ path: asked, query, headers }) {
      if (asked !== path) return undefined
      const at = performance.now()
      times = times.filter((time) => at - time < windowMs)
      const hasKey = headers.apikey !== undefined
      if (times.length >= limits[hasKey ? 1 : 0])
        return { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>Request forbidden</html>' }
      times.push(at)
      if (hasKey && headers.apikey !== key) return refused('Invalid apiKey.')
      api.onAsked?.(query)

      const size = Number(query.get('resultsPerPage') ?? mostResults)
      const startIndex = Number(query.get('startIndex') ?? 0)
      if (!Number.isInteger(size) || size < 1 || size > mostResults) return refused('Invalid resultsPerPage.')
      const from = query.get('lastModStartDate')
      const to = query.get('lastModEndDate')
      if ((from === null) !== (to === null)) return refused('lastModStartDate and lastModEndDate are required.')
      const [first, last] = [Date.parse(`${from}Z`), Date.parse(`${to}Z`)]
      if (from !== null && !(first <= last && last - first <= longestMs)) return refused('Invalid date range.')

      const found = api.cves.filter(({ lastModified }) => {
        const modified = Date.parse(`${lastModified}Z`)
        return from === null || (modified >= first && modified <= last)
      })
      const page = found.slice(startIndex, startIndex + size)
      const vulnerabilities = page.slice(0, page.length - api.missing).map((cve) => ({ cve }))
      const timestamp = api.now.toISOString().slice(0, -1)
      const counts = { resultsPerPage: page.length, startIndex, totalResults: found.length }
      return {
        status: 200,
        body: JSON.stringify({ ...counts, format: 'NVD_CVE', version: '2.0', timestamp, vulnerabilities }),
      }
    },
  }
  return api
}

const refused = (message: string): Answer => ({ status: 404, headers: { message }, body: '' })
