import { createHash } from 'node:crypto'
import { Cvss2, Cvss3P0, Cvss3P1 } from 'ae-cvss-calculator'
import { expect, test } from 'vitest'
import { exploitProbability } from './exploitation.ts'
import { advisoryFiles } from './provider.ts'
import { statements } from './statements.ts'

const files = advisoryFiles()
const documents = [...files.keys()].filter((path) => /advisories\/\d{4}\/[^/]+\.json$/.test(path))

test('every score is the one that its vector gives', () => {
  const wrong = statements
    .flatMap(({ flaws }) => flaws)
    .filter(({ vector, score }) => {
      const cvss = toCvss(vector)
      return cvss.calculateScores().base !== score
    })

  expect(wrong).toEqual([])
})

test('every document stands in the index and the list of changes, with its digest', () => {
  const names = documents.map((path) => path.slice('advisories/'.length)).sort()

  expect(files.get('advisories/index.txt')).toBe(`${names.join('\n')}\n`)
  expect(
    files
      .get('advisories/changes.csv')
      ?.trim()
      .split('\n')
      .map((line) => line.split('"')[1])
      .sort(),
  ).toEqual(names)
  for (const path of documents) {
    const digest = createHash('sha512')
      .update(files.get(path) ?? '')
      .digest('hex')
    expect(files.get(`${path}.sha512`)).toBe(`${digest}  ${path.split('/').at(-1)}\n`)
  }
})

test('products that a document speaks of are in its product tree, each once', () => {
  for (const path of documents) {
    const text = files.get(path) ?? ''
    const defined = [...text.matchAll(/"product_id": "([^"]+)"/g)].map((match) => match[1])
    const used = new Set(text.match(/RGDPID-\d+/g))

    expect(new Set(defined).size).toBe(defined.length)
    expect([...used].sort()).toEqual(defined.toSorted())
  }
})

test('a document names its original and says that it is a demonstration', () => {
  for (const path of documents) {
    const { document } = JSON.parse(files.get(path) ?? '')

    expect(document.publisher.name).toBe('Riverside Demo')
    expect(document.notes.map((note: { category: string }) => note.category)).toContain('legal_disclaimer')
    expect(document.references.filter((link: { category: string }) => link.category === 'external')).not.toEqual([])
  }
})

test('every flaw has a probability of exploitation', () => {
  const scored = exploitProbability.rows.map((row) => row.split(',')[0])
  const cves = new Set(statements.flatMap(({ flaws }) => flaws.map(({ cve }) => cve)))

  expect(scored.toSorted()).toEqual([...cves].sort())
})

function toCvss(vector: string) {
  if (vector.startsWith('CVSS:3.1')) return new Cvss3P1(vector)
  return vector.startsWith('CVSS:3.0') ? new Cvss3P0(vector) : new Cvss2(vector)
}
