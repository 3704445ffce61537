import { expect, test } from 'vitest'
import { type AttributeName, attributeAccuracy, means, type TrueAttributes } from './attributes.ts'
import { scorePairs } from './scoring.ts'

const answered = (...pairs: [device: string, truly: string | null][]) =>
  pairs.map(([device, truly]) => ({ device, truly }))

test('pairs are right, wrong or lost; a record of no device belongs with no other', () => {
  const { wrongPairs, ...score } = scorePairs(
    answered(['a', 'pump'], ['a', 'pump'], ['a', 'bed'], ['b', 'pump'], ['c', null], ['c', null]),
  )

  expect(score).toMatchObject({ right: 1, wrong: 3, lost: 2, precision: 1 / 4, recall: 1 / 3 })
  expect(wrongPairs.map((pair) => pair.map(({ truly }) => truly))).toEqual([
    ['pump', 'bed'],
    ['pump', 'bed'],
    [null, null],
  ])
})

test('nothing put together is nothing wrong', () => {
  expect(scorePairs(answered(['a', 'pump'], ['b', 'bed']))).toMatchObject({ precision: 1, recall: 1, wrong: 0 })
  expect(scorePairs(answered(['a', 'pump'], ['b', 'pump']))).toMatchObject({ precision: 1, recall: 0, f1: 0 })
})

test.each<[AttributeName, string, string, boolean]>([
  ['serial', 'sn 12-34', 'SN1234', true],
  ['serial', 'S/N: 1234', '1234', true],
  ['serial', 'SN1234', '1234', false],
  ['serial', '1234', '01234', false],
  ['version', 'v9.33', '9.33', true],
  ['version', '9.33', '93.3', false],
  ['host', 'pcu-ed-12.rgh.example', 'PCU-ED-12', true],
  ['host', 'PCU-ED-12', 'PCU-ED-21', false],
  ['ip', '10.1.12.3', '10.11.2.3', false],
  ['mac', '00-17-23-ab-cd-ef', '00:17:23:AB:CD:EF', true],
  ['os', 'Microsoft Windows 10', 'Windows 10 IoT Enterprise LTSC', true],
  ['os', 'Windows Embedded Standard 6.1.7601', 'Windows 7 Embedded', true],
  ['os', 'Windows Server 2016 Standard 10.0.14393', 'Windows Server 2016', true],
  ['os', 'Windows XP', 'Windows 7', false],
  ['os', 'Windows Server 2012 R2', 'Windows Server 2016', false],
  ['os', 'Linux 4.15', 'Embedded Linux', true],
  ['lifecycle', 'disposed', 'retired', true],
  ['lifecycle', 'stored', 'retired', false],
  ['manufacturer', '', '—', false],
])('%s: "%s" means "%s": %s', (name, text, truly, isSame) => {
  expect(means(name, text, [truly])).toBe(isSame)
})

test('a golden record is judged by the device that most of its records are of', () => {
  const told: Record<string, TrueAttributes> = {
    pump: { serial: ['123'], tag: ['T1'], mac: ['00:17:23:00:00:01'], model: ['8015', 'Alaris PCU 8015'] },
    bed: { serial: ['999'] },
  }
  const scores = attributeAccuracy(
    [
      {
        of: ['bed', 'pump', 'pump', null],
        attributes: {
          serialNumber: '0123',
          assetTag: 't-1',
          macAddresses: ['00:17:23:00:00:09', '00:17:23:00:00:01'],
          hostname: 'PCU-1',
        },
      },
      { of: ['bed'], attributes: { serial: 999, model: null } },
      { of: [null, null], attributes: { serial: '5' } },
    ],
    (id) => told[id],
  )

  expect(scores.serial).toEqual({ right: 1, wrong: 1, missing: 0, accuracy: 0.5, completeness: 0.5 })
  expect(scores.tag).toMatchObject({ right: 1, wrong: 0 })
  expect(scores.mac).toMatchObject({ right: 1, wrong: 0 })
  expect(scores.model).toMatchObject({ right: 0, wrong: 0, missing: 1, completeness: 0 })
  // What no source tells truly is not asked for.
  expect(scores.host).toMatchObject({ right: 0, wrong: 0, missing: 0 })
  expect(scores.all).toMatchObject({ right: 3, wrong: 1, missing: 1, accuracy: 0.75, completeness: 0.6 })
})
