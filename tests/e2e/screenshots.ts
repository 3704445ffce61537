// Looks at every page as a person would: desktop and phone, light and dark, full and empty; and runs axe on each.
// `npm run e2e -- --screenshots [part of a page's name …]` starts the demo hospital and an empty one for it. A Homeostat that
// runs already is looked at instead when HOMEOSTAT_URL, HOMEOSTAT_EMAIL and HOMEOSTAT_PASSWORD say where and as whom.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { fillHospital } from '#tests/support/filled-hospital.ts'
import { startHomeostat } from '#tests/support/running-homeostat.ts'
import { setUp } from '#tests/support/signed-in.ts'
import { browserArgs, findBrowser } from '#tools/browser.ts'

const folder = process.env.HOMEOSTAT_SCREENSHOTS ?? 'screenshots'
const wanted = process.argv.slice(2)
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Where to look, and as whom. */
interface Place {
  readonly kind: 'full' | 'empty'
  readonly url: string
  readonly email: string
  readonly password: string
}

interface View {
  name: string
  width: number
  height: number
  scheme: 'light' | 'dark'
}
const views: View[] = [
  { name: 'desktop-light', width: 1440, height: 900, scheme: 'light' },
  { name: 'desktop-dark', width: 1440, height: 900, scheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, scheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, scheme: 'dark' },
]

interface Stop {
  name: string
  path: string
  /** Something to do before the picture is taken. */
  act?: (page: Page) => Promise<void>
  /** The browser must not be signed in. */
  outside?: boolean
}

/** Reads the API as the signed-in person does. */
async function read<T>(context: BrowserContext, base: string, address: string): Promise<T | null> {
  const response = await context.request.get(`${base}/api/v1${address}`)
  return response.ok() ? ((await response.json()) as T) : null
}

interface Listed {
  items: { id: string }[]
}

