import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { Appetite } from '#model/appetite.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const admin = await signedIn('administrator')

beforeEach(() => sql`truncate appetite_version`.execute(db))

const setting = async () => (await admin.get('/settings/appetite')).json()
const starting = async (): Promise<Appetite> => (await setting()).starting
const draft = (appetite: Appetite, seen: string | null = null) =>
  admin.put('/settings/appetite/draft', { appetite, seen })
const adopt = (hash: string, reason = 'As the board decided') =>
  admin.post('/settings/appetite/adopt', { hash, reason })
const withRow = (appetite: Appetite, when: string, action: string | null): Appetite => ({
  ...appetite,
  rows: appetite.rows.map((row) => (row.when.join(' ') === when ? { ...row, action } : row)),
})

test('a hospital without one is offered a table, and nothing is in force', async () => {
  const { inForce, draft: none, starting: offered, points } = await setting()

  expect([inForce, none]).toEqual([null, null])
  expect(offered.rows).toHaveLength(72)
  expect(points.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(offered.points))
  const { faults, changes } = (await admin.post('/settings/appetite/check', { appetite: offered })).json()
  expect([faults, changes]).toEqual([[], []])
})

test('a draft is adopted, and takes the place of the version before it, which stays as it was', async () => {
  const first = (await draft(await starting())).json()
  expect((await adopt(first.hash)).json()).toMatchObject({
    state: 'adopted',
    version: 1,
    reason: 'As the board decided',
  })

  const stricter = withRow(first.appetite, 'A O Y M', 'I')
  const { hash } = (await draft(stricter)).json()
  expect((await adopt(hash, 'After the exercise')).json()).toMatchObject({ version: 2 })

  expect(await setting()).toMatchObject({ inForce: { version: 2, hash }, draft: null })
  const { items } = (await admin.get('/settings/appetite/versions')).json()
  expect(items.map((one: { version: number; state: string }) => [one.version, one.state])).toEqual([
    [2, 'adopted'],
    [1, 'superseded'],
  ])
  const second = (await admin.get('/settings/appetite/versions/2')).json()
  expect(second.changes).toMatchObject([
    { part: 'row', rows: [['A', 'O', 'Y', 'M']], before: 'Out-of-cycle', after: 'Immediate', direction: 'stricter' },
  ])
  expect((await admin.get('/settings/appetite/versions/1?against=2')).json().changes).toMatchObject([
    { before: 'Immediate', after: 'Out-of-cycle', direction: 'laxer' },
  ])
  expect((await admin.get('/settings/appetite/versions/3')).statusCode).toBe(404)
  await expect(sql`update appetite_version set content = '{}' where version = 1`.execute(db)).rejects.toThrow(
    'stays as it is',
  )
})

test('an incomplete or contradictory table is kept as a draft, and not adopted: the answer names the rows', async () => {
  const half = withRow(await starting(), 'N S N L', null)
  const laxer = withRow(half, 'A O Y VH', 'D')
  const { hash } = (await draft(laxer)).json()
  const answer = await adopt(hash)

  expect(answer.statusCode).toBe(409)
  const { detail, details } = answer.json()
  expect(detail).toContain('human impact low: no action is chosen')
  expect(
    details.faults.map(({ kind, rows }: { kind: string; rows: string[][] }) => [
      kind,
      rows.map((row) => row.join(' ')),
    ]),
  ).toEqual([
    ['row_missing', ['N S N L']],
    ['worse_is_laxer', ['P O Y VH', 'A O Y VH']],
    ['worse_is_laxer', ['A C Y VH', 'A O Y VH']],
    ['worse_is_laxer', ['A O N VH', 'A O Y VH']],
    ['worse_is_laxer', ['A O Y H', 'A O Y VH']],
  ])
  expect(await setting()).toMatchObject({ inForce: null, draft: { hash } })
})

