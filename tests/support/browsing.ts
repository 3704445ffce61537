import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { browserArgs, findBrowser } from '#tools/browser.ts'
import { root } from '#tools/steps.ts'

export const desktop = { viewport: { width: 1440, height: 900 } } satisfies BrowserContextOptions
export const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
} satisfies BrowserContextOptions

/** Where a failed test leaves what could be seen. */
const seen = path.join(root, '.cache/e2e')

export interface Browsing {
  /** A browser of one person: cookies and storage of their own. */
  person(options?: BrowserContextOptions): Promise<BrowserContext>
}

/** One browser for the tests of a file. When a test fails, a picture and the text of each open page are kept. */
export function browsing(): Browsing {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.HOMEOSTAT_BROWSER ?? findBrowser(),
      args: browserArgs,
    })
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && browser) await keep(browser, task.name)
  })
  afterAll(async () => await browser?.close())
  return {
    async person(options = {}) {
      if (!browser) throw new Error('The browser is started before the tests, not while they are collected.')
      const context = await browser.newContext({ ...desktop, reducedMotion: 'reduce', ...options })
      context.setDefaultTimeout(20_000)
      return context
    },
  }
}

async function keep(browser: Browser, name: string) {
  const pages = browser.contexts().flatMap((context) => context.pages())
  for (const [index, page] of pages.entries()) {
    const file = path.join(seen, `${name.replace(/\W+/g, '-').slice(0, 80)}-${index + 1}`)
    mkdirSync(seen, { recursive: true })
    await page.screenshot({ path: `${file}.png`, timeout: 5000 }).catch(() => undefined)
    const text = await page.evaluate<string>('document.body.innerText').catch(String)
    writeFileSync(`${file}.txt`, `${page.url()}\n\n${text}\n`)
    console.error(`What was seen: ${path.relative(root, file)}.png and .txt`)
  }
}

/** The tests of a walk build on each other: after a failure the rest is left out. */
export function stopAtFirstFailure() {
  let hasFailed = false
  beforeEach(({ skip }) => skip(hasFailed, 'an earlier step failed'))
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') hasFailed = true
  })
}
