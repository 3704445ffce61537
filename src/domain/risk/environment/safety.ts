import { defineRule, type EnvironmentCase, type FoundMetric } from './rule.ts'
import { kinds, places } from './words.ts'

export const safety = defineRule({
  id: 'safety',
  title: 'Whether people can be hurt',
  metrics: '4.0: MSI:S, MSA:S',
  source: 'CVSS 4.0, clause 4.2, value Safety of MSI and MSA; IEC 61508, consequence “Marginal” or worse',
  url: 'https://www.first.org/cvss/v4.0/specification-document',
  sentence:
    'A flaw that changes the device can hurt by its integrity, one that stops it by its availability, where patients are treated with it and its failure can do moderate harm or more. A publisher that says so is believed everywhere; one that says the contrary, or nothing, lowers nothing.',

  assess(input) {
    if (input.version !== '4.0') return []
    const said = input.traits.hurtsPeople
    const isChanged = isLost(input.metrics, 'VI', 'SI')
    const isStopped = isLost(input.metrics, 'VA', 'SA')
    if (!said && !canHarm(input)) return [leftOpen(input)]
    const why = said ? 'its publisher says that people can be hurt' : whyHarmful(input)
    const by = said ? { source: input.source, asOf: input.asOf } : { source: 'profile', asOf: null }
    return [
      ...(isChanged || input.metrics.get('MSI') === 'S'
        ? [{ metric: 'MSI', value: 'S', text: `Who changes it can hurt people: ${why}`, ...by }]
        : []),
      ...(isStopped || input.metrics.get('MSA') === 'S'
        ? [{ metric: 'MSA', value: 'S', text: `Who stops it can hurt people: ${why}`, ...by }]
        : []),
    ]
  },
})

const isLost = (metrics: ReadonlyMap<string, string>, ...names: string[]) =>
  names.some((name) => metrics.get(name) !== 'N')

/** By the profile: of the place and of the device. */
export const canHarm = ({ device, isHarmful, profile }: EnvironmentCase) =>
  isHarmful && profile.settings[device.careSetting].safety && profile.criticalities[device.criticality].safety

export const whyHarmful = ({ device }: EnvironmentCase) =>
  `${kinds[device.criticality]} in ${places[device.careSetting]}`

function leftOpen({ device, isHarmful, profile }: EnvironmentCase): FoundMetric {
  const text = !profile.settings[device.careSetting].safety
    ? `Safety is not set: nobody is treated with it in ${places[device.careSetting]}`
    : isHarmful
      ? `Safety is not set: it is ${kinds[device.criticality]}`
      : 'Safety is not set: it is of a kind that treats nobody'
  return { metric: 'MSI', value: null, text, source: 'profile', asOf: null }
}
