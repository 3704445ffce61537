import { expect, test } from 'vitest'
import { compileNvd } from '#domain/applicability/applicability.ts'
import { namesOf, readNames, writeNames } from './databases.ts'

test('names that were written and are read again answer as before, those of firmware too', () => {
  const compiler = compileNvd()
  compiler.add({
    cve: 'CVE-2026-1',
    configurations: [
      {
        operator: 'AND',
        negate: false,
        nodes: ['o:meadow:pump_firmware:2', 'o:linux:linux_kernel:-'].map((name, at) => ({
          operator: 'OR',
          negate: false,
          criteria: [{ cpe: `cpe:2.3:${name}:*:*:*:*:*:*:*`, vulnerable: at === 0 }],
        })),
      },
    ],
  })
  const nvd = compiler.finish()
  const pump = { manufacturer: 'Meadow', model: 'Pump', firmwareVersion: '2', softwareVersion: '', modelNumber: '' }
  const names = namesOf(nvd, 0, { ...pump, description: '', operatingSystem: '' }, [], undefined)
  const again = readNames(JSON.parse(writeNames(names)))

  expect(nvd.match(again.facts)).toMatchObject([{ cve: 'CVE-2026-1', answer: 'cannot_tell' }])
  expect(nvd.match(again.facts)).toEqual(nvd.match(names.facts))
})
