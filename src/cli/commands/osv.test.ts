import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { makeZip } from '#bench/servers/zip.ts'
import { feeds } from '#feeds/registry.ts'
import { filtered } from './filters.ts'
import { packageFilter, readPackages } from './osv.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-osv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const entry = (id: string, fixed: string, modified: string) =>
  JSON.stringify({
    ...{ schema_version: '1.7.0', id, modified, aliases: ['CVE-2026-1'] },
    affected: [
      {
        package: { ecosystem: 'npm', name: 'pump' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  })
writeFileSync(path.join(folder, 'X-1.json'), entry('X-1', '1.2.0', '2026-01-02T00:00:00Z'))
writeFileSync(path.join(folder, 'all.zip'), makeZip({ 'X-1.json': entry('X-1', '9.0.0', '2026-01-01T00:00:00Z') }))
writeFileSync(path.join(folder, 'notes.json'), '{')

test('lines of packages are answered in order, by the latest of each entry', async () => {
  const { index, skipped, entries } = await readPackages(feeds, folder)
  expect([entries, skipped.map(({ code }) => code)]).toEqual([1, ['unreadable']])

  const lines = [
    'pkg:npm/pump@1.1.0',
    '{"bom-ref":"7","purl":"pkg:npm/pump","version":"1.2.0"}',
    'pkg:npm/other@1.0',
    'pump 1.0',
    '{"purl":"npm/pump"}',
  ]
  const answers = async (all: boolean) => {
    const said: unknown[] = []
    const input = Readable.from([lines.join('\n')])
    for await (const line of filtered(input, packageFilter(index, all))) said.push(JSON.parse(line))
    return said
  }
  const affected = {
    vulnerability: 'X-1',
    aliases: ['CVE-2026-1'],
    summary: '',
    answer: 'affected',
    fixedIn: ['1.2.0'],
    because: ['npm/pump (npm): 1.1.0 lies in "from 0, fixed in 1.2.0"'],
  }
  expect(await answers(false)).toEqual([
    { purl: lines[0], vulnerabilities: [affected] },
    { 'bom-ref': '7', purl: 'pkg:npm/pump', version: '1.2.0', vulnerabilities: [] },
    { purl: lines[2], vulnerabilities: [] },
    { error: 'It must be a package URL, or an object with "purl".' },
    { purl: 'npm/pump', error: 'The package URL cannot be read: a package URL begins with pkg:.' },
  ])
  expect((await answers(true))[1]).toMatchObject({ vulnerabilities: [{ answer: 'not_affected' }] })
})

test('a folder without entries says so', async () => {
  await expect(readPackages(feeds, 'docs')).rejects.toMatchObject({ code: 'unreadable' })
})
