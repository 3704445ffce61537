// The option or system that an advisory asks for: `with ViewForum option`, `running Windows`.

import { hasDigit, isDescriptor, joined, kindOf, rawTokens, tidy } from './model-token.ts'
import { conditionWords, roleWords } from './model-words.ts'
import { joinCodes } from './neighbouring-groups.ts'
import type { ProductName } from './product-name.ts'

/** The name without what is asked for behind it. */
export function readCondition(name: string): { readonly rest: string; readonly condition?: string } {
  // `TeamViewer Host for Windows`: the device's system tells.
  const rest = name
    .replace(/(?<=\S)\s+for (windows|linux|macos|android|ios)$/, ' running $1')
    // `Workplace Desktop App Windows`.
    .replace(
      /(?<=\S (?:\S+ )*(?:app|application|client|agent|host|desktop|software|viewer|player|edition)) (?:microsoft )?(windows|linux|macos|android|ios)$/,
      ' running $1',
    )
    // `products running firmware`: every one does.
    .replace(/\s+(?:products\s+)?running (?:firmware|software)(?: versions?)?$/, '')
  const found = conditionStart.exec(rest)
  return found && found.index > 0 ? { rest: rest.slice(0, found.index).trim(), condition: found[1]!.trim() } : { rest }
}

/** All that is asked for, and the words of it that an inventory may say. */
export function conditionOf(conditions: readonly string[]): ProductName['condition'] {
  if (conditions.length === 0) return undefined
  return {
    text: conditions.join('; '),
    forms: conditions.flatMap((one) => withoutThing(askedFor(one))),
    pieces: conditions.flatMap(piecesOf),
  }
}

const conditionStart =
  /(?:^|\s)((?:used with|using (?:the |an )?optional|enabled with|with installed|containing(?: the)?|equipped with|with|without|w\/|when|where|only|running|installed on|under)\s.+|[a-z0-9 ]+\bonly)$/

export const askedFor = (condition: string): string[] =>
  joinCodes(rawTokens(condition))
    .map((token) => tidy(joined(token)))
    .filter((token) => !conditionWords.has(token))

/** The `portal` of an `External Visitor Manager portal` is left out as often as not, as is the `firmware` of what runs another. */
const withoutThing = (forms: readonly string[]): readonly string[] =>
  (forms.length >= 3 && roleWords.has(forms.at(-1)!)) || (forms.length >= 2 && forms.at(-1) === 'firmware')
    ? forms.slice(0, -1)
    : forms

function piecesOf(condition: string): string[][] {
  const pieces = condition.split(/\s*[,;]\s*(?:and |or )?/)
  if (pieces.length < 2 || !/\bshipped\b|\bused\b|\binstalled\b/.test(condition)) return []
  return pieces.flatMap((piece) => {
    const words = askedFor(piece).filter(
      (form) => kindOf(form) === 'number' || (kindOf(form) === 'word' && !isDescriptor(form)),
    )
    const told = words.filter((form) => !/^(?:shipped|delivered|sold|hosted|based)$/.test(form))
    const brand = told.find((form) => kindOf(form) === 'word')
    const telling = told.filter((form) => form === brand || hasDigit(form))
    return telling.join('').length >= 4 ? [telling] : []
  })
}
