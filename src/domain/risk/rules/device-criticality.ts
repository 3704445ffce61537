import { criticality as weights } from '#domain/risk/weights.ts'
import type { Criticality } from '#model/device.ts'
import { defineRule } from './rule.ts'

export const deviceCriticality = defineRule({
  id: 'device-criticality',
  title: 'How much harm its failure can do',
  reads: 'device',
  axes: ['safety'],
  source: 'EC.02.04.01 EP 3, high-risk equipment including life support (Joint Commission)',
  url: 'https://www.jointcommission.org/standards/',
  sentence: 'As the inventory states it, or as it follows from the kind of device. Unknown counts as life-sustaining.',

  assess({ device: { criticality } }) {
    return {
      axis: 'safety',
      change: { times: weights[criticality] },
      text: words[criticality],
      source: 'inventory',
      asOf: null,
    }
  },
})

const words: Readonly<Record<Criticality, string>> = {
  life_sustaining: 'It sustains life',
  high: 'Its failure can do serious harm',
  medium: 'Its failure can do moderate harm',
  low: 'Its failure does little harm',
  unknown: 'How much harm its failure can do is not known: it counts as life-sustaining',
}
