// Mitsubishi Electric counts the units of a controller, not its firmware: `The first 5 digits of serial No. 23071 and prior`. In some
// advisories half of it stands behind the product's name, and the number where the version belongs.

import type { Configuration } from '#model/matching.ts'
import { isUnknownText } from '#standards/vers/vers.ts'

const phrase =
  '(?:the )?first (\\d|two|three|four|five|six) (?:digits|characters) of (?:the |its )?serial (?:no\\.?|numbers?)'
const inName = new RegExp(`[\\s,;:(-]+${phrase}[\\s:.]*\\)?\\s*$`, 'i')
const asked = new RegExp(
  `${phrase}[\\s:.]*(?:is |are )?(<=?|>=?)?\\s*["'“”]?(\\d{2,})["'“”]?\\s*(?:(?:and|or) (prior|earlier|before|below|lower|later|above|after|higher))?\\s*\\)?\\s*$`,
  'i',
)
const counts: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5, six: 6 }

/** The name without the words that belong to the number. */
export const withoutSerialDigits = (name: string): string =>
  /digits|characters/i.test(name) ? name.replace(inName, '') : name

const stated = /\b(?:s\/?n|ser(?:ial)?(?:[ .]?(?:no|nr|number|num))?)[\s.:#]*([a-z]{0,2}\d{2,}\w*)/i

/** Undefined where the statement counts otherwise. */
export function settleSerialDigits(
  name: string,
  versionText: string,
  { serialNumber, description }: Configuration,
): { answer: 'yes' | 'no' | 'unknown'; said?: string } | undefined {
  if (!/serial/i.test(versionText) && !/serial/i.test(name)) return undefined
  const [, written = '', sign, bound = '', side = ''] = asked.exec(`${name} ${versionText}`) ?? []
  const count = counts[written.toLowerCase()] ?? Number(written)
  if (bound === '' || bound.length !== count || (!sign && side === '')) return undefined
  const own = serialNumber && !isUnknownText(serialNumber) ? serialNumber.trim() : stated.exec(description)?.[1]
  const digits = /^\d+/.exec(own ?? '')?.[0].slice(0, count) ?? ''
  if (digits.length < count) return { answer: 'unknown' }
  const isLower = sign ? sign.startsWith('<') : /^(?:prior|earlier|before|below|lower)$/i.test(side)
  const isIn = digits === bound ? !sign || sign.endsWith('=') : isLower === Number(digits) < Number(bound)
  return { answer: isIn ? 'yes' : 'no', said: digits }
}
