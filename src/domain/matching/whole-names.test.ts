import { expect, test } from 'vitest'
import { advisoryOf, configurationOf } from '#tests/match-quality/judge.ts'
import { compileAdvisories, matchConfiguration, mayFindVendors, strongestMatches } from './matching.ts'

type Row = readonly [vendor: string, name: string, version: string]

const configuration = (maker: string, model: string, software: string) =>
  configurationOf({ device: { maker, model, software } })

const match = (row: Row, maker: string, model: string, software = '1.5') =>
  strongestMatches(matchConfiguration(compileAdvisories([advisoryOf(row)]), configuration(maker, model, software)))[0]

test.each<[string, Row, string, string]>([
  ['a dealer sold it', ['Acme', 'Zymoscope Gate', '< 2'], 'Medizintechnik Huber', 'Zymoscope Gate'],
  ['the maker of the system it came with', ['Acme', 'Zymoscope Gate', '< 2'], 'Philips', 'Zymoscope Gate'],
  ['its maker stands in the model', ['Moxa', 'Qport 5150', '< 2'], 'Philips Medical', 'Moxa Qport 5150'],
])('a whole name of its own is enough where %s', (_, row, maker, model) => {
  const found = match(row, maker, model)

  expect(found?.answer).toBe('affected')
  expect(found?.because[0]?.text).toContain('is not the')
  expect(match(row, maker, model, '2.1')?.answer).toBe('not_affected')
})

test.each<[string, Row, string, string]>([
  ['is common to many', ['Acme', 'DICOM Viewer', '< 2'], 'Philips', 'DICOM Viewer'],
  ['leaves its maker out', ['Valleylab', 'Valleylab Exchange Client', '< 2'], 'Microsoft', 'Exchange Client'],
  ['is said in part', ['Acme', 'Zymoscope Gate', '< 2'], 'Philips', 'Zymoscope'],
  ['goes on', ['Acme', 'Zymoscope Gate', '< 2'], 'Philips', 'Zymoscope Gate Orbit'],
  ['is one word', ['Acme', 'Zymoscopia', '< 2'], 'Philips', 'Zymoscopia'],
  ['is a short code', ['Acme', 'VC150', '< 2'], 'Mindray', 'VC150'],
])('a name that %s is of the stated maker alone', (_, row, maker, model) => {
  expect(match(row, maker, model)).toBeUndefined()
})

test('news of its maker may change what is found for a device that bears the whole name', () => {
  const index = compileAdvisories([advisoryOf(['Moxa', 'Zymoscope Gate', '< 2']), advisoryOf(['Philips', 'Ray', '1'])])

  expect(mayFindVendors(index, configuration('Philips', 'Zymoscope Gate', '1'), new Set(['moxa']))).toBe(true)
  expect(mayFindVendors(index, configuration('Philips', 'Zymoscope', '1'), new Set(['moxa']))).toBe(false)
})
