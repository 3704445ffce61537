import { remembering } from '#model/remember.ts'
import { readVersion } from './version.ts'
import { anyLabel, firmwareLabel, softwareLabel, withoutLabels } from './version-labels.ts'
import { withoutNotes } from './version-notes.ts'

// What stands in a device's column of versions: often more than one version, with labels, days and notes around them.

/** `SW 9.12 / FW 3.1` names two; `4.2.1, build 7` one. */
export const splitVersions: (text: string) => readonly string[] = remembering(takeApart)

/** A version and what its label calls it, where it has one. */
export interface LabelledVersion {
  readonly text: string
  readonly of?: 'firmware' | 'software'
}

const beforeLabel = new RegExp(
  `(?<=\\d\\S{0,60})(?:\\s+|\\s*[/,;|]\\s*)(?=${anyLabel}(?![\\p{L}])[\\s.:=#]*v?\\d)`,
  'iu',
)
const isFirmware = new RegExp(`^\\s*${firmwareLabel}(?![\\p{L}])`, 'iu')
const isSoftware = new RegExp(`^\\s*${softwareLabel}(?![\\p{L}])`, 'iu')

/** Whose version a text says that it is: `firmware` of `FW 1.8`. */
export function labelOf(text: string): LabelledVersion['of'] {
  if (isFirmware.test(text)) return 'firmware'
  return isSoftware.test(text) ? 'software' : undefined
}

/** `App 3.2 / FW 1.8`: the software's and the firmware's; the whole text where it does not name two. */
export const labelledVersions = remembering((text): readonly LabelledVersion[] => {
  const pieces = text.split(beforeLabel).map((piece): LabelledVersion => {
    const of = labelOf(piece)
    return of ? { text: piece, of } : { text: piece }
  })
  return new Set(pieces.map(({ of }) => of)).size > 1 ? pieces : [{ text }]
})

/** `2024-06-03` of `1.30 (2024-06-03)` and `1.30 / 2024-06-03`: the day of a version, for who counts by days. */
export const daysBeside = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\d.])(?:19|20)\d\d-\d\d-\d\d(?![\d.])|(?<=\()[^()]*(?:19|20)\d\d[^()]*(?=\))/g)]
    .map(([day]) => day.trim())
    .filter((day) => readVersion(day)?.scheme === 'date')

/** Parts of a device, and systems and programs on it, that have versions of their own. */
const part =
  '(?:build|bld|bn|hw|hardware|pcb|board|bios|uefi|boot(?:loader)?|bl|fpga|cpld|eprom|os|win(?:dows)?|linux|kernel|db|database|sql(?: server)?|oracle|java|\\.net|dicom|hl7|driver|protocol|lizenz|licen[cs]e|manual|ifu|doc)'
const qualifier =
  '(?:build|bn|bld|rev|revision|sp|service pack|patch|update|upd|hf|hotfix|beta|alpha|rc|pre|release|rel|r|u|p|cu|mr|pr|sr)'
/** Where another version begins: behind a sign, before a label or a part, before another word with a version of its own. */
const between = new RegExp(
  [
    '\\s*;\\s*',
    '\\s+/\\s+',
    '\\s*\\|\\s*',
    // `2.0/4.1`
    '/(?<=\\d\\.\\d{1,6}/)(?=v?\\d{1,6}\\.\\d)',
    `\\s*,\\s+(?!\\s*${qualifier}\\b)`,
    '(?<=\\d\\S{0,60})\\s+(?:&|\\+|and|or|und|oder|et|ou|y|o|e)\\s+(?=[vr]?\\d)',
    `(?<=\\d\\S{0,60})(?:\\s+|\\s*[,/]\\s*)(?=(?!${qualifier}(?![\\p{L}]))(?:${part}|${anyLabel})(?:[\\s.:=v#]|rev)*\\d)`,
    `(?<=\\d\\.\\d\\S{0,60})\\s+(?=(?!${qualifier}(?![\\p{L}]))\\p{L}{2,}[\\s:=]+v?\\d+\\.\\d)`,
  ].join('|'),
  'iu',
)
const ofPart = new RegExp(`^\\s*${part}(?![\\p{L}])`, 'iu')

function takeApart(text: string): string[] {
  if (readVersion(text)?.scheme === 'date') return [text]
  const pieces = withoutNotes(text)
    .split(between)
    .filter((piece) => piece.trim() !== '')
    // `Version 15.2(7)E4, RELEASE SOFTWARE`
    .filter((piece, _, { length }) => length === 1 || /\d|^\s*(?:rev\S*\s*)?[a-z]\s*$/i.test(piece))
  const versions = ofMain(pieces.filter((piece) => !ofPart.test(piece)))
  return (versions.length > 0 ? versions : pieces.length > 0 ? pieces : [text]).map((one) =>
    withoutNotes(withoutLead(one)),
  )
}

const named = /^\s*\p{L}[\p{L} .-]*[\s:=]+(?:[vr]\.?\s?)?\d/iu
const ofKnown = new RegExp(`^\\s*(?:v\\.?\\s*\\d|${anyLabel}(?![\\p{L}]))`, 'iu')
const ofDevice =
  /^\s*(?:main|base|basis|core|host|system|haupt|principal)(?:[ -]?(?:software|sw|firmware|fw|version|program|programm|unit|board|cpu))?[\s:=]+v?\d/i

/** `Main: 3.2 / DSP: 4.1` and `5.2, option pack 3`: the device's own version, beside that of a thing with a name. */
function ofMain(pieces: readonly string[]): readonly string[] {
  if (pieces.length < 2) return pieces
  const others = pieces.filter((piece) => named.test(piece) && !ofDevice.test(piece) && !ofKnown.test(piece))
  const isFirst = /^\s*v?\d/i.test(pieces[0]!) || pieces.some((piece) => ofDevice.test(piece))
  return isFirst && others.length > 0 && others.length < pieces.length
    ? pieces.filter((piece) => !others.includes(piece))
    : pieces
}

/** `Main 3.1`, `SW-Stand 3.10`, `vA.03.09`. */
const withoutLead = (text: string): string => withoutLabels(text).replace(/^\s*v(?:er)?\.?\s*(?=[a-z]\.\d)/i, '')
