import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { workOnBackTests } from '#domain/programme/programme.ts'
import type { Appetite } from '#model/appetite.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const admin = await signedIn('administrator')
const hospital = await newHospital(db)

await hospital.publish(
  advisoryRecord({
    trackingId: 'A-1',
    products: [productEntry({ productId: 'P1', version: '< 3.0', versionForm: 'comparison', isRange: true })],
    vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })],
  }),
)
await hospital.says(
  hospital.cmms,
  Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [
      `T-${at}`,
      {
        ...{ assetTag: `T-${at}`, serialNumber: `S-${at}`, manufacturer: 'Example Medical', model: 'Drip 3000' },
        ...{ softwareVersion: '2.0', site: `Site ${at % 4}` },
      },
    ]),
  ),
)
await sql`update basis_match set matched_at = now() - interval '300 days'`.execute(db)
await sql`update device set configuration_since = now() - interval '280 days'`.execute(db)

beforeEach(() => sql`truncate appetite_version, back_test`.execute(db))

const path = '/settings/appetite/back-tests'
const starting = async (): Promise<Appetite> => (await admin.get('/settings/appetite')).json().starting
const draft = async (appetite: Appetite, seen: string | null = null): Promise<string> =>
  (await admin.put('/settings/appetite/draft', { appetite, seen })).json().hash
const ask = async (hash: string, over: object = {}) => admin.post(path, { hash, ...over })
const get = async (id: string) => (await admin.get(`${path}/${id}`)).json()
const work = (options: Parameters<typeof workOnBackTests>[2] = {}) => workOnBackTests(db, 'test', options)

test('a draft is tested by a worker, and what came of it is kept with the tables that it is of', async () => {
  const hash = await draft(await starting())
  const asked = (await ask(hash, { months: 12, hoursPerWeek: 20 })).json()
  expect(asked).toMatchObject({ state: 'queued', hash, inForceHash: null, months: 12, hoursPerWeek: 20 })
  // The same again is the same.
  expect((await ask(hash, { months: 12, hoursPerWeek: 20 })).json().id).toBe(asked.id)
  expect(await get(asked.id)).toMatchObject({ result: null })

  expect(await work()).toBe(true)
  expect(await work()).toBe(false)

  const { state, result, tookMs } = await get(asked.id)
  expect(state).toBe('done')
  expect(tookMs).toBeGreaterThan(0)
  expect(result).toMatchObject({ devices: 40, findings: 40, inForce: null, moved: 0 })
  expect(result.months).toHaveLength(13)
  expect((await admin.get(`${path}?hash=${hash}`)).json().items).toMatchObject([{ id: asked.id, state: 'done' }])
  expect((await admin.get(`${path}?hash=other`)).json().items).toEqual([])

  // A draft that was changed since is another: none is of it.
  const changed = { ...(await starting()), presets: { kev: true, bod2604: false, hipaa: false } }
  const next = await draft(changed, hash)
  expect((await admin.get(`${path}?hash=${next}`)).json().items).toEqual([])
  expect((await ask(hash)).statusCode).toBe(409)
})

test('against a version in force, it says what moves; the version in force is tested alone', async () => {
  const first = await starting()
  const hash = await draft(first)
  await admin.post('/settings/appetite/adopt', { hash, reason: 'As the board decided' })
  const laxer = { ...first, rows: first.rows.map((row) => ({ ...row, action: 'D' })) }
  const asked = (await ask(await draft(laxer), { months: 12 })).json()
  expect(asked).toMatchObject({ inForceHash: hash, inForceVersion: 1 })
  await work()

  const { result } = await get(asked.id)
  expect(result.moved).toBe(40)
  expect(result.moves).toHaveLength(4)
  expect(result.moves[0]).toMatchObject({
    vulnerabilityId: 'CVE-2026-0001',
    model: 'Drip 3000',
    findings: 10,
    open: 10,
  })
  expect(result.moves[0].examples).toHaveLength(1)

  const alone = (await ask(hash)).json()
  expect(alone).toMatchObject({ hash, inForceHash: null })
})

