import { z } from 'zod'
import { isTransient } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'

/** What every failure says, RFC 9457. `detail` is the sentence for people; `code` is for programs. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    /** `fields`: each wrong field with its sentence. */
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

const titles: Record<number, string> = {
  400: 'The request is not right',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'In conflict with what is there',
  413: 'Too large',
  415: 'This kind of content is not read here',
  422: 'Cannot be read',
  429: 'Too many requests',
  500: 'Something broke in Homeostat',
  502: 'Another system failed',
  503: 'Not available now',
  504: 'Another system took too long',
}

export const problem = (status: number, code: string, detail: string, details?: Record<string, unknown>): Problem => ({
  type: 'about:blank',
  title: titles[status] ?? 'The request failed',
  status,
  code,
  detail,
  ...(details ? { details } : {}),
})

/** Each wrong field and why, from what zod found. */
export function invalid(error: z.ZodError): AppError {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : null
    for (const path of unknown ?? [''])
      fields[[...issue.path, ...(path ? [path] : [])].join('.') || 'body'] ??= unknown
        ? 'There is no such field'
        : issue.message
  }
  const list = Object.entries(fields).map(([name, why]) => `${name} (${why})`)
  return new AppError('bad_request', `Mend ${list.slice(0, 5).join(', ')}${list.length > 5 ? ' and others' : ''}.`, {
    details: { fields },
  })
}

/** Fastify's own errors, in words that say what to do. */
const ours: Record<string, { code: string; status: number; detail: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'too_large',
    status: 413,
    detail: 'The request is larger than this endpoint takes. Send less at a time.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: 'bad_request',
    status: 400,
    detail: 'The body is not JSON. Check for a missing bracket or quotation mark.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'bad_request',
    status: 415,
    detail: 'Send the body as application/json, or a file as multipart/form-data where the endpoint takes one.',
  },
}

/** Any failure as a problem. What nobody foresaw is logged with the request's id and tells nothing of the inside. */
export function toProblem(error: unknown, requestId: string, log: Log): Problem {
  if (error instanceof AppError) {
    if (error.status >= 500)
      log.warn({ requestId, code: error.code, cause: String(error.cause ?? '') }, `A request failed: ${error.message}`)
    return problem(error.status, error.code, error.message, error.details)
  }
  if (isTransient(error)) {
    log.warn({ requestId, error: String(error) }, 'The database could not answer')
    return problem(503, 'unavailable', 'The database is away for a moment. Try again.')
  }
  const { code, statusCode, message, stack } = error as {
    code?: string
    statusCode?: number
    message?: string
    stack?: string
  }
  const known = code ? ours[code] : undefined
  if (known) return problem(known.status, known.code, known.detail)
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return problem(statusCode, 'bad_request', `${message ?? 'The request is not right'}.`.replace(/\.\.$/, '.'))
  log.error({ requestId, error: message ?? String(error), stack }, 'A request broke')
  return problem(
    500,
    'internal',
    `Something broke inside Homeostat. Try again; if it breaks again, give your administrator the number ${requestId}, under which the log has the reason.`,
    { requestId },
  )
}
