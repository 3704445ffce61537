import { Readable, Transform } from 'node:stream'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { z } from 'zod'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { forCoercion, forSerializer } from './json-schema.ts'
import { invalid } from './problem.ts'
import type { AnyRoute, FileAnswer, FileResponse, SignedIn, UploadBody, Uploaded } from './route.ts'
import type { ApiServices } from './services.ts'
import { admit } from './session.ts'

export interface RouteContext {
  readonly db: Db
  readonly services: ApiServices
}

/** Gives the server one endpoint. */
export function mount(app: FastifyInstance, route: AnyRoute, { db, services }: RouteContext) {
  const { response, body } = route
  const upload = body && !(body instanceof z.ZodType) ? body : null
  app.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    schema: schemaOf(route),
    // The verdict is zod's, on everything; Fastify only reads numbers and lists out of the address.
    attachValidation: true,
    ...(route.bodyLimit ? { bodyLimit: route.bodyLimit } : {}),
    config: route.rateLimit ? { rateLimit: { max: route.rateLimit, timeWindow: 60_000 } } : {},
    onRequest: (request) => admit(db, request, route.method, route.permission),
    async handler(request, reply) {
      const { session } = request
      const input = {
        db,
        services,
        request,
        reply,
        session,
        actor: session && actorOf(session),
        params: read(route.params, request.params),
        query: read(route.query ?? nothing, request.query),
        body: upload ? await readUpload(upload, request) : read(body as z.ZodType | undefined, request.body),
      }
      const answer = await finishing(route.handle(input), input.body, upload)
      if (response instanceof z.ZodType)
        return reply.code(reply.statusCode === 200 ? (route.status ?? 200) : reply.statusCode).send(answer)
      if (response.kind === 'empty') return reply.code(204).send()
      return sendFile(reply, response, answer as FileAnswer, services)
    },
  })
}

const nothing = z.object({}).strict()

const actorOf = (session: NonNullable<FastifyRequest['session']>): SignedIn => ({
  organisationId: session.organisationId,
  personId: session.person.id,
  name: session.person.name,
})

function schemaOf({ path, params, query, response, status }: AnyRoute): FastifySchema {
  try {
    return {
      ...(params ? { params: forCoercion(params) } : {}),
      ...(query ? { querystring: forCoercion(query) } : {}),
      ...(response instanceof z.ZodType ? { response: { [status ?? 200]: forSerializer(response) } } : {}),
    }
  } catch (error) {
    throw new Error(`${path} cannot be said as JSON Schema: ${(error as Error).message}`, { cause: error })
  }
}

function read(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const { success, data, error } = schema.safeParse(value ?? {})
  if (!success) throw invalid(error)
  return data
}

async function readUpload({ maxBytes, fields }: UploadBody, request: FastifyRequest): Promise<Uploaded<unknown>> {
  if (!request.isMultipart())
    throw new AppError('bad_request', 'Send the file as multipart/form-data, in a part of its own.')
  const part = await request.file({ limits: { fileSize: maxBytes, files: 1, fields: 40, fieldSize: 1 << 20 } })
  if (!part) throw new AppError('bad_request', 'The request holds no file. Choose one and send it again.')
  const given = read(fields, valuesOf(part))
  return { name: part.filename, mediaType: part.mimetype, stream: bounded(part, maxBytes), fields: given }
}

const valuesOf = (part: MultipartFile) =>
  Object.fromEntries(
    Object.entries(part.fields).flatMap(([name, field]) =>
      field && !Array.isArray(field) && field.type === 'field' ? [[name, field.value]] : [],
    ),
  )

function bounded(part: MultipartFile, maxBytes: number): Readable {
  const stream = new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush: (done) =>
      done(
        part.file.truncated
          ? new AppError('too_large', `The file is larger than ${megabytes(maxBytes)} MB, the most that is taken here.`)
          : null,
      ),
  })
  part.file.on('error', (cause) =>
    stream.destroy(new AppError('cancelled', 'The upload broke off. Send the file again.', { cause })),
  )
  // A handler that refuses the file ends its reading. The rest is read away: else the connection would never end.
  stream.once('close', () => part.file.unpipe(stream).resume())
  return part.file.pipe(stream)
}
const megabytes = (bytes: number) => Math.round((bytes / (1 << 20)) * 10) / 10

/** What a handler leaves unread is read away, so that the connection can go on. */
async function finishing(answer: unknown, body: unknown, upload: UploadBody | null) {
  try {
    return await answer
  } finally {
    if (upload) {
      const { stream } = body as Uploaded<unknown>
      stream.on('error', () => {}).resume()
    }
  }
}

function sendFile(
  reply: FastifyReply,
  declared: FileResponse,
  { content, mediaType, fileName }: FileAnswer,
  { log }: ApiServices,
) {
  const type = mediaType ?? declared.mediaType
  reply.type(type.startsWith('text/') && !type.includes('charset') ? `${type}; charset=utf-8` : type)
  const saved = fileName && `; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, encodeByte)}`
  reply.header('content-disposition', saved ? `attachment${saved}` : 'inline')
  // A file from outside that is opened beside the program runs nothing.
  reply.header('content-security-policy', "default-src 'none'; sandbox")
  if (typeof content === 'string' || content instanceof Uint8Array) return reply.send(content)
  const stream = content instanceof Readable ? content : Readable.from(content)
  // The first bytes may be out: then the connection ends, and the reason stands in the log only.
  stream.once('error', (error) =>
    log.warn({ requestId: reply.request.id, error: error.message }, 'A file could not be sent to its end'),
  )
  return reply.send(stream)
}
const encodeByte = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
