import type { Problem } from './contract.ts'

export const apiRoot = '/api/v1'

/** What the server refused, or why it could not be reached; `message` is a sentence that says what to do. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown>

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ApiProblem'
    this.status = problem.status
    this.code = problem.code
    this.details = problem.details ?? {}
  }

  /** True where the server was not reached at all: the same request may succeed later. */
  get isOffline(): boolean {
    return this.status === 0
  }
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>

let csrfToken = ''

/** The session's token; every change carries it. */
export const rememberCsrfToken = (token: string) => {
  csrfToken = token
}

export function apiUrl(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) parameters.set(name, String(value))
  const text = parameters.toString()
  return `${apiRoot}${path}${text ? `?${text}` : ''}`
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiProblem({
      status: 0,
      code: 'offline',
      detail: 'Homeostat cannot be reached. Check the network; nothing that you entered is lost.',
    })
  }
}

async function toProblem(response: Response): Promise<ApiProblem> {
  const fallback: Problem = {
    status: response.status,
    code: response.status === 404 ? 'not_found' : 'unavailable',
    detail:
      response.status === 404
        ? 'This is not here. It may have been removed, or the link is mistyped.'
        : `The server answered with an error (${response.status}). Try again; if it stays, look at the server’s log.`,
  }
  if (!response.headers.get('content-type')?.includes('json')) return new ApiProblem(fallback)
  const body = (await response.json().catch(() => ({}))) as Partial<Problem>
  return new ApiProblem({
    ...fallback,
    ...body,
    detail: body.detail || body.title || fallback.detail,
    status: response.status,
  })
}

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) throw await toProblem(response)
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return read<T>(await send(apiUrl(path, query), signal ? { signal } : {}))
}

export async function getText(path: string): Promise<string> {
  const response = await send(apiUrl(path), {})
  if (!response.ok) throw await toProblem(response)
  return response.text()
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Sends a change as JSON. */
export async function change<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { 'x-csrf-token': csrfToken }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const init: RequestInit = { method, headers }
  if (body !== undefined) init.body = JSON.stringify(body)
  return read<T>(await send(apiUrl(path), init))
}

/** Sends a file, telling how far it is (0–1). fetch cannot tell that, hence XMLHttpRequest. */
export function upload<T>(path: string, file: Blob, name: string, onProgress?: (part: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    form.append('file', file, name)
    const request = new XMLHttpRequest()
    request.open('POST', apiUrl(path))
    request.setRequestHeader('x-csrf-token', csrfToken)
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total)
    request.onload = () => {
      const response = new Response(request.responseText, {
        status: request.status,
        headers: { 'content-type': request.getResponseHeader('content-type') ?? '' },
      })
      read<T>(response).then(resolve, reject)
    }
    request.onerror = () =>
      reject(
        new ApiProblem({
          status: 0,
          code: 'offline',
          detail: 'The file did not reach Homeostat. Check the network, then choose it again.',
        }),
      )
    request.send(form)
  })
}
