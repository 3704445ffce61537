import { expect, test } from 'vitest'
import { listAudit } from '#domain/access/access.ts'
import {
  addBill,
  bindAwaitedBill,
  freeAwaitedBill,
  getVexDocument,
  listAwaitedBindings,
  listVexStatements,
  listWaitingBills,
  removeBill,
  removeVexDocument,
} from '#domain/composition/composition.ts'
import { onBill } from '#domain/loop.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { writesDuring } from '#tests/support/writes.ts'
import { getFinding } from './findings.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId, actor } = hospital

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
let number = 0

/** A pump of a model of its own, with a flaw that a third party's advisory names. */
async function pump(softwareVersion = '9.1') {
  const key = ++number
  const model = `Syringe ${key}00`
  const cve = `CVE-2026-${7000 + key}`
  await hospital.publish(
    advisoryRecord({
      trackingId: `W-${key}`,
      products: [
        productEntry({ productId: 'P1', name: model, version: '< 9.5', versionForm: 'comparison', isRange: true }),
      ],
      vulnerabilities: [statement({ vulnerabilityId: cve, status: { known_affected: ['P1'] } })],
    }),
  )
  const see = async (tag: string, version: string) => {
    const { deviceIds } = await hospital.says(hospital.cmms, {
      [tag]: { assetTag: tag, manufacturer: 'Example Medical', model, softwareVersion: version },
    })
    const id = { deviceId: deviceIds[0]!, vulnerabilityId: cve }
    return async () => await getFinding(db, organisationId, id)
  }
  const detail = await see(`W-${key}`, softwareVersion)
  const answer = async () => (await detail()).finding.answer
  const { items } = await listWaitingBills(db, organisationId, { limit: 1 })
  expect(items).toEqual([])
  return { model, cve, serial: uuid(key), see, detail, answer }
}
type Pump = Awaited<ReturnType<typeof pump>>

const add = (document: object) =>
  inTransaction(db, (tx) =>
    onBill(tx, actor, () =>
      addBill(tx, actor, { name: 'd.json', content: Buffer.from(JSON.stringify(document)) }, {}, new Date()),
    ),
  )

interface Said {
  readonly state: string
  readonly ref?: string
  readonly author?: string
  readonly versions?: object[]
  readonly at?: string
}
const vex = ({ cve, serial }: Pump, { state, ref = 'pkg:generic/openssl@1.1.1k', author, versions, at }: Said) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { timestamp: at ?? '2026-03-01T00:00:00Z', manufacturer: { name: author ?? 'Example Medical' } },
  vulnerabilities: [
    {
      id: cve,
      analysis: { state, justification: 'code_not_reachable' },
      affects: [{ ref: `urn:cdx:${serial}/1${ref && `#${encodeURIComponent(ref)}`}`, versions }],
    },
  ],
})

const bill = (
  { model, serial }: Pump,
  over: { version?: number; model?: string; vulnerabilities?: object[] } = {},
) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  serialNumber: `urn:uuid:${serial}`,
  version: over.version ?? 1,
  metadata: {
    timestamp: '2026-02-01T00:00:00Z',
    supplier: { name: 'Example Medical' },
    component: { 'bom-ref': 'pump', name: over.model ?? model, version: '9.1', supplier: { name: 'Example Medical' } },
  },
  components: [{ 'bom-ref': 'pkg:generic/openssl@1.1.1k', name: 'openssl', version: '1.1.1k' }],
  vulnerabilities: over.vulnerabilities,
})

const bind = ({ serial, model }: Pump, over: { model?: string; versions?: string; manufacturer?: string } = {}) =>
  inTransaction(db, (tx) =>
    onBill(tx, actor, () =>
      bindAwaitedBill(tx, actor, {
        ...{ serialNumber: serial, revision: 1, manufacturer: 'Example Medical', model, versions: '*' },
        ...{ reason: 'The maker wrote it in a letter', ...over },
      }),
    ),
  )
