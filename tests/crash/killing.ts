import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { random } from '#bench/hospital/random.ts'
import { openDatabase } from '#platform/db/database.ts'
import { domainDigests, domainRows } from '#tests/support/domain-digest.ts'
import type { TestConnection, testDatabases } from '#tests/support/test-database.ts'
import type { Done, Moment, Task } from './worker-child.ts'

export interface Killing {
  readonly databases: Awaited<ReturnType<typeof testDatabases>>
  readonly dataDir: string
  readonly batchSize: number
  readonly seed: number
  /** Drawn over the time that an undisturbed worker takes, beside those around the first and the last commit. */
  readonly moments: number
}

/**
 * Lets a worker do what the databases have waiting, undisturbed; then kills workers at moments of every kind, each on a
 * database of its own, lets a new worker take over, and compares every row of every table.
 */
export async function expectSameEndAfterKills(killing: Killing): Promise<{ killed: number; done: Done }> {
  const { databases, dataDir, batchSize } = killing
  const standby = new Standby()
  try {
    let worker = await standby.take()
    const calm = await databases.copy()
    const done = await worker.work({ connection: calm, dataDir, batchSize })
    const expected = await read(calm, domainDigests)

    let killed = 0
    let next = databases.copy()
    const dropped: Promise<void>[] = []
    let planned = 0
    for (const dieAt of momentsOf(killing, done)) {
      // A worker that is faster than the one that was measured may end before its moment: then more are killed.
      if (planned++ >= killing.moments + commitMoments && killed >= leastKilled) break
      if (planned > mostMoments) break
      const connection = await next
      next = databases.copy()
      await worker.workUntilDeath({ connection, dataDir, batchSize, dieAt })
      if (await isUnfinished(connection)) killed++
      worker = await standby.take()
      await worker.work({ connection, dataDir, batchSize })
      const found = await read(connection, domainDigests)
      const label = `killed ${dieAt.afterMs?.toFixed(1) ?? 'just before 0'} ms after the begin of statement ${dieAt.statement} of ${done.statements.length}, ${done.statements[dieAt.statement - 1]?.text}`
      if (JSON.stringify(found) !== JSON.stringify(expected))
        expect(await differences(calm, connection), label).toEqual([])
      dropped.push(databases.drop(connection))
    }
    await Promise.all([next, ...dropped])
    return { killed, done }
  } finally {
    standby.close()
  }
}

/** As many must have died in the middle of their work. */
const leastKilled = 20
const commitMoments = 8
const mostMoments = 90

function* momentsOf({ seed, moments }: Killing, { statements, ms }: Done): Generator<Moment> {
  const draw = random(seed, 'kills')
  for (let number = 0; number < moments; number++) {
    const at = (ms * (number + draw.next())) / moments
    const index = statements.findLastIndex((statement) => statement.at <= at)
    yield index < 0
      ? { statement: 1, afterMs: null }
      : { statement: index + 1, afterMs: at - (statements[index]?.at ?? 0) }
  }
  const commits = statements.flatMap(({ text }, index) => (/^commit/i.test(text) ? [index + 1] : []))
  const decided = statements.findIndex(({ text }) => /^insert into arrival_place/i.test(text))
  const decision = decided < 0 ? undefined : commits.find((commit) => commit > decided)
  if (decision !== undefined) {
    // Devices are decided and none is made; and the moment before.
    yield { statement: decision, afterMs: null }
    yield { statement: decision + 1, afterMs: null }
  }
  for (const commit of new Set([commits[0]!, commits.at(-1)!])) {
    yield { statement: commit, afterMs: null }
    yield { statement: commit, afterMs: 0 }
    // It is stored, and the worker did not live to do anything with that.
    yield { statement: commit + 1, afterMs: null }
  }
  for (;;) yield { statement: 1 + Math.floor(draw.next() * 0.8 * statements.length), afterMs: null }
}

/** Starting Node takes longer than the work: the next worker starts while one works. */
class Standby {
  readonly #waiting: Worker[] = []

  async take(): Promise<Worker> {
    while (this.#waiting.length < 2) this.#waiting.push(new Worker())
    const worker = this.#waiting.shift()!
    await worker.ready
    return worker
  }

  close() {
    for (const worker of this.#waiting) worker.kill()
  }
}

class Worker {
  readonly #process: ChildProcess
  readonly ready: Promise<void>
  readonly ended: Promise<void>

  constructor() {
    this.#process = fork(path.join(import.meta.dirname, 'worker-child.ts'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(process.cwd(), '.cache/compiled') },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.ready = new Promise((resolve) => this.#process.once('message', () => resolve()))
    this.ended = new Promise((resolve) => this.#process.once('exit', () => resolve()))
  }

  async work(task: Task): Promise<Done> {
    const done = new Promise<Done>((resolve, reject) => {
      this.#process.once('message', (message) => resolve(message as Done))
      void this.ended.then(() => reject(new Error('A worker that nobody killed has ended.')))
    })
    this.#process.send(task)
    return await done
  }

  /** Where it was done before its moment came, it is killed then. */
  async workUntilDeath(task: Task) {
    this.#process.once('message', () => this.kill())
    this.#process.send(task)
    await this.ended
  }

  kill() {
    this.#process.kill('SIGKILL')
  }
}

async function read<T>(connection: TestConnection, work: (db: ReturnType<typeof openDatabase>['db']) => Promise<T>) {
  const { db, close } = openDatabase(connection, { max: 1 })
  try {
    return await work(db)
  } finally {
    await close()
  }
}

/** Rows that only one of the two has; the first of them say enough. */
async function differences(calm: TestConnection, disturbed: TestConnection): Promise<string[]> {
  const [expected, found] = [await read(calm, domainRows), await read(disturbed, domainRows)]
  return Object.keys(expected)
    .flatMap((table) => {
      const [wanted, there] = [new Set(expected[table]), new Set(found[table])]
      return [
        ...[...wanted].filter((row) => !there.has(row)).map((row) => `- ${table} ${row}`),
        ...[...there].filter((row) => !wanted.has(row)).map((row) => `+ ${table} ${row}`),
      ]
    })
    .slice(0, 20)
}

const isUnfinished = (connection: TestConnection) =>
  read(connection, async (db) => {
    const { rows } = await sql`select 1 from run where state in ('queued', 'running')`.execute(db)
    return rows.length > 0
  })
