import { expect, test } from 'vitest'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

// What the hospital's thresholds set aside is in no list and no number, however it is asked for; but where it is asked for by name.

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const admin = await signedIn('administrator')
const hospital = await newHospital(db)
const advisory = 'example-cert:A-1'

const pump = (tag: string, criticality: 'low' | 'high', model: string) => ({
  ...{ assetTag: tag, manufacturer: 'Example Medical', model, deviceType: 'Infusion pump' },
  ...{ softwareVersion: '9.1', criticality },
})

test('one number everywhere: the row, its page, its devices, their advisories, and the run of the matching', async () => {
  await hospital.publish({
    kind: 'known_exploited',
    entry: {
      ...{ cve: 'CVE-2020-9999', vendor: 'Example Medical', product: 'Drip 3000', name: 'A flaw' },
      ...{ addedOn: '2026-02-03', ransomware: false, requiredAction: 'Update' },
    },
  })
  await hospital.says(hospital.cmms, {
    a: pump('T-1', 'low', 'Drip 3000'),
    // The model may be another (30 %), in one configuration.
    b: pump('T-2', 'low', 'Drip series'),
    c: pump('T-3', 'high', 'Drip series'),
  })
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })],
    }),
  )
  const none = { affectedFrom: null, lookFrom: 0 }
  const thresholds = { life_sustaining: none, high: none, medium: none, low: { affectedFrom: null, lookFrom: 0.4 } }
  const set = await admin.put('/settings/thresholds', { thresholds, reason: 'As the board decided' })
  expect(set.statusCode, set.body).toBeLessThan(300)

  type Item = { id: string; name: string }
  const items = async (path: string) => (await admin.get(path)).json().items as Item[]
  const tags = async (query: string) =>
    (await items(`/devices?advisory=${advisory}${query}`)).map(({ name }) => name.split(' · ').at(-1)).sort()

  expect((await items('/advisories'))[0]).toMatchObject({ affected: 1, cannotTell: 1 })
  expect((await admin.get(`/advisories/${advisory}/matches`)).json()).toMatchObject({
    counts: { devices: 2, notRemediated: 2 },
    setAside: 1,
  })
  expect(await tags('')).toEqual(['T-1', 'T-3'])
  expect(await tags('&answer=affected')).toEqual(['T-1'])
  expect(await tags('&answer=cannot_tell')).toEqual(['T-3'])
  expect(await tags('&vulnerability=CVE-2026-0001&answer=cannot_tell')).toEqual(['T-3'])
  expect(await tags('&countsAs=open')).toEqual(['T-1', 'T-3'])
  expect(await tags('&countsAs=set_aside')).toEqual(['T-2'])
  const advisoriesOf = async (tag: string) => {
    const [device] = await items(`/devices?q=${tag}`)
    return (await items(`/advisories?device=${device!.id}`)).length
  }
  expect([await advisoriesOf('T-1'), await advisoriesOf('T-2'), await advisoriesOf('T-3')]).toEqual([1, 0, 1])

  await admin.post('/match-runs', { advisoryIds: [advisory] })
  expect((await items('/match-runs?trigger=person'))[0]).toMatchObject({ devices: 2, notRemediated: 2, done: 0 })
})
