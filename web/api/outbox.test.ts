import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Completion, flushOutbox, outbox, sendCompletion } from './outbox.ts'

const done = (clientKey: string): Completion => ({
  orderId: 'order-1',
  number: 'WO-000001',
  form: { clientKey, softwareVersion: '9.2' },
  photos: [],
  queuedAt: '2026-11-23T12:00:00Z',
})

let kept: Map<string, string>
let sent: { url: string; body: unknown }[]
let answer: () => Response

const away = () => {
  throw new TypeError('Failed to fetch')
}
const taken = () => Response.json({})
const refused = () =>
  Response.json({ code: 'conflict', detail: 'It was cancelled. Ask who planned it.' }, { status: 409 })

beforeEach(() => {
  kept = new Map()
  sent = []
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
  vi.stubGlobal('fetch', async (url: string, { body }: RequestInit) => {
    const response = answer()
    sent.push({ url, body: JSON.parse(String(body)) })
    return response
  })
})

afterEach(() => {
  for (const completion of outbox.waiting()) outbox.discard(completion)
  vi.unstubAllGlobals()
})

test('work that is done without a network is kept, and sent once it is back, under the key it had', async () => {
  answer = away
  const first = await sendCompletion(done('key-1'))
  const stillAway = await flushOutbox()
  const waiting = [...outbox.waiting()]
  answer = taken
  const later = await flushOutbox()

  expect([first, stillAway, later]).toEqual(['queued', 0, 1])
  expect(waiting).toEqual([done('key-1')])
  expect(outbox.waiting()).toEqual([])
  expect(sent).toEqual([
    { url: '/api/v1/work-orders/order-1/complete', body: { clientKey: 'key-1', softwareVersion: '9.2' } },
  ])
})

test('a second tap on complete without a network leaves one completion, not two', async () => {
  answer = away
  await sendCompletion(done('key-1'))
  await sendCompletion(done('key-1'))

  expect(JSON.parse(kept.get('homeostat:outbox') ?? '')).toEqual([done('key-1')])
})

test('what the server refuses later stays, with its sentence, until the technician has read it', async () => {
  answer = away
  await sendCompletion(done('key-1'))
  answer = refused
  await flushOutbox()
  const again = await flushOutbox()

  expect(again).toBe(0)
  expect(outbox.waiting()).toEqual([{ ...done('key-1'), refused: 'It was cancelled. Ask who planned it.' }])
  expect(sent).toHaveLength(1)
})

test('what the server refuses at once is said at once, and nothing waits', async () => {
  answer = refused

  await expect(sendCompletion(done('key-1'))).rejects.toThrow('It was cancelled. Ask who planned it.')
  expect(outbox.waiting()).toEqual([])
})
