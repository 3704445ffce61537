import { bands, irreversibilityFloor as weights } from '#domain/risk/weights.ts'
import type { Criticality } from '#model/device.ts'
import type { RiskScore } from '#model/risk.ts'

/** A guard is no part of an axis: it looks at the sum, and can only lift it. */
export const irreversibilityFloor = {
  id: 'irreversibility-floor',
  title: 'What cannot be undone is never left for later',
  source:
    'MDRS, an open reference calculator for medical devices: irreversibility floor; FDA postmarket guidance 2016, section VI (severity of harm)',
  url: 'https://www.fda.gov/regulatory-information/search-fda-guidance-documents/postmarket-management-cybersecurity-medical-devices',
  sentence:
    'Where a life-sustaining device can do the worst harm, the score reaches the band “high” however unlikely it is. The order among such findings stays.',

  applies: ({ likelihood, safety }: Pick<RiskScore, 'likelihood' | 'safety'>, criticality: Criticality): boolean =>
    likelihood > 0 && safety >= weights.safety && (criticality === 'life_sustaining' || criticality === 'unknown'),

  /** Grows with the score, so that the order stays. */
  lift: (score: number): number => Math.max(score, floor + score / 20),

  text: 'A life hangs on it and the harm cannot be undone: it is lifted to “high”',
}

const floor = bands.find(({ band }) => band === weights.band)!.from
