import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { startFeedServer } from '#bench/servers/feed-server.ts'
import { nvdApi } from '#bench/servers/nvd-api.ts'
import { connectors } from '#connectors/registry.ts'
import type { Notification } from '#domain/access/access.ts'
import { feeds } from '#feeds/registry.ts'
import type { PageOf } from '#platform/paging.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { manyCves } from '#tests/support/nvd-files.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const dataDir = mkdtempSync(path.join(tmpdir(), 'homeostat-sources-'))
const { app, signedIn } = await testServer(db, { services: { connectors, feeds, dataDir } })
const analyst = await signedIn('analyst')
const manager = await signedIn('manager')
const viewer = await signedIn('viewer')

beforeEach(async () => {
  await sql`truncate source, run, skipped, arrival, arrival_place, configuration, context, device, observation, identifier, conflict, basis_match, basis_score, finding, finding_event cascade`.execute(
    db,
  )
})

/** What the tests read of answers. */
interface Column {
  readonly name: string
  readonly attribute: string | null
  readonly refused: string | null
}
interface DeviceOfList {
  readonly model: string
  readonly assetTag: string
  readonly serialNumber: string
  readonly manufacturer: string
  readonly softwareVersion: string
}

async function upload(text: string, name = 'export.csv', person = analyst) {
  const boundary = 'x-boundary-x'
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/uploads',
    headers: {
      cookie: `homeostat_session=${person.token}`,
      'x-csrf-token': person.csrfToken,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${text}\r\n--${boundary}--\r\n`,
  })
  return { status: answer.statusCode, body: answer.json() }
}

const cmms = [
  'Riverside General;;;;',
  'Equipment list;;;;',
  'Control Number;Serial No;Manufacturer;Model;Software Version;Patient Name',
  '1001;SN-AAA1;B. Braun;Infusomat Space;U;Ann Example',
  '1002;SN-AAA2;B. Braun;Infusomat Space;U;',
  ';;;;;',
  ';;B. Braun;Infusomat Space;;',
].join('\n')

async function importFile(text: string, sourceId?: string) {
  const { body } = await upload(text)
  const columns = Object.fromEntries(
    body.inspection.columns
      .filter((column: Column) => column.attribute && !column.refused)
      .map((column: Column) => [column.name, column.attribute]),
  )
  const settings = { columns, dateOrder: null, timeZone: 'UTC' }
  const target = sourceId ? { sourceId } : { name: 'CMMS', member: body.member }
  const preview = await analyst.post('/imports/preview', {
    fileId: body.fileId,
    settings,
    ...(sourceId && { sourceId }),
  })
  const started = await analyst.post('/imports', { fileId: body.fileId, settings, ...target })
  await drainRuns(db)
  const run = await analyst.get(`/runs/${started.json().id}`)
  return { inspection: body.inspection, preview: preview.json(), run: run.json(), settings }
}

test('an export as it is becomes devices, and what cannot be taken is kept with its reason', async () => {
  const { inspection, preview, run } = await importFile(cmms)

  expect(inspection.headerRow).toBe(3)
  expect(inspection.columns.find((column: Column) => column.name === 'Patient Name').refused).toMatch(/patient/i)
  expect(preview).toMatchObject({ new: 2, changed: 0, unchanged: 0, rejected: 1 })
  expect(run).toMatchObject({ state: 'succeeded', counts: { new: 2, rejected: 1 }, canUndo: true })
  const devices = (await viewer.get('/devices')).json().items
  expect(devices.map((device: DeviceOfList) => [device.assetTag, device.serialNumber, device.manufacturer])).toEqual([
    ['1001', 'SN-AAA1', 'B. Braun'],
    ['1002', 'SN-AAA2', 'B. Braun'],
  ])
  const device = (await viewer.get(`/devices/${devices[0].id}`)).json()
  expect(device.attributes.find((one: { attribute: string }) => one.attribute === 'serialNumber')).toMatchObject({
    value: 'SN-AAA1',
    source: { name: 'CMMS' },
    others: [],
  })
  expect(JSON.stringify(device)).not.toContain('Ann Example')
})

test('a quarantined row is corrected and taken again, or dismissed with a reason', async () => {
  const { run } = await importFile(cmms)
  const [skipped] = (await analyst.get(`/sources/${run.sourceId}/skipped`)).json().items

  const refused = await analyst.post(`/skipped/${skipped.id}/replay`, { raw: skipped.raw })
  const replayed = await analyst.post(`/skipped/${skipped.id}/replay`, {
    raw: { ...skipped.raw, 'Control Number': '1003' },
  })

  expect(refused.statusCode).toBe(422)
  expect(replayed.json()).toMatchObject({ state: 'replayed' })
  expect((await viewer.get('/devices')).json().items.map((device: DeviceOfList) => device.assetTag)).toEqual([
    '1001',
    '1002',
    '1003',
  ])
  expect((await analyst.post(`/skipped/${skipped.id}/replay`, { raw: skipped.raw })).statusCode).toBe(409)
})

test('a scanner’s report is known by what stands in it, and becomes devices that were seen', async () => {
  const report = readFileSync('src/connectors/nessus/fixtures/export.nessus', 'utf8')
  const { status, body } = await upload(report, 'monday.xml')
  expect([status, body.member, body.inspection.rows]).toEqual([201, 'nessus', 3])
  expect((await analyst.post(`/uploads/${body.fileId}/inspect`, {})).json().rows).toBe(3)

  const settings = { timeZone: 'Europe/Berlin' }
  const preview = await analyst.post('/imports/preview', { fileId: body.fileId, settings })
  expect(preview.json()).toMatchObject({ new: 3, rejected: 0 })
  const order = { fileId: body.fileId, settings, name: 'Imaging scan', member: body.member }
  const started = await analyst.post('/imports', order)
  await drainRuns(db)
  expect((await analyst.get(`/runs/${started.json().id}`)).json()).toMatchObject({
    state: 'succeeded',
    counts: { new: 3 },
  })
  const { items } = (await viewer.get('/devices?q=MW400-0021')).json()
  expect(items).toMatchObject([{ serialNumber: 'MW400-0021', lastSeenAt: '2026-02-24T09:00:00.000Z' }])
  expect((await viewer.get('/findings')).json().items).toEqual([])

  // The same report once more.
  const sourceId = started.json().sourceId
  const again = await analyst.post('/imports', { fileId: body.fileId, settings, sourceId })
  await drainRuns(db)
  expect((await analyst.get(`/runs/${again.json().id}`)).json().counts).toMatchObject({
    new: 0,
    changed: 0,
    unchanged: 3,
  })
})

test('leases, an agent’s inventory, a directory and a FHIR server are read, and what speaks of one device joins it', async () => {
  const fixture = (name: string) => readFileSync(`src/connectors/${name}`, 'utf8')
  const reports = [
    // The interface that the agent found, by the server that gave it an address.
    [
      fixture('dhcp-leases/fixtures/export.leases').replaceAll('00:00:5e:00:53:11', '00:00:5e:00:53:77'),
      'dhcpd.leases',
      5,
    ],
    [fixture('glpi-inventory/fixtures/export.json'), 'inventory.json', 1],
    [fixture('active-directory-file/fixtures/export.ldif'), 'computers.ldf', 2],
    [fixture('fhir-device/fixtures/export.json'), 'devices.json', 2],
  ] as const
  const members: string[] = []
  for (const [text, name, devices] of reports) {
    const { body } = await upload(text, name)
    members.push(body.member)
    const order = { fileId: body.fileId, settings: { timeZone: 'Europe/Berlin' }, name, member: body.member }
    const first = (await analyst.post('/imports', order)).json()
    await drainRuns(db)
    const again = (await analyst.post('/imports', { ...order, sourceId: first.sourceId, name: undefined })).json()
    await drainRuns(db)
    const counts = async (run: { id: string }) => (await analyst.get(`/runs/${run.id}`)).json().counts
    const told = await counts(first)
    expect([name, told.new]).toEqual([name, devices])
    expect(await counts(again)).toMatchObject({ new: 0, changed: 0, unchanged: devices })
  }
  expect(members).toEqual(['dhcp-leases', 'glpi-inventory', 'active-directory-file', 'fhir-device'])

  const { items } = (await viewer.get('/devices?q=EXC7K2P19')).json()
  expect(items).toMatchObject([
    { manufacturer: 'Example Computers Inc.', hostname: expect.stringMatching(/^cathlab-ws7/i) },
  ])
  const { sources } = (await viewer.get(`/devices/${items[0].id}`)).json()
  expect(sources.map(({ source }: { source: { name: string } }) => source.name).sort()).toEqual([
    'computers.ldf',
    'dhcpd.leases',
    'inventory.json',
  ])
})

test('XML that is no scanner’s is refused with what is read, and a plain list stays a list', async () => {
  const other = await upload('<?xml version="1.0"?><report><title>Sales</title></report>', 'sales.xml')
  expect([other.status, other.body.detail]).toEqual([
    422,
    expect.stringMatching(/^"sales.xml" has the name, but not the content, of what is read here: .*Nessus.*nmap/),
  ])
  expect((await upload('<html>Sign in</html>', 'scan.nessus')).body.detail).toMatch(/is a web page/)
  expect((await upload(cmms)).body.member).toBe('csv-file')
})

test('what a report skipped is mended in the report, not here', async () => {
  const report = readFileSync('src/connectors/nmap/fixtures/export.xml', 'utf8').replaceAll('192.0.2.50', '127.0.0.1')
  const { body } = await upload(report, 'scan.xml')
  const order = { fileId: body.fileId, settings: {}, name: 'nmap', member: body.member }
  const { sourceId } = (await analyst.post('/imports', order)).json()
  await drainRuns(db)
  const [skipped] = (await analyst.get(`/sources/${sourceId}/skipped`)).json().items
  expect(skipped).toMatchObject({ code: 'no_identity', position: 'host 127.0.0.1' })

  const refused = await analyst.post(`/skipped/${skipped.id}/replay`, { raw: { ...skipped.raw, ipv4: '192.0.2.50' } })
  expect([refused.statusCode, refused.json().detail]).toEqual([
    409,
    expect.stringMatching(/stands in a report \(nmap\)/),
  ])
  const dismissed = await analyst.post(`/skipped/${skipped.id}/dismiss`, { reason: 'The scanner itself' })
  expect(dismissed.json()).toEqual({ state: 'dismissed' })
})

test('the same rows again are unchanged, and an undone import leaves nothing standing', async () => {
  const first = await importFile(cmms)
  const second = await importFile(
    cmms.replaceAll(';', ',').replace('Riverside General', 'Another title'),
    first.run.sourceId,
  )
  expect(second.preview).toMatchObject({ new: 0, changed: 0, unchanged: 2 })
  expect(second.run.counts).toMatchObject({ unchanged: 2 })

  const changed = await importFile(
    cmms.replace('SN-AAA2;B. Braun;Infusomat Space;U', 'SN-AAA2;B. Braun;Infusomat Space;V'),
    first.run.sourceId,
  )
  expect(changed.preview.examples.changed).toMatchObject([
    {
      sourceKey: 'tag:1002',
      name: 'Infusomat Space · 1002',
      assetTag: '1002',
      changes: [{ attribute: 'softwareVersion', before: 'U', after: 'V' }],
    },
  ])
  const versions = async () =>
    (await viewer.get('/devices')).json().items.map((device: DeviceOfList) => device.softwareVersion)
  expect(await versions()).toEqual(['U', 'V'])

  expect((await analyst.post(`/runs/${changed.run.id}/undo`)).json()).toMatchObject({ state: 'undone' })
  expect(await versions()).toEqual(['U', 'U'])
  expect((await analyst.post(`/runs/${first.run.id}/undo`)).json()).toMatchObject({ state: 'undone' })
  expect(await versions()).toEqual([])
  expect((await analyst.post(`/runs/${first.run.id}/undo`)).statusCode).toBe(409)
})

test('a file that is no table is refused in words, and the server goes on', async () => {
  const binary = await upload('\u0000\u0001\u0002\u0000', 'export.csv')
  const unknown = await upload('hello', 'export.pdf')
  const empty = await upload('', 'export.csv')

  expect([binary.status, unknown.status, empty.status]).toEqual([422, 422, 422])
  expect(unknown.body.detail).toContain('.csv')
  expect((await viewer.get('/health')).statusCode).toBe(200)
})

test('a person adds and corrects a device, beside what the systems say', async () => {
  await importFile(cmms)
  const [device] = (await viewer.get('/devices')).json().items

  const corrected = await analyst.post(`/devices/${device.id}/observations`, {
    claims: { room: '4-112', softwareVersion: 'W' },
    reason: 'Read beside the device',
  })
  const added = await analyst.post('/devices', {
    claims: { assetTag: '2001', manufacturer: 'GE', model: 'B650' },
    reason: 'Found in the corridor',
  })

  expect([corrected.statusCode, added.statusCode]).toEqual([200, 201])
  const shown = (await viewer.get(`/devices/${device.id}`)).json()
  expect(shown.attributes.find((one: { attribute: string }) => one.attribute === 'softwareVersion')).toMatchObject({
    value: 'W',
    source: { name: 'People' },
    others: [{ value: 'U', source: { name: 'CMMS' }, agrees: false }],
  })
  expect((await viewer.get('/devices?q=2001')).json().items).toHaveLength(1)
  expect((await viewer.post('/devices', { claims: { assetTag: '1' }, reason: 'x' })).statusCode).toBe(403)
  expect((await analyst.post('/devices', { claims: { model: 'x' }, reason: 'no identity' })).statusCode).toBe(400)
})

test('the inventory pages by key, filters, counts and leaves as CSV', async () => {
  const rows = Array.from(
    { length: 120 },
    (_, n) => `${1000 + n};SN-${1000 + n}X;${n % 2 ? 'GE' : '=cmd()'};B650;1.${n};`,
  ).join('\n')
  await importFile(`Control Number;Serial No;Manufacturer;Model;Software Version\n${rows}`)

  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: PageOf<DeviceOfList> = (
      await viewer.get(`/devices?limit=50&sort=risk${cursor ? `&cursor=${cursor}` : ''}`)
    ).json()
    seen.push(...page.items.map((device) => device.assetTag))
    cursor = page.next
  }
  const facets = (await viewer.get('/devices/facets?manufacturer=GE')).json()
  const csv = (await viewer.get('/devices.csv')).body.split('\r\n')

  expect(new Set(seen).size).toBe(120)
  expect(facets).toMatchObject({ total: 60, facets: { manufacturer: [{ value: 'GE', count: 60 }] } })
  expect(csv).toHaveLength(122)
  expect(csv[1]).toContain("'=cmd()")
  expect((await viewer.get('/devices?cursor=forged')).statusCode).toBe(400)
})

test('a feed is proven before it is saved, read once however often it is asked, and never undone', async () => {
  const location = 'fixtures/riverside-general/kev.json'
  const refused = await manager.post('/sources', {
    kind: 'feed',
    member: 'kev',
    name: 'KEV',
    settings: { location: '/nowhere/kev.json' },
  })
  const made = await manager.post('/sources', { kind: 'feed', member: 'kev', name: 'KEV', settings: { location } })
  expect([refused.statusCode, made.statusCode]).toEqual([422, 201])

  const first = await manager.post(`/sources/${made.json().id}/run`)
  const again = await manager.post(`/sources/${made.json().id}/run`)
  expect(again.json().id).toBe(first.json().id)
  await drainRuns(db)

  const entries = JSON.parse(readFileSync(location, 'utf8')).vulnerabilities.length
  const run = (await viewer.get(`/runs/${first.json().id}`)).json()
  expect(run).toMatchObject({ state: 'succeeded', counts: { known_exploited: entries }, canUndo: false })
  expect((await manager.post(`/runs/${run.id}/undo`)).statusCode).toBe(409)
})

test('the key of a feed is used, and neither shown, nor logged in the trail, nor sent to another host', async () => {
  const key = '0a1b2c3d-aaaa-4bbb-8ccc-0123456789ab'
  const api = nvdApi({ key })
  api.cves = manyCves(2)
  const server = await startFeedServer({ answers: (asked) => api.answers(asked) })
  const location = `${server.origin}/rest/json/cves/2.0`
  const nvd = { kind: 'feed', member: 'nvd', name: 'NVD' }
  const refused = await manager.post('/sources', { ...nvd, settings: { location, apiKey: 'not-it' } })
  const made = await manager.post('/sources', { ...nvd, settings: { location, apiKey: key } })
  expect([refused.statusCode, refused.json().detail, made.statusCode]).toEqual([
    502,
    expect.stringMatching(/does not know this API key/),
    201,
  ])

  const { id } = made.json()
  const shown = (await manager.get(`/sources/${id}`)).json().source.settings
  expect(shown).toEqual({ location, apiKey: { isSet: true } })
  const same = await manager.patch(`/sources/${id}`, { name: 'NVD itself', settings: shown })
  expect(same.statusCode).toBe(200)
  await manager.post(`/sources/${id}/run`)
  await drainRuns(db, dataDir)
  const { source } = (await viewer.get(`/sources/${id}`)).json()
  expect(source).toMatchObject({
    lastRun: { state: 'succeeded', counts: { nvd_cve: 2 }, finishedAt: source.lastReadAt },
    list: { day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), state: 'old', why: expect.stringMatching(/days old/) },
  })
  await sql`update run set state = 'failed' where source_id = ${id}`.execute(db)
  expect((await viewer.get(`/sources/${id}`)).json().source).toMatchObject({ lastReadAt: null })
  await sql`update run set state = 'succeeded' where source_id = ${id}`.execute(db)
  expect(server.requests.map(({ headers }) => headers.apikey)).toEqual(['not-it', key, key, key])

  const moved = await manager.patch(`/sources/${id}`, {
    settings: { ...shown, location: 'https://nvd.attacker.example/cves/2.0' },
  })
  expect([moved.statusCode, moved.json().detail]).toEqual([400, expect.stringMatching(/not sent to another place/)])
  const { rows } = await sql<{ text: string }>`
    select string_agg(t::text, ' ') as text from (
      select to_jsonb(s) as t from source s union all select to_jsonb(r) from run r union all select to_jsonb(a) from audit_entry a) all_rows`.execute(
    db,
  )
  expect(rows[0]?.text).toContain('NVD itself')
  expect(rows[0]?.text).not.toContain(key)
  expect((await manager.get('/sources')).body).not.toMatch(/sealed|0a1b2c3d/)
  await server.close()
})

test('a source that is trusted less gives way to the other', async () => {
  const first = await importFile(cmms)
  const mdsp = 'Serial No;Manufacturer;Model;Room\nSN-AAA1;B. Braun;Infusomat Space P;7-1'
  const { body } = await upload(mdsp)
  const settings = {
    columns: { 'Serial No': 'serialNumber', Manufacturer: 'manufacturer', Model: 'model', Room: 'room' },
    dateOrder: null,
    timeZone: 'UTC',
  }
  await analyst.post('/imports', { fileId: body.fileId, settings, name: 'Other list', member: 'csv-file', trust: 40 })
  await drainRuns(db)
  const models = async () => (await viewer.get('/devices')).json().items.map((device: DeviceOfList) => device.model)
  expect(await models()).toEqual(['Infusomat Space', 'Infusomat Space'])

  await manager.patch(`/sources/${first.run.sourceId}`, { trust: 10 })
  await drainRuns(db)

  expect((await models()).sort()).toEqual(['Infusomat Space', 'Infusomat Space P'])
})

test('who decides is told once of what attackers are known to use', async () => {
  await sql`truncate notification`.execute(db)
  const folder = 'fixtures/riverside-general'
  for (const [member, name, location] of [
    ['csaf-provider', 'CSAF', `${folder}/advisories`],
    ['kev', 'KEV', `${folder}/kev.json`],
  ]) {
    const made = await manager.post('/sources', { kind: 'feed', member, name, settings: { location } })
    await manager.post(`/sources/${made.json().id}/run`)
  }
  await drainRuns(db)
  const portal =
    'Control Number;Serial No;Manufacturer;Model;Software Version\n77;ISP-1;Philips;IntelliSpace Portal;7.0.4'
  const { run } = await importFile(portal)
  expect(run.state).toBe('succeeded')
  await importFile(portal.replace('7.0.4', '7.0.5'), run.sourceId)

  const notices = (await analyst.get('/notifications')).json().items
  const ofFlaw = notices.filter((notice: Notification) => notice.path === '/vulnerabilities/CVE-2017-0144')
  expect(ofFlaw).toMatchObject([{ kind: 'finding.known_exploited', readAt: null }])
  expect(ofFlaw[0].body).toContain('1 device is affected')
  expect((await viewer.get('/notifications')).json().items).toEqual([])
})
