import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '#tools/steps.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-start-'))
const other = createServer()
afterAll(() => {
  other.close()
  rmSync(folder, { recursive: true })
})

/** `npm start` with what cannot work; where its data would lie there is nothing yet. */
function start(...args: string[]) {
  const data = path.join(folder, `data-${args.join('')}`)
  const env = { ...process.env, HOMEOSTAT_DATA: data }
  for (const name of ['DATABASE_URL', 'HOMEOSTAT_HOST', 'HOMEOSTAT_PORT']) delete (env as NodeJS.ProcessEnv)[name]
  return new Promise<{ code: unknown; said: string; hasData: boolean }>((resolve) =>
    execFile(process.execPath, ['homeostat.mjs', 'start', ...args], { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code, said: stdout + stderr, hasData: existsSync(data) }),
    ),
  )
}

test('a start that cannot work says so in one sentence, before anything is made', async () => {
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }

  expect(
    await Promise.all([
      start('--port', 'abc'),
      start('--port', '0', '--host', '0.0.0.0'),
      start('--port', String(port)),
      start('--port', '0', '--host', '203.0.113.9', '--trusted-proxy', '127.0.0.1'),
    ]),
  ).toEqual([
    {
      code: 1,
      said: '--port: "abc" is no port. Give a number from 1 to 65535, or 0 for any port that is free.\n',
      hasData: false,
    },
    {
      code: 1,
      said: expect.stringMatching(/^Homeostat does not listen on 0\.0\.0\.0 without TLS\. Give --cert .*\n$/),
      hasData: false,
    },
    {
      code: 1,
      said: `Port ${port} is taken by another program. Start with another one: npm start -- --port ${port + 1}\n`,
      hasData: false,
    },
    {
      code: 1,
      said: '203.0.113.9 is no address of this machine. Give --host one of its own, or 0.0.0.0 for all of them.\n',
      hasData: false,
    },
  ])
})
