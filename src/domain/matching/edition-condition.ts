// `8.1 (Standard, DC and HC Editions)`: of the editions of one version only some, and the inventory says which it is.

import type { Configuration } from '#model/matching.ts'

const listed = /^(?:only |for )?(?:the )?([a-z][a-z ,/-]{1,80}) editions?(?: only)?$/i

/** Undefined where the condition is of another kind, or the inventory does not tell. */
export function settleEdition(condition: string | undefined, configuration: Configuration): 'yes' | 'no' | undefined {
  const list = listed.exec(condition ?? '')?.[1]
  if (list === undefined || /\b(?:all|any|every|other|except|not|without)\b/i.test(list)) return undefined
  const wanted = list
    .toLowerCase()
    .split(/[\s,/]+/)
    .filter((word) => !/^(?:and|or|the)$/.test(word))
  const { model, description, softwareVersion } = configuration
  const said = /(?<![a-z-])([a-z-]{1,20})(?: ([a-z-]{1,20}))? (?:edition|ed\.)(?![a-z])/i.exec(
    `${model}; ${description}; ${softwareVersion}`,
  )
  if (!said) return undefined
  const words = [said[1]!, said[2] ?? ''].filter((word) => word !== '').map((word) => word.toLowerCase())
  if (words.some((word) => wanted.includes(word))) return 'yes'
  // The `DC` of a list may be the data center.
  const mayBeShort = wanted.some((one) => one.length <= 3 && words.some((word) => word[0] === one[0]))
  return mayBeShort ? undefined : 'no'
}

/** `Essential Edition V2.8.0.060`, `2.1 Enterprise Edition`: one edition, and its versions. */
interface OfEdition {
  /** `essential`, `advanced primeflex`. */
  readonly edition: readonly string[]
  readonly versions: string
}

const before =
  /^(?:the )?([a-z][a-z-]+(?: [a-z][a-z-]+)?) edition(?: for ([a-z]+))?[\s:,-]+(?:versions? )?((?:[<>=v]|before|prior|up to).*\d.*|\d.*)$/i
const behind = /^([^a-z]*v?\d[\w.<>= ]*?),? \(?([a-z][a-z-]+) edition\)?$/i

/** Undefined where the text speaks of no edition, or of several. */
export function readOfEdition(versionText: string): OfEdition | undefined {
  if (versionText.match(/edition/gi)?.length !== 1) return undefined
  const text = versionText.trim()
  const [, name, of = '', versions] = before.exec(text) ?? []
  if (name && versions && !isNoEdition.test(name)) return { edition: wordsOf(`${name} ${of}`), versions }
  const [, count, named] = behind.exec(text) ?? []
  return count && named && !isNoEdition.test(named) ? { edition: wordsOf(named), versions: count } : undefined
}

const isNoEdition = /\b(?:all|any|every|each|other|except|not|both|this|first|second|third|and|or)\b/i
const wordsOf = (text: string): readonly string[] => text.toLowerCase().split(/\s+/).filter(Boolean)

const editions: ReadonlySet<string> = new Set(
  'essential essentials standard enterprise professional community advanced express premium lite basic ultimate free starter developer'.split(
    ' ',
  ),
)

/** Whether the inventory names that edition or another; undefined where it names none. `productName` says no edition. */
export function saysEdition(
  { edition }: OfEdition,
  { model, description, softwareVersion }: Configuration,
  productName: string,
): 'yes' | 'no' | undefined {
  const own = wordsOf(productName.replace(/[^a-z\s-]/gi, ' '))
  const said = wordsOf(`${model} ${softwareVersion}`.replace(/[^a-z\s-]/gi, ' ')).filter((word) => !own.includes(word))
  const beside = /(?<![a-z-])([a-z-]{3,20}) (?:edition|ed\.)(?![a-z])/i.exec(description)?.[1]?.toLowerCase()
  const words = beside === undefined ? said : [...said, beside]
  if (edition.every((word) => words.some((one) => one === word || `${one}s` === word || one === `${word}s`)))
    return 'yes'
  const isOther = words.some(
    (word, at) => (editions.has(word) || /^ed(?:ition)?$/.test(words[at + 1] ?? '')) && !edition.includes(word),
  )
  return isOther ? 'no' : undefined
}
