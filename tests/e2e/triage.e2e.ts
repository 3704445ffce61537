import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, test } from 'vitest'
import { csafDocument } from '#tests/support/advisory-records.ts'
import { browsing, stopAtFirstFailure } from '#tests/support/browsing.ts'

// A morning's inbox, by keyboard alone: what came in, what it touches, and what becomes of it.
const { url, people } = inject('demoHospital')
const browser = browsing()
let page: Page
let csrfToken: string
let model: string
stopAtFirstFailure()

const read = async <T>(where: string): Promise<T> => {
  const answer = await page.context().request.get(`${url}/api/v1${where}`)
  expect(answer.status(), where).toBe(200)
  return (await answer.json()) as T
}

/** An advisory of Example CERT on this model. */
async function publish(
  trackingId: string,
  { manufacturer, model }: { manufacturer: string; model: string },
  range: string,
  revision: Parameters<typeof csafDocument>[1] = {},
) {
  const document = JSON.parse(csafDocument(trackingId, { range, title: `Morning ${trackingId}`, ...revision }))
  const [vendor] = document.product_tree.branches
  vendor.name = manufacturer
  vendor.branches[0].name = model
  vendor.branches[0].branches[0].product.name = `${manufacturer} ${model} ${range}`
  const file = { name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(document)) }
  const answer = await page.context().request.post(`${url}/api/v1/advisories`, {
    headers: { 'x-csrf-token': csrfToken },
    multipart: { file },
  })
  expect(answer.status()).toBe(201)
}

beforeAll(async () => {
  const context = await browser.person()
  expect((await context.request.post(`${url}/api/v1/session`, { data: people.administrator })).status()).toBe(200)
  page = await context.newPage()
  csrfToken = (await read<{ csrfToken: string }>('/session')).csrfToken
  const { facets } = await read<{ facets: { model: { value: string }[] } }>('/devices/facets?active=true')
  model = facets.model.find(({ value }) => value !== '')!.value
})

const heading = () => page.getByRole('article').getByRole('heading', { level: 2 }).first()
const current = async () => (await heading().textContent()) ?? ''
let keys = 0
const press = async (key: string) => {
  keys += 1
  await page.keyboard.press(key)
}

/** J until it is there. */
async function walkTo(title: string) {
  for (let steps = 0; steps < 300; steps++) {
    const at = await current()
    if (at === title) return
    await press('j')
    // Else a slow page is walked past it. Two in a row may have one title.
    for (let looks = 0; looks < 100 && (await current()) === at; looks++) await page.waitForTimeout(30)
  }
  throw new Error(`${title} is not in the inbox`)
}

const stateOf = async (trackingId: string) =>
  (await read<{ advisory: { decision: string | null; triage: string } }>(`/advisories/example-cert:${trackingId}`))
    .advisory

interface Stated {
  id: string
  manufacturer: string
  model: string
  softwareVersion: string | null
  site: string | null
  careArea: string | null
}

/** All devices of the worklist in this list. */
async function devicesIn(filter: Record<string, string>): Promise<Stated[]> {
  const query = new URLSearchParams({ ...filter, active: 'true', limit: '200' })
  const devices: Stated[] = []
  for (let cursor = ''; ; ) {
    const { items, next } = await read<{ items: Stated[]; next: string | null }>(`/devices?${query}${cursor}`)
    devices.push(...items)
    if (next === null) return devices
    cursor = `&cursor=${next}`
  }
}

/** A model of which most devices have a plain version and some have none. */
async function partlyKnown() {
  const { facets } = await read<{ facets: { model: { value: string }[] } }>('/devices/facets?active=true')
  for (const { value } of facets.model.filter((one) => one.value !== '')) {
    const { items } = await read<{ items: Stated[] }>(`/devices?model=${encodeURIComponent(value)}&active=true&limit=1`)
    const { manufacturer } = items[0]!
    const devices = await devicesIn({ manufacturer, model: value, alike: 'true' })
    const known = devices.filter(({ softwareVersion }) => softwareVersion !== null)
    const arePlain = known.every(({ softwareVersion }) => /^\d{1,2}(\.\d{1,3})+$/.test(softwareVersion!))
    if (arePlain && known.length > 1 && known.length < devices.length) return { manufacturer, model: value, devices }
  }
  throw new Error('The demo hospital has no model of which some versions are not known')
}

