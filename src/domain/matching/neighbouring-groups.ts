// Groups that stand side by side: codes of one line are a choice, and a short word before a number belongs to it.

import { isFieldStrength } from './model-token.ts'
import { kindWords, roleWords } from './model-words.ts'
import { type Group, isStrong } from './name-groups.ts'

/** Codes that follow each other with the same letters are alternatives: `TC10 TC20 TC30`. */
export function joinNeighbours(groups: readonly Group[]): Group[] {
  const result: Group[] = []
  let isChoice = false
  for (const [index, group] of groups.entries()) {
    // `MX600, MX700 and MX800`.
    const next = groups[index + 1]
    const before = result.at(-1)
    if (/^(?:and|or)$/.test(group.forms[0]!) && next?.kind === 'number' && before?.kind === 'number') {
      // `NAE85 and NIE85`: a choice, whatever their letters.
      isChoice = true
      continue
    }
    // `FL SWITCH 3xxx 4xxx and 48xx`.
    if (before?.pattern && group.pattern && (isChoice || shapeStart(before) === shapeStart(group))) {
      result[result.length - 1] = {
        kind: 'number',
        forms: [...before.forms, ...group.forms],
        pattern: new RegExp(`${before.pattern.source}|${group.pattern.source}`),
      }
      isChoice = false
      continue
    }
    if (isChoice && before && !before.range && !group.range && !before.pattern && !group.pattern) {
      // `MP70 MP70E RV50 and LX60`: with no commas between those before.
      let run = result.length - 1
      while (run > 0 && isPlainCode(result[run - 1]!)) run--
      const areMany = result.slice(run).flatMap((one) => one.forms).length >= 3
      const from = areMany ? run : result.length - 1
      const forms = [...result.slice(from).flatMap((one) => one.forms), ...group.forms]
      result.splice(from, result.length, { kind: 'number', forms: [...new Set(forms)] })
      isChoice = false
      continue
    }
    isChoice = false
    // A family before the product repeats its words: `APC Smart-UPS Smart-UPS SMT Series`.
    if (result.some((one) => one.forms[0] === group.forms[0])) continue
    const last = result.at(-1)
    // `EA9 EA9-T15CL`: the line, and then its member.
    if (last && isBeginningOfCode(last, group)) {
      result[result.length - 1] = group
      continue
    }
    if (last && areOfOneAcronym(last, group)) {
      result[result.length - 1] = { kind: 'number', forms: [...last.forms, ...group.forms] }
      continue
    }
    const shape = (one: Group) => /^([a-z]+)\d/.exec(one.forms[0]!)?.[1]
    if (last && shape(last) && shape(last) === shape(group) && !last.range && !group.range) {
      result[result.length - 1] = { kind: 'number', forms: [...last.forms, ...group.forms] }
    } else result.push(group)
  }
  return result
}

const isBeginningOfCode = (line: Group, member: Group): boolean =>
  line.kind === 'number' &&
  line.forms.length === 1 &&
  member.forms.length === 1 &&
  !line.range &&
  !line.pattern &&
  /^[a-z]+\d+$/.test(line.forms[0]!) &&
  new RegExp(`^${line.forms[0]}[a-z]+\\d`).test(member.forms[0]!)

const shapeStart = ({ forms }: Group) => /^[a-z]*/.exec(forms[0]!)![0]

/** `NVRmini2 NVRsolo`; `5110 5130 5150`. */
const areOfOneAcronym = (a: Group, b: Group): boolean => {
  if (a.range || b.range || a.pattern || b.pattern) return false
  const [one, other] = [a.forms.at(-1)!, b.forms[0]!]
  if (/^\d{3,}$/.test(one) && /^\d{3,}$/.test(other)) return one.length === other.length
  const acronym = /^[b-df-hj-np-tv-z]{3}(?=[a-z]{4})/.exec(one)?.[0]
  return isStrong(a) && isStrong(b) && acronym !== undefined && other.startsWith(acronym) && other.length >= 6
}

const isPlainCode = ({ kind, forms, range, pattern }: Group): boolean =>
  kind === 'number' && !range && !pattern && forms.every((form) => /^[a-z]+\d+[a-z]*$/.test(form))

/** `Discovery XR 656`: a short word before a number belongs to it. */
export function joinCodes(tokens: readonly string[]): string[] {
  const result: string[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    if (
      last !== undefined &&
      /^\d[\dx]{0,3}[a-z]{0,3}$/.test(token) &&
      !isFieldStrength(token) &&
      /^[a-z]{1,3}$/.test(last) &&
      !kindWords.has(last) &&
      !roleWords.has(last)
    ) {
      result[result.length - 1] = last + token
    } else result.push(token)
  }
  return result
}
