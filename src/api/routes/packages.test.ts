import { expect, test } from 'vitest'
import { storeFeedRecords } from '#domain/intelligence/intelligence.ts'
import { inTransaction } from '#platform/db/database.ts'
import { readOsv } from '#standards/osv/osv.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { testServer } from '#tests/support/test-server.ts'

const { db } = await testDatabase()
const { signedIn } = await testServer(db)
const cy = await signedIn('viewer')

const entry = (id: string, fixed: string) => {
  const read = readOsv({
    ...{
      schema_version: '1.7.0',
      id,
      modified: '2026-01-01T00:00:00Z',
      aliases: [`CVE-2026-${id}`],
      summary: 'Invented',
    },
    affected: [
      {
        package: { ecosystem: 'npm', name: '@ward/pump' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  })
  if (!read.ok) throw new Error(read.reason)
  return { kind: 'package_vulnerability' as const, entry: read.entry }
}

test('what is said of a package is answered by its package URL, page by page', async () => {
  await inTransaction(db, (tx) =>
    storeFeedRecords(tx, [entry('X-1', '1.2.0'), entry('X-2', '2.0.0'), entry('X-3', '1.9.0')]),
  )
  const ask = async (query: string) => (await cy.get(`/packages/vulnerabilities?${query}`)).json()
  const purl = `purl=${encodeURIComponent('pkg:npm/%40ward/pump@1.5.0')}`

  const first = await ask(`${purl}&answer=affected&limit=1`)
  expect(first.items).toEqual([
    {
      vulnerability: 'X-2',
      aliases: ['CVE-2026-X-2'],
      summary: 'Invented',
      answer: 'affected',
      fixedIn: ['2.0.0'],
      because: ['npm/@ward/pump (npm): 1.5.0 lies in "from 0, fixed in 2.0.0"'],
    },
  ])
  const second = await ask(`${purl}&answer=affected&limit=1&cursor=${first.next}`)
  expect([second.items[0].vulnerability, second.next]).toEqual(['X-3', null])
  expect((await ask(purl)).items.map(({ answer }: { answer: string }) => answer)).toEqual([
    'not_affected',
    'affected',
    'affected',
  ])
  expect((await ask('purl=pkg:npm/other@1')).items).toEqual([])
  expect((await cy.get('/packages/vulnerabilities?purl=pump')).statusCode).toBe(400)
})
