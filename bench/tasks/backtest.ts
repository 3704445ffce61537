import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { peakMemoryMb, report } from '#bench/measure.ts'
import { fillHospital } from '#bench/queries/many-devices.ts'
import { theOrganisation } from '#domain/access/access.ts'
import { appetiteSetting, previewAppetite } from '#domain/appetite/appetite.ts'
import { backTest } from '#domain/programme/programme.ts'
import type { Appetite } from '#model/appetite.ts'
import { type Db, openDatabase } from '#platform/db/database.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { ensureDatabase, migrate } from '#platform/db/migrate.ts'

// A back-test over twelve months, and what a table makes of what is open now. `node bench/tasks/backtest.ts [devices] [--keep FOLDER]`,
// 100,000 unless said. The history is seeded: statements of every week, devices that came on every day, changed, were fixed and decided.

const { values: options, positionals } = parseArgs({ options: { keep: { type: 'string' } }, allowPositionals: true })
const count = Number(positionals[0] ?? 100_000)
/** Of one vulnerability that the hospital was made with. */
const more = 7

const dataDir = options.keep ? path.resolve(options.keep) : mkdtempSync(path.join(tmpdir(), 'homeostat-bench-'))
const marker = (name: string) => path.join(dataDir, name)
const isFilled = existsSync(marker('filled'))
if (options.keep && !isFilled) rmSync(dataDir, { recursive: true, force: true })
mkdirSync(dataDir, { recursive: true })
const postgres = await startEmbedded({ dataDir: path.join(dataDir, 'postgres') })
const connection = { socketDir: postgres.socketDir, port: postgres.port, database: 'homeostat' }
await ensureDatabase(connection)
const database = openDatabase(connection)
const { db } = database

try {
  await migrate(db)
  if (!isFilled) {
    await fillHospital(db, count)
    mkdirSync(marker('filled'))
  }
  const { id: organisationId } = await theOrganisation(db)
  if (!existsSync(marker('seeded'))) {
    await seedHistory(db, organisationId)
    mkdirSync(marker('seeded'))
  }
  const { starting } = await appetiteSetting(db, organisationId)
  const asked = {
    ...{ draft: stricter(starting), inForce: starting, months: 12, timeZone: 'UTC' },
    ...{ asOf: new Date(), hoursPerWeek: 80 },
  }
  const began = performance.now()
  const result = await backTest(db, organisationId, asked)
  const seconds = (performance.now() - began) / 1000
  const note = `${result.devices} devices, ${result.openings} openings, ${result.draft.missed} missed in the draft, ${peakMemoryMb().toFixed(0)} MB`
  report({ name: `back-test over twelve months at ${count} devices`, value: seconds, unit: 's', atMost: 15, note })

  const previewing = performance.now()
  const { findings } = await previewAppetite(db, organisationId, asked.draft)
  report({
    name: `what a table makes of what is open at ${count} devices`,
    value: (performance.now() - previewing) / 1000,
    unit: 's',
    note: `${findings} findings`,
    atMost: 2,
  })
} finally {
  await database.close()
  await postgres.stop()
  if (!options.keep) rmSync(dataDir, { recursive: true, force: true })
}

/** Each deadline halved, and one action more urgent wherever one is. */
function stricter(table: Appetite): Appetite {
  const keys = table.actions.map(({ key }) => key)
  return {
    ...table,
    actions: table.actions.map((action) => ({
      ...action,
      deadline: action.deadline && { ...action.deadline, amount: Math.ceil(action.deadline.amount / 2) },
    })),
    rows: table.rows.map((row, at) =>
      at % 3 === 0 && row.action !== null
        ? { ...row, action: keys[Math.min(keys.length - 1, keys.indexOf(row.action) + 1)]! }
        : row,
    ),
  }
}

