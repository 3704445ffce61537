import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  addBill,
  getVexDocument,
  listStatements,
  listVexDocuments,
  listVexStatements,
  removeBill,
  removeVexDocument,
} from '#domain/composition/composition.ts'
import { onBill } from '#domain/loop.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { getFinding } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
let number = 0

/** A pump of a model of its own, with a flaw of its own that a third party's advisory names. */
async function pump() {
  const key = ++number
  const model = `Syringe ${key}00`
  const cve = `CVE-2026-${4000 + key}`
  await hospital.publish(
    advisoryRecord({
      trackingId: `V-${key}`,
      products: [
        productEntry({ productId: 'P1', name: model, version: '< 9.2', versionForm: 'comparison', isRange: true }),
      ],
      vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'] } })],
    }),
  )
  const { deviceIds } = await hospital.says(hospital.cmms, {
    [`v${key}`]: { assetTag: `V-${key}`, manufacturer: 'Example Medical', model, softwareVersion: '9.1' },
  })
  const serial = uuid(key)
  const [deviceId] = deviceIds
  const answer = async () =>
    (await getFinding(db, organisationId, { deviceId: deviceId!, vulnerabilityId: cve })).finding
  return { model, cve, serial, deviceId: deviceId!, answer }
}
type Pump = Awaited<ReturnType<typeof pump>>

const add = (document: object) =>
  inTransaction(db, (tx) =>
    onBill(tx, actor, () =>
      addBill(tx, actor, { name: 'd.json', content: Buffer.from(JSON.stringify(document)) }, {}, new Date()),
    ),
  )

const bill = ({ model, serial }: Pump, over: { version?: number; vulnerabilities?: object[]; at?: string } = {}) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  serialNumber: `urn:uuid:${serial}`,
  version: over.version,
  metadata: {
    timestamp: over.at ?? '2026-02-01T00:00:00Z',
    supplier: { name: 'Example Medical' },
    component: { 'bom-ref': 'pump', name: model, version: '9.1', supplier: { name: 'Example Medical' } },
  },
  components: [
    { 'bom-ref': 'pkg:generic/openssl@1.1.1k', name: 'openssl', version: '1.1.1k' },
    { 'bom-ref': 'zlib', name: 'zlib', version: '1.2.11' },
  ],
  vulnerabilities: over.vulnerabilities,
})

interface Vex {
  readonly state: string
  readonly ref?: string
  readonly revision?: number
  readonly author?: string | null
  readonly serial?: string
  readonly version?: number
  readonly at?: string
}
const vex = (of: Pump, said: Vex) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: said.serial && `urn:uuid:${said.serial}`,
  version: said.version ?? 1,
  metadata: {
    timestamp: said.at ?? '2026-03-01T00:00:00Z',
    ...(said.author !== null && { manufacturer: { name: said.author ?? 'Example Medical' } }),
  },
  vulnerabilities: [
    {
      id: of.cve,
      analysis: { state: said.state, justification: 'code_not_reachable' },
      affects: [{ ref: `urn:cdx:${of.serial}/${said.revision ?? 1}#${said.ref ?? 'zlib'}` }],
    },
  ],
})

const reasonOf = async (id: string) =>
  (await listVexStatements(db, organisationId, id, { limit: 10 })).items.map(({ notApplied }) => notApplied)

test('a VEX document holds on the devices of the bill that it links to, from when it comes until it is taken out', async () => {
  const one = await pump()
  await add(bill(one))
  expect(await one.answer()).toMatchObject({ answer: 'affected', isOpen: true })

  const document = vex(one, { state: 'not_affected', ref: 'pkg%3Ageneric%2Fopenssl%401.1.1k' })
  const { id, kind, isNew } = await add(document)
  expect({ kind, isNew }).toEqual({ kind: 'vex', isNew: true })
  expect(await one.answer()).toMatchObject({ answer: 'not_affected', status: 'not_affected', isOpen: false })
  const { evidence } = await getFinding(db, organisationId, { deviceId: one.deviceId, vulnerabilityId: one.cve })
  expect(evidence).toMatchObject([
    {
      advisoryId: `vex:${id}`,
      advisoryTitle: 'VEX by Example Medical',
      isMaker: true,
      because: [{}, {}, {}, { text: 'the VEX document says: not affected of openssl 1.1.1k: code not reachable' }],
    },
    { isSuperseded: true },
  ])
  expect(await reasonOf(id)).toEqual([null])

  const { rows: before } = await sql`select * from match order by 1, 2, 3`.execute(db)
  expect(await add(document)).toEqual({ kind: 'vex', id, isNew: false })
  expect((await sql`select * from match order by 1, 2, 3`.execute(db)).rows).toEqual(before)

  await inTransaction(db, (tx) => onBill(tx, actor, () => removeVexDocument(tx, actor, id, 'Of another pump')))
  expect(await one.answer()).toMatchObject({ answer: 'affected', isOpen: true })
})

