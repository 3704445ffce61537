import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { corpusFile } from '#bench/servers/corpus.ts'
import type { NvdConfiguration, NvdCriterion, NvdNode } from '#model/nvd.ts'
import { ANY, attributes, type CpeName, NA, readCpe } from '#standards/cpe/cpe.ts'
import { type Applicability, applies, type BorneName, readNvdVulnerability, surely } from '#standards/nvd/nvd.ts'
import { type Applied, matcherOfNvd } from './apply.ts'
import { buildNvdIndex, type NvdStatement } from './nvd-index.ts'

// What the index answers is what a plain reading of every statement answers, name by name and criterion by criterion.

const limits: readonly Applicability[] = ['yes', 'yes', 'unknown', 'no']

function indexed(statements: readonly NvdStatement[]) {
  const builder = buildNvdIndex()
  for (const statement of statements) builder.add(statement)
  return matcherOfNvd(builder.finish())
}

const read = ({ index }: ReturnType<typeof indexed>, { cves, answers }: Applied): Record<string, string> =>
  Object.fromEntries([...cves].map((cve, at) => [index.cves[cve]!, answers[at] === 2 ? 'yes' : 'unknown']))
const answersOf = (matcher: ReturnType<typeof indexed>, names: readonly BorneName[]) =>
  read(matcher, matcher.apply(names))

/** What some of the names decide alone, and all else, laid over each other. */
function inTwoParts(
  matcher: ReturnType<typeof indexed>,
  names: readonly BorneName[],
  isApart: (at: number) => boolean,
) {
  const alone = read(matcher, matcher.applyAlone(names.filter((_, at) => isApart(at))))
  const besides = read(matcher, matcher.apply(names, isApart))
  return {
    ...alone,
    ...Object.fromEntries(Object.entries(besides).filter(([cve, answer]) => alone[cve] !== 'yes' || answer === 'yes')),
  }
}

function plainly(statements: readonly NvdStatement[], names: readonly BorneName[]): Record<string, string> {
  return Object.fromEntries(
    statements.flatMap(({ cve, configurations }) => {
      const { answer } = applies(configurations, names)
      return answer === 'no' ? [] : [[cve, answer]]
    }),
  )
}

test('made-up statements and devices have the same answers as one by one', () => {
  const pick = fc.constantFrom
  const criterion: fc.Arbitrary<NvdCriterion> = fc
    .record({
      part: pick('a', 'o', 'h', '*'),
      vendor: pick('v', 'v', 'w', '-', '*', 'v?'),
      product: pick('p', 'p', 'q', 'r', 'q_firmware', '*'),
      version: pick(
        '*',
        '*',
        '-',
        '1.0',
        '1',
        '1.2',
        '2.0a',
        '2.0b',
        '1.*',
        '2019',
        '2019-03-01',
        '1.x',
        '12.2\\(33\\)',
      ),
      tail: pick(
        '*:*:*:*:*:*:*',
        'sp1:*:*:*:*:*:*',
        'service_pack_1:*:*:*:*:*:*',
        'patch2:*:*:*:*:*:*',
        '-:*:*:*:*:*:*',
        '*:*:*:lts:*:x64:*',
        'rc?:*:*:*:*:*:*',
        'bad*x:*:*:*:*:*:*',
        '*:*:*:*:windows:*:*',
        '*:*:*:*:linux:*:*',
        '*:*:*:*:wordpress:*:*',
        '-:*:*:*:windows_server_2008:*:*',
      ),
      vulnerable: pick(true, true, false),
      from: pick(undefined, undefined, '1.0', '2.0a', '2018'),
      after: pick(undefined, undefined, undefined, '1.1'),
      upTo: pick(undefined, undefined, '2.0', '2.0b', 'K'),
      before: pick(undefined, undefined, '2.0', '2020', '1.2.0'),
    })
    .map(({ part, vendor, product, version, tail, vulnerable, ...bounds }) => ({
      cpe: `cpe:2.3:${part}:${vendor}:${product}:${version}:${tail}`,
      vulnerable,
      ...Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined)),
    }))
  const operator = pick<'AND' | 'OR'>('OR', 'OR', 'AND')
  const negate = pick(false, false, false, true)
  const node: fc.Arbitrary<NvdNode> = fc.record({
    operator,
    negate,
    criteria: fc.array(criterion, { minLength: 1, maxLength: 3 }),
  })
  const configuration: fc.Arbitrary<NvdConfiguration> = fc.record({
    operator,
    negate,
    nodes: fc.array(node, { minLength: 1, maxLength: 3 }),
  })
  const statements = fc
    .array(fc.array(configuration, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 6 })
    .map((all) => all.map((configurations, at): NvdStatement => ({ cve: `CVE-2026-${1000 + at}`, configurations })))
  const attribute = pick<CpeName['vendor']>(ANY, ANY, NA, 'sp1', 'x64', 'lts', 'rc1')
  const name: fc.Arbitrary<CpeName> = fc.record({
    part: pick('a', 'o', 'h', ANY),
    vendor: pick<CpeName['vendor']>('v', 'v', 'w', 'vx', NA, ANY),
    product: pick<CpeName['vendor']>('p', 'p', 'q', 'r', 'q_firmware', ANY),
    version: pick<CpeName['vendor']>(
      ANY,
      NA,
      '1\\.0',
      '1\\.2\\.0',
      '1\\.2\\.x',
      '1\\.5',
      '2\\.0a',
      '2\\.0b',
      '2019',
      '2019\\-03\\-01',
      '1\\.*',
      'k',
    ),
    update: attribute,
    edition: pick(ANY),
    language: pick(ANY),
    sw_edition: attribute,
    target_sw: pick<CpeName['vendor']>(ANY, ANY, ANY, NA, 'windows'),
    target_hw: attribute,
    other: pick(ANY),
  }) as fc.Arbitrary<CpeName>
  const borne = fc.record({
    name,
    asProduct: pick(...limits),
    asPlatform: pick(...limits),
    isFirmware: pick(true, false),
  })
  const system = fc
    .record({
      vendor: pick<CpeName['vendor']>('v', 'w'),
      product: pick<CpeName['vendor']>('windows', 'windows_10', 'linux_kernel'),
      version: pick<CpeName['vendor']>(NA, '1\\.0'),
      limit: pick(...limits),
    })
    .map(({ limit, ...own }): BorneName => {
      const any = Object.fromEntries(attributes.map((attribute) => [attribute, ANY])) as unknown as CpeName
      return { name: { ...any, part: 'o', ...own }, asProduct: limit, asPlatform: limit }
    })
  const device = fc
    .tuple(fc.array(system, { maxLength: 2 }), fc.array(borne, { maxLength: 4 }))
    .map((some) => some.flat())
  fc.assert(
    fc.property(statements, device, fc.nat(15), (all, names, some) => {
      // What the system's names decide alone is asked of all of them.
      const apart =
        some |
        (2 **
          names.filter(
            ({ name }) =>
              name.product === 'windows' || name.product === 'windows_10' || name.product === 'linux_kernel',
          ).length -
          1)
      const matcher = indexed(all)
      const expected = plainly(all, names)
      expect(answersOf(matcher, names)).toEqual(expected)
      expect(inTwoParts(matcher, names, (at) => ((apart >> at) & 1) === 1)).toEqual(expected)
    }),
    { numRuns: 5000 },
  )
})