const free = (id: string) =>
  inTransaction(db, (tx) => onBill(tx, actor, () => freeAwaitedBill(tx, actor, id, 'Of another pump')))
const remove = (id: string) =>
  inTransaction(db, (tx) => onBill(tx, actor, () => removeVexDocument(tx, actor, id, 'Read')))
const removeTheBill = (id: string) =>
  inTransaction(db, (tx) => onBill(tx, actor, () => removeBill(tx, actor, id, 'Read')))
const waiting = async () => (await listWaitingBills(db, organisationId, { limit: 10 })).items
const reasonOf = async (id: string) =>
  (await listVexStatements(db, organisationId, id, { limit: 10 })).items.map(({ notApplied }) => notApplied)

test('what waits for a bill holds where a person says which model the bill is of, until that is taken back', async () => {
  const one = await pump()
  const { id: vexId } = await add(vex(one, { state: 'not_affected' }))
  expect(await one.answer()).toBe('affected')
  expect(await waiting()).toEqual([
    {
      ...{ serialNumber: one.serial, revision: 1, documents: 1, vulnerabilities: 1, documentId: vexId },
      ...{ author: 'Example Medical', sbomId: null, reason: 'The bill is not here yet.' },
    },
  ])

  const id = await bind(one)
  expect(await one.answer()).toBe('not_affected')
  expect(await reasonOf(vexId)).toEqual([null])
  expect(await waiting()).toEqual([])
  const later = await one.see('W-later', '9.2')
  expect((await later()).finding.answer).toBe('not_affected')
  const { items } = await listAwaitedBindings(db, organisationId, { inForce: true, limit: 10 })
  expect(items).toMatchObject([{ id, versions: '', documents: 1, devices: 2, hasCome: false, boundBy: actor.name }])
  expect(await getVexDocument(db, organisationId, vexId)).toMatchObject({
    document: { bills: 1, billsHere: 0, billsBound: 1 },
    bills: [{ bound: [{ id, model: one.model }], here: [] }],
  })
  await expect(bind(one)).rejects.toThrow('bound to this model already')

  await free(id)
  expect([await one.answer(), (await later()).finding.answer]).toEqual(['affected', 'affected'])
  expect(await waiting()).toHaveLength(1)
  const { items: audited } = await listAudit(db, organisationId, { limit: 50 })
  expect(audited.filter(({ subjectId }) => subjectId === id).map(({ action, reason }) => [action, reason])).toEqual([
    ['awaited_bill.freed', 'Of another pump'],
    ['awaited_bill.bound', 'The maker wrote it in a letter'],
  ])
  await remove(vexId)
})

test('the evidence names the bill and who bound it, and a later document on the bill holds at once', async () => {
  const one = await pump()
  const first = await add(vex(one, { state: 'in_triage' }))
  const id = await bind(one, { versions: '9.1' })
  const evidence = async () => (await one.detail()).evidence.find(({ boundBy }) => boundBy)
  expect(await evidence()).toMatchObject({
    ...{ advisoryId: `vex:${first.id}`, vexId: first.id, boundBy: id, advisoryTitle: 'VEX by Example Medical' },
    ...{ isMaker: true, namesVersion: true },
  })
  expect((await evidence())!.because.map(({ text }) => text)).toContainEqual(
    `the bill urn:cdx:${one.serial}/1, which is not here, is of Example Medical ${one.model}, as ${actor.name} said`,
  )

  const second = await add(vex(one, { state: 'not_affected', at: '2026-04-01T00:00:00Z' }))
  expect(await one.answer()).toBe('not_affected')
  expect(await writesDuring(db, () => add(vex(one, { state: 'not_affected', at: '2026-04-01T00:00:00Z' })))).toEqual({})
  await remove(second.id)
  expect(await one.answer()).toBe('affected')
  await remove(first.id)
})

test('other versions than those that the bill was bound to are not spoken of', async () => {
  const one = await pump('9.3')
  const { id } = await add(vex(one, { state: 'not_affected' }))
  await bind(one, { versions: '9.1' })
  expect(await one.answer()).toBe('affected')
  expect(await reasonOf(id)).toEqual([
    `Its bill is bound to Example Medical ${one.model}, and no device surely is of that.`,
  ])
  await remove(id)
})

