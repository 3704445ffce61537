import { expect, test } from 'vitest'
import type { DeviceAttribute, DeviceClaims } from '#model/device.ts'
import { columnsOf } from './provenance.ts'

const at = (
  attribute: DeviceAttribute,
  claims: DeviceClaims,
  raw: Readonly<Record<string, string>>,
  columns?: Readonly<Record<string, DeviceAttribute>>,
) => columnsOf(attribute, { claims }, raw, columns && { columns })

test('a value stood in the column that was chosen for it, else in the field with the same text', () => {
  const raw = { 'Control No': 'RG-1', Room: '4A9', Tag: 'RG1' }

  expect([
    at('assetTag', { assetTag: 'RG-1' }, raw, { 'Control No': 'assetTag' }),
    at('assetTag', { assetTag: 'RG-1' }, raw),
  ]).toEqual([
    { names: ['Control No'], by: 'mapping' },
    { names: ['Control No', 'Tag'], by: 'same_text' },
  ])
})

test('a value that is put together stood in each of its parts', () => {
  const raw = { operatingSystem: 'Windows 10 Enterprise', operatingSystemVersion: '10.0 (17763)', cn: 'PYX-1' }

  expect(at('operatingSystem', { operatingSystem: 'Windows 10 Enterprise 10.0.17763' }, raw)).toEqual({
    names: ['operatingSystem', 'operatingSystemVersion'],
    by: 'same_text',
  })
})

test('a time stood where the source counts it in its own way', () => {
  const seen = { lastSeenAt: '2026-05-19T14:57:14.000Z' }
  const seconds = Date.parse(seen.lastSeenAt) / 1000

  expect([
    at('lastSeenAt', seen, { lastLogonTimestamp: String((seconds + 11_644_473_600) * 10_000_000), pwd: '0' }).names,
    at('lastSeenAt', seen, { expire: String(seconds), vlan: '320' }).names,
    at('lastSeenAt', seen, { stamp: String(seconds * 1000 + 5000) }),
  ]).toEqual([['lastLogonTimestamp'], ['expire'], { names: [], by: null }])
})
