import { expect, test } from 'vitest'
import { createCampaign } from '#domain/remediation/remediation.ts'
import { insertFindings } from '#tests/support/finding-rows.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { search } from './programme.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { deviceIds } = await hospital.says(hospital.cmms, {
  pump: {
    assetTag: 'CE-1042',
    serialNumber: '00AB-7731',
    manufacturer: 'Meridian',
    model: 'Flow 3',
    softwareVersion: '9.12',
    deviceType: 'Infusion pump',
    careArea: 'ICU 2',
    site: 'Main campus',
    ipAddresses: ['10.20.3.17'],
    macAddresses: ['00:1b:c5:0a:10:22'],
  },
  monitor: { assetTag: 'CE-1043', serialNumber: 'ZX-9', manufacturer: 'Orbis', model: 'Vue 12', site: 'Main campus' },
})
await insertFindings(db, hospital.organisationId, {
  title: 'Meridian Flow infusion pump',
  vulnerabilities: [{ id: 'CVE-2026-0001' }],
})
await createCampaign(db, hospital.actor, {
  advisoryId: 'cisa:ICSMA-26-001-01',
  manufacturer: 'Meridian',
  model: 'Flow 3',
  site: 'Main campus',
})

const found = async (q: string) =>
  Object.fromEntries((await search(db, hospital.organisationId, q)).groups.map(({ kind, items }) => [kind, items]))
const devices = async (q: string) => ((await found(q)).device ?? []).map(({ title }) => title)

test('a device is found by all that somebody reads off it', async () => {
  const all = [
    'CE-1042',
    'ce1042',
    '00AB-7731',
    'ab7731',
    '10.20.3.17',
    '10.20.3.',
    '00:1b:c5:0a:10:22',
    '00-1B-C5-0A-10-22',
    '001b.c50a.1022',
    '001BC50A1022',
    '0a:10:22',
    'infusion pump icu',
  ]

  for (const q of all) expect([q, await devices(q)]).toEqual([q, ['Flow 3 · CE-1042']])
})

test('a device is found by its care area or department, with a site and without', async () => {
  await hospital.says(hospital.cmms, {
    scale: { assetTag: 'BS-1', model: 'Scale 9', careArea: 'Ward_12 North', site: 'Main campus' },
    lamp: { assetTag: 'BS-2', model: 'Lamp 9', department: 'Ward_12 South' },
    drill: { assetTag: 'BS-3', model: 'Drill 9', careArea: 'Ward 12', site: 'Main campus' },
  })

  expect((await devices('ward_12')).sort()).toEqual(['Lamp 9 · BS-2', 'Scale 9 · BS-1'])
  expect(await devices('north scale')).toEqual(['Scale 9 · BS-1'])
  expect(await devices('south scale')).toEqual([])
})

test('what the text is exactly comes before what has it in it', async () => {
  expect(await devices('CE-104')).toHaveLength(2)
  expect((await devices('CE-1043'))[0]).toBe('Vue 12 · CE-1043')
})

test('models, flaws, advisories and work orders lead to their pages', async () => {
  expect((await found('flow 3')).model).toEqual([
    { title: 'Meridian Flow 3', subtitle: '1 device', path: '/devices?manufacturer=Meridian&model=Flow+3' },
  ])
  expect((await found('cve-2026-0001')).vulnerability).toEqual([
    { title: 'CVE-2026-0001', subtitle: 'A flaw', path: '/vulnerabilities/CVE-2026-0001' },
  ])
  expect((await found('ICSMA-26-001')).advisory).toEqual([
    {
      title: 'ICSMA-26-001-01 · Meridian Flow infusion pump',
      subtitle: 'CISA',
      path: '/advisories/cisa%3AICSMA-26-001-01',
    },
  ])
  const [order] = (await found('WO-000001')).work_order!
  expect([order!.title, order!.subtitle]).toEqual([
    'WO-000001 · Fix Meridian Flow 3 (ICSMA-26-001-01)',
    'approved · Flow 3 · CE-1042',
  ])
})

test('one character, nothing at all or signs of SQL find nothing and break nothing', async () => {
  for (const q of ['', ' ', 'a', '%%', '__', "';--", '\\', '\u0000\u0000'])
    expect(await search(db, hospital.organisationId, q)).toEqual({ groups: [] })
})

test('another hospital’s devices are not found', async () => {
  expect(deviceIds).toHaveLength(2)
  expect(await search(db, '00000000-0000-7000-8000-000000000000', 'CE-1042')).toEqual({ groups: [] })
})
