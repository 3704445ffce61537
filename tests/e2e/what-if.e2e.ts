import { mkdirSync } from 'node:fs'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// A person asks what would come of a step, saves two scenarios, and sees them side by side. Nothing is done by it.
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

const picture = async ({ page }: Watched, name: string) => {
  const folder = process.env.HOMEOSTAT_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/what-if-${name}.png`, fullPage: true })
}

const heading = ({ page }: Watched, name: string) => page.getByRole('heading', { name, exact: true })

test('from a finding: what if it were fixed', async () => {
  const { page } = desk
  await page.goto(`${url}/findings`)
  await page.locator('[data-row-link]').first().click()
  await page.getByRole('link', { name: 'What if it were fixed' }).click()
  await heading(desk, 'What if').waitFor()
  await heading(desk, 'Findings that move').waitFor()
  expect(await page.getByText(/findings? would move: .*leave/).count()).toBe(1)
  await desk.settled()
  await picture(desk, 'removed')
  expect(await barriersOn(page)).toEqual([])
})

test('what moves leads to the findings as they are', async () => {
  const { page } = desk
  const row = page.getByRole('table', { name: 'Findings that move' }).locator('[data-row-link]').first()
  const vulnerability = await row.textContent()
  await row.click()
  await heading(desk, 'Findings').waitFor()
  expect(page.url()).toContain(`vulnerability=${vulnerability}`)
  await page.goBack()
  await heading(desk, 'Findings that move').waitFor()
})

test('a scenario is saved under a name', async () => {
  const { page } = desk
  await page.getByRole('button', { name: 'Save as …' }).click()
  await page.getByLabel('Name').fill('The worst one is gone')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await heading(desk, 'The worst one is gone').waitFor()
  expect(page.url()).toContain('scenario=')
})

test('steps are built from what is on record', async () => {
  const { page } = desk
  await page.goto(`${url}/what-if`)
  await page.getByRole('combobox', { name: 'If we' }).click()
  await page.getByRole('option', { name: 'Take devices off the network' }).click()
  await page.getByRole('combobox', { name: 'Site' }).click()
  await page.getByRole('option').first().click()
  await page.getByRole('button', { name: 'Work out' }).click()
  await heading(desk, 'Step by step').waitFor()
  await desk.settled()
  await picture(desk, 'disconnected')
  expect(await barriersOn(page)).toEqual([])
  await page.getByRole('button', { name: 'Save as …' }).click()
  await page.getByLabel('Name').fill('A site off the network')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await heading(desk, 'A site off the network').waitFor()
})

test('two scenarios stand side by side', async () => {
  const { page } = desk
  await page.getByLabel('Compare The worst one is gone').check()
  await page.getByLabel('Compare A site off the network').check()
  await page.getByRole('link', { name: 'Compare', exact: true }).click()
  await heading(desk, 'Scenarios side by side').waitFor()
  await page.getByRole('columnheader', { name: 'The worst one is gone' }).first().waitFor()
  await desk.settled()
  await picture(desk, 'compared')
  expect(await barriersOn(page)).toEqual([])
  await page.getByRole('button', { name: 'Work all out again' }).click()
  await page.getByText('All are worked out again, on the data of now.').waitFor()
})

test('what names nothing on record is told, and can be mended', async () => {
  const { page } = desk
  const steps = JSON.stringify([{ kind: 'segment', where: { zone: 'Zone of nowhere' }, zone: 'Isolated' }])
  await page.goto(`${url}/what-if?steps=${encodeURIComponent(steps)}`)
  await page.getByText('No device of the worklist is in the zone “Zone of nowhere”', { exact: false }).waitFor()
  expect(await page.getByRole('combobox', { name: 'Zone', exact: true }).inputValue()).toBe('Zone of nowhere')
})

test('on a phone the result is read without scrolling sideways', async () => {
  const { page } = telephone
  await page.goto(`${url}/what-if`)
  await page.getByRole('link', { name: 'The worst one is gone' }).click()
  await heading(telephone, 'Findings that move').waitFor()
  await telephone.settled()
  await picture(telephone, 'phone')
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  // What named nothing on record was refused.
  const refused = /\/what-if(?:: 400|\)$)/
  expect([...desk.complaints, ...telephone.complaints].filter((line) => !refused.test(line))).toEqual([])
})
