import { mkdirSync } from 'node:fs'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// The table is adopted; the worklist takes its order, findings say what is done about them and by when.
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
  await page.screenshot({ path: `${folder}/due-${name}.png` })
}
interface Row {
  action: { name: string; rank: number } | null
  due: { on: string; isOverdue: boolean } | null
  score: number
}
const rowsOf = async (query: string) => {
  const answer = await desk.page.request.get(`${url}/api/v1/findings?${query}`)
  expect(answer.status()).toBe(200)
  return ((await answer.json()) as { items: Row[] }).items
}

test('before a table is adopted findings carry no action, or that of the one before', async () => {
  const { page } = desk
  await page.goto(`${url}/findings`)
  await desk.settled()
  await page.getByRole('columnheader', { name: 'Risk' }).waitFor()
})

test('the table is adopted, and the worklist opens with the most urgent', async () => {
  const { page } = desk
  await page.goto(`${url}/settings/appetite`)
  await page
    .getByLabel('exploitation active, system exposure open, automatable yes, human impact medium')
    .selectOption('Immediate')
  await page.getByText('It is complete, and nothing in it contradicts itself.').waitFor()
  await page.getByLabel('Reason').fill('As the board decided')
  await desk.settled()
  await page.getByRole('button', { name: 'Adopt' }).click()
  await page.getByText(/^Version \d+ is in force$/).waitFor()
  await page.getByText('follow it since then', { exact: false }).waitFor()

  await page.goto(`${url}/findings`)
  await page.getByRole('columnheader', { name: 'Action' }).waitFor()
  await page.getByText('most urgent first', { exact: false }).waitFor()
  const rows = await rowsOf('limit=200')
  const ranks = rows.map(({ action }) => action!.rank)
  expect(ranks).toEqual(ranks.toSorted((a, b) => b - a))
  expect(new Set(ranks).size).toBeGreaterThan(1)
  await desk.settled()
  expect(await page.getByRole('row').nth(1).textContent()).toContain(rows[0]!.action!.name)
  await picture(desk, 'list')
  expect(await barriersOn(page)).toEqual([])
})

test('the order by risk can still be chosen', async () => {
  const { page } = desk
  await page.getByRole('columnheader', { name: 'Risk' }).getByRole('button').click()
  await page.waitForURL(/sort=risk/)
  await page.getByText('worst first', { exact: false }).waitFor()
  await page.getByRole('columnheader', { name: 'Action' }).getByRole('button').click()
  await page.waitForURL(/sort=action/)
})

test('findings are narrowed by action and by due day, in a filter and in a query', async () => {
  const { page } = desk
  const [first] = await rowsOf('limit=1')
  const name = first!.action!.name
  await page.goto(`${url}/findings`)
  await page.getByRole('search', { name: 'Filters' }).getByRole('button', { name: 'Action' }).click()
  await page.getByRole('option', { name }).click()
  await page.waitForURL(/action=/)
  await desk.settled()
  expect((await rowsOf(`action=${encodeURIComponent(name)}&limit=200`)).map(({ action }) => action!.name)).toEqual(
    expect.arrayContaining([name]),
  )
  await page.goto(`${url}/findings?${new URLSearchParams({ query: 'due <= today+14d and overdue = no' })}`)
  await desk.settled()
  const soon = await rowsOf(`limit=200&${new URLSearchParams({ query: 'due <= today+14d and overdue = no' })}`)
  expect(soon.length).toBeGreaterThan(0)
  expect(soon.every(({ due }) => due && !due.isOverdue)).toBe(true)
  await page.getByText(soon[0]!.action!.name).first().waitFor()
})

test('a finding says why it has its action, by when, and who is told', async () => {
  const { page } = desk
  await page.goto(`${url}/findings`)
  await desk.settled()
  await page.locator('[data-row-link]').first().click()
  const section = page.getByRole('region', { name: 'What to do by when' })
  await section.getByText('Why this action').waitFor()
  await section.getByText('Deadlines').waitFor()
  await section.getByText('Days end in the time zone of the site', { exact: false }).waitFor()
  await desk.settled()
  await picture(desk, 'finding')
  expect(await barriersOn(page)).toEqual([])
})

test('on a phone action and day stand on each card', async () => {
  const { page } = telephone
  const [first] = await rowsOf('limit=1')
  await page.goto(`${url}/findings`)
  await page.getByText(first!.action!.name, { exact: true }).first().waitFor()
  await telephone.settled()
  await picture(telephone, 'phone')
  expect(await overhang(page)).toBe(0)
  await page.locator('[data-row-link]').first().click()
  await page.getByText('Why this action').waitFor()
  await telephone.settled()
  await picture(telephone, 'phone-finding')
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  expect(desk.complaints.concat(telephone.complaints)).toEqual([])
})
