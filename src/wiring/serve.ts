import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { createServer } from '#api/server.ts'
import { apiConnectors } from '#connectors/api-registry.ts'
import { connectors } from '#connectors/registry.ts'
import { ensureOrganisation, ensureSetUpLink } from '#domain/access/access.ts'
import { releaseRuns } from '#domain/sources/sources.ts'
import { feeds } from '#feeds/registry.ts'
import { createIntake } from '#intake/intake.ts'
import { outlets } from '#outlets/registry.ts'
import { type Config, projectRoot } from '#platform/config/config.ts'
import { isDataInUse } from '#platform/config/data-lock.ts'
import { AppError } from '#platform/errors.ts'
import { addressesOf, assertCanListen, toListenProblem } from '#platform/listening.ts'
import { createLog, type Log } from '#platform/log.ts'
import { openRuntime, type Runtime } from '#platform/runtime.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'
import { resolveTls, type Tls } from '#platform/tls/tls.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { isUntouched, loadDemo } from './demo.ts'
import { openApi } from './open-api.ts'
import { openFeed } from './open-feed.ts'
import { readSheetsOf } from './read-sheets-of.ts'
import { version } from './version.ts'
import { buildWebClient, webRoot } from './web-client.ts'
import type { WorkerThreadData } from './worker-thread.ts'

export interface ServeOptions {
  readonly config: Config
  /** Starts with nothing in it instead of the demo hospital. */
  readonly empty: boolean
  readonly logLevel: string
  /** Lines for the person at the terminal. */
  readonly say: (line: string) => void
}

export interface Serving {
  readonly url: string
  /** Further addresses of the same server. */
  readonly alsoAt: readonly string[]
  /** Sentences for whoever opens one of them. */
  readonly notes: readonly string[]
  /** SHA-256 of a certificate of our own making, to compare with what the browser shows. */
  readonly fingerprint: string | null
  readonly setUpPath: string | null
  stop(): Promise<void>
}

/** Brings the whole of Homeostat up: database, schema, web client, server, worker; the demo hospital on the first start. */
export async function serve({ config, empty, logLevel, say: print }: ServeOptions): Promise<Serving> {
  const log = createLog(logLevel)
  await assertCanServe(config)
  const { say, doing, done } = sayingWhenSlow(print, 'Starting PostgreSQL …')
  const runtime = await openRuntime(config, { mode: 'exclusive', say }).catch((error) => {
    done()
    throw error
  })
  const { db } = runtime.database
  let worker: WorkerThread | undefined
  try {
    doing('Starting the server …')
    await bringUpToDate(runtime, say)
    const organisation = await ensureOrganisation(db)
    await buildWebClient(say)
    if (runtime.isAlone) await releaseRuns(db)

    const tls = await resolveTls({ ...config, dataDir: runtime.dataDir })
    for (const warning of tls.warnings) say(warning)
    const intake = createIntake({
      log,
      dataDir: runtime.dataDir,
      connectors,
      feeds,
      apiConnectors,
      openApi: (connector, settings) => openApi(connector, settings, config, log),
      openFeed: (feed, settings) => openFeed(feed, settings, config, log),
    })
    worker = startWorkerThread(config, runtime, logLevel, log)
    const app = await createServer({
      db,
      log,
      webRoot,
      secureCookies: tls.secureCookies,
      ...(config.trustedProxy && { trustProxy: config.trustedProxy }),
      https: tls.https,
      services: {
        version,
        dataDir: runtime.dataDir,
        log,
        connectors,
        apiConnectors,
        feeds,
        outlets,
        intake,
        secrets: openSecrets(runtime.dataDir),
        readSheets: readSheetsOf,
        isWorkerUp: async () => worker?.isUp() ?? false,
      },
    })
    await app.listen({ host: config.host, port: config.port }).catch((error) => {
      throw toListenProblem(error, config.host, config.port)
    })
    done()

    if (!empty && (await isUntouched(db, organisation.id))) {
      say('Loading the demo hospital, Riverside General …')
      const actor = { organisationId: organisation.id, personId: null, name: 'Set-up' }
      await loadDemo(db, intake, actor, organisation.timeZone, say)
    }
    const address = app.server.address()
    const port = typeof address === 'object' && address ? address.port : config.port
    const cert = tls.https?.cert ?? null
    const { url, alsoAt } = addressesOf({ host: config.host, port, cert, isOwnCertificate: !tls.fingerprint })
    return {
      url: config.publicUrl ?? url,
      alsoAt: config.publicUrl || config.trustedProxy ? [] : alsoAt,
      notes: notesOn(config, tls),
      fingerprint: tls.fingerprint,
      setUpPath: await ensureSetUpLink(db),
      async stop() {
        // Somebody who sends or reads for ever does not hold up the end.
        const patience = setTimeout(() => app.server.closeAllConnections(), 3000)
        await app.close()
        clearTimeout(patience)
        await worker?.stop()
        await runtime.close()
      },
    }
  } catch (error) {
    done()
    await worker?.stop()
    await runtime.close()
    throw error
  }
}

