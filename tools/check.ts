import path from 'node:path'
import { root, staticChecks, step } from './steps.ts'

// What one runs before a commit: fast, without a browser.
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
const ok = [
  await staticChecks(),
  await step('tests', process.execPath, [
    '--disable-warning=ExperimentalWarning',
    vitest,
    'run',
    ...process.argv.slice(2),
  ]),
]
process.exit(ok.every(Boolean) ? 0 : 1)
