import type { Configuration } from '#model/matching.ts'
import type { NameAgreement } from './agreement/rule.ts'

// Releases that a product's name leaves out (`not including Venue 40 R1-3`), and the one that a device is of.

export interface Releases {
  readonly text: string
  readonly first: number
  readonly last: number
}

export function readReleases(text: string): Releases | undefined {
  const found = /\br(\d{1,3})(?:\s?[-\u2013]\s?r?(\d{1,3}))?$/i.exec(text.trim())
  if (!found) return undefined
  const first = Number(found[1])
  return { text: found[0], first, last: found[2] ? Number(found[2]) : first }
}

/**
 * With what the device says of its release: undefined where it is left out; as it is where that is not told. A number without
 * the R may count something else.
 */
export function settleReleases(name: NameAgreement, configuration: Configuration): NameAgreement | undefined {
  if (!name.leavesOut) return name
  const { releases, otherwise } = name.leavesOut
  const release = releaseOf(configuration)
  if (release === undefined) return name
  if (release >= releases.first && release <= releases.last) return undefined
  return { ...otherwise, text: `${otherwise.text}, and the advisory leaves out ${releases.text.toUpperCase()} only` }
}

function releaseOf({ softwareVersion, firmwareVersion, model, modelNumber, description }: Configuration) {
  for (const text of [softwareVersion, firmwareVersion, model, modelNumber, description]) {
    const found = /(?:^|\s)r(?:el(?:ease)?)?[. ]?(\d{1,3})(?![\d-])/i.exec(text)
    if (found) return Number(found[1])
  }
  return undefined
}