test('to save or adopt twice changes nothing, and nobody writes over another’s changes', async () => {
  const appetite = await starting()
  const { hash } = (await draft(appetite)).json()
  expect((await draft(appetite)).json().hash).toBe(hash)
  const presets = { ...appetite.presets, hipaa: true }
  const changed = { ...appetite, presets }
  expect((await draft(changed)).statusCode).toBe(409)
  expect((await draft(changed, hash)).statusCode).toBe(200)
  expect((await adopt(hash)).statusCode).toBe(409)

  const now = (await setting()).draft.hash
  expect((await adopt(now)).json().version).toBe(1)
  expect((await adopt(now)).json().version).toBe(1)
  const { rows } = await sql`select from audit_entry where action = 'appetite.adopted'
    and at > now() - interval '1 minute' and detail ->> 'hash' = ${now}`.execute(db)
  expect(rows).toHaveLength(1)
  const same = (await draft(changed)).json()
  expect((await adopt(same.hash)).statusCode).toBe(409)
})

test('two who adopt at once make one version', async () => {
  const { hash } = (await draft(await starting())).json()
  const answers = await Promise.all([adopt(hash), adopt(hash), adopt(hash)])
  expect(answers.map((answer) => answer.json().version)).toEqual([1, 1, 1])
})

test('who may not change settings reads it and changes nothing', async () => {
  const appetite = await starting()
  const analyst = await signedIn('analyst')
  expect((await analyst.get('/settings/appetite')).statusCode).toBe(200)
  expect((await analyst.put('/settings/appetite/draft', { appetite, seen: null })).statusCode).toBe(403)
  expect((await analyst.post('/settings/appetite/adopt', { hash: 'x', reason: 'y' })).statusCode).toBe(403)
})

test('a draft is discarded, and the trail keeps what it said', async () => {
  const { hash } = (await draft(await starting())).json()
  expect((await admin.delete('/settings/appetite/draft')).statusCode).toBeLessThan(300)
  expect((await setting()).draft).toBeNull()
  const { rows } = await sql<{ hash: string }>`select detail ->> 'hash' as hash from audit_entry
    where action = 'appetite.discarded' order by id desc limit 1`.execute(db)
  expect(rows).toEqual([{ hash }])
})

test('what a table makes of the open findings is counted by action, and what moves', async () => {
  const hospital = await newHospital(db)
  const pump = (assetTag: string, zone: string) => ({
    ...{ assetTag, manufacturer: 'Example Medical', model: 'Drip 3000', softwareVersion: '9.1', zone },
    ...{ deviceType: 'Infusion pump', criticality: 'life_sustaining' as const, careSetting: 'icu' as const },
  })
  const kev = { cve: 'CVE-2026-0001', vendor: 'Example Medical', product: 'Drip 3000', name: 'A flaw' }
  await hospital.publish({
    kind: 'known_exploited',
    entry: { ...kev, addedOn: '2026-02-03', ransomware: false, requiredAction: 'Update' },
  })
  await hospital.says(hospital.cmms, { a: pump('T-1', 'isolated'), b: pump('T-2', ''), c: pump('T-3', '') })
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [productEntry({ productId: 'P1', version: '< 9.2', versionForm: 'comparison', isRange: true })],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })],
    }),
  )
  const preview = async (appetite: Appetite) => (await admin.post('/settings/appetite/preview', { appetite })).json()
  const appetite = await starting()
  const { findings, outcomes, moves } = await preview(appetite)
  expect([findings, moves]).toEqual([3, []])
  expect(outcomes.map((one: { action: string; findings: number }) => [one.action, one.findings])).toEqual([
    ['Immediate', 3],
  ])

  await adopt((await draft(appetite)).json().hash)
  const rows = appetite.rows.map((row) => (row.when[1] === 'S' && row.action === 'I' ? { ...row, action: 'O' } : row))
  expect((await preview({ ...appetite, rows })).moves).toEqual([
    { before: 'Immediate', after: 'Out-of-cycle', findings: 1 },
  ])
  // What is not finished is tried as far as it goes.
  const open = appetite.rows.filter(({ when }) => when[1] !== 'O')
  expect((await preview({ ...appetite, rows: open })).outcomes).toMatchObject([
    { action: 'Immediate', findings: 1 },
    { action: null, findings: 2, firstDueOn: null },
  ])
})
