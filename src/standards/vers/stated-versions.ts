import { readVersion } from './version.ts'
import { anyLabel, firmwareLabel, softwareLabel, withoutLabels } from './version-labels.ts'

// What stands in a device's column of versions: often more than one version, with labels, days and notes around them.

/** `SW 9.12 / FW 3.1` names two; `4.2.1, build 7` one. */
export function splitVersions(text: string): readonly string[] {
  const known = remembered.get(text)
  if (known) return known
  if (remembered.size > 50_000) remembered.clear()
  const versions = takeApart(text)
  remembered.set(text, versions)
  return versions
}

/** A version and what its label calls it, where it has one. */
export interface LabelledVersion {
  readonly text: string
  readonly of?: 'firmware' | 'software'
}

const beforeLabel = new RegExp(`(?<=\\d\\S*)(?:\\s+|\\s*[/,;|]\\s*)(?=${anyLabel}(?![\\p{L}])[\\s.:=#]*v?\\d)`, 'iu')
const isFirmware = new RegExp(`^\\s*${firmwareLabel}(?![\\p{L}])`, 'iu')
const isSoftware = new RegExp(`^\\s*${softwareLabel}(?![\\p{L}])`, 'iu')
const labelled = new Map<string, readonly LabelledVersion[]>()

/** `App 3.2 / FW 1.8`: the software's and the firmware's; the whole text where it does not name two. */
export function labelledVersions(text: string): readonly LabelledVersion[] {
  const known = labelled.get(text)
  if (known) return known
  if (labelled.size > 50_000) labelled.clear()
  const pieces = text.split(beforeLabel).map((piece): LabelledVersion => {
    if (isFirmware.test(piece)) return { text: piece, of: 'firmware' }
    return isSoftware.test(piece) ? { text: piece, of: 'software' } : { text: piece }
  })
  const versions = new Set(pieces.map(({ of }) => of)).size > 1 ? pieces : [{ text }]
  labelled.set(text, versions)
  return versions
}

/** `2024-06-03` of `1.30 (2024-06-03)` and `1.30 / 2024-06-03`: the day of a version, for who counts by days. */
export const daysBeside = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\d.])(?:19|20)\d\d-\d\d-\d\d(?![\d.])|(?<=\()[^()]*(?:19|20)\d\d[^()]*(?=\))/g)]
    .map(([day]) => day.trim())
    .filter((day) => readVersion(day)?.scheme === 'date')

const remembered = new Map<string, readonly string[]>()

function takeApart(text: string): string[] {
  if (readVersion(text)?.scheme === 'date') return [text]
  // What a bracket adds in words is not the version: `UPS 09.3 (ID18)`, `9.12 (see label)`.
  const pieces = text
    .replace(/\b([sf])\/w\b/gi, '$1w')
    .replace(
      /\s+(?:per|see|as of|as read|verified|according|acc\.?|read|checked)\b.*$|\s*\((?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?\)/gi,
      '',
    )
    .replace(/\s*\(?\bno (?:sp|service pack|patch|hf)\b\)?/gi, '')
    .replace(/(?<=\d)\s+b(?=\d+$)/i, ' build ')
    .replace(/(?<=\d)\s*\(b(?:uild)?[. #:]?(?=\d+\))/i, ' (build ')
    .replace(/(?<=\d)\s*\(\s*\d{6,}[_ -]?[a-z]{1,2}\s*\)/gi, '')
    .replace(/\s*\((?![^)]*\b(?:build|bn|rev|sp|patch|upd|hf)\b)[^)]*[a-z]{2}[^)]*\)/gi, '')
    .split(
      /\s*;\s*|\s+\/\s+|\s*\|\s*|\s*,\s+(?!\s*(?:build|bn|rev|revision|sp|service pack|patch|update|upd|hf|hotfix)\b)/i,
    )
    .filter((piece) => piece.trim() !== '')
    // `Version 15.2(7)E4, RELEASE SOFTWARE`
    .filter((piece, _, { length }) => length === 1 || /\d|^\s*(?:rev\S*\s*)?[a-z]\s*$/i.test(piece))
  // A build, the hardware and the operating system are said besides the version.
  const versions = pieces.filter(
    (piece) => !/^\s*(?:build|bld|bn|hw|hardware|win(?:dows)?|os|bios|boot)\b/i.test(piece),
  )
  return (versions.length > 0 ? versions : pieces.length > 0 ? pieces : [text]).map(withoutLead)
}

/** `Main 3.1`, `SW-Stand 3.10`, `vA.03.09`. */
const withoutLead = (text: string): string => withoutLabels(text).replace(/^\s*v(?:er)?\.?\s*(?=[a-z]\.\d)/i, '')
