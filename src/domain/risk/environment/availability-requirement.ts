import { requirementOf } from './requirement-of.ts'
import { defineRule } from './rule.ts'

export const availabilityRequirement = defineRule({
  id: 'availability-requirement',
  title: 'How much harm a missing device does',
  metrics: 'AR',
  source: 'CVSS 3.1 and 4.0, clause 4.1, availability requirement (FIRST); EC.02.04.01 EP 3 (Joint Commission)',
  url: 'https://www.first.org/cvss/v3-1/specification-document',
  sentence: 'By the kind of place, and by how much harm a failure can do: the worse of both counts.',

  assess: (input) => [requirementOf('AR', 'availability', input)],
})
