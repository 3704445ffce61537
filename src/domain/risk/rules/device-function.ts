import { functions as weights } from '#domain/risk/weights.ts'
import { deviceFunctionNames } from '#model/device-function.ts'
import { defineRule } from './rule.ts'

export const deviceFunction = defineRule({
  id: 'device-function',
  title: 'What the device does',
  reads: 'device',
  axes: ['safety', 'care'],
  source: 'Fennigkoh and Smith 1989, equipment function; ISO 14971:2019, clause 5.5 (severity of harm)',
  url: 'https://www.iso.org/standard/72704.html',
  sentence:
    'What sustains life or gives therapy can harm more than what shows, measures or prints. A device whose function is not known counts as the worst.',

  assess({ deviceFunction: kind }) {
    const { safety, care } = weights[kind]
    const text =
      kind === 'unknown'
        ? 'What the device does is not known: it counts as one that lives hang on'
        : `It is ${deviceFunctionNames[kind]}`
    return [
      { axis: 'safety', change: { times: safety }, text, source: 'inventory', asOf: null },
      { axis: 'care', change: { times: care }, text, source: 'inventory', asOf: null },
    ]
  },
})
