import { beforeAll, expect, test } from 'vitest'
import { storeFeedRecords } from '#domain/intelligence/intelligence.ts'
import { feeds } from '#feeds/registry.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { cveRecord, cvssOf, ssvcOf } from '#tests/support/cve-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db, { services: { feeds } })
const analyst = await signedIn('analyst')
const viewer = await signedIn('viewer')
let hospital: Hospital

const cve = 'CVE-2026-0001'
const advisory = 'example-cert:A-1'
const pump = (tag: string, over: object = {}) => ({
  assetTag: tag,
  serialNumber: `S-${tag}`,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion: '9.1',
  site: 'North',
  ...over,
})

beforeAll(async () => {
  hospital = await newHospital(db)
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      title: '=HYPERLINK("http://evil.example")',
      summary: '<script>alert(1)</script>',
      products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
      vulnerabilities: [
        statement({
          vulnerabilityId: cve,
          title: '=cmd|calc',
          status: { known_affected: ['P1'] },
          remediations: [{ category: 'vendor_fix', details: 'Update to 9.2', productIds: ['P1'] }],
        }),
      ],
    }),
  )
  await hospital.says(hospital.cmms, {
    a: pump('T-1'),
    b: pump('T-2', { softwareVersion: null }),
    c: pump('T-3', { softwareVersion: '9.2' }),
    d: pump('T-4', { site: 'South' }),
  })
})

const findings = async (query = '') => (await viewer.get(`/findings${query}`)).json()

test('the worklist shows what is open, worst first, page by page', async () => {
  const first = await findings('?limit=2')
  const second = await findings(`?limit=2&cursor=${first.next}`)

  expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null])
  expect(first.items[0]).toMatchObject({ vulnerabilityId: cve, advisoryId: advisory, isOpen: true })
  const scores = [...first.items, ...second.items].map(({ score }) => score)
  expect(scores).toEqual(scores.toSorted((a, b) => b - a))
})

test('a score tells how old the lists are that it was made with, listed in them or not', async () => {
  const { items } = await findings('?limit=1')
  const { lists } = (await viewer.get(`/findings/${items[0].device.id}/${cve}`)).json()

  expect(lists).toEqual([
    ...['cve', 'epss', 'kev', 'nvd'].map((feed) =>
      expect.objectContaining({ feed, readAt: null, day: null, state: 'unread', why: 'It was never read.' }),
    ),
    // A person added it.
    expect.objectContaining({ title: expect.stringMatching(/^Advisories of /), state: 'fresh', endsBefore: false }),
  ])
})

test('a cursor of another list and an unknown filter are refused with a sentence', async () => {
  expect((await viewer.get('/findings?cursor=nonsense')).json()).toMatchObject({ status: 400, code: 'bad_request' })
  expect((await viewer.get('/findings?colour=red')).statusCode).toBe(400)
})

test('counts by value are those of the list', async () => {
  const { total, facets } = (await viewer.get('/findings/facets')).json()

  expect(total).toBe(3)
  expect(facets.site).toEqual([
    { value: 'North', count: 2 },
    { value: 'South', count: 1 },
  ])
})

test('the numbers of a group are those of the device lists that they lead to', async () => {
  const group = (await viewer.get(`/groups?advisory=${encodeURIComponent(advisory)}`))
    .json()
    .items.find(({ site }: { site: string }) => site === 'North')
  const { manufacturer, model, site } = group
  const count = async (answer: Record<string, string>) => {
    const query = new URLSearchParams({ advisory, manufacturer, model, site, active: 'true', ...answer })
    return (await viewer.get(`/devices/facets?${query}`)).json().total
  }

  expect([group.devices, group.affected, group.cannotTell]).toEqual([2, 1, 1])
  expect([await count({}), await count({ answer: 'affected' }), await count({ answer: 'cannot_tell' })]).toEqual([
    2, 1, 1,
  ])
})

