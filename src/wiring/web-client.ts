import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { projectRoot } from '#platform/config/config.ts'
import { AppError } from '#platform/errors.ts'
import { sha256 } from '#platform/id.ts'

export const webRoot = path.join(projectRoot, 'dist/web')
/** Which sources a build is of, then its files, one a line. */
const stampName = '.sources'

/** Builds the browser client where its sources changed since the last build. */
export async function buildWebClient(say: (line: string) => void): Promise<boolean> {
  const sources = path.join(projectRoot, 'web')
  if (!existsSync(sources)) return false
  const wanted = sha256(
    [...filesBelow(sources), path.join(projectRoot, 'vite.config.ts'), path.join(projectRoot, 'package-lock.json')]
      .map((file) => `${path.relative(projectRoot, file)} ${sha256(readFileSync(file))}`)
      .join('\n'),
  )
  if (readStamp(webRoot).sources === wanted) return false
  say('Building the web client …')
  const started = Date.now()
  const fresh = path.join(projectRoot, `dist/web-${process.pid}`)
  try {
    await build(fresh)
    await swapIn(fresh, webRoot, wanted)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
  return true
}

function build(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = path.join(projectRoot, 'node_modules/vite/bin/vite.js')
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn', '--outDir', folder], {
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
}

/**
 * Puts a finished build in the place of the one that a running server hands out, file by file: the parts before the page
 * that names them. What the build before had stays until the next, for pages that are open in a browser.
 */
export async function swapIn(fresh: string, live: string, sources: string): Promise<void> {
  const files = relativeFiles(fresh)
  const there = existsSync(live) ? relativeFiles(live) : []
  const before = readStamp(live).files ?? there
  for (const file of [...files].sort((a, b) => Number(isPage(a)) - Number(isPage(b)))) {
    const target = path.join(live, file)
    await mkdir(path.dirname(target), { recursive: true })
    await rename(path.join(fresh, file), target)
  }
  const kept = new Set([...files, ...before.filter((file) => !isPage(file)), stampName])
  for (const file of there) if (!kept.has(file)) await rm(path.join(live, file), { force: true })
  await writeFile(path.join(live, stampName), [sources, ...files].join('\n'))
}

/** index.html, and what is compressed of it. */
const isPage = (file: string) => /^index\.html(\.\w+)?$/.test(file)

function readStamp(folder: string): { sources?: string; files?: string[] } {
  const stamp = path.join(folder, stampName)
  if (!existsSync(stamp)) return {}
  const [sources = '', ...files] = readFileSync(stamp, 'utf8').split('\n')
  return { sources, ...(files.length > 0 && { files }) }
}

const relativeFiles = (folder: string) => filesBelow(folder).map((file) => path.relative(folder, file))

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name))
    .flatMap((file) => (statSync(file).isDirectory() ? filesBelow(file) : [file]))
}
