import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing } from '#tests/support/browsing.ts'
import type { DemoHospital } from '#tests/support/demo-hospital.ts'
import { type Watched, watched } from '#tests/support/watched-page.ts'

const { url, people }: DemoHospital = inject('demoHospital')
const browser = browsing()

let page: Page
let watching: Watched
beforeAll(async () => {
  page = await (await browser.person()).newPage()
  watching = watched(page)
})

const focused = () => page.evaluate<string>('document.activeElement.name || document.activeElement.textContent')

test('a wrong password is refused in a sentence that does not say which part was wrong', async () => {
  await page.goto(url)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  const refusal = async (email: string) => {
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    return (await page.getByRole('alert').textContent()) ?? ''
  }

  const known = await refusal(people.viewer.email)
  const unknown = await refusal('nobody@riverside.test')

  expect(known).toMatch(/\.$/)
  expect(unknown).toBe(known)
  expect(page.url()).toContain('/sign-in')
})

test('somebody signs in with the keyboard alone and comes to where the link led', async () => {
  await page.goto(`${url}/devices?q=RG105203`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()

  expect(await focused()).toBe('email')
  await page.keyboard.type(people.viewer.email)
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('password')
  await page.keyboard.type(people.viewer.password)
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'Devices', level: 1 }).waitFor()
  await page
    .getByRole('table', { name: 'Devices' })
    .getByRole('link', { name: /RG105203$/ })
    .waitFor()
  expect(new URL(page.url()).search).toBe('?q=RG105203')
})

test('the first thing that the keyboard reaches skips to the content', async () => {
  await page.reload()
  await watching.settled()

  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Skip to content')
  await page.keyboard.press('Enter')

  expect(await page.evaluate('document.activeElement.id')).toBe('content')
})

test('a viewer reaches the button by keyboard, reads why work orders cannot be made, and nothing happens', async () => {
  await page.goto(`${url}/work`)
  const make = page.getByRole('button', { name: 'Make work orders' }).first()
  await make.waitFor()

  expect(await make.getAttribute('aria-disabled')).toBe('true')
  const reason = await page.locator(`[id="${await make.getAttribute('aria-describedby')}"]`).textContent()
  expect(reason).toMatch(/viewer|role/i)
  await make.focus()
  await page.keyboard.press('Enter')

  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('pages of others are not offered to a viewer, and a link to one says why it is closed', async () => {
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await navigation.getByRole('link', { name: 'Devices' }).waitFor()
  expect(await navigation.getByRole('link').allTextContents()).not.toContain('People')

  await page.goto(`${url}/people`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByText(/role/i).first().waitFor()

  expect(watching.complaints.filter((one) => one.startsWith('exception'))).toEqual([])
})

test('after signing out the way back is closed', async () => {
  await page.goto(`${url}/devices`)
  await page.getByRole('button', { name: 'Vic Viewer: account and appearance' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()

  await page.goBack()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  const answer = await page.request.get(`${url}/api/v1/devices`)

  expect(answer.status()).toBe(401)
})

test('a technician comes to their own work and cannot decide findings', async () => {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('E-mail').fill(people.technician.email)
  await page.getByLabel('Password', { exact: true }).fill(people.technician.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Work orders' }).click()

  await page.getByText('Nothing is assigned to you').waitFor()
  await page.goto(`${url}/work`)
  const decide = page.getByRole('button', { name: 'Decide' }).first()
  await decide.waitFor()
  expect(await decide.getAttribute('aria-disabled')).toBe('true')
})
