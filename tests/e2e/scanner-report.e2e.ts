import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browsing, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { type RunningHomeostat, startHomeostat } from '#tests/support/running-homeostat.ts'
import { type Watched, watched } from '#tests/support/watched-page.ts'
import { root } from '#tools/steps.ts'

// A scanner's report from the file to devices: it is known by its content, and there are no columns to settle.
const report = path.join(root, 'src/connectors/nessus/fixtures/export.nessus')

const browser = browsing()
let homeostat: RunningHomeostat
let desk: Watched
let page: Page

beforeAll(async () => {
  homeostat = await startHomeostat('--empty')
  desk = watched(await (await browser.person()).newPage())
  page = desk.page
  await page.goto(homeostat.setUpLink!)
  await page.getByLabel('Organisation').fill('Riverside General')
  await page.getByLabel('Your name').fill('Ada Administrator')
  await page.getByLabel('E-mail').fill('ada@riverside.test')
  await page.getByLabel('Password', { exact: true }).fill('a few words in a row')
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
})
afterAll(async () => await homeostat?.stop())
stopAtFirstFailure()

const go = (place: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place, exact: true }).click()

test('the report says what it is and what it holds, and asks for no columns', async () => {
  await go('Sources')
  await page.getByRole('link', { name: 'Import a file' }).first().click()
  await page.getByLabel('Choose the file, or drop it here').setInputFiles(report)
  await page.getByRole('heading', { name: 'What it says of devices' }).waitFor()
  await desk.settled()

  await page.getByText(/^Nessus, \d+ kB, 3 records$/).waitFor()
  await page.getByText('1 host did not answer the scanner and is left out.').waitFor()
  const address = page.getByRole('listitem').filter({ hasText: 'host-ip' })
  expect(await address.textContent()).toMatch(/192\.0\.2\.21 · 192\.0\.2\.31[\s\S]*IP addresses/)
  expect(await page.getByRole('heading', { name: 'Columns' }).count()).toBe(0)
  expect(await page.getByLabel(/^What .* stands for$/).count()).toBe(0)
})

test('after the dry run its hosts are devices, with their addresses and what they are', async () => {
  await page.getByLabel('Name of the new source').fill('Imaging scan')
  await page.getByRole('button', { name: 'Dry run' }).click()
  await page.getByRole('heading', { name: 'What would happen' }).waitFor()
  await page.getByRole('button', { name: 'Import 3 devices' }).click()
  await page.getByRole('heading', { name: 'The import' }).waitFor({ timeout: 60_000 })
  await page.getByText('Succeeded').first().waitFor()
  await desk.settled()

  await page.getByRole('link', { name: 'The devices of this source' }).click()
  await page
    .getByRole('link', { name: /Workcart 400/ })
    .first()
    .click()
  const main = page.getByRole('main')
  await main.getByText('192.0.2.21').first().waitFor()
  await main.getByText('Microsoft Windows 10 Enterprise LTSC 1809').first().waitFor()
})
