import type { SecureContextOptions } from 'node:tls'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import staticFiles from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import type { Log } from '#platform/log.ts'
import { docsPage } from './docs-page.ts'
import { mount } from './mount.ts'
import { openApi } from './openapi.ts'
import { problem, toProblem } from './problem.ts'
import type { AnyRoute } from './route.ts'
import { routes as allRoutes } from './routes.ts'
import type { ApiServices } from './services.ts'
import { sendWebClient } from './web-client.ts'

export interface ServerOptions {
  readonly db: Db
  readonly services: ApiServices
  readonly log: Log
  /** Folder of the built web client; it may be missing. */
  readonly webRoot: string
  /** Cookies only over TLS. */
  readonly secureCookies?: boolean
  /** Addresses of proxies whose X-Forwarded-… headers are believed. */
  readonly trustProxy?: boolean | string | string[]
  /** Certificate and key; without them the server speaks plain HTTP. */
  readonly https?: Pick<SecureContextOptions, 'cert' | 'key'> | null
  /** All routes unless said. */
  readonly routes?: readonly AnyRoute[]
  /** False where tests knock more often than a person can. */
  readonly rateLimited?: boolean
}

const headers = {
  // Mantine sets CSS variables in style elements and attributes; scripts come from files only.
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()',
}

/** The REST API, its documents and the web client as one Fastify instance that does not listen yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { db, services, log, webRoot, routes = allRoutes } = options
  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const answer = toProblem(error, request.id, log)
    return reply.code(answer.status).type('application/problem+json').send(answer)
  }
  const app: FastifyInstance = Fastify({
    logger: false,
    genReqId: newId,
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 1 << 20,
    routerOptions: { maxParamLength: 500 },
    ajv: { customOptions: { coerceTypes: 'array', useDefaults: false, removeAdditional: false, allErrors: true } },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => refuse(error, request, reply),
    ...(options.https ? { https: options.https } : {}),
  } as object)

  app.decorate('secureCookies', options.secureCookies ?? false)
  app.decorateRequest('session', null)
  app.removeContentTypeParser(['text/plain', 'application/json'])
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body.length === 0 ? done(null, undefined) : parseJson(request, body as string, done),
  )
  await app.register(cookie)
  await app.register(multipart)
  if (options.rateLimited ?? true)
    await app.register(rateLimit, {
      global: false,
      errorResponseBuilder: (_request, { after }) =>
        new AppError('too_many_requests', `Too many attempts from your address. Try again in ${after}.`),
    })
  await app.register(staticFiles, { root: webRoot, serve: false, preCompressed: true })

  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(headers)) if (!reply.hasHeader(name)) reply.header(name, value)
    if (isApi(request.url)) reply.header('x-request-id', request.id)
    if (isApi(request.url) && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })

  app.setErrorHandler(refuse)

  app.setNotFoundHandler((request, reply) => {
    if (!isApi(request.url) && (request.method === 'GET' || request.method === 'HEAD'))
      return sendWebClient(request, reply, webRoot)
    const path = request.url.split('?')[0]
    return reply
      .code(404)
      .type('application/problem+json')
      .send(problem(404, 'not_found', `There is no ${request.method} ${path}. The endpoints are listed at /api/docs.`))
  })

  for (const route of routes) mount(app, route, { db, services })
  const document = openApi(routes, services.version)
  app.get('/api/v1/openapi.json', () => document)
  app.get<{ Querystring: { q?: string } }>('/api/docs', (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(
        docsPage(document, { search: String(request.query.q ?? ''), origin: `${request.protocol}://${request.host}` }),
      ),
  )
  return app
}

const isApi = (url: string) => url === '/api' || url.startsWith('/api/')