test('as CSV no text is run by a spreadsheet', async () => {
  const { body, headers } = await viewer.get('/findings.csv')

  expect(headers['content-type']).toMatch(/^text\/csv/)
  expect(body.split('\r\n')).toHaveLength(5)
  expect(body).toContain("'=cmd|calc")
})

test('a finding shows its evidence, the reasons of its score and what can be done', async () => {
  const device = (await findings('?site=South')).items[0].device.id
  const detail = (await viewer.get(`/findings/${device}/${cve}`)).json()

  expect(detail).toMatchObject({
    finding: { vulnerabilityId: cve, decision: 'none', decisionReason: null },
    evidence: [{ advisoryId: advisory, product: 'Example Medical Drip 3000', answer: 'affected' }],
    remediations: [{ category: 'vendor_fix', details: 'Update to 9.2', advisoryId: advisory }],
    events: [],
    workOrders: [],
  })
  expect(detail.reasons.length).toBeGreaterThan(2)
  expect((await viewer.get(`/findings/${device}/CVE-1999-0001`)).statusCode).toBe(404)
})

test('only who may decide decides, and the trail says who did', async () => {
  const device = (await findings('?site=South')).items[0].device.id
  const decision = { decision: 'accepted', reason: 'Isolated until spring', expiresOn: '2099-01-31' }

  const refused = await viewer.put(`/findings/${device}/${cve}/decision`, decision)
  const unsaid = await analyst.put(`/findings/${device}/${cve}/decision`, { ...decision, reason: ' ' })
  const decided = await analyst.put(`/findings/${device}/${cve}/decision`, decision)

  expect([refused.statusCode, unsaid.statusCode, decided.statusCode]).toEqual([403, 400, 200])
  expect(decided.json()).toMatchObject({
    finding: {
      decision: 'accepted',
      isOpen: false,
      decisionReason: 'Isolated until spring',
      decisionExpiresOn: '2099-01-31',
    },
    events: [{ kind: 'decided', reason: 'Isolated until spring' }],
  })
  expect((await findings()).items).toHaveLength(2)
  expect((await findings('?open=false&decision=accepted')).items).toHaveLength(1)
  const manager = await signedIn('manager')
  const trail = (await manager.get(`/audit?subjectKind=finding&subjectId=${device}/${cve}`)).json()
  expect(trail.items).toMatchObject([{ action: 'finding.decided', reason: 'Isolated until spring' }])
  await analyst.put(`/findings/${device}/${cve}/decision`, { decision: 'none', reason: 'Spring has come' })
  expect((await findings()).items).toHaveLength(3)
})

