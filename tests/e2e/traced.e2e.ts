import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'
import { root } from '#tools/steps.ts'

// One device that five systems tell of: each of its values is followed by a click to the rows that it came from, and a conflict
// of two of them is settled with both sides beside each other.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let telephone: Watched
stopAtFirstFailure()

/** The medication cabinet that the README names. */
const tag = 'RG111480'
const files: Readonly<Record<string, string>> = {
  'CMMS workbook': 'cmms.xlsx',
  'Network monitoring export': 'mdsp.csv',
  'DHCP leases': 'dhcp.csv',
  'Network scan': 'scan.xml',
  'Active Directory': 'directory.csv',
}
const hospital = path.join(root, 'fixtures/riverside-general')

beforeAll(async () => {
  const signedIn = async (options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
    return watched(await context.newPage())
  }
  desk = await signedIn()
  telephone = await signedIn(phone)
})

const read = async <T>(where: string): Promise<T> => {
  const answer = await desk.page.request.get(`${url}/api/v1${where}`)
  expect(answer.status(), where).toBe(200)
  return (await answer.json()) as T
}

test('every value of a device of five sources is one click from the rows that it came from', async () => {
  const { page } = desk
  await page.goto(url)
  await desk.settled()
  await page.keyboard.press('/')
  await page.keyboard.type(tag)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: new RegExp(tag) }).waitFor()
  await desk.settled()

  const values = page.getByRole('button', { name: /, where it comes from$/ })
  const total = await values.count()
  expect(total).toBeGreaterThan(20)
  const seen = new Set<string>()
  const without: string[] = []
  const ofAll: string[] = []
  for (let at = 0; at < total; at++) {
    const shown = ((await values.nth(at).textContent()) ?? '').replace(/, where it comes from$/, '')
    await values.nth(at).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('this stands').waitFor()
    const title = await sheet.getByRole('heading').first().textContent()
    for (const record of await sheet.getByRole('article').all()) {
      const source = (await record.getByRole('heading').getByRole('link').textContent()) ?? ''
      if (!(source in files)) continue
      seen.add(source)
      await record.getByText(`from the file ${files[source]}`).waitFor()
      const marked = await record
        .getByRole('row')
        .filter({ hasText: '(the value came from here)' })
        .getByRole('cell')
        .allTextContents()
      const isOfAll = (await record.getByText('it follows from the record as a whole').count()) > 0
      if ((marked.length === 0) !== isOfAll) without.push(`${title} (${shown}) by ${source}`)
      if (isOfAll) ofAll.push(`${title} by ${source}`)
      // What is marked is what the file says.
      if (source !== 'CMMS workbook') {
        const text = readFileSync(path.join(hospital, files[source]!), 'utf8')
        for (const cell of marked) expect(text, `${title} by ${source}`).toContain(cell)
      }
    }
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  }

  expect([...seen].sort()).toEqual(Object.keys(files).sort())
  expect(without).toEqual([])
  // That a machine has a lease is that it is connected; when it was seen follows from when the lease ends.
  expect(ofAll).toEqual([
    'Where “Connected to the network” comes from by DHCP leases',
    'Where “Last seen” comes from by DHCP leases',
  ])
  expect(desk.complaints).toEqual([])
})

test('a conflict of two sources is settled from the page of the device, both sides beside each other', async () => {
  const { page } = desk
  const { items } = await read<{ items: { device: { id: string }; text: string }[] }>('/conflicts?state=open')
  const { device } = items.at(-1)!
  await page.goto(`${url}/devices/${device.id}`)
  await page
    .getByRole('link', { name: /^Settle: / })
    .first()
    .click()
  const sides = page.getByRole('table', { name: 'Both sides' })
  await sides.waitFor()
  const answers = page.getByRole('article').getByRole('button', { name: / is right$/ })
  expect(await answers.count()).toBe(2)
  const names = (await answers.allTextContents()).map((text) => text.replace(/ is right$/, ''))
  for (const name of names) await sides.getByRole('columnheader', { name: new RegExp(`^${name}`) }).waitFor()
  expect(await barriersOn(page)).toEqual([])

  await answers.first().click()
  const dialog = page.getByRole('dialog', { name: / is right$/ })
  await dialog.getByRole('textbox').fill('The device hangs in the workshop')
  await dialog.getByRole('button').last().click()
  await dialog.waitFor({ state: 'hidden' })
  await page.goto(`${url}/devices/${device.id}`)
  await desk.settled()
  expect(await page.getByRole('link', { name: /^Settle: / }).count()).toBe(0)
})

test('on a phone the rows of a value are read without scrolling sideways', async () => {
  const { page } = telephone
  const { items } = await read<{ items: { id: string }[] }>(`/devices?q=${tag}&limit=1`)
  await page.goto(`${url}/devices/${items[0]!.id}`)
  await page
    .getByRole('button', { name: /, where it comes from$/ })
    .first()
    .click()
  await page.getByRole('dialog').getByText('this stands').waitFor()
  await telephone.settled()

  expect([await overhang(page), await barriersOn(page)]).toEqual([0, []])
})
