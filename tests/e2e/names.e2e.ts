import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// A maker's name is read wrongly: from the list to an alias, what it does, and back.
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

async function read<T>(where: string): Promise<T> {
  const answer = await desk.page.request.get(`${url}/api/v1${where}`)
  expect(answer.status(), where).toBe(200)
  return (await answer.json()) as T
}
type Reading = { name: string; how: string; maker: string; devices: number }
const findings = async (manufacturer: string) =>
  (await read<{ items: unknown[] }>(`/findings?limit=200&manufacturer=${encodeURIComponent(manufacturer)}`)).items
    .length

/** How many findings there would be no more: what is known by its whole name stays, whoever the maker is. */
async function leaving({ name, maker }: Reading): Promise<number> {
  const data = { add: [{ kind: 'not_vendor', name, maker }] }
  const { csrfToken } = await read<{ csrfToken: string }>('/session')
  const headers = { 'x-csrf-token': csrfToken }
  const answer = await desk.page.request.post(`${url}/api/v1/names/preview`, { data, headers })
  expect(answer.status()).toBe(200)
  return ((await answer.json()) as { findings: { leave: number } }).findings.leave
}

let maker: Reading
let before: number

test('the editor opens from the list by keyboard and shows what would change', async () => {
  const { items } = await read<{ items: Reading[] }>('/names/vendors?how=known&limit=50')
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')
  for (const one of items) {
    if (plain(one.name) === plain(one.maker) || /[,(]/.test(one.maker)) continue
    maker = one
    before = await findings(one.name)
    if (before > 0 && before < 200 && (await leaving(one)) > 0) break
  }
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(200)

  const { page } = desk
  await page.goto(`${url}/names?how=known`)
  await page.getByRole('link', { name: maker.name, exact: true }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What do you say?').selectOption('not_vendor')
  await dialog.getByLabel('Is not the maker').fill(maker.maker)
  await dialog.getByText(/would be read otherwise/).waitFor()
  await dialog.getByRole('list', { name: 'Changes by model and advisory' }).waitFor()
  await desk.settled()
  expect(await barriersOn(page)).toEqual([])
})

test('once it is saved, what it read leaves', async () => {
  const { page } = desk
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('How do you know?').fill('Another company of this name')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })

  expect(await findings(maker.name)).toBeLessThan(before)
  const { items } = await read<{ items: { trigger: string }[] }>('/match-runs?limit=1')
  expect(items).toMatchObject([{ trigger: 'aliases' }])
})

test('taken back on the phone, it stands as before', async () => {
  const { page } = telephone
  await page.goto(`${url}/names?tab=aliases`)
  await page.getByRole('button', { name: `Take back the alias of ${maker.name}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/would appear/).waitFor()
  await telephone.settled()
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  await dialog.getByLabel('Why?').fill('It is the same company')
  await dialog.getByRole('button', { name: 'Take back' }).click()
  await dialog.waitFor({ state: 'hidden' })

  expect(await findings(maker.name)).toBe(before)
  await page.getByText('No alias of your own').waitFor()
})