test('one decision settles a whole group', async () => {
  const group = { advisoryId: advisory, manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North' }
  const decide = async (decision: object) => (await analyst.post('/findings/decide', { ...group, ...decision })).json()

  const premises = [{ kind: 'site', site: 'North' }]
  const first = await decide({ decision: 'mitigated', reason: 'Firewall', premises })
  const again = await decide({ decision: 'mitigated', reason: 'Firewall', premises })
  const back = await decide({ decision: 'none', reason: 'Firewall removed' })

  expect([first, again, back]).toMatchObject([{ decided: 2 }, { decided: 0 }, { decided: 2 }])
})

test('without premises a decision rests on what is proposed, and a device of unknown version stays open', async () => {
  const group = { advisoryId: advisory, manufacturer: 'Example Medical', model: 'Drip 3000', site: 'North' }

  const first = await analyst.post('/findings/decide', { ...group, decision: 'mitigated', reason: 'Firewall' })
  const back = await analyst.post('/findings/decide', { ...group, decision: 'none', reason: 'Firewall removed' })

  expect([first.json(), back.json()]).toMatchObject([{ decided: 1 }, { decided: 1 }])
})

test('an advisory shows its devices by site and model, and its text stays text', async () => {
  const list = (await viewer.get('/advisories?affected=yes')).json()
  const one = (await viewer.get(`/advisories/${encodeURIComponent(advisory)}`)).json()
  const document = await viewer.get(`/advisories/${encodeURIComponent(advisory)}/document`)

  expect(list.items).toMatchObject([{ id: advisory, affected: 2, cannotTell: 1, vulnerabilities: 1 }])
  expect(one).toMatchObject({
    advisory: { id: advisory, summary: '<script>alert(1)</script>', affected: 2 },
    vulnerabilities: [{ vulnerabilityId: cve, knownExploited: null, probability: null }],
    products: [{ productId: 'P1', devices: 3 }],
    groups: [
      { site: 'North', devices: 2, affected: 1, cannotTell: 1, open: 2, workOrders: 0 },
      { site: 'South', devices: 1, affected: 1, cannotTell: 0, open: 1, workOrders: 0 },
    ],
  })
  expect(document.headers['content-type']).toMatch(/^text\/plain/)
  expect(document.headers['x-content-type-options']).toBe('nosniff')
  expect((await viewer.get('/advisories/nobody:A-9')).statusCode).toBe(404)
})

test('a vulnerability’s page tells what NVD says, and each publisher’s score apart', async () => {
  const score = { version: '3.1', severity: 'CRITICAL', type: 'primary' } as const
  const nvd = {
    cve,
    status: 'Analyzed',
    publishedAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-01-02T00:00:00.000Z',
    description: 'Invented.',
    scores: [
      { ...score, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, source: 'nvd@nist.gov' },
      { ...score, vector: 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:H', score: 7.1, source: 'maker@example.org' },
    ],
    weaknesses: [{ id: 'CWE-306', source: 'nvd@nist.gov', type: 'primary' } as const],
  }
  const criteria = [
    { cpe: 'cpe:2.3:o:example:pump_firmware:*:*:*:*:*:*:*:*', vulnerable: true, before: '9.2' },
    { cpe: 'cpe:2.3:h:example:pump:-:*:*:*:*:*:*:*', vulnerable: false },
  ]
  const node = { operator: 'OR', negate: false, criteria } as const
  const configurations = [{ operator: 'OR', negate: false, nodes: [node] } as const]
  const said = async () => (await viewer.get(`/vulnerabilities/${cve}`)).json().nvd

  expect(await said()).toBeNull()
  await inTransaction(db, (tx) => storeFeedRecords(tx, [{ kind: 'nvd_cve', entry: { ...nvd, configurations } }]))
  const { cve: _, ...facts } = nvd
  expect(await said()).toEqual({ ...facts, criteria: 1 })
})

test('a vulnerability’s page answers whether the hospital is affected', async () => {
  const answer = (await viewer.get(`/vulnerabilities/${cve}`)).json()
  const unclear = (await viewer.get(`/vulnerabilities/${cve}/devices?answer=cannot_tell`)).json()

  expect(answer).toMatchObject({
    id: cve,
    answer: { affected: 2, cannotTell: 1, notAffected: 1, devices: 4 },
    advisories: [{ id: advisory }],
    remediations: [{ details: 'Update to 9.2' }],
  })
  expect(answer.groups[0].because.length).toBeGreaterThan(1)
  expect(unclear.items).toMatchObject([{ answer: 'cannot_tell', status: 'under_investigation' }])
})

test('a vulnerability’s page says who said what, and of a rejected CVE why', async () => {
  const publish = (over: Parameters<typeof cveRecord>[0]) => hospital.publish(cveRecord(over))
  await publish({
    cve,
    assessments: [
      cvssOf('cna:meadow', 'CVSS:3.1/AV:L/AC:L/PR:L/UI:R/S:U/C:L/I:N/A:N', 2.8),
      ssvcOf({ exploitation: 'active', automatable: 'no', 'technical impact': 'total' }),
    ],
  })
  const rejected = { state: 'rejected', rejectedReason: 'A duplicate.', replacedBy: [cve] } as const
  await publish({ cve: 'CVE-2026-9999', ...rejected })

  const said = (await viewer.get(`/vulnerabilities/${cve}`)).json()
  const unnamed = (await viewer.get('/vulnerabilities/CVE-2026-9999')).json()

  expect(said).toMatchObject({
    record: { state: 'published', assigner: 'meadow', references: [{ url: 'https://meadow.example/7' }] },
    publishers: [
      { role: 'advisory' },
      { name: 'meadow', role: 'cna' },
      { name: 'CISA-ADP', ssvc: [{ role: 'CISA Coordinator' }] },
      { name: 'NVD', role: 'nvd' },
    ],
  })
  expect(unnamed).toMatchObject({
    title: 'Gateway runs commands',
    answer: {
      devices: 0,
      sentence: 'Nobody can tell: no advisory that was read names it, so no device was compared with it.',
    },
    record: rejected,
    advisories: [],
    publishers: [],
  })
  expect((await viewer.get('/vulnerabilities/CVE-2026-9998')).statusCode).toBe(404)
})

test('comments on a finding stand in order with their writers, and the trail says that they were written', async () => {
  const device = (await findings('?site=South')).items[0].device.id
  const say = (who: typeof viewer, text: string) => who.post(`/findings/${device}/${cve}/comments`, { text })

  expect((await say(viewer, 'May I?')).statusCode).toBe(403)
  expect((await say(analyst, ' ')).statusCode).toBe(400)
  expect((await say(analyst, 'The vendor was asked')).statusCode).toBe(201)
  expect((await say(analyst, 'And answered')).statusCode).toBe(201)
  expect((await analyst.post(`/findings/${device}/CVE-1999-0001/comments`, { text: 'x' })).statusCode).toBe(404)

  const { comments } = (await viewer.get(`/findings/${device}/${cve}`)).json()
  expect(comments.map(({ text, writtenBy }: Record<string, string>) => [text, writtenBy])).toEqual([
    ['The vendor was asked', analyst.person.name],
    ['And answered', analyst.person.name],
  ])
  const manager = await signedIn('manager')
  const trail = (await manager.get('/audit?limit=10')).json().items
  expect(trail.filter(({ action }: { action: string }) => action === 'finding.commented')).toHaveLength(2)
})

test('with an appetite in force findings have an action and a day, and lists follow it', async () => {
  const administrator = await signedIn('administrator')
  expect((await findings()).items[0]).toMatchObject({ action: null, due: null })
  const { starting } = (await administrator.get('/settings/appetite')).json()
  const draft = await administrator.put('/settings/appetite/draft', { appetite: starting, seen: null })
  const { hash } = draft.json()
  const adopted = await administrator.post('/settings/appetite/adopt', { hash, reason: 'As the board decided' })
  expect(adopted.statusCode).toBe(200)

  const { items } = await findings()
  const { action, due } = items[0]
  expect(action).toMatchObject({ rank: expect.any(Number), of: 4 })
  expect(due).toMatchObject({ on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), isOverdue: false, by: action.name })
  const device = items[0].device.id
  const { judgement } = (await viewer.get(`/findings/${device}/${cve}`)).json()
  expect(judgement).toMatchObject({ version: 1, deadlines: [{ by: action.name, on: due.on, at: due.at }] })
  expect(judgement.points.map(({ id }: { id: string }) => id)).toEqual(starting.points)

  expect((await findings(`?action=${action.key}`)).items.length).toBeGreaterThan(0)
  expect((await findings('?action=Defer&due=overdue')).items).toEqual([])
  expect((await findings('?due=3650')).items.length).toBeGreaterThan(0)
  for (const wrong of ['due=soon', 'due=-1', 'sort=due'])
    expect((await viewer.get(`/findings?${wrong}`)).statusCode).toBe(400)
  const [header, first] = (await viewer.get('/findings.csv')).body.split('\r\n')
  expect(header).toContain('Action,Due on,Overdue,Due by')
  expect(first).toContain(`${action.name},${due.on},no`)
  const { facets } = (await viewer.get('/findings/facets')).json()
  expect(facets.action[0].value).toBe(action.name)
  expect(
    (await viewer.get(`/query/count?of=findings&${new URLSearchParams({ query: 'due > today' })}`)).json().count,
  ).toBeGreaterThan(0)
})
