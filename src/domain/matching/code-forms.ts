// How inventories write the codes of models: with what was ordered behind them, or run together with the word before.

/** `DXR2.E18`, `OZW672.01`: behind the point stands what it was ordered with. */
export const orderedForm = (form: string): string | undefined =>
  /^([a-z]{2,}\d+[a-z]?)\.[a-z]/.exec(form)?.[1] ?? /^((?:[a-z]{2,}\d{2,}|\d{4,})[a-z]?)\.\d{2,3}$/.exec(form)?.[1]

/** The `3232.700` is a `3232`: no version has a first number of that size but for years. */
export const isOrderedCode = (token: string): boolean => /^(?!(?:19|20)\d\d\.)\d{4,}\.\d{2,3}$/.test(token)

/** The `3me` of `3ME12-A1`: a size behind a code that ends in letters. */
export const begunCode = (whole: string): string | undefined =>
  /^([a-z]{2,}\d+[a-z]{1,3})\d{1,2}(?:[a-z]\d{0,2})?$/.exec(whole)?.[1]

/**
 * The `atv630` of an `ATV630D22N4`, the `pm43` of a `PM43A11000000202`, the `pc43d` of a `PC43DA00100202`: what a code goes on with
 * tells how it was ordered where a letter and two digits begin it, and five characters or more are left. Less, as in `VS2112L` or
 * `R640A12`, may make another model. The `zt230` of a `ZT23042-T01A00FZ` is one by how Zebra counts dots and widths.
 */
export const ratedCode = (form: string): string | undefined =>
  ratedForms.map((pattern) => pattern.exec(form)?.[1]).find((code) => code !== undefined)

const ratedForms = [
  /^(atv\d{2,3})h?[cdu]\d/,
  /^(z[dte]\d{3})(?:4[2-5]|6[23])$/,
  /^([a-z]{2,4}\d{2,3}[a-z]?)[a-z]\d{2}(?=[a-z]*\d)[a-z\d]{2,}$/,
]

/** The `AE1021PE` is another than the `AE1021`: it feeds others over the network. */
export const feedsPower = (form: string): boolean => /\d(?:pe|poe|hpe?|mpe?)$/.test(form)

/** The NAE55 of the `MS-NAE5510-2U`, the `NCE25` of an `NCE2560`: how Johnson Controls orders its engines. */
export const engineOf = (form: string): string | undefined => /^((?:nae|nie|nce|sne|snc)\d\d)\d{2,3}$/.exec(form)?.[1]

/** `Xeleris3.1`, `BodyGuard323`, `ValleylabFT10`: a known word, and the version or code that was run together with it. */
export const partedCodes = (text: string, isKnown: (word: string) => boolean): string =>
  !/[a-z]{5}[a-z]*\d/i.test(text)
    ? text
    : text.replace(
        /(?<![a-z0-9])([a-z]{5,})(v?\d+(?:\.\d+)+|\d{3,}[a-z]{0,2})(?![a-z0-9])/gi,
        (whole, word: string, rest: string) =>
          rest.includes('.') || isKnown(word.toLowerCase()) ? `${word} ${rest}` : whole,
      )

/** The `250cx` and `200cx` of a `259cx`, the `8800` of an `8841`: what a series is called that it may be of. */
export function roundForms(form: string): readonly string[] {
  const [, start = '', digits = '', end = ''] = /^([a-z]{0,5})([1-9]\d{2,4})([a-z]{0,3})$/.exec(form) ?? []
  return [1, 2, 3]
    .filter((count) => count < digits.length)
    .map((count) => start + digits.slice(0, -count) + '0'.repeat(count) + end)
    .filter((round) => round !== form)
}
