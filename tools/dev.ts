import { spawn } from 'node:child_process'
import path from 'node:path'
import { root } from './steps.ts'

// The server, started again when its sources change, and Vite for the client with its hot reload.
const port = process.env.HOMEOSTAT_PORT ?? '8484'
const children = [
  spawn(
    process.execPath,
    [
      '--watch-path=src',
      '--disable-warning=ExperimentalWarning',
      path.join(root, 'src/main.ts'),
      'start',
      '--port',
      port,
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: 'inherit' },
  ),
  spawn(process.execPath, [path.join(root, 'node_modules/vite/bin/vite.js')], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, HOMEOSTAT_PORT: port },
  }),
]
const stop = () => {
  for (const child of children) child.kill('SIGTERM')
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
for (const child of children) child.on('exit', stop)
