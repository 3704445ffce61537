import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browsing, phone, stopAtFirstFailure } from '#tests/support/browsing.ts'
import { type RunningHomeostat, startHomeostat } from '#tests/support/running-homeostat.ts'
import { overhang, type Watched, watched } from '#tests/support/watched-page.ts'
import { root } from '#tools/steps.ts'

// Riverside General goes once around the loop: observe → resolve → match → rank → plan → act → verify, and back.
// The story is that of bench/hospital: one infusion pump is updated, seen with its new version, then with the old one.
const hospital = path.join(root, 'fixtures/riverside-general')
const pump = { assetTag: 'RG105203', name: 'LifeCare PCA · RG105203' }
const advisory = 'RGD-15-125-01'
const vulnerability = 'CVE-2015-3459'
const password = 'a few words in a row'

const browser = browsing()
let homeostat: RunningHomeostat
let desk: Watched
let page: Page
/** The technician's telephone. */
let telephone: Watched
let address = { finding: '', order: '' }

beforeAll(async () => {
  homeostat = await startHomeostat('--empty')
  desk = watched(await (await browser.person()).newPage())
  page = desk.page
})
afterAll(async () => await homeostat?.stop())
stopAtFirstFailure()

const heading = (of: Page, name: string | RegExp) => of.getByRole('heading', { level: 1, name }).waitFor()
const go = (place: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place, exact: true }).click()

/** What the API says, asked as the person whose page it is. */
async function api<T>(of: Page, where: string): Promise<T> {
  const answer = await of.request.get(`${homeostat.url}/api/v1${where}`)
  expect(answer.status(), where).toBe(200)
  return (await answer.json()) as T
}

interface FindingState {
  readonly answer: string
  readonly status: string
  readonly decision: string
  readonly remediation: string
  readonly isOpen: boolean
}

async function findingState(): Promise<FindingState> {
  const { finding } = await api<{ finding: FindingState }>(page, address.finding)
  const { answer, status, decision, remediation, isOpen } = finding
  return { answer, status, decision, remediation, isOpen }
}

const orderState = async () => (await api<{ order: { state: string } }>(page, address.order)).order.state

/** Chooses a file and waits for its columns. */
async function choose(file: string) {
  await page.getByLabel('Choose the file, or drop it here').setInputFiles(path.join(hospital, file))
  await page.getByRole('heading', { name: 'Columns' }).waitFor()
}

async function dryRun() {
  await page.getByRole('button', { name: 'Dry run' }).click()
  await page.getByRole('heading', { name: 'What would happen' }).waitFor()
}

async function importIt() {
  await page.getByRole('button', { name: /^Import / }).click()
  await page.getByRole('heading', { name: 'The import' }).waitFor({ timeout: 60_000 })
  await page.getByText('Succeeded').first().waitFor()
}

/** The next export of the same source: its columns are remembered. */
async function importAgain(file: string) {
  await go('Sources')
  await page.getByRole('link', { name: 'Network monitoring export' }).click()
  await page.getByRole('link', { name: 'Import a file' }).click()
  await page.getByLabel('Choose the file, or drop it here').setInputFiles(path.join(hospital, file))
  await page.getByText('Read as the last file of Network monitoring export').waitFor()
  await page.getByRole('heading', { name: 'What would happen' }).waitFor()
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  const source = page.getByLabel('Source', { exact: true })
  expect(await source.locator('option:checked').textContent()).toBe('Network monitoring export')
  expect(await page.getByText('Remembered', { exact: true }).count()).toBeGreaterThan(5)
  expect(await page.getByText('How are the dates written?').count()).toBe(0)
  await dryRun()
  expect(await counted('New')).toBe(0)
  await page.getByRole('listitem').filter({ hasText: 'Software version' }).first().waitFor()
  await importIt()
}

async function pumpRecord() {
  type Row = { id: string; manufacturer: string; model: string; site: string }
  const { items } = await api<{ items: [Row] }>(page, `/devices?q=${pump.assetTag}`)
  return items[0]
}

