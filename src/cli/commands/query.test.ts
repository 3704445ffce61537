import { buildApplication, buildRouteMap, run, text_en } from '@stricli/core'
import { expect, test } from 'vitest'
import { AppError } from '#platform/errors.ts'
import { newHospital } from '#tests/support/hospital.ts'
import { testDatabase } from '#tests/support/test-database.ts'
import { queryCommand } from './query.ts'

const { db } = await testDatabase()
const hospital = await newHospital(db)
await hospital.says(
  hospital.cmms,
  Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `K${index}`,
      {
        assetTag: `T-${100 + index}`,
        manufacturer: 'Example, Medical',
        model: index === 0 ? '=cmd' : 'Drip 3000',
        site: index % 2 ? 'North' : 'South',
      },
    ]),
  ),
)

async function homeostat(...args: string[]) {
  let output = ''
  let errors = ''
  const root = buildRouteMap({
    routes: { query: queryCommand({ openDb: async () => ({ db, close: async () => {} }) }) },
    docs: { brief: 'Homeostat' },
  })
  const exceptionWhileRunningCommand = (error: unknown) => (error instanceof AppError ? error.message : String(error))
  const application = buildApplication(root, {
    name: 'homeostat',
    localization: { text: { ...text_en, exceptionWhileRunningCommand } },
  })
  const process: { stdout: object; stderr: object; exitCode?: number } = {
    stdout: {
      write: (text: string) => {
        output += text
      },
    },
    stderr: {
      write: (text: string) => {
        errors += text
      },
    },
  }
  await run(application, ['query', ...args], { process } as never)
  return { output, errors, exitCode: process.exitCode }
}

test('a table shows the first devices and says that there are more', async () => {
  const { output } = await homeostat('manufacturer ~ example')
  const lines = output.split('\n')

  expect(lines[0]).toMatch(/^Device +Asset tag +Serial number/)
  expect(lines.filter((line) => line.includes('T-1'))).toHaveLength(50)
  expect(output).toContain('The first 50; --limit shows more')
  expect((await homeostat('site = Nowhere')).output).toBe('Nothing fits.\n')
})

test('json and csv are whole, a line for each, and run in no spreadsheet', async () => {
  const json = (await homeostat('site = North', '--format', 'json')).output.trim().split('\n')
  expect(json).toHaveLength(30)
  expect(JSON.parse(json[0]!)).toMatchObject({ site: 'North', manufacturer: 'Example, Medical' })

  const csv = (await homeostat('tag = T-100', '--format', 'csv')).output.split('\r\n')
  expect(csv).toHaveLength(3)
  expect(csv[1]).toContain(`'=cmd`)
  expect(csv[1]).toContain('"Example, Medical"')
})

test('it counts, and asks findings and work too', async () => {
  expect((await homeostat('model = "Drip 3000"', '--count')).output).toBe('59\n')
  expect((await homeostat('score > 5', '--of', 'findings', '--count')).output).toBe('0\n')
  expect((await homeostat('late', '--of', 'work')).output).toBe('Nothing fits.\n')
})

test('what is wrong is marked, and nothing is asked', async () => {
  const { errors, exitCode, output } = await homeostat('site = North and modl = x')
  expect(errors).toContain('site = North and modl = x\n                 ^^^^\n')
  expect(errors).toContain('Did you mean `model`? (column 18).')
  expect([output, exitCode]).toEqual(['', 1])
})
