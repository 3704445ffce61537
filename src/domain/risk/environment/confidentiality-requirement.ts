import { defineRule } from './rule.ts'
import { needs, places } from './words.ts'

export const confidentialityRequirement = defineRule({
  id: 'confidentiality-requirement',
  title: 'How much harm lost data do',
  metrics: 'CR',
  source: 'CVSS 3.1 and 4.0, clause 4.1, confidentiality requirement (FIRST)',
  url: 'https://www.first.org/cvss/v3-1/specification-document',
  sentence:
    'By the kind of place. A device that is known to hold no patients’ data has a value of its own, where that is milder; unknown counts as holding them.',

  assess({ device: { careSetting, storesPhi }, profile }) {
    const place = profile.settings[careSetting].CR
    const isMilder = storesPhi === false && milder(profile.noEphi, place)
    const value = isMilder ? profile.noEphi : place
    const text = isMilder
      ? `It holds no patients’ data: confidentiality counts ${needs[value]}`
      : `In ${places[careSetting]} confidentiality counts ${needs[value]}`
    return [{ metric: 'CR', value: value === 'X' ? null : value, text, source: 'profile', asOf: null }]
  },
})

const milder = (a: string, b: string) => 'LMXH'.indexOf(a) < 'LMXH'.indexOf(b)
