import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { type DecidableGroup, decidableGroup } from '#tests/support/example-decision.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// A decision with its premises: taken with the keyboard, in force on its devices, open again where a premise breaks.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let telephone: Watched
let token: string
stopAtFirstFailure()

beforeAll(async () => {
  const signedIn = async (options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
    return watched(await context.newPage())
  }
  desk = await signedIn()
  telephone = await signedIn(phone)
  token = (await api.get<{ csrfToken: string }>('/session')).csrfToken
  group = await decidableGroup(api)
})

const api = {
  get: async <T>(address: string): Promise<T> => {
    const answer = await desk.page.request.get(`${url}/api/v1${address}`)
    expect(answer.status(), address).toBe(200)
    return (await answer.json()) as T
  },
  post: async <T>(address: string, data: unknown): Promise<T> => {
    const answer = await desk.page.request.post(`${url}/api/v1${address}`, { data, headers: { 'x-csrf-token': token } })
    expect(answer.ok(), `${address}: ${await answer.text()}`).toBe(true)
    return (await answer.json()) as T
  },
}

interface Decision {
  id: string
  holding: number
  broken: number
}
interface Standing {
  device: { id: string; name: string }
  vulnerabilityId: string
}

let group: DecidableGroup
let decision: Decision
let standing: Standing

const newest = async () => (await api.get<{ items: Decision[] }>('/decisions?limit=1')).items[0]!

async function openDialog(page: Page) {
  await page.goto(`${url}/advisories/${encodeURIComponent(group.advisoryId)}`)
  const card = page.getByRole('article').filter({ hasText: group.model }).filter({ hasText: group.site }).first()
  await card.getByRole('button', { name: 'Decide' }).click()
  return page.getByRole('dialog')
}

test('the dialog offers premises in words and counts what it would come to, at any width', async () => {
  for (const one of [desk, telephone]) {
    one.complaints.length = 0
    const dialog = await openDialog(one.page)
    await dialog.getByRole('radio', { name: 'Mitigated' }).check()
    await dialog.getByRole('checkbox', { name: `It stands at ${group.site}` }).waitFor()
    await dialog.getByRole('checkbox', { name: /^It is in network zone / }).waitFor()
    await dialog.getByText(`Covers ${group.covered.toLocaleString('en')} devices now`).waitFor()

    await one.settled()
    expect(await overhang(one.page)).toBe(0)
    expect(await barriersOn(one.page)).toEqual([])
    expect(one.complaints).toEqual([])
  }
})

test('a decision is taken with the keyboard alone', async () => {
  const { page } = desk
  await page.reload()
  const dialog = await openDialog(page)
  await dialog.getByRole('radio', { name: 'Mitigated' }).focus()
  await page.keyboard.press('Space')
  await dialog.getByText(/^Covers /).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type('Behind the clinical firewall')
  await dialog.getByRole('button', { name: 'Decide' }).focus()
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })

  decision = await newest()
  expect(decision.holding).toBeGreaterThanOrEqual(group.covered)
  const { items } = await api.get<{ items: Standing[] }>(`/decisions/${decision.id}/findings?state=holds&limit=1`)
  standing = items[0]!
})

test('where the zone changes the finding is open again, and each page says why', async () => {
  await api.post(`/devices/${standing.device.id}/observations`, {
    claims: { zone: 'Guest Wi-Fi' },
    reason: 'Seen there',
  })
  const { page } = desk
  await page.goto(`${url}/findings/${standing.device.id}/${standing.vulnerabilityId}`)
  await page.getByText(/^It is in network zone Guest Wi-Fi, and the decision rests on /).waitFor()
  await page.getByText('Premise broke').first().waitFor()

  await page.goto(`${url}/devices/${standing.device.id}?tab=findings`)
  await page.getByText('Decision broke').first().waitFor()

  await page.goto(`${url}/decisions?state=broken`)
  await page
    .getByRole('link', { name: new RegExp(group.model.replace(/[()]/g, '.')) })
    .first()
    .click()
  await page.getByText('It no longer holds everywhere').waitFor()
  await page.getByRole('link', { name: /^Broken/ }).click()
  await page
    .getByText(/network zone Guest Wi-Fi/)
    .first()
    .waitFor()
  expect((await newest()).broken).toBeGreaterThan(0)
})

test('taken back, its findings are open, on the telephone too', async () => {
  const { page } = telephone
  await page.goto(`${url}/decisions/${decision.id}`)
  await telephone.settled()
  expect(await overhang(page)).toBe(0)
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByLabel('Reason').fill('The firewall is gone')
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('Taken back by Ada Administrator').waitFor()

  expect(await newest()).toMatchObject({ holding: 0, broken: 0 })
})

test('a decision rests on a control that is added in the dialog, and opens what it holds on when the control fails', async () => {
  const { page } = desk
  const dialog = await openDialog(page)
  await dialog.getByRole('radio', { name: 'Mitigated' }).check()
  await dialog.getByLabel('Reason').fill('The port is closed')
  await dialog.getByRole('button', { name: 'Add a control…' }).click()
  const adding = page.getByRole('dialog', { name: 'Add a control' })
  await adding.getByLabel('Control').fill('Firewall rule 114')
  await adding.getByLabel('Where it holds').fill('VLAN 40')
  await adding.getByLabel('Evidence').fill('Port scan 114-7')
  await adding.getByLabel('Verify again by').fill('2099-12-31')
  expect(await barriersOn(page)).toEqual([])
  await adding.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText(/^Covers /).waitFor()
  await dialog.getByRole('button', { name: 'Decide' }).click()
  await dialog.waitFor({ state: 'detached' })
  const made = await newest()
  expect(made.holding).toBeGreaterThan(0)

  await page.goto(`${url}/decisions/${made.id}`)
  await page.getByText('Port scan 114-7').waitFor()
  await desk.settled()
  expect(await barriersOn(page)).toEqual([])
  await page.getByRole('button', { name: 'Record a verification' }).click()
  await page.getByRole('radio', { name: 'It does not hold' }).check()
  await page.getByLabel('Evidence').fill('Port 80 answers')
  await page.getByRole('button', { name: 'Record', exact: true }).click()
  await page
    .getByText(/The control “Firewall rule 114” \(VLAN 40\) did not hold/i)
    .first()
    .waitFor()
  await telephone.page.goto(`${url}/decisions/${made.id}`)
  await telephone.settled()
  expect(await overhang(telephone.page)).toBe(0)
  expect(await newest()).toMatchObject({ holding: 0, broken: made.holding })
})