test('what is said of a bill that is not here yet waits, says so, and holds when the bill comes', async () => {
  const one = await pump()
  const { id } = await add(vex(one, { state: 'not_affected' }))
  expect(await one.answer()).toMatchObject({ answer: 'affected' })
  expect(await reasonOf(id)).toEqual(['The bill that it speaks of is not here yet. It is applied when the bill comes.'])
  expect((await getVexDocument(db, organisationId, id)).document).toMatchObject({ bills: 1, billsHere: 0 })

  const { id: billId } = await add(bill(one))
  expect(await one.answer()).toMatchObject({ answer: 'not_affected' })
  expect(await reasonOf(id)).toEqual([null])
  expect(await listVexDocuments(db, organisationId, { sbom: billId, limit: 10 })).toMatchObject({
    items: [{ id, bills: 1, billsHere: 1 }],
  })

  await inTransaction(db, (tx) => onBill(tx, actor, () => removeBill(tx, actor, billId, 'Of another pump')))
  expect(await one.answer()).toMatchObject({ answer: 'affected' })
  expect(await reasonOf(id)).toEqual([expect.stringContaining('not here yet')])
})

test('another revision of the bill than the one that is meant takes nothing', async () => {
  const one = await pump()
  await add(bill(one, { version: 2 }))
  const { id } = await add(vex(one, { state: 'not_affected', revision: 1 }))

  expect(await one.answer()).toMatchObject({ answer: 'affected' })
  expect(await reasonOf(id)).toEqual([expect.stringContaining('revision 1 of the bill; here is revision 2')])
})

test('a later revision of a document takes the word of the earlier one, in whichever order they come', async () => {
  const one = await pump()
  await add(bill(one))
  const serial = uuid(9001)
  const { id: second } = await add(vex(one, { state: 'not_affected', serial, version: 2 }))
  const { id: first } = await add(vex(one, { state: 'exploitable', serial, version: 1 }))
  expect(await one.answer()).toMatchObject({ answer: 'not_affected' })
  expect(await reasonOf(first)).toEqual(['A later revision of this document took its place.'])

  const { id: third } = await add(vex(one, { state: 'exploitable', serial, version: 3 }))
  expect(await one.answer()).toMatchObject({ answer: 'affected' })
  expect((await getVexDocument(db, organisationId, second)).document.replacedBy).toBe(third)

  await inTransaction(db, (tx) => onBill(tx, actor, () => removeVexDocument(tx, actor, third, 'Sent in error')))
  expect(await one.answer()).toMatchObject({ answer: 'not_affected' })
})

test('where the latest revision is taken out, the latest of the others stands alone', async () => {
  const one = await pump()
  await add(bill(one))
  const serial = uuid(9002)
  const first = await add(vex(one, { state: 'exploitable', serial, version: 1 }))
  const third = await add(vex(one, { state: 'exploitable', serial, version: 3 }))
  const second = await add(vex(one, { state: 'not_affected', serial, version: 2 }))

  await inTransaction(db, (tx) => onBill(tx, actor, () => removeVexDocument(tx, actor, third.id, 'Sent in error')))

  const replacedBy = async ({ id }: { id: string }) =>
    (await getVexDocument(db, organisationId, id)).document.replacedBy
  expect([await replacedBy(first), await replacedBy(second)]).toEqual([second.id, null])
  expect(await one.answer()).toMatchObject({ answer: 'not_affected' })
})

