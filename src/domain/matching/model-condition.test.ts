import { expect, test } from 'vitest'
import type { Answer } from '#model/finding.ts'
import { advisoryOf, answerTo, configurationOf } from '#tests/match-quality/judge.ts'
import { compileAdvisories, matchConfiguration } from './matching.ts'

type Device = Partial<Record<'model' | 'number' | 'text' | 'software' | 'firmware', string>>

const answer = (name: string, version: string, device: Device) =>
  answerTo(['Acme', name, version], { model: name, ...device })

test.each<[string, string, Device, Answer]>([
  ['1.x model 35700BAX2', 'its own number', { number: '35700BAX2', software: '1.4' }, 'affected'],
  ['2404267 version 1.x', 'its own number', { number: '2404267', firmware: '1.4' }, 'affected'],
  ['2404267 version 1.x', 'no number', { firmware: '1.4' }, 'affected'],
  ['2404267 version 1.x', 'a later version', { number: '2404267', firmware: '2.0' }, 'not_affected'],
  ['2404267 version 1.x', 'another number', { number: '2702443', firmware: '1.4' }, 'not_affected'],
  ['1046568 (Starterkit) version 1.x', 'a note behind the number', { firmware: '1.4' }, 'affected'],
  [
    '< 4.4 (JACE 3e, JACE-8000)',
    'one of the models',
    { model: 'Fermo Zymotor JACE-8000', software: '4.3' },
    'affected',
  ],
  ['< 4.4 (JACE 3e, JACE-8000)', 'none of the models', { software: '4.3' }, 'cannot_tell'],
  ['< 4.4 (JACE 3e, JACE-8000)', 'a later version', { software: '4.4' }, 'not_affected'],
  ['< 4.4 (Fermo Zymotor)', 'the product’s own name', { software: '4.3' }, 'affected'],
  [
    '9.x (with Quasar Module >= v22D19 | <= v22D28)',
    'a part inside',
    { software: '9.1', text: 'Quasar module v22D24' },
    'affected',
  ],
  [
    '9.x (with Quasar Module >= v22D19 | <= v22D28)',
    'a part outside',
    { software: '9.1', text: 'Quasar module v22D29' },
    'not_affected',
  ],
  [
    '9.x (with Quasar Module >= v22D19 | <= v22D28)',
    'no part',
    { software: '9.1', text: 'without Quasar' },
    'not_affected',
  ],
  ['9.x (with Quasar Module >= v22D19 | <= v22D28)', 'nothing of it', { software: '9.1' }, 'cannot_tell'],
  ['<= 3.3-006 (with <= bactalk 4.2.1)', 'both inside', { firmware: '3.3-006, BACtalk 4.2.1' }, 'affected'],
  ['<= 3.3-006 (with <= bactalk 4.2.1)', 'a later part', { firmware: '3.3-006 (bactalk 4.3.0)' }, 'not_affected'],
  ['<= 3.3-006 (with <= bactalk 4.2.1)', 'a part that nobody read', { firmware: '3.3-006' }, 'cannot_tell'],
  ['<= 2.3 with firmware 4.1 and earlier', 'both inside', { software: '2.2', firmware: '4.0' }, 'affected'],
  [
    '<= 2.3 with firmware 4.1 and earlier',
    'the firmware outside',
    { software: '2.2', firmware: '4.2' },
    'not_affected',
  ],
  ['< 4.4 (with Quasar option)', 'an option', { software: '4.3' }, 'cannot_tell'],
])('"%s" and %s: %j is %s', (version, _, device, expected) => {
  expect(answer('Fermo Zymotor', version, device)).toBe(expected)
})

test('a version that is only affected by one vulnerability is not by the others', () => {
  const advisory = advisoryOf(['Acme', 'Fermo Zymotor', '4.4 (only affected by CVE-2024-0002)'])
  const [vulnerability] = advisory.vulnerabilities
  const both = {
    ...advisory,
    vulnerabilities: [vulnerability!, { ...vulnerability!, vulnerabilityId: 'CVE-2024-0002' }],
  }
  const device = { maker: 'Acme', model: 'Fermo Zymotor', software: '4.4' }
  const matches = matchConfiguration(compileAdvisories([both]), configurationOf({ device }))
  expect(matches.map((match) => [match.vulnerabilityId, match.answer])).toEqual([['CVE-2024-0002', 'affected']])
})
