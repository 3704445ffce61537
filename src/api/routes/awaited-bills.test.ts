import { expect, test } from 'vitest'
import { addBill } from '#domain/composition/composition.ts'
import { onBill } from '#domain/loop.ts'
import { inTransaction } from '#platform/db/database.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const manager = await signedIn('manager')
const viewer = await signedIn('viewer')
const { actor } = await newHospital(db)

const serialNumber = '00000000-0000-4000-8000-000000000001'
const bills = '/awaited-bills'
const said = {
  ...{ serialNumber, revision: 1, manufacturer: 'Example Medical', model: 'Drip 3000', versions: '*' },
  reason: 'The maker wrote it in a letter',
}

test('who decides binds a bill that VEX waits for, others see it, and it is taken back with a reason', async () => {
  const vex = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { manufacturer: { name: 'Example Medical' } },
    vulnerabilities: [
      { id: 'CVE-2026-0001', analysis: { state: 'not_affected' }, affects: [{ ref: `urn:cdx:${serialNumber}/1` }] },
    ],
  }
  const file = { name: 'vex.json', content: Buffer.from(JSON.stringify(vex)) }
  await inTransaction(db, (tx) => onBill(tx, actor, () => addBill(tx, actor, file, {}, new Date())))

  const waiting = async () => (await viewer.get(bills)).json().items
  expect(await waiting()).toMatchObject([{ serialNumber, revision: 1, documents: 1, vulnerabilities: 1 }])
  expect((await viewer.get(`${bills}?q=nothing%20like%20it`)).json()).toEqual({ items: [], next: null })

  expect((await viewer.post(`${bills}/bindings`, said)).statusCode).toBe(403)
  expect((await manager.post(`${bills}/bindings`, { ...said, versions: ' ' })).statusCode).toBe(400)
  expect((await manager.post(`${bills}/bindings`, { ...said, reason: '' })).statusCode).toBe(400)
  expect((await manager.post(`${bills}/bindings`, { ...said, revision: 2 })).statusCode).toBe(404)
  const bound = await manager.post(`${bills}/bindings`, { ...said, serialNumber: `urn:uuid:${serialNumber}` })
  expect(bound.statusCode).toBe(201)
  expect((await manager.post(`${bills}/bindings`, said)).statusCode).toBe(409)
  expect(await waiting()).toEqual([])

  const { id } = bound.json()
  const listed = async (query = '') => (await viewer.get(`${bills}/bindings${query}`)).json().items
  expect(await listed()).toMatchObject([{ id, serialNumber, versions: '', documents: 1, hasCome: false }])
  expect((await viewer.delete(`${bills}/bindings/${id}?reason=No`)).statusCode).toBe(403)
  expect((await manager.delete(`${bills}/bindings/${id}`)).statusCode).toBe(400)
  expect((await manager.delete(`${bills}/bindings/${id}?reason=Of%20another`)).statusCode).toBe(204)
  expect((await manager.delete(`${bills}/bindings/${id}?reason=Again`)).statusCode).toBe(404)
  expect(await listed()).toEqual([])
  expect(await listed('?inForce=false')).toMatchObject([{ id, revokedReason: 'Of another' }])
  expect(await waiting()).toHaveLength(1)
})
