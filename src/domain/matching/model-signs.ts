import { plainText } from './plain-text.ts'

/** `Tracer SC+` is no `Tracer SC`: the sign behind a word that both say, which only one of them has. */
export function differsByPlus(device: string, product: string): boolean {
  if (device.includes('+') === product.includes('+')) return false
  const [signed, plain] = (device.includes('+') ? [device, product] : [product, device]).map(plainText) as [
    string,
    string,
  ]
  if (/\bplus\b|\d\s?p\b/.test(plain)) return false
  return [...signed.matchAll(/([a-z0-9]+)\+(?![a-z0-9+])/g)].some(([, word]) =>
    new RegExp(`(?<![a-z0-9])${word}(?![a-z0-9])`).test(plain),
  )
}
