import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Fault } from '#bench/servers/feed-server.ts'
import type { apiConnectors } from '#connectors/api-registry.ts'
import { ensureOrganisation } from '#domain/access/access.ts'
import { answerReading } from '#domain/inventory/inventory.ts'
import {
  cancelRun,
  createSource,
  getRun,
  getRunRecord,
  getSource,
  listSkipped,
  queueRun,
  resumeRun,
  updateSource,
} from '#domain/sources/sources.ts'
import { inTransaction } from '#platform/db/database.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { openSystem, type RunningSystem, startSystem } from '#tests/support/simulated-system.ts'
import { systemRecords } from '#tests/support/system-records.ts'
import { testDatabase } from '#tests/support/test-database.ts'

// What may go wrong with a system of the hospital, for each connector that reads one: nothing is lost, nothing doubled, nothing
// told as missing, and the words say what to do. docs/manual/sources.md has it as a table.

const count = 12
const hour = 3_600_000

/** Where the devices are asked for; not where a token is had, or what else is asked. */
const isData = (asked: string) =>
  asked.startsWith('/') ? !/sign_?in|access_token|oauth|profilerprofile/.test(asked) : /^search DC=/.test(asked)
const data = { test: isData }
/** The same, from the second page on. */
const laterPages = () => {
  let asked = 0
  return { test: (what: string) => isData(what) && ++asked > 1 }
}

/** What a person, or the next run, does about it. */
const advice =
  /\b(?:[Cc]heck|Correct|Give|Narrow|Write|Set|Ask|Turn|run this source less often)\b|next run tries again|give its certificate authority/

