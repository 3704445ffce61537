import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// A ward that systems write in two ways: from the proposal to an alias, what is asked of it then, and back.
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
interface Proposal {
  kind: string
  site: string
  name: string
  meant: string
  devices: number
}
const proposals = () => read<Proposal[]>('/places/proposals')
const questions = async () =>
  (await read<{ items: { site: string; careArea: string; devices: number }[] }>('/questions?limit=200')).items
const askedAt = async ({ site, name }: Proposal) =>
  (await questions()).filter((one) => one.site === site && one.careArea === name).length
const devicesAsked = async () => (await questions()).reduce((sum, { devices }) => sum + devices, 0)

let ward: Proposal
let before: { asked: number; devices: number }

test('a proposal opens in the editor by keyboard and shows what would change', async () => {
  const all = await proposals()
  for (const one of all) {
    ward = one
    before = { asked: await askedAt(one), devices: await devicesAsked() }
    if (one.kind === 'care_area' && before.asked > 0) break
  }
  expect(before.asked).toBeGreaterThan(0)

  const { page } = desk
  await page.goto(`${url}/places?tab=proposals`)
  await page.getByRole('link', { name: ward.name, exact: true }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/would stand under another name/).waitFor()
  await dialog.getByRole('list', { name: 'Places that would change' }).waitFor()
  expect(await dialog.getByLabel('Is the care area').inputValue()).toBe(ward.meant)
  await desk.settled()
  expect(await barriersOn(page)).toEqual([])
})

test('once it is saved, one thing is asked once of both', async () => {
  const { page } = desk
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('How do you know?').fill('The head nurse says so')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })

  expect(await askedAt(ward)).toBe(0)
  expect(await devicesAsked()).toBe(before.devices)
  expect((await proposals()).map(({ name }) => name)).not.toContain(ward.name)
  await page.goto(`${url}/places?how=alias`)
  await page.getByRole('link', { name: ward.name, exact: true }).first().waitFor()
})

test('taken back on the phone, it stands as before', async () => {
  const { page } = telephone
  await page.goto(`${url}/places?tab=aliases`)
  await page.getByRole('button', { name: `Take back the alias of ${ward.name}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/would stand under another name/).waitFor()
  await telephone.settled()
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  await dialog.getByLabel('Why?').fill('Two wards after all')
  await dialog.getByRole('button', { name: 'Take back' }).click()
  await dialog.waitFor({ state: 'hidden' })

  expect(await askedAt(ward)).toBe(before.asked)
  expect(await proposals()).toContainEqual(ward)
  await page.getByText('No alias of your own').waitFor()
})
