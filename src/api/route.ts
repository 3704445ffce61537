import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Session } from '#domain/access/access.ts'
import type { Actor, Permission } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import type { ApiServices } from './services.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The signed-in person, as the audit trail names them. */
export type SignedIn = Actor & { readonly personId: string }

/** Answers with nothing: status 204. */
export interface Empty {
  readonly kind: 'empty'
}
export const empty: Empty = { kind: 'empty' }

/** Answers with a file or a stream instead of JSON. The handler gives the content as `FileAnswer`. */
export interface FileResponse {
  readonly kind: 'file'
  readonly mediaType: string
  readonly description: string
}
export const file = (mediaType: string, description: string): FileResponse => ({ kind: 'file', mediaType, description })

export interface FileAnswer {
  readonly content: Readable | AsyncIterable<string | Uint8Array> | Uint8Array | string
  /** Replaces the route's media type. */
  readonly mediaType?: string
  /** With a name the browser saves it; without one it may show it. */
  readonly fileName?: string
}

/** Takes one file as multipart/form-data, beside fields that must come before it. */
export interface UploadBody<F extends z.ZodObject = z.ZodObject> {
  readonly kind: 'upload'
  readonly maxBytes: number
  readonly fields: F
}
const noFields = z.object({})
export const upload = <F extends z.ZodObject = typeof noFields>(options: {
  maxBytes: number
  fields?: F
}): UploadBody<F> => ({ kind: 'upload', maxBytes: options.maxBytes, fields: options.fields ?? (noFields as never) })

/** The handler must read `stream` to its end; more than the route's `maxBytes` breaks it off with `too_large`. */
export interface Uploaded<F> {
  readonly name: string
  readonly mediaType: string
  readonly stream: Readable
  readonly fields: F
}

type BodyOf<B> = B extends z.ZodType ? z.output<B> : B extends UploadBody<infer F> ? Uploaded<z.output<F>> : undefined
// biome-ignore lint/suspicious/noConfusingVoidType: a handler that answers nothing may be any async function.
type AnswerOf<R> = R extends z.ZodType ? z.output<R> : R extends FileResponse ? FileAnswer : void
// A public route may meet nobody; every other route has somebody.
type Somebody<P, T> = P extends 'public' ? T | null : T

export interface RouteInput<Perm, P, Q, B> {
  readonly db: Db
  /** Who asks; null only where a public route is asked by nobody. */
  readonly actor: Somebody<Perm, SignedIn>
  readonly session: Somebody<Perm, Session>
  readonly params: P extends z.ZodType ? z.output<P> : undefined
  readonly query: Q extends z.ZodType ? z.output<Q> : undefined
  readonly body: BodyOf<B>
  readonly services: ApiServices
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** An endpoint is data: the server, the OpenAPI document and the client's types come from it. */
export interface Route<Perm, P, Q, B, R> {
  readonly method: Method
  /** `/api/v1/devices/{device}`; each `{name}` stands in `params`. */
  readonly path: `/api/v1/${string}`
  readonly summary: string
  readonly description?: string
  /** The heading in the manual's list of endpoints. */
  readonly tag: string
  /** Mandatory. Of a list, one suffices. */
  readonly permission: Perm
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly response: R
  /** 200 unless said, 204 where the answer is `empty`. */
  readonly status?: 200 | 201 | 202
  /** Requests per address and minute, for doors that anyone may knock at. */
  readonly rateLimit?: number
  /** Bytes of a JSON body; 1 MiB unless said. */
  readonly bodyLimit?: number
  readonly handle: (input: RouteInput<Perm, P, Q, B>) => Promise<AnswerOf<R>> | AnswerOf<R>
}

/** A route whose types have done their work. */
export type AnyRoute = Omit<
  Route<
    Permission | readonly Permission[],
    z.ZodObject | undefined,
    z.ZodObject | undefined,
    z.ZodType | UploadBody | undefined,
    z.ZodType | FileResponse | Empty
  >,
  'handle' | 'permission'
> & {
  readonly permission: readonly Permission[]
  readonly handle: (input: unknown) => unknown
}

/** Declares an endpoint. What a handler gets went through zod; a parameter that is not declared is refused, not ignored. */
export function route<
  const Perm extends Permission | readonly Permission[],
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | UploadBody | undefined = undefined,
  R extends z.ZodType | FileResponse | Empty = Empty,
>(declared: Route<Perm, P, Q, B, R>): AnyRoute {
  const permission: readonly Permission[] = Array.isArray(declared.permission)
    ? declared.permission
    : [declared.permission as Permission]
  const inPath = [...declared.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
  const inParams = Object.keys(declared.params?.shape ?? {})
  if (permission.length === 0) throw new Error(`${declared.method} ${declared.path} names no permission`)
  if (inPath.join() !== inParams.join())
    throw new Error(`${declared.method} ${declared.path} declares the parameters ${inParams.join(', ') || 'none'}`)
  return {
    ...declared,
    permission,
    query: declared.query && closed(declared.query),
    body: declared.body instanceof z.ZodObject ? closed(declared.body) : declared.body,
  } as unknown as AnyRoute
}

/** An unknown field is a mistake that the caller should hear of: a mistyped filter would count the wrong things. */
const closed = (schema: z.ZodObject): z.ZodObject => (schema.def.catchall ? schema : schema.strict())
