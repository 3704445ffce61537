import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { smtpServer } from '#bench/servers/smtp-server.ts'
import { listNotifications, removeView, saveView, sendPendingMail } from '#domain/access/access.ts'
import { inTransaction } from '#platform/db/database.ts'
import { silentLog } from '#platform/log.ts'
import { smtpMailer } from '#platform/mail/mail.ts'
import { advisoryRecord, productEntry, statement } from '#tests/support/advisory-records.ts'
import { insertPerson } from '#tests/support/finding-rows.ts'
import { type Hospital, newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { askWatches, listViews, unwatchView, watchView } from './programme.ts'

const { db } = await testDatabase()
let hospital: Hospital
let owner: Awaited<ReturnType<typeof insertPerson>>
let minutes: number

beforeEach(async () => {
  await sql`truncate basis_match, basis_score, source, device, observation, identifier, configuration, context, score_reasons, advisory, vulnerability, work_order, notification, saved_view, person cascade`.execute(
    db,
  )
  await sql`update intelligence_state set version = nextval('intelligence_version')`.execute(db)
  hospital = await newHospital(db)
  owner = await insertPerson(db, hospital.organisationId, 'analyst', 'Ada')
  minutes = 0
})

const pump = (tag: string, site = 'North') => ({
  [tag]: { assetTag: tag, manufacturer: 'Example Medical', model: 'Drip 3000', softwareVersion: '1.0', site },
})
const save = async (query: string, page = 'devices', name = 'Pumps in the north') => {
  const filters = new URLSearchParams({ query }).toString()
  return (await saveView(db, owner, { page, name, query: `?${filters}` })).id
}
/** As at the end of what a source was read for. */
const runEnds = () =>
  sql`insert into run (organisation_id, id, source_id, trigger, state, actor_name, finished_at)
    select organisation_id, gen_random_uuid(), id, 'person', 'succeeded', 'test', now() + interval '1 second' from source limit 1`.execute(
    db,
  )
/** What was read is in, a quarter of an hour goes by, and the worker looks again. */
const later = async () => {
  await runEnds()
  minutes += 16
  return await askWatches(db, hospital.organisationId, new Date(Date.now() + minutes * 60_000), silentLog)
}
const notices = async () =>
  (await listNotifications(db, hospital.organisationId, owner.personId, { limit: 50 })).items.map(
    ({ title, body, path }) => ({ title, body: body.split('.')[0], path }),
  )

test('what a view has when it is watched is no news; what it gains is told once', async () => {
  await hospital.says(hospital.cmms, pump('T-1'))
  const view = await save('site = North')
  await watchView(db, owner, view)
  expect(await later()).toBe(0)

  await hospital.says(hospital.cmms, { ...pump('T-2'), ...pump('T-3', 'South') })
  expect(await later()).toBe(1)
  expect(await later()).toBe(0)

  expect(await notices()).toEqual([
    { title: 'Pumps in the north: 1 is new', body: 'Drip 3000 · T-2', path: '/devices?query=site+%3D+North' },
  ])
})

test('it is told by mail too, once, with the way to the list', async () => {
  const smtp = await smtpServer()
  const mailer = smtpMailer({
    host: smtp.host,
    port: smtp.port,
    from: 'h@hospital.test',
    secure: false,
    user: null,
    password: null,
  })
  await watchView(db, owner, await save('site = North'))
  await hospital.says(hospital.cmms, pump('T-1'))
  await later()
  const options = { publicUrl: 'https://homeostat.test', log: silentLog }
  expect(await sendPendingMail(db, mailer, options)).toEqual({ sent: 1, failed: 0 })
  await later()
  expect(await sendPendingMail(db, mailer, options)).toEqual({ sent: 0, failed: 0 })
  expect(smtp.mails[0]!.data).toMatch(/Subject: Pumps in the north: 1 is new/)
  expect(smtp.mails[0]!.data.replace(/=\r?\n/g, '')).toContain('https://homeostat.test/devices?query')
  await smtp.close()
})

test('it is not asked again within a quarter of an hour, but after a run', async () => {
  const view = await save('site = North')
  await watchView(db, owner, view)
  await hospital.says(hospital.cmms, pump('T-1'))
  const inMinutes = (count: number) =>
    askWatches(db, hospital.organisationId, new Date(Date.now() + count * 60_000), silentLog)
  expect(await inMinutes(5)).toBe(0)

  await runEnds()
  expect(await inMinutes(5)).toBe(1)
})

test('while nothing changes it is not looked for again, but what asks of the time is', async () => {
  await watchView(db, owner, await save('site = North'))
  await watchView(db, owner, await save('site = North and firstSeen > 2 days ago', 'devices', 'New in the north'))
  // The next full hour may be nearer than a quarter of an hour.
  const hour = Math.ceil(Date.now() / 3_600_000 + 1) * 3_600_000
  const at = (minute: number) => askWatches(db, hospital.organisationId, new Date(hour + minute * 60_000), silentLog)
  expect(await at(1)).toBe(0)

  // No run ended and nobody did anything: nothing can have come.
  await hospital.says(hospital.cmms, pump('T-1'))
  expect(await at(17)).toBe(1)
  expect(await notices()).toMatchObject([{ title: 'New in the north: 1 is new' }])
  await runEnds()
  expect(await at(33)).toBe(1)
  expect(await notices()).toHaveLength(2)
  // Whatever else moves things, within the hour it is seen.
  await hospital.says(hospital.cmms, pump('T-2'))
  expect(await at(49)).toBe(1)
  expect(await at(65)).toBe(1)
})

test('what leaves and comes back is told again', async () => {
  await hospital.says(hospital.cmms, pump('T-1'))
  await watchView(db, owner, await save('site = North'))
  await hospital.says(hospital.cmms, pump('T-1', 'South'), '2026-03-02T00:00:00Z')
  expect(await later()).toBe(0)
  await hospital.says(hospital.cmms, pump('T-1', 'North'), '2026-03-03T00:00:00Z')
  expect(await later()).toBe(1)
})

test('findings are told by their vulnerability and device', async () => {
  await hospital.says(hospital.cmms, pump('T-1'))
  await watchView(db, owner, await save('cve ~ 2026', 'findings', 'New flaws'))
  await hospital.publish(
    advisoryRecord({
      trackingId: 'A-1',
      products: [
        productEntry({
          productId: 'P1',
          name: 'Drip 3000',
          version: '< 3.0',
          versionForm: 'comparison',
          isRange: true,
        }),
      ],
      vulnerabilities: [statement({ vulnerabilityId: 'CVE-2026-0001', status: { known_affected: ['P1'] } })],
    }),
  )
  expect(await later()).toBe(1)
  expect(await notices()).toMatchObject([{ title: 'New flaws: 1 is new', body: 'CVE-2026-0001 on Drip 3000 · T-1' }])
})

test('two workers that look at once tell once', async () => {
  await watchView(db, owner, await save('site = North'))
  await hospital.says(hospital.cmms, pump('T-1'))
  const at = new Date(Date.now() + 20 * 60_000)
  const told = await Promise.all([1, 2, 3].map(() => askWatches(db, hospital.organisationId, at, silentLog)))
  expect(told.reduce((a, b) => a + b)).toBe(1)
})

test('a transaction that breaks tells nothing, and the next one does', async () => {
  await watchView(db, owner, await save('site = North'))
  await hospital.says(hospital.cmms, pump('T-1'))
  const at = new Date(Date.now() + 20 * 60_000)
  await inTransaction(db, async (tx) => {
    await askWatches(tx, hospital.organisationId, at, silentLog)
    throw new Error('killed')
  }).catch(() => undefined)
  expect(await notices()).toEqual([])
  expect(await later()).toBe(1)
})

test('a query that was changed begins anew', async () => {
  await hospital.says(hospital.cmms, { ...pump('T-1'), ...pump('T-2', 'South') })
  await watchView(db, owner, await save('site = North'))
  await save('site = South')
  expect(await later()).toBe(0)
  await hospital.says(hospital.cmms, pump('T-3', 'South'))
  expect(await later()).toBe(1)
})

test('one that cannot be asked says why, and the others go on', async () => {
  const broken = await save('site = North', 'devices', 'Broken')
  await watchView(db, owner, broken)
  await watchView(db, owner, await save('site = North', 'devices', 'Well'))
  await sql`update saved_view set query = '?query=sit+%3D' where id = ${broken}`.execute(db)
  await hospital.says(hospital.cmms, pump('T-1'))
  expect(await later()).toBe(1)
  const views = await listViews(db, owner, 'devices')
  expect(views.map(({ name, watch }) => [name, watch?.members, watch?.fault])).toEqual([
    ['Broken', 0, expect.stringContaining('Did you mean `site`?')],
    ['Well', 1, null],
  ])
})

test('a filter that only the page knows is refused, not left out', async () => {
  const { id } = await saveView(db, owner, { page: 'devices', name: 'Odd', query: '?query=exploited&advisory=A-1' })
  await expect(watchView(db, owner, id)).rejects.toThrow('cannot be watched with the filter advisory')
  expect((await listViews(db, owner))[0]!.watch).toBeNull()
})

test('who stops watching, forgets the view or leaves hears nothing more', async () => {
  const view = await save('site = North')
  await watchView(db, owner, view)
  await unwatchView(db, owner, view)
  await hospital.says(hospital.cmms, pump('T-1'))
  expect(await later()).toBe(0)

  await watchView(db, owner, view)
  await removeView(db, owner, view)
  const other = await save('site = North', 'devices', 'Another')
  await watchView(db, owner, other)
  await sql`update person set disabled_at = now() where id = ${owner.personId}`.execute(db)
  await hospital.says(hospital.cmms, pump('T-2'))
  expect(await later()).toBe(0)
})

test('nobody watches for another', async () => {
  const view = await save('site = North')
  const other = await insertPerson(db, hospital.organisationId, 'analyst', 'Otto')
  await expect(watchView(db, other, view)).rejects.toThrow('There is no saved view')
})