async function seedHistory(of: Db, organisationId: string) {
  const spread = (what: string, parts: number) =>
    sql`(('x' || substr(md5(${sql.ref(what)}::text), 1, 6))::bit(24)::int % ${parts})`
  // As many vulnerabilities as databases tell of: each is there so many times.
  await sql`insert into vulnerability (id, title) select v.id || '-' || n, v.title from vulnerability v, generate_series(1, ${more}) n on conflict do nothing`.execute(
    of,
  )
  for (const table of ['advisory_vulnerability', 'basis_match', 'basis_score']) {
    const { rows: columns } = await sql<{ name: string }>`select column_name as name from information_schema.columns
      where table_name = ${table} and is_generated = 'NEVER'`.execute(of)
    const names = columns.map(({ name }) => sql.ref(name))
    const values = columns.map(({ name }) =>
      name === 'vulnerability_id'
        ? sql`vulnerability_id || '-' || n`
        : name === 'ordinal'
          ? sql`ordinal + 1000 * n`
          : sql.ref(name),
    )
    await sql`insert into ${sql.table(table)} (${sql.join(names)})
      select ${sql.join(values)} from ${sql.table(table)}, generate_series(1, ${more}) n on conflict do nothing`.execute(
      of,
    )
  }
  await sql`update basis_match set matched_at = now() - make_interval(days => 7 * ${spread('vulnerability_id', 60)} + 1)
    where organisation_id = ${organisationId}`.execute(of)
  // Two thirds came with twenty readings, the others each on a day of their own.
  await sql`update device set configuration_since = date_trunc('hour', now())
      - make_interval(days => case when ${spread('name', 3)} = 0 then ${spread('id', 500)} else 25 * ${spread('id', 20)} end + 1)
    where organisation_id = ${organisationId}`.execute(of)
  // One in five was known by another configuration before.
  await sql`insert into device_past (organisation_id, device_id, configuration_id, since, ended_at, actor_name, source_name, is_read, observed_at)
    select d.organisation_id, d.id, c.id, d.configuration_since - interval '120 days', d.configuration_since, 'Import', 'Monitor', true,
      d.configuration_since
    from (select * from device where organisation_id = ${organisationId} and ${spread('name', 5)} = 0) d
    cross join lateral (select c.id from configuration c where c.organisation_id = d.organisation_id and c.manufacturer = coalesce(d.manufacturer, '')
      and c.model = coalesce(d.model, '') and c.id <> d.configuration_id order by c.id limit 1) c
    on conflict do nothing`.execute(of)
  await sql`select relate_pasts(${organisationId}, null)`.execute(of)
  // One finding in twenty-five of one device in three was fixed or decided some weeks after it was opened.
  await sql`insert into finding (organisation_id, device_id, vulnerability_id, answer, status, decision, decision_reason, decided_at, decided_by,
      remediation, opened_at, closed_at)
    select organisation_id, id, vulnerability_id, 'affected', case when kind = 0 then 'fixed' else 'affected' end,
      case when kind = 0 then 'none' else 'accepted' end, case when kind > 0 then 'As agreed' end, case when kind > 0 then at end,
      case when kind > 0 then 'Mara' end, case when kind = 0 then 'verified' else 'not_remediated' end, opened, case when kind = 0 then at end
    from (
      select d.organisation_id, d.id, m.vulnerability_id, greatest(m.matched_at, d.configuration_since) as opened,
        least(now(), greatest(m.matched_at, d.configuration_since) + make_interval(days => 3 + ${spread('d.name', 80)})) as at,
        ${spread('m.vulnerability_id', 2)} as kind
      from device d join match m on m.organisation_id = d.organisation_id and m.configuration_id = d.configuration_id and m.answer = 'affected'
      where d.organisation_id = ${organisationId} and d.gone_at is null and ${spread('d.id', 3)} = 0
        and ('x' || substr(md5(d.id::text || m.vulnerability_id), 1, 6))::bit(24)::int % 25 = 0
    ) closed on conflict do nothing`.execute(of)
  await sql`insert into finding_event (organisation_id, id, device_id, vulnerability_id, at, actor_name, kind, before, after, reason)
    select f.organisation_id, md5(f.device_id::text || f.vulnerability_id)::uuid, f.device_id, f.vulnerability_id, coalesce(f.closed_at, f.decided_at),
      'Mara', case when f.status = 'fixed' then 'fixed' else 'decided' end,
      '{"answer": "affected", "status": "affected", "decision": "none", "remediation": "not_remediated"}',
      jsonb_build_object('answer', f.answer, 'status', f.status, 'decision', f.decision, 'remediation', f.remediation), 'As agreed'
    from finding f where f.organisation_id = ${organisationId} and coalesce(f.closed_at, f.decided_at) is not null
      and not exists (select from finding_event e where e.organisation_id = f.organisation_id and e.device_id = f.device_id
        and e.vulnerability_id = f.vulnerability_id)
    on conflict do nothing`.execute(of)
  await sql`analyze`.execute(of)
  const { rows } =
    await sql`select (select count(*) from device) as devices, (select count(*) from device_past) as pasts,
    (select count(*) from finding) as rows, (select count(*) from finding_event) as events, (select count(*) from basis_match) as matches,
    (select count(*) from configuration) as configurations, (select count(*) from context) as contexts`.execute(of)
  console.table(rows)
}
