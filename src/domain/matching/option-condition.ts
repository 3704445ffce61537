// Options and systems that a statement asks for in words, and whether the inventory says them.

import type { Because } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import { readOperatingSystem } from './operating-system.ts'

export type Asked = Pick<Because, 'asks' | 'option'>

export const asksOption = (words: readonly string[] | undefined): Asked =>
  words && words.length > 0 ? { asks: 'option', option: words.join(' ') } : {}

/**
 * `running on … such as Windows 2000`, `Windows 10 Professional Operating System U.S. release`: the operating system that
 * the advisory asks for is the device's, and every other word of the condition that restricts stands in its description.
 */
export function conditionHolds(condition: string, configuration: Configuration): boolean {
  const wanted = /\bwindows\b/i.test(condition) ? readOperatingSystem(condition) : undefined
  const own = wanted && readOperatingSystem(configuration.operatingSystem)
  if (!wanted || !own || wanted.edition === '' || wanted.family !== own.family || wanted.edition !== own.edition)
    return false
  if (/\bprofessional\b/i.test(condition) && !/\bpro(?:fessional)?\b/i.test(configuration.operatingSystem)) return false
  const needsCountry = /\bu\.?s\.?(?= release)/i.test(condition)
  if (needsCountry && !/\bu\.?s\.?a?\b/i.test(`${configuration.model} ${configuration.description}`)) return false
  const rest = condition
    .replace(/\bu\.?s\.? release\b/gi, ' ')
    .replace(
      /\b(?:microsoft|windows|operating systems?|professional|running|on|old|unsupported|such as|the|release|used|with|only|when|for|systems?)\b/gi,
      ' ',
    )
    .replace(/[^a-z]+/gi, ' ')
    .trim()
  return rest === '' || /^(?:xp|nt|vista|server|embedded| )*$/i.test(rest)
}

/** The words that name an option (`with wireless option`); none where dates, numbers or something else restrict as well. */
export function optionOf(condition: string | undefined): string[] {
  if (
    !condition ||
    /\d|;|[<>]|\b(?:shipped|between|manufactured|distributed|released?|before|after)\b/i.test(condition)
  )
    return []
  if (
    !/^(?:only )?(?:with|enabled with|w\/)\s/i.test(condition) &&
    !/^(?!.*\b(?:not|no|without|except|unless|excluding)\b)\S+(?: \S+){0,2}$/i.test(condition)
  )
    return []
  return condition
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(
      (word) =>
        word.length > 2 &&
        !/^(?:with|enabled|the|option|options|only|installed|and|mode|module|modules|card|feature)$/.test(word),
    )
}

/** Each word and number of the condition stands in what the inventory says: `on Windows 8.1 with IIS 7.5`. */
export function isSaid(condition: string | undefined, configuration: Configuration): boolean {
  if (!condition || /[<>]|\b(?:not|no|without|except|unless|excluding|shipped|between|before|after)\b/i.test(condition))
    return false
  const said = Object.values(configuration)
    .join(' ')
    .toLowerCase()
    .replace(/\bwin ?(?=\d|xp)/g, 'windows ')
  const wanted = condition
    .toLowerCase()
    .split(/[^a-z0-9.]+/)
    .filter(
      (word) =>
        word !== '' &&
        !/^(?:on|with|and|the|of|in|mode|option|used|running|microsoft|installed|using|when|only|module|modules|card|feature)$/.test(
          word,
        ),
    )
  // `UCS 2.1` for `Universal Copy Service`.
  const initials = wanted.map((word) => word[0]).join('')
  const short = [...initials].flatMap((_, at) =>
    [3, 4].map((length) => ({ at, length, text: initials.slice(at, at + length) })),
  )
  const spelt = short.find(({ text, length }) => text.length === length && new RegExp(`\\b${text}\\b`).test(said))
  if (spelt) wanted.splice(spelt.at, spelt.length)
  return (
    (wanted.length > 1 || spelt !== undefined) &&
    wanted.every((word) => new RegExp(`(?<![a-z0-9.])${word.replace(/\./g, '\\.')}(?![a-z0-9])`).test(said))
  )
}
