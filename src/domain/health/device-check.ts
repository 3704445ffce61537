import type { DeviceAttribute } from '#model/device.ts'
import type { DeviceHealth } from '#model/inventory-health.ts'
import type { StandingRow } from './health-store.ts'
import { partWeights, type Wanted, wanted } from './score-parts.ts'
import { titleOf } from './why.ts'

// The one check that pays most, of one device: what its score loses, part by part, against what could be done.

type Standing = Pick<
  StandingRow,
  'completeness' | 'agreement' | 'freshness' | 'uniqueness' | 'validity' | 'lacks' | 'wrong' | 'is_ghost' | 'missing_by'
>

const groups: readonly (readonly Wanted['of'][])[] = [['all'], ['all', 'software'], ['all', 'software', 'networked']]

/**
 * Points that stating an attribute brings, of those that the device lacks. What belongs to the device is told by how much of it is
 * there: a device on no network needs no MAC address.
 */
export function gainOf({ lacks, completeness }: Pick<Standing, 'lacks' | 'completeness'>, attribute: string): number {
  const weigh = (some: readonly Wanted[]) => some.reduce((sum, { weight }) => sum + weight, 0)
  const lacking = weigh(wanted.filter((one) => lacks.includes(one.attribute)))
  const missing = wanted.filter((one) => lacks.includes(one.attribute))
  const [total = 1] = groups
    .filter((of) => missing.every((one) => of.includes(one.of)))
    .map((of) => weigh(wanted.filter((one) => of.includes(one.of))))
    .sort((a, b) => off(a) - off(b))
  function off(of: number) {
    return Math.abs(100 * (1 - lacking / of) - completeness)
  }
  const weight = wanted.find((one) => one.attribute === attribute)?.weight ?? 0
  return tenth((100 * partWeights.completeness * weight) / total)
}

const tenth = (points: number) => Math.round(10 * points) / 10

/** What raises the score of the device most; null where nothing is missing or wrong that somebody could mend. */
export function bestCheck(deviceId: string, standing: Standing): DeviceHealth['check'] {
  const page = `/devices/${deviceId}`
  const { lacks, wrong, agreement, uniqueness, freshness, validity } = standing
  const named = (attribute: string) => {
    const title = titleOf(attribute)
    return /^(MAC|IP|UDI|AE)/.test(title) ? title : title.toLowerCase()
  }
  const isAtDevice = (attribute: string) => wanted.find((one) => one.attribute === attribute)?.minutes !== null
  const all = [
    ...lacks.map((attribute) => ({
      kind: 'look' as const,
      text: `${isAtDevice(attribute) ? 'Read' : 'Look up'} ${named(attribute)}`,
      gain: gainOf(standing, attribute),
      attribute: attribute as DeviceAttribute,
      path: page,
    })),
    ...wrong.map((attribute) => ({
      kind: 'mend' as const,
      text: `Correct ${named(attribute)}`,
      gain: tenth((partWeights.validity * (100 - validity)) / wrong.length),
      attribute: attribute as DeviceAttribute,
      path: page,
    })),
    {
      kind: 'settle' as const,
      text: 'Settle what sources say against each other',
      gain: tenth(partWeights.agreement * (100 - agreement)),
      attribute: null,
      path: page,
    },
    {
      kind: 'merge' as const,
      text: 'Put right what stands twice',
      gain: tenth(partWeights.uniqueness * (100 - uniqueness)),
      attribute: null,
      path: page,
    },
    {
      kind: 'find' as const,
      text: 'Look for it, not seen for long',
      gain:
        standing.is_ghost || standing.missing_by === 'silence' ? tenth(partWeights.freshness * (100 - freshness)) : 0,
      attribute: null,
      path: page,
    },
  ]
  return all.filter(({ gain }) => gain > 0).sort((a, b) => b.gain - a.gain || (a.text < b.text ? -1 : 1))[0] ?? null
}
