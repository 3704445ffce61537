// The version that stands in the name of a product: `Xeleris 3.1`, `CodeMeter 7.30 and prior`.

import { isOrderedCode } from './code-forms.ts'

/** The name without its version; `noted` is one that stood in brackets, which is the one that is meant. */
export function readVersion(
  name: string,
  noted: string | undefined,
): { readonly rest: string; readonly version: string | undefined } {
  let version = noted
  const rest = name
    // `CodeMeter versions prior to 7.30`, `CodeMeter 7.30 and prior`.
    .replace(versionWords, (_, words: string | undefined, bare: string | undefined) => {
      version ??= (words ?? bare)!.trim()
      return ' '
    })
    .replace(plainVersion, (whole, found: string) => {
      if (version || isOrderedCode(found)) return whole
      version = found.includes('/') ? found.split('/').join(' | ') : found
      return ' '
    })
    // `powermanager V3`: which of its versions is meant.
    .replace(/(?<=\b[a-z]{6,}\s)v(\d)$/, (whole, major: string) => {
      if (version) return whole
      version = `${major}.x`
      return ' '
    })
  return { rest, version }
}

const earlierOrLater = '(?:prior|earlier|older|below|lower|previous|before|later|newer|above|higher)'
/** `R2`, `SP 1`, `Update 3` of a release. */
const partOfRelease = '(?:r|sp|p|u|hf|update|patch|hotfix|service pack) ?\\d+[a-z]?'
const pack = '(?:sp|p|u|hf|cu|upd|update|patch|hotfix|service pack) ?\\d+[a-z]?'
const plainVersion = new RegExp(
  `(?:^|\\s)(?:version |v)?(\\d+(?:\\.(?:\\d+|x))+(?:\\/\\d+(?:\\.\\d+)*)*(?: ${pack})*)(?=\\s|$)`,
  'g',
)
const versionWords = new RegExp(
  `(?<=\\S)[\\s,:-]+(?:((?:all )?(?:firmware |software )?(?:versions?|releases?):? (?:up to|prior to|before|below|through|from|earlier than|older than|lower than|<|v?\\d)[^()]*\\d[^()]*)|((?:v?\\d+(?:\\.\\w+)+(?: ${partOfRelease})*|(?:v?\\d+|20\\d\\d)(?: ${partOfRelease})+|20\\d\\d),? (?:and|or) (?:all )?${earlierOrLater}(?: versions?| releases?)?))$`,
)