/** As people read it: the campus by its name, the ward whatever its case. */
const wardOf = ({ site, careArea }: Pick<Stated, 'site' | 'careArea'>) =>
  `${(site ?? '').toLowerCase().replace(/ campus$/, '')}\n${(careArea ?? '').toLowerCase()}`

const wardOfRow = (text: string) => {
  const [, careArea = '', site = ''] = text
    .split('\n')
    .map((line) => line.trim().replace(/^(ward|site) not known$/, ''))
  return wardOf({ site, careArea })
}

test('a new advisory says within a minute which devices it touches, in which wards, why, and which need a look', async () => {
  const { manufacturer, model: touched, devices } = await partlyKnown()
  const started = performance.now()
  await publish('MORNING-0', { manufacturer, model: touched }, 'vers:generic/<100')
  await page.goto(`${url}/triage`)
  await heading().waitFor()
  await walkTo('Morning MORNING-0')
  const table = page.getByRole('table', { name: 'Devices by model and ward' })
  await table.waitFor()
  const seconds = (performance.now() - started) / 1000
  console.info(`From a document to its devices: ${seconds.toFixed(1)} s, ${keys} keys`)
  expect(seconds).toBeLessThan(60)

  const advisory = 'example-cert:MORNING-0'
  const affected = await devicesIn({ advisory, countsAs: 'affected' })
  const look = await devicesIn({ advisory, countsAs: 'to_look_at' })
  const idsOf = (some: Stated[]) => some.map(({ id }) => id)
  for (const { id, softwareVersion } of devices) expect(idsOf(softwareVersion === null ? look : affected)).toContain(id)

  const sentence = await page
    .getByRole('article')
    .locator('strong', { hasText: /(is|are) affected/ })
    .textContent()
  expect(sentence).toMatch(new RegExp(`, and ${look.length} needs? a look\\.$`))
  const known = devices.filter(({ softwareVersion }) => softwareVersion !== null)
  expect(sentence).toContain(`${known.length} ${touched} in ${new Set(known.map(wardOf)).size} wards`)

  await page.getByRole('button', { name: /^All \d+ models and wards$/ }).click()
  const rows = await table.getByRole('row').allInnerTexts()
  const counted = (pattern: RegExp) => rows.reduce((sum, row) => sum + Number(pattern.exec(row)?.[1] ?? 0), 0)
  expect(counted(/(\d+)\s+affected:/)).toBe(affected.length)
  expect(counted(/(\d+)\s+needs? a look:/)).toBe(look.length)
  const ofModel = rows.filter((row) => row.includes(` ${touched}\n`))
  const wards = Map.groupBy(devices, wardOf)
  expect(ofModel).toHaveLength(wards.size)
  for (const ward of wards.values()) {
    const row = ofModel.find((text) => wardOfRow(text) === wardOf(ward[0]!))
    expect(row, wardOf(ward[0]!)).toBeDefined()
    const [because = '', why = ''] = row!.split(/\d+\s+needs? a look:/)
    const versions = ward.flatMap(({ softwareVersion }) => softwareVersion ?? [])
    expect(/affected:/.test(because), row).toBe(versions.length > 0)
    // The reason is the comparison of a device that stands there.
    if (versions.length > 0)
      expect(
        versions.some((version) => because.includes(version)),
        row,
      ).toBe(true)
    expect(/version/.test(why), row).toBe(versions.length < ward.length)
  }
  const first = table.locator('details').first()
  await first.locator('summary').focus()
  await page.keyboard.press('Enter')
  expect(await first.getByRole('listitem').allInnerTexts()).toContainEqual(expect.stringMatching(/vendor|maker/i))
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
})

