import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CareSetting } from '#model/device.ts'
import { deviceFunctionNames } from '#model/device-function.ts'
import { irreversibilityFloor } from './rules/irreversibility-floor.ts'
import { rules } from './rules/registry.ts'
import * as weights from './weights.ts'

const manual = readFileSync('docs/manual/risk.md', 'utf8')
/** Prints what is missing as it should stand, to be put in. */
const missing = (lines: readonly string[]) => lines.filter((line) => !`${manual}\n`.includes(`${line}\n`))

test('the registry lists every rule of the folder, by its own name', () => {
  const beside = ['rule', 'registry', irreversibilityFloor.id]
  const files = readdirSync(`${import.meta.dirname}/rules`)
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => !beside.includes(name))

  expect(rules.map(({ id }) => id).sort()).toEqual(files.sort())
})

test('the manual has each rule with what it does and the text that it follows, and no other', () => {
  const rows = [...rules, { ...irreversibilityFloor, axes: ['score'] }].map(
    ({ id, title, axes, sentence, source, url }) =>
      `| \`${id}\` | ${title} | ${axes.join(', ')} | ${sentence} | [${source}](${url}) |`,
  )

  expect(missing(rows)).toEqual([])
  expect([...manual.matchAll(/^\| `([\w-]+)` \|/gm)]).toHaveLength(rows.length)
})

test('the manual has every weight', () => {
  const pairs = (table: Readonly<Record<string, number>>) =>
    Object.entries(table)
      .map(([key, value]) => `${words(key)} ${value}`)
      .join(', ')
  const lines = [
    ...weights.bands.map(({ band, from }) => `| ${band} | ${from} |`),
    ...Object.entries(weights.functions).map(
      ([kind, { safety, care }]) =>
        `| ${deviceFunctionNames[kind as keyof typeof deviceFunctionNames]} | ${safety} | ${care} |`,
    ),
    ...CareSetting.options.map((setting) => {
      const { safety, care } = weights.careSettings[setting]
      return `| ${setting} | ${safety} | ${care} |`
    }),
    `- Criticality: ${pairs(weights.criticality)}.`,
    `- Exploitability: ${weights.exploitability.worst} at worst; reach ${pairs(weights.exploitability.reach)}; complexity ${pairs(weights.exploitability.complexity)}; privileges ${pairs(weights.exploitability.privileges)}; interaction ${pairs(weights.exploitability.interaction)}.`,
    `- Added: EPSS up to ${weights.exploitProbability.most} (nothing at ${weights.exploitProbability.from}, all from ${weights.exploitProbability.to} on); a public exploit ${weights.publicExploit}; nothing to be programmed ${weights.noExploitNeeded}; ransomware ${weights.knownExploited.ransomware}; the KEV catalogue unread ${weights.knownExploited.catalogueUnread}.`,
    `- Known to be used: at least ${weights.knownExploited.atLeast}, before the factors.`,
    `- Factors of exposure: ${pairs(weights.exposure)}.`,
    `- Factor of certainty: 1 from ${weights.certainty.full} on, down to ${weights.certainty.least}.`,
    `- Share of a loss: ${pairs(weights.loss)}.`,
    `- Safety: ${pairs(weights.safetyHarm)}; stated by the publisher at least ${weights.statedHarm}.`,
    `- Care: ${pairs(weights.careHarm)}.`,
    `- Privacy: ${pairs(weights.privacyHarm)}.`,
    `- The floor: safety from ${weights.irreversibilityFloor.safety} on, band ${weights.irreversibilityFloor.band}.`,
  ]

  expect(missing(lines)).toEqual([])
})

const words = (key: string) => key.replaceAll('_', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
