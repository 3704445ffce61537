import type { Gap } from './assessment.ts'
import type { PairFinding } from './scoring.ts'

// What inventory rows would have to say before more could be told.

export class OpenGap {
  readonly #part: string
  readonly #advisories = new Set<string>()
  #devices = 0

  constructor(part: string) {
    this.#part = part
  }

  add(devices: number, advisoryIds: Iterable<string>): void {
    this.#devices += devices
    for (const id of advisoryIds) this.#advisories.add(id)
  }

  result(): Gap {
    const part = this.#part
    return {
      part,
      sentence: gapSentences[part] ?? gapSentences.other!,
      devices: this.#devices,
      advisories: this.#advisories.size,
    }
  }
}

const gapSentences: Readonly<Record<string, string>> = {
  version_missing: 'The software version is not in the inventory.',
  version: 'The software version is there, but does not compare with what the advisory says, or an option decides.',
  model: 'The model says less than the advisory, or adds something that may make it another model.',
  operating_system: 'The operating system is not known well enough.',
  vendor: 'The manufacturer is not in the inventory.',
  status: 'The publisher is still looking into it.',
  other: 'Something else is not known.',
}

/** A device counts once for each thing that its inventory row would have to say. */
export function addToGaps(gaps: Map<string, OpenGap>, devices: number, findings: readonly PairFinding[]): void {
  const open = findings.filter((finding) => finding.combined.answer === 'cannot_tell')
  const parts = new Map<string, Set<string>>()
  for (const { combined } of open) {
    for (const { part, outcome, text } of combined.evidence[0]!.because) {
      if (outcome !== 'unknown') continue
      const name =
        part === 'version' && text.includes('the version of the device is not known') ? 'version_missing' : part
      parts.set(name, (parts.get(name) ?? new Set()).add(combined.advisoryId))
    }
  }
  for (const [part, advisories] of parts) {
    const gap = gaps.get(part) ?? new OpenGap(part)
    gap.add(devices, advisories)
    gaps.set(part, gap)
  }
}
