import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { browsing, desktop, phone } from '#tests/support/browsing.ts'
import type { DemoHospital } from '#tests/support/demo-hospital.ts'
import { exampleBill, exampleVex } from '#tests/support/example-bill.ts'
import { addGateway, addMeadowPump, addWindowsViewer, readExampleFeeds } from '#tests/support/example-feeds.ts'
import { exampleForms } from '#tests/support/example-form.ts'
import { barriersOn, overhang, type Watched, watched } from '#tests/support/watched-page.ts'
import { paths } from '#web/paths.ts'

const { url, people }: DemoHospital = inject('demoHospital')
const browser = browsing()
/** Both shapes of the pages, and both palettes. */
const sizes = { desktop, phone: { ...phone, colorScheme: 'dark' as const } }

let inside: Watched[]
let outside: Watched[]
let addresses: Record<keyof typeof paths, readonly string[]>

beforeAll(async () => {
  const open = async (isSignedIn: boolean) =>
    await Promise.all(
      Object.values(sizes).map(async (size) => {
        const context = await browser.person(size)
        if (isSignedIn) expect(await send(context, '/session', people.administrator)).toBe(200)
        return watched(await context.newPage())
      }),
    )
  inside = await open(true)
  outside = await open(false)
  addresses = await addressesOf(inside[0]!.page.context())
})

async function send(context: BrowserContext, address: string, data: unknown, headers: Record<string, string> = {}) {
  return (await context.request.post(`${url}/api/v1${address}`, { data, headers })).status()
}

async function read<T>(context: BrowserContext, address: string): Promise<T> {
  const answer = await context.request.get(`${url}/api/v1${address}`)
  expect(answer.status(), address).toBe(200)
  return (await answer.json()) as T
}

