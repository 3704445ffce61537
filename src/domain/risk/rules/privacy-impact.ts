import { loss, privacyHarm as weights } from '#domain/risk/weights.ts'
import { defineRule } from './rule.ts'

export const privacyImpact = defineRule({
  id: 'privacy-impact',
  title: 'Whether data can be read',
  reads: 'flaw',
  axes: ['privacy'],
  source: 'CVSS confidentiality (FIRST); FDA postmarket guidance 2016: the loss of data alone is a controlled risk',
  url: 'https://www.fda.gov/regulatory-information/search-fda-guidance-documents/postmarket-management-cybersecurity-medical-devices',
  sentence:
    'What can be read of the device. It weighs less than the other harms at most. Without a readable vector everything counts as readable.',

  assess({ cvss, flaw, revisedOn }) {
    if (!cvss)
      return {
        axis: 'privacy',
        change: { set: weights.confidentiality },
        text: 'What is lost is not published: its data count as readable',
        source: flaw.advisory,
        asOf: revisedOn,
      }
    const { confidentiality } = cvss.traits
    return {
      axis: 'privacy',
      change: { set: weights.confidentiality * loss[confidentiality] },
      text: words[confidentiality],
      source: `CVSS ${cvss.version}, ${cvss.source}`,
      asOf: cvss.asOf,
    }
  },
})

const words = {
  none: 'No data can be read',
  low: 'Some data can be read',
  partial: 'A part of the data can be read',
  high: 'All data can be read',
} as const
