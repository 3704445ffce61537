import path from 'node:path'
import { findBrowser } from './browser.ts'
import { node, root, step } from './steps.ts'

// The tests in a browser; with --screenshots every page, desktop and phone, light and dark, empty and full.
const args = process.argv.slice(2)
process.env.HOMEOSTAT_BROWSER = findBrowser()
const ok = args.includes('--screenshots')
  ? await node(
      'screenshots',
      'tests/e2e/screenshots.ts',
      args.filter((arg) => arg !== '--screenshots'),
    )
  : await step('e2e', process.execPath, [
      '--disable-warning=ExperimentalWarning',
      path.join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      'vitest.e2e.config.ts',
      ...args,
    ])
process.exit(ok ? 0 : 1)