/** Every page, with things that are there to be shown on it. */
async function stopsOf(context: BrowserContext, base: string): Promise<Stop[]> {
  const first = async (address: string) => (await read<Listed>(context, base, address))?.items[0]?.id
  const device = await first('/devices?sort=risk&limit=1')
  const windows = await first('/devices?q=RG-WIN-1&limit=1')
  const recall = (await read<{ items: { eventId: string }[] }>(context, base, '/recalls'))?.items[0]?.eventId
  const advisory = await first('/advisories?affected=yes&sort=affected&limit=1')
  const model = await first('/models?q=meadow%20mp')
  const sbom = await first('/sboms?limit=1')
  const vexDocument = await first('/vex-documents?limit=1')
  const form = await first('/mds2?inForce=true&limit=1')
  const order = await first('/work-orders?open=true&limit=1')
  const sources = (await read<{ id: string; kind: string; openSkipped: number }[]>(context, base, '/sources')) ?? []
  const source = sources.find((one) => one.openSkipped > 0) ?? sources[0]
  const findings = await read<{ items: { device: { id: string }; vulnerabilityId: string }[] }>(
    context,
    base,
    '/findings?sort=risk&limit=1',
  )
  const finding = findings?.items[0]
  const onWindows = (
    await read<{ items: { vulnerabilityId: string }[] }>(context, base, `/findings?device=${windows}&limit=1`)
  )?.items[0]?.vulnerabilityId
  const byRecord = (
    await read<{ items: { device: { id: string }; vulnerabilityId: string }[] }>(
      context,
      base,
      '/findings?advisory=CVE&limit=1',
    )
  )?.items[0]
  const decision = await first('/decisions?state=broken&limit=1')
  const proposal = await first('/decision-proposals?state=taken&limit=1')
  const broken = (
    await read<{ items: { device: { id: string }; vulnerabilityId: string }[] }>(
      context,
      base,
      '/findings?decisionBroke=true&limit=1',
    )
  )?.items[0]
  const feeds = (await read<{ feeds: { id: string }[] }>(context, base, '/catalogue'))?.feeds ?? []
  const part = encodeURIComponent
  const open = (label: string) => async (page: Page) => {
    const button = page.getByRole('button', { name: label }).first()
    if ((await button.count()) === 0 || (await button.getAttribute('aria-disabled')) === 'true') return
    await button.click()
    await page.waitForTimeout(400)
  }
  return [
    { name: 'sign-in', path: '/sign-in', outside: true },
    { name: 'link-not-complete', path: '/join', outside: true },
    { name: 'home', path: '/' },
    {
      name: 'search',
      path: '/',
      act: async (page) => {
        await page.keyboard.press('/')
        await page.keyboard.type('CVE-20')
        await page.waitForTimeout(900)
      },
    },
    { name: 'devices', path: '/devices' },
    { name: 'devices-nothing-fits', path: '/devices?q=nothing-is-called-so' },
    { name: 'devices-support', path: '/devices?support=ended' },
    { name: 'devices-known', path: `/devices?asKnownOn=${new Date().toISOString()}` },
    { name: 'add-device', path: '/devices/new' },
    ...(windows ? [{ name: 'device-windows', path: `/devices/${windows}?tab=windows` }] : []),
    ...(device
      ? [
          { name: 'device', path: `/devices/${device}` },
          { name: 'device-findings', path: `/devices/${device}?tab=findings` },
          { name: 'device-software', path: `/devices/${device}?tab=software` },
          { name: 'device-mds2', path: `/devices/${device}?tab=mds2` },
          { name: 'device-work', path: `/devices/${device}?tab=work` },
          { name: 'device-sources', path: `/devices/${device}?tab=sources` },
          { name: 'device-history', path: `/devices/${device}?tab=history` },
          { name: 'device-correct', path: `/devices/${device}`, act: open('Correct an attribute') },
        ]
      : []),
    { name: 'sboms', path: '/sboms' },
    { name: 'sbom-add', path: '/sboms', act: open('Add a document') },
    ...(sbom
      ? [
          { name: 'sbom', path: `/sboms/${sbom}` },
          { name: 'sbom-vulnerabilities', path: `/sboms/${sbom}?tab=vulnerabilities` },
          { name: 'sbom-findings', path: `/sboms/${sbom}?tab=findings` },
          { name: 'sbom-statements', path: `/sboms/${sbom}?tab=statements` },
          { name: 'sbom-devices', path: `/sboms/${sbom}?tab=devices` },
          { name: 'sbom-remarks', path: `/sboms/${sbom}?tab=remarks` },
          { name: 'sbom-bind', path: `/sboms/${sbom}`, act: open('Bind to other devices') },
        ]
      : []),
    { name: 'vex-documents', path: '/sboms/vex' },
    { name: 'vex-waiting', path: '/sboms/vex?tab=waiting' },
    { name: 'vex-waiting-bind', path: '/sboms/vex?tab=waiting', act: open('Bind') },
    { name: 'vex-waiting-bound', path: '/sboms/vex?tab=bound' },
    ...(vexDocument ? [{ name: 'vex-document', path: `/sboms/vex/${vexDocument}` }] : []),
    { name: 'mds2', path: '/mds2' },
    ...(form
      ? [
          { name: 'mds2-form', path: `/mds2/${form}` },
          { name: 'mds2-answer', path: `/mds2/${form}?tab=answers&q=CONN` },
          { name: 'mds2-answers', path: `/mds2/${form}?tab=answers` },
          { name: 'mds2-differences', path: `/mds2/${form}?tab=differences` },
          { name: 'mds2-devices', path: `/mds2/${form}?tab=devices` },
          { name: 'mds2-remarks', path: `/mds2/${form}?tab=remarks` },
          { name: 'mds2-bind', path: `/mds2/${form}`, act: open('Bind to other devices') },
        ]
      : []),
    { name: 'places', path: '/places' },
    { name: 'places-proposals', path: '/places?tab=proposals' },
    { name: 'places-aliases', path: '/places?tab=aliases' },
    {
      name: 'places-edit',
      path: '/places?edit=MICU%204A&says=care_area&of=Main%20Campus&meant=MEDICAL%20ICU',
    },
    { name: 'names', path: '/names' },
    { name: 'names-proposals', path: '/names?tab=proposals' },
    { name: 'names-aliases', path: '/names?tab=aliases' },
    {
      name: 'names-edit',
      path: '/names?edit=Philips%20Healthcare&maker=GE%20Healthcare',
      act: async (page) => {
        await page
          .getByText(/(?:is|be) read otherwise/)
          .first()
          .waitFor()
      },
    },
    { name: 'risk-over-time', path: '/risk-over-time' },
    { name: 'risk-over-time-axes', path: '/risk-over-time?show=axes&by=model' },
    { name: 'inventory-health', path: '/inventory-health' },
    ...['unknown', 'ghost', 'missing', 'duplicate', 'unmanaged', 'ended'].map((list) => ({
      name: `inventory-health-${list}`,
      path: `/inventory-health?list=${list}`,
    })),
    ...['wards', 'sources', 'rhythms'].map((tab) => ({
      name: `inventory-health-${tab}`,
      path: `/inventory-health?tab=${tab}`,
    })),
    { name: 'inventory-health-bounds', path: '/inventory-health', act: open('Limits') },
    ...(device ? [{ name: 'device-health', path: `/devices/${device}?tab=health` }] : []),
    { name: 'models', path: '/models' },
    ...(model
      ? [
          { name: 'model', path: `/models/${part(model)}` },
          { name: 'model-stage', path: `/models/${part(model)}`, act: open('Record a stage') },
        ]
      : []),
    { name: 'reviews', path: '/reviews' },
    { name: 'reviews-same', path: '/reviews', act: open('The same device') },
    { name: 'reviews-conflicts', path: '/reviews?tab=conflicts' },
    { name: 'reviews-conflict-settle', path: '/reviews?tab=conflicts', act: (page) => page.keyboard.press('1') },
    { name: 'advisories', path: '/advisories' },
    { name: 'advisories-fields', path: '/advisories', act: open('All fields') },
    { name: 'recalls', path: '/recalls' },
    ...(recall ? [{ name: 'recall', path: `/recalls/${part(recall)}` }] : []),
    { name: 'vex-products', path: '/advisories/vex-products' },
    { name: 'vex-products-bound', path: '/advisories/vex-products?tab=bound' },
    { name: 'vex-products-bind', path: '/advisories/vex-products', act: open('Bind') },
    { name: 'triage', path: '/triage' },
    { name: 'match-runs', path: '/match-runs' },
    { name: 'verdicts', path: '/verdicts' },
    ...(advisory ? [{ name: 'advisory', path: `/advisories/${part(advisory)}` }] : []),
    { name: 'findings', path: '/findings' },
    ...(finding
      ? [
          { name: 'finding', path: `/findings/${part(finding.device.id)}/${part(finding.vulnerabilityId)}` },
          {
            name: 'finding-decide',
            path: `/findings/${part(finding.device.id)}/${part(finding.vulnerabilityId)}`,
            act: open('Decide'),
          },
          { name: 'vulnerability', path: `/vulnerabilities/${part(finding.vulnerabilityId)}` },
          {
            name: 'vulnerability-vex',
            path: `/vulnerabilities/${part(finding.vulnerabilityId)}`,
            act: open('Verdicts as VEX'),
          },
        ]
      : []),
    ...(windows && onWindows
      ? [
          { name: 'finding-microsoft', path: `/findings/${windows}/${part(onWindows)}` },
          { name: 'vulnerability-microsoft', path: `/vulnerabilities/${part(onWindows)}` },
        ]
      : []),
    { name: 'findings-set-aside', path: '/findings?countsAs=set_aside&open=any' },
    { name: 'findings-counts-as-affected', path: '/findings?countsAs=affected&answer=cannot_tell' },
    { name: 'decisions', path: '/decisions' },
    ...(decision ? [{ name: 'decision', path: `/decisions/${decision}` }] : []),
    { name: 'what-if', path: '/what-if' },
    ...(finding
      ? [
          {
            name: 'what-if-result',
            path: `/what-if?steps=${part(JSON.stringify([{ kind: 'remove', vulnerabilities: [finding.vulnerabilityId] }]))}`,
            act: async (page: Page) => {
              await page.getByRole('heading', { name: 'Findings that move' }).waitFor()
              await page.waitForTimeout(600)
            },
          },
        ]
      : []),
    ...(broken
      ? [{ name: 'finding-broken', path: `/findings/${part(broken.device.id)}/${part(broken.vulnerabilityId)}` }]
      : []),
    ...(byRecord
      ? [{ name: 'finding-record', path: `/findings/${part(byRecord.device.id)}/${part(byRecord.vulnerabilityId)}` }]
      : []),
    { name: 'findings-broken', path: '/findings?decisionBroke=true' },
    {
      name: 'work-decide',
      path: '/work',
      act: async (page) => {
        await open('Decide')(page)
        const radio = page.getByRole('radio', { name: 'Accepted' })
        if ((await radio.count()) === 0) return
        await radio.check()
        await page.getByText(/^(?:Covers|It would be)/).waitFor()
        await page.getByText(/^(?:Covers|It would be)/).scrollIntoViewIfNeeded()
      },
    },
    { name: 'work', path: '/work' },
    { name: 'questions', path: '/questions' },
    { name: 'questions-make', path: '/questions', act: open('Make field checks') },
    { name: 'work-make-orders', path: '/work', act: open('Make work orders') },
    { name: 'work-orders', path: '/work-orders?tab=all' },
    ...(order ? [{ name: 'work-order', path: `/work-orders/${order}` }] : []),
    { name: 'sources', path: '/sources' },
    { name: 'bundles', path: '/sources/bundles' },
    ...(source
      ? [
          { name: 'source', path: `/sources/${source.id}` },
          { name: 'source-skipped', path: `/sources/${source.id}?tab=skipped` },
          { name: 'source-settings', path: `/sources/${source.id}`, act: open('Settings') },
        ]
      : []),
    { name: 'add-system', path: '/sources/new?system=generic-rest' },
    { name: 'add-feed', path: feeds[0] ? `/sources/new?feed=${feeds[0].id}` : '/sources/new' },
    { name: 'import', path: '/import' },
    {
      name: 'import-columns',
      path: '/import',
      act: async (page) => {
        await page.setInputFiles('input[type=file]', {
          name: 'CMMS export.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from(
            'Riverside General,,,,,\nControl No,Serial,Mfr,Model,Next PM,Patient Name\n' +
              'RG-1,S1,BD,Alaris 8015,03/04/2026,Doe John\nRG-2,S2,Philips,MX700,11/12/2026,Roe Jane\n,,BD,Alaris,,\n',
          ),
        })
        await page.getByText('What stands', { exact: false }).or(page.getByText('Guessed from')).first().waitFor()
        await page.waitForTimeout(300)
      },
    },
    { name: 'people', path: '/people' },
    { name: 'people-invite', path: '/people', act: open('Invite') },
    { name: 'audit', path: '/audit' },
    { name: 'settings', path: '/settings' },
    { name: 'appetite', path: '/settings/appetite' },
    { name: 'cvss-by-place', path: '/settings/cvss' },
    { name: 'approvals', path: '/settings/approvals' },
    { name: 'decision-board', path: '/decisions/board' },
    { name: 'decision-records', path: '/decisions/records' },
    ...(proposal ? [{ name: 'decision-proposal', path: `/decisions/waiting/${proposal}` }] : []),
    ...(proposal ? [{ name: 'decision-record', path: `/decisions/records/${proposal}` }] : []),
    { name: 'thresholds', path: '/settings/thresholds' },
    { name: 'trust', path: '/settings/trust' },
    { name: 'account', path: '/account' },
    { name: 'notifications', path: '/notifications' },
    {
      name: 'notification-bell',
      path: '/help',
      act: async (page) => {
        await page.getByRole('button', { name: /^Notifications/ }).click()
        await page.waitForTimeout(500)
      },
    },
    { name: 'help', path: '/help' },
    { name: 'not-found', path: '/no-such-page' },
  ]
}

