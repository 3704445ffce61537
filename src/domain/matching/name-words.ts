// From the text of a name to its groups.

import { hasDigit, isDescriptor, isIdentifying, joined, rawTokens } from './model-token.ts'
import { variantWords } from './model-words.ts'
import { type Group, groupOf, isStrong } from './name-groups.ts'
import { joinCodes, joinNeighbours } from './neighbouring-groups.ts'

export function readWords(text: string, strip: ReadonlySet<string>): Group[] {
  // `ELI 150c/BUR 150c/MLBUR 150c`: letters and number of each alternative belong together.
  const together = text
    .replace(/\b([a-z]{2,5}) (\d+[a-z]?)(?=\/)/g, '$1$2')
    .replace(/(?<=\/)([a-z]{2,5}) (\d+[a-z]?)\b/g, '$1$2')
  // `HAMILTON-T1` of Hamilton is the T1.
  const tokens = joinCodes(
    rawTokens(withChoices(together))
      .flatMap(partedLine)
      .map((token) => {
        const [first, ...others] = token.split('-')
        return others.length > 0 && strip.has(first!) && others.some(hasDigit) ? others.join('-') : token
      }),
  )
  const all = tokens
    .map((token, at) => asBrand(groupOf(withSecondPlane(token, tokens)), at, tokens))
    .filter((group) => group !== undefined)
  const kept = all.filter((group) => !group.forms.every((form) => strip.has(form)))
  if (kept.some((group) => group.kind !== 'kind')) return joinNeighbours(kept)
  return joinNeighbours(all.map((group) => (kept.includes(group) ? group : { ...group, isMaker: true })))
}

/** The `NIM Vital` is called so, and measures no vital signs. */
const asBrand = (group: Group | undefined, at: number, tokens: readonly string[]): Group | undefined =>
  group?.forms[0] === 'vital' && at > 0 && !/^(?:signs?|monitor(?:s|ing)?|parameters?)$/.test(tokens[at + 1] ?? '')
    ? { ...group, kind: 'word' }
    : group

/** `FD20, FD20/10`: what has the first alone beside it is a code of its own, and no `FD10`. */
const withSecondPlane = (token: string, all: readonly string[]): string => {
  const [, code, second] = /^([a-z]+\d+)\/(\d+)$/.exec(token) ?? []
  return code && all.includes(code) ? code + second : token
}

/** `G-Cam/EFD-2250`: a line and one of its models, which are no two choices. */
function partedLine(token: string): string[] {
  const [line, model, ...others] = token.split('/')
  const isModel = /^[a-z]{1,5}-?\d{3,}[a-z]*$/.test(model ?? '')
  return others.length === 0 && isModel && /^[a-z](?:[a-z-]*[a-z])$/.test(line!) && joined(line!).length >= 4
    ? [line!, model!]
    : [token]
}

/** `NVRmini2, NVRsolo`, `B450, B650`, `GX10 / GP10`, `HAMILTON-C1, HAMILTON-T1`: what commas part, where each side is a code. */
const withChoices = (text: string): string =>
  text.replace(
    /(?<=\b[a-z]+-?(?:(?<=-)[a-z]{1,3})?\d[a-z\d-]*)(?:\s*(?:,\s*(?:and\s+|or\s+)?|&)\s*|\s+\/\s+)(?=[a-z]+-?(?:(?<=-)[a-z]{1,3})?\d)/g,
    ' and ',
  )

export const isBrandOrCode = ({ kind, forms }: Group): boolean =>
  kind === 'number'
    ? forms.some(isIdentifying)
    : kind === 'word' && forms.some((form) => form.length >= 3 && !isDescriptor(form) && !variantWords.has(form))

/** `SNC Series Supervisory Controller`: a series is named, and words behind it say what it is for. */
export const asDescribed = (group: Group, at: number, all: readonly Group[]): Group => {
  const series = all.findIndex(({ forms }) => /^(?:series|family)$/.test(forms[0]!))
  const isNamed = series > 0 && all.slice(0, series).filter(isStrong).length >= 2
  const isDescribing = group.kind === 'word' && group.forms.every((form) => form.length >= 4 && !variantWords.has(form))
  return isNamed && at > series && isDescribing ? { ...group, kind: 'descriptor' } : group
}

export const toDescriptor = (group: Group): Group =>
  group.kind === 'word' && group.forms.every(isDescriptor) ? { ...group, kind: 'descriptor' } : group
