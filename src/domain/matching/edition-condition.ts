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