/** Tries it with these; three files of tests share them out, as much of it is waiting. */
export async function trySystems(connectors: typeof apiConnectors): Promise<void> {
  const { db } = await testDatabase()
  const { id: organisationId } = await ensureOrganisation(db)
  const actor = { organisationId, personId: null, name: 'test' }

  describe.each([...connectors])('$id', (connector) => {
    let running: RunningSystem
    let source: Awaited<ReturnType<typeof createSource>>
    const recordOf = systemRecords[connector.id]!
    const records = (n = count, at = new Date()) => Array.from({ length: n }, (_, each) => recordOf(each, at))

    beforeAll(async () => {
      running = await startSystem(connector.id)
    })
    afterAll(async () => await running.server.close())
    afterEach(() => running.server.heal())
    beforeEach(async () => {
      await sql`truncate source, run, skipped, arrival, arrival_place, observation, device, identifier, conflict cascade`.execute(
        db,
      )
      running.system.records = records()
      if ('now' in running.system) Object.assign(running.system, { now: new Date() })
      const kind = 'connector'
      const settings = running.settings()
      source = await createSource(db, organisationId, { kind, member: connector.id, name: 'A system', settings })
    })

    const queue = async () => (await queueRun(db, { sourceId: source.id, trigger: 'person', actor })).id
    const drain = async () => await drainRuns(db, '/nowhere', { retries: 1, backoffMs: 1, totalTimeoutMs: 600 })
    async function run(id?: string) {
      const run = id ?? (await queue())
      await drain()
      return await getRun(db, organisationId, run)
    }
    /** All is read again, whatever the system could tell of changes. */
    const forget = async () => await sql`update source set cursor = null`.execute(db)
    async function runWhole() {
      await forget()
      return await run()
    }
    const devices = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from device where gone_at is null`.execute(db)).rows[0]!.n
    const unreported = async () =>
      (
        await sql<{ n: number }>`select count(*)::int as n from observation
        where unreported_since is not null and superseded_at is null`.execute(db)
      ).rows[0]!.n
    const told = async () =>
      (await listSkipped(db, organisationId, source.id, { state: 'open', after: null, limit: 50 })).map(
        ({ code }) => code,
      )
    async function expectWholeAgain() {
      running.server.heal()
      running.system.records = records()
      expect(await runWhole()).toMatchObject({ state: 'succeeded' })
      expect([await devices(), await unreported()]).toEqual([count, 0])
    }

    const failures: readonly (readonly [string, Fault, RegExp])[] = [
      ['hangs up', { kind: 'hang_up' }, /cut_off/],
      ['is slow', { kind: 'delay', ms: 60_000 }, /timeout/],
      ['answers octet by octet', { kind: 'trickle' }, /timeout/],
      ['asks for fewer requests', { kind: 'status', status: 429 }, /busy/],
      ['wants to be asked tomorrow', { kind: 'status', status: 429, retryAfter: '86400' }, /busy/],
      ['is in maintenance', { kind: 'status', status: 503 }, /failed/],
      ['breaks off', { kind: 'cut_off' }, /cut_off/],
      ['does not take the token any more', { kind: 'status', status: 401 }, /unauthorised/],
      ['took a permission', { kind: 'status', status: 403 }, /unauthorised/],
      ['shows its log-in page', { kind: 'html' }, /failed|cut_off/],
      ['sends to another host', { kind: 'redirect', to: 'https://login.elsewhere.example/' }, /untrusted/],
      ['names its fields otherwise', { kind: 'other_form' }, /failed/],
    ]
    const overHttp: typeof failures = [
      ['breaks off behind a proxy', { kind: 'half' }, /cut_off/],
      ['names its envelope otherwise', { kind: 'other_envelope' }, /failed/],
    ]
    const all = [...failures, ...(connector.speaks === 'ldap' ? [] : overHttp)]

    test.each(all)('a system that %s changes nothing, says why, and is read later', async (_, fault, code) => {
      await run()
      running.server.fail(fault, data)
      const failed = await runWhole()

      expect(failed).toMatchObject({ state: 'failed', error: { code: expect.stringMatching(code) } })
      expect(failed.error?.detail).toMatch(advice)
      expect([await devices(), await unreported()]).toEqual([count, 0])
      await expectWholeAgain()
    })

    test.each(all)('a system that %s passes no check', async (_, fault, code) => {
      running.server.fail(fault, data)
      const context = await openSystem(connector, running.settings())

      await expect(connector.check(context)).rejects.toMatchObject({
        code: expect.stringMatching(code),
        message: expect.stringMatching(advice),
      })
      await context.close()
    })

    test.each(all)('one that %s in the middle keeps what came, and goes on', async (_, fault) => {
      running.server.fail(fault, laterPages())
      const { id, state, canResume } = await run()
      const before = await devices()
      running.server.heal()

      // Records of another form are skipped one by one where others came before.
      if (fault.kind !== 'other_form') expect({ state, canResume }).toEqual({ state: 'failed', canResume: true })
      expect(before).toBeLessThan(count)
      if (state !== 'failed') {
        expect([...(await told()), await unreported()]).toContain('unreadable')
        // All is read again, though nobody asks for it.
        expect(await run()).toMatchObject({ state: 'succeeded' })
        return expect([await devices(), await told()]).toEqual([count, []])
      }
      await resumeRun(db, organisationId, id)
      expect(await run(id)).toMatchObject({ state: 'succeeded' })
      expect([await devices(), await unreported()]).toEqual([count, 0])
    })

    test('a system that is down cannot be reached, and its devices stay', async () => {
      await run()
      const { settings } = await getSource(db, organisationId, source.id)
      const nowhere = String(settings.location).replace(/\/\/127\.0\.0\.1:\d+/, '//127.0.0.1:9')
      await updateSource(db, organisationId, source.id, { settings: { ...settings, location: nowhere } })
      const failed = await runWhole()

      expect(failed).toMatchObject({ state: 'failed', error: { code: 'upstream_failed' } })
      expect(failed.error?.detail).toMatch(/cannot be reached.+Check/)
      expect([await devices(), await unreported()]).toEqual([count, 0])
    })

    test.each([
      ['nobody vouches for', true, /HOMEOSTAT_CA/],
      ['has expired', 'expired', /renewed/],
      ['is for another name', 'other_name', /with the name that stands in/],
    ] as const)('a certificate that %s gets no secret, and is told', async (_, fault, said) => {
      const { server, settings } = await startSystem(connector.id, undefined, fault)
      const caFile = path.join(mkdtempSync(path.join(tmpdir(), 'homeostat-ca-')), 'ca.pem')
      writeFileSync(caFile, server.certificate!)
      const context = await openSystem(connector, settings(), fault === true ? {} : { caFile })
      const failed = connector.check(context)

      await expect(failed).rejects.toMatchObject({ code: 'upstream_untrusted', message: expect.stringMatching(said) })
      expect(server.requests).toEqual([])
      await context.close()
      await server.close()
      rmSync(path.dirname(caFile), { recursive: true })
    })

    test('a system that asks for a pause gets it within the run', async () => {
      running.server.fail({ kind: 'status', status: 429, retryAfter: '1' }, laterPages(), 1)
      const before = Date.now()

      expect(await run()).toMatchObject({ state: 'succeeded', counts: { new: count } })
      if (connector.speaks !== 'ldap') expect(Date.now() - before).toBeGreaterThan(950)
    })

    test('a token that ends in the middle is had anew, or the run says so and goes on later', async () => {
      running.server.fail({ kind: 'status', status: 401 }, laterPages(), 1)
      const first = await run()
      const renews = connector.signIn?.((await openedConfig()) as never) !== undefined

      expect(first.state).toBe(renews ? 'succeeded' : 'failed')
      if (!renews) expect(first.error?.detail).toMatch(advice)
      await expectWholeAgain()
    })
    async function openedConfig() {
      const context = await openSystem(connector, running.settings())
      await context.close()
      return context.config
    }

    test.skipIf(connector.speaks === 'ldap')(
      'a page that comes twice doubles nothing, and misses nothing',
      async () => {
        await run()
        running.server.fail({ kind: 'repeated' }, laterPages(), 1)
        await runWhole()

        expect([await devices(), await unreported()]).toEqual([count, 0])
        await expectWholeAgain()
      },
    )

    test('a device that is removed while pages are read hides no other', async () => {
      await run()
      await whileReading(() => {
        running.system.records = records().slice(1)
      })

      // Its own record was read before it was removed.
      expect([await devices(), await unreported()]).toEqual([count, 0])
    })

    test('a device that is added while pages are read doubles no other', async () => {
      await run()
      await whileReading(() => {
        running.system.records = [...records(), recordOf(count, new Date())]
      })

      expect(await unreported()).toBe(0)
      expect(await devices()).toBeGreaterThanOrEqual(count)
    })

    /** Changes what the system holds once its first page was given. */
    async function whileReading(change: () => void) {
      let asked = 0
      const onSecond = {
        test: (what: string) => {
          if (isData(what) && ++asked === 2) change()
          return false
        },
      }
      running.server.fail({ kind: 'hang_up' }, onSecond)
      await runWhole()
      expect(asked).toBeGreaterThan(1)
      running.server.heal()
    }

    test('a system that holds suddenly nothing is asked about, and so is one that holds a tenth', async () => {
      await run()
      for (const left of [[], records(1)]) {
        running.system.records = left
        const asking = await runWhole()
        expect(asking.state).toBe('to_confirm')
        expect(await unreported()).toBe(0)
        const word = left.length === 0 ? 'keep' : 'take'
        await inTransaction(db, async (tx) =>
          answerReading(tx, organisationId, await getRunRecord(tx, organisationId, asking.id), word),
        )
      }

      expect([await devices(), await unreported()]).toEqual([count, count - 1])
      await expectWholeAgain()
    })

    test('records that have no key any more are no devices, and are told', async () => {
      await run()
      const key = {
        servicenow: 'sys_id',
        'cisco-ise': 'mac',
        'claroty-xdome': 'uid',
        'active-directory-ldap': 'objectGUID',
      }
      running.system.records = records().map((record) => ({
        ...record,
        [(key as Record<string, string>)[connector.id] ?? 'id']: undefined,
      }))
      const ended = await runWhole()

      expect([await devices(), await unreported()]).toEqual([count, 0])
      // Told by what else tells it, each would be another record of the system: that is asked.
      if (ended.state !== 'failed') return expect(ended.state).toBe('to_confirm')
      expect(ended.error?.detail).toMatch(advice)
      await expectWholeAgain()
    })

    const ofSerial: Readonly<Record<string, string>> = {
      'active-directory-ldap': 'operatingSystem',
      armis: 'manufacturer',
      'generic-rest': 'asset',
      nozomi: 'serial_number',
      'claroty-xdome': 'serial_number',
      servicenow: 'serial_number',
      'snipe-it': 'serial',
    }

    test('a field that is gone from all records is told, and told no more once it is back', async () => {
      await run()
      const gone = ofSerial[connector.id] ?? 'serialNumber'
      running.system.records = records().map((record) => ({ ...record, [gone]: undefined }))
      await runWhole()

      expect(await told()).toEqual(['attribute_gone'])
      expect([await devices(), await unreported()]).toEqual([count, 0])
      await expectWholeAgain()
      expect(await told()).toEqual([])
    })

    test.each([-20, 20])('a system whose clock is off by %i hours loses no change', async (hours) => {
      await run()
      const systemNow = () => new Date(Date.now() + hours * hour)
      if ('now' in running.system) Object.assign(running.system, { now: systemNow() })
      // A day passes without a word between the readings, as the system's clock tells it.
      running.system.records = [...records(count, new Date(Date.now() - 90 * 24 * hour)), recordOf(count, systemNow())]
      if ('highestCommittedUsn' in running.system) {
        Object.assign(running.system, { highestCommittedUsn: '9000' })
        running.system.records = [...records(), { ...recordOf(count, systemNow()), uSNChanged: '8999' }]
      }
      const ended = await run()

      expect(ended).toMatchObject({ state: 'succeeded', counts: { new: 1 } })
      expect([await devices(), await unreported()]).toEqual([count + 1, 0])
      const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from observation where observed_at > now() + interval '1 minute'`.execute(db)
      expect(rows[0]!.n).toBe(0)
      if ('highestCommittedUsn' in running.system) Object.assign(running.system, { highestCommittedUsn: '5000' })
    })

    test('a run that is cancelled in the middle keeps what came, and is resumed', async () => {
      running.server.fail({ kind: 'delay', ms: 60_000 }, laterPages())
      const id = await queue()
      const working = drainRuns(db, '/nowhere', { retries: 0, totalTimeoutMs: 60_000 })
      await vi.waitFor(async () => expect((await getRun(db, organisationId, id)).done).toBeGreaterThan(0), 10_000)
      await cancelRun(db, organisationId, id)
      await working
      running.server.heal()

      expect(await getRun(db, organisationId, id)).toMatchObject({ state: 'cancelled', canResume: true })
      await resumeRun(db, organisationId, id)
      expect(await run(id)).toMatchObject({ state: 'succeeded' })
      expect([await devices(), await unreported()]).toEqual([count, 0])
    })

    test('two sources that read it at once double no device', async () => {
      const kind = 'connector'
      const settings = running.settings()
      const second = await createSource(db, organisationId, { kind, member: connector.id, name: 'Again', settings })
      await queue()
      await queueRun(db, { sourceId: second.id, trigger: 'person', actor })
      await Promise.all([drain(), sleep(20).then(drain)])

      expect(await devices()).toBe(count)
    })
  })
}
