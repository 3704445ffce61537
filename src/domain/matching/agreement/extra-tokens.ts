// What only the device says: words, numbers and roles of its model that the product's name has not.

import type { DeviceName } from '#domain/matching/device-name.ts'
import { isCatalogueNumber, isDescriptor, isIdentifying, isMeasure } from '#domain/matching/model-token.ts'
import { shortNames, variantWords } from '#domain/matching/model-words.ts'
import type { ProductName } from '#domain/matching/product-name.ts'
import { abbreviates, expands } from '#domain/matching/word-forms.ts'
import { withoutSizes } from '#domain/matching/words-beside-codes.ts'
import type { NameComparison } from './name-comparison.ts'

type Token = DeviceName['modelTokens'][number]

/** A word or number of the device's model, and its place there. */
export type PlacedToken = Token & { readonly at: number }

/** The product's name is an acronym, whose words the device says. */
export function spellsOut({ nameWords, device }: NameComparison): boolean {
  const [only] = nameWords
  if (nameWords.length !== 1) return false
  const own = device.modelTokens.map(({ form }) => form)
  return expands(
    only!,
    own.filter((form) => form !== only),
  )
}

/** Words and numbers that may make another of it: no measure, and nothing that the advisory says elsewhere. */
export function extraTokens(names: NameComparison): readonly PlacedToken[] {
  const { device, reading, product, listedModels, nameWords, used, codes } = names
  if (names.isSpelledOut) return []
  // `Control-IQ` is a condition in two words.
  const asked = new Set(product.condition?.forms.flatMap((form) => device.forms.get(form) ?? []))
  const extra = device.modelTokens
    .map((token, at) => ({ ...token, at }))
    .filter(
      ({ at, kind, form }) =>
        !used.has(at) &&
        (kind === 'number' || kind === 'word') &&
        !isMeasure(form) &&
        !(reading.isBranded && isDescriptor(form)) &&
        !asked.has(at) &&
        !product.asides.has(form) &&
        !listedModels.has(form) &&
        (variantWords.has(form) || !abbreviates(form, nameWords)),
    )
  return codes.some(isIdentifying) ? withoutSizes(extra, device.modelTokens) : extra
}

/** Server, client, gateway; none where roles and kinds are all that the device is called. */
export function extraRolesOf({ device, product, used, isSpelledOut }: NameComparison): readonly Token[] {
  const namesNothing = device.modelTokens.every(({ kind }) => kind === 'kind' || kind === 'role')
  if ((namesNothing && used.size === 0) || isSpelledOut) return []
  return device.modelTokens.filter(
    (token, at) =>
      token.kind === 'role' &&
      // `InteleViewer PACS workstation`: what the workstation is for.
      !(/^(?:pacs|ris|emr)$/.test(token.form) && /^(?:work)?station$/.test(device.modelTokens[at + 1]?.form ?? '')) &&
      !/^(?:app|web|website|license|server|servers)$/.test(shortNames[token.form]?.[0] ?? token.form) &&
      !used.has(at) &&
      !product.asides.has(token.form) &&
      !saysCondition(product, token.form),
  )
}

const saysCondition = ({ condition }: ProductName, form: string): boolean =>
  condition !== undefined && new RegExp(`\\b${form}\\b`).test(condition.text)

/** What of it may make a variant, or another of the line. */
export function variantsOf(names: NameComparison): readonly PlacedToken[] {
  const { extra, isIdentified, isIdentifiedByNumber, codeAt, firstUsed } = names
  return extra.filter(({ form, kind, at }) => {
    if (kind === 'number' && isCatalogueNumber(form)) return false
    // A code names the model; a plain word behind it describes.
    if (isIdentified && !isIdentifiedByNumber && kind === 'word' && form.length >= 4 && !variantWords.has(form))
      return false
    // `Granit XP 1991iXR` for `Granit 1991iXR`: what stands before the whole code is the line.
    if (kind === 'word' && at < codeAt) return false
    // A family’s name stands before the model; what stands behind it may be another model.
    return at > firstUsed || (kind === 'number' && !isIdentified)
  })
}
