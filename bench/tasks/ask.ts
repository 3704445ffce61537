import path from 'node:path'
import { writeHospital } from '#bench/hospital/main.ts'
import { random } from '#bench/hospital/random.ts'
import { benchFolder, report } from '#bench/measure.ts'
import { corpusFile } from '#bench/servers/corpus.ts'
import { openStage } from '#bench/stage.ts'
import { listQuestions } from '#domain/remediation/remediation.ts'
import type { Question } from '#model/finding.ts'

// What "ask one thing" is worth: how much of what is open a technician's first hours settle in its order, in an order by the worst
// score, and in none. Each way to a ward is gone once in all of them.

const folder = benchFolder('cmms-3000')
await writeHospital({
  seed: 11,
  devices: 3000,
  today: '2026-11-16',
  cmms: 'csv',
  network: false,
  advisories: false,
  out: folder,
})
const stage = await openStage()
await stage.importFile('cmms', path.join(folder, 'cmms.csv'))
await stage.readFeed('csaf-provider', corpusFile('csaf/cisa/white'))
const questions: Question[] = []
let cursor: string | undefined
do {
  const page = await listQuestions(stage.db, stage.organisationId, { limit: 200, cursor })
  questions.push(...page.items)
  cursor = page.next ?? undefined
} while (cursor)
await stage.close()

const wayMinutes = 10
const lookMinutes = ({ minutes, sharesWay }: Question) => minutes - (sharesWay ? 0 : wayMinutes)

/** Share of what is open that is settled within the minutes. */
function settledIn(order: readonly Question[], budget: number): number {
  const visited = new Set<string>()
  let [left, settled] = [budget, 0]
  for (const question of order) {
    const ward = `${question.site}\n${question.careArea}`
    const cost = lookMinutes(question) + (visited.has(ward) ? 0 : wayMinutes)
    if (cost > left) break
    visited.add(ward)
    left -= cost
    settled += question.openRisk
  }
  return settled / questions.reduce((sum, { openRisk }) => sum + openRisk, 0)
}

const draw = random(7, 'order')
const shuffled = () =>
  questions
    .map((question) => ({ question, at: draw.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ question }) => question)
const byScore = questions.toSorted((a, b) => b.worstScore - a.worstScore)
const byRisk = questions.toSorted((a, b) => b.openRisk - a.openRisk)
report({ name: 'questions', value: questions.length, unit: 'rows' })
for (const hours of [8, 40]) {
  const own = settledIn(questions, hours * 60)
  const chance = Array.from({ length: 50 }, () => settledIn(shuffled(), hours * 60)).reduce((a, b) => a + b, 0) / 50
  report({ name: `settled in ${hours} hours`, value: own, unit: 'ratio', note: 'of score times entropy' })
  report({ name: `${hours} hours, against chance`, value: own / chance, unit: 'ratio' })
  report({
    name: `${hours} hours, against the worst score first`,
    value: own / settledIn(byScore, hours * 60),
    unit: 'ratio',
  })
  report({
    name: `${hours} hours, against most open risk first`,
    value: own / settledIn(byRisk, hours * 60),
    unit: 'ratio',
  })
}
