import { mkdirSync } from 'node:fs'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// Devices that registers have and nothing sees: somebody is sent, looks, and says what was found.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let ward: Watched
stopAtFirstFailure()

beforeAll(async () => {
  const signedIn = async (who: keyof typeof people, options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people[who] })).status()).toBe(200)
    return watched(await context.newPage())
  }
  desk = await signedIn('administrator')
  ward = await signedIn('technician', phone)
})

const read = async <T>(where: string): Promise<T> => {
  const answer = await desk.page.request.get(`${url}/api/v1${where}`)
  expect(answer.status(), where).toBe(200)
  return (await answer.json()) as T
}

const picture = async ({ page }: Watched, name: string) => {
  const folder = process.env.HOMEOSTAT_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/inspection-${name}.png`, fullPage: true })
}

const well = async (one: Watched) => {
  expect(await barriersOn(one.page)).toEqual([])
  expect(await overhang(one.page)).toBe(0)
}

interface Order {
  readonly id: string
  readonly state: string
  readonly device: { readonly id: string }
}
const inspections = async () => (await read<{ items: Order[] }>('/work-orders?type=inspection')).items

test('somebody is sent to look for devices that were chosen, in one go', async () => {
  const { page } = desk
  await page.goto(`${url}/inventory-health`)
  await page.getByRole('button', { name: 'Count now' }).click()
  await page.getByText('Counted.', { exact: true }).waitFor()
  const { items } = await read<{ items: { device: { id: string; name: string } }[] }>(
    '/inventory-health/devices?list=ghost&sort=risk',
  )
  expect(items.length).toBeGreaterThan(2)
  await page.goto(`${url}/inventory-health?list=ghost`)
  for (const { device } of items.slice(0, 2))
    await page.getByRole('checkbox', { name: `Choose ${device.name}` }).check()
  await well(desk)
  await picture(desk, 'ghosts')
  await page.getByRole('status').getByRole('button', { name: 'Send somebody to look' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('One inspection for each of 2 devices').waitFor()
  await dialog.getByLabel('Due').fill('2099-01-31')
  await well(desk)
  await dialog.getByRole('button', { name: 'Make inspections' }).press('Enter')
  await page.getByText('2 inspections made').waitFor()
  expect((await inspections()).map(({ device }) => device.id).sort()).toEqual(
    items
      .slice(0, 2)
      .map(({ device }) => device.id)
      .sort(),
  )
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page
    .getByRole('link', { name: /looks for it$/ })
    .first()
    .waitFor()
})

test('whoever looks says on the telephone that it is there, and where', async () => {
  const { page } = ward
  const [order] = await inspections()
  await page.goto(`${url}/work-orders/${order!.id}`)
  await page.getByRole('radio', { name: 'It is here' }).check()
  await page.getByLabel('Room, if it is another one').fill('B-117')
  await well(ward)
  await picture(ward, 'answer')
  await page.getByRole('button', { name: 'Send the answer' }).click()
  await expect.poll(async () => (await inspections()).find(({ id }) => id === order!.id)?.state).toBe('verified')
  const { device } = await read<{ device: { room: string; lifecycle: string } }>(`/devices/${order!.device.id}`)
  expect(device).toMatchObject({ room: 'B-117', lifecycle: 'in_use' })
})

test('what is disposed of leaves the worklist', async () => {
  const { page } = ward
  const order = (await inspections()).find(({ state }) => state !== 'verified')
  await page.goto(`${url}/work-orders/${order!.id}`)
  await page.getByRole('radio', { name: 'It is disposed of' }).check()
  await page.getByLabel('Note').fill('Scrap note 12')
  await page.getByRole('button', { name: 'Send the answer' }).click()
  await expect.poll(async () => (await inspections()).find(({ id }) => id === order!.id)?.state).toBe('verified')
  const { device } = await read<{ device: { isActive: boolean; lifecycle: string } }>(`/devices/${order!.device.id}`)
  expect(device).toMatchObject({ isActive: false, lifecycle: 'disposed' })
})

test('devices that may be one stand among the duplicates, and lead to the review', async () => {
  const { page } = desk
  await page.goto(`${url}/inventory-health?list=duplicate`)
  const suspected = page.getByRole('region', { name: 'May be one device' })
  await suspected
    .getByRole('link', { name: /: say whether/ })
    .first()
    .waitFor()
  await well(desk)
  await picture(desk, 'duplicates')
  await suspected
    .getByRole('link', { name: /: say whether/ })
    .first()
    .click()
  await page.getByRole('table', { name: 'Both sides' }).waitFor()
})

test('a device’s health names the one check that pays most', async () => {
  const { page } = desk
  const { items } = await read<{ items: { device: { id: string } }[] }>('/inventory-health/devices?list=ghost')
  await page.goto(`${url}/devices/${items[0]!.device.id}?tab=health`)
  await page.getByText('What pays most').waitFor()
  await page.getByRole('button', { name: 'Look for it' }).first().press('Enter')
  await page.getByRole('dialog').getByText('One inspection: is the device there?').waitFor()
  await well(desk)
  await picture(desk, 'device')
})

test('nothing on the way went wrong in the browser', () => {
  for (const one of [desk, ward]) expect(one.complaints).toEqual([])
})
