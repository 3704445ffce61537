import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { connectors } from '#connectors/registry.ts'
import { feeds } from '#feeds/registry.ts'
import { matchLines } from './match.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-match-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const inventory = path.join(folder, 'devices.csv')
writeFileSync(
  inventory,
  [
    'Control No.,Serial #,Manufacturer,Model,Software Rev,Ward Label',
    'A-1,S1001,Hospira,LifeCare PCA,5.0,North 1',
    'A-2,S1002,Hospira,LifeCare PCA,7.0,North 2',
    'A-3,S1003,Hospira,LifeCare PCA,,North 3',
    'A-4,S1004,Nobody,Toaster,1.0,North 4',
    ',,,,,',
    'A-5,S1005,Hospira,LifeCare PCA,5.0,',
  ].join('\n'),
)

async function lines(flags: { all?: boolean; key?: string } = {}) {
  const told: string[] = []
  let text = ''
  const asked = { inventory, advisories: 'fixtures/riverside-general', all: false, ...flags }
  for await (const chunk of matchLines({ connectors, feeds }, asked, (message) => told.push(message))) text += chunk
  const matches = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return { matches, told }
}

const answersOf = (matches: { device: string; answer: string }[]) =>
  Object.fromEntries(
    [...Map.groupBy(matches, ({ device }) => device)].map(([device, some]) => [
      device,
      [...new Set(some.map(({ answer }) => answer))],
    ]),
  )

test('each device, advisory and vulnerability has a line that says what and why', async () => {
  const { matches } = await lines()

  expect(answersOf(matches)).toEqual({ 'A-1': ['affected'], 'A-3': ['cannot_tell'], 'A-5': ['affected'] })
  expect(matches[0]).toEqual({
    device: 'A-1',
    advisory: 'RGD-15-125-01',
    vulnerability: expect.stringMatching(/^CVE-/),
    answer: 'affected',
    probability: expect.any(Number),
    because: expect.arrayContaining([expect.objectContaining({ part: 'version', outcome: 'agrees' })]),
  })
})

test('what the publisher rules out comes along where it is asked for', async () => {
  expect(answersOf((await lines({ all: true })).matches)).toEqual({
    'A-1': ['affected'],
    'A-2': ['not_affected'],
    'A-3': ['cannot_tell'],
    'A-5': ['affected'],
  })
})

test('a column of the file can name the devices, and one that is not there is said', async () => {
  expect(Object.keys(answersOf((await lines({ key: 'Ward Label' })).matches))).toEqual(['North 1', 'North 3', 'A-5'])
  await expect(lines({ key: 'Tag' })).rejects.toThrow('devices.csv has no column "Tag". It has: Control No., Serial #')
})
