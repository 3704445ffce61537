import { expect, test } from 'vitest'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn, nobody } = await testServer(db)
const hospital = await newHospital(db)
const viewer = await signedIn('viewer')
const analyst = await signedIn('analyst')

await hospital.says(hospital.monitor, {
  a: {
    assetTag: 'T-1',
    manufacturer: 'Example Medical',
    model: 'Drip 3000',
    softwareVersion: '9.1',
    zone: 'flat',
    site: 'North',
  },
  b: { assetTag: 'T-2', manufacturer: 'Example Medical', model: 'Drip 3000', softwareVersion: '9.1', zone: 'Infusion' },
})
await hospital.publish(
  advisoryRecord({
    trackingId: 'A-1',
    products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })],
  }),
)
const steps = [{ kind: 'remove', vulnerabilities: ['CVE-2026-0001'] }]

test('who may read findings works a scenario out, and who may decide saves it', async () => {
  const result = await viewer.post('/what-if', { steps })
  const refused = await viewer.post('/what-if/scenarios', { name: 'All gone', steps })
  const saved = await analyst.post('/what-if/scenarios', { name: 'All gone', steps })

  expect(result.json()).toMatchObject({ moves: { findings: 2, leave: 2, rows: 2 }, total: { after: { findings: 0 } } })
  expect(refused.statusCode).toBe(403)
  expect(saved.statusCode).toBe(201)
  const address = `/what-if/scenarios/${saved.json().id}`
  expect((await viewer.get(address)).json()).toMatchObject({ name: 'All gone', steps, savedBy: analyst.actor.name })
  expect((await viewer.get(`${address}/moves?limit=1`)).json()).toMatchObject({ items: [{ devices: 1 }], next: /./ })
  for (const answer of [
    await viewer.post(`${address}/compute`),
    await viewer.delete(address),
    await viewer.put(address, { name: 'Mine', steps, seen: saved.json().savedAt }),
  ])
    expect(answer.statusCode).toBe(403)
  expect((await nobody.post('/what-if', { steps })).statusCode).toBe(401)
})

test('what a step names is completed from what is on record', async () => {
  const values = async (of: string, q = '') =>
    (await viewer.get(`/what-if/choices?of=${of}&q=${encodeURIComponent(q)}`)).json()

  expect(await values('zone')).toEqual([
    { value: 'Infusion', label: 'Infusion', manufacturer: null, devices: 1 },
    { value: 'flat', label: 'flat', manufacturer: null, devices: 1 },
  ])
  expect(await values('site')).toEqual([{ value: 'North', label: 'North', manufacturer: null, devices: 1 }])
  expect(await values('model', 'drip')).toEqual([
    { value: 'Drip 3000', label: 'Example Medical Drip 3000', manufacturer: 'Example Medical', devices: 2 },
  ])
  expect(await values('vulnerability', '0001')).toMatchObject([{ value: 'CVE-2026-0001', devices: null }])
  expect(await values('advisory', 'a-1')).toMatchObject([{ value: 'example-cert:A-1' }])
  expect(await values('advisory', '100%')).toEqual([])
})

test('a step that is none, and more than twenty of them, are refused', async () => {
  for (const wrong of [
    [{ kind: 'hope' }],
    [{ kind: 'segment', where: { zone: 'flat' } }],
    [{ kind: 'control', name: 'Firewall', where: { zone: 'flat' }, reach: [] }],
    Array.from({ length: 21 }, () => steps[0]),
  ])
    expect((await viewer.post('/what-if', { steps: wrong })).statusCode).toBe(400)
  const unknown = await viewer.post('/what-if', { steps: [{ kind: 'disconnect', where: { zone: 'Nowhere' } }] })
  expect(unknown.json()).toMatchObject({
    code: 'bad_request',
    details: { fields: { 'steps.0.where.zone': expect.stringContaining('“Nowhere”') } },
  })
})
