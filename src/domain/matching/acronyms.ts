// Acronyms and other short ways in which people say a product's name.

import { hasDigit, rawTokens } from './model-token.ts'
import { roleWords } from './model-words.ts'
import { type Group, isStrong } from './name-groups.ts'

/**
 * `SR650 V2 XClarity Controller (XCC)`: behind a code the short form is that of the words right before it, and no name of the
 * whole.
 */
export function withShortPart(groups: readonly Group[], short: string): Group[] {
  const end = groups.at(-1)
  const from = groups.findLastIndex(({ forms }) => /^[a-z]{2,}$/.test(forms[0]!) && forms[0]![0] === short[0])
  const isOfWords =
    end !== undefined &&
    from >= 0 &&
    end.forms[0]![0] === short.at(-1) &&
    groups.slice(from).every(({ forms }) => !hasDigit(forms[0]!))
  return isOfWords
    ? groups.map((group, at) => (at < from ? group : { ...group, forms: [...group.forms, short] }))
    : [...groups]
}

export function runsOf(groups: readonly Group[]): string[] {
  const plain = groups.map(({ forms, range, pattern }) => (range || pattern ? '' : forms[0]!))
  const runs = plain.flatMap((_, at) =>
    [2, 3].flatMap((count) => {
      const some = groups.slice(at, at + count)
      const run = plain.slice(at, at + count)
      const isNamed = some.length === count && run.every((form) => form !== '') && some.some(isStrong)
      return isNamed && run.join('').length >= 5 ? [run.join('')] : []
    }),
  )
  return [...new Set(runs)]
}

/** `CVSM` and `VSM` for `Connex Vital Signs Monitor`: what people on the ward call it. */
export function acronymsOf(name: string, strip: ReadonlySet<string>): { whole: string[]; runs: string[] } {
  const initials = rawTokens(name)
    .filter((token) => /^[a-z]{2,}$/.test(token) && !strip.has(token) && !/^(?:and|or|of|the|for|with)$/.test(token))
    .map((token) => token[0]!)
    .join('')
  if (initials.length < 3 || initials.length > 6) return { whole: [], runs: [] }
  const runs: string[] = []
  for (let start = 0; start < initials.length; start++) {
    for (let end = start + 3; end <= initials.length; end++) runs.push(initials.slice(start, end))
  }
  return { whole: [initials], runs }
}

/**
 * `ACC` of the `Avigilon Control Center Server`: the maker's initial is its first. `VE` of the `Proxmox Virtual Environment`: two are
 * enough behind the maker.
 */
export function initialsWithMaker(name: string, strip: ReadonlySet<string>): string[] {
  const [first, ...all] = rawTokens(name)
  const others = all.filter((token) => !roleWords.has(token))
  if (!first || !strip.has(first) || all.length < 2 || !all.every((token) => /^[a-z]{3,}$/.test(token))) return []
  const initialsOf = (words: readonly string[]) => words.map((word) => word[0]).join('')
  return [
    ...(others.length >= 2 && others.length <= 4 ? [initialsOf([first, ...others])] : []),
    ...(all.length === 2 ? [initialsOf(all)] : []),
  ]
}