test('of a CVE that comes again the later statement holds, and an empty one takes it back', () => {
  const of = (product: string, cve = 'CVE-2026-1'): NvdStatement => ({
    cve,
    configurations: [
      {
        operator: 'OR',
        negate: false,
        nodes: [
          {
            operator: 'OR',
            negate: false,
            criteria: [{ cpe: `cpe:2.3:a:meadow:${product}:*:*:*:*:*:*:*:*`, vulnerable: true }],
          },
        ],
      },
    ],
  })
  const bears = (product: string) => {
    const read = readCpe(`cpe:2.3:a:meadow:${product}:1:*:*:*:*:*:*:*`)
    return read.ok ? [surely(read.name)] : []
  }
  const matcher = indexed([
    of('pump'),
    of('pump', 'CVE-2026-2'),
    of('monitor'),
    { cve: 'CVE-2026-2', configurations: [] },
  ])

  expect(answersOf(matcher, bears('pump'))).toEqual({})
  expect(answersOf(matcher, bears('monitor'))).toEqual({ 'CVE-2026-1': 'yes' })
})

const folder = corpusFile('nvd')

test.runIf(existsSync(folder))('a sample of NVD has the same answers as one by one', { timeout: 120_000 }, () => {
  const years = readdirSync(folder).filter((name) => /-(?:2003|2016|2023)\.json\.gz$/.test(name))
  const statements: NvdStatement[] = []
  for (const name of years) {
    const { vulnerabilities } = JSON.parse(gunzipSync(readFileSync(path.join(folder, name))).toString())
    for (const [at, item] of vulnerabilities.entries()) {
      if (at % 19 !== 0) continue
      const read = readNvdVulnerability(item)
      if (read.ok && read.entry.status !== 'Rejected') statements.push(read.entry)
    }
  }
  expect(statements.length).toBeGreaterThan(1000)
  const matcher = indexed(statements)
  const draw = seeded(17)
  const criteria = statements.flatMap(({ configurations }) =>
    configurations.flatMap(({ nodes }) => nodes.flatMap((node) => node.criteria)),
  )
  let hits = 0
  for (let device = 0; device < 25; device++) {
    const names = Array.from({ length: 1 + draw(6) }, () => nameNear(criteria[draw(criteria.length)]!, draw))
    const expected = plainly(statements, names)
    hits += Object.keys(expected).length
    expect(answersOf(matcher, names)).toEqual(expected)
  }
  expect(hits).toBeGreaterThan(100)
})

/** A name as a criterion has it, or with one of its ends, another version or none. */
function nameNear(criterion: NvdCriterion, draw: (below: number) => number): BorneName {
  const read = readCpe(criterion.cpe)
  if (!read.ok) throw new Error(read.reason)
  const { from, after, upTo, before } = criterion
  const end = from ?? after ?? upTo ?? before
  const versions: readonly CpeName['version'][] = [
    read.name.version,
    end?.toLowerCase().replace(/\W/g, '\\$&') ?? read.name.version,
    '1\\.5',
    '10\\.0\\.x',
    ANY,
    NA,
  ]
  return {
    name: { ...read.name, version: versions[draw(6)]! },
    asProduct: limits[draw(4)]!,
    asPlatform: limits[draw(4)]!,
  }
}

function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}
