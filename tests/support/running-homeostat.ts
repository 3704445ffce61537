import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
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
  const remove = () => rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  const launched = launchHomeostat(data, ...args)
  const { url, setUpLink } = await launched.ready().catch((error) => {
    remove()
    throw error
  })
  return {
    url,
    setUpLink,
    async stop() {
      await launched.stop()
      remove()
    },
  }
}

export interface LaunchedHomeostat {
  readonly pid: number
  /** All that it printed so far. */
  said(): string
  /** Waits for a line; fails where the process ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  ready(): Promise<{ url: string; setUpLink: string | null }>
  /** Its exit code; null where it was killed. */
  readonly ended: Promise<number | null>
  /** As Ctrl-C does. */
  stop(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
}

/** The same on data that stays. */
export function launchHomeostat(data: string, ...args: string[]): LaunchedHomeostat {
  const env = { ...process.env, HOMEOSTAT_DATA: data }
  for (const name of ['DATABASE_URL', 'HOMEOSTAT_HOST', 'HOMEOSTAT_PORT', 'VITEST', 'NODE_ENV'])
    delete (env as NodeJS.ProcessEnv)[name]
  const child = spawn(process.execPath, ['homeostat.mjs', 'start', '--port', '0', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let hasEnded = false
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve)
    child.once('error', reject)
  })
  // A run of the tests that is broken off leaves nothing behind.
  const endWithUs = () => void child.kill('SIGTERM')
  process.once('exit', endWithUs)
  void ended.finally(() => {
    hasEnded = true
    process.off('exit', endWithUs)
  })

  async function says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(said)
      if (found) return found
      if (hasEnded) throw new Error(`Homeostat ended with ${await ended} before it said ${pattern}:\n${said}`)
      await sleep(20)
    }
  }

  return {
    pid: child.pid!,
    ended,
    said: () => said,
    says,
    async ready() {
      await says(/Stop with Ctrl-C\./)
      const [, url] = await says(/^Homeostat is ready: (\S+)$/m)
      return { url: url!, setUpLink: /^ {2}(\S+\/set-up#token=\S+)$/m.exec(said)?.[1] ?? null }
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
