import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { connectors } from '#connectors/registry.ts'
import type { Assessment, Group } from '#domain/assess/assess.ts'
import { feeds } from '#feeds/registry.ts'
import { assessFile, render } from '../commands/assess.ts'

const demo = fileURLToPath(new URL('../../../fixtures/riverside-general/', import.meta.url))
let assessment: Assessment
beforeAll(async () => {
  const now = () => new Date('2026-11-20T00:00:00Z')
  assessment = await assessFile({ connectors, feeds }, `${demo}cmms.xlsx`, { now })
})

const rendered = (format: 'table' | 'json' | 'csv' | 'html', from = assessment, width = 100) =>
  [...render(from, format, width)].join('')

describe('the demo hospital, with no set-up at all', () => {
  test('the infusion pumps, the programmer and the scanners are found, with their reasons', () => {
    const named = assessment.actions.map((group) => group.advisory.trackingId)

    expect(named).toContain('RGD-15-125-01')
    expect(named).toContain('RGD-18-058-01')
    expect(assessment.intelligence.advisories).toBe(18)
    expect(assessment.intelligence.knownExploited?.entries).toBeGreaterThan(0)
    expect(assessment.intelligence.exploitProbability?.entries).toBeGreaterThan(0)
    expect(assessment.actions.every((group) => group.because.length > 0 && group.risk.reasons.length > 0)).toBe(true)
    const { affected, cannotTell, notAffected, notNamed, unidentified, offWorklist, devices } = assessment.totals
    expect(affected + cannotTell + notAffected + notNamed + unidentified + offWorklist).toBe(devices)
  })

  test('columns that look like patient data are named, and nothing of them is in any answer', () => {
    expect(assessment.inventory.refused.length).toBeGreaterThan(0)
    expect(assessment.inventory.columns.map((column) => column.name)).not.toContain(
      assessment.inventory.refused[0]!.name,
    )
    expect(rendered('table')).toContain(`Column "${assessment.inventory.refused[0]!.name}" was not read`)
    expect(rendered('html')).toContain('was not read')
  })

  test('the terminal’s table keeps to its width', () => {
    for (const width of [60, 80, 100, 140]) {
      const tooLong = rendered('table', assessment, width)
        .split('\n')
        .filter((line) => line.length > width)
      expect(tooLong).toEqual([])
    }
  })

  test('JSON reads back as it was', () => {
    expect(JSON.parse(rendered('json'))).toEqual(JSON.parse(JSON.stringify(assessment)))
  })

  test('CSV has a row for each device and advisory', () => {
    const rows = rendered('csv').trimEnd().split('\r\n')
    const pairs = [...assessment.actions, ...assessment.questions].reduce((sum, group) => sum + group.devices.length, 0)

    expect(rows).toHaveLength(pairs + 1)
    expect(rows[0]).toMatch(/^rank,score,band,answer,device,/)
  })
})

const hostile = '<script>alert(1)</script>"\'&\u001b[31m\u202e=HYPERLINK("x")'

function poisoned(): Assessment {
  const [group] = assessment.actions as [Group]
  const bad: Group = {
    ...group,
    manufacturer: hostile,
    model: hostile,
    models: [
      { model: hostile, devices: 1 },
      { model: '=1+1', devices: 1 },
    ],
    advisory: { ...group.advisory, title: hostile, trackingId: hostile, url: 'javascript:alert(1)' },
    because: [hostile],
    unknown: [hostile],
    places: [{ place: hostile, devices: 1 }],
    remediations: [{ category: 'vendor_fix', details: hostile, url: 'https://x.example/"onmouseover="alert(1)' }],
    risk: {
      ...group.risk,
      reasons: group.risk.reasons.map((reason) => ({ ...reason, text: hostile, source: hostile })),
    },
    vulnerabilities: group.vulnerabilities.map((one) => ({ ...one, id: hostile, title: hostile })),
    devices: group.devices.map((device) => ({
      ...device,
      key: '=cmd',
      assetTag: '@x',
      serialNumber: '-1+1',
      place: hostile,
    })),
  }
  return {
    ...assessment,
    inventory: { ...assessment.inventory, file: hostile, remarks: [hostile] },
    actions: [bad],
    questions: [bad],
    gaps: [],
  }
}

describe('other people’s text does nothing', () => {
  test('in the report: it is text, never markup', () => {
    const html = rendered('html', poisoned())

    expect(html).not.toMatch(/<script/i)
    expect(html).not.toMatch(/javascript:/i)
    expect(html).not.toMatch(/"\s*onmouseover/i)
    expect(html).toContain('&#60;script&#62;')
  })

  test('in the report: nothing is fetched', () => {
    const html = rendered('html', poisoned())

    expect(html).not.toMatch(/<(?:img|link|iframe|object|embed|video|audio|form|base)\b|@import|url\(/i)
    expect(html).toContain("default-src 'none'")
  })

  test('in a spreadsheet: no cell begins a formula', () => {
    for (const row of rendered('csv', poisoned()).trimEnd().split('\r\n').slice(1)) {
      for (const cell of row.split(',')) expect(cell).not.toMatch(/^"?[=+@\t]|^"?-\D/)
    }
  })

  test('in a terminal: no escape sequence and no turned line', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(rendered('table', poisoned())).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e]/)
  })
})

test('a file that is no inventory is refused with a sentence that says what to do', async () => {
  const refused = (file: string, advisories?: string) => assessFile({ connectors, feeds }, file, { advisories })

  await expect(refused(`${demo}README.md`)).rejects.toThrow(/"README.md" is of no kind that is read here/)
  await expect(refused(`${demo}nowhere.csv`)).rejects.toThrow(/There is no file .*nowhere\.csv/)
  await expect(refused(`${demo}cmms.xlsx`, '/nowhere')).rejects.toThrow(/no folder or file/)
  await expect(refused(`${demo}cmms.xlsx`, `${demo}kev.json`)).rejects.toThrow(/holds no CSAF advisory/)
})
