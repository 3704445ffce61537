import { statedHarm as weight } from '#domain/risk/weights.ts'
import { defineRule } from './rule.ts'

export const statedHarm = defineRule({
  id: 'stated-harm',
  title: 'The publisher says that people can be hurt',
  reads: 'flaw',
  axes: ['safety'],
  source:
    'CVSS 4.0 specification, metric Safety and value Safety of MSI and MSA (FIRST); CSAF 2.0 clause 3.2.3.14, impact',
  url: 'https://www.first.org/cvss/v4.0/specification-document',
  sentence:
    'Where the vector has the metric Safety, or the publisher writes that therapy, doses, alarms or monitoring can be changed or stopped, the flaw counts as one that can hurt, whatever the other metrics say. Its silence lowers nothing.',

  assess({ cvss, says, flaw, revisedOn }) {
    if (cvss?.traits.hurtsPeople)
      return {
        axis: 'safety',
        change: { atLeast: weight },
        text: 'Its CVSS vector says that people can be hurt',
        source: `CVSS ${cvss.version}, ${cvss.source}`,
        asOf: cvss.asOf,
      }
    if (says.harm === null) return null
    return {
      axis: 'safety',
      change: { atLeast: weight },
      text: `The publisher says: “${says.harm}”`,
      source: flaw.advisory,
      asOf: revisedOn,
    }
  },
})

/** The sentence that says so, shortened; null where there is none. English, as advisories are. */
export function harmIn(text: string): string | null {
  if (!object.test(text)) return null
  for (const sentence of text.split(/(?<=[a-z)][.;])\s+|\n/))
    if (
      act.test(sentence) &&
      object.test(sentence) &&
      !/\b(not|no|never|cannot|neither|without impact)\b/i.test(sentence)
    )
      return shorten(sentence.trim())
  return null
}

const object =
  /\b(therap(y|ies|eutic)|treatment|doses?|dosage|infusion (rate|settings?|pump settings?)|drug delivery|medication delivery|flow rate|alarms?|alerting|pacing|shocks?|patient monitoring|ventilation|patient (harm|injury)|injur(y|ies)|serious harm|over-?infus\w*|under-?infus\w*|catch fire|burn)\b/i
const act =
  /\b(chang|alter|modif|manipulat|adjust|stop|halt|interrupt|disrupt|delay|silenc|suppress|disabl|deliver|caus|lead|result|inject|program|trigger|loss|drain|deplet|contro)\w*/i

const shorten = (text: string) => (text.length <= 160 ? text : `${text.slice(0, 157).replace(/\s+\S*$/, '')} …`)