test('one that is cancelled and taken up again gives what it would have given', async () => {
  const hash = await draft(await starting())
  const straight = (await ask(hash, { months: 12 })).json()
  await work()
  const asked = (await ask(hash, { months: 12 })).json()
  // To the same moment.
  await sql`update back_test set as_of = (select as_of from back_test where id = ${straight.id}) where id = ${asked.id}`.execute(
    db,
  )
  expect((await admin.post(`${path}/${asked.id}/cancel`)).json()).toMatchObject({ state: 'cancelled' })
  expect(await work()).toBe(false)
  expect((await admin.post(`${path}/${asked.id}/resume`)).json()).toMatchObject({ state: 'queued' })

  // In the middle: it is cancelled as soon as its worker tells how far it is.
  await sql`create or replace function cancel_at_once() returns trigger language plpgsql as $$
    begin new.cancel_requested_at := now(); return new; end $$`.execute(db)
  await sql`create trigger cancelling before update on back_test for each row when (old.state = 'queued' and new.state = 'running')
    execute function cancel_at_once()`.execute(db)
  expect(await work()).toBe(true)
  await sql`drop trigger cancelling on back_test`.execute(db)
  expect(await get(asked.id)).toMatchObject({ state: 'cancelled', result: null })

  await admin.post(`${path}/${asked.id}/resume`)
  await work()
  const { state, result } = await get(asked.id)
  expect(state).toBe('done')
  expect(result).toEqual((await get(straight.id)).result)
  expect((await admin.post(`${path}/${asked.id}/resume`)).statusCode).toBe(409)
  // What is done stays.
  expect((await admin.post(`${path}/${asked.id}/cancel`)).json()).toMatchObject({ state: 'done' })
})

test('two who ask at once get one', async () => {
  const hash = await draft(await starting())
  const answers = await Promise.all([ask(hash), ask(hash), ask(hash)])
  expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1)
  // Other months are another question.
  expect((await ask(hash, { months: 3 })).json().id).not.toBe(answers[0]!.json().id)
})

test('a worker that stops leaves it to the next, and one that went down is taken for dead', async () => {
  const { id } = (await ask(await draft(await starting()))).json()
  const stopping = AbortSignal.abort()
  expect(await work({ stopping })).toBe(true)
  expect(await get(id)).toMatchObject({ state: 'running' })
  await work()
  expect(await get(id)).toMatchObject({ state: 'done' })

  await sql`update back_test set state = 'running', result = null, worker = 'gone', heartbeat_at = now()`.execute(db)
  expect(await work()).toBe(false)
  await sql`update back_test set heartbeat_at = now() - interval '5 minutes'`.execute(db)
  expect(await work()).toBe(true)
  expect(await get(id)).toMatchObject({ state: 'done' })

  await sql`update back_test set state = 'running', result = null, attempts = 9, heartbeat_at = null`.execute(db)
  const faults: unknown[] = []
  await work({ onFault: (fault) => faults.push(fault) })
  expect(await get(id)).toMatchObject({ state: 'failed', fault: expect.stringContaining('went down') })
  expect(faults).toHaveLength(1)
})

test('who may not change settings reads it and begins none; what is asked wrongly says so', async () => {
  const hash = await draft(await starting())
  const { id } = (await ask(hash)).json()
  const analyst = await signedIn('analyst')
  expect((await analyst.get(path)).json().items).toMatchObject([{ id }])
  expect((await analyst.post(path, { hash })).statusCode).toBe(403)
  expect((await analyst.post(`${path}/${id}/cancel`)).statusCode).toBe(403)
  expect((await ask(hash, { months: 25 })).statusCode).toBe(400)
  expect((await ask(hash, { hoursPerWeek: -1 })).statusCode).toBe(400)
  expect((await admin.get(`${path}/018f0000-0000-7000-8000-000000000000`)).statusCode).toBe(404)
  const { rows } =
    await sql`select from audit_entry where action = 'appetite.back_test_asked' and detail ->> 'id' = ${id}`.execute(db)
  expect(rows).toHaveLength(1)
})

test('old ones make room, those of adopted versions stay', async () => {
  const hash = await draft(await starting())
  const { id } = (await ask(hash)).json()
  await work()
  await admin.post('/settings/appetite/adopt', { hash, reason: 'As the board decided' })
  let seen: string | null = null
  for (let n = 1; n <= 24; n++) {
    const appetite = await starting()
    const [first, ...others] = appetite.actions
    seen = await draft({ ...appetite, actions: [{ ...first!, name: `Later ${n}` }, ...others] }, seen)
    await ask(seen)
    await sql`update back_test set state = 'cancelled' where state = 'queued'`.execute(db)
  }
  const { items } = (await admin.get(`${path}?limit=100`)).json()
  expect(items).toHaveLength(21)
  expect(items.at(-1).id).toBe(id)
})
