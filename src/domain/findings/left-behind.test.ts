import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { rebuildDevicesOf } from '#domain/inventory/inventory.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { DecisionKind, RemediationState } from '#model/finding.ts'
import { FindingFilter } from '#model/finding-list.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { seeded } from '#tests/support/seeded.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { decideFinding, listFindings, listMatchRuns, onDeviceChanges, setRemediation } from './findings.ts'

// What no device has any more is not matched again. Two hospitals live through the same; in one of them a spare device stands on
// each configuration, so that none is ever left behind. Of the other devices both must tell the same.

const models = ['Drip 3000', 'Vital 500'] as const
const versions = ['9.0', '9.1', '9.2', null] as const
const systems = ['Windows 7 SP1', 'Windows 10 Enterprise LTSB 2016', null] as const
const criteria = [
  named('o:microsoft:windows_7:-:sp1'),
  named('o:microsoft:windows_10:1607'),
  named('o:example_medical:drip_3000_firmware', { before: '9.2' }),
]
const pump = (number: string, over: DeviceClaims): DeviceClaims => ({
  assetTag: `T-${number}`,
  serialNumber: `S-${number}`,
  manufacturer: 'Example Medical',
  lifecycle: 'in_use',
  site: 'North',
  ...over,
})

interface Lived extends Hospital {
  readonly db: Db
}

async function openHospital(): Promise<Lived> {
  const { db } = await testDatabase()
  return { db, ...(await newHospital(db)) }
}

const spares = models.flatMap((model, a) =>
  versions.flatMap((softwareVersion, b) =>
    systems.map((operatingSystem, c) => pump(`spare-${a}${b}${c}`, { model, softwareVersion, operatingSystem })),
  ),
)

async function idOf({ db }: Lived, assetTag: string) {
  const { rows } = await sql<{ id: string }>`select id from device where asset_tag = ${assetTag}`.execute(db)
  return rows[0]?.id
}

