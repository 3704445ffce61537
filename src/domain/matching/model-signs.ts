import { plainText } from './plain-text.ts'

/** `Tracer SC+` is no `Tracer SC`: the sign behind a word that both say, which only one of them has. */
export function differsByPlus(device: string, product: string): boolean {
  if (device.includes('+') === product.includes('+')) return false
  const [signed, plain] = (device.includes('+') ? [device, product] : [product, device]).map(plainText) as [
    string,
    string,
  ]
  if (/\bplus\b|\d\s?p\b/.test(plain)) return false
  return [...signed.matchAll(/([a-z0-9]+)\+(?![a-z0-9+])/g)].some(
    ([, word]) =>
      // `M300, M300+` lists both.
      new RegExp(`(?<![a-z0-9])${word}(?![a-z0-9])`).test(plain) &&
      !new RegExp(`(?<![a-z0-9])${word}(?![a-z0-9+])`).test(signed),
  )
}

/** `VPAP ST-A` is no `VPAP ST`: behind a short word that both say a hyphen joins one letter to it. */
export function differsByLetter(device: string, product: string): boolean {
  if (!letterBehind.test(device)) return false
  const plain = plainText(product)
  return [...plainText(device).matchAll(new RegExp(letterBehind, 'g'))].some(
    ([, word, letter]) =>
      new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(plain) && !new RegExp(`${word}[- ]?${letter}(?!\\w)`).test(plain),
  )
}
const letterBehind = /(?<![\w-])([a-z]{2,3})-([a-z])(?![\w-])/i
