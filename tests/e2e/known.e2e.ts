import { mkdirSync } from 'node:fs'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// A value is followed to the row it came from; the inventory is seen as it was before a correction; and another source is believed.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let telephone: Watched
stopAtFirstFailure()

interface Known {
  id: string
  name: string
}
let device: Known
let before: string

const read = async (path: string) => {
  const answer = await desk.page.request.get(`${url}/api/v1${path}`)
  expect(answer.status(), path).toBe(200)
  return await answer.json()
}

beforeAll(async () => {
  const signedIn = async (options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
    return watched(await context.newPage())
  }
  desk = await signedIn()
  telephone = await signedIn(phone)
  for (const one of (await read('/devices?limit=200&active=true')).items as Known[]) {
    const { attributes } = await read(`/devices/${one.id}`)
    if (
      !attributes.some(
        ({ attribute, others }: { attribute: string; others: unknown[] }) => attribute === 'model' && others.length > 0,
      )
    )
      continue
    device = one
    break
  }
  await new Promise((resolve) => setTimeout(resolve, 20))
  before = new Date().toISOString()
})

const picture = async ({ page }: Watched, name: string) => {
  const folder = process.env.HOMEOSTAT_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/known-${name}.png`, fullPage: true })
}

test('a click on a value shows the rows of all sources that say anything, with the column', async () => {
  const { page } = desk
  await page.goto(`${url}/devices/${device.id}`)
  await page
    .getByText(/% sure/)
    .first()
    .waitFor()
  await desk.settled()
  await picture(desk, 'device')
  expect(await barriersOn(page)).toEqual([])

  const model = page
    .getByRole('listitem')
    .filter({ hasText: /^Model/ })
    .getByRole('button', { name: /where it comes from/ })
    .first()
  await model.press('Enter')
  const sheet = page.getByRole('dialog')
  await sheet.getByText('this stands').waitFor()
  expect(await sheet.getByText('(the value came from here)').count()).toBeGreaterThanOrEqual(2)
  await desk.settled()
  await picture(desk, 'origin')
  expect(await barriersOn(page)).toEqual([])
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
})

test('the inventory as known on a day says so, shows what was then, and what changed since', async () => {
  const { page } = desk
  await page.goto(`${url}/devices/${device.id}`)
  await page
    .getByRole('button', { name: 'Correct Room' })
    .or(page.getByRole('button', { name: 'Correct an attribute' }))
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  const csrf = (await read('/session')).csrfToken
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  const corrected = await page.request.post(`${url}/api/v1/devices/${device.id}/observations`, {
    headers: { 'x-csrf-token': csrf },
    data: { claims: { room: 'Moved to 9-99' }, reason: 'Seen there' },
  })
  expect(corrected.status()).toBe(200)

  await page.goto(
    `${url}/devices?asKnownOn=${encodeURIComponent(before)}&q=${encodeURIComponent(device.name.split(' · ').at(-1)!)}`,
  )
  await page.getByText('You see the inventory as known on').waitFor()
  const row = page.getByRole('row').filter({ hasText: device.name })
  await row.getByText('Room').waitFor()
  await desk.settled()
  await picture(desk, 'list')
  expect(await barriersOn(page)).toEqual([])

  await row.getByRole('link', { name: device.name }).click()
  await page.getByText('One attribute is otherwise today').waitFor()
  await page.getByText('Today: Moved to 9-99').waitFor()
  await desk.settled()
  await picture(desk, 'then')
  expect(await barriersOn(page)).toEqual([])
  await page.getByRole('link', { name: 'As it is today' }).click()
  await page.getByRole('button', { name: /^Moved to 9-99/ }).waitFor()
})

test('a day is chosen by its field; before the first import nothing was known', async () => {
  const { page } = telephone
  await page.goto(`${url}/devices`)
  await page.getByLabel('As known on').fill('2020-01-01')
  await page.getByText('No device was known then').waitFor()
  await telephone.settled()
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  const field = page.getByLabel('As known on')
  await field.fill((await field.getAttribute('max'))!)
  await page.getByText('Changed since').first().waitFor()
  await telephone.settled()
  await picture(telephone, 'list-phone')
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  await page.getByRole('button', { name: 'Back to today' }).first().click()
  await page.getByText('You see the inventory as known on').waitFor({ state: 'detached' })
})

test('what another trust would change is seen before it is saved, and goes back', async () => {
  const { page } = desk
  await page.goto(`${url}/settings`)
  await page.getByRole('link', { name: 'Who is believed' }).press('Enter')
  await page.getByText('Change a number, and it stands here').waitFor()
  await page.getByLabel('Software version, Network monitoring export').waitFor()
  await page.getByLabel('Model, Network monitoring export').fill('0')
  await page.getByLabel('Model, CMMS workbook').fill('100')
  await page
    .getByText(/would get another value|No device would get another value/)
    .first()
    .waitFor()
  await desk.settled()
  await picture(desk, 'trust')
  expect(await barriersOn(page)).toEqual([])
  await page.getByLabel('Why?').fill('The workbook is kept by hand')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Nothing is changed.').or(page.getByText('Saved. The devices')).first().waitFor()

  await telephone.page.goto(`${url}/settings/trust`)
  await telephone.page.getByRole('combobox', { name: 'Sources shown' }).waitFor()
  await telephone.settled()
  await picture(telephone, 'trust-phone')
  expect(await overhang(telephone.page)).toBe(0)
  expect(await barriersOn(telephone.page)).toEqual([])

  await page.reload()
  await page.getByRole('button', { name: 'All as they start' }).click()
  await page.getByLabel('Why?').fill('As before')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. The devices').first().waitFor()
  expect(desk.complaints.concat(telephone.complaints)).toEqual([])
})
