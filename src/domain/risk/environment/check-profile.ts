import { CareSetting, Criticality } from '#model/device.ts'
import type { EnvironmentProfile } from '#model/environment.ts'
import { damages, requirements } from './shipped.ts'

/** Where the profile says that what is not known, or does more harm, counts for less. Empty where it does not. */
export function faultsOfProfile({ settings, criticalities }: EnvironmentProfile): ReadonlyMap<string, string> {
  const faults = new Map<string, string>()
  const { unknown } = settings
  for (const setting of CareSetting.options) {
    const other = settings[setting]
    for (const metric of ['CR', 'IR', 'AR'] as const)
      if (worth(other[metric]) > worth(unknown[metric]))
        faults.set(`settings.unknown.${metric}`, 'A place that is not known cannot count for less than one that is.')
    if (other.safety && !unknown.safety)
      faults.set('settings.unknown.safety', 'A place that is not known cannot count for less than one that is.')
  }
  const inOrder = Criticality.options.filter((one) => one !== 'unknown')
  for (const [at, criticality] of inOrder.entries())
    for (const [worse, sentence] of [
      [inOrder[at - 1], 'It cannot count for more where a failure does less harm.'],
      ['unknown', 'It cannot count for more than where the harm is not known.'],
    ] as const) {
      if (worse === undefined) continue
      const [one, other] = [criticalities[criticality], criticalities[worse]]
      for (const metric of ['IR', 'AR'] as const)
        if (worthOf(one[metric]) > worthOf(other[metric]))
          faults.set(`criticalities.${criticality}.${metric}`, sentence)
      if (one.safety && !other.safety) faults.set(`criticalities.${criticality}.safety`, sentence)
      if (damages.indexOf(one.CDP) > damages.indexOf(other.CDP))
        faults.set(`criticalities.${criticality}.CDP`, sentence)
    }
  return faults
}

const worth = (value: (typeof requirements)[number]) => requirements.indexOf(value)
const worthOf = (value: (typeof requirements)[number] | null) => (value === null ? -1 : worth(value))
