import { mkdirSync } from 'node:fs'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// The hospital's decision table: what is wrong stands beside its row, what is right is adopted, and the next draft is compared with it.
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
  await page.screenshot({ path: `${folder}/appetite-${name}.png`, fullPage: true })
}
const worst = 'exploitation active, system exposure open, automatable yes, human impact very high'
const adopt = () => desk.page.getByRole('button', { name: 'Adopt' })

test('what is worse cannot be treated laxer: it says so beside the row', async () => {
  const { page } = desk
  await page.goto(`${url}/settings`)
  await page.getByRole('link', { name: 'What to do by when' }).press('Enter')
  await page.getByText('Nothing is in force', { exact: true }).waitFor()
  await page.getByText('It is complete, and nothing in it contradicts itself.').waitFor()
  await page.getByLabel(worst).selectOption('Defer')
  await page.getByText('4 things are to be mended', { exact: false }).waitFor()
  expect(await page.getByLabel(worst).getAttribute('aria-invalid')).toBe('true')
  await page.getByText('but Defer is laxer than Immediate', { exact: false }).first().waitFor()
  expect(await adopt().getAttribute('aria-disabled')).toBe('true')
  await desk.settled()
  await picture(desk, 'wrong')
  expect(await barriersOn(page)).toEqual([])
})

test('a combination without an action is named, and kept in the draft', async () => {
  const { page } = desk
  await page.getByLabel(worst).selectOption('')
  await page.getByText('One thing is to be mended', { exact: false }).waitFor()
  await page.getByText('no action is chosen. Choose one.', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Keep as draft' }).click()
  await page.getByText('A draft, not in force').waitFor()
  await page.reload()
  await page.getByText('no action is chosen. Choose one.', { exact: false }).waitFor()
})

test('what is right is adopted with a reason, and the next draft is compared with it', async () => {
  const { page } = desk
  await page.getByLabel(worst).selectOption('Immediate')
  await page.getByText('It is complete, and nothing in it contradicts itself.').waitFor()
  await page.getByLabel('Reason').fill('As the board decided')
  await adopt().click()
  await page.getByText('Version 1 is in force', { exact: true }).waitFor()

  const next = 'exploitation active, system exposure open, automatable yes, human impact medium'
  await page.getByLabel(next).selectOption('Immediate')
  await page.getByText('Out-of-cycle → Immediate (stricter)').waitFor()
  await desk.settled()
  await picture(desk, 'compared')
  expect(await barriersOn(page)).toEqual([])
})

test('a draft is tested on the last months before it is adopted, and a changed one is told to be another', async () => {
  const { page } = desk
  await page.getByText('There is no back-test of exactly this draft.').waitFor()
  await page.getByText('No table was tested so far.', { exact: false }).waitFor()
  const testIt = page.getByRole('button', { name: 'Test the draft' })
  expect(await testIt.getAttribute('aria-disabled')).toBe('true')
  for (const impact of ['low', 'medium', 'high', 'very high'])
    await page
      .getByLabel(`exploitation none, system exposure open, automatable yes, human impact ${impact}`)
      .selectOption('Immediate')
  await page.getByRole('button', { name: 'Keep as draft' }).click()
  await page.getByText('A draft, not in force').waitFor()
  await page.getByLabel('Hours a week for this work').fill('12')
  await testIt.click()
  await page.getByText('findings come to another action', { exact: false }).waitFor()
  await page.getByRole('row', { name: /^Deadlines missed/ }).waitFor()
  await page.getByText('deadlines missed (in force', { exact: false }).waitFor()
  await page.getByText('Month by month', { exact: true }).click()
  await page.getByText('What these figures rest on').click()
  await desk.settled()
  await picture(desk, 'back-test')
  expect(await barriersOn(page)).toEqual([])

  await page.getByLabel(worst).selectOption('Defer')
  await page.getByText('This back-test is of an older draft').waitFor()
  await page.getByText('There is no back-test of exactly this draft.').waitFor()
  await page.getByRole('button', { name: 'Discard draft' }).click()
  await page.getByText('Version 1 is in force', { exact: true }).waitFor()
})

test('on a phone every combination can be read and chosen', async () => {
  const { page } = telephone
  await page.goto(`${url}/settings/appetite`)
  await page.getByText('Version 1 is in force', { exact: true }).waitFor()
  await page.getByLabel(worst).selectOption('Out-of-cycle')
  await page.getByText('but Out-of-cycle is laxer than Immediate', { exact: false }).first().waitFor()
  await telephone.settled()
  await picture(telephone, 'phone')
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  expect(desk.complaints.concat(telephone.complaints)).toEqual([])
})
