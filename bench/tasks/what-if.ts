import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { report } from '#bench/measure.ts'
import { fillHospital } from '#bench/queries/many-devices.ts'
import { theOrganisation } from '#domain/access/access.ts'
import { adoptAppetite, appetiteSetting, saveDraft } from '#domain/appetite/appetite.ts'
import { onDatabases, presentDatabases } from '#domain/findings/findings.ts'
import { storeFeedRecords } from '#domain/intelligence/intelligence.ts'
import { whatIf } from '#domain/what-if/what-if.ts'
import type { WhatIfStep } from '#model/what-if.ts'
import { inTransaction, openDatabase } from '#platform/db/database.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { ensureDatabase, migrate } from '#platform/db/migrate.ts'
import { named, nvdRecord } from '#tests/support/nvd-entries.ts'

// What each kind of step would come to at a hospital of 100,000 devices, with an appetite in force.
// `node bench/tasks/what-if.ts [devices] [--keep FOLDER]`.

const { values: options, positionals } = parseArgs({ options: { keep: { type: 'string' } }, allowPositionals: true })
const count = Number(positionals[0] ?? 100_000)
const dataDir = options.keep ? path.resolve(options.keep) : mkdtempSync(path.join(tmpdir(), 'homeostat-bench-'))
const isFilled = existsSync(path.join(dataDir, 'filled'))
if (options.keep && !isFilled) rmSync(dataDir, { recursive: true, force: true })
mkdirSync(dataDir, { recursive: true })
const postgres = await startEmbedded({ dataDir: path.join(dataDir, 'postgres') })
const connection = { socketDir: postgres.socketDir, port: postgres.port, database: 'homeostat' }
await ensureDatabase(connection)
const database = openDatabase(connection)
const { db } = database

/** A fifth of the devices run Windows, of which a database names a thousand flaws: millions of findings. */
async function fillWindows() {
  const organisationId = (await theOrganisation(db)).id
  const actor = { organisationId, personId: null, name: 'Bench' }
  const flaws = Array.from({ length: 1000 }, (_, at) =>
    nvdRecord(`CVE-2025-${10_000 + at}`, [named('o:microsoft:windows_10')]),
  )
  await inTransaction(db, (tx) => storeFeedRecords(tx, flaws))
  const state = await presentDatabases(db)
  while (await inTransaction(db, (tx) => onDatabases(tx, organisationId, state, actor)));
  await sql`vacuum analyze`.execute(db)
}

const model = { manufacturer: 'Maker 1', model: 'Model 1' }
const asked: readonly (readonly [string, readonly WhatIfStep[]])[] = [
  ['nothing is done', []],
  ['one CVE is removed', [{ kind: 'remove', vulnerabilities: ['CVE-2026-10007'] }]],
  ['one zone of a site is segmented', [{ kind: 'segment', where: { zone: 'flat', site: 'Site 3' }, zone: 'Infusion' }]],
  ['a zone with a third of all devices is segmented', [{ kind: 'segment', where: { zone: 'flat' }, zone: 'Infusion' }]],
  ['a model gets a version', [{ kind: 'upgrade', where: model, version: '3.0' }]],
  ['a control at one site', [{ kind: 'control', name: 'Firewall', where: { site: 'Site 2' }, reach: ['network'] }]],
  ['one site is off the network', [{ kind: 'disconnect', where: { site: 'Site 4' } }]],
  [
    'a model is replaced',
    [{ kind: 'retire', where: model, replacement: { manufacturer: 'Maker 2', model: 'Model 2' } }],
  ],
  [
    'five steps at once',
    [
      { kind: 'remove', vulnerabilities: ['CVE-2026-10007'] },
      { kind: 'segment', where: { zone: 'flat', site: 'Site 3' }, zone: 'Infusion' },
      { kind: 'upgrade', where: model, version: '3.0' },
      { kind: 'disconnect', where: { site: 'Site 4' } },
      { kind: 'retire', where: { manufacturer: 'Maker 3', model: 'Model 3' } },
    ],
  ],
]

try {
  await migrate(db)
  if (!isFilled) {
    await fillHospital(db, count)
    await fillWindows()
    mkdirSync(path.join(dataDir, 'filled'))
  }
  const organisationId = (await theOrganisation(db)).id
  const actor = { organisationId, personId: null, name: 'Bench' }
  const { inForce, starting, draft } = await appetiteSetting(db, organisationId)
  if (!inForce) {
    const { hash } = await saveDraft(db, actor, { appetite: starting, seen: draft?.hash ?? null })
    await adoptAppetite(db, actor, { hash, reason: 'Bench' })
  }
  // The first reads all advisories into memory.
  await whatIf(db, organisationId, asked[4]![1])
  for (const [name, steps] of asked) {
    const times: number[] = []
    const before = process.cpuUsage()
    let moved = 0
    for (let turn = 0; turn < 3; turn++) {
      const started = performance.now()
      const { moves } = await whatIf(db, organisationId, steps)
      times.push((performance.now() - started) / 1000)
      moved = moves.findings
    }
    const { user, system } = process.cpuUsage(before)
    const each = Math.round((user + system) / 1e3 / times.length)
    const value = Math.round(Math.max(...times) * 100) / 100
    report({
      name: `what if ${name}, worst of three`,
      value,
      unit: 's',
      atMost: 2,
      note: `${moved} findings move; ${each} ms of this process’s processor time`,
    })
  }
} finally {
  await database.close()
  await postgres.stop()
  if (!options.keep) rmSync(dataDir, { recursive: true, force: true })
}
