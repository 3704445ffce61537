import { compileNvd } from '#domain/applicability/applicability.ts'
import { learnKnots } from '#domain/matching/calibration.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import { bindToFormattedString } from '#standards/cpe/cpe.ts'
import { configurationOf, scored } from '#tests/match-quality/judge.ts'
import { blind, learntFrom } from '#tests/match-quality/labelled-pairs.ts'
import { type Pair, pairs } from '#tests/match-quality/pairs.ts'

/**
 * The file that makes probabilities of the matcher's scores, learnt anew from the labelled pairs, but for those held out; and the
 * name of the matcher's rules: what they make of all pairs, of some as names of NVD, and of programs on operating systems.
 */
export function calibrationFile(): string {
  const labelled = learntFrom.map(scored).filter((one) => one !== undefined)
  const knotsOf = (answer: 'affected' | 'not_affected') =>
    JSON.stringify(learnKnots(labelled.filter((one) => one.answer === answer)))
  const knots = { affected: knotsOf('affected'), not_affected: knotsOf('not_affected') }
  const all = [...pairs, ...blind]
  const answers = [
    knots,
    all.map((pair) => scored(pair) ?? null),
    namesInNvd(all.filter((_, at) => at % 5 === 0)),
    onSystems(),
  ]
  const rules = sha256(canonicalJson(answers)).slice(0, 8)
  return `/** Written by \`npm run generate\` from ${labelled.length} labelled pairs with a match (tests/match-quality), none of them held out: score, probability. */
export const knots: Readonly<Record<'affected' | 'not_affected', readonly (readonly [score: number, probability: number])[]>> = {
  affected: ${knots.affected},
  not_affected: ${knots.not_affected},
}

/** Another name where the matcher answers otherwise: what was matched by other rules is matched again. */
export const matchingRules = '${rules}'
`
}

/** What NVD says of a program that is made for one operating system, or runs on one, on each of some. */
function onSystems(): string[][] {
  const systems = [
    'microsoft:windows',
    'microsoft:windows_10',
    'linux:linux_kernel',
    'google:android',
    'apple:iphone_os',
  ]
  const or = { operator: 'OR', negate: false } as const
  const program = (target: string) => ({ cpe: `cpe:2.3:a:meadow:viewer:1:*:*:*:*:${target}:*:*`, vulnerable: true })
  const compiler = compileNvd()
  for (const [at, system] of systems.entries()) {
    const madeFor = [program(system.split(':')[1]!)]
    const runsOn = [{ cpe: `cpe:2.3:o:${system}:-${':*'.repeat(7)}`, vulnerable: false }]
    compiler.add({ cve: `CVE-2000-${1000 + at}`, configurations: [{ ...or, nodes: [{ ...or, criteria: madeFor }] }] })
    const nodes = [[program('*')], runsOn].map((criteria) => ({ ...or, criteria }))
    compiler.add({ cve: `CVE-2000-${2000 + at}`, configurations: [{ operator: 'AND', negate: false, nodes }] })
  }
  const nvd = compiler.finish()
  const component = { name: 'x', supplier: '', version: '1', purl: '', cpe: program('*').cpe }
  return ['', 'Windows 10 1809', 'Windows 10 with Linux', 'Debian 10', 'Android 9', 'iOS 15', 'VxWorks 6.9'].map(
    (text) => {
      const facts = nvd.factsOf({ ...configurationOf(pairs[0]!), operatingSystem: text }, [component])
      return nvd.match(facts).map(({ cve, answer }) => `${cve} ${answer}`)
    },
  )
}

/** What the devices are, and a component of each product's name, if NVD has what the pairs name. */
function namesInNvd(some: readonly Pair[]): string[][] {
  const compiler = compileNvd()
  const quoted = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\x21-\x7e]+/g, '_')
      .replace(/\W/g, '\\$&')
  for (const [at, [vendor, name]] of some.map(({ product }) => product).entries())
    compiler.add({
      cve: `CVE-2000-${10_000 + at}`,
      configurations: [
        {
          ...{ operator: 'OR', negate: false },
          nodes: [
            {
              ...{ operator: 'OR', negate: false },
              criteria: [{ cpe: `cpe:2.3:a:${quoted(vendor)}:${quoted(name)}${':*'.repeat(8)}`, vulnerable: true }],
            },
          ],
        },
      ],
    })
  const nvd = compiler.finish()
  return some.map((pair) => {
    const [supplier, name, version] = pair.product
    const facts = nvd.factsOf(configurationOf(pair), [{ name, supplier, version, purl: '', cpe: '' }])
    return facts.map((fact) =>
      [bindToFormattedString(fact.name), fact.asProduct, fact.asPlatform, fact.probability].join(),
    )
  })
}