async function signIn(context: BrowserContext, { url: base, email, password }: Place) {
  const page = await context.newPage()
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('Search everything').waitFor()
  await page.close()
}

interface Violation {
  id: string
  help: string
  nodes: string[]
}

const runAxe = `axe.run({ exclude: [['[role=tooltip]']] }, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] })
  .then(({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 4).map((node) =>
    node.html.slice(0, 180) + ' :: ' + (node.any[0] ? node.any[0].message : (node.all[0] || node.none[0] || {}).message)) })))`

/** What is wrong, and the pages where it is: one fault in the shell is one line, not two hundred. */
const faults = new Map<string, string[]>()
const report = (fault: string, name: string) => faults.set(fault, [...(faults.get(fault) ?? []), name])

async function look(page: Page, base: string, stop: Stop, name: string) {
  const problems: string[] = []
  const onConsole = (message: { type(): string; text(): string }) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) problems.push(message.text())
  }
  const onError = (error: Error) => void problems.push(String(error))
  page.on('console', onConsole)
  page.on('pageerror', onError)
  await page.goto(`${base}${stop.path}`)
  await page.waitForLoadState('networkidle').catch(() => undefined)
  await page
    .locator('[aria-busy=true]')
    .first()
    .waitFor({ state: 'detached', timeout: 8000 })
    .catch(() => undefined)
  await stop.act?.(page)
  await page.waitForTimeout(150)
  const file = path.join(folder, `${name}.png`)
  mkdirSync(path.dirname(file), { recursive: true })
  await page.screenshot({ path: file, fullPage: !stop.act })
  const wide = (await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )) as number
  if (wide > 1) problems.push(`is ${wide} px wider than the window`)
  // Playwright evaluates beside the page's Content-Security-Policy, which forbids injected scripts.
  await page.evaluate(axeSource)
  for (const { id, help, nodes } of (await page.evaluate(runAxe)) as Violation[])
    for (const node of nodes)
      problems.push(`axe ${id}: ${help}\n    ${node.replace(/mantine-[a-z0-9]{9}/g, 'mantine-…')}`)
  page.off('console', onConsole)
  page.off('pageerror', onError)
  for (const problem of new Set(problems)) report(problem, name)
}

