import { expect, test } from 'vitest'
import { storeFeedRecords } from '#domain/intelligence/intelligence.ts'
import { followDatabases } from '#domain/loop.ts'
import type { MsrcEntry } from '#model/msrc.ts'
import { inTransaction } from '#platform/db/database.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const admin = await signedIn('administrator')

const product = 'Windows 8.1 for x64-based systems'

const entry = (cve: string, kb: string, more: Partial<MsrcEntry> = {}): MsrcEntry => ({
  ...{ document: '2026-Jan', asOf: '2026-01-13', cve, title: `Title of ${cve}`, severity: 'Important', impact: '' },
  ...{ publishedOn: '2026-01-13', revisedOn: '2026-01-13', isExploited: null, isDisclosed: null, scores: [] },
  products: [product],
  fixes: [
    {
      ...{
        kb,
        supersedes: kb === '5000002' ? ['5000001'] : [],
        fixedBuild: '',
        kind: 'Security Update',
        component: '',
      },
      ...{ postedOn: '2026-01-13', products: [product] },
    },
  ],
  ...more,
})

async function device(serialNumber: string, claims: Record<string, unknown>): Promise<string> {
  const answer = await admin.post('/devices', {
    claims: { serialNumber, manufacturer: 'GE', model: 'CIC', ...claims },
    reason: 'Found on the ward.',
  })
  if (answer.statusCode >= 300) throw new Error(answer.body)
  return answer.json().id
}

const ask = async (id: string, query = '') => {
  const answer = await admin.get(`/devices/${id}/windows-updates${query}`)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json()
}

test('before anything of Microsoft’s was read, there is no answer', async () => {
  const id = await device('S0', { operatingSystem: 'Windows 8.1 x64', installedUpdates: ['KB5000001'] })

  expect(await ask(id)).toMatchObject({ lacks: 'intelligence', items: [], installed: [{ update: 'KB5000001' }] })
})

test('once it was', async () => {
  await inTransaction(db, (tx) =>
    storeFeedRecords(tx, [
      { kind: 'msrc_cve', entry: entry('CVE-2026-0001', '5000001') },
      { kind: 'msrc_cve', entry: entry('CVE-2026-0002', '5000002') },
      { kind: 'msrc_cve', entry: entry('CVE-2026-0003', '5000003', { severity: 'Critical' }) },
      { kind: 'msrc_cve', entry: entry('CVE-2025-0004', '5000003') },
      {
        kind: 'known_exploited',
        entry: {
          ...{ cve: 'CVE-2025-0004', vendor: 'Microsoft', product: 'Windows', name: 'Invented', addedOn: '2026-01-20' },
          ...{ ransomware: false, requiredAction: 'Install it.' },
        },
      },
    ]),
  )

  const id = await device('S1', { operatingSystem: 'Windows 8.1 x64', installedUpdates: ['KB5000002'] })
  const first = await ask(id, '?limit=1')

  expect(first).toMatchObject({
    lacks: null,
    product,
    build: '9600',
    isBuildExact: false,
    lastNamedOn: '2026-01-13',
    installed: [{ update: 'KB5000002', postedOn: '2026-01-13', contains: 1 }],
    counts: { open: 2, cannotTell: 0, cured: 2 },
    cures: [{ update: 'KB5000003', cves: 2 }],
  })
  // Known exploited before the gravest.
  expect(first.items).toMatchObject([{ cve: 'CVE-2025-0004', isKnownExploited: true, answer: 'affected' }])
  const second = await ask(id, `?limit=1&cursor=${first.next}`)
  expect([second.items[0].cve, second.items[0].title, second.next]).toEqual([
    'CVE-2026-0003',
    'Title of CVE-2026-0003',
    null,
  ])
  expect((await ask(id, '?answer=not_affected')).items.map(({ cve }: { cve: string }) => cve)).toEqual([
    'CVE-2026-0002',
    'CVE-2026-0001',
  ])
})

test('a vulnerability that Microsoft names and no advisory is answered for its devices', async () => {
  const { actor } = admin
  await followDatabases(db, actor.organisationId, actor)

  expect((await admin.get('/vulnerabilities/CVE-2026-0003')).json()).toMatchObject({
    answer: { affected: 2, devices: 2, sentence: 'Yes: 2 devices are affected.' },
    advisories: [],
  })
})

test.each([
  ['VxWorks 6.9', 'system'],
  ['Windows 10', 'release'],
  ['Windows 8 x64', 'product'],
])('of "%s" it says what is missing: %s', async (operatingSystem, lacks) => {
  expect(await ask(await device(`S-${lacks}`, { operatingSystem }))).toMatchObject({ lacks, items: [], next: null })
})

test('a Windows of which no update is known is answered by nobody', async () => {
  const id = await device('S2', { operatingSystem: 'Windows 8.1 x64' })

  expect((await ask(id)).counts).toEqual({ open: 0, cannotTell: 4, cured: 0 })
})

test('a document that comes later changes the answer', async () => {
  const id = await device('S3', { operatingSystem: 'Windows 8.1 x64', installedUpdates: ['KB5000009'] })
  expect((await ask(id)).counts).toMatchObject({ open: 4 })
  const later = entry('CVE-2026-0009', '5000009', { document: '2026-Feb' })
  const contains = { ...later, fixes: later.fixes.map((fix) => ({ ...fix, supersedes: ['5000002', '5000003'] })) }
  await inTransaction(db, (tx) => storeFeedRecords(tx, [{ kind: 'msrc_cve', entry: contains }]))

  expect((await ask(id)).counts).toEqual({ open: 0, cannotTell: 0, cured: 5 })
})
