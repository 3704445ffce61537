import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { compileNvd } from '#domain/applicability/applicability.ts'
import { loadAdvisories, nvdStatements } from '#domain/intelligence/intelligence.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { DecisionKind, FindingRow, RemediationState } from '#model/finding.ts'
import { FindingFilter, type FindingSort } from '#model/finding-list.ts'
import { inTransaction } from '#platform/db/database.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'
import { seeded } from '#tests/support/seeded.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import {
  decideFinding,
  expireDecisions,
  findingFacets,
  listFindings,
  listGroups,
  previewThresholds,
  setRemediation,
  setThresholds,
} from './findings.ts'
import { isFollowed, matchedConfigurations } from './match-store.ts'
import { matcherOf } from './matcher.ts'
import { combine } from './statements.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
const { organisationId } = hospital

const versions = ['9.0', '9.1', '9.2', '10.0', null] as const
const models = ['Drip 3000', 'Drip series', 'Vital 500', 'Unheard Of', null] as const
const thresholds = [
  { affectedFrom: null, lookFrom: 0 },
  { affectedFrom: 0.25, lookFrom: 0 },
  { affectedFrom: null, lookFrom: 0.35 },
  { affectedFrom: 0.4, lookFrom: 0.4 },
]
const systems = ['Windows 7 SP1', 'Windows 7', 'Windows 10 Enterprise LTSB 2016', null] as const
const criteria = [
  named('o:microsoft:windows_7:-:sp1'),
  named('o:microsoft:windows_10:1607'),
  named('o:example_medical:drip_3000_firmware', { before: '9.2' }),
  named('h:example_medical:vital_500:-'),
]
const expressions = ['< 9.1', '< 9.2', '<= 10.0', ''] as const

