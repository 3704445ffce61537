#!/usr/bin/env node
// The one file that runs on the host's Node (20.19 or newer) and needs no package: it installs what is missing, then
// goes on with the bundled Node 24, which runs TypeScript as it is.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(fileURLToPath(import.meta.url))
const modules = path.join(root, 'node_modules')
const stamp = path.join(modules, '.homeostat-installed')

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Homeostat needs Node 20.19 or newer; this is ${process.version}. On Debian: apt-get install nodejs npm`,
  )
  process.exit(1)
}

install()
const bundled = path.join(
  modules,
  `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)
const node = existsSync(bundled) ? bundled : process.execPath
if (node === process.execPath && (major < 22 || (major === 22 && minor < 18))) {
  console.error(
    `No Node is bundled for ${process.platform} on ${process.arch}. Install Node 24 and start again; this is ${process.version}.`,
  )
  process.exit(1)
}

const scripts = {
  test: 'tools/test.ts',
  check: 'tools/check.ts',
  e2e: 'tools/e2e.ts',
  dev: 'tools/dev.ts',
  bench: 'bench/main.ts',
  new: 'tools/new.ts',
  generate: 'tools/generate-openapi.ts',
}
const [command = 'help', ...rest] = process.argv.slice(2)
const script = scripts[command]
const args = script ? [path.join(root, script), ...rest] : [path.join(root, 'src/main.ts'), ...process.argv.slice(2)]
const env = {
  // Node keeps what it made of the sources: each start is half a second of work shorter. Where it cannot write, it does not.
  NODE_COMPILE_CACHE: path.join(root, '.cache', 'compiled'),
  ...process.env,
  PATH: `${path.dirname(node)}${path.delimiter}${path.join(modules, '.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
}

if (script) process.chdir(root)
const options = ['--disable-warning=ExperimentalWarning', ...args]
if (process.platform !== 'win32' && typeof process.execve === 'function') process.execve(node, [node, ...options], env)

// Node 20 cannot become another program. The channel tells the child when this process is gone, however it went.
const child = spawn(node, options, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal === 'SIGINT' || child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 128 + (signal === 'SIGINT' ? 2 : 15) : (code ?? 1)))

/** Installs when the lock file changed since the last time; two commands that start together do it once. */
function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')
  const isDone = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (isDone()) return

  const lock = path.join(root, '.cache', 'installing')
  mkdirSync(path.dirname(lock), { recursive: true })
  while (!taken(lock)) {
    if (Date.now() - statSync(lock).mtimeMs > 600_000) rmSync(lock, { recursive: true, force: true })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    if (isDone()) return
  }
  try {
    if (isDone()) return
    console.error('Installing what is missing (once, about a minute) …')
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const started = Date.now()
    const result = spawnSync(
      npm,
      ['install', '--no-audit', '--no-fund', '--no-progress', '--ignore-scripts', '--loglevel=error'],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
        shell: process.platform === 'win32',
      },
    )
    if (result.error || result.status !== 0) {
      console.error(
        'npm install failed. Is npm there (apt-get install npm), and does it reach its registry? Then start again.',
      )
      process.exit(1)
    }
    writeFileSync(stamp, wanted)
    console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function taken(lock) {
  try {
    mkdirSync(lock)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}
