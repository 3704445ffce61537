// Several products in one name, and what is said twice in it.

import { hasDigit, isDescriptor, joined, kindOf, rawTokens, tidy } from './model-token.ts'
import { variantWords } from './model-words.ts'

/** `600 Series Pumps: MiniMed 630G MMT-1715, MMT-1755`: the line, and then its models. */
export function membersOf(name: string): string {
  const members = /^(?=.*\b(?:series|family|line|products|devices|systems|pumps|models)\b)[^:]{4,}:\s+(\S.*)$/.exec(
    name,
  )?.[1]
  return members && /[a-z]{3}/.test(members) && /\d/.test(members) ? members : name
}

/** `Pulsera and Endura`, `Ultrasound EPIQ/Affiniti`, `Spot 4400 Device / Spot 4400 Extended Care Device`. */
export function split(written: string): string[] {
  const name = withLike(written)
  // `F9 and F9 Express Fetal & Maternal Monitor`: the same name again, with more behind it.
  const again = /^([a-z][a-z\d]*(?:[ -][a-z\d]+){0,3}?) (?:and|&|or) (\1 (?!and\b)[a-z].*)$/.exec(name)
  if (again && /\d|[a-z]{4}/.test(again[1]!)) return [again[1]!, again[2]!]
  const shared = withSharedCodes(name) ?? ofVariants(name)
  if (shared) return shared
  for (const mark of [
    /\s*;\s+/,
    /\s*,\s*(?:and\s+|or\s+|&\s*)?|\s+and\s+|\s+&\s+/,
    /\s+\/\s+/,
    /\s+and\s+/,
    /\s*\/\s*/,
  ]) {
    const sides = name.split(mark)
    if (sides.length < 2) continue
    // `PN/PN Coupler` is one thing between two of a kind.
    const isBetween = (side: string, at: number) => at > 0 && rawTokens(side)[0] === rawTokens(sides[at - 1]!).at(-1)
    if (mark.source.includes('/') && sides.some(isBetween)) continue
    // `iSTAR Ultra, iSTAR Ultra SE`: each begins anew.
    const [lead] = sides.map((side) => /^[a-z][a-z-]{2,}(?=\s)/.exec(side)?.[0])
    if (lead && sides.every((side) => side.startsWith(`${lead} `))) return sides
    const strong = sides.map((side) =>
      rawTokens(side).filter(
        (token) =>
          (kindOf(tidy(joined(token))) === 'word' || /^[a-z]{5,}\d$/.test(token)) &&
          !isDescriptor(token) &&
          joined(token).length >= (sides.length > 2 ? 3 : 4),
      ),
    )
    const hasCode = sides.some((side) => rawTokens(side).some(hasDigit))
    const isLoose = mark.source === '\\s*\\/\\s*'
    if (strong.every((found) => found.length > 0) && !(isLoose && hasCode)) return sides
    if (/[,;]/.test(mark.source)) {
      const listed = withCodesBehind(sides, strong)
      if (listed.length > 1 && listed.every(({ side, isNamed }) => isNamed || isShortlyNamed(side)))
        return listed.map(({ side }) => side)
    }
  }
  return [name]
}

/** `Centaur XP / XPT`, `LDxN / LDxS`: two of a line, which begin alike, are a choice in one name. */
const withLike = (name: string): string =>
  name.replace(/\b([a-z])([a-z]{1,3}) \/ (?=\1[a-z]{1,3}\b)/g, (both, first: string, rest: string) =>
    kindOf(first + rest) === 'word' ? `${first}${rest}/` : both,
  )

/** `DC-70, DC-70 Pro, DC-80`: codes, behind some of which stands a word that makes another of them. */
function ofVariants(name: string): string[] | undefined {
  const sides = name.split(/\s*,\s*(?:and\s+|or\s+)?|\s+and\s+/)
  const found = sides.map((side) => /^([a-z]{1,5}-?\d{1,5}[a-z]{0,2})(?: ([a-z]+))?(?: .*)?$/.exec(side))
  const areCodes = sides.length > 1 && found.every((one) => one !== null)
  return areCodes && found.some((one) => variantWords.has(one![2] ?? '')) ? sides : undefined
}

