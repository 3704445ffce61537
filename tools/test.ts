import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { findBrowser } from './browser.ts'
import { root, staticChecks, step } from './steps.ts'

// Types, lint, architecture, unit, integration on real PostgreSQL, and the loop in a real browser. All is set up here.
const started = Date.now()
const results = path.join(root, '.cache/test-results')
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

let browser = ''
try {
  browser = findBrowser()
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}

const checks = await staticChecks()
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
const suite = (name: string, args: readonly string[], show: 'live' | 'afterwards' = 'live') =>
  step(
    name,
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      vitest,
      'run',
      ...args,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}/${name}.json`,
    ],
    {
      show,
      env: { HOMEOSTAT_BROWSER: browser },
    },
  )
// Both wait most of the time: the one for processes that it kills, the other for pages.
const suites = await Promise.all([suite('unit', []), suite('e2e', ['--config', 'vitest.e2e.config.ts'], 'afterwards')])
const ok = [checks, ...suites]

const count = { passed: 0, failed: 0, skipped: 0 }
for (const name of ['unit', 'e2e']) {
  try {
    const report = JSON.parse(readFileSync(path.join(results, `${name}.json`), 'utf8'))
    count.passed += report.numPassedTests
    count.failed += report.numFailedTests
    count.skipped += report.numPendingTests + report.numTodoTests
  } catch {
    count.failed++
  }
}
if (!checks) count.failed++
console.log(`\nAll took ${Math.round((Date.now() - started) / 1000)} s.`)
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
process.exit(ok.every(Boolean) && count.failed === 0 && count.passed > 0 ? 0 : 1)
