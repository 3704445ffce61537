import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { smtpServer } from '#bench/servers/smtp-server.ts'
import { connectors } from '#connectors/registry.ts'
import { keepReviews } from '#domain/inventory/inventory.ts'
import { exportWorkOrders } from '#domain/remediation/remediation.ts'
import { personSource } from '#domain/sources/sources.ts'
import { feeds } from '#feeds/registry.ts'
import { csvOutlet } from '#outlets/csv/outlet.ts'
import { inTransaction } from '#platform/db/database.ts'
import { csvRow } from '#standards/csv/write-csv.ts'
import { rubricQuestions } from '#standards/cvss-rubric/questions.ts'
import { advisoryRecord, csafDocument, productEntry, statement } from '#tests/support/advisory-records.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { formCsv, formRows } from '#tests/support/mds2-form.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { clientOf, testServer } from '#tests/support/test-server.ts'
import { routes } from './routes.ts'

// Every route that can change something is done once, with valid input, and looked for in the trail.

const { db } = await testDatabase()
const { app, signedIn, nobody } = await testServer(db, { services: { connectors, feeds, outlets: [csvOutlet] } })
const hospital = await newHospital(db)
const admin = await signedIn('administrator')
const technician = await signedIn('technician')
const approver = await signedIn('manager', { approves: true })
const smtp = await smtpServer()
afterAll(() => smtp.close())

await hospital.publish(
  advisoryRecord({
    trackingId: 'EX-1',
    products: [productEntry({ productId: 'P1', version: '< 2.0', versionForm: 'comparison', isRange: true })],
    vulnerabilities: [
      statement({
        vulnerabilityId: 'CVE-2026-1000',
        status: { known_affected: ['P1'] },
        remediations: [{ category: 'vendor_fix', details: 'Update to 2.0', productIds: ['P1'] }],
      }),
    ],
  }),
)

type Answer = Awaited<ReturnType<typeof admin.get>>
type Change = () => Promise<Answer>

/** What the change is called in the trail, and what has to be there before it is made. */
interface Example {
  readonly action: string
  prepare(): Promise<Change> | Change
}
const example = (action: string, prepare: Example['prepare']): Example => ({ action, prepare })

const password = 'a brown fox in ward nine'
let number = 0
const next = () => ++number

const scenario = () => ({
  name: `Scenario ${next()}`,
  steps: [{ kind: 'remove', vulnerabilities: ['CVE-2026-1000'] }],
})

const draftAppetite = async () => {
  const { starting, draft } = (await admin.get('/settings/appetite')).json()
  const holidays = [new Date(Date.UTC(2026, 11, next())).toISOString().slice(0, 10)]
  const appetite = { ...starting, calendar: { ...starting.calendar, holidays } }
  return (await admin.put('/settings/appetite/draft', { appetite, seen: draft?.hash ?? null })).json()
}
const askBackTest = async () => {
  const { hash } = await draftAppetite()
  return (await admin.post('/settings/appetite/back-tests', { hash })).json()
}
const placeAlias = (name: string) => ({ kind: 'site', name, meant: 'Main Campus' })
const alias = (name: string) => ({ kind: 'vendor', name, maker: 'Example Medical' })
const tokenOf = (link: string) => link.split('#token=')[1]!
const invite = async () =>
  (await admin.post('/people', { email: `p${next()}@hospital.test`, name: 'Pat', role: 'viewer' })).json()

/** A person who came by the link, and their session. */
async function member() {
  const { person, link } = await invite()
  const joined = await nobody.post('/access-links/redeem', { token: tokenOf(link), password })
  return { person, client: clientOf(app, { token: joined.cookies[0]!.value, csrfToken: joined.json().csrfToken }) }
}

const pump = (key: number, site: string) => ({
  assetTag: `CE-${key}`,
  serialNumber: `SER-${key}`,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '1.5',
  site,
})

/** A record whose serial number became another. */
async function openConflict() {
  const key = next()
  for (const serialNumber of [`SN-OLD-${key}`, `SN-NEW-${key}`])
    await hospital.says(hospital.cmms, { [`c${key}`]: { serialNumber, manufacturer: 'Example Medical' } })
  const { items } = (await admin.get('/conflicts')).json()
  return `/conflicts/${items.find((one: { text: string }) => one.text.includes(`"c${key}"`)).id}`
}

/** Two records that a resolver cannot tell apart, or join. */
async function openReview() {
  const key = `r${next()}`
  await hospital.says(hospital.cmms, { [key]: { hostname: `a-${key}` } })
  await hospital.says(hospital.monitor, { [key]: { hostname: `b-${key}` } })
  const record = (source: typeof hospital.cmms) => ({ sourceId: source.id, sourceKey: key })
  const pair = { a: record(hospital.cmms), b: record(hospital.monitor), probability: 0.5 }
  const scope = { records: [pair.a] }
  await inTransaction(db, (tx) => keepReviews(tx, hospital.organisationId, [pair], scope))
  const { items } = (await admin.get('/reviews')).json()
  return `/reviews/${items.find((one: { a: { sourceKey: string } }) => one.a.sourceKey === key).id}`
}

/** A pump with the flaw, at a site of its own. */
async function affected() {
  const key = next()
  const group = {
    advisoryId: 'example-cert:EX-1',
    manufacturer: 'Example Medical',
    model: 'Drip 3000',
    site: `Site ${key}`,
  }
  const { deviceIds } = await hospital.says(hospital.cmms, { [`p${key}`]: pump(key, group.site) })
  return { group, deviceId: deviceIds[0]! }
}