test('the bill itself takes the place of what was said of it when it comes, and hands it back when it goes', async () => {
  const [one, other] = [await pump(), await pump()]
  const { id: vexId } = await add(vex(one, { state: 'not_affected' }))
  await bind(one, { model: other.model })
  expect(await one.answer()).toBe('affected')

  const { id: billId } = await add(bill(one))
  expect(await one.answer()).toBe('not_affected')
  expect((await listAwaitedBindings(db, organisationId, { inForce: true, limit: 1 })).items).toMatchObject([
    { hasCome: true, devices: 0 },
  ])
  await expect(bind(one)).rejects.toThrow('Bind the bill itself')

  await removeTheBill(billId)
  expect(await one.answer()).toBe('affected')
  await remove(vexId)
})

test('a bill that is here and of a model that no device is waits too, and is bound itself', async () => {
  const one = await pump()
  const { id: billId } = await add(bill(one, { model: 'Perfusor space of another name' }))
  const { id: vexId } = await add(vex(one, { state: 'not_affected' }))
  expect(await waiting()).toMatchObject([
    {
      sbomId: billId,
      reason: 'The bill is here, of Example Medical Perfusor space of another name, and no device surely is of that.',
    },
  ])
  await remove(vexId)
  await removeTheBill(billId)
})

test('who is not the maker clears nothing, whoever binds the bill', async () => {
  const one = await pump()
  const { id } = await add(vex(one, { state: 'not_affected', author: 'Lab Ltd' }))
  await bind(one)
  expect(await one.answer()).toBe('affected')
  expect(await reasonOf(id)).toEqual([expect.stringContaining('not by the maker')])
  await remove(id)
})

test('what clears a component of a bill that is not here clears no device where the bill that counts leaves one open', async () => {
  const one = await pump()
  const { id: billId } = await add(
    bill(one, {
      version: 2,
      vulnerabilities: [
        { id: one.cve, analysis: { state: 'exploitable' }, affects: [{ ref: 'pkg:generic/openssl@1.1.1k' }] },
      ],
    }),
  )
  const { id } = await add(vex(one, { state: 'not_affected', ref: 'zlib', at: '2026-05-01T00:00:00Z' }))
  expect(await waiting()).toMatchObject([{ reason: 'It speaks of revision 1 of the bill; here is revision 2.' }])
  await bind(one)
  expect(await one.answer()).toBe('affected')
  expect(await reasonOf(id)).toEqual([expect.stringContaining('leaves another component')])

  // Of the whole product it is a word of the maker that came later.
  const whole = await add(vex(one, { state: 'not_affected', ref: '', at: '2026-06-01T00:00:00Z' }))
  expect(await reasonOf(whole.id)).toEqual([null])
  await remove(id)
  await remove(whole.id)
  await removeTheBill(billId)
})

test('versions of the component are compared where the reference says one, and take nothing where it does not', async () => {
  const one = await pump()
  const versions = [{ range: 'vers:generic/<1.1.1', status: 'affected' }]
  const outside = await add(vex(one, { state: 'not_affected', versions }))
  const unknown = await add(vex(one, { state: 'not_affected', ref: 'openssl', versions }))
  await bind(one)
  expect(await one.answer()).toBe('affected')
  expect(await reasonOf(outside.id)).toEqual([expect.stringContaining('other versions of the component')])
  expect(await reasonOf(unknown.id)).toEqual([expect.stringContaining('limited to versions of the component')])
  await remove(outside.id)
  await remove(unknown.id)
})

test('nothing is bound that no document names, nor to versions that nobody can compare', async () => {
  const one = await pump()
  await expect(bind(one)).rejects.toThrow('No VEX document in force names')
  const { id } = await add(vex(one, { state: 'not_affected' }))
  await expect(bind(one, { versions: 'the newer ones' })).rejects.toThrow('cannot be compared')
  await remove(id)
})
