import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// Nobody can tell, one look does: from a question to a finding that is settled.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Page
let telephone: Watched
stopAtFirstFailure()

beforeAll(async () => {
  const signedIn = async (who: keyof typeof people, options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people[who] })).status()).toBe(200)
    return await context.newPage()
  }
  desk = await signedIn('administrator')
  telephone = watched(await signedIn('technician', phone))
})

interface Finding {
  answer: string
  status: string
  isOpen: boolean
}
const read = async <T>(where: string): Promise<T> => {
  const answer = await desk.request.get(`${url}/api/v1${where}`)
  expect(answer.status(), where).toBe(200)
  return (await answer.json()) as T
}
const findingsOf = async (device: string) =>
  (await read<{ items: Finding[] }>(`/findings?device=${device}&open=any&limit=200`)).items

let device: string
let order: string
let settles: number

test('the best question becomes a field check of a technician', async () => {
  type Question = { attribute: string; devices: number; findings: number; sampleDevices: { id: string }[] }
  const { items } = await read<{ items: Question[] }>('/questions?limit=200')
  const position = items.findIndex((one) => one.attribute === 'softwareVersion' && one.devices === 1)
  const question = items[position]!
  device = question.sampleDevices[0]!.id
  settles = question.findings
  expect((await findingsOf(device)).filter(({ answer }) => answer === 'cannot_tell').length).toBeGreaterThanOrEqual(
    settles,
  )

  await desk.goto(`${url}/questions`)
  const card = desk.getByRole('article').nth(position)
  await card.getByRole('heading', { name: /^Read the software version of one / }).waitFor()
  await card.getByRole('button', { name: 'Make field checks' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Assigned to' }).click()
  await desk.getByRole('option', { name: /Tess Technician/ }).click()
  await dialog.getByRole('button', { name: 'Make field checks' }).click()
  await desk.getByRole('link', { name: 'See it' }).click()
  await desk.getByText('Dispatched').first().waitFor()

  order = new URL(desk.url()).pathname
  const after = await read<{ items: Question[] }>('/questions?limit=200')
  expect(after.items.some(({ sampleDevices }) => sampleDevices[0]!.id === device)).toBe(false)
})

test('the technician types what the screen shows', async () => {
  const { page } = telephone
  await page.goto(`${url}${order}`)
  await page.getByRole('button', { name: 'Start work' }).click()
  await page.getByLabel('Software version, read from the device now').fill('0.1')
  await telephone.settled()
  expect(await overhang(page)).toBe(0)
  await page.getByRole('button', { name: 'Complete', exact: true }).click()
  await page.getByText('Verification pending').first().waitFor()
})

test('once somebody else accepts it, nothing is left that nobody can tell for want of a version', async () => {
  const before = (await findingsOf(device)).filter(({ answer, isOpen }) => answer === 'cannot_tell' && isOpen).length
  await desk.goto(`${url}${order}`)
  await desk.getByRole('button', { name: 'Accept' }).first().click()
  await desk.getByText('Verified').first().waitFor()

  const after = (await findingsOf(device)).filter(({ answer, isOpen }) => answer === 'cannot_tell' && isOpen).length
  expect(before - after).toBe(settles)
})
