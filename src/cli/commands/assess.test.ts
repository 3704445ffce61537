import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { connectors } from '#connectors/registry.ts'
import { feeds } from '#feeds/registry.ts'
import { nvdFile, publishedCve } from '#tests/support/nvd-files.ts'
import { assessFile } from './assess.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-assess-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('NVD is asked without any advisory, and how probable the use of its CVEs is counts', async () => {
  const [lists, nvd] = ['lists', 'nvd'].map((name) => path.join(folder, name)) as [string, string]
  for (const made of [lists, nvd]) mkdirSync(made)
  writeFileSync(
    path.join(lists, 'epss.csv'),
    '#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z\ncve,epss,percentile\nCVE-2026-1001,0.91,0.999\n',
  )
  const criteria = 'cpe:2.3:a:zorblax:infusor_500:*:*:*:*:*:*:*:*'
  const cpeMatch = [{ vulnerable: true, criteria, versionEndExcluding: '3.0', matchCriteriaId: 'm' }]
  const cve = publishedCve('CVE-2026-1001', '2026-01-02T00:00:00.000', {
    configurations: [{ nodes: [{ operator: 'OR', negate: false, cpeMatch }] }],
  })
  writeFileSync(path.join(nvd, 'nvdcve-2.0-2026.json'), nvdFile([cve], '2026-02-01T00:00:00.000'))
  const inventory = path.join(folder, 'devices.csv')
  writeFileSync(inventory, 'Control No.,Manufacturer,Model,Software Rev\nA-1,Zorblax,Infusor 500,2.5\n')

  const { totals, actions } = await assessFile({ connectors, feeds }, inventory, { advisories: lists, nvd })

  expect(totals.affected).toBe(1)
  expect(actions[0]?.vulnerabilities[0]).toMatchObject({
    id: 'CVE-2026-1001',
    exploitProbability: { probability: 0.91 },
  })
  await expect(assessFile({ connectors, feeds }, inventory, { advisories: lists })).rejects.toThrow(
    /holds no CSAF advisory/,
  )
})