/** A pump whose model nobody assessed by the rubric, or somebody did. */
async function assessed(isAnswered: boolean) {
  await sql`truncate rubric_assessment`.execute(db)
  const { group } = await affected()
  const on = { manufacturer: group.manufacturer, model: group.model }
  if (isAnswered) await admin.put('/vulnerabilities/CVE-2026-1000/rubric', { ...on, answers: asWorst, seen: 0 })
  return { on }
}
const asWorst = Object.fromEntries(
  rubricQuestions.filter(({ askedIf }) => askedIf === undefined).map(({ code }) => [code, 'unknown']),
)

/** A device that two systems know, and what one of them says. */
async function twoRecords() {
  const key = next()
  const { deviceIds } = await hospital.says(hospital.cmms, { [`t${key}`]: pump(key, 'North') })
  await hospital.says(hospital.monitor, { [`t${key}`]: pump(key, 'North') })
  return { deviceId: deviceIds[0]!, records: [{ sourceId: hospital.monitor.id, sourceKey: `t${key}` }] }
}

async function ordered() {
  const { group } = await affected()
  const made = (await admin.post('/campaigns', { ...group, assignedTo: technician.person.id })).json()
  const { workOrders } = (await admin.get(`/campaigns/${made.campaignId}`)).json()
  const { id, number, version } = (await admin.get(`/work-orders/${workOrders[0].id}`)).json().order
  return { id, number, version, path: `/work-orders/${id}` }
}

async function upload(path: string, name: string, content: string | Buffer, person = admin): Promise<Answer> {
  const boundary = 'x-boundary-x'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
  return await app.inject({
    method: 'POST',
    url: `/api/v1${path}`,
    headers: {
      cookie: `homeostat_session=${person.token}`,
      'x-csrf-token': person.csrfToken,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]),
  })
}

/** A bill of materials that nobody has uploaded. */
const bill = () =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { supplier: { name: 'Example Medical' }, component: { name: `Drip ${next()}`, version: '1.5' } },
    components: [{ name: 'zlib', version: '1.2.11' }],
  })

const vexDocument = (bill = '00000000-0000-4000-9000-000000000000') =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:00000000-0000-4000-8000-${String(next()).padStart(12, '0')}`,
    vulnerabilities: [
      {
        id: 'CVE-2026-1000',
        analysis: { state: 'in_triage' },
        affects: [{ ref: `urn:cdx:${bill}/1#z` }],
      },
    ],
  })

/** A product of a VEX document that no device bears the name of. */
async function spokenOf() {
  const product = `https://vex.example/product/${next()}`
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://vex.example/${next()}`,
    author: 'Vex House',
    timestamp: '2026-01-10T10:00:00Z',
    version: 1,
    statements: [{ vulnerability: { name: 'CVE-2026-1000' }, products: [{ '@id': product }], status: 'fixed' }],
  }
  expect((await upload('/advisories', 'vex.json', JSON.stringify(document))).statusCode).toBe(201)
  return product
}
const boundTo = (product: string) => ({
  publisher: 'Vex House',
  vendor: '',
  product,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  reason: 'Read on the label',
})
/** A bill of materials that VEX speaks of and that nobody has uploaded, of a model. */
async function awaitedBill() {
  const serialNumber = `00000000-0000-4000-a000-${String(next()).padStart(12, '0')}`
  expect((await upload('/sboms', 'vex.json', vexDocument(serialNumber))).statusCode).toBe(201)
  return {
    ...{ serialNumber, revision: 1, manufacturer: 'Example Medical', model: 'Drip 3000', versions: '*' },
    reason: 'Read in a letter',
  }
}
/** An MDS2 form that nobody has uploaded. */
const form = () => formCsv(formRows({ manufacturer: 'Example Medical', model: `Drip ${next()}` }))

const settings = {
  columns: { Tag: 'assetTag', Serial: 'serialNumber', Model: 'model' },
  dateOrder: null,
  timeZone: 'UTC',
}
/** An export with a device, and a row of which nobody can tell whose it is. */
async function exported() {
  const key = next()
  const text = `Tag;Serial;Model\nX-${key};S-${key};Infusomat\n;;Infusomat\n`
  return { fileId: (await upload('/uploads', 'export.csv', text)).json().fileId, settings }
}

async function imported() {
  const run = (
    await admin.post('/imports', { ...(await exported()), name: `List ${next()}`, member: 'csv-file' })
  ).json()
  return { ...run, path: `/runs/${run.id}` }
}

async function skipped() {
  const { sourceId } = await imported()
  await drainRuns(db)
  const { items } = (await admin.get(`/sources/${sourceId}/skipped`)).json()
  return items[0]
}

const kev = { member: 'kev', settings: { location: 'fixtures/riverside-general/kev.json' } }
async function feed() {
  const made = await admin.post('/sources', { ...kev, kind: 'feed', name: `KEV ${next()}` })
  return `/sources/${made.json().id}`
}

/** This site has a key, and a feed was read since: there is something to carry. */
async function carrying() {
  const key = (await admin.post('/bundles/key', { issuer: 'Riverside', replace: true })).json()
  await admin.post(`${await feed()}/run`)
  await drainRuns(db)
  return key as { fingerprint: string }
}
const trusted = async (fingerprint: string) => await admin.post('/bundles/trusted', { fingerprint, name: 'Riverside' })
const someFingerprint = () => `0123-4567-89ab-cdef-0123-4567-89ab-${String(next()).padStart(4, '0')}`

