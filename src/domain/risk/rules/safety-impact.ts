import { loss, safetyHarm as weights } from '#domain/risk/weights.ts'
import { defineRule } from './rule.ts'

export const safetyImpact = defineRule({
  id: 'safety-impact',
  title: 'What the flaw lets the device do to a patient',
  reads: 'flaw',
  axes: ['safety'],
  source: 'Rubric for Applying CVSS to Medical Devices, questions XIT, XAT, XID and XAD (MITRE, FDA MDDT 2020)',
  url: 'https://www.mitre.org/news-insights/publication/rubric-applying-cvss-medical-devices',
  sentence:
    'A device that can be changed (integrity) or stopped (availability) can harm; what the device does and where it stands decides how much. Without a readable vector both count as lost.',

  assess({ cvss, flaw, revisedOn }) {
    if (!cvss)
      return {
        axis: 'safety',
        change: { set: Math.max(weights.integrity, weights.availability) },
        text: 'What is lost is not published: it counts as control over the device',
        source: flaw.advisory,
        asOf: revisedOn,
      }
    const { integrity, availability } = cvss.traits
    const changed = weights.integrity * loss[integrity]
    const stopped = weights.availability * loss[availability]
    const text =
      changed === 0 && stopped === 0
        ? 'The flaw neither changes nor stops the device'
        : changed >= stopped
          ? `An attacker can change ${amounts[integrity]} the device does`
          : `An attacker can stop ${amounts[availability]} the device does`
    return {
      axis: 'safety',
      change: { set: Math.max(changed, stopped) },
      text,
      source: `CVSS ${cvss.version}, ${cvss.source}`,
      asOf: cvss.asOf,
    }
  },
})

const amounts = { none: 'nothing that', low: 'a little of what', partial: 'a part of what', high: 'what' } as const
