import { spawn } from 'node:child_process'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '..')

/** Runs one command from the project's folder; its output is shown as it comes, when it has ended, or only when it fails. */
export function step(
  title: string,
  command: string,
  args: readonly string[],
  { show = 'live', env = {} }: { show?: 'live' | 'afterwards' | 'failure'; env?: Record<string, string> } = {},
): Promise<boolean> {
  const started = Date.now()
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: show === 'live' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => {
      output += String(error)
    })
    child.on('close', (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      if (show === 'afterwards' || (show === 'failure' && code !== 0)) process.stdout.write(`${output.trimEnd()}\n`)
      process.stdout.write(`${code === 0 ? '✓' : '✗'} ${title} (${seconds} s)\n`)
      resolve(code === 0)
    })
  })
}

export const node = (
  title: string,
  script: string,
  args: readonly string[] = [],
  options: Parameters<typeof step>[3] = {},
) => step(title, process.execPath, ['--disable-warning=ExperimentalWarning', path.join(root, script), ...args], options)

/** Types of both parts, form and lint, packages that nobody uses. */
export async function staticChecks(): Promise<boolean> {
  const bin = (name: string) => path.join(root, 'node_modules/.bin', name)
  const results = [
    await step('types', bin('tsc'), ['-p', '.'], { show: 'failure' }),
    await step('types of the web client', bin('tsc'), ['-p', 'web'], { show: 'failure' }),
    await step('types of the tests in a browser', bin('tsc'), ['-p', 'tests/e2e'], { show: 'failure' }),
    await step('form and lint', bin('biome'), ['check', '--error-on-warnings'], { show: 'failure' }),
    await step('unused files and packages', bin('knip'), ['--no-progress'], { show: 'failure' }),
  ]
  return results.every(Boolean)
}
