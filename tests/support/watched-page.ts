import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page, Request } from 'playwright-core'

export interface Watched {
  readonly page: Page
  /** What the page complained of: errors in its console, exceptions, requests that failed or were refused. */
  readonly complaints: string[]
  /** Waits until the page has read what it shows. */
  settled(): Promise<void>
}

export function watched(page: Page): Watched {
  const complaints: string[] = []
  const underWay = new Set<Request>()
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('request', (request) => underWay.add(request))
  page.on('requestfinished', (request) => underWay.delete(request))
  page.on('requestfailed', (request) => {
    underWay.delete(request)
    const reason = request.failure()?.errorText
    // What a page no longer wants when it is left, it breaks off itself.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.method()} ${request.url()}: ${reason}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400)
      complaints.push(`${response.request().method()} ${response.url()}: ${response.status()}`)
  })
  return {
    page,
    complaints,
    async settled() {
      await page.locator('h1').first().waitFor()
      const until = Date.now() + 20_000
      for (let quiet = 0; quiet < 4; quiet++) {
        await page.waitForTimeout(40)
        const busy = await page.locator('[aria-busy=true]').count()
        if (underWay.size === 0 && busy === 0) continue
        if (Date.now() > until)
          throw new Error(
            `Still reading after 20 s: ${[...underWay].map((request) => request.url()).join(', ') || page.url()}`,
          )
        quiet = -1
      }
    },
  }
}

/** How many pixels the page is wider than its window. */
export const overhang = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

let axe = ''

/** What axe finds against WCAG 2.2 A and AA, and whatever else it calls serious or critical. */
export async function barriersOn(page: Page): Promise<string[]> {
  axe ||= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  // Playwright evaluates beside the page's Content-Security-Policy, which forbids scripts of others.
  await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const violations = await page.evaluate<(Violation & { readonly tags: readonly string[] })[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )
  return violations
    .filter(
      (one) => one.impact === 'serious' || one.impact === 'critical' || one.tags.some((tag) => tags.includes(tag)),
    )
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n${nodes
          .slice(0, 3)
          .map((node) => `    ${node.html.slice(0, 200)}\n    ${node.failureSummary.replaceAll('\n', ' ')}`)
          .join('\n')}`,
    )
}
