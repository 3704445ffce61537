import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openThread } from './thread.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-thread-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A file that serves a thread; TypeScript, as all files of the house. */
function serving(name: string, take: string): string {
  const file = path.join(folder, `${name}.ts`)
  const thread = pathToFileURL(path.join(import.meta.dirname, 'thread.ts')).href
  writeFileSync(file, `import { serveThread } from '${thread}'\n${take}\n`)
  return file
}

test('a thread takes what it is told in parts, says how far it is and answers', async () => {
  const file = serving(
    'adds',
    `let sum: number = 0
     serveThread<number[] | 'end', Float64Array>((told, tellShare) => {
       if (told === 'end') { tellShare(0.5); return Float64Array.of(sum) }
       for (const one of told) sum += one
       return undefined
     }, (answer) => [answer.buffer as ArrayBuffer])`,
  )
  const thread = openThread<number[] | 'end', Float64Array>(file)
  thread.tell([1, 2])
  thread.tell([3])
  thread.tell('end')
  expect(await thread.answer).toEqual(Float64Array.of(6))
  expect(thread.share()).toBe(0.5)
  await thread.close()
})

test('what is thrown in a thread is thrown with its own message', async () => {
  const thread = openThread(serving('throws', `serveThread(() => { throw new TypeError('No such record: 7') })`))
  thread.tell('begin')
  await expect(thread.answer).rejects.toThrow(new TypeError('No such record: 7'))
  await thread.close()
})

test('a thread that cannot begin says why', async () => {
  const thread = openThread(serving('broken', `throw new Error('No such part')`))
  await expect(thread.answer).rejects.toThrow('No such part')
  await thread.close()
})

test('a thread is ended wherever it is', async () => {
  const thread = openThread(serving('endless', 'serveThread(() => { for (;;); })'))
  thread.tell('begin')
  await thread.close()
  await expect(thread.answer).rejects.toThrow('ended without an answer')
})
