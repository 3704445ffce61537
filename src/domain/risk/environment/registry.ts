import { attackVector } from './attack-vector.ts'
import { availabilityRequirement } from './availability-requirement.ts'
import { collateralDamage } from './collateral-damage.ts'
import { confidentialityRequirement } from './confidentiality-requirement.ts'
import { exploitMaturity } from './exploit-maturity.ts'
import { integrityRequirement } from './integrity-requirement.ts'
import type { EnvironmentRule } from './rule.ts'
import { safety } from './safety.ts'

/** In the order of the specification: threat, requirements, modified base metrics. */
export const environmentRules: readonly EnvironmentRule[] = [
  exploitMaturity,
  confidentialityRequirement,
  integrityRequirement,
  availabilityRequirement,
  attackVector,
  safety,
  collateralDamage,
]