/** What would end the start is told before anything is made. */
async function assertCanServe(config: Config): Promise<void> {
  // A certificate of our own making is kept with the data; all else is told by what was given.
  if (config.certFile !== 'generated') await resolveTls(config)
  // Where another server has the data, it probably has the port as well: the data's lock says so better.
  if (!config.databaseUrl && (await isDataInUse(config.dataDir))) return
  await assertCanListen(config.host, config.port)
}

function notesOn({ publicUrl, trustedProxy }: Config, tls: Tls): string[] {
  if (tls.secureCookies && !tls.https && !publicUrl)
    return [
      `That is its address for the proxy (${trustedProxy}). People come by the proxy's https:// address: over plain HTTP nobody can sign in, as the cookie is sent over HTTPS only. Name that address in HOMEOSTAT_PUBLIC_URL.`,
    ]
  if (tls.secureCookies && publicUrl?.startsWith('http:'))
    return [
      'HOMEOSTAT_PUBLIC_URL begins with http://, where nobody can sign in: the cookie is sent over HTTPS only. Make it https://.',
    ]
  return []
}

/** Where the start's first second passes in silence, it is told what it is at. */
function sayingWhenSlow(print: (line: string) => void, begins: string) {
  let at = begins
  const timer = setTimeout(() => print(at), Math.max(0, 1000 - performance.now()))
  const done = () => clearTimeout(timer)
  return {
    say(line: string) {
      done()
      print(line)
    },
    doing(line: string) {
      at = line
    },
    done,
  }
}

/** A worker of its own beside any number of servers, on the database that DATABASE_URL names. */
export async function work({
  config,
  logLevel = 'info',
}: {
  config: Config
  logLevel?: string
}): Promise<{ stop(): Promise<void> }> {
  if (!config.databaseUrl)
    throw new AppError(
      'bad_request',
      'A worker of its own needs a shared database: set DATABASE_URL. The embedded database has its worker in the server.',
    )
  const runtime = await openRuntime(config, { mode: 'shared' })
  const worker = startWorkerThread(config, runtime, logLevel, createLog(logLevel))
  return {
    async stop() {
      await worker.stop()
      await runtime.close()
    },
  }
}

interface WorkerThread {
  isUp(): boolean
  stop(): Promise<void>
}

/** A worker that dies is started again; its run is taken up where it stood. */
function startWorkerThread(config: Config, runtime: Runtime, logLevel: string, log: Log): WorkerThread {
  let stopping = false
  let up = false
  let thread = launch()

  function launch(): Worker {
    const data: WorkerThreadData = { config, connection: runtime.connection, dataDir: runtime.dataDir, logLevel }
    const worker = new Worker(path.join(projectRoot, 'src/main.ts'), {
      workerData: data,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    worker.on('online', () => {
      up = true
    })
    worker.on('error', (error) => log.error({ error: String(error) }, 'The worker has died'))
    worker.on('exit', () => {
      up = false
      if (stopping) return
      setTimeout(() => {
        if (!stopping) thread = launch()
      }, 1000)
    })
    return worker
  }

  return {
    isUp: () => up,
    async stop() {
      stopping = true
      if (!up) {
        await thread.terminate()
        return
      }
      const ended = new Promise((resolve) => thread.once('exit', resolve))
      thread.postMessage('stop')
      const timer = setTimeout(() => void thread.terminate(), 5000)
      await ended
      clearTimeout(timer)
    },
  }
}
