import { loss, careHarm as weights } from '#domain/risk/weights.ts'
import { defineRule, type Effect } from './rule.ts'

export const careImpact = defineRule({
  id: 'care-impact',
  title: 'Whether care has to do without the device',
  reads: 'flaw',
  axes: ['care'],
  source: 'SSVC, decision point Mission Impact (CERT/CC); CVSS availability and integrity (FIRST)',
  url: 'https://certcc.github.io/SSVC/reference/decision_points/mission_impact/',
  sentence:
    'A device that is stopped is missing; one that can be changed is taken out of use once somebody notices. Use by ransomware adds to both. Without a readable vector it counts as stopped.',

  assess({ cvss, flaw, revisedOn }) {
    const effects: Effect[] = []
    if (cvss) {
      const { integrity, availability } = cvss.traits
      const missing = weights.availability * loss[availability]
      const distrusted = weights.integrity * loss[integrity]
      effects.push({
        axis: 'care',
        change: { set: Math.max(missing, distrusted) },
        text:
          missing === 0 && distrusted === 0
            ? 'Care goes on: the device is neither stopped nor changed'
            : missing >= distrusted
              ? 'Care has to do without the device while it is stopped'
              : 'A device that was changed has to be taken out of use',
        source: `CVSS ${cvss.version}, ${cvss.source}`,
        asOf: cvss.asOf,
      })
    } else
      effects.push({
        axis: 'care',
        change: { set: weights.availability },
        text: 'What is lost is not published: care counts as going on without the device',
        source: flaw.advisory,
        asOf: revisedOn,
      })
    const { knownExploited: kev } = flaw
    if (kev !== null && kev !== 'unknown' && kev.ransomware)
      effects.push({
        axis: 'care',
        change: { add: weights.ransomware },
        text: 'Ransomware that uses it takes many devices at once',
        source: 'CISA KEV',
        asOf: kev.addedOn,
      })
    return effects
  },
})
