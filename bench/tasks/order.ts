import { parseArgs } from 'node:util'
import { report } from '#bench/measure.ts'
import { type Compared, compareOrders, keyOf, looks, measures } from '#bench/ordering/compare.ts'
import { type Harm, harms } from '#bench/ordering/harm.ts'
import { ours, policies, rivals } from '#bench/ordering/policies.ts'
import { otherWorlds, usualWorld, type WorldSettings } from '#bench/ordering/settings.ts'

// Risk removed for each hour of work in our order and in others', on hospitals whose attacks are drawn from what the scorer does not read.
// `node bench/tasks/order.ts [--seeds 20] [--first 1] [--sweep] [--set epssTellsUse=0.9] …` prints the curves as well; bench/ordering/README.md.

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    first: { type: 'string', default: '1' },
    sweep: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
  },
})
const [seeds, first] = [Number(values.seeds), Number(values.first)]
const settings = { ...usualWorld, ...set(values.set) }

const drawn = (some: WorldSettings) => Array.from({ length: seeds }, (_, at) => compareOrders(first + at, some))
const began = performance.now()
const all = drawn(settings)
const total = (count: (one: Compared) => number) => all.reduce((sum, one) => sum + count(one), 0)
console.log(
  `${seeds} seeds: ${total(({ visits }) => visits)} visits, ${total(({ findings }) => findings)} findings, ${Math.round(total(({ hours }) => hours))} hours; ${((100 * total(({ listed }) => listed)) / seeds).toFixed(1)} % of flaws in KEV`,
)
for (const measure of measures) for (const harm of harms) print(all, measure, harm)

const areas = (some: readonly Compared[], policy: string) =>
  some.map(({ of }) => of[keyOf(policy, 'expected', 'dollars')]!.area)
for (const policy of [...policies, 'oracle']) {
  const some = areas(all, policy)
  report({
    name: `Area below the curve, ${named(policy)}`,
    value: mean(some),
    unit: 'ratio',
    note: `${digits(Math.min(...some))}–${digits(Math.max(...some))}`,
  })
}
for (const rival of rivals) {
  const [theirs, own] = [areas(all, rival), areas(all, ours)]
  report({
    name: `Area of ${named(rival)} for each of ours`,
    value: mean(theirs) / mean(own),
    unit: 'ratio',
    atMost: 1,
  })
  const lead = own.map((area, at) => area - theirs[at]!)
  const error = Math.sqrt(mean(lead.map((one) => (one - mean(lead)) ** 2)) / Math.max(1, seeds - 1))
  report({
    name: `Seeds on which ${named(rival)} is ahead of ours`,
    value: lead.filter((one) => one < 0).length,
    unit: 'seeds',
    atMost: 0,
    note: `ours leads by ${digits(mean(lead))} ± ${digits(2 * error)}, at worst ${digits(Math.min(...lead))}`,
  })
}
report({ name: 'One seed, drawn and ordered', value: (performance.now() - began) / 1000 / seeds, unit: 's' })

if (values.sweep)
  for (const [what, change] of otherWorlds) {
    const some = drawn({ ...settings, ...change })
    const lead = rivals.map((rival) => {
      const [theirs, own] = [areas(some, rival), areas(some, ours)]
      const behind = own.filter((area, at) => area < theirs[at]!).length
      return `${named(rival)} ${digits(mean(theirs))}${behind > 0 ? ` (ahead on ${behind})` : ''}`
    })
    console.log(
      `${what}: ours ${digits(mean(areas(some, ours)))}, by action ${digits(mean(areas(some, 'action')))}; ${lead.join('; ')}; oracle ${digits(mean(areas(some, 'oracle')))}`,
    )
  }

function print(some: readonly Compared[], measure: (typeof measures)[number], harm: keyof Harm): void {
  console.log(
    `\n${measure} attacks, ${harm}: area, then what is gone after ${looks.map((at) => `${at * 100} %`).join(', ')} of the hours; mean (range)`,
  )
  for (const policy of [...policies, 'oracle']) {
    const outcomes = some.map(({ of }) => of[keyOf(policy, measure, harm)]!)
    const cells = [
      outcomes.map(({ area }) => area),
      ...looks.map((_, at) => outcomes.map(({ removed }) => removed[at]!)),
    ]
    console.log(
      `  ${named(policy).padEnd(16)} ${cells.map((cell) => `${digits(mean(cell))} (${digits(Math.min(...cell))}–${digits(Math.max(...cell))})`).join('  ')}`,
    )
  }
}

function named(policy: string): string {
  return policy === 'score' ? 'ours by score' : policy === 'action' ? 'ours by action' : policy
}

function mean(some: readonly number[]): number {
  return some.reduce((sum, one) => sum + one, 0) / some.length
}

function digits(value: number): string {
  return value.toFixed(3)
}

function set(texts: readonly string[]): Partial<WorldSettings> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name, value] = text.split('=') as [string, string]
      if (!(name in usualWorld) || !Number.isFinite(Number(value)))
        throw new Error(`--set takes one of ${Object.keys(usualWorld).join(', ')}, and a number: ${text}`)
      return [name, Number(value)]
    }),
  )
}
