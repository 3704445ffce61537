import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { addBill, removeBill } from '#domain/composition/composition.ts'
import { onBill } from '#domain/loop.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { decideFinding, getFinding, listMatchRuns } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital
const vulnerabilityId = 'CVE-2026-0001'

const bill = (state: string, { version = '9.1', author = 'Example Medical' } = {}) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      timestamp: '2026-02-01T00:00:00Z',
      manufacturer: { name: author },
      component: { name: 'Drip 3000', version, supplier: { name: 'Example Medical' } },
    },
    components: [{ 'bom-ref': 'ssl', name: 'openssl', version: '1.1.1k' }],
    vulnerabilities: [
      { id: vulnerabilityId, analysis: { state, justification: 'code_not_reachable' }, affects: [{ ref: 'ssl' }] },
      { id: 'CVE-2026-9999', analysis: { state: 'not_affected' }, affects: [{ ref: 'ssl' }] },
    ],
  })

const add = (text: string) =>
  inTransaction(db, (tx) =>
    onBill(tx, actor, () => addBill(tx, actor, { name: 'b.json', content: Buffer.from(text) }, {}, new Date())),
  )
const remove = (id: string) =>
  inTransaction(db, (tx) => onBill(tx, actor, () => removeBill(tx, actor, id, 'Of another pump')))

const pump = (tag: string, softwareVersion: string) => ({
  assetTag: tag,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  softwareVersion,
})
let deviceIds: string[]
beforeAll(async () => {
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
      vulnerabilities: [statement({ vulnerabilityId, status: { known_affected: ['P1'] } })],
    }),
  )
  ;({ deviceIds } = await hospital.says(hospital.cmms, {
    a: pump('T-1', '9.1'),
    b: pump('T-2', '9.1'),
    c: pump('T-3', '9.0'),
  }))
})

const openFindings = async () =>
  (
    await sql<{ n: number }>`select open_findings as n from device where gone_at is null order by asset_tag`.execute(db)
  ).rows.map(({ n }) => n)

test('what the maker’s bill clears closes the findings of the devices that it reaches, until it is taken out of force', async () => {
  const [deviceId] = deviceIds
  const decision = { decision: 'deferred', reason: 'Next visit', expiresOn: '2099-01-01' } as const
  await inTransaction(db, (tx) => decideFinding(tx, actor, { deviceId: deviceId!, vulnerabilityId }, decision))
  expect(await openFindings()).toEqual([0, 1, 1])

  const { id } = await add(bill('not_affected'))
  expect(await openFindings()).toEqual([0, 0, 1])
  const found = await getFinding(db, organisationId, { deviceId: deviceId!, vulnerabilityId })
  expect(found).toMatchObject({
    finding: { answer: 'not_affected', status: 'not_affected', advisoryId: 'example-cert:A-1' },
    evidence: [
      {
        sbomId: id,
        advisoryTitle: 'Bill of materials by Example Medical',
        isMaker: true,
        namesVersion: true,
        because: [
          { part: 'vendor' },
          { part: 'model' },
          { part: 'version' },
          { part: 'statement', text: 'the bill says: not affected of openssl 1.1.1k: code not reachable' },
        ],
      },
      { advisoryId: 'example-cert:A-1', isSuperseded: true },
    ],
  })
  expect(found.events[0]!.reason).toBe(
    'the bill of materials by Example Medical: the bill says: not affected of openssl 1.1.1k: code not reachable',
  )

  const { rows: before } = await sql`select * from match order by 1, 2, 3`.execute(db)
  expect(await add(bill('not_affected'))).toEqual({ kind: 'bill', id, isNew: false })
  expect((await sql`select * from match order by 1, 2, 3`.execute(db)).rows).toEqual(before)

  await remove(id)
  expect(await openFindings()).toEqual([0, 1, 1])
})

test('what another bill changes is a matching run, by whom it came; the same bill again is none', async () => {
  const runs = async () => (await listMatchRuns(db, organisationId, { trigger: 'bills', limit: 50 })).items
  const before = await runs()
  const { id } = await add(bill('not_affected'))
  const [run] = await runs()
  expect(run).toMatchObject({ configurations: 1, changed: 1, devices: 0, by: actor.name })
  await add(bill('not_affected'))
  expect(await runs()).toEqual([run, ...before])
  await remove(id)
  const [undone, ...others] = await runs()
  expect(undone).toMatchObject({ configurations: 1, changed: 1, devices: 2 })
  expect(others).toEqual([run, ...before])
})

test('a device that comes after the bill is cleared as well', async () => {
  const { id } = await add(bill('not_affected', { version: '8.0' }))
  await hospital.says(hospital.cmms, { d: pump('T-4', '8.0') })

  expect(await openFindings()).toEqual([0, 1, 1, 0])
  await remove(id)
  expect(await openFindings()).toEqual([0, 1, 1, 1])
})

test('a bill by somebody else than the maker closes nothing', async () => {
  const { id } = await add(bill('not_affected', { author: 'Careful Consultants' }))

  expect(await openFindings()).toEqual([0, 1, 1, 1])
  const { evidence } = await getFinding(db, organisationId, { deviceId: deviceIds[1]!, vulnerabilityId })
  expect(evidence.map(({ sbomId, isSuperseded }) => [sbomId, isSuperseded])).toEqual([
    [undefined, false],
    [id, false],
  ])
  await remove(id)
})

test('an advisory that is read after the bill meets its statements', async () => {
  const { id } = await add(bill('not_affected'))
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-2',
      products: [productEntry({ productId: 'P1', version: 'vers:all/*', versionForm: 'all' })],
      vulnerabilities: [statement({ vulnerabilityId, status: { known_affected: ['P1'] } })],
    }),
  )

  expect(await openFindings()).toEqual([0, 0, 1, 1])
  await remove(id)
  expect(await openFindings()).toEqual([0, 1, 1, 1])
})