async function visit(browser: Browser, place: Place) {
  for (const view of views) {
    const options = {
      viewport: { width: view.width, height: view.height },
      colorScheme: view.scheme,
      reducedMotion: 'reduce' as const,
      ignoreHTTPSErrors: true,
      hasTouch: view.width < 500,
    }
    const outside = await browser.newContext(options)
    const inside = await browser.newContext(options)
    await signIn(inside, place)
    const [outsidePage, insidePage] = [await outside.newPage(), await inside.newPage()]
    for (const stop of await stopsOf(inside, place.url)) {
      const name = `${place.kind}/${view.name}/${stop.name}`
      if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue
      await look(stop.outside ? outsidePage : insidePage, place.url, stop, name).catch((error) =>
        report(String(error).split('\n')[0] ?? '', name),
      )
    }
    await outside.close()
    await inside.close()
  }
}

/** Starts one, sets it up, looks, and ends it. */
async function visitOwn(browser: Browser, kind: Place['kind']) {
  const homeostat = await startHomeostat(...(kind === 'empty' ? ['--empty'] : []))
  try {
    if (!homeostat.setUpLink) throw new Error('No set-up link was printed.')
    const administrator = await setUp(homeostat.setUpLink)
    if (kind === 'full') await fillHospital(homeostat.url, administrator)
    const { email, password } = administrator
    await visit(browser, { kind, url: homeostat.url, email, password })
  } finally {
    await homeostat.stop()
  }
}

const { HOMEOSTAT_URL: url, HOMEOSTAT_EMAIL: email = '', HOMEOSTAT_PASSWORD: password = '' } = process.env
const browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserArgs, '--hide-scrollbars'] })
try {
  if (url) await visit(browser, { kind: 'full', url, email, password })
  else for (const kind of ['full', 'empty'] as const) await visitOwn(browser, kind)
} finally {
  await browser.close()
}
for (const [fault, names] of faults)
  console.log(
    `✗ ${fault}\n    on ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`,
  )
console.log(faults.size === 0 ? `Every page was seen; pictures are in ${folder}/.` : `${faults.size} faults.`)
process.exitCode = faults.size === 0 ? 0 : 1
