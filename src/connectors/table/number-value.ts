/** An amount without its currency: `$1,234.50`, `1.234,50 €`, `1 234,50`, `(12.00)`; undefined where it is none. */
export function readMoney(text: string): number | undefined {
  const inBrackets = /^\((.*)\)$/.exec(text)
  const bare = (inBrackets?.[1] ?? text)
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^(-?)(?:[a-z]{0,3}\p{Sc}|[a-z]{1,3})/iu, '$1')
    .replace(/(?:[a-z]{1,3}|\p{Sc})(-?)$/iu, '$1')
  const digits = /^-?(\d[\d.,]*?)(?:[.,]-{1,2}|-)?$/.exec(bare)?.[1]
  if (!digits) return undefined

  const amount = Number(withPoint(digits))
  if (!Number.isFinite(amount)) return undefined
  return inBrackets || /^-|\d-$/.test(bare) ? -amount : amount
}

/** The last of two kinds of separators is the decimal one; a single one with three digits after it groups thousands. */
function withPoint(digits: string): string {
  const point = digits.lastIndexOf('.')
  const comma = digits.lastIndexOf(',')
  if (point >= 0 && comma >= 0) {
    const [group, decimal] = point > comma ? [',', '.'] : ['.', ',']
    return digits.replaceAll(group, '').replace(decimal, '.')
  }
  const separator = point >= 0 ? '.' : ','
  const parts = digits.split(separator)
  if (parts.length === 1) return digits
  if (parts.length > 2 || parts[1]?.length === 3)
    return parts.slice(1).every((part) => part.length === 3) ? parts.join('') : 'NaN'
  return parts.join('.')
}

const yes =
  /^(?:y|yes|true|t|1|x|✓|✔|on|ja|j|oui|o|s[ií]|si|verdadero|vrai|wahr|on file|received|available|enabled|active|wired|wireless|wi-?fi|ethernet|lan|wlan|rj-?45|connected|networked|online|both|aem)$/i
const no =
  /^(?:n|no|false|f|0|off|nein|non|falso|faux|falsch|not on file|not received|requested|disabled|inactive|not connected|stand-?alone|unconnected|offline|none|oem|mfr|manufacturer|mem)$/i

export function readFlag(text: string): boolean | undefined {
  if (yes.test(text)) return true
  return no.test(text) ? false : undefined
}

const everyMonths = new Map(
  Object.entries({
    ...{
      monthly: 1,
      bimonthly: 2,
      quarterly: 3,
      triannual: 4,
      semiannual: 6,
      semiannually: 6,
      biannual: 6,
      halfyearly: 6,
    },
    ...{ annual: 12, annually: 12, yearly: 12, biennial: 24, biennially: 24, triennial: 36, monatlich: 1 },
    ...{ vierteljahrlich: 3, halbjahrlich: 6, jahrlich: 12, mensuel: 1, trimestriel: 3, semestriel: 6, annuel: 12 },
    ...{ mensual: 1, trimestral: 3, semestral: 6, anual: 12 },
  }),
)

const daysPerMonth = 365.25 / 12
const unitInMonths = { d: 1 / daysPerMonth, w: 7 / daysPerMonth, m: 1, y: 12 }

/** Months between two maintenances: `Annual`, `6M`, `365 days`; a bare number has the unit that the header names, else months. */
export function readInterval(text: string, header: string): number | undefined {
  const word = text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
  const months = everyMonths.get(word)
  if (months !== undefined) return months

  const match = /^(?:every\s+)?(\d+(?:[.,]\d+)?)[\s-]*([a-z]*)\.?(?:\(s\))?$/i.exec(text)
  if (!match) return undefined
  const unit = match[2] === '' ? unitOf(header) : unitNamed(match[2] ?? '')
  const amount = Number(match[1]?.replace(',', '.'))
  if (!unit || !(amount > 0)) return undefined

  const exact = amount * unitInMonths[unit]
  const whole = Math.round(exact)
  // 365 days are 12 months, 180 days are 6.
  return whole > 0 && Math.abs(exact - whole) / whole < 0.035 ? whole : Math.round(exact * 100) / 100
}

const unitNamed = (word: string): keyof typeof unitInMonths | undefined => {
  if (/^(?:d|days?|tage?|jours?|dias?)$/i.test(word)) return 'd'
  if (/^(?:w|wks?|weeks?|wochen?|semaines?|semanas?)$/i.test(word)) return 'w'
  if (/^(?:m|mo|mos|mths?|months?|monate?|mois|mes(?:es)?)$/i.test(word)) return 'm'
  return /^(?:y|yrs?|years?|jahre?|ans?|annees?|anos?)$/i.test(word) ? 'y' : undefined
}

const unitOf = (header: string) =>
  header
    .split(/[^a-z]+/i)
    .filter((word) => word.length > 1)
    .map(unitNamed)
    .find((unit) => unit !== undefined) ?? 'm'
