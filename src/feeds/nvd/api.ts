import { z } from 'zod'
import { type FeedContext, type FeedHttp, isAtPublisher } from '#feeds/feed.ts'
import { AppError } from '#platform/errors.ts'
import { type Limits, paceOf, pause } from './pace.ts'
import { Envelope } from './payload.ts'

// NVD's API 2.0: https://nvd.nist.gov/developers/vulnerabilities. First everything is read page by page, then what was
// modified since, in windows of at most 120 days.

const resultsPerPage = 2000
const longestWindowMs = 120 * 24 * 3600 * 1000
/** What was modified while NVD wrote an answer may come a little later. */
const overlapMs = 3600 * 1000
const triesPerRequest = 3
const restartsPerWindow = 3

export const ApiState = z.object({
  /** All that was modified up to this moment of NVD's clock is read. */
  until: z.string().optional(),
  /** What is being read: everything, or a window; and its next result. */
  reading: z
    .object({ from: z.string().optional(), to: z.string().optional(), next: z.int(), total: z.int(), asOf: z.string() })
    .optional(),
})
export type ApiState = z.infer<typeof ApiState>

export interface ApiPage {
  readonly elements: readonly unknown[]
  readonly state: ApiState
  /** Results of everything or of the window, up to this page and in all. */
  readonly done: number
  readonly total: number
  /** The answer is older than one that was read before; nothing of it is taken. */
  readonly older?: string
}

interface Settings {
  readonly location: string
  readonly apiKey?: string | undefined
}

type Context = Pick<FeedContext<Settings>, 'config' | 'now' | 'signal'> & {
  readonly http: FeedHttp
}

/** Whether the address is that of the API, and not of files. */
export const isApi = (location: string) => URL.canParse(location) && /\/cves\/2\.0\/?$/.test(new URL(location).pathname)

/** The key, where it is sent: NVD's files want none, and a mirror is not to have it. */
export const keyFor = ({ location, apiKey }: Settings): string | undefined =>
  isApi(location) && isAtPublisher(location, 'services.nvd.nist.gov') ? apiKey : undefined

export async function checkApi(context: Context, limits: Limits): Promise<void> {
  await askerOf(context, limits)({ startIndex: '0', resultsPerPage: '1' })
}

export async function* readApi(context: Context, since: ApiState, limits: Limits): AsyncIterable<ApiPage> {
  const ask = askerOf(context, limits)
  const end = context.now().getTime()
  assertClock(end, since)
  let state = since
  for (;;) {
    const window = state.reading ?? nextWindow(state.until, end)
    if (!window) return
    const reading = { next: 0, total: 0, asOf: '', ...window }
    for (let restarts = 0; ; ) {
      const answer = await ask({
        startIndex: String(reading.next),
        resultsPerPage: String(resultsPerPage),
        ...(reading.from &&
          reading.to && { lastModStartDate: dateOf(reading.from), lastModEndDate: dateOf(reading.to) }),
      })
      const { timestamp, totalResults: total, vulnerabilities: elements } = answer
      const asOf = new Date(`${timestamp.replace(/Z$/, '')}Z`).toISOString()
      const known = reading.asOf || state.until
      if (known && Date.parse(asOf) < Date.parse(known) - overlapMs) {
        yield { elements: [], state, done: 0, total: 0, older: `${asOf}, older than that of ${known}` }
        return
      }
      // Who is modified while we read leaves the window, and all behind it move up: one might slip through.
      if (reading.from && reading.next > 0 && total < reading.total && restarts++ < restartsPerWindow) {
        reading.next = 0
        reading.asOf = ''
        continue
      }
      reading.asOf ||= asOf
      reading.next += elements.length
      reading.total = total
      const isLast = reading.next >= total
      state = isLast ? { until: untilOf(reading) } : { ...state, reading: { ...reading } }
      if (elements.length > 0) yield { elements, state, done: reading.next, total }
      if (isLast) break
    }
    // Where our clock is ahead of NVD's there is nothing behind its present moment.
    if (window.to === undefined || Date.parse(window.to) >= end || reading.asOf < window.to) return
  }
}

/** Up to where NVD's own clock had come when the first answer was written. */
const untilOf = ({ to, asOf }: { to?: string | undefined; asOf: string }) => (to !== undefined && to < asOf ? to : asOf)

function nextWindow(until: string | undefined, end: number): { from?: string; to?: string } | undefined {
  if (until === undefined) return {}
  const from = Date.parse(until) - overlapMs
  if (from >= end) return undefined
  const to = Math.min(from + longestWindowMs, end)
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

function assertClock(now: number, { until }: ApiState) {
  if (until === undefined || now >= Date.parse(until) - overlapMs) return
  throw new AppError(
    'conflict',
    `The clock of this server says ${new Date(now).toISOString()}, but NVD was read up to ${until} already. Nothing was read; set the clock.`,
  )
}

/** Without a zone it is UTC. */
const dateOf = (iso: string) => iso.replace(/Z$/, '')

const ApiAnswer = Envelope.extend({ vulnerabilities: z.array(z.unknown()) })

function askerOf({ http, config, signal }: Context, limits: Limits) {
  const pace = paceOf(limits, signal)
  const url = new URL(config.location)
  const path = url.pathname.replace(/\/$/, '')
  const apiKey = keyFor(config)

  async function once(query: Readonly<Record<string, string>>) {
    const answer = await pace(() => http.getJson(`${path}?${new URLSearchParams(query)}`, ApiAnswer))
    const { startIndex, totalResults, vulnerabilities } = answer
    const count = Math.min(answer.resultsPerPage, totalResults - startIndex)
    if (startIndex !== Number(query.startIndex))
      throw new AppError(
        'upstream_failed',
        `${url.host} answers from result ${startIndex} on where ${query.startIndex} was asked for. The next run tries again.`,
      )
    if (vulnerabilities.length < count || (vulnerabilities.length === 0 && startIndex < totalResults))
      throw new AppError(
        'upstream_cut_off',
        `An answer of ${url.host} should hold ${count} entries and has ${vulnerabilities.length}. The next run goes on from there.`,
      )
    return answer
  }

  return async (query: Readonly<Record<string, string>>) => {
    for (let tries = 1; ; tries++) {
      try {
        return await once(query)
      } catch (error) {
        const status = error instanceof AppError ? error.details?.status : undefined
        if (status === 404 && apiKey)
          throw new AppError(
            'upstream_unauthorised',
            `${url.host}${path} does not know this API key, or is another place (404). Check the key in the source's settings, or ask NVD for a new one.`,
            { details: { status } },
          )
        // It refuses with 403 or 503 whoever asks too much; others behind the same proxy count as well.
        if (status !== 403 && status !== 429 && status !== 503) throw error
        if (tries < triesPerRequest) await pause(limits.windowMs, signal)
        else if (status === 403)
          throw new AppError(
            'upstream_busy',
            `${url.host} refuses (403), as it does when an address asks too often. ${apiKey ? 'Others may use the same key or address.' : 'An API key raises its limit.'} What was read is stored; the next run goes on from there.`,
            { details: { status } },
          )
        else throw error
      }
    }
  }
}
