import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { type LaunchedHomeostat, launchHomeostat } from '#tests/support/running-homeostat.ts'
import { root } from '#tools/steps.ts'

const data = mkdtempSync(path.join(tmpdir(), 'homeostat-together-'))
let server: LaunchedHomeostat | undefined
afterAll(async () => {
  await server?.stop()
  rmSync(data, { recursive: true, force: true, maxRetries: 5 })
})

/** A command of the same program beside it. */
async function command(...args: string[]) {
  const env: NodeJS.ProcessEnv = { ...process.env }
  for (const name of ['DATABASE_URL', 'VITEST', 'NODE_ENV']) delete env[name]
  const child = spawn(process.execPath, ['homeostat.mjs', ...args, '--data', data], { cwd: root, env })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  return { code, said }
}

test('a command that comes while a server sets up an empty folder waits for it, and both are well', {
  timeout: 400_000,
}, async () => {
  server = launchHomeostat(data, '--empty')
  await server.says(/Setting up PostgreSQL/)
  const [first, second, ready] = await Promise.all([command('user', 'reset'), command('user', 'reset'), server.ready()])
  for (const { code, said } of [first, second]) {
    // Between the tables and the organisation lies a moment.
    if (code === 0) expect(said).toContain('Make the first administrator')
    else expect(said).toContain('holds no organisation yet')
  }
  expect((await fetch(`${ready.url}/api/v1/health`)).status).toBe(200)
})

test('a server that stops says nothing of PostgreSQL’s own, though somebody is still connected', {
  timeout: 60_000,
}, async () => {
  const client = new pg.Client({ host: path.join(data, 'postgres'), user: 'homeostat', database: 'homeostat' })
  client.on('error', () => {})
  await client.connect()
  await server!.stop()
  expect(server!.said()).not.toMatch(/FATAL|terminating connection|administrator command/)
})
