import { careImpact } from './care-impact.ts'
import { careSetting } from './care-setting.ts'
import { cvssExploitability } from './cvss-exploitability.ts'
import { deviceCriticality } from './device-criticality.ts'
import { deviceFunction } from './device-function.ts'
import { exploitProbability } from './exploit-probability.ts'
import { knownExploited } from './known-exploited.ts'
import { matchCertainty } from './match-certainty.ts'
import { networkExposure } from './network-exposure.ts'
import { noExploitNeeded } from './no-exploit-needed.ts'
import { privacyImpact } from './privacy-impact.ts'
import { publicExploit } from './public-exploit.ts'
import type { RiskRule } from './rule.ts'
import { safetyImpact } from './safety-impact.ts'
import { statedHarm } from './stated-harm.ts'
import { storesEphi } from './stores-ephi.ts'

/** In the order in which they work on their axes: what sets one stands first, what takes a share of it last. */
export const rules: readonly RiskRule[] = [
  cvssExploitability,
  noExploitNeeded,
  publicExploit,
  exploitProbability,
  knownExploited,
  networkExposure,
  matchCertainty,
  safetyImpact,
  statedHarm,
  careImpact,
  deviceFunction,
  deviceCriticality,
  careSetting,
  privacyImpact,
  storesEphi,
]
