import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '#platform/config/config.ts'
import { AppError } from '#platform/errors.ts'
import { sha256 } from '#platform/id.ts'

export const webRoot = path.join(projectRoot, 'dist/web')
const stamp = path.join(webRoot, '.sources')

/** Builds the browser client where its sources changed since the last build. */
export async function buildWebClient(say: (line: string) => void): Promise<boolean> {
  const sources = path.join(projectRoot, 'web')
  if (!existsSync(sources)) return false
  const wanted = sha256(
    [...filesBelow(sources), path.join(projectRoot, 'vite.config.ts'), path.join(projectRoot, 'package-lock.json')]
      .map((file) => `${path.relative(projectRoot, file)} ${sha256(readFileSync(file))}`)
      .join('\n'),
  )
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false
  say('Building the web client …')
  const started = Date.now()
  await new Promise<void>((resolve, reject) => {
    const vite = path.join(projectRoot, 'node_modules/vite/bin/vite.js')
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new AppError('unavailable', `The web client does not build:\n${output.trim()}`)),
    )
  })
  writeFileSync(stamp, wanted)
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
  return true
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name))
    .flatMap((file) => (statSync(file).isDirectory() ? filesBelow(file) : [file]))
}
