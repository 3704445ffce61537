import type { Problem } from './contract.ts'
import type { Operations } from './types.ts'

export const apiRoot = '/api/v1'

/** What the server refused, or why it could not be reached; `message` is a sentence that says what to do. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown>

  constructor(problem: Pick<Problem, 'status' | 'code' | 'detail' | 'details'>) {
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

/** Filters as they stand in an address: text; the server reads the numbers out of it. */
export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>

/** `GET /devices/{device}`: the method and the path below /api/v1. */
export type Operation = keyof Operations

/** What an operation needs: the parts of its path, its query, its body; none of what it does not know. */
export type Input<O extends Operation> = (Operations[O]['params'] extends undefined
  ? { params?: undefined }
  : { params: Operations[O]['params'] }) &
  (Operations[O]['query'] extends undefined
    ? { query?: undefined }
    : { query?: { readonly [Name in keyof Operations[O]['query']]?: Query[string] } }) &
  (Operations[O]['body'] extends undefined ? { body?: undefined } : { body: Operations[O]['body'] })

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
  const fallback = {
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

interface AnyInput {
  params?: Readonly<Record<string, string>> | undefined
  query?: Query | undefined
  body?: unknown
}

function addressOf(operation: Operation, { params = {}, query }: AnyInput): { method: string; url: string } {
  const [method = 'GET', template = ''] = operation.split(' ')
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  return { method, url: apiUrl(path, query) }
}

type Arguments<O extends Operation> =
  Record<never, never> extends Input<O>
    ? [input?: Input<O>, signal?: AbortSignal]
    : [input: Input<O>, signal?: AbortSignal]

/** Asks the server, or changes something there. What is sent and what comes is what its OpenAPI document says. */
export async function call<O extends Operation>(
  operation: O,
  ...[input, signal]: Arguments<O>
): Promise<Operations[O]['response']> {
  const { body }: AnyInput = input ?? {}
  const { method, url } = addressOf(operation, (input ?? {}) as AnyInput)
  const headers: Record<string, string> = method === 'GET' ? {} : { 'x-csrf-token': csrfToken }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const init: RequestInit = { method, headers }
  if (signal) init.signal = signal
  if (body !== undefined) init.body = JSON.stringify(body)
  return read<Operations[O]['response']>(await send(url, init))
}

/** A document of the server, as the text that it is. */
export async function readText<O extends Operation>(operation: O, input: Input<O>): Promise<string> {
  const response = await send(addressOf(operation, input as AnyInput).url, {})
  if (!response.ok) throw await toProblem(response)
  return response.text()
}

export interface NamedFile {
  readonly name: string
  readonly content: Blob
}

/** A file that the server makes for a change, under the name that it gives it. */
export async function callForFile<O extends Operation>(operation: O, input: Input<O>): Promise<NamedFile> {
  const { method, url } = addressOf(operation, input as AnyInput)
  const response = await send(url, { method, headers: { 'x-csrf-token': csrfToken } })
  if (!response.ok) throw await toProblem(response)
  const [, name = ''] = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '') ?? []
  const content = await response.blob().catch(() => {
    throw new ApiProblem({
      status: 0,
      code: 'cut_off',
      detail: 'The file broke off on its way. Check the network, then take it again.',
    })
  })
  return { name: decodeURIComponent(name) || 'homeostat', content }
}

type Uploading = { [O in Operation]: Operations[O]['body'] extends FormData ? O : never }[Operation]

/** Sends a file, telling how far it is (0–1). fetch cannot tell that, hence XMLHttpRequest. */
export function upload<O extends Uploading>(
  operation: O,
  input: {
    params: Operations[O]['params']
    file: Blob
    name: string
    fields?: Readonly<Record<string, string>>
  },
  onProgress?: (part: number) => void,
): Promise<Operations[O]['response']> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    // The server reads the fields while the file is still on its way.
    for (const [name, value] of Object.entries(input.fields ?? {})) form.append(name, value)
    form.append('file', input.file, input.name)
    const request = new XMLHttpRequest()
    request.open('POST', addressOf(operation, { params: input.params }).url)
    request.setRequestHeader('x-csrf-token', csrfToken)
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total)
    request.onload = () => {
      const response = new Response(request.responseText, {
        status: request.status,
        headers: { 'content-type': request.getResponseHeader('content-type') ?? '' },
      })
      read<Operations[O]['response']>(response).then(resolve, reject)
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
