import { expect, test } from 'vitest'
import { downloads, paths } from './paths.ts'

test('the address of an advisory survives its colon, and that of a flaw without a CVE its hash', () => {
  const addresses = [
    paths.advisory('cisa:ICSMA-20-254-01'),
    paths.vulnerability('cisa:ICSMA-20-254-01#2'),
    paths.finding('d1', 'cisa:ICSMA-20-254-01#2'),
  ]

  expect(addresses).toEqual([
    '/advisories/cisa%3AICSMA-20-254-01',
    '/vulnerabilities/cisa%3AICSMA-20-254-01%232',
    '/findings/d1/cisa%3AICSMA-20-254-01%232',
  ])
})

test('a link to a list carries the filters that are set, "without one" among them', () => {
  const filters = { site: 'North & West', model: undefined, careArea: '', knownExploited: true }

  expect([paths.devices(filters), downloads.devices(filters), paths.devices()]).toEqual([
    '/devices?site=North+%26+West&careArea=&knownExploited=true',
    '/api/v1/devices.csv?site=North+%26+West&careArea=&knownExploited=true',
    '/devices',
  ])
})