test('a bill and a document whose version is a time in milliseconds are taken, and counted with no other revision', async () => {
  const one = await pump()
  const version = 1_764_201_600_000
  expect(await add(bill(one, { version }))).toMatchObject({ kind: 'bill', isNew: true })

  await add(bill(one, { at: '2026-02-02T00:00:00Z' }))
  const serial = uuid(9003)
  const { id } = await add(vex(one, { state: 'exploitable', serial, version }))
  const later = await add(vex(one, { state: 'not_affected', serial, version: 1, at: '2026-03-02T00:00:00Z' }))
  const { document, remarks } = await getVexDocument(db, organisationId, id)
  expect(document).toMatchObject({ serialNumber: '', replacedBy: null })
  expect(remarks).toEqual([
    {
      part: 'bill',
      name: `urn:uuid:${serial}`,
      reason: expect.stringContaining('its version is 1764201600000'),
    },
  ])
  expect((await getVexDocument(db, organisationId, later.id)).document.replacedBy).toBeNull()
})

test('who is not the maker, or does not say who it is, clears nothing', async () => {
  const one = await pump()
  await add(bill(one))
  const { id: other } = await add(vex(one, { state: 'not_affected', author: 'Lab Ltd' }))
  const { id: nobody } = await add(vex(one, { state: 'not_affected', author: null }))

  expect(await one.answer()).toMatchObject({ answer: 'affected' })
  expect(await reasonOf(other)).toEqual([expect.stringContaining('not by the maker')])
  expect(await reasonOf(nobody)).toEqual([expect.stringContaining('does not say who speaks')])
})

test('what clears one component clears no device where the bill leaves another component open', async () => {
  const one = await pump()
  const openssl = 'pkg:generic/openssl@1.1.1k'
  const { id: billId } = await add(
    bill(one, {
      vulnerabilities: [{ id: one.cve, analysis: { state: 'exploitable' }, affects: [{ ref: openssl }] }],
    }),
  )
  const { id } = await add(vex(one, { state: 'not_affected', ref: 'zlib' }))
  expect(await one.answer()).toMatchObject({ answer: 'affected' })
  expect(await reasonOf(id)).toEqual([expect.stringContaining('leaves another component')])

  await add(vex(one, { state: 'not_affected', ref: openssl }))
  expect(await one.answer()).toMatchObject({ answer: 'not_affected' })
  expect((await listStatements(db, organisationId, billId, { limit: 5 })).items).toHaveLength(1)
})

test('a reference that leads nowhere in the bill is told', async () => {
  const one = await pump()
  await add(bill(one))
  const { id } = await add(vex(one, { state: 'not_affected', ref: 'no-such' }))
  expect(await reasonOf(id)).toEqual([expect.stringContaining('not in this bill')])
})

test('a device that comes after bill and document is judged by both', async () => {
  const one = await pump()
  await add(bill(one))
  await add(vex(one, { state: 'not_affected' }))
  const { deviceIds } = await hospital.says(hospital.cmms, {
    late: { assetTag: 'V-late', manufacturer: 'Example Medical', model: one.model, softwareVersion: '9.1.0' },
  })
  const late = { deviceId: deviceIds.at(-1)!, vulnerabilityId: one.cve }
  expect((await getFinding(db, organisationId, late)).finding).toMatchObject({ answer: 'not_affected' })
})

test('exploitable in a VEX document makes a finding where nobody else names it, and takes it along when it goes', async () => {
  const one = await pump()
  const cve = 'CVE-2026-4999'
  const finding = async () =>
    (await getFinding(db, organisationId, { deviceId: one.deviceId, vulnerabilityId: cve })).finding
  await add(bill(one))
  await expect(finding()).rejects.toThrow(cve)
  const { id } = await add(vex({ ...one, cve }, { state: 'exploitable', author: 'Careful Consultants' }))
  expect(await finding()).toMatchObject({ advisoryId: 'VEX', answer: 'affected', isOpen: true })
  await inTransaction(db, (tx) => onBill(tx, actor, () => removeVexDocument(tx, actor, id, 'Of another pump')))
  expect((await finding()).isOpen).toBe(false)
})
