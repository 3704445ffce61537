// `v9.x (with Wireless Battery Module >= v22D19 | <= v22D28)`, `<= 2.3 with firmware 4.1 and earlier`: a version of a part as a
// condition, which the inventory's columns or texts may tell.

import type { Configuration } from '#model/matching.ts'
import { contains, isUnknownText, readVersionExpression } from '#standards/vers/vers.ts'
import type { DeviceName } from './device-name.ts'
import { versionBehind } from './said-elsewhere.ts'

const withPart =
  /^(?:with|and|running|using)\s+(?:an? |the )?([a-z][\w./+-]*(?:\s+[a-z][\w./+-]*){0,3}?)(?:\s+\(\w+\))?(?:\s+versions?)?\s+((?:(?:[<>]=?|before|prior to|earlier than|up to|from)\s*v?|v?(?=\d)).*\d.*)$/i

/** `with <= bacnetstac 4.2.1` */
const signBefore = /^(with |and )([<>]=? ?)([a-z][\w.-]*) (v?\d[\w.]*)$/i

/** Undefined where the condition is of another kind, or where nothing says the part's version. */
export function settlePartCondition(
  condition: string | undefined,
  configuration: Configuration,
  device: DeviceName,
): 'yes' | 'no' | undefined {
  const [, part = '', range = ''] = withPart.exec((condition ?? '').replace(signBefore, '$1$3 $2$4')) ?? []
  if (part === '' || /\b(?:windows|linux|options?(?! pack))\b/i.test(part)) return undefined
  const words = part.toLowerCase().match(/[a-z0-9]+/g) ?? []
  if (device.denied.has(words[0]!)) return 'no'
  const expression = readVersionExpression(range)
  if (expression.reading !== 'alternatives' || expression.condition !== undefined) return undefined
  const { firmwareVersion, softwareVersion, description, model } = configuration
  const column = /^(?:firmware|fw)$/i.test(part)
    ? firmwareVersion
    : /^(?:software|sw)$/i.test(part)
      ? softwareVersion
      : ''
  const texts = [description, softwareVersion, firmwareVersion, model]
  // `BSP UN30 1.76`: letters of the range’s own stand between the part and its number.
  const series = /^\W*([a-z]{2,}\d+)(?= v?\d)/i.exec(range)?.[1]
  const ofSeries = series && new RegExp(`(?<![a-z\\d])${series} v?\\d[\\w.]*`, 'i')
  const said =
    column.trim() !== '' && !isUnknownText(column)
      ? column
      : texts.flatMap((text) =>
          ofSeries ? (ofSeries.exec(text)?.[0] ?? []) : (versionBehind(part.replace(/s$/, ''), text)?.version ?? []),
        )[0]
  const { answer } = said === undefined ? { answer: 'unknown' } : contains(expression, said)
  return answer === 'unknown' ? undefined : (answer as 'yes' | 'no')
}
