// What a version that the inventory has says of the one that a statement means; and which numbers are none.

import { type Contained, contains, isCutShort, type VersionExpression } from '#standards/vers/vers.ts'
import type { DeviceName } from './device-name.ts'
import type { IndexedProduct } from './match-index.ts'
import type { Statement } from './statement.ts'
import type { Stated } from './whose-version.ts'

/** `2024 R1`. */
export const releaseOfYear = /(?<![\w.-])20\d\d ?R[1-9](?![\w.])/g

/** The 600 of an `Evita V600` is no version of what is called so. */
export const standsIn = (version: string, { name }: IndexedProduct): boolean =>
  name.text.includes(version) &&
  new RegExp(`(?<![\\d.])${version.replace(/[^\w ]/g, '\\$&')}(?![\\w.])`).test(name.text)

export const inName = 'version in the model’s name'

/** The 2 of a `WGS-804HPT-V2`, where the advisory calls it so too, counts the boxes. */
export const isGenerationOf = ({ name }: IndexedProduct, text: string): boolean =>
  /^\s*v?\d\s*$/i.test(text) && new RegExp(`-v${text.trim().replace(/^v/i, '')}(?![\\w.])`, 'i').test(name.text)

/** `7.20` where the advisory names `7.2` and no range: what kept it as a number dropped the nought. */
function lostNought({ alternatives }: VersionExpression, text: string): boolean {
  const short = /(?<![\d.])v?0*(\d+\.[1-9])0\s*$/i.exec(text)?.[1]
  return (
    short !== undefined &&
    alternatives.some((one) => one.kind === 'exact' && one.version.text.trim().replace(/^v/i, '') === short)
  )
}

/** `CU 8` of a `SQL Server 2019` is 2019 CU 8. */
export function ofPatchedRelease(text: string, { patchedRelease }: Statement, device: DeviceName): string {
  const isPatch =
    patchedRelease !== undefined && /^\s*(?:sp|cu|p|patch|hf|hotfix|upd|update|mr)[ -]?\d+[a-z]?\s*$/i.test(text)
  return isPatch && device.text.includes(patchedRelease) ? `${patchedRelease} ${text.trim()}` : text
}

/** The 500 of an `Evita V500`, whose name the product bears: it is the model, and no version. */
export const isOfModel = (text: string, { name }: IndexedProduct): boolean =>
  /^v?\d{2,}$/i.test(text) && new RegExp(`(?<![a-z\\d])v-?${text.replace(/\D/g, '')}(?![\\d.])`, 'i').test(name.text)

/**
 * A product’s name bears the release as it was sold, which the advisory names with its patches; a column has what somebody read, or
 * a part of it. Neither is cleared by the patch that is left out.
 */
export function containsStated(version: VersionExpression, text: string, label: string): Contained {
  const read = contains(version, text)
  if (read.answer === 'unknown') return read
  if (read.answer === 'no' && lostNought(version, text))
    return { answer: 'unknown', because: `version ${text.trim()} may be "${version.text.trim()}"` }
  // The 2 of an `IP Office 500 V2` counts the boxes, not the releases `11.1.x before 11.1.3.1`.
  const isGeneration = label === inName && read.answer === 'no' && /^\s*v?\d{1,2}\s*$/i.test(text)
  if (!isGeneration && ((label === inName && read.answer === 'yes') || !isCutShort(version, text))) return read
  return {
    answer: 'unknown',
    because: `version ${text.trim()} says too little for "${version.text.trim()}"`,
  }
}

/** `firmware 2.1 / software 3.0`, as both columns say it together. */
export const withLabels = (stated: readonly Stated[]): string =>
  stated
    .map(({ label, text }) =>
      /^(?:firmware|software) version$/.test(label) && isBareVersion(text)
        ? `${label.replace(/ version$/, '')} ${text}`
        : text,
    )
    .join(' / ')

const isBareVersion = (text: string): boolean => /^\s*v?\.?\d/i.test(text)

/** `7.2` of a device with `no patches installed` is `7.2 patch 0`, where the advisory counts by patches. */
export function asUnpatched(text: string, description: string, versionText: string): string {
  const [, none] =
    /(?<![\p{L}\d])(?:no|without|ohne|keine?|sans|sin|senza) (patch|hot ?fix|service pack)/iu.exec(description) ?? []
  const isCounted = none !== undefined && versionText.toLowerCase().includes(none.toLowerCase())
  return isCounted && /^\s*v?\d+(?:\.\d+)*\s*$/i.test(text) ? `${text.trim()} ${none} 0` : text
}
