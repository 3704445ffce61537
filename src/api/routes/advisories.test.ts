import { describe, expect, test } from 'vitest'
import { sha256 } from '#platform/id.ts'
import { csafDocument } from '#tests/support/advisory-records.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { app, signedIn } = await testServer(db)
await newHospital(db)
const manager = await signedIn('manager')
const viewer = await signedIn('viewer')

async function add(content: string, person = manager) {
  const boundary = 'x-boundary-x'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.json"\r\ncontent-type: application/json\r\n\r\n`
  return await app.inject({
    method: 'POST',
    url: '/api/v1/advisories',
    headers: {
      cookie: `homeostat_session=${person.token}`,
      'x-csrf-token': person.csrfToken,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: `${head}${content}\r\n--${boundary}--\r\n`,
  })
}
const ids = async (query: string) =>
  (await viewer.get(`/advisories?${query}`)).json().items.map(({ trackingId }: { trackingId: string }) => trackingId)

test('a document that a person adds is listed, and the same again changes nothing', async () => {
  expect((await add(csafDocument('ADD-1'))).json()).toEqual({ id: 'example-cert:ADD-1', isNew: true, remarks: [] })
  expect((await add(csafDocument('ADD-1'))).json().isNew).toBe(false)

  expect(await ids('')).toContain('ADD-1')
  expect((await viewer.get('/advisories/example-cert:ADD-1/revisions')).json()).toHaveLength(1)
})

test('what is no CSAF document is refused with a sentence', async () => {
  expect((await add('no JSON')).statusCode).toBe(422)
  const answer = await add('{"document": {}}')
  expect([answer.statusCode, answer.json().detail]).toEqual([422, expect.stringContaining('not a CSAF document')])
  expect((await add(csafDocument('ADD-2'), viewer)).statusCode).toBe(403)
})

test('an advisory is found by title, id, publisher, CVE and product', async () => {
  await add(csafDocument('FIND-4711', { title: 'Quince overflow' }))

  for (const word of ['quince', 'find-4711', 'example cert', 'CVE-2026-4711', 'drip'])
    expect(await ids(`q=${encodeURIComponent(word)}`), word).toContain('FIND-4711')
  expect(await ids('q=pomegranate')).toEqual([])
  expect(await ids('publisher=Example%20CERT')).toContain('FIND-4711')
})

describe('of an advisory with two revisions', () => {
  const old = csafDocument('REV-1')
  const now = csafDocument('REV-1', { revision: '2', range: 'vers:generic/<3.0', remediation: 'Update to 3.0' })

  test('the newest is shown, and the one before it can be read as it came', async () => {
    await add(now)
    await add(old)

    expect((await viewer.get('/advisories/example-cert:REV-1')).json().advisory.revision).toBe('2')
    const revisions = (await viewer.get('/advisories/example-cert:REV-1/revisions')).json()
    expect(revisions.map((one: { revision: string; isPresent: boolean }) => [one.revision, one.isPresent])).toEqual([
      ['2', true],
      ['1', false],
    ])
    expect((await viewer.get(`/advisories/example-cert:REV-1/revisions/${sha256(old)}`)).body).toBe(old)
    expect((await viewer.get(`/advisories/example-cert:REV-1/revisions/${sha256('x')}`)).statusCode).toBe(404)
  })

  test('the difference is told in words, either way', async () => {
    const between = async (from: string, to: string) =>
      (await viewer.get(`/advisories/example-cert:REV-1/differences?from=${sha256(from)}&to=${sha256(to)}`)).json()
    const there = await between(old, now)

    expect([there.from.revision, there.to.revision, there.scheme]).toEqual(['1', '2', 'integer'])
    expect(there.differences).toContainEqual({
      part: 'product',
      change: 'changed',
      subject: 'Example Medical Drip 3000',
      before: 'vers:generic/<2.0',
      after: 'vers:generic/<3.0',
    })
    expect((await between(now, old)).differences).toContainEqual(
      expect.objectContaining({ part: 'product', before: 'vers:generic/<3.0', after: 'vers:generic/<2.0' }),
    )
  })

  test('what changed is told since the revision that was decided on', async () => {
    await add(csafDocument('REV-2', { revision: '1.0.0' }))
    const decided = await manager.post('/advisories/decide', {
      advisoryIds: ['example-cert:REV-2'],
      decision: 'handled',
      reason: 'Read',
    })
    expect(decided.statusCode).toBe(204)
    await add(csafDocument('REV-2', { revision: '1.1.0', remediation: 'Call us' }))
    await add(csafDocument('REV-2', { revision: '2.0.0', remediation: 'Update to 2.0' }))

    const { from, to, scheme, isMajor } = (await viewer.get('/advisories/example-cert:REV-2/differences')).json()

    expect([from.revision, to.revision, scheme, isMajor]).toEqual(['1.0.0', '2.0.0', 'semantic', true])
  })
})

test('what a person withdrew says by whom and why, and can be restored', async () => {
  await add(csafDocument('OUT-1'))
  const state = async () => (await viewer.get('/advisories/example-cert:OUT-1')).json().advisory
  expect((await manager.post('/advisories/example-cert:OUT-1/withdraw', {})).statusCode).toBe(400)

  expect((await manager.post('/advisories/example-cert:OUT-1/withdraw', { reason: 'A test' })).statusCode).toBe(204)
  expect(await state()).toMatchObject({ withdrawnReason: 'A test', withdrawnBy: manager.person.name })
  expect((await manager.post('/advisories/example-cert:OUT-1/withdraw', { reason: 'Again' })).statusCode).toBe(409)

  expect((await manager.post('/advisories/example-cert:OUT-1/restore')).statusCode).toBe(204)
  expect(await state()).toMatchObject({ withdrawnAt: null, withdrawnBy: null })
  expect((await manager.post('/advisories/example-cert:OUT-1/restore')).statusCode).toBe(409)
})

test('who may only read can mark as read, and neither decide nor comment', async () => {
  await add(csafDocument('MAY-1'))
  const advisoryIds = ['example-cert:MAY-1']
  expect((await viewer.post('/advisories/mark', { advisoryIds, read: true })).statusCode).toBe(204)
  expect(await ids('unread=true')).not.toContain('MAY-1')
  const decision = { advisoryIds, decision: 'handled', reason: 'x' }
  expect((await viewer.post('/advisories/decide', decision)).statusCode).toBe(403)
  expect((await viewer.post('/advisories/example-cert:MAY-1/comments', { text: 'x' })).statusCode).toBe(403)
})