/** Nothing stands for the device any more, as where an import is taken back. */
async function loses(hospital: Lived, assetTag: string, at: string) {
  const { db, organisationId, actor } = hospital
  const id = await idOf(hospital, assetTag)
  if (!id) return
  await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update observation set retracted_at = now() where device_id = ${id} and retracted_at is null returning id`.execute(
      tx,
    )
    await sql`delete from identifier where observation_id = any(${rows.map((row) => row.id)}::uuid[])`.execute(tx)
    await onDeviceChanges(tx, organisationId, await rebuildDevicesOf(tx, hospital.cmms, [id], at), actor)
  })
}

const rowsOf = async ({ db, organisationId }: Lived) =>
  (await listFindings(db, organisationId, { filter: FindingFilter.parse({ open: 'any', active: 'any' }), limit: 200 }))
    .items

/** Publishers only add here: what they take back stays as evidence where it was heard, and what is new to it never heard it. */
async function told(hospital: Lived) {
  const { db } = hospital
  const findings = (await rowsOf(hospital))
    .filter(({ device }) => !device.name.includes('spare'))
    .map(({ device, vulnerabilityId, answer, status, decision, remediation, score, because, isOpen }) =>
      [device.name, vulnerabilityId, answer, status, decision, remediation, isOpen && score, because].join(' | '),
    )
  const { rows: events } = await sql<object>`
    select d.asset_tag, e.vulnerability_id, e.kind, e.before, e.after, e.reason
    from finding_event e join device d on d.id = e.device_id
    where d.asset_tag not like '%spare%' order by 1, 2, e.id`.execute(db)
  const { rows: devices } = await sql<object>`
    select asset_tag, open_findings, worst_score, known_exploited from device
    where asset_tag not like '%spare%' and gone_at is null order by 1`.execute(db)
  return { findings: findings.sort(), events, devices }
}

const leftBehind = async ({ db }: Lived) =>
  (await sql<{ n: number }>`select count(*)::int as n from configuration where is_behind`.execute(db)).rows[0]!.n

test('a configuration that nobody had is, once a device takes it again, as if it had been matched all along', {
  timeout: 120_000,
}, async () => {
  const plain = await openHospital()
  const full = await openHospital()
  const both = [plain, full]
  await full.says(
    full.cmms,
    Object.fromEntries(spares.map((claims) => [claims.assetTag!, claims])),
    '2026-01-01T00:00:00Z',
  )
  const random = seeded(5 * 7919)
  const revisions = new Map<string, number>()
  const grown = new Map<string, number>()
  let mostBehind = 0

  for (let step = 0; step < 45; step++) {
    const day = new Date(Date.UTC(2026, 0, 2 + step)).toISOString()
    const action = random.of([
      'import',
      'import',
      'import',
      'publish',
      'publish',
      'nvd',
      'lose',
      'decide',
      'work',
      'work',
    ] as const)
    const number = String(random.of([1, 2, 3]))
    const key = { assetTag: `T-${number}`, vulnerabilityId: random.of(['CVE-2026-0001', 'CVE-2026-0002']) }
    if (action === 'import') {
      const isRead = random.chance(0.7)
      const model = random.of(models)
      const softwareVersion = random.of(versions)
      const operatingSystem = random.of(systems)
      const claims = pump(number, { model, softwareVersion, operatingSystem, ...(isRead && { lastSeenAt: day }) })
      for (const hospital of both) await hospital.says(hospital.cmms, { [`d${number}`]: claims }, day)
    } else if (action === 'publish') {
      const trackingId = random.of(['A-1', 'A-2', 'A-3', 'A-4'])
      const revision = (revisions.get(trackingId) ?? 0) + 1
      revisions.set(trackingId, revision)
      const version = ['< 9.1', '< 9.2', ''][Math.min(revision, 3) - 1]!
      const products = models.map((name, index) =>
        productEntry({
          productId: `P${index}`,
          name,
          version,
          versionForm: version ? 'comparison' : 'none',
          isRange: version !== '',
        }),
      )
      const known_affected = revision === 1 ? ['P0'] : ['P0', 'P1']
      const record = advisoryRecord({
        ...{ trackingId, revision: String(revision), revisedAt: day, products },
        vulnerabilities: ['CVE-2026-0001', `CVE-2026-1${trackingId.at(-1)}`].map((vulnerabilityId) =>
          statement({ vulnerabilityId, status: { known_affected } }),
        ),
      })
      for (const hospital of both) await hospital.publish(record)
    } else if (action === 'nvd') {
      const cve = random.of(['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003'])
      grown.set(cve, (grown.get(cve) ?? 0) + 1)
      const record = nvdRecord(cve, criteria.slice(0, grown.get(cve)), { modifiedAt: day })
      for (const hospital of both) {
        await hospital.publish(record)
        await hospital.follow(3)
      }
    } else if (action === 'lose') for (const hospital of both) await loses(hospital, key.assetTag, day)
    else {
      const decision = random.of<DecisionKind>(['accepted', 'mitigated'])
      const remediation = random.of<RemediationState>(['in_progress', 'claimed', 'verified'])
      for (const hospital of both) {
        const deviceId = await idOf(hospital, key.assetTag)
        const row = (await rowsOf(hospital)).find(
          (one) => one.device.id === deviceId && one.vulnerabilityId === key.vulnerabilityId,
        )
        if (!deviceId || !row?.isOpen) continue
        const finding = { deviceId, vulnerabilityId: key.vulnerabilityId }
        if (action === 'decide')
          await decideFinding(hospital.db, hospital.actor, finding, {
            decision,
            reason: 'So decided',
            expiresOn: null,
          })
        else
          await inTransaction(hospital.db, (tx) =>
            setRemediation(tx, hospital.organisationId, [finding], remediation, hospital.actor, 'Work went on'),
          )
      }
    }
    expect({ step, action, ...(await told(plain)) }).toEqual({ step, action, ...(await told(full)) })
    expect(await leftBehind(full)).toBe(0)
    mostBehind = Math.max(mostBehind, await leftBehind(plain))
  }
  expect(mostBehind).toBeGreaterThan(3)
  expect((await told(plain)).events.length).toBeGreaterThan(5)
})

test('what no device has any more is left out when a publisher speaks again, and is as of now when one takes it', async () => {
  const hospital = await openHospital()
  const { db, organisationId } = hospital
  const says = (version: string, revision: string) =>
    advisoryRecord({
      ...{ trackingId: 'A-1', revision, revisedAt: `2026-02-0${revision}T00:00:00Z` },
      products: [productEntry({ productId: 'P1', version, versionForm: 'comparison', isRange: true })],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })],
    })
  const sees = (softwareVersion: string, number = '1') =>
    hospital.says(hospital.cmms, { [number]: pump(number, { model: 'Drip 3000', softwareVersion }) })
  const lastRun = async () => (await listMatchRuns(db, organisationId, { limit: 1 })).items[0]!
  await sees('9.0')
  await sees('9.1')
  await hospital.follow()

  await hospital.publish(says('< 9.2', '1'))
  expect(await lastRun()).toMatchObject({ trigger: 'advisories', configurations: 1, changed: 1 })
  expect(await leftBehind(hospital)).toBe(1)

  await sees('9.0', '2')
  expect(await lastRun()).toMatchObject({ trigger: 'devices', configurations: 1, changed: 1 })
  expect(await leftBehind(hospital)).toBe(0)
  expect((await told(hospital)).devices).toMatchObject([{ open_findings: 1 }, { open_findings: 1 }])

  await sees('9.3', '2')
  await hospital.follow()
  await hospital.publish(says('< 9.0', '2'))
  await sees('9.0', '2')
  expect((await told(hospital)).devices).toMatchObject([{ open_findings: 0 }, { open_findings: 0 }])
  expect(await leftBehind(hospital)).toBe(0)
})
