import type { EnvironmentCase, FoundMetric } from './rule.ts'
import { requirements } from './shipped.ts'
import { kinds, needs, places } from './words.ts'

/** The worse of what the place and what the device asks for. */
export function requirementOf(
  metric: 'IR' | 'AR',
  what: string,
  { device: { careSetting, criticality }, profile }: Pick<EnvironmentCase, 'device' | 'profile'>,
): FoundMetric {
  const place = profile.settings[careSetting][metric]
  const atLeast = profile.criticalities[criticality][metric]
  const isByDevice = atLeast !== null && requirements.indexOf(atLeast) > requirements.indexOf(place)
  const value = isByDevice ? atLeast : place
  const where = isByDevice ? `On ${kinds[criticality]}` : `In ${places[careSetting]}`
  return {
    metric,
    value: value === 'X' ? null : value,
    text: `${where} ${what} counts ${needs[value]}`,
    source: 'profile',
    asOf: null,
  }
}
