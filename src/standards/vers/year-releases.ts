import { mayBeSame, readVersion, type Version } from './version.ts'

// `2024 R1` is 24.1 where releases of a year are counted from one, and 2024 R2 is 24.1 where the first of them bears the year alone.

const release = /^\s*(?:v|version |release )?20(\d\d)[ .-]?r([1-9])(?![\w.])/i
/** From 20 on: XProtect 2017 R1 was 11.1, and 2020 R1 was 20.1. */
const numbered = /^\s*v?(2\d|3\d)\.(\d)(?:\.\d{1,3})*[a-z]?\s*$/i

/** What a release of a year may be as a number, or a number as a release: all that the other side's way of counting allows. */
export function inOtherCount(text: string, named: readonly Version[]): readonly string[] {
  if (named.length === 0) return []
  const [, year, count] = release.exec(text) ?? []
  if (year && named.every(({ text }) => numbered.test(text))) {
    const last = Number(count)
    const numbers = last === 1 ? [`${year}.1`] : [`${year}.${last - 1}`, `${year}.${last}`]
    // Of 24.1.3 the release says too little.
    const isFiner = named.some(
      (one) => one.parts.length > 2 && numbers.some((text) => mayBeSame(readVersion(text)!, one)),
    )
    return isFiner ? [] : numbers
  }
  const [, major, minor] = numbered.exec(text) ?? []
  if (!major || !named.every(({ text }) => release.test(text))) return []
  const first = Number(minor)
  // Who names an R1 counts from one.
  const isFromOne = named.some(({ text }) => release.exec(text)?.[2] === '1')
  return [first, ...(isFromOne ? [] : [first + 1])].filter((at) => at > 0).map((at) => `20${major} R${at}`)
}