test('the inbox is worked off with the keyboard alone', async () => {
  const started = performance.now()
  keys = 0
  const { items } = await read<{ items: { manufacturer: string }[] }>(
    `/devices?model=${encodeURIComponent(model)}&limit=1`,
  )
  const { manufacturer } = items[0]!
  for (const id of ['MORNING-1', 'MORNING-2', 'MORNING-3', 'MORNING-4'])
    await publish(id, { manufacturer, model }, 'vers:all/*')
  await page.goto(`${url}/triage`)
  await heading().waitFor()
  const gone = (title: string) =>
    page.waitForFunction((text) => document.querySelector('h2#current')?.textContent !== text, title)

  await walkTo('Morning MORNING-1')
  await press('h')
  await gone('Morning MORNING-1')
  expect(await stateOf('MORNING-1')).toMatchObject({ decision: 'handled', triage: 'settled' })
  await press('u')
  await page.waitForFunction(() => document.querySelector('h2#current')?.textContent === 'Morning MORNING-1')
  expect((await stateOf('MORNING-1')).decision).toBeNull()
  await press('h')
  await gone('Morning MORNING-1')

  await page.goto(`${url}/triage`)
  await heading().waitFor()
  await walkTo('Morning MORNING-2')
  await press('w')
  await page.getByRole('dialog').waitFor()
  await press('Tab')
  await page.getByRole('dialog').getByRole('button', { name: 'Watch' }).focus()
  await press('Enter')
  await gone('Morning MORNING-2')
  expect((await stateOf('MORNING-2')).decision).toBe('watch')

  await page.goto(`${url}/triage`)
  await heading().waitFor()
  await walkTo('Morning MORNING-3')
  await press('n')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('Read with the vendor')
  await press('Tab')
  await press('Enter')
  await gone('Morning MORNING-3')
  expect((await stateOf('MORNING-3')).decision).toBe('nothing_to_do')

  await page.goto(`${url}/triage`)
  await heading().waitFor()
  await walkTo('Morning MORNING-4')
  await press('o')
  await page.getByRole('dialog').getByText(model).first().waitFor()
  await press('Enter')
  await gone('Morning MORNING-4')
  expect((await stateOf('MORNING-4')).decision).toBe('open_work')
  const orders = await read<{ items: unknown[] }>('/work-orders?advisory=example-cert:MORNING-4&limit=5')
  expect(orders.items.length).toBeGreaterThan(0)
  console.info(`Four advisories decided: ${((performance.now() - started) / 1000).toFixed(1)} s, ${keys} keys`)
})

test('a revision that says something new brings a decided advisory back, and the mouse decides it as well', async () => {
  const { items } = await read<{ items: { manufacturer: string }[] }>(
    `/devices?model=${encodeURIComponent(model)}&limit=1`,
  )
  await publish('MORNING-1', { manufacturer: items[0]!.manufacturer, model }, 'vers:all/*', {
    revision: '2',
    remediation: 'Take it off the network until release 2.1',
  })
  expect(await stateOf('MORNING-1')).toMatchObject({ triage: 'revised' })

  await page.goto(`${url}/triage?advisory=example-cert:MORNING-1`)
  await heading().waitFor()
  await walkTo('Morning MORNING-1')
  await page.getByRole('article').getByRole('button', { name: 'Nothing to do' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('These pumps are on no network')
  await dialog.getByRole('button', { name: 'Nothing to do' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await stateOf('MORNING-1')).toMatchObject({ decision: 'nothing_to_do', triage: 'settled' })
  const { decisions } = await read<{ decisions: { reason: string }[] }>('/advisories/example-cert:MORNING-1/history')
  expect(decisions.map(({ reason }) => reason)).toContain('These pumps are on no network')

  await page.getByRole('button', { name: 'Take back' }).click()
  await page.waitForFunction(() => document.querySelector('h2#current')?.textContent === 'Morning MORNING-1')
  expect(await stateOf('MORNING-1')).toMatchObject({ triage: 'revised' })
})
