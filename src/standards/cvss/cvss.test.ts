import { expect, test } from 'vitest'
import { environmentalScore, parseCvss, readTraits } from './cvss.ts'

const cvss = (text: string) => {
  const result = parseCvss(text)
  if (!result.ok) throw new Error(result.reason)
  return result.cvss
}

const four = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'

// Worked examples of FIRST's documents, and published scores of medical advisories.
test.each([
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C', '2.0', 10],
  ['(AV:N/AC:L/Au:N/C:N/I:N/A:C)', '2.0', 7.8],
  ['AV:L/AC:H/Au:N/C:C/I:C/A:C', '2.0', 6.2],
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', '3.0', 9.8],
  ['CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:C/C:L/I:H/A:H', '3.0', 8.9],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', '3.1', 6.1],
  ['CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', '3.1', 6.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', '3.1', 0],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', '4.0', 9.3],
  ['CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', '4.0', 7.3],
])('%s scores as its specification says', (text, version, score) => {
  const { version: read, baseScore } = cvss(text)

  expect({ version: read, score: baseScore }).toEqual({ version, score })
})

test('temporal and threat metrics leave the base score as it is', () => {
  expect(cvss('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:U').baseScore).toBe(9.8)
  expect(cvss('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U').baseScore).toBe(9.3)
})

test.each([
  ['', 'there is no vector'],
  ['a word', '"a word" is not a metric with a value'],
  ['CVSS:5.0/AV:N', 'CVSS 5.0 is not a version that exists'],
  ['CVSS:3.1/AV:N/AC:L', 'CVSS 3.1 needs PR, UI, S, C, I, A'],
  ['CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'AV:Q is not in CVSS 3.1'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/AV:L', 'AV stands twice'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/ZZ:H', 'ZZ:H is not in CVSS 3.1'],
  ['CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'CVSS 3.1 needs a value for AV'],
  ['AV:N/AC:L/Au:N/C:C/I:C', 'CVSS 2.0 needs A'],
  ['CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'CVSS 4.0 needs AT, VC, VI, VA, SC, SI, SA'],
  [`${four.slice(0, -4)}SA:S`, 'SA:S is not in CVSS 4.0'],
  [four.replace('SC:N', 'SC:S'), 'SC:S is not in CVSS 4.0'],
  [four.replace('SI:N', 'SI:S'), 'SI:S is not in CVSS 4.0'],
  [`${four}/MSC:S`, 'MSC:S is not in CVSS 4.0'],
  [four.replace('VI:H', 'VI:h'), 'VI:h is not in CVSS 4.0'],
  [four.replace('UI', 'ui'), 'CVSS 4.0 needs UI'],
  [four.replace('AV:N/AC:L', 'AC:L/AV:N'), 'AV stands after AC; CVSS 4.0 has it before'],
  [`${four}/CR:H/E:A`, 'E stands after CR; CVSS 4.0 has it before'],
  [`${four}/`, '"" is not a metric with a value'],
  [four.replace('CVSS', 'cvss'), '"cvss:4.0" must be written CVSS:4.0'],
  [`(${four})`, '"(CVSS:4.0" is not a metric with a value'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/', '"" is not a metric with a value'],
  ['CVSS:2.0/AV:N/AC:L/Au:N/C:C/I:C/A:C', 'a vector of CVSS 2.0 begins with AV, not with CVSS:2.0'],
  ['AC:L/AV:N/Au:N/C:C/I:C/A:C', 'AV stands after AC; CVSS 2.0 has it before'],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C/', '"" is not a metric with a value'],
])('%s is not a vector, and the reason is given', (text, reason) => {
  expect(parseCvss(text)).toEqual({ ok: false, reason })
})

test('metrics of 3.x may come in any order, and are written in that of the specification', () => {
  expect(cvss('CVSS:3.1/CR:H/A:H/I:H/C:H/S:U/UI:N/PR:N/E:P/AC:L/AV:N').vector).toBe(
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/CR:H',
  )
})

test('a vector of 4.0 with metrics of every group is written as it was read', () => {
  const whole = `${four}/E:A/CR:H/IR:M/AR:L/MAV:L/MAC:H/MAT:P/MPR:L/MUI:A/MVC:N/MVI:H/MVA:L/MSC:L/MSI:S/MSA:S`
  expect(cvss(`${whole}/S:P/AU:Y/R:A/V:D/RE:L/U:Red`).vector).toBe(`${whole}/S:P/AU:Y/R:A/V:D/RE:L/U:Red`)
  expect(readTraits(cvss(`${four}/MSI:S`)).hurtsPeople).toBe(true)
})

test('the metrics can be read by name', () => {
  expect(Object.fromEntries(cvss('CVSS:3.1/AV:A/AC:H/PR:L/UI:R/S:C/C:N/I:L/A:H/E:X').metrics)).toEqual({
    AV: 'A',
    AC: 'H',
    PR: 'L',
    UI: 'R',
    S: 'C',
    C: 'N',
    I: 'L',
    A: 'H',
  })
})

test('the versions say the same in the same words', () => {
  expect(readTraits(cvss('AV:A/AC:M/Au:S/C:P/I:C/A:N'))).toEqual({
    reach: 'adjacent',
    complexity: 'medium',
    privileges: 'low',
    interaction: 'none',
    confidentiality: 'partial',
    integrity: 'high',
    availability: 'none',
    hurtsPeople: false,
  })
  expect(readTraits(cvss('CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:H'))).toEqual({
    reach: 'local',
    complexity: 'high',
    privileges: 'high',
    interaction: 'required',
    confidentiality: 'low',
    integrity: 'none',
    availability: 'high',
    hurtsPeople: false,
  })
  expect(readTraits(cvss('CVSS:4.0/AV:P/AC:L/AT:P/PR:N/UI:P/VC:N/VI:L/VA:N/SC:H/SI:N/SA:N/S:P'))).toEqual({
    reach: 'physical',
    complexity: 'high',
    privileges: 'none',
    interaction: 'required',
    confidentiality: 'high',
    integrity: 'low',
    availability: 'none',
    hurtsPeople: true,
  })
})

test('an environment changes the score, and a metric that does not exist is an answer', () => {
  const flaw = cvss('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H')

  expect(environmentalScore(flaw, { MAV: 'L', AR: 'H' })).toEqual({
    ok: true,
    score: 8,
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H/AR:H/MAV:L',
  })
  expect(environmentalScore(flaw, { MAV: 'Q' })).toEqual({ ok: false, reason: 'MAV:Q is not in CVSS 3.1' })
})

test('a small loss that is hardly required scores 0, not less', () => {
  const flaw = cvss('AV:L/AC:H/Au:M/C:P/I:N/A:N')

  expect(environmentalScore(flaw, { CR: 'L' })).toEqual({
    ok: true,
    score: 0,
    vector: 'AV:L/AC:H/Au:M/C:P/I:N/A:N/CR:L',
  })
})
