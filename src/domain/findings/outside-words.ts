/**
 * Makes what people wrote for the house fit for others: names of sites, rooms, wards, computers and technicians are left out.
 * A name without a letter (`12`) is left out only behind a word for a place.
 */
export function outsideWords(placeNames: readonly string[]): (text: string) => string {
  const names = [...new Set(placeNames.map((name) => name.trim().toLowerCase()))]
    .filter((name) => name.length >= 3 && /[\p{L}.:]/u.test(name))
    .sort((a, b) => b.length - a.length)
  return (text) => {
    const lower = text.toLowerCase()
    const found: [number, number][] = []
    for (const name of names)
      for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + name.length))
        if (!isLetter(lower[at - 1]) && !isLetter(lower[at + name.length])) found.push([at, at + name.length])
    for (const match of text.matchAll(
      /\b(?:rooms?|rm|beds?|bay|ward|floor|patients?|mrn)\b[.:#\s]*([\p{L}]*\d[\p{L}\d./-]*)/giu,
    ))
      found.push([match.index + match[0].length - match[1]!.length, match.index + match[0].length])
    return found.length === 0 ? text : without(text, found)
  }
}

const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)

function without(text: string, found: [number, number][]): string {
  let result = ''
  let at = 0
  for (const [from, to] of found.sort(([a, b], [c, d]) => a - c || d - b)) {
    if (from < at) continue
    result += `${text.slice(at, from)}[…]`
    at = to
  }
  return result + text.slice(at)
}
