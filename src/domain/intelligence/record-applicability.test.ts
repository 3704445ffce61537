import { expect, test } from 'vitest'
import { compileNvd } from '#domain/applicability/applicability.ts'
import { cve as feed } from '#feeds/cve/feed.ts'
import type { AffectedProduct, CpeApplicability, CpeMatch } from '#model/cve-record.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { inCorpus } from '#tests/support/corpus.ts'
import { cveRecordOf } from '#tests/support/cve-records.ts'
import { either, named } from '#tests/support/nvd-entries.ts'
import { readApplicability, writeApplicability } from './applicability-text.ts'
import { recordApplicability } from './record-applicability.ts'

const cpe = (name: string) => named(name).cpe
const affected = (over: Partial<AffectedProduct> = {}): AffectedProduct => ({
  publisher: 'cna:meadow',
  product: 'Gateway',
  defaultStatus: 'unaffected',
  versions: [{ version: '4.0', status: 'affected', lessThan: '4.2.1' }],
  cpes: [cpe('a:meadow:gateway')],
  ...over,
})
const stated = (publisher: string, ...cpeMatch: CpeMatch[]): CpeApplicability => ({
  publisher,
  operator: 'OR',
  negate: false,
  nodes: [{ operator: 'OR', negate: false, cpeMatch }],
})
const says = (products: readonly AffectedProduct[], applicability: readonly CpeApplicability[] = []) =>
  recordApplicability(cveRecordOf({ affected: products, applicability }))
const by = (publisher: string, ...criteria: ReturnType<typeof named>[]) => ({ ...either(...criteria), by: publisher })
const gateway = named('a:meadow:gateway', { from: '4.0', before: '4.2.1' })

test('its versions stand at its CPE name, whatever version that bears', () => {
  const fixed = affected({ cpes: [cpe('a:meadow:gateway:4.2.1'), cpe('a:meadow:gateway:-'), 'no name'] })

  expect(says([affected()])).toEqual([by('cna:meadow', gateway)])
  expect(says([fixed])).toEqual([by('cna:meadow', gateway)])
})

test('a name with a version that is not among them may be meant', () => {
  expect(says([affected({ cpes: [cpe('a:meadow:gateway'), cpe('a:meadow:gateway:3.9')] })])).toEqual([
    by('cna:meadow', gateway, named('a:meadow:gateway:3.9', { open: 'beside the versions that it lists' })),
  ])
})

test('without versions a name says itself which it means', () => {
  const bare = { defaultStatus: 'affected', versions: [], cpes: [cpe('o:meadow:gateway_firmware:4.1')] } as const

  expect(says([affected(bare)])).toEqual([by('cna:meadow', named('o:meadow:gateway_firmware:4.1'))])
})

test('the versions of a distribution’s package are not those of the distribution', () => {
  const inLinux = affected({
    defaultStatus: 'affected',
    packageName: 'kernel',
    versions: [{ version: '0:4.18.0-513', status: 'unaffected', lessThan: '*', versionType: 'rpm' }],
    cpes: ['cpe:/o:example:linux:8'],
  })

  expect(says([inLinux])).toEqual([by('cna:meadow', named('o:example:linux:8', { open: 'with the package kernel' }))])
})

test('what a publisher states as applicability takes the place of its own list, with what it runs on', () => {
  const applicability: CpeApplicability = {
    publisher: 'cna:meadow',
    operator: 'AND',
    negate: false,
    nodes: [
      {
        operator: 'OR',
        negate: false,
        cpeMatch: [{ vulnerable: true, criteria: cpe('a:meadow:viewer'), versionEndIncluding: '3' }],
      },
      { operator: 'OR', negate: false, cpeMatch: [{ vulnerable: false, criteria: cpe('h:meadow:box:-') }] },
    ],
  }

  expect(says([affected()], [applicability])).toEqual([
    {
      operator: 'AND',
      negate: false,
      by: 'cna:meadow',
      nodes: [
        { operator: 'OR', negate: false, criteria: [named('a:meadow:viewer', { upTo: '3' })] },
        { operator: 'OR', negate: false, criteria: [named('h:meadow:box:-', { vulnerable: false })] },
      ],
    },
  ])
})

test('of each product the CNA is heard before CISA, and CISA before the others', () => {
  const wide: AffectedProduct = affected({
    publisher: 'adp:CISA-ADP',
    versions: [{ version: '0', status: 'affected', lessThanOrEqual: '*' }],
    cpes: [cpe('a:meadow:gateway'), cpe('a:meadow:viewer')],
  })
  const other = stated('adp:Another', { vulnerable: true, criteria: cpe('a:meadow:viewer:1') })

  expect(says([wide, affected()], [other])).toEqual([
    by('cna:meadow', gateway),
    by('adp:CISA-ADP', named('a:meadow:viewer')),
  ])
})

test('a CNA that names no CPE leaves it to CISA', () => {
  const { cpes: _, ...unnamed } = affected()

  expect(says([unnamed, affected({ publisher: 'adp:CISA-ADP' })])).toEqual([by('adp:CISA-ADP', gateway)])
})

test('a rejected record, and one without CPE names, apply to nothing', () => {
  expect(recordApplicability(cveRecordOf({ state: 'rejected', affected: [affected()] }))).toEqual([])
  expect(recordApplicability(cveRecordOf())).toEqual([])
})

test('written and read again, it is the same', () => {
  const said = says([
    affected({ cpes: [cpe('a:meadow:gateway'), cpe('a:meadow:gateway:3.9')] }),
    affected({ publisher: 'adp:CISA-ADP', cpes: [cpe('a:meadow:viewer')] }),
  ])

  expect(said).toHaveLength(2)
  expect(readApplicability(JSON.parse(writeApplicability(said)))).toEqual(said)
})

const corpus = inCorpus('cve5/vulnrichment-2022-2023.zip')
test.skipIf(!corpus)(
  'what CISA enriched can be matched, most of it by versions that are read',
  { timeout: 60_000 },
  async () => {
    const files = await openFeedFiles(corpus ?? '')
    const compiler = compileNvd()
    let [records, applying, criteria, open] = [0, 0, 0, 0]
    for await (const page of feed.pull(
      { config: { location: '' }, files, log: silentLog, now: () => new Date() },
      undefined,
    ))
      for (const one of page.records) {
        if (one.kind !== 'cve_record') continue
        records++
        const configurations = recordApplicability(one.record)
        if (configurations.length > 0) applying++
        compiler.add({ cve: one.record.cve, configurations })
        for (const criterion of configurations.flatMap(({ nodes }) => nodes).flatMap((node) => node.criteria)) {
          criteria++
          if (criterion.open !== undefined) open++
        }
      }
    await files.close()
    expect({ records, applying, criteria, open }).toEqual({
      records: 14_155,
      applying: 5257,
      criteria: 42_315,
      open: 6548,
    })
    expect(compiler.finish().cves).toBe(applying)
  },
)
