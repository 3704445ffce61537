import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'
import { root } from '#tools/steps.ts'

// A query is written with proposals, asked, and mended; at a desk and on a phone.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let telephone: Watched
stopAtFirstFailure()

beforeAll(async () => {
  const signedIn = async (options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
    return watched(await context.newPage())
  }
  desk = await signedIn()
  telephone = await signedIn(phone)
})

const box = (page: Page) => page.getByRole('combobox', { name: 'Query' })
const picture = async (page: Page, name: string) => {
  const folder = path.join(root, '.cache/e2e')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `query-${name}.png`) })
}

test('it is written with proposals, by keyboard alone', async () => {
  const { page } = desk
  await page.goto(`${url}/devices`)
  await box(page).focus()
  await page.keyboard.type('crit')
  await page.getByRole('option', { name: /criticality/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.type('= ')
  await page.getByRole('option', { name: 'life_sustaining' }).waitFor()
  expect(await barriersOn(page)).toEqual([])
  await picture(page, 'proposals')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.waitForURL(/query=criticality\+%3D\+life_sustaining/)
  const all = await page.request.get(`${url}/api/v1/query/count?of=devices&query=criticality%20%3D%20life_sustaining`)
  const { count } = (await all.json()) as { count: number }
  expect(count).toBeGreaterThan(0)
  await page.getByText(`${count.toLocaleString('en-US')} devices fit the filters`).waitFor()
})

test('values that are there are proposed', async () => {
  const { page } = desk
  await page.goto(`${url}/devices`)
  await box(page).focus()
  await page.keyboard.type('manufacturer = ')
  await page.getByRole('listbox', { name: 'Proposals' }).getByRole('option').first().waitFor()
})

test('what is wrong is underlined with its sentence, and not asked', async () => {
  const { page } = desk
  await page.goto(`${url}/findings`)
  await box(page).fill('scor >= 60 and exploited')
  await page.keyboard.press('Enter')
  await page.getByText('Did you mean “score”? (column 1).').waitFor()
  expect(new URL(page.url()).searchParams.has('query')).toBe(false)
  expect(await box(page).getAttribute('aria-invalid')).toBe('true')
  await desk.settled()
  expect(await barriersOn(page)).toEqual([])
  await picture(page, 'fault')

  await box(page).fill('score >= 60 and exploited')
  await page.keyboard.press('Enter')
  await page.waitForURL(/query=score/)
})

test('a query is kept, and watched', async () => {
  const { page } = desk
  await page.goto(`${url}/devices?query=${encodeURIComponent('seen > yesterday')}`)
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Save these filters …' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Seen of late')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Watch Seen of late' }).click()
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Stop watching Seen of late' }).waitFor()
  await picture(page, 'watch')
  await page.getByRole('menuitem', { name: 'Stop watching Seen of late' }).click()
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Watch Seen of late', exact: true }).waitFor()
})

test('on the phone it fits the page', async () => {
  const { page } = telephone
  await page.goto(`${url}/devices?query=${encodeURIComponent('with findings(exploited) and seen > 400 days ago')}`)
  await box(page).waitFor()
  await telephone.settled()
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  await picture(page, 'phone')
  await page.goto(`${url}/work-orders?query=late`)
  await box(page).waitFor()
  await telephone.settled()
  expect(await overhang(page)).toBe(0)
})