/** Where each page stands, with something of the demo hospital on it. */
async function addressesOf(context: BrowserContext): Promise<Record<keyof typeof paths, readonly string[]>> {
  type Listed<Row> = { readonly items: readonly [Row, ...Row[]] }
  const { items: groups } = await read<Listed<Record<'advisoryId' | 'manufacturer' | 'model' | 'site', string>>>(
    context,
    '/groups?limit=1',
  )
  const { advisoryId, manufacturer, model, site } = groups[0]
  const { csrfToken } = await read<{ csrfToken: string }>(context, '/session')
  const group = { advisoryId, manufacturer, model, site }
  expect(await send(context, '/campaigns', group, { 'x-csrf-token': csrfToken })).toBe(201)

  const { items: findings } = await read<Listed<{ device: { id: string }; vulnerabilityId: string }>>(
    context,
    `/findings?advisory=${encodeURIComponent(advisoryId)}&limit=1`,
  )
  const { items: orders } = await read<Listed<{ id: string }>>(context, '/work-orders?limit=1')
  const sources = await read<{ id: string; kind: string }[]>(context, '/sources')
  const { feeds } = await read<{ feeds: { id: string }[] }>(context, '/catalogue')
  const device = findings[0].device.id
  const ofBill = await read<{ device: Parameters<typeof exampleBill>[0] }>(context, `/devices/${device}`)
  const sbom = await addBill(context, csrfToken, exampleBill(ofBill.device))
  const vexDocument = await addBill(context, csrfToken, exampleVex(ofBill.device.manufacturer))
  const form = await addForms(context, csrfToken, ofBill)
  const vulnerability = findings[0].vulnerabilityId
  const api = {
    get: <T>(address: string) => read<T>(context, address),
    async post<T>(address: string, data: unknown) {
      const answer = await context.request.post(`${url}/api/v1${address}`, {
        data,
        headers: { 'x-csrf-token': csrfToken },
      })
      expect(answer.ok(), `POST ${address}: ${await answer.text()}`).toBe(true)
      return (await answer.json()) as T
    },
  }
  await readExampleFeeds(api)
  const windows = await addWindowsViewer(api)
  const { items: ofWindows } = await read<Listed<{ vulnerabilityId: string }>>(
    context,
    `/findings?device=${windows}&advisory=MSRC&limit=1`,
  )
  const gateway = await addGateway(api)
  await addMeadowPump(api)
  const { items: models } = await read<Listed<{ id: string }>>(context, '/models?q=meadow%20mp')
  const stage = { stage: 'end_of_support', startsOn: '2030-06-30', reason: 'Letter of the maker' }
  const recorded = await context.request.put(`${url}/api/v1/models/${models[0].id}/stages`, {
    data: stage,
    headers: { 'x-csrf-token': csrfToken },
  })
  expect(recorded.ok()).toBe(true)
  const { items: others } = await read<Listed<{ id: string }>>(context, '/models?confidence=none')
  const { items: ofRecords } = await read<Listed<{ vulnerabilityId: string }>>(
    context,
    `/findings?device=${gateway}&advisory=CVE&limit=1`,
  )
  const { items: recalls } = await read<{ items: { eventId: string }[] }>(context, '/recalls')
  expect(recalls).toHaveLength(2)
  const decided = {
    ...group,
    decision: 'accepted',
    reason: 'Until the next round',
    expiresOn: '2099-12-31',
    premises: [],
  }
  expect(await send(context, '/findings/decide', decided, { 'x-csrf-token': csrfToken })).toBe(200)
  const { items: decisions } = await read<Listed<{ id: string; proposalId: string }>>(context, '/decisions?limit=1')
  const decision = decisions[0].id
  const proposal = decisions[0].proposalId
  const today = new Date().toISOString()
  const merged = await addMerged(api)
  const scenarioOf = async (name: string) => {
    const steps = [{ kind: 'remove', vulnerabilities: [vulnerability] }]
    const saved = await context.request.post(`${url}/api/v1/what-if/scenarios`, {
      data: { name, steps },
      headers: { 'x-csrf-token': csrfToken },
    })
    expect(saved.status()).toBe(201)
    return ((await saved.json()) as { id: string }).id
  }
  const [scenario, other] = [await scenarioOf('One'), await scenarioOf('Another')]
  const tabs = ['findings', 'software', 'mds2', 'health', 'work', 'sources', 'history']
  return {
    home: [paths.home()],
    signIn: [],
    devices: [
      paths.devices(),
      paths.devices({ q: 'nothing is called so' }),
      paths.devices({ support: 'ended' }),
      ...[today, '2020-01-01'].map((asKnownOn) => paths.devices({ asKnownOn })),
    ],
    addDevice: [paths.addDevice()],
    knownDevice: [paths.knownDevice(device, today)],
    device: [
      paths.device(device),
      ...tabs.map((tab) => paths.device(device, tab)),
      paths.device(windows, 'windows'),
      ...merged,
    ],
    recall: recalls.map(({ eventId }) => paths.recall(eventId)),
    recalls: [paths.recalls(), paths.recalls({ topic: 'any', q: 'nothing is called so' })],
    inventoryHealth: [
      paths.inventoryHealth(),
      ...(['unknown', 'ghost', 'missing', 'duplicate', 'unmanaged', 'ended'] as const).map((list) =>
        paths.inventoryHealth({ list }),
      ),
      ...['wards', 'sources', 'rhythms'].map((tab) => paths.inventoryHealth({ tab })),
    ],
    riskOverTime: [
      paths.riskOverTime(),
      paths.riskOverTime({ show: 'axes', by: 'model', sort: 'rise', span: '30' }),
      paths.riskOverTime({ site: 'nothing is called so' }),
    ],
    models: [paths.models(), paths.models({ q: 'nothing is called so' }), paths.models({ lifeSustaining: 'false' })],
    model: [models[0], others[0]].map(({ id }) => paths.model(id)),
    sboms: [paths.sboms(), paths.sboms({ q: 'nothing is called so' })],
    sbom: [
      paths.sbom(sbom),
      ...['vulnerabilities', 'statements', 'findings', 'devices', 'remarks'].map((tab) => paths.sbom(sbom, tab)),
    ],
    vexDocuments: [paths.vexDocuments(), paths.vexDocuments('waiting'), paths.vexDocuments('bound')],
    vexDocument: [paths.vexDocument(vexDocument)],
    mds2: [paths.mds2(), paths.mds2({ q: 'nothing is called so' })],
    mds2Form: [
      paths.mds2Form(form),
      paths.mds2Form(form, { tab: 'answers', q: 'nothing is asked so' }),
      ...['answers', 'differences', 'devices', 'remarks'].map((tab) => paths.mds2Form(form, { tab })),
    ],
    places: [
      paths.places(),
      paths.places({ tab: 'proposals' }),
      paths.places({ tab: 'aliases' }),
      paths.places({ edit: 'Intensivstation', says: 'care_area', of: 'Main Campus', meant: 'MEDICAL ICU' }),
      paths.places({ q: 'nothing is called so' }),
    ],
    names: [
      paths.names(),
      paths.names({ tab: 'proposals' }),
      paths.names({ tab: 'aliases' }),
      paths.names({ edit: 'Zorblax', maker: 'Philips' }),
      paths.names({ q: 'nothing is called so' }),
    ],
    reviews: [
      paths.reviews(),
      paths.reviews({ state: 'settled' }),
      paths.reviews({ tab: 'conflicts' }),
      paths.reviews({ tab: 'conflicts', state: 'waiting' }),
    ],
    advisories: [paths.advisories()],
    vexProducts: [paths.vexProducts(), paths.vexProducts('bound')],
    triage: [paths.triage(), paths.triage({ affected: 'any' }), paths.triage({ advisory: advisoryId })],
    matchRuns: [paths.matchRuns()],
    advisory: [paths.advisory(advisoryId)],
    vulnerability: [paths.vulnerability(vulnerability)],
    rubric: [paths.rubric(vulnerability, { manufacturer, model })],
    findings: [paths.findings(), paths.findings({ open: 'any', answer: 'cannot_tell' })],
    finding: [
      paths.finding(device, vulnerability),
      paths.finding(windows, ofWindows[0].vulnerabilityId),
      paths.finding(gateway, ofRecords[0].vulnerabilityId),
    ],
    decisions: [paths.decisions(), paths.decisions({ state: 'broken' })],
    decision: [paths.decision(decision), paths.decision(decision, 'holds')],
    whatIf: [
      paths.whatIf(),
      paths.whatIf({ scenario }),
      paths.whatIf({ steps: JSON.stringify([{ kind: 'remove', vulnerabilities: [vulnerability] }]), by: 'model' }),
    ],
    compareWhatIf: [paths.compareWhatIf([scenario, other])],
    decisionBoard: [paths.decisionBoard()],
    proposal: [paths.proposal(proposal)],
    decisionRecord: [paths.decisionRecord(proposal)],
    checkRecord: [paths.checkRecord()],
    approvals: [paths.approvals()],
    vexIssues: [paths.vexIssues()],
    work: [paths.work()],
    questions: [paths.questions()],
    workOrders: [paths.workOrders({ tab: 'mine' }), paths.workOrders({ tab: 'all' })],
    workOrder: [paths.workOrder(orders[0].id)],
    sources: [paths.sources()],
    bundles: [paths.bundles()],
    addSource: [paths.addSource(), ...feeds.map(({ id }) => `${paths.addSource()}?feed=${id}`)],
    source: ['connector', 'feed'].flatMap((kind) => {
      const { id } = sources.find((source) => source.kind === kind)!
      return [paths.source(id), paths.source(id, 'skipped')]
    }),
    importFile: [paths.importFile()],
    people: [paths.people()],
    audit: [paths.audit()],
    settings: [paths.settings()],
    appetite: [paths.appetite()],
    environment: [paths.environment()],
    thresholds: [paths.thresholds()],
    trust: [paths.trust()],
    account: [paths.account()],
    notifications: [paths.notifications()],
    help: [paths.help()],
  }
}