const photo = Buffer.from('ffd8ffda0008010100003f00010203ffd9', 'hex')
const organisation = { organisationName: 'Riverside General', timeZone: 'UTC', publicUrl: null, currency: 'EUR' }
const mail = { from: 'h@hospital.test', secure: false, user: null }
const decision = { decision: 'accepted', reason: 'Behind a firewall', expiresOn: '2099-01-31' }
const endless = { critical: null, high: null, medium: null, low: null }

/** A decision of the administrator that waits for somebody else. */
async function waiting(): Promise<string> {
  const { starting, inForce } = (await admin.get('/settings/approvals')).json()
  const each = { critical: 1, high: 1, medium: 1, low: 1 }
  const put = (rule: object, seen: string | null) =>
    admin.put('/settings/approvals', { rule: { ...starting, longestDays: endless, ...rule }, seen, reason: 'As voted' })
  const { inForce: strict } = (await put({ approvers: each, lifeSustaining: each }, inForce?.hash ?? null)).json()
  const { deviceId } = await affected()
  const detail = (await admin.put(`/findings/${deviceId}/CVE-2026-1000/decision`, decision)).json()
  await put({ kinds: [] }, strict.hash)
  return detail.waiting[0].id
}
const control = () => ({
  name: `Firewall rule ${next()}`,
  place: 'North',
  verifiedOn: '2026-01-01',
  evidence: 'Port scan',
  verifyAgainBy: '2027-01-01',
})

