import type { CareSetting, Criticality } from '#model/device.ts'
import type { CriticalityMetrics, EnvironmentProfile, PlaceMetrics, Requirement } from '#model/environment.ts'

// The profile that a hospital starts with, and nothing else. The values are ours; what they mean is FIRST's: CVSS 3.1 clause
// 4.1 and 4.0 clause 4.1 (security requirements), 4.0 clause 4.2 (safety: "Marginal" or worse of IEC 61508), 2.0 clause
// 2.3.1 (collateral damage). What is unknown stands with the worst of its column.

const settings: Readonly<Record<CareSetting, PlaceMetrics>> = {
  icu: { CR: 'M', IR: 'H', AR: 'H', safety: true },
  or: { CR: 'M', IR: 'H', AR: 'H', safety: true },
  emergency: { CR: 'M', IR: 'H', AR: 'H', safety: true },
  ward: { CR: 'M', IR: 'H', AR: 'M', safety: true },
  imaging: { CR: 'H', IR: 'H', AR: 'M', safety: true },
  lab: { CR: 'H', IR: 'H', AR: 'M', safety: true },
  outpatient: { CR: 'H', IR: 'M', AR: 'M', safety: true },
  home: { CR: 'H', IR: 'H', AR: 'M', safety: true },
  storage: { CR: 'M', IR: 'M', AR: 'L', safety: false },
  technical: { CR: 'M', IR: 'M', AR: 'H', safety: true },
  unknown: { CR: 'H', IR: 'H', AR: 'H', safety: true },
}

const criticalities: Readonly<Record<Criticality, CriticalityMetrics>> = {
  life_sustaining: { IR: 'H', AR: 'H', safety: true, CDP: 'H' },
  high: { IR: 'H', AR: 'M', safety: true, CDP: 'MH' },
  medium: { IR: null, AR: null, safety: true, CDP: 'LM' },
  low: { IR: null, AR: null, safety: false, CDP: 'L' },
  unknown: { IR: 'H', AR: 'H', safety: true, CDP: 'H' },
}

export const shippedProfile: EnvironmentProfile = { settings, criticalities, noEphi: 'L' }

/** Milder to worse. In 3.x undefined counts as medium, in 4.0 as high: it stands between them. */
export const requirements: readonly Requirement[] = ['L', 'M', 'X', 'H']
export const damages: readonly CriticalityMetrics['CDP'][] = ['N', 'ND', 'L', 'LM', 'MH', 'H']

/** A statement that nothing is known of use counts for so long, and so old may the list of what is used be: days. */
export const freshDays = { unreported: 90, catalogue: 30 } as const

/** From this probability on EPSS contradicts that nothing is to be expected. */
export const expectedFrom = 0.1
