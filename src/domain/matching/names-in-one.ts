// Several products in one name, and what is said twice in it.

import { hasDigit, isDescriptor, joined, kindOf, rawTokens, tidy } from './model-token.ts'

/** `600 Series Pumps: MiniMed 630G MMT-1715, MMT-1755`: the line, and then its models. */
export function membersOf(name: string): string {
  const members = /^(?=.*\b(?:series|family|line|products|devices|systems|pumps|models)\b)[^:]{4,}:\s+(\S.*)$/.exec(
    name,
  )?.[1]
  return members && /[a-z]{3}/.test(members) && /\d/.test(members) ? members : name
}

/** `Pulsera and Endura`, `Ultrasound EPIQ/Affiniti`, `Spot 4400 Device / Spot 4400 Extended Care Device`. */
export function split(name: string): string[] {
  // `F9 and F9 Express Fetal & Maternal Monitor`: the same name again, with more behind it.
  const again = /^([a-z][a-z\d]*(?:[ -][a-z\d]+){0,3}?) (?:and|&|or) (\1 (?!and\b)[a-z].*)$/.exec(name)
  if (again && /\d|[a-z]{4}/.test(again[1]!)) return [again[1]!, again[2]!]
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
    if (sides.some((side, at) => at > 0 && rawTokens(side)[0] === rawTokens(sides[at - 1]!).at(-1))) continue
    // `iSTAR Ultra, iSTAR Ultra SE`: each begins anew.
    const [lead] = sides.map((side) => /^[a-z][a-z-]{2,}(?=\s)/.exec(side)?.[0])
    if (lead && sides.every((side) => side.startsWith(`${lead} `))) return sides
    const strong = sides.map((side) =>
      rawTokens(side).filter(
        (token) =>
          kindOf(tidy(joined(token))) === 'word' &&
          !isDescriptor(token) &&
          joined(token).length >= (sides.length > 2 ? 3 : 4),
      ),
    )
    const hasCode = sides.some((side) => rawTokens(side).some(hasDigit))
    const isLoose = mark.source === '\\s*\\/\\s*'
    if (strong.every((found) => found.length > 0) && !(isLoose && hasCode)) return sides
  }
  return [name]
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
