import { careSettings as weights } from '#domain/risk/weights.ts'
import type { CareSetting } from '#model/device.ts'
import { defineRule } from './rule.ts'

export const careSetting = defineRule({
  id: 'care-setting',
  title: 'Where the device stands',
  reads: 'device',
  axes: ['safety', 'care'],
  source: 'SSVC, decision points Safety Impact and Mission Impact (CERT/CC); CVSS 3.1 clause 4, environmental metrics',
  url: 'https://certcc.github.io/SSVC/reference/decision_points/human_impact/',
  sentence:
    'The same failure harms more where patients depend on devices every minute. It is the kind of place that counts, no patient’s condition. An unknown place counts as the worst.',

  assess({ device: { careSetting: setting } }) {
    const { safety, care } = weights[setting]
    const text = words[setting]
    return [
      { axis: 'safety', change: { times: safety }, text, source: 'inventory', asOf: null },
      { axis: 'care', change: { times: care }, text, source: 'inventory', asOf: null },
    ]
  },
})

const words: Readonly<Record<CareSetting, string>> = {
  icu: 'It stands in intensive care',
  or: 'It stands in an operating or recovery room',
  emergency: 'It stands in the emergency department',
  ward: 'It stands on a ward',
  imaging: 'It stands in imaging or a catheter laboratory',
  lab: 'It stands in the laboratory',
  outpatient: 'It stands in an outpatient clinic',
  home: 'It is at a patient’s home',
  storage: 'It is in storage, a pool or the workshop',
  technical: 'It stands in a technical or supply area',
  unknown: 'Where it stands is not known: it counts as intensive care',
}
