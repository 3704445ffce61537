import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inCorpus } from '#tests/support/corpus.ts'
import { coordinator, decide, findTable, readPoint, tableIds } from './ssvc.ts'

/** Every combination of the table's values, by name. */
function* combinations(
  points: readonly { name: string; values: readonly { name: string }[] }[],
): Generator<Record<string, string>> {
  const [first, ...rest] = points
  if (!first) return yield {}
  for (const { name } of first.values) for (const others of combinations(rest)) yield { [first.name]: name, ...others }
}

test.each([
  ['cisa:DT_CO:2.0.3', 36],
  ['ssvc:DT_DP:1.0.0', 72],
  ['ssvc:DT_HI:1.0.0', 16],
  ['cisa:DT_BOD2604:1.0.0', 16],
])('%s has one outcome for each of its %i combinations', (id, count) => {
  const table = findTable(id)!
  const decisions = [...combinations(table.points)].map((points) => decide(table, points))

  expect(tableIds).toContain(id)
  expect(decisions).toHaveLength(count)
  expect(table.rows).toHaveLength(count)
  expect(decisions.filter((decision) => !decision.ok || decision.outcomes.length !== 1)).toEqual([])
  expect(table.rows.filter((key) => !table.outcome.values.some((value) => value.key === key))).toEqual([])
})

test.each(['cisa:DT_CO:2.0.3', 'ssvc:DT_DP:1.0.0', 'ssvc:DT_HI:1.0.0', 'cisa:DT_BOD2604:1.0.0'])(
  'what is worse is never less urgent: %s',
  (id) => {
    const table = findTable(id)!
    const rankOf = (points: Record<string, string>) => {
      const decision = decide(table, points)
      return table.outcome.values.findIndex(({ name }) => decision.ok && decision.outcomes[0] === name)
    }
    const worse = [...combinations(table.points)].flatMap((points) =>
      table.points.flatMap((point) => {
        const next = point.values[point.values.findIndex(({ name }) => name === points[point.name]) + 1]
        return next ? [[points, { ...points, [point.name]: next.name }] as const] : []
      }),
    )

    expect(worse.length).toBeGreaterThan(20)
    expect(worse.filter(([points, other]) => rankOf(other) < rankOf(points))).toEqual([])
  },
)

test('what CISA publishes leaves open how much depends on the device', () => {
  const active = { exploitation: 'active', automatable: 'no', 'technical impact': 'total' }

  expect(decide(coordinator, active)).toEqual({
    ok: true,
    outcomes: ['track', 'attend', 'act'],
    missing: ['mission and well-being impact'],
  })
  expect(decide(coordinator, { ...active, 'mission and well-being impact': 'high' })).toEqual({
    ok: true,
    outcomes: ['act'],
    missing: [],
  })
})

test('a table with Utility is an older one, and its points are refused', () => {
  const deployer = findTable('ssvc:DT_DP:1.0.0')!

  expect(decide(deployer, { exploitation: 'active', utility: 'super effective' })).toEqual({
    ok: false,
    reason: 'Deployer Patch Application Priority does not ask for "utility"',
  })
  expect(decide(deployer, { 'human impact': 'mef failure' })).toMatchObject({ ok: false })
  expect(decide(deployer, { exploitation: 'none', E: 'N' })).toEqual({
    ok: false,
    reason: 'exploitation is given twice',
  })
})

test('human impact is what the table says, not what the text of the decision point says', () => {
  const table = findTable('ssvc:DT_HI:1.0.0')!

  expect(decide(table, { 'safety impact': 'marginal', 'mission impact': 'mef failure' })).toMatchObject({
    outcomes: ['medium'],
  })
  expect(decide(table, { 'safety impact': 'critical', 'mission impact': 'degraded' })).toMatchObject({
    outcomes: ['medium'],
  })
  expect(decide(table, { 'safety impact': 'C', 'mission impact': 'D' })).toMatchObject({ outcomes: ['very high'] })
})

test('CISA’s points are read however they are written', () => {
  expect(readPoint('Exploitation', 'PoC')).toEqual({ name: 'exploitation', value: 'public poc' })
  expect(readPoint('Technical Impact', 'Total')).toEqual({ name: 'technical impact', value: 'total' })
  expect(readPoint('Automatable', 'maybe')).toEqual({ wrong: '"maybe" is no value of automatable: no, yes' })
  expect(readPoint('Colour', 'red')).toBeUndefined()
})

const published = inCorpus('ssvc')

test.skipIf(!published).each([
  ['cisa:DT_CO:2.0.3', 'cisa/cisa_coordinator_2_0_3.json'],
  ['ssvc:DT_DP:1.0.0', 'ssvc/deployer_patch_application_priority_1_0_0.json'],
  ['ssvc:DT_HI:1.0.0', 'ssvc/human_impact_1_0_0.json'],
  ['cisa:DT_BOD2604:1.0.0', 'cisa/cisa_bod_26_04_1_0_0.json'],
])('%s says in every row what the published table says', (id, file) => {
  const table = findTable(id)!
  const theirs = JSON.parse(readFileSync(`${published}/${file}`, 'utf8'))
  const nameOf = (point: string, key: string) =>
    theirs.decision_points[point].values.find((value: { key: string }) => value.key === key).name.toLowerCase()
  const points = table.points.map((point) => `${point.namespace}:${point.key}:${point.version}`)

  const said = theirs.mapping.map((row: Record<string, string>) =>
    decide(table, Object.fromEntries(table.points.map(({ name }, i) => [name, nameOf(points[i]!, row[points[i]!]!)]))),
  )

  expect(`${theirs.namespace}:${theirs.key}:${theirs.version}`).toBe(id)
  expect(said).toEqual(
    theirs.mapping.map((row: Record<string, string>) => ({
      ok: true,
      outcomes: [nameOf(theirs.outcome, row[theirs.outcome]!)],
      missing: [],
    })),
  )
})
