// Words and numbers that the device adds to a name that it says in full.

import { commonNames } from '#domain/matching/family-names.ts'
import { isCatalogueNumber } from '#domain/matching/model-token.ts'
import { lineWords, partingKinds, trivialWords } from '#domain/matching/model-words.ts'
import { isPlain } from '#domain/matching/plain-words.ts'
import type { SaidGroup } from '#domain/matching/said-groups.ts'
import { agrees, agreesLoosely, another, perhaps, type Rule, type RuleGroup } from './rule.ts'

/** A kind of device stands between the words of the name. */
const kindBetween: Rule = (names) => {
  const { device, used, firstUsed, lastUsed } = names
  const between = device.modelTokens.find(
    ({ form }, at) => partingKinds.has(form) && !used.has(at) && at > firstUsed && at < lastUsed,
  )
  return between ? perhaps(names, 0.5, `the inventory adds "${between.form}"`) : undefined
}

/** A `Production Manager` is no `Instrument Manager`; else what stands before the one word is seldom of the name. */
const wordBefore: Rule = (names) => {
  const { extra, firstUsed, matched, hasCodes, found } = names
  const before = extra.find(({ at, kind }) => kind === 'word' && at < firstUsed)
  if (!before || matched.length !== 1 || hasCodes) return undefined
  if (isPlain(before.form) && saysCommonName(found)) return another
  const isLine = extra.every(({ at, form }) => at > firstUsed || lineWords.has(form))
  return isLine ? undefined : agreesLoosely(names, 0.75)
}

/** Of the whole name only a word is said that many names have: `Manager`. */
const saysCommonName = (found: readonly SaidGroup[]): boolean =>
  found.every(
    ({ group, forms }) =>
      forms.length === 0 || group.forms.some((form) => commonNames.has(form) || trivialWords.has(form)),
  )

/** The description begins with the whole name; `XD1035` is described as a `Series 5 player`. */
const describedInFull: Rule = (names) => {
  const { product, device, matched, missing } = names
  const isDescribed = [product.letters, product.letters.replace(/s$/, '')].some(
    (name) => name.length >= 8 && device.description.startsWith(name),
  )
  const isOfNumbered = matched.some(({ forms }) => forms.some((form) => /^(?:series|generation|gen)\d/.test(form)))
  return isDescribed || (isOfNumbered && missing.length === 0) ? agrees(names, 0.8) : undefined
}

/** `iE33` with the description `sends to Xcelera` is another thing; an order number beside a description is none. */
const anotherThanDescribed: Rule = ({ extra }) =>
  extra.some(({ form, kind }) => kind === 'word' || !isCatalogueNumber(form)) ? another : undefined

const describedAlone: Rule = (names) =>
  perhaps(names, 0.4, `only the description says ${names.matched.map(({ forms }) => `"${forms[0]}"`).join(', ')}`)

export const addedWords: RuleGroup = {
  applies: ({ isIdentified }) => !isIdentified,
  rules: [kindBetween, wordBefore],
}

/** What the model is called says nothing of the name. */
export const descriptions: RuleGroup = {
  applies: ({ extra, matched, device }) =>
    extra.length > 0 && !matched.some(({ forms }) => forms.some((form) => device.numbered.has(form))),
  rules: [describedInFull, anotherThanDescribed, describedAlone],
}
