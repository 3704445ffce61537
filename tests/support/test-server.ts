import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll } from 'vitest'
import { createServer, type ServerOptions } from '#api/server.ts'
import type { ApiServices } from '#api/services.ts'
import { ensureOrganisation, findSession, invitePerson, openSession, redeemLink } from '#domain/access/access.ts'
import { createIntake } from '#intake/intake.ts'
import type { Role } from '#model/access.ts'
import { readConfig } from '#platform/config/config.ts'
import type { Db } from '#platform/db/database.ts'
import { silentLog } from '#platform/log.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'
import { openApi } from '#wiring/open-api.ts'
import { openFeed } from '#wiring/open-feed.ts'
import { readSheetsOf } from '#wiring/read-sheets-of.ts'

/** What the routes get in tests; a test replaces what it looks at. */
export function testServices(services: Partial<ApiServices> = {}): ApiServices {
  const dataDir = services.dataDir ?? mkdtempSync(path.join(tmpdir(), 'homeostat-test-'))
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
  return {
    version: '0.0.0-test',
    dataDir,
    log: silentLog,
    secrets: openSecrets(dataDir),
    connectors: [],
    apiConnectors: [],
    feeds: [],
    outlets: [],
    intake: createIntake({
      log: silentLog,
      dataDir,
      connectors: services.connectors ?? [],
      apiConnectors: services.apiConnectors ?? [],
      feeds: services.feeds ?? [],
      openApi: (connector, settings) => openApi(connector, settings, readConfig({}, {}), silentLog),
      openFeed: (feed, settings) => openFeed(feed, settings, readConfig({}, {}), silentLog),
    }),
    readSheets: readSheetsOf,
    isWorkerUp: async () => true,
    ...services,
  }
}

/** The API on the test's database, without a port: requests are injected. */
export async function testServer(
  db: Db,
  options: Partial<Omit<ServerOptions, 'db' | 'services'>> & { services?: Partial<ApiServices> } = {},
) {
  const organisation = await ensureOrganisation(db)
  const { services, ...rest } = options
  const app = await createServer({
    db,
    log: silentLog,
    webRoot: '/nowhere/web',
    rateLimited: false,
    ...rest,
    services: testServices(services),
  })
  afterAll(() => app.close())

  let people = 0
  /** A person of this role who is signed in. */
  async function signedIn(
    role: Role,
    { approves = false, signs = approves }: { approves?: boolean; signs?: boolean } = {},
  ) {
    const number = ++people
    const { person, link } = await invitePerson(
      db,
      { organisationId: organisation.id, personId: null, name: 'test' },
      { email: `${role}-${number}@hospital.test`, name: `${role} ${number}`, role, approves },
    )
    // To hash a password takes its time: only who signs has one.
    const password = 'a few words in a row'
    const token = signs
      ? await redeemLink(db, { token: tokenIn(link), password }, 'test')
      : await openSession(db, organisation.id, person.id, 'test')
    const session = (await findSession(db, token))!
    const actor = { organisationId: organisation.id, personId: person.id, name: person.name }
    return {
      ...clientOf(app, { token, csrfToken: session.csrfToken }),
      person,
      actor,
      token,
      password,
      csrfToken: session.csrfToken,
    }
  }
  return { app, organisation, signedIn, nobody: clientOf(app, null) }
}

const tokenIn = (link: string) => new URLSearchParams(new URL(link, 'http://test').hash.slice(1)).get('token')!

type Answer = Awaited<ReturnType<FastifyInstance['inject']>>

/** Requests as a browser's page makes them; with a session the cookie and the CSRF token go along. */
export function clientOf(app: FastifyInstance, session: { token: string; csrfToken: string } | null) {
  const headers = session && { cookie: `homeostat_session=${session.token}`, 'x-csrf-token': session.csrfToken }
  const send = (method: InjectOptions['method'], url: string, payload?: unknown): Promise<Answer> =>
    app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { ...headers },
      ...(payload === undefined ? {} : { payload: payload as object }),
    } as InjectOptions)
  return {
    get: (url: string) => send('GET', url),
    post: (url: string, payload?: unknown) => send('POST', url, payload),
    put: (url: string, payload?: unknown) => send('PUT', url, payload),
    patch: (url: string, payload?: unknown) => send('PATCH', url, payload),
    delete: (url: string) => send('DELETE', url),
  }
}
