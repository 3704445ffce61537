import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type DomainController, domainController } from '#bench/servers/ldap-server.ts'
import { restApi } from '#bench/servers/rest-api.ts'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { type RunningSystem, startSystem, systemSecretOfTests } from '#tests/support/simulated-system.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'

// A system of the hospital is added over its interface, stops reporting devices, and is asked about on the phone.
const { url, people } = inject('demoHospital')
const browser = browsing()
let desk: Watched
let telephone: Watched
let running: RunningSystem
stopAtFirstFailure()

const devices = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: `sys-${n}`,
    asset: { tag: `SYS-${1000 + n}` },
    vendor: 'Unheard Of Medical',
    model: 'Testbed',
  }))

beforeAll(async () => {
  running = await startSystem('generic-rest', (secret) => restApi({ secret, paging: 'offset', auth: 'oauth2' }))
  running.system.records = devices(12)
  const signedIn = async (options = {}) => {
    const context = await browser.person(options)
    expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
    return watched(await context.newPage())
  }
  desk = await signedIn()
  telephone = await signedIn(phone)
})
afterAll(async () => await running.server.close())

const picture = async ({ page }: Watched, name: string) => {
  const folder = process.env.HOMEOSTAT_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/systems-${name}.png`, fullPage: true })
}

test('its form asks for what counts, and says what does not work', async () => {
  const { page } = desk
  await page.goto(`${url}/sources`)
  await page.getByRole('link', { name: 'Add a source' }).press('Enter')
  await page.getByRole('link', { name: /Any system with a REST interface/ }).press('Enter')
  const field = (name: string) => page.getByLabel(name, { exact: true })
  const choose = async (name: string, word: string) => {
    await page.getByRole('textbox', { name }).or(page.getByRole('combobox', { name })).first().click()
    await page.getByRole('option', { name: word, exact: true }).click()
  }
  await page.getByLabel('Name', { exact: true }).fill('MDSP over REST')
  await page.getByLabel('Address of the list').fill(`${running.server.origin}/api/v2/devices`)
  await page.getByLabel('Path to the records').fill('data.items')
  await page.getByLabel('Fields').fill('sourceKey = id\nassetTag = asset.tag\nmanufacturer = vendor\nmodel = model')
  await choose('Signs in with', 'OAuth 2.0 client credentials')
  expect(await field('User name').count()).toBe(0)
  await page.getByLabel('Path of tokens').fill('/oauth/token')
  await page.getByLabel('Client ID').fill('homeostat')
  await page.getByLabel('Client secret').fill('not the secret')
  await choose('Comes in pages by', 'Offset: how many to leave out')
  await page.getByLabel('Parameter of the page’s size').fill('limit')
  await page.getByLabel('Records in a page').fill('5')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByText(/gives no token for these credentials \(401\)/).waitFor()
  await desk.settled()
  await picture(desk, 'form')
  expect(await barriersOn(page)).toEqual([])

  await page.getByLabel('Client secret').fill(systemSecretOfTests)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByText('The settings work.').waitFor()
  await page.getByRole('button', { name: 'Add and run' }).click()
  await page.getByRole('heading', { name: 'MDSP over REST' }).waitFor()
  await page.getByText('Succeeded').first().waitFor()
  expect(await page.getByRole('link', { name: '12 devices' }).count()).toBe(1)
})

test('its settings keep the secret and show it to nobody', async () => {
  const { page } = desk
  expect(await page.content()).not.toContain(systemSecretOfTests)
  await page.getByRole('button', { name: 'Settings' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByPlaceholder('Set: type to replace it').waitFor()
  await dialog.getByLabel('Records in a page').fill('4')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
})

test('a device that it stops reporting is told, and stays', async () => {
  const { page } = desk
  running.system.records = devices(11)
  await page.getByRole('button', { name: 'Run now' }).click()
  await page.getByRole('link', { name: '1 devices no longer reported' }).click()
  await page
    .getByRole('link', { name: /SYS-1011/ })
    .first()
    .click()
  await page.getByText('No longer reported by MDSP over REST').waitFor()
  await page
    .getByRole('tab', { name: /Sources/ })
    .or(page.getByRole('link', { name: /^Sources \d/ }))
    .first()
    .click()
  await page.getByText(/the device is not gone for that/).waitFor()
  await desk.settled()
  await picture(desk, 'device')
  expect(await barriersOn(page)).toEqual([])
})

test('where it reports suddenly few, a person is asked, on the phone too', async () => {
  const { page } = telephone
  running.system.records = devices(1)
  await page.goto(`${url}/sources`)
  await page.getByRole('link', { name: 'MDSP over REST' }).first().click()
  await page.getByRole('button', { name: 'Run now' }).click()
  await page.getByText('MDSP over REST reports suddenly few of its devices').waitFor()
  await telephone.settled()
  await picture(telephone, 'question')
  expect(await overhang(page)).toBe(0)
  expect(await barriersOn(page)).toEqual([])
  await page.goto(`${url}/sources`)
  await page
    .getByText(/10 of 11 devices are missing/)
    .filter({ visible: true })
    .first()
    .waitFor()
  await telephone.settled()
  await picture(telephone, 'list')
  expect(await overhang(page)).toBe(0)
  await desk.page.goto(`${url}/sources`)
  await desk.page
    .getByText(/10 of 11 devices are missing/)
    .filter({ visible: true })
    .first()
    .waitFor()
  await desk.settled()
  await picture(desk, 'list-desk')
  await page.goBack()
  await page.getByRole('button', { name: 'Keep what stood' }).click()
  await page.getByText('reports suddenly few of its devices').waitFor({ state: 'hidden' })
  expect(await page.getByRole('link', { name: '1 devices no longer reported' }).count()).toBe(1)
})

test('Active Directory is added over LDAP, and its form says what is wrong', async () => {
  const { page } = desk
  const directory = await startSystem<DomainController>('active-directory-ldap', domainController)
  await page.goto(`${url}/sources`)
  await page.getByRole('link', { name: 'Add a source' }).click()
  await page.getByRole('link', { name: /Active Directory \(LDAP\)/ }).click()
  await page.getByLabel('Name', { exact: true }).fill('Directory')
  await page.getByLabel('Address').fill(directory.server.origin)
  await page.getByLabel('User name').fill('reader@hospital.example')
  await page.getByLabel('Password', { exact: true }).fill('not the secret')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByText(/user name or password is wrong/).waitFor()
  await desk.settled()
  await picture(desk, 'directory-form')
  expect(await barriersOn(page)).toEqual([])

  await page.getByLabel('Password', { exact: true }).fill(systemSecretOfTests)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByText('The settings work.').waitFor()
  await page.getByRole('button', { name: 'Add and run' }).click()
  await page.getByText('Succeeded').first().waitFor()
  expect(await page.getByText(systemSecretOfTests).count()).toBe(0)
  await directory.server.close()
})
