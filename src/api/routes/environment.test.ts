import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { DeviceClaims } from '#model/device.ts'
import type { EnvironmentProfile, EnvironmentSetting } from '#model/environment.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { cveRecord, ssvcOf } from '#tests/support/cve-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'
import { writesDuring } from '#tests/support/writes.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const admin = await signedIn('administrator')
const hospital = await newHospital(db)

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability,
    known_exploited, exploit_probability, cve_record, environment_profile, list_day cascade`.execute(db)
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
})

const cve = 'CVE-2026-0001'
const vector = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
const advisory = advisoryRecord({
  trackingId: 'A-1',
  products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
  vulnerabilities: [
    statement({
      vulnerabilityId: cve,
      status: { known_affected: ['P1'] },
      scores: [{ version: '4.0', vector, score: 9.3, source: 'Example CERT', productIds: [] }],
    }),
  ],
})
const drip = (tag: string, over: DeviceClaims = {}): DeviceClaims => ({
  assetTag: tag,
  manufacturer: 'Example Medical',
  model: 'Drip 3000',
  deviceType: 'Infusion pump',
  softwareVersion: '9.1',
  careArea: 'ICU',
  networkConnected: true,
  storesPhi: true,
  zone: 'infusion',
  ...over,
})
const listed = (day: string) =>
  ({
    kind: 'known_exploited',
    entry: {
      ...{ cve: 'CVE-2020-9999', vendor: 'X', product: 'Y', name: 'A flaw', requiredAction: 'Update' },
      ...{ addedOn: day, ransomware: false },
    },
  }) as const

const setting = async (): Promise<EnvironmentSetting> => (await admin.get('/settings/cvss-environment')).json()
const save = (profile: EnvironmentProfile, seen = 0) =>
  admin.put('/settings/cvss-environment', { profile, reason: 'As the committee decided', seen })
const findingOf = async (tag: string) => {
  const { items } = (await admin.get('/findings?open=any')).json()
  const { device } = items.find((one: { device: { name: string } }) => one.device.name.includes(tag))
  return (await admin.get(`/findings/${device.id}/${cve}`)).json()
}
const withPlace = (
  profile: EnvironmentProfile,
  over: Partial<EnvironmentProfile['settings']['icu']>,
): EnvironmentProfile => ({
  ...profile,
  settings: { ...profile.settings, icu: { ...profile.settings.icu, ...over } },
})

test('a finding tells CVSS as it is on its device, with a reason for each metric', async () => {
  await hospital.says(hospital.cmms, { a: drip('P-1'), b: drip('P-2', { careArea: 'Storage', zone: 'isolated' }) })
  await hospital.publish(advisory)

  const { environmental: environment } = await findingOf('P-1')
  expect(environment).toMatchObject({
    version: '4.0',
    vector: `${vector}/CR:M/IR:H/AR:H/MSI:S/MSA:S`,
    severity: 'critical',
    published: { vector, score: 9.3, source: 'Example CERT' },
    profile: 0,
  })
  expect(environment.because).toContainEqual({
    rule: 'availability-requirement',
    metric: 'AR',
    value: 'H',
    text: 'In intensive care availability counts much',
    effect: expect.any(Number),
    source: 'profile',
    asOf: null,
  })
  const stored = await findingOf('P-2')
  expect(stored.environmental.vector).toBe(`${vector}/CR:M/IR:H/AR:M`)
  expect(stored.environmental.because.map(({ text }: { text: string }) => text)).toContain(
    'The attack vector stays: it is on the network, and the name of zone “isolated” proves nothing',
  )
})

test('an address on record contradicts that it is off the network', async () => {
  await hospital.says(hospital.cmms, {
    a: drip('P-1', { networkConnected: false }),
    b: drip('P-2', { networkConnected: false, ipAddresses: ['10.1.2.3'] }),
  })
  await hospital.publish(advisory)

  expect((await findingOf('P-1')).environmental.vector).toContain('/MAV:A')
  expect((await findingOf('P-2')).environmental.vector).not.toContain('MAV')
})

test('what CISA says of use counts as long as it is fresh, and KEV is', async () => {
  await hospital.says(hospital.cmms, { a: drip('P-1') })
  await hospital.publish(
    advisory,
    listed('2026-02-03'),
    cveRecord({ cve, assessments: [ssvcOf({ exploitation: 'public poc' })] }),
  )

  const { environmental: environment } = await findingOf('P-1')
  expect(environment.vector).toContain('/E:P/')
  expect(environment.because[0]).toMatchObject({
    rule: 'exploit-maturity',
    metric: 'E',
    value: 'P',
    asOf: '2026-01-29',
  })
})

test('where something is missing, it tells how far the score may move', async () => {
  await hospital.says(hospital.cmms, { a: drip('P-1', { careArea: null, zone: null }) })
  await hospital.publish(advisory, listed('2026-02-03'))

  const { finding, interval } = await findingOf('P-1')
  expect(interval.high).toBe(finding.score)
  expect(interval.low).toBeLessThan(finding.score)
  expect(interval.dependsOn.map(({ what }: { what: string }) => what).sort()).toEqual([
    'care_setting',
    'exploit_probability',
    'zone',
  ])
})

test('what is no longer open has neither', async () => {
  await hospital.says(hospital.cmms, { a: drip('P-1') })
  await hospital.publish(advisory)
  const { finding } = await findingOf('P-1')
  await hospital.says(hospital.cmms, { a: drip('P-1', { softwareVersion: '9.2' }) })

  const closed = (await admin.get(`/findings/${finding.device.id}/${cve}`)).json()
  expect([closed.environmental, closed.interval]).toEqual([null, null])
})

test('a profile is seen on examples, saved as a version with its reason, and stays readable', async () => {
  await hospital.says(hospital.cmms, { a: drip('P-1'), b: drip('P-2'), c: drip('P-3', { careArea: 'Ward' }) })
  await hospital.publish(advisory)
  const { profile, version, shipped } = await setting()
  expect([profile, version]).toEqual([shipped, 0])
  const wanted = withPlace(profile, { CR: 'H' })

  const preview = (await admin.post('/settings/cvss-environment/preview', { profile: wanted })).json()
  expect(preview).toMatchObject({
    looked: 3,
    examples: [
      {
        careSetting: 'icu',
        vulnerabilityId: cve,
        before: { vector: expect.stringContaining('/CR:M/') },
        after: { vector: expect.stringContaining('/CR:H/') },
      },
    ],
  })
  expect((await setting()).version).toBe(0)

  expect((await save(wanted)).json()).toMatchObject({
    version: 1,
    savedBy: 'administrator 1',
    reason: 'As the committee decided',
  })
  expect((await findingOf('P-1')).environmental).toMatchObject({
    vector: expect.stringContaining('/CR:H/'),
    profile: 1,
  })
  expect(await writesDuring(db, async () => expect((await save(wanted)).statusCode).toBe(200))).toEqual({})
  expect(Object.keys((await setting()).profile.settings)).toEqual(Object.keys(profile.settings))
  await save(profile, 1)
  const { items } = (await admin.get('/settings/cvss-environment/versions')).json()
  expect(items.map((one: EnvironmentSetting) => [one.version, one.profile.settings.icu.CR])).toEqual([
    [2, 'M'],
    [1, 'H'],
  ])
  const page = (await admin.get('/settings/cvss-environment/versions?limit=1')).json()
  expect(
    (await admin.get(`/settings/cvss-environment/versions?limit=1&cursor=${page.next}`)).json().items,
  ).toMatchObject([{ version: 1 }])
})

test('two at once: the second is told', async () => {
  const { profile } = await setting()
  await save(withPlace(profile, { CR: 'H' }))
  const late = await save(withPlace(profile, { CR: 'L' }))

  expect([late.statusCode, late.json().detail]).toEqual([
    409,
    'administrator 1 has changed the profile since you opened it. Load the page again, and make your changes in what stands there now.',
  ])
})

test('a profile in which the unknown counts for less is refused, and says where', async () => {
  const { profile } = await setting()
  const wrong = {
    ...profile,
    settings: { ...profile.settings, unknown: { ...profile.settings.unknown, AR: 'M' as const } },
  }

  const sentence = 'A place that is not known cannot count for less than one that is.'
  const preview = (await admin.post('/settings/cvss-environment/preview', { profile: wrong })).json()
  expect(preview).toMatchObject({ faults: [{ path: 'settings.unknown.AR', sentence }], looked: 0, examples: [] })
  const refused = await save(wrong)
  expect([refused.statusCode, refused.json()]).toMatchObject([
    400,
    { detail: sentence, details: { fields: { 'profile.settings.unknown.AR': sentence } } },
  ])
  const { icu: _, ...some } = profile.settings
  expect((await save({ ...profile, settings: some } as unknown as EnvironmentProfile)).statusCode).toBe(400)
})

test('who may not change settings reads them', async () => {
  const reader = await signedIn('viewer')
  const { profile } = await setting()

  expect((await reader.get('/settings/cvss-environment')).statusCode).toBe(200)
  expect((await reader.put('/settings/cvss-environment', { profile, reason: 'x', seen: 0 })).statusCode).toBe(403)
})
