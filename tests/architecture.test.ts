import { readdirSync } from 'node:fs'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { expect, test } from 'vitest'
import configuration from '../.dependency-cruiser.mjs'

const result = await cruise(['src', 'web', 'bench', 'tools'], {
  ...configuration.options,
  validate: true,
  ruleSet: { forbidden: configuration.forbidden.map((rule) => ({ severity: 'error', ...rule })) },
} as never)
const { modules, summary } = result.output as ICruiseResult

test('every file of the house is read', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const read = new Set(modules.map(({ source }) => source))

  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((file) => !read.has(`src/${file}`))).toEqual([])
  expect(modules.flatMap(({ dependencies }) => dependencies).length).toBeGreaterThan(modules.length)
})

test('the walls hold', () => {
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
})
