import { mkdirSync } from 'node:fs'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// What only a person can tell: one device or two, and which of two claims is right. Answered by keyboard, one after the other.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let telephone: Watched
let technician: Watched
stopAtFirstFailure()

beforeAll(async () => {
  const signedIn = async (who: keyof typeof people, options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people[who] })).status()).toBe(200)
    return watched(await context.newPage())
  }
  desk = await signedIn('administrator')
  telephone = await signedIn('administrator', phone)
  technician = await signedIn('technician')
})

interface Listed {
  readonly id: string
  readonly settlement: string | null
  readonly order: { readonly number: string } | null
}

const read = async <T>(where: string): Promise<T> => {
  const answer = await desk.page.request.get(`${url}/api/v1${where}`)
  expect(answer.status(), where).toBe(200)
  return (await answer.json()) as T
}
const listed = async (where: string) => (await read<{ items: Listed[] }>(where)).items

const picture = async ({ page }: Watched, name: string) => {
  const folder = process.env.HOMEOSTAT_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/review-${name}.png`, fullPage: true })
}

const well = async (one: Watched) => {
  expect(await barriersOn(one.page)).toEqual([])
  expect(await overhang(one.page)).toBe(0)
}

const current = () => desk.page.getByRole('navigation', { name: 'Queue' }).locator('[aria-current]')
const shown = async () => new URL((await current().getAttribute('href')) ?? '', url).searchParams.get('at')

/** A key, the reason, and the next one opens by itself. */
async function answer(key: string, dialogName: string | RegExp, reason: string) {
  const { page } = desk
  const before = await shown()
  await page.keyboard.press(key)
  const dialog = page.getByRole('dialog', { name: dialogName })
  await dialog.getByRole('textbox').last().waitFor()
  await page.keyboard.type(reason)
  await well(desk)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(shown).not.toBe(before)
  return before!
}

test('records that may be of one device are answered one after the other, by keyboard', async () => {
  const { page } = desk
  const all = await listed('/reviews')
  expect(all.length).toBeGreaterThan(5)
  await page.goto(`${url}/reviews`)
  await page.getByRole('table', { name: 'Both sides' }).waitFor()
  expect(await shown()).toBe(all[0]!.id)
  await page.keyboard.press('j')
  await expect.poll(shown).toBe(all[1]!.id)
  await page.keyboard.press('k')
  await expect.poll(shown).toBe(all[0]!.id)
  await page.getByRole('columnheader', { name: /^First/ }).waitFor()
  await page.getByRole('columnheader', { name: /^Second/ }).waitFor()
  await well(desk)
  await picture(desk, 'identity')

  const same = await answer('s', 'The same device', 'Read the label at the bed')
  expect(same).toBe(all[0]!.id)
  const { sides, isOneDevice } = await read<{ sides: { device: { id: string } }[]; isOneDevice: boolean }>(
    `/reviews/${same}`,
  )
  expect(isOneDevice).toBe(true)
  expect(sides[0]!.device.id).toBe(sides[1]!.device.id)
  const different = await answer('d', 'Two devices', 'Two of them hang there')
  const settled = await listed('/reviews?state=settled')
  expect(settled.find(({ id }) => id === different)?.settlement).toBe('Two devices: Two of them hang there')
  const later = await answer('l', 'Put it off', 'The ward is closed')
  expect((await listed('/reviews?state=waiting')).map(({ id }) => id)).toEqual([later])
})

test('raw rows of a record are a click away', async () => {
  const { page } = desk
  const records = page.getByRole('region', { name: 'Records: First' })
  await records.locator('summary').first().focus()
  await page.keyboard.press('Enter')
  await records.getByRole('link', { name: 'Open the source' }).first().waitFor()
  expect(await records.locator('dt').count()).toBeGreaterThan(0)
  await well(desk)
})

test('an answer is taken back, and is asked again', async () => {
  const { page } = desk
  const [settled] = (await listed('/reviews?state=settled')).filter(({ settlement }) => settlement?.startsWith('One'))
  await page.goto(`${url}/reviews?state=settled&at=${settled!.id}`)
  await page.getByRole('button', { name: 'Take back: Read the label at the bed' }).press('Enter')
  await page.getByRole('dialog').getByLabel('Reason').fill('It was the label of the one beside it')
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await expect.poll(async () => (await listed('/reviews')).map(({ id }) => id)).toContain(settled!.id)
  const { isOneDevice } = await read<{ isOneDevice: boolean }>(`/reviews/${settled!.id}`)
  expect(isOneDevice).toBe(false)
})

test('of two claims the right one becomes the word of whoever settles it; what needs a look becomes work', async () => {
  const { page } = desk
  const conflicts = await listed('/conflicts?state=open')
  expect(conflicts.length).toBeGreaterThan(1)
  await page.goto(`${url}/conflicts`)
  await page.getByRole('table', { name: 'Both sides' }).waitFor()
  await well(desk)
  await picture(desk, 'conflict')
  const settled = await answer('2', / is right$/, 'It stands in the workshop and runs')
  expect((await listed('/conflicts?state=settled')).map(({ id }) => id)).toContain(settled)

  await page.getByRole('button', { name: 'Make it a work order' }).waitFor()
  await page.keyboard.press('w')
  const dialog = page.getByRole('dialog', { name: 'Send somebody to look' })
  await dialog.getByLabel('Due').fill('2099-01-31')
  await dialog.getByRole('button', { name: 'Make the work order' }).press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  const [waiting] = await listed('/conflicts?state=waiting')
  await page.goto(`${url}/reviews?tab=conflicts&state=waiting`)
  await page.getByRole('article').getByRole('link', { name: waiting!.order!.number }).click()
  await page
    .getByRole('heading', { name: /there\?$/ })
    .first()
    .waitFor()
  await page.getByText('31 Jan 2099').first().waitFor()
  await page.getByRole('link', { name: 'The conflict that it is about, side by side' }).click()
  await page.getByRole('article').getByText('Somebody is sent to look').waitFor()
})

test('on a telephone both sides stack attribute by attribute', async () => {
  const { page } = telephone
  await page.goto(`${url}/reviews`)
  await page.getByRole('table', { name: 'Both sides' }).waitFor()
  await well(telephone)
  await picture(telephone, 'phone')
  await page.goto(`${url}/reviews?tab=conflicts&state=settled`)
  await page.getByRole('table', { name: 'Both sides' }).waitFor()
  await well(telephone)
})

test('who may not answer is told so, by button and by key', async () => {
  const { page } = technician
  await page.goto(`${url}/reviews`)
  await page.getByRole('button', { name: 'The same device' }).waitFor()
  await page.keyboard.press('s')
  await page
    .getByText(/^This needs the role/)
    .first()
    .waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('j')
  await well(technician)
})

test('nothing on the way went wrong in the browser', () => {
  for (const one of [desk, telephone, technician]) expect(one.complaints).toEqual([])
})
