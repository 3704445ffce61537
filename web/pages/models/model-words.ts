import type { ModelRow } from '#web/api/contract.ts'

type Stage = NonNullable<ModelRow['stage']>
type Confidence = NonNullable<ModelRow['confidence']>

/** Stages of support of IMDRF N70, in order. */
export const stageWords: Readonly<Record<Stage, string>> = {
  development: 'Development',
  support: 'Support',
  limited_support: 'Limited support',
  end_of_support: 'End of support',
}
export const stages = Object.keys(stageWords) as Stage[]

export const confidenceWords: Readonly<Record<Confidence | 'none', string>> = {
  certain: 'By its UDI',
  likely: 'By its name',
  unsure: 'Not sure',
  none: 'Not known',
}

/** `Class 2`, `Unclassified`: FDA's word. */
export function classWord(deviceClass: string): string {
  if (/^[123]$/.test(deviceClass)) return `Class ${deviceClass}`
  return { U: 'Unclassified', N: 'Not classified', F: 'For export only' }[deviceClass] ?? `Class ${deviceClass}`
}
