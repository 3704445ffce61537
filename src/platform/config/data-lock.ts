import { mkdirSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError } from '#platform/errors.ts'
import { sha256 } from '#platform/id.ts'

/** Held by the one server that works on a data folder. The system lets go of it when the process ends, however it ends. */
export interface DataLock {
  release(): Promise<void>
}

/** Takes the folder, or says who has it: a socket that answers is a server that lives. */
export async function lockDataDir(dataDir: string): Promise<DataLock> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const socket = lockSocket(dataDir)
  for (let attempt = 0; attempt < 3; attempt++) {
    const lock = await listen(socket)
    if (lock) return lock
    const owner = await askOwner(socket)
    if (owner !== undefined)
      throw new AppError(
        'data_in_use',
        `Another Homeostat (process ${owner}) works on ${dataDir}. Stop it first, or give this one its own folder with HOMEOSTAT_DATA.`,
      )
    // Left behind by a process that was killed.
    rmSync(socket, { force: true })
  }
  throw new AppError('data_in_use', `The lock of ${dataDir} cannot be taken. Start again in a moment.`)
}

/** True while a server works on the folder. */
export const isDataInUse = async (dataDir: string) => (await askOwner(lockSocket(dataDir))) !== undefined

function lockSocket(dataDir: string): string {
  const beside = path.join(dataDir, 'server.lock')
  return Buffer.byteLength(beside) < 104
    ? beside
    : path.join(tmpdir(), `homeostat-${sha256(dataDir).slice(0, 16)}.lock`)
}

function listen(socket: string): Promise<DataLock | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.on('error', () => {}).end(String(process.pid)))
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(socket, () => {
      server.unref()
      resolve({ release: () => new Promise((done) => server.close(() => done())) })
    })
  })
}

function askOwner(socket: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = ''
    const connection = connect(socket)
    connection.setTimeout(2000, () => connection.destroy(new Error('busy')))
    connection.on('data', (chunk) => {
      answer += chunk
    })
    connection.on('end', () => resolve(answer))
    connection.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? undefined : answer || 'unknown'),
    )
  })
}
