import { mkdirSync } from 'node:fs'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// What is sure enough to act on for life-sustaining devices: seen before it is saved, in the lists after, and taken back.
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

const total = async (filter: string) => {
  const answer = await desk.page.request.get(`${url}/api/v1/findings/facets?${filter}`)
  expect(answer.status(), filter).toBe(200)
  return ((await answer.json()) as { total: number }).total
}
const picture = async ({ page }: Watched, name: string) => {
  const folder = process.env.HOMEOSTAT_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/thresholds-${name}.png`, fullPage: true })
}

let affected: number
let moved: number

test('the page shows what would change before it is saved', async () => {
  const { page } = desk
  affected = await total('countsAs=affected')
  await page.goto(`${url}/settings`)
  await page.getByRole('link', { name: 'When a match counts' }).press('Enter')
  await page.getByText('Change a threshold, and it stands here').waitFor()
  await page.getByRole('group', { name: 'Life-sustaining' }).getByLabel('Affected from').fill('40')
  await page.getByRole('group', { name: 'High' }).getByLabel('Affected from').fill('50')
  await page
    .getByText(/would count as affected|No open finding would count otherwise/)
    .first()
    .waitFor()
  await desk.settled()
  await picture(desk, 'preview')
  expect(await barriersOn(page)).toEqual([])

  const said = await page.getByText(/finding.* would count as affected/).allInnerTexts()
  moved = said.reduce((sum, text) => sum + Number(/^[\d,]+/.exec(text)![0].replaceAll(',', '')), 0)
  expect(moved).toBeGreaterThan(0)
})

test('a threshold that contradicts another says so, and cannot be saved', async () => {
  const { page } = desk
  const low = page.getByRole('group', { name: 'Low' }).getByLabel('Affected from')
  await low.fill('30')
  await page.getByText('Not lower than that of “medium”').waitFor()
  await picture(desk, 'wrong')
  expect(await barriersOn(page)).toEqual([])
  await low.fill('')
})

test('once it is saved they count as affected, and the finding says why', async () => {
  const { page } = desk
  await page.getByLabel('Why?').fill('Lives hang on them')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Nothing is changed.').or(page.getByText('The thresholds hold')).first().waitFor()
  expect(await total('countsAs=affected')).toBe(affected + moved)

  await page.goto(`${url}/findings?countsAs=affected&answer=cannot_tell`)
  await desk.settled()
  await picture(desk, 'findings')
  expect(await barriersOn(page)).toEqual([])
  await page
    .getByRole('table')
    .getByRole('link', { name: /^(CVE|Z|[A-Z])-?\S+/ })
    .first()
    .click()
  await page
    .getByText(/Counts as affected: \d+ % ≥ \d+ %, the threshold for/)
    .first()
    .waitFor()
  await desk.settled()
  await picture(desk, 'finding')
  expect(await barriersOn(page)).toEqual([])
})

test('on the phone it is read, and set back', async () => {
  const { page } = telephone
  await page.goto(`${url}/settings/thresholds`)
  for (const name of ['Life-sustaining', 'High'])
    await page.getByRole('group', { name }).getByLabel('Affected from').fill('')
  await page
    .getByText(/would be something to look at/)
    .first()
    .waitFor()
  await telephone.settled()
  await picture(telephone, 'phone')
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  await page.getByLabel('Why?').fill('To be decided anew')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The thresholds hold').first().waitFor()
  expect(await total('countsAs=affected')).toBe(affected)
  expect(desk.complaints.concat(telephone.complaints)).toEqual([])
})
