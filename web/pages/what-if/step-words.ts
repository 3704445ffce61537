import type { WhatIfMove, WhatIfStep } from '#web/api/contract.ts'

export type StepKind = WhatIfStep['kind']
export type Where = NonNullable<WhatIfStep['where']>

export const stepKinds: Readonly<Record<StepKind, string>> = {
  remove: 'Remove a vulnerability',
  segment: 'Move devices to another zone',
  upgrade: 'Give a model a version',
  control: 'Put a control in place of the fix',
  disconnect: 'Take devices off the network',
  retire: 'Retire or replace devices',
}

export const reachWords = {
  network: 'the network',
  adjacent: 'the neighbourhood',
  local: 'the device itself',
  physical: 'with a hand on it',
}

const devicesIn = (where: Where = {}): string => {
  const { site, careArea, zone, manufacturer, model, devices } = where
  const parts = [
    model !== undefined
      ? [manufacturer, model].filter(Boolean).join(' ') || 'devices without a model'
      : manufacturer !== undefined
        ? `devices of ${manufacturer}`
        : devices
          ? devices.length === 1
            ? 'one device'
            : `${devices.length} devices`
          : 'devices',
    ...(zone === undefined ? [] : [zone ? `in zone ${zone}` : 'in no zone']),
    ...(careArea === undefined ? [] : [`in ${careArea || 'no care area'}`]),
    ...(site === undefined ? [] : [`at ${site || 'no site'}`]),
  ]
  return parts.length === 1 && parts[0] === 'devices' ? 'all devices' : parts.join(' ')
}

const nameOf = (advisory: string) => advisory.slice(advisory.indexOf(':') + 1)

/** A step in one line. */
export function stepInWords(step: WhatIfStep): string {
  const devices = devicesIn(step.where)
  switch (step.kind) {
    case 'remove': {
      const what = [...(step.vulnerabilities ?? []), ...(step.advisory ? [`all of ${nameOf(step.advisory)}`] : [])]
      return `${what.join(', ')} removed from ${devices}`
    }
    case 'segment':
      return `${devices} moved to zone ${step.zone}`
    case 'upgrade':
      return `${devices} brought to ${step.version ?? `the version that ${nameOf(step.advisory ?? '')} calls fixed`}`
    case 'control':
      return `“${step.name}” for ${devices}, against use from ${step.reach.map((one) => reachWords[one]).join(', ')}`
    case 'disconnect':
      return `${devices} taken off the network`
    case 'retire':
      return step.replacement
        ? `${devices} replaced by ${[step.replacement.manufacturer, step.replacement.model, step.replacement.version].filter(Boolean).join(' ')}`
        : `${devices} retired`
  }
}

export const causeWords: Readonly<Record<WhatIfMove['cause'], string>> = {
  removed: 'Removed',
  controlled: 'A control keeps it off',
  retired: 'The device leaves',
  version: 'By its version',
  context: 'By its place',
  replacement: 'Comes with the new model',
  decision_broke: 'A decision no longer holds',
}

/** Steps in an address; none where they cannot be read. */
export function readSteps(text: string | undefined): WhatIfStep[] {
  if (!text) return []
  try {
    const read: unknown = JSON.parse(text)
    return Array.isArray(read) ? read.filter((one) => one && typeof one === 'object' && one.kind in stepKinds) : []
  } catch {
    return []
  }
}