/** What the dry run says of one kind of row. */
const counted = async (kind: string) => {
  const shown = await page
    .locator('dl')
    .filter({ hasText: 'devices that nobody knew' })
    .locator('div')
    .filter({ has: page.getByText(kind, { exact: true }) })
    .locator('dd')
    .first()
    .textContent()
  return Number(shown?.replaceAll(/\D/g, ''))
}

describe('Riverside General goes around the loop', () => {
  test('the printed link makes the first administrator, and works once', async () => {
    await page.goto(homeostat.setUpLink!)
    await heading(page, 'Set up Homeostat')
    await page.getByLabel('Organisation').fill('Riverside General')
    await page.getByLabel('Your name').fill('Ada Administrator')
    await page.getByLabel('E-mail').fill('ada@riverside.test')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    await desk.settled()

    expect(new URL(page.url()).pathname).toBe('/')
    expect((await api<{ person: { role: string } }>(page, '/session')).person.role).toBe('administrator')
    const other = await (await browser.person()).newPage()
    await other.goto(homeostat.setUpLink!)
    await other.getByRole('alert').waitFor()
    await other.context().close()
  })

  test('the CMMS workbook comes in as it is, without what looks like patients', async () => {
    await go('Sources')
    await page.getByText('No source yet').waitFor()
    await page.getByRole('link', { name: 'Import a file' }).first().click()
    await choose('cmms.xlsx')

    const refused = page.getByRole('listitem').filter({ hasText: 'Never imported' })
    expect(await refused.allInnerTexts()).toEqual([expect.stringContaining('Last Patient MRN')])
    expect(await page.getByLabel('What Control No. stands for').locator('option:checked').textContent()).toBe(
      'Asset tag',
    )
    await page.getByLabel('Name of the new source').fill('CMMS workbook')
    const monthFirst = page.getByLabel('Month first')
    if ((await monthFirst.count()) > 0) await monthFirst.check()
    await dryRun()
    expect(await api<unknown[]>(page, '/devices?limit=1')).toMatchObject({ items: [] })
    expect(await counted('New')).toBeGreaterThan(1900)
    expect(await counted('Rejected')).toBeGreaterThan(0)
    await importIt()

    await page.getByRole('link', { name: 'What was skipped' }).click()
    await heading(page, 'CMMS workbook')
    await page.getByRole('button', { name: 'Correct' }).first().waitFor()
  })

  test('the monitoring export joins the same devices', async () => {
    await go('Sources')
    await page.getByRole('link', { name: 'Import a file' }).first().click()
    await choose('mdsp.csv')
    await page.getByLabel('Name of the new source').fill('Network monitoring export')
    await dryRun()
    await importIt()

    await go('Devices')
    await page.getByRole('textbox', { name: 'Tag, serial, name, IP, MAC' }).fill(pump.assetTag)
    await page.getByRole('link', { name: pump.name }).click()
    await heading(page, pump.name)
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Sources/ })
      .click()
    await page.getByText('CMMS workbook').first().waitFor()
    await page.getByText('Network monitoring export').first().waitFor()
  })

  test('the feeds are checked, then read from a folder and two files', async () => {
    const add = async (feed: string, name: string, file: string) => {
      await go('Sources')
      await page.getByRole('link', { name: 'Add a source' }).click()
      await page.getByRole('link', { name: new RegExp(`^${feed}`) }).click()
      await page.getByLabel('Name', { exact: true }).fill(name)
      await page.getByLabel('Location').fill(path.join(hospital, file))
      await page.getByRole('button', { name: 'Check' }).click()
      await page.getByText('It answers').waitFor()
      await page.getByRole('button', { name: 'Add and run' }).click()
      await heading(page, name)
      await page.getByText('Succeeded').first().waitFor({ timeout: 60_000 })
    }

    await go('Sources')
    await page.getByRole('link', { name: 'Add a source' }).click()
    await page.getByRole('link', { name: /^CSAF provider/ }).click()
    await page.getByLabel('Location').fill('/no/such/folder')
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('It does not work yet').waitFor()
    await add('CSAF provider', 'Advisories', 'advisories')
    await add('CISA', 'Known exploited vulnerabilities', 'kev.json')
    await add('EPSS', 'EPSS', 'epss.csv')

    expect((await api<{ items: unknown[] }>(page, '/advisories?limit=100')).items).toHaveLength(18)
  })

  test('the advisory leads to a finding on the pump, with every reason', async () => {
    await go('Advisories')
    await page.getByRole('link', { name: /LifeCare PCA/ }).click()
    await page.getByText(advisory, { exact: true }).first().waitFor()
    const { id } = await pumpRecord()
    await go('Findings')
    await page.getByRole('textbox', { name: 'CVE, device, title' }).fill(pump.assetTag)
    await page
      .getByRole('table', { name: 'Findings' })
      .getByRole('row')
      .filter({ hasText: vulnerability })
      .getByRole('link')
      .first()
      .click()
    await heading(page, `${vulnerability} on ${pump.name}`)

    address = { ...address, finding: `/findings/${id}/${vulnerability}` }
    expect(new URL(page.url()).pathname).toBe(address.finding)
    expect(await findingState()).toEqual({
      answer: 'affected',
      status: 'affected',
      decision: 'none',
      remediation: 'not_remediated',
      isOpen: true,
    })
    const why = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Why it is here' }) })
    await why.getByText('Hospira').first().waitFor()
    await why.getByText('LifeCare PCA').first().waitFor()
    await why.getByText('5.0').first().waitFor()
    const score = page.locator('section').filter({ has: page.getByRole('heading', { name: 'The score, taken apart' }) })
    for (const part of ['Likelihood', 'Patient safety', 'Care delivery', 'Privacy'])
      await score.getByText(part).first().waitFor()
    await score.getByText(/CVSS/).first().waitFor()
    await score.getByText(/EPSS/).first().waitFor()
  })

  test('an invited technician joins with a link, on a phone', async () => {
    await go('People')
    await page.getByRole('button', { name: 'Invite' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Tess Technician')
    await page.getByRole('dialog').getByLabel('E-mail').fill('tess@riverside.test')
    await page.keyboard.press('Enter')
    const invitation = page.getByRole('dialog', { name: 'Invitation for Tess Technician' })
    const link = await invitation.getByLabel('Link').inputValue()

    telephone = watched(await (await browser.person(phone)).newPage())
    await telephone.page.goto(link)
    await heading(telephone.page, 'Join')
    await telephone.page.getByLabel('Password', { exact: true }).fill(password)
    await telephone.page.getByRole('button', { name: 'Join' }).click()
    await telephone.page.getByRole('button', { name: 'Open the menu' }).waitFor()

    expect(await api(telephone.page, '/session')).toMatchObject({
      person: { name: 'Tess Technician', role: 'technician' },
    })
    await page.keyboard.press('Escape')
    await invitation.waitFor({ state: 'detached' })
  })

  test('work orders are made of the group that the pump belongs to, and assigned', async () => {
    const { manufacturer, model, site } = await pumpRecord()
    await page.goto(`${homeostat.url}${address.finding}`)
    await page.getByRole('link', { name: /^Make them/ }).click()
    // The group bears the names that most of its devices bear: `LIFECARE PCA · MAIN` of a `LifeCare PCA` at `Main Campus`.
    const called = new RegExp(`^${manufacturer} ${model} · ${site.replace(/ Campus$/, '')}(?: Campus)?$`, 'i')
    const group = page.getByRole('article').filter({ has: page.getByRole('heading', { name: called }) })
    await group.getByRole('button', { name: 'Make work orders' }).click()
    const dialog = page.getByRole('dialog', { name: 'Make work orders' })
    await dialog.getByRole('combobox', { name: 'Assigned to' }).click()
    await page.getByRole('option', { name: /Tess Technician/ }).click()
    await dialog.getByRole('button', { name: 'Make work orders' }).click()
    await page.getByRole('link', { name: 'See them' }).click()
    await page
      .getByRole('table', { name: 'Work orders' })
      .getByRole('row')
      .filter({ hasText: pump.assetTag })
      .getByRole('link')
      .first()
      .click()
    await page.getByText('Dispatched').first().waitFor()

    address = { ...address, order: new URL(page.url()).pathname }
    expect(await orderState()).toBe('dispatched')
    expect(await findingState()).toMatchObject({ remediation: 'in_progress', isOpen: true })
  })

  test('the work orders go to the CMMS as a file, and are marked as sent', async () => {
    const syncState = async () => (await api<{ order: { syncState: string } }>(page, address.order)).order.syncState
    await go('Work orders')
    await page.getByRole('button', { name: 'Exchange with the CMMS' }).click()
    expect(await syncState()).toBe('new')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Work orders out, marked as sent' }).click(),
    ])

    expect(file.suggestedFilename()).toBe('work-orders.csv')
    expect(readFileSync(await file.path(), 'utf8')).toContain(pump.assetTag)
    await page.getByText('marked as sent.').waitFor()
    expect(await syncState()).toBe('sent')
  })

  test('the technician is told, starts, and leaves the version, a photo and a note', async () => {
    const { page } = telephone
    await page.reload()
    await page.getByRole('button', { name: /^Notifications/ }).click()
    await page.getByRole('link', { name: /work orders are yours: Hospira LifeCare PCA/i }).click()
    await heading(page, 'Work orders')
    await page.getByRole('textbox', { name: 'Number, device, title' }).fill(pump.assetTag)
    await page
      .getByRole('list', { name: 'Work orders' })
      .getByRole('listitem')
      .filter({ hasText: pump.assetTag })
      .getByRole('link')
      .first()
      .click()
    await page.getByRole('button', { name: 'Start work' }).click()
    await page.getByRole('checkbox').first().check()
    await page.getByLabel('Software version, read from the device now').fill('7.0')
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Take a photo' }).click(),
    ])
    await chooser.setFiles({ name: 'screen.png', mimeType: 'image/png', buffer: await page.screenshot() })
    await page.getByRole('img', { name: 'To send, number 1' }).waitFor()
    await page.getByLabel('Note').fill('Updated from the maker’s medium; drug library loaded again.')
    await telephone.settled()
    expect(await overhang(page)).toBe(0)
    await page.getByRole('button', { name: 'Complete', exact: true }).click()
    await page.getByText('Verification pending').first().waitFor()
    await page.getByRole('img', { name: 'Evidence of Tess Technician' }).waitFor()

    expect(await orderState()).toBe('verification_pending')
    expect(await findingState()).toEqual({
      answer: 'affected',
      status: 'affected',
      decision: 'none',
      remediation: 'claimed',
      isOpen: true,
    })
    const accept = page.getByRole('button', { name: 'Accept' }).first()
    expect(await accept.getAttribute('aria-disabled')).toBe('true')
  })

  test('a later export proves it: the work order and the finding are verified', async () => {
    await importAgain('mdsp-later.csv')

    await page.goto(`${homeostat.url}${address.order}`)
    await page.getByText('Verified').first().waitFor()
    expect(await orderState()).toBe('verified')
    await page.goto(`${homeostat.url}${address.finding}`)
    await page.getByText(/^Findings \/ Closed$/).waitFor()
    await page.getByText('Remediation: Claimed → Verified').waitFor()
    await page.getByText(/Network monitoring export read on 2026-11-18: software version 7\.0 \(was 5\.0\)/).waitFor()
    expect(await findingState()).toEqual({
      answer: 'not_affected',
      status: 'fixed',
      decision: 'none',
      remediation: 'verified',
      isOpen: false,
    })
  })

  test('an export that contradicts opens the finding again, and its history says why', async () => {
    await importAgain('mdsp-contradiction.csv')

    await page.goto(`${homeostat.url}${address.finding}`)
    await page.getByText(/^Findings \/ Open$/).waitFor()
    const history = page.locator('section').filter({ has: page.getByRole('heading', { name: 'History' }) })
    expect(await findingState()).toMatchObject({ answer: 'affected', status: 'affected', isOpen: true })
    await history.getByText(/2026-11-20: software version 5\.0 \(was 7\.0\)/).waitFor()
    await page.goto(`${homeostat.url}${address.order}`)
    await page
      .getByText(/Open again: .*5\.0/)
      .first()
      .waitFor()
    expect(await orderState()).toBe('verified')
  })

  test('nothing of the whole walk failed or was refused but what was to be', async () => {
    const isExpected = (complaint: string) => complaint.includes('/sources/check')

    expect([...desk.complaints, ...telephone.complaints].filter((one) => !isExpected(one))).toEqual([])
  })
})
