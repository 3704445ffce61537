import { defineRule } from './rule.ts'
import { canHarm, whyHarmful } from './safety.ts'

export const collateralDamage = defineRule({
  id: 'collateral-damage',
  title: 'What is lost beside the device',
  metrics: '2.0: CDP',
  source: 'CVSS 2.0, clause 2.3.1, collateral damage potential: loss of life (FIRST)',
  url: 'https://www.first.org/cvss/v2/guide',
  sentence:
    'The safety of 2.0: by how much harm the device can do, where patients are treated with it and the flaw changes or stops it. What share of the devices has it (TD) is left open: the score is of one device.',

  assess(input) {
    if (input.version !== '2.0' || !canHarm(input)) return []
    const { integrity, availability } = input.traits
    if (integrity === 'none' && availability === 'none') return []
    const value = input.profile.criticalities[input.device.criticality].CDP
    const text = `People can be hurt: ${whyHarmful(input)}`
    return [{ metric: 'CDP', value: value === 'ND' ? null : value, text, source: 'profile', asOf: null }]
  },
})