const examples: Readonly<Record<string, Example>> = {
  'POST /session': example('session.opened', async () => {
    const { person } = await member()
    return () => nobody.post('/session', { email: person.email, password })
  }),
  'DELETE /session': example('session.ended', async () => {
    const { client } = await member()
    return () => client.delete('/session')
  }),
  'PUT /session/password': example('person.password_changed', async () => {
    const { client } = await member()
    return () => client.put('/session/password', { current: password, next: 'seven grey herons fly' })
  }),
  'POST /access-links/redeem': example('person.joined', async () => {
    const { link } = await invite()
    return () => nobody.post('/access-links/redeem', { token: tokenOf(link), password })
  }),
  'POST /people': example(
    'person.invited',
    () => () => admin.post('/people', { email: 'new@hospital.test', name: 'Nell', role: 'technician' }),
  ),
  'PATCH /people/{person}': example('person.role_changed', async () => {
    const { person } = await invite()
    return () => admin.patch(`/people/${person.id}`, { role: 'technician' })
  }),
  'POST /people/{person}/reset-link': example('person.reset_link_made', async () => {
    const { person } = await invite()
    return () => admin.post(`/people/${person.id}/reset-link`)
  }),
  'POST /saved-views': example(
    'saved_view.saved',
    () => () => admin.post('/saved-views', { page: 'devices', name: 'Pumps', query: 'q=pump' }),
  ),
  'PUT /saved-views/{view}/watch': example('saved_view.watched', async () => {
    const [view] = (await admin.post('/saved-views', { page: 'devices', name: 'Watched', query: '?q=bed' })).json()
    return () => admin.put(`/saved-views/${view.id}/watch`, {})
  }),
  'DELETE /saved-views/{view}/watch': example('saved_view.unwatched', async () => {
    const [view] = (await admin.post('/saved-views', { page: 'devices', name: 'Watched', query: '?q=bed' })).json()
    await admin.put(`/saved-views/${view.id}/watch`, {})
    return () => admin.delete(`/saved-views/${view.id}/watch`)
  }),
  'DELETE /saved-views/{view}': example('saved_view.removed', async () => {
    const views = (await admin.post('/saved-views', { page: 'findings', name: 'Beds', query: 'q=bed' })).json()
    return () => admin.delete(`/saved-views/${views[0].id}`)
  }),
  'PUT /settings': example(
    'settings.changed',
    () => () => admin.put('/settings', { ...organisation, mail: null, currency: 'USD' }),
  ),
  'PUT /settings/appetite/draft': example('appetite.drafted', async () => {
    const { starting, draft } = (await admin.get('/settings/appetite')).json()
    const presets = { ...starting.presets, kev: true }
    return () =>
      admin.put('/settings/appetite/draft', { appetite: { ...starting, presets }, seen: draft?.hash ?? null })
  }),
  'DELETE /settings/appetite/draft': example('appetite.discarded', async () => {
    await draftAppetite()
    return () => admin.delete('/settings/appetite/draft')
  }),
  'POST /settings/appetite/adopt': example('appetite.adopted', async () => {
    const { hash } = await draftAppetite()
    return () => admin.post('/settings/appetite/adopt', { hash, reason: 'As the board decided' })
  }),
  'POST /settings/appetite/back-tests': example('appetite.back_test_asked', async () => {
    const { hash } = await draftAppetite()
    return () => admin.post('/settings/appetite/back-tests', { hash })
  }),
  'POST /settings/appetite/back-tests/{id}/cancel': example('appetite.back_test_cancelled', async () => {
    const { id } = await askBackTest()
    return () => admin.post(`/settings/appetite/back-tests/${id}/cancel`)
  }),
  'POST /settings/appetite/back-tests/{id}/resume': example('appetite.back_test_resumed', async () => {
    const { id } = await askBackTest()
    await admin.post(`/settings/appetite/back-tests/${id}/cancel`)
    return () => admin.post(`/settings/appetite/back-tests/${id}/resume`)
  }),
  'POST /what-if/scenarios': example('what_if.saved', () => () => admin.post('/what-if/scenarios', scenario())),
  'PUT /what-if/scenarios/{scenario}': example('what_if.changed', async () => {
    const { id, savedAt } = (await admin.post('/what-if/scenarios', scenario())).json()
    return () => admin.put(`/what-if/scenarios/${id}`, { ...scenario(), seen: savedAt })
  }),
  'POST /what-if/scenarios/{scenario}/compute': example('what_if.computed', async () => {
    const { id } = (await admin.post('/what-if/scenarios', scenario())).json()
    return () => admin.post(`/what-if/scenarios/${id}/compute`)
  }),
  'DELETE /what-if/scenarios/{scenario}': example('what_if.removed', async () => {
    const { id } = (await admin.post('/what-if/scenarios', scenario())).json()
    return () => admin.delete(`/what-if/scenarios/${id}`)
  }),
  'PUT /settings/cvss-environment': example('environment.saved', async () => {
    const { profile, version } = (await admin.get('/settings/cvss-environment')).json()
    const noEphi = profile.noEphi === 'L' ? 'M' : 'L'
    return () =>
      admin.put('/settings/cvss-environment', {
        profile: { ...profile, noEphi },
        reason: 'As the board decided',
        seen: version,
      })
  }),
  'PUT /vulnerabilities/{vulnerability}/rubric': example('rubric.answered', async () => {
    const { on } = await assessed(false)
    return () => admin.put('/vulnerabilities/CVE-2026-1000/rubric', { ...on, answers: { XAVN: 'yes' }, seen: 0 })
  }),
  'POST /vulnerabilities/{vulnerability}/rubric/adopt': example('rubric.adopted', async () => {
    const { on } = await assessed(true)
    return () =>
      admin.post('/vulnerabilities/CVE-2026-1000/rubric/adopt', {
        ...on,
        version: 1,
        reason: 'Tried on the bench',
        lowersBy: 0,
      })
  }),
  'POST /vulnerabilities/{vulnerability}/rubric/withdraw': example('rubric.withdrawn', async () => {
    const { on } = await assessed(true)
    await admin.post('/vulnerabilities/CVE-2026-1000/rubric/adopt', {
      ...on,
      version: 1,
      reason: 'Tried on the bench',
      lowersBy: 0,
    })
    return () => admin.post('/vulnerabilities/CVE-2026-1000/rubric/withdraw', { ...on, reason: 'The bench was wrong' })
  }),
  'PUT /settings/thresholds': example('thresholds.set', () => () => {
    const one = { affectedFrom: null, lookFrom: 0 }
    const thresholds = { life_sustaining: { affectedFrom: 0.5, lookFrom: 0 }, high: one, medium: one, low: one }
    return admin.put('/settings/thresholds', { thresholds, reason: 'Lives hang on them' })
  }),
  'PUT /settings/trust': example('trust.changed', async () => {
    const { id } = await personSource(db, admin.actor.organisationId)
    return () =>
      admin.put('/settings/trust', {
        changes: [{ sourceId: id, attribute: 'room', trust: 40 + next() }],
        reason: 'They seldom go there',
      })
  }),
  'POST /settings/mail/check': example('settings.mail_checked', async () => {
    await admin.put('/settings', { ...organisation, mail: { ...mail, host: smtp.host, port: smtp.port } })
    return () => admin.post('/settings/mail/check')
  }),
  'POST /devices': example(
    'device.added',
    () => () => admin.post('/devices', { claims: { assetTag: `N-${next()}` }, reason: 'Found in the corridor' }),
  ),
  'POST /devices/{device}/observations': example('device.corrected', async () => {
    const { deviceId } = await affected()
    return () => admin.post(`/devices/${deviceId}/observations`, { claims: { room: '4-112' }, reason: 'Seen there' })
  }),
  'POST /identity/merges': example('identity.merged', async () => {
    const [{ deviceId: into }, { deviceId: from }] = [await affected(), await affected()]
    return () => admin.post('/identity/merges', { into, from, reason: 'The label says so' })
  }),
  'POST /identity/splits': example('identity.split', async () => {
    const { deviceId, records } = await twoRecords()
    return () => admin.post('/identity/splits', { deviceId, records, reason: 'Two pumps of one tag' })
  }),
  'POST /identity/entries/{entry}/undo': example('identity.undone', async () => {
    const [{ deviceId: into }, { deviceId: from }] = [await affected(), await affected()]
    const { entryId } = (await admin.post('/identity/merges', { into, from, reason: 'The label says so' })).json()
    return () => admin.post(`/identity/entries/${entryId}/undo`, { reason: 'The label was wrong' })
  }),
  'POST /conflicts/{conflict}/settle': example('conflict.settled', async () => {
    const path = await openConflict()
    return () => admin.post(`${path}/settle`, { settlement: 'The label was changed' })
  }),
  'POST /conflicts/{conflict}/later': example('conflict.put_off', async () => {
    const path = await openConflict()
    return () => admin.post(`${path}/later`, { reason: 'The ward is closed' })
  }),
  'POST /conflicts/{conflict}/look': example('look.made', async () => {
    const path = await openConflict()
    return () => admin.post(`${path}/look`, {})
  }),
  'POST /reviews/{review}/answer': example('review.same', async () => {
    const path = await openReview()
    return () => admin.post(`${path}/answer`, { answer: 'same', reason: 'Read on the label' })
  }),
  'POST /reviews/{review}/look': example('look.made', async () => {
    const path = await openReview()
    return () => admin.post(`${path}/look`, {})
  }),
  'POST /identity/verdicts/{verdict}/withdraw': example('verdict.withdrawn', async () => {
    const path = await openReview()
    const { verdictId } = (await admin.post(`${path}/answer`, { answer: 'different', reason: 'Two labels' })).json()
    return () => admin.post(`/identity/verdicts/${verdictId}/withdraw`, { reason: 'Misread' })
  }),
  'POST /sources': example(
    'source.added',
    () => () => admin.post('/sources', { ...kev, kind: 'feed', name: 'Known exploited' }),
  ),
  'PATCH /sources/{source}': example('source.changed', async () => {
    const path = await feed()
    return () => admin.patch(path, { everyHours: 6 })
  }),
  'POST /sources/{source}/run': example('run.started', async () => {
    const path = await feed()
    return () => admin.post(`${path}/run`)
  }),
  'POST /skipped/{skipped}/replay': example('skipped.replayed', async () => {
    const { id, raw } = await skipped()
    return () => admin.post(`/skipped/${id}/replay`, { raw: { ...raw, Tag: `R-${next()}` } })
  }),
  'POST /skipped/{skipped}/dismiss': example('skipped.dismissed', async () => {
    const { id } = await skipped()
    return () => admin.post(`/skipped/${id}/dismiss`, { reason: 'A subtotal' })
  }),
  'POST /runs/{run}/cancel': example('run.cancelled', async () => {
    const { path } = await imported()
    return () => admin.post(`${path}/cancel`)
  }),
  'POST /runs/{run}/resume': example('run.resumed', async () => {
    const { path } = await imported()
    await admin.post(`${path}/cancel`)
    return () => admin.post(`${path}/resume`)
  }),
  'POST /runs/{run}/undo': example('run.undone', async () => {
    const { path } = await imported()
    await drainRuns(db)
    return () => admin.post(`${path}/undo`)
  }),
  'POST /runs/{run}/confirm': example('run.confirmed', async () => {
    const { path, id } = await imported()
    await drainRuns(db)
    await sql`insert into reading_question (organisation_id, source_id, run_id, read_at, stood, missing)
      select organisation_id, source_id, id, now(), 1, 1 from run where id = ${id}::uuid`.execute(db)
    return () => admin.post(`${path}/confirm`, { answer: 'keep' })
  }),
  'POST /bundles/key': example(
    'bundle.key_made',
    () => () => admin.post('/bundles/key', { issuer: 'Riverside', replace: true }),
  ),
  'POST /bundles': example('bundle.made', async () => {
    await carrying()
    return () => admin.post('/bundles', {})
  }),
  'POST /bundles/loads': example('bundle.load_started', async () => {
    const { fingerprint } = await carrying()
    const { id } = (await admin.post('/bundles', {})).json()
    await trusted(fingerprint)
    const { rawPayload } = await admin.get(`/bundles/${id}/file`)
    return () => upload('/bundles/loads', 'riverside.bundle', rawPayload)
  }),
  'POST /bundles/trusted': example('bundle.issuer_trusted', () => () => trusted(someFingerprint())),
  'POST /bundles/trusted/{fingerprint}/remove': example('bundle.issuer_distrusted', async () => {
    const { fingerprint } = (await trusted(someFingerprint())).json()
    return () => admin.post(`/bundles/trusted/${fingerprint}/remove`, { reason: 'The key was lost' })
  }),
  'POST /uploads': example('file.uploaded', () => () => upload('/uploads', 'export.csv', 'Tag;Serial\nU-1;S-1\n')),
  'PUT /models/{model}/stages': example('model.stage_set', async () => {
    const { items } = (await admin.get('/models')).json()
    const said = { stage: 'end_of_support', startsOn: '2030-01-01', reason: 'Letter of the maker' }
    return () => admin.put(`/models/${items[0].id}/stages`, said)
  }),
  'PUT /inventory-health/settings': example('inventory_health.settings_changed', () => () => {
    const bounds = { graceDays: 14, silences: 4, leastDays: 7, missingBounds: 3, missingDays: 90 }
    return admin.put('/inventory-health/settings', { ...bounds, reason: 'Pumps wait in the pool' })
  }),
  'PUT /inventory-health/rhythms': example('rhythm.set', async () => {
    const { items } = (await admin.get('/models')).json()
    const key = `${items[0].manufacturer}\n${items[0].model}`.toLowerCase()
    const said = { scope: 'model', key, days: 20, reason: 'They wait in the pool' }
    return () => admin.put('/inventory-health/rhythms', said)
  }),
  'POST /sboms': example('sbom.added', () => () => upload('/sboms', 'pump.json', bill())),
  'PUT /sboms/{sbom}/binding': example('sbom.bound', async () => {
    const { id } = (await upload('/sboms', 'pump.json', bill())).json()
    const to = { manufacturer: 'Example Medical', model: 'Drip 3000', versions: '', reason: 'Read on the label' }
    return () => admin.put(`/sboms/${id}/binding`, to)
  }),
  'DELETE /sboms/{sbom}': example('sbom.removed', async () => {
    const { id } = (await upload('/sboms', 'pump.json', bill())).json()
    return () => admin.delete(`/sboms/${id}?reason=Of%20another%20pump`)
  }),
  'DELETE /vex-documents/{document}': example('vex_document.removed', async () => {
    const { id } = (await upload('/sboms', 'vex.json', vexDocument())).json()
    return () => admin.delete(`/vex-documents/${id}?reason=Of%20another%20pump`)
  }),
  'POST /vex-products/bindings': example('vex_product.bound', async () => {
    const product = await spokenOf()
    return () => admin.post('/vex-products/bindings', boundTo(product))
  }),
  'DELETE /vex-products/bindings/{binding}': example('vex_product.freed', async () => {
    const { id } = (await admin.post('/vex-products/bindings', boundTo(await spokenOf()))).json()
    return () => admin.delete(`/vex-products/bindings/${id}?reason=Of%20another%20pump`)
  }),
  'POST /awaited-bills/bindings': example('awaited_bill.bound', async () => {
    const bill = await awaitedBill()
    return () => admin.post('/awaited-bills/bindings', bill)
  }),
  'DELETE /awaited-bills/bindings/{binding}': example('awaited_bill.freed', async () => {
    const { id } = (await admin.post('/awaited-bills/bindings', await awaitedBill())).json()
    return () => admin.delete(`/awaited-bills/bindings/${id}?reason=Of%20another%20pump`)
  }),
  'POST /documents': example('mds2.added', () => () => upload('/documents', 'pump.csv', form())),
  'PUT /mds2/{form}/binding': example('mds2.bound', async () => {
    const { id } = (await upload('/documents', 'pump.csv', form())).json()
    const to = { manufacturer: 'Example Medical', model: 'Drip 3000', versions: '', reason: 'Read on the label' }
    return () => admin.put(`/mds2/${id}/binding`, to)
  }),
  'DELETE /mds2/{form}': example('mds2.removed', async () => {
    const { id } = (await upload('/documents', 'pump.csv', form())).json()
    return () => admin.delete(`/mds2/${id}?reason=Of%20another%20pump`)
  }),
  'POST /names/rules': example(
    'name_rule.set',
    () => () => admin.post('/names/rules', { rules: [alias(`Maker ${next()}`)], note: 'Read on the plate' }),
  ),
  'POST /names/aliases': example(
    'name_rule.set',
    () => () => upload('/names/aliases', 'aliases.csv', `kind,name,maker\nvendor,Maker ${next()},Example Medical\n`),
  ),
  'DELETE /names/rules/{rule}': example('name_rule.undone', async () => {
    const set = await admin.post('/names/rules', { rules: [alias(`Maker ${next()}`)], note: 'Read on the plate' })
    return () => admin.delete(`/names/rules/${set.json().ids[0]}?reason=A%20dealer`)
  }),
  'POST /names/proposals/refusals': example(
    'name_proposal.refused',
    () => () =>
      admin.post('/names/proposals/refusals', { name: 'A Dealer', maker: 'Philips', reason: 'It sells many' }),
  ),
  'POST /places/rules': example(
    'place_rule.set',
    () => () => admin.post('/places/rules', { rules: [placeAlias(`Site ${next()}`)], note: 'One house' }),
  ),
  'POST /places/aliases': example(
    'place_rule.set',
    () => () => upload('/places/aliases', 'aliases.csv', `kind,name,meant\nsite,Site ${next()},Main Campus\n`),
  ),
  'DELETE /places/rules/{rule}': example('place_rule.undone', async () => {
    const set = await admin.post('/places/rules', { rules: [placeAlias(`Site ${next()}`)], note: 'One house' })
    return () => admin.delete(`/places/rules/${set.json().ids[0]}?reason=Two%20houses`)
  }),
  'POST /places/proposals/refusals': example(
    'place_proposal.refused',
    () => () => admin.post('/places/proposals/refusals', { ...placeAlias('MC'), reason: 'Another house' }),
  ),
  'POST /imports': example('import.started', async () => {
    const form = { ...(await exported()), name: 'CMMS', member: 'csv-file' }
    return () => admin.post('/imports', form)
  }),
  'PUT /findings/{device}/{vulnerability}/decision': example('finding.decided', async () => {
    const { deviceId } = await affected()
    return () => admin.put(`/findings/${deviceId}/CVE-2026-1000/decision`, decision)
  }),
  'POST /findings/{device}/{vulnerability}/comments': example('finding.commented', async () => {
    const { deviceId } = await affected()
    return () => admin.post(`/findings/${deviceId}/CVE-2026-1000/comments`, { text: 'The vendor was asked' })
  }),
  'POST /findings/decide': example('finding.group_decided', async () => {
    const { group } = await affected()
    return () => admin.post('/findings/decide', { ...group, ...decision })
  }),
  'POST /findings/decide/many': example('finding.many_decided', async () => {
    const { deviceId } = await affected()
    const on = { kind: 'findings', findings: [{ deviceId, vulnerabilityId: 'CVE-2026-1000' }] }
    return () => admin.post('/findings/decide/many', { on, ...decision })
  }),
  'POST /decisions/{decision}/renew': example('decision.renewed', async () => {
    const { deviceId } = await affected()
    await admin.put(`/findings/${deviceId}/CVE-2026-1000/decision`, decision)
    const { items } = (await admin.get('/decisions?state=in_force&limit=1')).json()
    return () => admin.post(`/decisions/${items[0].id}/renew`, { expiresOn: '2099-03-31' })
  }),
  'PUT /settings/approvals': example('approval_rule.adopted', async () => {
    const { starting, inForce } = (await admin.get('/settings/approvals')).json()
    const rule = { ...starting, kinds: [], longestDays: endless, oneKey: { passes: false, reason: `${next()}` } }
    return () => admin.put('/settings/approvals', { rule, seen: inForce?.hash ?? null, reason: 'As voted' })
  }),
  'POST /decision-proposals/{proposal}/approve': example('decision.approved', async () => {
    const id = await waiting()
    const { seen } = (await approver.get(`/decision-proposals/${id}`)).json()
    return () => approver.post(`/decision-proposals/${id}/approve`, { seen, password: approver.password })
  }),
  'POST /decision-proposals/{proposal}/refuse': example('decision.refused', async () => {
    const id = await waiting()
    return () => approver.post(`/decision-proposals/${id}/refuse`, { reason: 'Segment it first' })
  }),
  'POST /decision-proposals/{proposal}/withdraw': example('decision.proposal_withdrawn', async () => {
    const id = await waiting()
    return () => admin.post(`/decision-proposals/${id}/withdraw`, { reason: 'Too soon' })
  }),
  'POST /controls': example('control.added', () => () => admin.post('/controls', control())),
  'POST /controls/{control}/verifications': example('control.verified', async () => {
    const { id } = (await admin.post('/controls', control())).json()
    return () => admin.post(`/controls/${id}/verifications`, { outcome: 'failed', evidence: 'The port answers' })
  }),
  'POST /decisions/{decision}/withdraw': example('decision.withdrawn', async () => {
    const { group } = await affected()
    await admin.post('/findings/decide', { ...group, ...decision, premises: [] })
    const { items } = (await admin.get('/decisions?state=in_force&limit=1')).json()
    return () => admin.post(`/decisions/${items[0].id}/withdraw`, { reason: 'The premise was wrong' })
  }),
  'POST /advisories': example('advisory.added', () => () => upload('/advisories', 'csaf.json', csafDocument('UP-1'))),
  'POST /advisories/{advisory}/withdraw': example('advisory.withdrawn', async () => {
    await upload('/advisories', 'csaf.json', csafDocument('UP-2'))
    return () => admin.post('/advisories/example-cert:UP-2/withdraw', { reason: 'Not about us' })
  }),
  'POST /advisories/{advisory}/restore': example('advisory.restored', async () => {
    await upload('/advisories', 'csaf.json', csafDocument('UP-3'))
    await admin.post('/advisories/example-cert:UP-3/withdraw', { reason: 'Not about us' })
    return () => admin.post('/advisories/example-cert:UP-3/restore')
  }),
  'POST /advisories/{advisory}/comments': example(
    'advisory.commented',
    () => () => admin.post('/advisories/example-cert:EX-1/comments', { text: 'The vendor answers on Monday' }),
  ),
  'POST /advisories/mark': example(
    'advisory.read',
    () => () => admin.post('/advisories/mark', { advisoryIds: ['example-cert:EX-1'], read: true }),
  ),
  'POST /advisories/decide': example(
    'advisory.decided',
    () => () =>
      admin.post('/advisories/decide', {
        advisoryIds: ['example-cert:EX-1'],
        decision: 'handled',
        reason: 'Told the wards',
      }),
  ),
  'POST /advisories/{advisory}/undo': example('advisory.decision_undone', async () => {
    const decision = { advisoryIds: ['example-cert:EX-1'], decision: 'handled', reason: 'Told the wards' }
    await admin.post('/advisories/decide', decision)
    return () => admin.post('/advisories/example-cert:EX-1/undo')
  }),
  'POST /recalls/{event}/match': example('recall.matched', async () => {
    const recall = { list: 'recall', key: '9', number: 'Z-9-2026', eventId: '9', firm: 'Example Medical' } as const
    const entry = { ...recall, product: 'Drip 3000', codeInfo: '', reason: 'It leaks.', status: 'Ongoing' }
    await hospital.publish({ kind: 'recall', entry })
    return () => admin.post('/recalls/9/match')
  }),
  'POST /match-runs': example(
    'matching.run',
    () => () => admin.post('/match-runs', { advisoryIds: ['example-cert:EX-1'] }),
  ),
  'POST /campaigns': example('campaign.made', async () => {
    const { group } = await affected()
    return () => admin.post('/campaigns', group)
  }),
  'POST /questions/field-checks': example('field_checks.made', async () => {
    const serialNumber = `SN-ASKED-${next()}`
    const claims = { serialNumber, manufacturer: 'Example Medical', model: 'Drip 3000', careArea: serialNumber }
    await hospital.says(hospital.cmms, { [serialNumber]: claims })
    const { manufacturer, model, careArea } = claims
    return () =>
      admin.post('/questions/field-checks', { attribute: 'softwareVersion', manufacturer, model, careArea, site: '' })
  }),
  'POST /work-orders/inspections': example('inspections.made', async () => {
    const { deviceId } = await affected()
    return () => admin.post('/work-orders/inspections', { deviceIds: [deviceId] })
  }),
  'POST /work-orders/{order}/inspected': example('work_order.inspected', async () => {
    const { deviceId } = await affected()
    const made = (await admin.post('/work-orders/inspections', { deviceIds: [deviceId] })).json()
    return () =>
      admin.post(`/work-orders/${made.workOrders[0].id}/inspected`, { clientKey: 'k', answer: 'here', room: '4' })
  }),
  'POST /work-orders/{order}/transitions': example('work_order.moved', async () => {
    const { path, version } = await ordered()
    return () => technician.post(`${path}/transitions`, { to: 'in_progress', version })
  }),
  'PATCH /work-orders/{order}': example('work_order.changed', async () => {
    const { path, version } = await ordered()
    return () => admin.patch(path, { priority: 'low', version })
  }),
  'POST /work-orders/{order}/evidence': example('work_order.evidence_left', async () => {
    const { path } = await ordered()
    return () => technician.post(`${path}/evidence`, { clientKey: 'a', kind: 'note', value: 'The label says 2.0' })
  }),
  'POST /work-orders/{order}/complete': example('work_order.completed', async () => {
    const { path } = await ordered()
    return () => technician.post(`${path}/complete`, { clientKey: 'a', softwareVersion: '2.0' })
  }),
  'POST /work-orders/{order}/evidence/{evidence}/accept': example('work_order.evidence_accepted', async () => {
    const { path } = await ordered()
    await technician.post(`${path}/complete`, { clientKey: 'a', softwareVersion: '2.0' })
    const [evidence] = (await admin.get(path)).json().evidence
    return () => admin.post(`${path}/evidence/${evidence.id}/accept`)
  }),
  'POST /outlets/{outlet}/work-orders': example('work_order.sent', async () => {
    await ordered()
    return () => admin.post('/outlets/csv/work-orders')
  }),
  'POST /outlets/{outlet}/results': example('work_order.results_read', async () => {
    const order = await ordered()
    await admin.post('/outlets/csv/work-orders')
    const text = csvRow(['Work Order', 'Status', 'External ID']) + csvRow([order.number, 'In progress', 'CM-1'])
    return () => upload('/outlets/csv/results', 'results.csv', text)
  }),
  'POST /files': example('file.uploaded', () => () => upload('/files', 'label.jpg', photo, technician)),
}

