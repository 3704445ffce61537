import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from '#tools/steps.ts'

export interface RunningHomeostat {
  /** `http://127.0.0.1:49152` */
  readonly url: string
  /** The one-time link for the first administrator, as it was printed; null where one is there already. */
  readonly setUpLink: string | null
  /** Ends it, as Ctrl-C does, and removes its data. */
  stop(): Promise<void>
}

/** `npm start` as a person runs it, in a process of its own, on a free port and with data of its own. */
export async function startHomeostat(...args: string[]): Promise<RunningHomeostat> {
  const data = mkdtempSync(path.join(tmpdir(), 'homeostat-e2e-'))
  const env = { ...process.env, HOMEOSTAT_DATA: data }
  for (const name of ['DATABASE_URL', 'HOMEOSTAT_HOST', 'HOMEOSTAT_PORT', 'VITEST', 'NODE_ENV'])
    delete (env as NodeJS.ProcessEnv)[name]
  const child = spawn(process.execPath, ['homeostat.mjs', 'start', '--port', '0', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  // A run of the tests that is broken off leaves nothing behind.
  const endWithUs = () => void child.kill('SIGTERM')
  process.once('exit', endWithUs)
  void ended.then(() => process.off('exit', endWithUs))
  const remove = () => rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  const printed = (pattern: RegExp) => pattern.exec(said)?.[1] ?? null

  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += chunk
        if (said.includes('Stop with Ctrl-C.')) resolve()
      })
    child.once('error', reject)
    void ended.then((code) => {
      remove()
      reject(new Error(`Homeostat ended with ${code} before it was ready:\n${said}`))
    })
  })
  const url = printed(/^Homeostat is ready: (\S+)$/m)
  if (!url) throw new Error(`The address was not printed:\n${said}`)
  return {
    url,
    setUpLink: printed(/^ {2}(\S+\/set-up#token=\S+)$/m),
    async stop() {
      child.kill('SIGTERM')
      await ended
      remove()
    },
  }
}
