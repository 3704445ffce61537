// What an advisory says behind a version and the device's name settles: `8.x model 35700BAX2`, `4.4u3 (JACE 3e, JACE 6e, JACE-8000)`.

import type { VersionExpression } from '#standards/vers/vers.ts'
import type { DeviceName } from './device-name.ts'
import type { IndexedProduct } from './match-index.ts'
import { letters } from './model-token.ts'
import { formsOf } from './product-name.ts'

/** The statement's version without a condition that holds, as it was where nothing is known, or that the device is another. */
export function settleModelCondition(
  version: VersionExpression,
  device: DeviceName,
  product: IndexedProduct,
): VersionExpression | 'another model' {
  const { condition } = version
  if (condition === undefined) return version
  const open = { ...version, condition: undefined }
  const code = /^model (\S+)$/i.exec(condition)?.[1]?.toLowerCase()
  if (code === undefined) return isOfProduct(condition, product) || namesModel(condition, device) ? open : version
  if (device.forms.has(code)) return open
  const stem = /^\d+[a-z]*/.exec(code)?.[0] ?? code
  const isOther = (form: string): boolean =>
    (form.length >= 5 && form.startsWith(stem)) ||
    (/^\d+$/.test(code) && form.length === code.length && /^\d+$/.test(form))
  if ([...device.numbered].some(isOther)) return 'another model'
  // Nothing says that it is another: the name and the version agree already.
  return open
}

/** `2018 (PI SQL Client OLEDB 2018)`, `exacqVision (NVR)`: words of the product's own name explain it. */
function isOfProduct(condition: string, { name }: IndexedProduct): boolean {
  const words = condition.toLowerCase().match(/[a-z0-9]+/g) ?? []
  if (words.length === 0 || restricts.test(condition)) return false
  const own = new Set([...formsOf(name), ...(name.text.toLowerCase().match(/[a-z0-9]+/g) ?? [])])
  return words.every((word) => own.has(word)) && words.some((word) => /[a-z]{2}/.test(word))
}

const restricts =
  /\b(?:not|no|without|except|unless|excluding|other than|with|if|when|where|option|enabled|configured)\b|[<>]/i
const generic =
  /^(?:for|on|only|the|and|or|all|series|models?|hardware|controllers?|devices?|family|platforms?|variants?|units?|versions?|of)$/i

/** The condition lists models, and the device is one of them. */
function namesModel(condition: string, device: DeviceName): boolean {
  if (restricts.test(condition)) return false
  const words = condition.split(/[\s,;|/()]+/).filter((word) => word !== '' && !generic.test(word))
  // Besides codes only a name that is written as one: `JACE 3e`.
  if (!words.some((word) => /\d/.test(word)) || words.some((word) => !/\d|^\p{Lu}/u.test(word))) return false
  return words.some((word, at) => {
    if (!/\d/.test(word)) return false
    const code = letters(word)
    const before = at > 0 && !/\d/.test(words[at - 1]!) ? letters(words[at - 1]!) : ''
    const isTelling = code.length >= 4 && /[a-z]|\d{4}/.test(code)
    return (isTelling && device.numbered.has(code)) || (before !== '' && device.numbered.has(before + code))
  })
}
