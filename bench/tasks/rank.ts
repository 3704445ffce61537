import { report } from '#bench/measure.ts'
import { startingAppetite } from '#domain/appetite/starting-table.ts'
import { codeOf, findPoint, inputsOf, ruleOf } from '#domain/judgement/judgement.ts'
import { decisionInputs, type RiskDevice, type RiskFlaw, scoreFinding } from '#domain/risk/risk.ts'
import { CareSetting } from '#model/device.ts'

// Scores with all their reasons, as they are counted for each configuration, context and vulnerability.
const pump: RiskDevice = {
  criticality: 'high',
  careSetting: 'icu',
  zone: 'infusion',
  networkConnected: true,
  storesPhi: false,
  manufacturer: 'BD',
  model: 'Alaris 8015',
  description: 'INFUSION PUMP, PC UNIT',
}
const flaw: RiskFlaw = {
  scores: [
    {
      version: '3.1',
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 9.8,
      source: 'CISA',
      productIds: [],
    },
  ],
  scoresFrom: null,
  exploitation: null,
  cwe: null,
  description: 'An attacker can send crafted packets.',
  threats: [],
  knownExploited: null,
  exploitProbability: { probability: 0.0053, percentile: 0.617, model: 'v2025.03.14', scoredOn: '2026-01-30' },
  advisory: 'CISA ICSMA-20-254-01',
  revisedAt: '2021-11-18T00:00:00Z',
}
const flaws = Array.from({ length: 100 }, (_, at) => ({ ...flaw, cwe: `CWE-${at}` }))
const devices = CareSetting.options.map((careSetting) => ({ ...pump, careSetting }))

function rank(times: number) {
  for (let at = 0; at < times; at++)
    scoreFinding({
      answer: 'affected',
      probability: 0.95,
      device: devices[at % devices.length]!,
      flaw: flaws[at % flaws.length]!,
    })
}

rank(5000)
const before = process.cpuUsage()
rank(100_000)
const { user, system } = process.cpuUsage(before)
report({ name: '100,000 findings ranked, processor time', value: (user + system) / 1e6, unit: 's', atMost: 2 })

// What they answer to decision points is worked out in the same pass.
const inputs = flaws.flatMap((of) =>
  devices.map((device) => ({ answer: 'affected' as const, probability: 0.95, device, flaw: of })),
)
const scored = inputs.map((input) => ({ input, score: scoreFinding(input) }))
function answer(times: number) {
  let sum = 0
  for (let at = 0; at < times; at++) {
    const { input, score } = scored[at % scored.length]!
    sum += codeOf(decisionInputs(input, score))
  }
  return sum
}
answer(5000)
const beforeAnswers = process.cpuUsage()
answer(100_000)
const answers = process.cpuUsage(beforeAnswers)
report({
  name: 'what 100,000 findings answer, processor time',
  value: (answers.user + answers.system) / 1e6,
  unit: 's',
  atMost: 4,
})

// An adopted appetite is worked out once for each class of findings: here for every class that there can be, on however many devices.
const appetite = startingAppetite('UTC')
const most = { points: inputsOf(0).points, band: 'low' as const }
const highest = findHighest()
const beforeClasses = process.cpuUsage()
for (let points = 0; points <= highest; points++) ruleOf(appetite, inputsOf(points))
const classes = process.cpuUsage(beforeClasses)
report({
  name: `an appetite for all ${highest + 1} classes of findings, processor time`,
  value: (classes.user + classes.system) / 1e6,
  unit: 's',
  atMost: 10,
})

/** The worst of each point, and the last band. */
function findHighest(): number {
  return codeOf({
    ...most,
    points: most.points.map((one) => ({ ...one, value: findPoint(one.id)!.values.at(-1)!.key })),
  })
}
