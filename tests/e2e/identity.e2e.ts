import { mkdirSync } from 'node:fs'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// Two records of one pump: a person says that they are one device, sees it become one, and takes that back.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let telephone: Watched
stopAtFirstFailure()

let csrfToken = ''
const tags = ['LEDGER-1', 'LEDGER-2'] as const
const ids: string[] = []

beforeAll(async () => {
  const signedIn = async (options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
    return watched(await context.newPage())
  }
  desk = await signedIn()
  telephone = await signedIn(phone)
  const { request } = desk.page.context()
  csrfToken = ((await (await request.get(`${url}/api/v1/session`)).json()) as { csrfToken: string }).csrfToken
  for (const assetTag of tags) {
    const answer = await request.post(`${url}/api/v1/devices`, {
      data: {
        claims: { assetTag, manufacturer: 'Hospira', model: 'Plum A+', softwareVersion: '13.4' },
        reason: 'Found in the corridor',
      },
      headers: { 'x-csrf-token': csrfToken },
    })
    expect(answer.status()).toBe(201)
    ids.push(((await answer.json()) as { id: string }).id)
  }
})

const picture = async ({ page }: Watched, name: string) => {
  const folder = process.env.HOMEOSTAT_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/identity-${name}.png`, fullPage: true })
}

const well = async (one: Watched) => {
  expect(await barriersOn(one.page)).toEqual([])
  expect(await overhang(one.page)).toBe(0)
}

test('both are seen side by side before they are merged, by keyboard', async () => {
  const { page } = desk
  await page.goto(`${url}/devices/${ids[0]}`)
  await page.getByRole('button', { name: 'Merge with another device…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Merge with another device' })
  await dialog.getByLabel('The other device').pressSequentially('nothing is called so')
  await dialog.getByText('No other device').waitFor()
  await dialog.getByLabel('The other device').fill(tags[1])
  const found = dialog.getByRole('radio', { name: new RegExp(tags[1]) })
  await found.focus()
  await found.press('Space')
  await dialog.getByText('differs').first().waitFor()
  await desk.settled()
  await picture(desk, 'merge')
  await well(desk)
  await dialog.getByLabel('How do you know?').fill('One label, read in the ward')
  await dialog.getByRole('button', { name: 'Merge', exact: true }).press('Enter')
  await page.getByText('They are one device now').waitFor()
})

test('the records of both are there, and the other one tells where it went', async () => {
  const { page } = desk
  await page.goto(`${url}/devices/${ids[0]}?tab=sources`)
  await page.getByRole('heading', { name: 'Records of this device' }).waitFor()
  await page.getByText(/^Took in/).waitFor()
  await desk.settled()
  await picture(desk, 'records')
  await well(desk)

  await page.goto(`${url}/devices/${ids[1]}`)
  await page.getByText('Merged with another device', { exact: true }).waitFor()
  await well(desk)
  await page.getByRole('link', { name: /^Open Plum/ }).press('Enter')
  await page.waitForURL(`**/devices/${ids[0]}`)
})

test('a record that is ticked can be split off; as it came by the merge, that is undone', async () => {
  const { page } = telephone
  await page.goto(`${url}/devices/${ids[0]}?tab=sources`)
  const box = page.getByRole('checkbox', { name: /choose the record/ })
  await box.first().waitFor()
  expect(await box.count()).toBe(2)
  await box.first().check()
  await page.getByRole('button', { name: 'Split off…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Split off as a device of its own' })
  await dialog.getByLabel('How do you know?').waitFor()
  await telephone.settled()
  await picture(telephone, 'split')
  await well(telephone)
  await dialog.getByLabel('How do you know?').fill('Two labels after all')
  await dialog.getByRole('button', { name: 'Split off' }).click()
  await page.getByText(/The split can be undone|it is undone/).waitFor()
})

test('what was split or merged is undone from the history of identity', async () => {
  const { page } = desk
  // Whichever record the telephone ticked: that they were merged twice is in the history, or is now.
  await page.context().request.post(`${url}/api/v1/identity/merges`, {
    data: { into: ids[0], from: ids[1], reason: 'One label after all' },
    headers: { 'x-csrf-token': csrfToken },
  })
  await page.goto(`${url}/devices/${ids[0]}?tab=sources`)
  await page.getByRole('heading', { name: 'History of identity' }).waitFor()
  await desk.settled()
  let undone = 0
  for (;;) {
    const undo = page.getByRole('button', { name: /^Undo the/ })
    if ((await undo.count()) === 0) break
    await undo.first().press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('Not so')
    await dialog.getByText('Findings with a history').waitFor()
    await picture(desk, 'undo')
    await well(desk)
    await dialog.getByRole('button', { name: /^Undo the/ }).press('Enter')
    await page
      .getByText(/is undone\./)
      .first()
      .waitFor()
    await dialog.waitFor({ state: 'detached' })
    await desk.settled()
    undone++
  }
  expect(undone).toBeGreaterThan(0)
  await page
    .getByText(/undone by/)
    .first()
    .waitFor()
  await picture(desk, 'history')
  await well(desk)
  await page.goto(`${url}/devices/${ids[1]}`)
  await desk.settled()
  expect(await page.getByText('Merged with another device', { exact: true }).count()).toBe(0)
  expect(desk.complaints).toEqual([])
})