async function addBill(context: BrowserContext, csrfToken: string, bill: string) {
  const answer = await context.request.post(`${url}/api/v1/sboms`, {
    headers: { 'x-csrf-token': csrfToken },
    multipart: { file: { name: 'bill.json', mimeType: 'application/json', buffer: Buffer.from(bill) } },
  })
  expect(answer.status(), 'POST /sboms').toBe(201)
  return ((await answer.json()) as { id: string }).id
}

/** Two devices that a person said are one: both of their pages. */
async function addMerged(api: { post: <T>(address: string, data: unknown) => Promise<T> }) {
  const add = async (assetTag: string) =>
    (await api.post<{ id: string }>('/devices', { claims: { assetTag }, reason: 'Found' })).id
  const [into, from] = [await add('ONE-1'), await add('ONE-2')]
  await api.post('/identity/merges', { into, from, reason: 'One label' })
  return [paths.device(into, 'sources'), paths.device(from)]
}

/** Two of one model; gives the one in force. */
async function addForms(
  context: BrowserContext,
  csrfToken: string,
  { device }: { device: Parameters<typeof exampleForms>[0] },
) {
  const ids: string[] = []
  for (const form of exampleForms(device)) {
    const answer = await context.request.post(`${url}/api/v1/documents`, {
      headers: { 'x-csrf-token': csrfToken },
      multipart: { file: { name: 'mds2.csv', mimeType: 'text/csv', buffer: Buffer.from(form) } },
    })
    expect(answer.status(), 'POST /documents').toBe(201)
    ids.push(((await answer.json()) as { id: string }).id)
  }
  return ids.at(-1)!
}

