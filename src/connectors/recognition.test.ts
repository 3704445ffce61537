import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { AppError } from '#platform/errors.ts'
import { headBytes, kindOfFile, readHead, unknownKind } from '#platform/file-kind.ts'
import { memoryFile } from '#tests/support/input-file.ts'
import { connectors } from './registry.ts'

const chosen = (content: string | Buffer, name: string) => kindOfFile(connectors, Buffer.from(content), name)?.id

test('a file is read by the member that knows its content, whatever the extension says of others', () => {
  const report = readFileSync(`${import.meta.dirname}/windows-systeminfo/fixtures/export.txt`)

  expect(chosen(report, 'A-1234.txt')).toBe('windows-systeminfo')
  expect(chosen('Asset Tag;Model\n1;Pump\n', 'A-1234.txt')).toBe('csv-file')
  expect(chosen('Asset Tag,Model\n1,Pump\n', 'list.CSV')).toBe('csv-file')
})

test('an extension that one member has alone is that member’s, who says what is wrong with the file', () => {
  expect(chosen('<html>', 'list.xlsx')).toBe('xlsx-file')
  expect(chosen('cut off', 'A-1234.log')).toBe('windows-systeminfo')
})

test('what nobody reads is refused with what is read', () => {
  expect(chosen('# Notes', 'notes.md')).toBeUndefined()
  const refusal = unknownKind(connectors, 'notes.md')
  expect(refusal).toBeInstanceOf(AppError)
  expect(refusal.message).toMatch(/^"notes.md" is of no kind that is read here. Export it as .*\.csv.*\.$/)
})

test('every member’s own export is read by that member', async () => {
  for (const connector of connectors) {
    const name = `export${connector.extensions[0]}`
    const bytes = readFileSync(`${import.meta.dirname}/${connector.id}/fixtures/${name}`)
    const head = await readHead(memoryFile(name, bytes))
    expect(chosen(head, name)).toBe(connector.id)
  }
})

test('no more than the head is read', async () => {
  expect((await readHead(memoryFile('a.csv', Buffer.alloc(3 * headBytes, 'a'), 1000))).length).toBe(headBytes)
  expect((await readHead(memoryFile('a.csv', ''))).length).toBe(0)
})

test('no head makes a member throw', () => {
  const heads = ['', '<', '<?xml', '\u0000\u0001', '{', '[{"a":', 'a,b', '\ufeff', '<html><body>']
  for (const head of heads)
    for (const connector of connectors)
      for (const name of ['a', 'a.csv', 'a.xml', 'a.txt', `a${connector.extensions[0]}`])
        expect(connector.recognises?.(Buffer.from(head), name) ?? false).toBe(false)
})
