/** Codes are promises: a program may act on them. The manual lists each one. */
export type ErrorCode =
  | 'bad_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'too_many_requests'
  | 'unreadable'
  | 'hostile_file'
  | 'cancelled'
  | 'unavailable'
  | 'upstream_unauthorised'
  | 'upstream_busy'
  | 'upstream_failed'
  | 'upstream_timeout'
  | 'upstream_cut_off'
  | 'upstream_untrusted'
  | 'data_in_use'

const statusOf: Record<ErrorCode, number> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many_requests: 429,
  unreadable: 422,
  hostile_file: 422,
  cancelled: 409,
  unavailable: 503,
  upstream_unauthorised: 502,
  upstream_busy: 502,
  upstream_failed: 502,
  upstream_timeout: 504,
  upstream_cut_off: 502,
  upstream_untrusted: 502,
  data_in_use: 503,
}

/** Something that a person can mend; the sentence says what to do. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  /** More for programs, such as the fields that are wrong. */
  readonly details: Record<string, unknown> | undefined

  constructor(code: ErrorCode, sentence: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(sentence, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = statusOf[code]
    this.details = options.details
  }
}

export const notFound = (what: string, id: string) =>
  new AppError('not_found', `There is no ${what} "${id}". It may have been removed, or the link is mistyped.`)