/** `Evita Infinity V500, V300, Babylog VN500`: what is but a code is of the brand before it. */
function withCodesBehind(sides: readonly string[], strong: readonly (readonly string[])[]) {
  const listed: { side: string; isNamed: boolean }[] = []
  for (const [at, side] of sides.entries()) {
    const before = listed.at(-1)
    if (before?.isNamed && isCode(side)) before.side += `, ${side}`
    else listed.push({ side, isNamed: strong[at]!.length > 0 })
  }
  return listed
}

const isCode = (side: string): boolean => /^[a-z]{1,4}-?\d{1,5}[a-z]{0,2}$/.test(side)

/** `X Series`, `XT Automated Dispensing Cabinet`, `T1 Patient Monitor`: short as the name is, what it is stands behind it. */
function isShortlyNamed(side: string): boolean {
  // `Enterprise 9000X`: a word of every day with a code.
  const word = /^([a-z]{4,})[ -][a-z]{0,3}-?\d{3,}[a-z]{0,2}$/.exec(side)?.[1]
  if (word && isDescriptor(word)) return true
  const [name, ...behind] = rawTokens(side)
  const isShort = name !== undefined && /^[a-z]{1,2}\d{0,3}$/.test(name) && /^(?:word|number)$/.test(kindOf(name))
  return isShort && behind.length > 0 && behind.every((token) => kindOf(token) === 'kind' || isDescriptor(token))
}

/** `Aestiva and Aespire anesthesia devices 7100 and 7900`: each brand has the codes that stand behind both. */
function withSharedCodes(name: string): string[] | undefined {
  const [, one = '', other = '', codes = ''] =
    /^([a-z]{4,})(?: and | & | or | ?\/ ?|, )([a-z]{4,}) ((?:[a-z-]+ )*[a-z]{0,3}-?\d{2,}[a-z]{0,2}(?:(?:, and |, | and | or | ?\/ ?)[a-z]{0,3}-?\d{2,}[a-z]{0,2})+)$/.exec(
      name,
    ) ?? []
  const kinds = rawTokens(codes).filter((token) => !hasDigit(token))
  const areNames = [one, other].every((word) => kindOf(word) === 'word' && !isDescriptor(word))
  return one !== '' && areNames && kinds.every((token) => kindOf(token) === 'kind' || isDescriptor(token))
    ? [`${one} ${codes}`, `${other} ${codes}`]
    : undefined
}

/** `Alaris Gateway Workstation Alaris GH`: the line comes again before the product itself. */
export function withoutRepeated(name: string): string {
  const first = /^[a-z]{5,}(?=\s)/.exec(name)?.[0]
  const again = first && !/[/,]|\band\b/.test(name) ? name.lastIndexOf(` ${first} `) : -1
  return again > 0 ? name.slice(again + 1) : name
}

/** `BrightSign OS series 4 players`: where nothing else names it, the number is that of the series: `series4`. */
export function withSeries(name: string, strip: ReadonlySet<string>): string {
  const [whole, word, number] = /(?<![\w-])(series|generation|gen) (\d{1,2})(?![\w.-])/.exec(name) ?? []
  if (!whole) return name
  const others = rawTokens(name.replace(whole, ' ')).filter((token) => !strip.has(token))
  const isAll = others.every(
    (token) => /^(?:os|players?|printers?)$/.test(token) || kindOf(token) !== 'word' || isDescriptor(token),
  )
  return isAll && !others.some(hasDigit)
    ? name.replace(whole, `${word}${number} series`).replace(/(?<![\w-])os(?![\w-])/, ' ')
    : name
}
