import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '#tests/support/test-database.ts'
import { arrayText, binary, copyBinary, copyRows } from './copy.ts'
import { inTransaction } from './database.ts'

const { db } = await testDatabase()
await sql`create table thing (id int, name text, tags text[], said jsonb, seen timestamptz, is_on boolean)`.execute(db)
const columns = ['id', 'name', 'tags', 'said', 'seen', 'is_on']

const things = async () => (await sql`select * from thing order by id`.execute(db)).rows

test('what is copied is what was given, whatever stands in it', async () => {
  const odd = 'tab\t line\n return\r back\\slash \\N "quote" {brace} ä 漢 👍'
  await copyRows(db, 'thing', columns, [
    [1, odd, arrayText([odd, '']), { odd }, '2026-11-16T10:00:00.000Z', true],
    [2, null, '{}', ['a', { b: null }], undefined, false],
    [3, '', '{}', {}, null, null],
  ])
  expect(await things()).toEqual([
    { id: 1, name: odd, tags: [odd, ''], said: { odd }, seen: '2026-11-16T10:00:00.000Z', is_on: true },
    { id: 2, name: null, tags: [], said: ['a', { b: null }], seen: null, is_on: false },
    { id: 3, name: '', tags: [], said: {}, seen: null, is_on: null },
  ])
})

test('what PostgreSQL cannot keep in text is left out', async () => {
  await copyRows(db, 'thing', columns, [[4, 'nul\0 half \ud83d', '{}', { text: 'nul\0 half \ud83d' }, null, null]])
  expect((await things()).at(-1)).toMatchObject({ name: 'nul half \ufffd', said: { text: 'nul half \ufffd' } })
})

test('a copy is undone with its transaction, and one that fails leaves the connection usable', async () => {
  const copied = inTransaction(db, async (tx) => {
    await copyRows(tx, 'thing', ['id'], [[5]])
    await copyRows(tx, 'thing', ['id'], [[6], ['no number']])
  })
  await expect(copied).rejects.toThrow('invalid input syntax for type integer')
  await expect(
    copyRows(
      db,
      'thing',
      ['id'],
      (function* () {
        yield [7]
        throw new Error('The source broke off')
      })(),
    ),
  ).rejects.toThrow('The source broke off')
  expect((await things()).map((thing) => (thing as { id: number }).id)).toEqual([1, 2, 3, 4])
})

test('a hundred thousand rows go through', async () => {
  await sql`truncate thing`.execute(db)
  await copyRows(
    db,
    'thing',
    ['id', 'name'],
    Iterator.from({ next: counter(100_000) }).map((id) => [id, `thing ${id}`]),
  )
  expect(await things()).toHaveLength(100_000)
})

function counter(end: number) {
  let at = 0
  return () => (at < end ? { value: ++at, done: false as const } : { value: undefined as never, done: true as const })
}

test('what is copied in binary is what was given, in pieces of one column or more', async () => {
  await sql`create table said (id uuid, name text, answer text, probability real, seen timestamptz)`.execute(db)
  const id = '01935f3e-0000-7000-8000-00000000000a'
  const names = ['tab\t back\\slash \\N ä 漢 👍', '', 'nul\0 half \ud83d']
  const moments = ['2026-11-16T10:00:00.123Z', '1999-12-31T23:59:59.999Z', '2000-01-01T00:00:00.000Z']
  const rows = names.map((name, at) => [
    Buffer.concat([binary.uuid(id), binary.text(name)]),
    binary.text('affected'),
    Buffer.concat([binary.real(0.25), binary.moment(moments[at]!)]),
  ])
  await copyBinary(db, 'said', ['id', 'name', 'answer', 'probability', 'seen'], rows)
  expect((await sql`select * from said order by seen`.execute(db)).rows).toEqual([
    { id, name: '', answer: 'affected', probability: 0.25, seen: moments[1] },
    { id, name: 'nul half \ufffd', answer: 'affected', probability: 0.25, seen: moments[2] },
    { id, name: names[0], answer: 'affected', probability: 0.25, seen: moments[0] },
  ])
})

test('a hundred thousand rows go through in binary, and none is a copy of none', async () => {
  await sql`truncate said`.execute(db)
  const rest = Buffer.concat([binary.text('affected'), binary.real(1), binary.moment('2026-11-16T10:00:00.000Z')])
  const rows = Iterator.from({ next: counter(100_000) }).map((id) => [
    binary.uuid(`00000000-0000-0000-0000-${String(id).padStart(12, '0')}`),
    binary.text(`thing ${id}`),
    rest,
  ])
  await copyBinary(db, 'said', ['id', 'name', 'answer', 'probability', 'seen'], rows)
  await copyBinary(db, 'said', ['id', 'name', 'answer', 'probability', 'seen'], [])
  const counted = sql`select count(*) as n, count(distinct name) as names from said`
  expect((await counted.execute(db)).rows).toEqual([{ n: 100_000, names: 100_000 }])
})