async function everyPage(
  filter: Partial<FindingFilter>,
  now?: Date,
  sort: FindingSort = 'risk',
): Promise<FindingRow[]> {
  const rows: FindingRow[] = []
  let cursor: string | undefined
  do {
    const query = { filter: FindingFilter.parse(filter), sort, limit: sort === 'risk' ? 3 : 7, cursor }
    const page = await listFindings(db, organisationId, now ? { ...query, now } : query)
    rows.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return rows
}

const nameOf = ({ device, vulnerabilityId }: FindingRow) => `${device.id} ${vulnerabilityId}`

async function check(toFind: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const all = await everyPage({ open: 'any', active: 'any' })
  const open = all.filter((row) => row.isOpen)
  const worklist = await everyPage({})

  // The worklist is what is open on it, in the order of its scores, each once.
  expect(worklist.map(nameOf).sort()).toEqual(
    open
      .filter((row) => row.isActive)
      .map(nameOf)
      .sort(),
  )
  // By time it is the same, and so is what is done.
  for (const isOpen of [true, false]) {
    const newest = await everyPage({ open: isOpen ? 'true' : 'false', active: 'any' }, undefined, 'opened')
    expect(newest.map(nameOf).sort()).toEqual(
      all
        .filter((row) => row.isOpen === isOpen)
        .map(nameOf)
        .sort(),
    )
    const times = newest.map(({ openedAt }) => openedAt)
    expect(times).toEqual(times.toSorted().reverse())
  }
  const scores = worklist.map(({ score }) => score ?? -1)
  expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  expect((await findingFacets(db, organisationId, FindingFilter.parse({}))).total).toBe(worklist.length)

  // What refers to what devices share finds it.
  const { rows: dangling } = await sql`
    select from device d
      left join configuration c on c.organisation_id = d.organisation_id and c.id = d.configuration_id
      left join context x on x.organisation_id = d.organisation_id and x.id = d.context_id
      where c.id is null or x.id is null
    union all
    select from observation o left join device d on d.organisation_id = o.organisation_id and d.id = o.device_id where d.id is null
    union all
    select from basis_score s left join score_reasons why on why.organisation_id = s.organisation_id and why.digest = s.digest
      where why.digest is null
    union all
    select from score_reasons why left join basis_score s on s.organisation_id = why.organisation_id and s.digest = why.digest
      where s.digest is null`.execute(db)
  expect(dangling).toEqual([])

  // What is kept beside the findings is what they come to.
  const { rows: devices } = await sql<{ id: string; open: number; worst: number | null }>`
    select id, open_findings as open, worst_score as worst from device where gone_at is null`.execute(db)
  for (const device of devices) {
    const own = open.filter((row) => row.device.id === device.id)
    expect(device.open).toBe(own.length)
    expect(device.worst).toBe(own.length > 0 ? Math.max(...own.map(({ score }) => score!)) : null)
  }
  const { rows: counts } = await sql<{
    open: number
  }>`select coalesce(sum(open_devices), 0)::int as open from basis_score`.execute(db)
  const { rows: kept } = await sql<{ n: number }>`
    select count(*)::int as n from finding f join device d on d.id = f.device_id
    where f.kept_configuration_id is not null and d.is_active and d.gone_at is null and f.decision = 'none'
      and f.status in ('affected', 'under_investigation') and f.remediation <> 'verified'
      and not exists (select from score s join score_reasons why on why.digest = s.digest
        where s.configuration_id = f.kept_configuration_id and s.context_id = f.kept_context_id
          and s.vulnerability_id = f.vulnerability_id and why.counts_as = 'set_aside')`.execute(db)
  expect(counts[0]!.open + kept[0]!.n).toBe(worklist.length)

  // Nothing that was open is lost, nor what has a history: it is open, or says what became of it.
  expect([...toFind].filter((name) => !all.some((row) => nameOf(row) === name))).toEqual([])
  const { rows: historic } = await sql<{ name: string }>`
    select device_id || ' ' || vulnerability_id as name from finding`.execute(db)
  const next = new Set([...open.map(nameOf), ...historic.map(({ name }) => name)])

  // What was matched step by step is what all statements together say today.
  const compiler = compileNvd()
  for await (const statements of nvdStatements(db)) for (const one of statements) compiler.add(one)
  const matcher = matcherOf(await loadAdvisories(db), compiler.finish())
  const fresh = (await matchedConfigurations(db, organisationId)).flatMap((configuration) =>
    [...matcher.match(configuration, undefined)].map(([id, statements]) => {
      const { answer, probability, advisoryId, advisoryIds } = combine(statements)
      return { configuration: configuration.id, id, answer, probability, advisoryId, advisoryIds }
    }),
  )
  const { rows: stored } = await sql<(typeof fresh)[number]>`
    select configuration_id as configuration, vulnerability_id as id, answer, probability, advisory_id as "advisoryId",
      coalesce(advisory_ids, array[advisory_id]) as "advisoryIds"
    from match join configuration c on c.id = configuration_id where withdrawn_at is null
      and ${isFollowed(organisationId)}`.execute(db)
  const inOrder = (rows: readonly (typeof fresh)[number][]) =>
    rows.map((row) => JSON.stringify(row, Object.keys(fresh[0] ?? {}))).sort()
  expect(inOrder(stored)).toEqual(inOrder(fresh))
  // What a device has is never left behind.
  const { rows: forgotten } = await sql`
    select from configuration c join device d on d.configuration_id = c.id and d.gone_at is null where c.is_behind`.execute(
    db,
  )
  expect(forgotten).toEqual([])
  // Nobody has a vulnerability twice, no platform is left without a configuration, and what no constraint holds points nowhere else.
  const { rows: twice } = await sql`
    select from match group by configuration_id, vulnerability_id having count(*) > 1
    union all select from platform p where not exists (select from configuration_basis l where l.basis_id = p.id)
    union all select from basis_match m where not exists (select from configuration_basis l where l.basis_id = m.basis_id)
    union all select from basis_match m where not exists (select from vulnerability v where v.id = m.vulnerability_id)
    union all select from basis_score s where not exists (select from basis_match m where m.organisation_id = s.organisation_id
      and m.basis_id = s.basis_id and m.vulnerability_id = s.vulnerability_id)
    union all select from basis_score s where not exists (select from configuration_basis l
      where l.basis_id = s.basis_id and l.group_id = s.group_id)
    union all select from basis_score s where not exists (select from context c where c.id = s.context_id)`.execute(db)
  expect(twice).toEqual([])

  const groups = await listGroups(db, organisationId, { limit: 200 })
  expect(groups.items.every((group) => group.open > 0 && group.open <= group.devices)).toBe(true)
  return next
}

test.each([6, 13])(
  'whatever happens to devices, advisories and findings, the books balance (%i)',
  { timeout: 120_000 },
  async (seed) => {
    await sql`truncate basis_match, basis_score, device, observation, decision, identifier, configuration, context, score_reasons, advisory, vulnerability,
      nvd_cve, platform, followed_databases, known_exploited, threshold cascade`.execute(db)
    await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
    const random = seeded(seed * 7919)
    let known: ReadonlySet<string> = new Set()
    const revisions = new Map<string, number>()
    const treated = new Set<string>()

    for (let step = 0; step < 45; step++) {
      const day = new Date(Date.UTC(2026, 0, 1 + step)).toISOString()
      const action = random.of([
        'import',
        'import',
        'import',
        'publish',
        'publish',
        'nvd',
        'withdraw',
        'decide',
        'work',
        'sweep',
        'thresholds',
        'list',
      ] as const)
      const rows = await everyPage({ open: 'any', active: 'any' })
      const some = rows.length > 0 ? random.of(rows) : undefined
      const key = some && { deviceId: some.device.id, vulnerabilityId: some.vulnerabilityId }
      if (action === 'import') {
        const claims = (number: number): DeviceClaims => ({
          assetTag: `T-${number}`,
          serialNumber: `S-${number}`,
          manufacturer: random.chance(0.9) ? 'Example Medical' : null,
          model: random.of(models),
          softwareVersion: random.of(versions),
          operatingSystem: random.of(systems),
          criticality: random.of(['high', 'low']),
          lifecycle: random.chance(0.85) ? 'in_use' : 'stored',
          site: random.of(['North', 'South']),
          ...(random.chance(0.5) && { lastSeenAt: day }),
        })
        const numbers = [1, 2, 3, 4, 5, 6].filter(() => random.chance(0.5))
        await hospital.says(
          random.of([hospital.cmms, hospital.monitor]),
          Object.fromEntries(numbers.map((n) => [`d${n}`, claims(n)])),
          day,
        )
      } else if (action === 'publish') {
        const trackingId = random.of(['A-1', 'A-2', 'A-3'])
        const revision = (revisions.get(trackingId) ?? 0) + 1
        revisions.set(trackingId, revision)
        const products = ['Drip 3000', 'Vital 500'].map((name, index) => {
          const version = random.of(expressions)
          return productEntry({
            productId: `P${index}`,
            name,
            version,
            versionForm: version ? 'comparison' : 'none',
            isRange: version !== '',
          })
        })
        const named = products.filter(() => random.chance(0.7)).map(({ productId }) => productId)
        await hospital.publish(
          advisoryRecord({
            trackingId,
            revision: String(revision),
            revisedAt: day,
            products,
            vulnerabilities: ['CVE-2026-0001', `CVE-2026-1${trackingId.at(-1)}`].map((vulnerabilityId) =>
              statement({ vulnerabilityId, status: { known_affected: named } }),
            ),
          }),
        )
      } else if (action === 'withdraw')
        await hospital.publish({
          kind: 'advisory_withdrawn',
          advisoryId: `example-cert:${random.of(['A-1', 'A-2'])}`,
          reason: 'No longer listed',
        })
      else if (action === 'nvd') {
        await hospital.publish(
          nvdRecord(
            random.of(['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-11', 'CVE-2026-0003']),
            criteria.filter(() => random.chance(0.4)),
            { modifiedAt: day },
          ),
        )
        await hospital.follow(random.of([1, 3, 100]))
      } else if (action === 'decide' && key && some.isOpen)
        await decideFinding(db, hospital.actor, key, {
          decision: random.of<DecisionKind>(['accepted', 'mitigated', 'false_positive']),
          reason: 'So decided',
          expiresOn: random.chance(0.5) ? new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) : null,
        })
      else if (action === 'work' && key)
        await inTransaction(db, (tx) =>
          setRemediation(
            tx,
            organisationId,
            [key],
            random.of<RemediationState>(['in_progress', 'claimed', 'verified', 'not_remediated']),
            hospital.actor,
            'Work went on',
          ),
        )
      else if (action === 'thresholds') {
        // The same for all, so that it makes no difference which of them stands above which.
        const one = random.of(thresholds)
        const set = { life_sustaining: one, high: one, medium: one, low: one }
        await inTransaction(db, (tx) => setThresholds(tx, hospital.actor, set, 'As the board decided'))
        const moves = await previewThresholds(db, organisationId, set)
        expect(moves.moves).toEqual([])
      } else if (action === 'list') {
        const cve = random.of(['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-11'])
        const said = { vendor: 'Example Medical', product: 'Drip 3000', name: 'A flaw', requiredAction: 'Update' }
        await hospital.publish({
          kind: 'known_exploited',
          entry: { cve, ...said, addedOn: day.slice(0, 10), ransomware: false },
        })
      } else if (action === 'sweep')
        await inTransaction(db, (tx) => expireDecisions(tx, organisationId, new Date(Date.now() + 5 * 86_400_000)))

      known = await check(known)
      const { rows: ways } = await sql<{ way: string }>`
        select counts_as as way from score_reasons where counts_as is not null`.execute(db)
      for (const { way } of ways) treated.add(way)
    }
    expect(known.size).toBeGreaterThan(3)
    expect(treated).toContain('set_aside')
    expect(treated).toContain('affected')
    const { rows: history } = await sql<{ kind: string }>`select distinct kind from finding_event`.execute(db)
    expect(history.length).toBeGreaterThan(3)
  },
)