/** Routes that leave no entry, and why none is needed. */
const silent: Readonly<Record<string, string>> = {
  'POST /access-links/inspect': 'It only reads what a link is for; the token stands in the body to stay out of logs.',
  'POST /notifications/read': 'It marks one’s own notices as read: nobody else’s, and nothing about the hospital.',
  'POST /inventory-health/count':
    'It counts what is there, as happens every hour by itself, and changes nothing of it.',
  'POST /sources/check': 'It tries the settings of a feed and saves nothing.',
  'POST /uploads/{file}/inspect': 'It only reads a file whose upload is in the trail.',
  'POST /decision-records/check': 'It says whether a text is a record and stores nothing.',
  'POST /findings/decide/preview': 'It says what a decision would come to and stores nothing.',
  'POST /settings/trust/preview': 'It says what trust would do and stores nothing.',
  'POST /settings/appetite/check': 'It says what is wrong with an appetite and stores nothing.',
  'POST /settings/appetite/preview': 'It says what an appetite would do and stores nothing.',
  'POST /what-if': 'It says what steps would change and stores nothing.',
  'POST /what-if/moves': 'It says which findings steps would move and stores nothing.',
  'POST /settings/cvss-environment/preview': 'It says what a profile would do and stores nothing.',
  'POST /vulnerabilities/{vulnerability}/rubric/preview': 'It says what follows from answers and stores nothing.',
  'POST /settings/thresholds/preview': 'It says what thresholds would do and stores nothing.',
  'POST /names/preview': 'It says what a change of aliases would do and stores nothing.',
  'POST /places/preview': 'It says what a change of aliases would do and stores nothing.',
  'POST /imports/preview': 'It says what an import would do and stores nothing.',
}

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path.replace('/api/v1', '')}`
const changing = routes.filter(({ method }) => method !== 'GET')

test('each route that is no GET has an example here, or a reason for silence, and never both', () => {
  expect([...Object.keys(examples), ...Object.keys(silent)].sort()).toEqual(changing.map(nameOf).sort())
})

interface Entry {
  readonly action: string
  readonly actor: string
  readonly subject: string
}

const last = async () => {
  const { rows } = await sql<{ id: string }>`select max(id::text) as id from audit_entry`.execute(db)
  return rows[0]!.id
}
async function entriesAfter(id: string): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select action, actor_name as actor, subject_kind || ' ' || subject_id as subject
    from audit_entry where id > ${id} order by id`.execute(db)
  return rows
}

describe('in the trail stands', () => {
  for (const route of changing.filter((one) => nameOf(one) in examples))
    test(nameOf(route), async () => {
      const { action, prepare } = examples[nameOf(route)]!
      const change = await prepare()
      const before = await last()

      const answer = await change()

      const address = new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`)
      expect([answer.raw.req.method, answer.raw.req.url]).toEqual([route.method, expect.stringMatching(address)])
      expect(answer.statusCode, answer.body).toBeLessThan(300)
      expect(await entriesAfter(before)).toEqual([
        { action, actor: expect.stringMatching(/\S/), subject: expect.stringMatching(/^\w+ \S+$/) },
      ])
    })
})

test('work orders of which a download took only the first are in the trail all the same', async () => {
  await ordered()
  const before = await last()

  for await (const _ of exportWorkOrders(db, admin.actor, csvOutlet)) break

  expect((await entriesAfter(before)).map(({ action }) => action)).toEqual(['work_order.sent'])
})