/** What is wrong with a page, at the size of a desk's screen and of a phone's, at the same time. */
async function wrongWith(watchedPages: readonly Watched[], path: string, isExpected?: (complaint: string) => boolean) {
  const found = await Promise.all(
    watchedPages.map(async (one, index) => {
      const { page, complaints } = one
      complaints.length = 0
      await page.goto(`${url}${path}`)
      await one.settled()
      const wide = await overhang(page)
      return [
        ...complaints.filter((complaint) => !isExpected?.(complaint)),
        ...(wide > 0 ? [`${wide} px wider than the window`] : []),
        ...(await barriersOn(page)),
      ].map((complaint) => `${path} at ${Object.keys(sizes)[index]}: ${complaint}`)
    }),
  )
  return found.flat()
}

describe('opens without a complaint, without a barrier and without scrolling sideways', () => {
  const names = Object.keys(paths).filter((name) => name !== 'signIn') as (keyof typeof paths)[]

  test.each(names)('the page %s', async (name) => {
    const wrong: string[] = []
    for (const path of addresses[name]) wrong.push(...(await wrongWith(inside, path)))

    expect(addresses[name]).not.toEqual([])
    expect(wrong).toEqual([])
  })

  test('what is there before the sign-in', async () => {
    const wrong = [
      ...(await wrongWith(outside, paths.signIn('/devices'))),
      ...(await wrongWith(outside, '/join')),
      ...(await wrongWith(outside, '/set-up')),
    ]

    expect(wrong).toEqual([])
  })

  test('an address that leads nowhere', async () => {
    const isExpected = (complaint: string) => complaint.includes('404')

    expect(await wrongWith(inside, '/no-such-page')).toEqual([])
    expect(await wrongWith(inside, paths.device('00000000-0000-4000-8000-000000000000'), isExpected)).toEqual([])
  })

  test('the API, described for programmers', async () => {
    const [one] = inside
    one!.complaints.length = 0
    await one!.page.goto(`${url}/api/docs`)
    await one!.settled()

    expect(one!.complaints).toEqual([])
    expect(await barriersOn(one!.page)).toEqual([])
  })
})

describe('the table of devices', () => {
  const indexOf = async (page: Page) =>
    Number(
      await page
        .getByRole('table', { name: 'Devices' })
        .locator('tbody tr[aria-rowindex]')
        .last()
        .getAttribute('aria-rowindex'),
    )

  test('goes on loading until its last device as one scrolls, and draws only what can be seen', async () => {
    const { page, complaints } = inside[0]!
    complaints.length = 0
    await page.goto(`${url}${paths.devices()}`)
    await inside[0]!.settled()
    const table = page.getByRole('table', { name: 'Devices' })
    const total = Number(await table.getAttribute('aria-rowcount')) - 1
    expect(total).toBeGreaterThan(2000)

    await table.locator('tbody tr').first().hover()
    for (let last = 0; last < total + 1; last = await indexOf(page)) {
      await page.mouse.wheel(0, 6000)
      await page.waitForTimeout(30)
    }

    // What was just measured may move the end once more.
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 6000)
        return await indexOf(page)
      })
      .toBe(total + 1)
    expect(await table.locator('tbody tr').count()).toBeLessThan(150)
    expect(complaints).toEqual([])
  })

  test('keeps its filters in the address, counts what it shows, and gives it as a file', async () => {
    const { page } = inside[0]!
    await page.goto(`${url}${paths.devices({ q: 'LifeCare' })}`)
    await inside[0]!.settled()
    const shown = Number(await page.getByRole('table', { name: 'Devices' }).getAttribute('aria-rowcount')) - 1
    const { items } = await read<{ items: unknown[] }>(page.context(), '/devices?q=LifeCare&limit=200')
    const csv = await (await page.request.get(`${url}/api/v1/devices.csv?q=LifeCare`)).text()

    expect(shown).toBe(items.length)
    expect(csv.trim().split('\r\n').length - 1).toBe(shown)
  })
})

test('one search finds a device by its tag, an advisory, and what is known of a CVE', async () => {
  const { page } = inside[0]!
  await page.goto(url)
  await inside[0]!.settled()
  // As a barcode reader types: the end of the line comes before any answer.
  const find = async (words: string, address: string, heading: RegExp) => {
    await page.keyboard.press('/')
    await page.keyboard.type(words)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/${address}/**`)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  }

  await find('RG105203', 'devices', /RG105203/)
  await find('RGD-15-125-01', 'advisories', /LifeCare/)
  await find('CVE-2015-3459', 'vulnerabilities', /CVE-2015-3459/)

  await page.keyboard.press('/')
  await page.keyboard.type('CVE-2015-3459')
  await page.getByRole('option', { name: /RGD-15-125-01/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/advisories/**')
})
