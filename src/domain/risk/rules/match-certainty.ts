import { certainty as weights } from '#domain/risk/weights.ts'
import { defineRule } from './rule.ts'

export const matchCertainty = defineRule({
  id: 'match-certainty',
  title: 'How sure it is that the device has the flaw',
  reads: 'device',
  axes: ['likelihood'],
  source: 'NIST IR 7696, CPE name matching: names are equal, overlap or part',
  url: 'https://csrc.nist.gov/pubs/ir/7696/final',
  sentence:
    'Only a product that agrees in part lowers the likelihood, by a little; not where it counts as affected by the hospital’s threshold. A version that is not on record lowers nothing: what cannot be told counts as affected.',

  assess({ answer, probability, treatment }) {
    if (answer === 'not_affected')
      return {
        axis: 'likelihood',
        change: { times: 0 },
        text: 'The device does not have the flaw',
        source: 'matcher',
        asOf: null,
      }
    if (treatment.countsAs === 'affected' && treatment.text)
      return { axis: 'likelihood', change: { times: 1 }, text: treatment.text, source: 'threshold', asOf: null }
    const sure = `${Math.round(probability * 100)} %`
    if (probability >= weights.full)
      return answer === 'affected'
        ? null
        : {
            axis: 'likelihood',
            change: { times: 1 },
            text: `Whether it has the flaw cannot be told (${sure}): it counts as affected`,
            source: 'matcher',
            asOf: null,
          }
    const aside = treatment.countsAs === 'set_aside' ? `. ${treatment.text}` : ''
    const factor = weights.least + (1 - weights.least) * (Math.max(0, probability) / weights.full)
    return {
      axis: 'likelihood',
      change: { times: factor },
      text: `The product agrees only in part: ${sure} sure that it is the one${aside}`,
      source: 'matcher',
      asOf: null,
    }
  },
})
