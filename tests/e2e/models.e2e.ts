import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// Until when a maker supports a model: recorded by keyboard at a desk, seen in the list, taken back on the phone.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let telephone: Watched
let model: { id: string; manufacturer: string; model: string; devices: number }
stopAtFirstFailure()

beforeAll(async () => {
  const signedIn = async (options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
    return watched(await context.newPage())
  }
  desk = await signedIn()
  telephone = await signedIn(phone)
  const answer = await desk.page.request.get(`${url}/api/v1/models?q=alaris&limit=1`)
  model = ((await answer.json()) as { items: [typeof model] }).items[0]
})

test('a model is found in the list and opened by keyboard', async () => {
  const { page } = desk
  await page.goto(`${url}/models`)
  await page.getByLabel('Manufacturer, model, code, UDI').fill('alaris')
  await page.getByRole('link', { name: model.model, exact: true }).first().press('Enter')
  await page.getByRole('heading', { name: model.model, exact: true }).waitFor()
  await page.getByText('Nobody recorded until when').waitFor()
  await desk.settled()
  expect(await barriersOn(page)).toEqual([])
})

test('a stage of its support is recorded with who says so', async () => {
  const { page } = desk
  await page.getByRole('button', { name: 'Record a stage' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('From').fill('2020-06-30')
  await dialog.getByLabel('Who says so').fill('Letter of the maker')
  await desk.settled()
  expect(await barriersOn(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Record', exact: true }).press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('cell', { name: 'Letter of the maker' }).waitFor()

  await page.goto(`${url}/models?stage=end_of_support`)
  await page.getByRole('link', { name: model.model, exact: true }).first().waitFor()
})

test('on the phone its devices are a tap away, and the stage is taken back', async () => {
  const { page } = telephone
  await page.goto(`${url}/models/${model.id}`)
  await page.getByRole('button', { name: 'Take back End of support' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('It was of the other model')
  await dialog.getByRole('button', { name: 'Take back' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Nobody recorded until when').waitFor()
  await telephone.settled()
  expect([await overhang(page), await barriersOn(page)]).toEqual([0, []])

  await page
    .getByRole('link', { name: `${model.devices} devices`, exact: true })
    .first()
    .click()
  await page.waitForURL(/\/devices\?.*alike=true/)
})
