import { AppError } from '#platform/errors.ts'

/** Why one try failed, and whether another may succeed. */
export interface Failure {
  readonly error: AppError
  readonly worthRetrying: boolean
  /** What the server asked for with Retry-After, in milliseconds. */
  readonly waitMs?: number | undefined
}

/** `place` is host and path, as people read it. */
export function failureOfStatus(status: number, place: string, waitMs: number | undefined): Failure {
  const details = { status }
  if (status === 401 || status === 403)
    return {
      error: new AppError(
        'upstream_unauthorised',
        `${place} refuses access (${status}). Check the credentials in the source's settings.`,
        { details },
      ),
      worthRetrying: false,
    }
  if (status === 407)
    return {
      error: new AppError(
        'upstream_unauthorised',
        'The proxy refuses access (407). Check its user name and password.',
        {
          details,
        },
      ),
      worthRetrying: false,
    }
  if (status === 429)
    return {
      error: new AppError(
        'upstream_busy',
        `${place} asks for fewer requests (429). The next run tries again; run this source less often if it goes on.`,
        { details: { ...details, waitMs } },
      ),
      worthRetrying: true,
      waitMs,
    }
  if (status >= 500)
    return {
      error: new AppError(
        'upstream_failed',
        `${place} fails (${status}). The fault is on their side; the next run tries again.`,
        { details },
      ),
      worthRetrying: status !== 501,
      waitMs,
    }
  if (status === 404 || status === 410)
    return {
      error: new AppError(
        'upstream_failed',
        `${place} is not there (${status}). Check the address in the source's settings.`,
        { details },
      ),
      worthRetrying: false,
    }
  return {
    error: new AppError(
      'upstream_failed',
      `${place} gives an answer that is not understood (${status}). Check the address and the settings.`,
      { details },
    ),
    worthRetrying: status === 408 || status === 425,
  }
}

const timeouts = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'TimeoutError',
])
const cutOffs = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'Z_BUF_ERROR',
])
const unreachable = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])

/** What undici, the TLS layer or zlib threw. */
export function failureOfThrown(thrown: unknown, place: string, mask: (text: string) => string): Failure {
  const { code, message } = innermost(thrown)
  // The original may carry the request's headers; only its masked words go on.
  const cause = new Error(mask(`${code} ${message}`.trim()))
  const fail = (kind: AppError['code'], sentence: string, worthRetrying: boolean): Failure => ({
    error: new AppError(kind, sentence, { cause }),
    worthRetrying,
  })

  const tunnel = /Proxy response \((\d+)\)/.exec(message)
  if (tunnel?.[1] === '407') return failureOfStatus(407, place, undefined)
  if (tunnel)
    return fail(
      'upstream_failed',
      `The proxy does not let us through to ${place} (${tunnel[1]}). Ask who runs it.`,
      true,
    )
  if (timeouts.has(code))
    return fail('upstream_timeout', `${place} does not answer in time. The next run tries again.`, true)
  if (cutOffs.has(code) || code.startsWith('HPE_'))
    return fail('upstream_cut_off', `The answer of ${place} breaks off. The next run tries again.`, true)
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|^ERR_SSL/.test(code))
    return fail(
      'upstream_untrusted',
      `The certificate of ${place} is not trusted (${code}). ${whyNotTrusted(code)}`,
      false,
    )
  if (unreachable.has(code))
    return fail(
      'upstream_failed',
      `${place} cannot be reached (${code}). Check the address, the network and the proxy settings.`,
      true,
    )
  return fail(
    'upstream_failed',
    `Reading ${place} fails: ${cause.message}. Check the address, and ask who runs it.`,
    false,
  )
}

/** What to do about a certificate, by the code of Node's TLS layer. */
function whyNotTrusted(code: string): string {
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return 'Its time is over or has not begun: have it renewed, and check the clock of this server.'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'It is for another name: write the address with the name that stands in the certificate.'
  return 'Give its certificate authority in the file that HOMEOSTAT_CA names; if your network inspects TLS, that of the inspection.'
}

/** Retry-After is a number of seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string | string[] | undefined, now: Date): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  if (!text) return undefined
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}

function innermost(thrown: unknown): { code: string; message: string } {
  let current = thrown
  while (current instanceof Error && current.cause instanceof Error && !('code' in current)) current = current.cause
  if (current instanceof AggregateError && current.errors[0]) current = current.errors[0]
  if (!(current instanceof Error)) return { code: '', message: String(current) }
  const code = (current as Error & { code?: unknown }).code
  return { code: typeof code === 'string' ? code : current.name, message: current.message }
}
