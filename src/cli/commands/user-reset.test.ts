import { buildApplication, buildRouteMap, run } from '@stricli/core'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { ensureOrganisation, inspectLink, invitePerson, listAudit, redeemLink, signIn } from '#domain/access/access.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { userApproveCommand } from './user-approve.ts'
import { userResetCommand } from './user-reset.ts'

const { db } = await testDatabase()
const organisation = await ensureOrganisation(db)
const password = 'a brown fox in ward nine'

async function homeostat(args: string[], publicUrl: string | null = null) {
  let output = ''
  const user = buildRouteMap({
    routes: {
      reset: userResetCommand({ openDb: async () => ({ db, publicUrl, close: async () => {} }) }),
      approve: userApproveCommand({ openDb: async () => ({ db, publicUrl, close: async () => {} }) }),
    },
    docs: { brief: 'People' },
  })
  const root = buildRouteMap({ routes: { user }, docs: { brief: 'Homeostat' } })
  const write = (text: string) => {
    output += text
  }
  const process: { stdout: object; stderr: object; exitCode?: number } = { stdout: { write }, stderr: { write } }
  await run(buildApplication(root, { name: 'homeostat' }), args, { process } as never)
  return { output, exitCode: process.exitCode }
}
const tokenIn = (output: string) => /#token=([\w-]+)/.exec(output)![1]!

test('without an administrator it prints a new set-up link', async () => {
  const { output } = await homeostat(['user', 'reset'])

  expect((await inspectLink(db, tokenIn(output))).purpose).toBe('set_up')
  expect(output).toContain('Put the address')
})

test('who is locked out gets in again with the printed link', async () => {
  const { person, link } = await invitePerson(
    db,
    { organisationId: organisation.id, personId: null, name: 'test' },
    { email: 'ada@hospital.test', name: 'Ada', role: 'administrator' },
  )
  await redeemLink(db, { token: link.split('=')[1]!, password }, '')
  await sql`update person set locked_until = now() + interval '1 hour', failed_attempts = 9 where id = ${person.id}`.execute(
    db,
  )
  const { output } = await homeostat(['user', 'reset', 'ada@hospital.test'], 'https://homeostat.test')

  expect(output).toMatch(/Ada \(administrator\) is unlocked/)
  expect(output).toContain('https://homeostat.test/join#token=')
  await redeemLink(db, { token: tokenIn(output), password: 'seven grey herons fly' }, '')
  const attempt = { email: 'ada@hospital.test', password: 'seven grey herons fly', userAgent: '', oldToken: null }
  expect(await signIn(db, attempt)).toMatch(/^[\w-]{43}$/)
})

test('an unknown address, or none where there is an administrator, says what to do', async () => {
  const unknown = await homeostat(['user', 'reset', 'nobody@hospital.test'])
  const none = await homeostat(['user', 'reset'])

  expect(unknown.output).toContain('There is no person with the address nobody@hospital.test')
  expect(none.output).toContain('homeostat user reset EMAIL')
  expect([unknown.exitCode, none.exitCode]).toEqual([1, 1])
})

test('a person is let approve by name, and no longer; both stand in the trail', async () => {
  const console = { organisationId: organisation.id, personId: null, name: 'test' }
  const { person } = await invitePerson(db, console, { email: 'mara@hospital.test', name: 'Mara', role: 'manager' })
  const given = await homeostat(['user', 'approve', 'mara@hospital.test'])
  await homeostat(['user', 'approve', 'mara@hospital.test'])
  const taken = await homeostat(['user', 'approve', 'mara@hospital.test', '--off'])
  const unknown = await homeostat(['user', 'approve', 'nobody@hospital.test'])

  expect(given.output).toBe('Mara (manager) may approve decisions of others.\n')
  expect(taken.output).toBe('Mara (manager) may no longer approve decisions of others.\n')
  expect(unknown.output).toContain('There is no person with the address nobody@hospital.test')
  const { items } = await listAudit(db, organisation.id, { subjectId: person.id, limit: 9 })
  expect(items.map(({ action, actorName }) => `${action} by ${actorName}`)).toEqual([
    'person.may_not_approve by console',
    'person.may_approve by console',
    'person.invited by test',
  ])
})
