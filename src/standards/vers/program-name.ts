import { anyLabel } from './version-labels.ts'

// `EzDent-i 3.4.9 and earlier`, `Som10 VA10 | VA20`, `Console software 4.x`: before its versions stands the program that counts
// them, once for the whole list or again before each.

const word = "\\p{L}[\\p{L}\\d.+&'/®™-]*"
/** What is seen to be a version without knowing more: two numbers, `VA10A`, `E11`, `00-23`; the `V3` behind a name may be a part of it. */
const versionStart =
  '(?:[vr]\\.? ?)?\\d+(?:\\.(?:\\d|x|\\*))|[a-z]\\d+(?:\\.\\d+){2}|\\d\\d-\\d\\d(?![\\d-])|[a-z]{1,2}\\d\\d[a-z]?(?![\\p{L}\\d-])'
const program = new RegExp(
  `^((?:${word})(?: (?:${word}|\\d+(?= (?:${anyLabel}) ))){0,6}?)(?: (${anyLabel}))?[ :]+(?=${versionStart})`,
  'iu',
)
const label = new RegExp(`^(?:${anyLabel})(?![\\p{L}\\d])[ .:]*(?=${versionStart}|[vr]\\d+(?![\\p{L}\\d]))`, 'iu')

/** Words that a range is made of, and systems and parts whose versions are their own. */
const isNoProgram =
  /(?<![\p{L}\d.])(?:all|any|every|and|or|to|from|through|thru|until|up|down|before|after|prior|below|above|between|since|than|with|without|running|on|for|of|in|if|only|not|no|except|excluding|including|starting|beginning|affected|shipped|released?|dated|fixed|versions?|build|bld|bn|rev|revision|sp|hf|patch|upd|update|hotfix|service|pack|windows|linux|android|ios|ipados|macos|java|bios|uefi|boot|bootloader|hw|hardware|fpga|cpld|ups|module|card|part|model|type|serial|lot|digits|date|edition|bis|vor|ab|und|oder|et|ou|y|o|e)(?![\p{L}\d])/iu
const isVersion = /^(?:[vr]?\d[\w.]*|[a-z]{1,2}\d[\d.]*[a-z]?|[a-z])$/i

export interface Named {
  /** The program with its label: `Console software`, `NZAcquireMD`; empty where only a label stood there. */
  readonly program: string
  readonly rest: string
}

/** The name before the versions and what is said of them; undefined where no name is seen. */
export function takeProgram(plain: string): Named | undefined {
  if (/[<>=]/.test(plain)) return undefined
  const bare = label.exec(plain)
  if (bare) return { program: '', rest: plain.slice(bare[0].length) }
  const found = program.exec(plain)
  if (!found) return undefined
  const name = found[1]!
  const last = name.split(' ').at(-1)!
  if (
    isNoProgram.test(name) ||
    // A name is written as one: `EzDent-i`, `syngo.via`; any other word may be of a language that is not read.
    !/\p{Lu}|\d|\p{L}\.\p{L}/u.test(name) ||
    name.split(' ').every((one) => isVersion.test(one)) ||
    (isVersion.test(last) && !(found[2] && /^\d+$/.test(last)))
  )
    return undefined
  const again = new RegExp(`(?<=[|,;] ?|\\band |\\bor |\\bto |\\bthrough )${escaped(found[0].trim())} +`, 'gi')
  return {
    program: [name, found[2]].filter(Boolean).join(' '),
    rest: plain.slice(found[0].length).replace(again, ''),
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** `Main firmware`, `Operating software`: of the device itself, whichever it is. */
export const isOwnSoftware = (name: string): boolean =>
  /^(?:(?:the|main|system|device|application|operating|product|instrument|embedded|installed|control|console) ?)*(?:software|firmware|[sf]\/?w|program)?(?: versions?)?$/i.test(
    name.trim(),
  )
