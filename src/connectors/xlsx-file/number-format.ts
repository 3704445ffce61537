/** What a number in a cell is shown as, as far as it changes what the number means. */
export type NumberKind = 'number' | 'date' | 'date-time' | 'time' | { readonly zeros: number }

// ECMA-376 part 1, 18.8.30: formats that are not written out; 27–36 and 50–58 are dates in East Asian locales.
const builtIn = new Map<number, NumberKind>([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'date'] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56].map((id) => [id, 'time'] as const),
  [22, 'date-time'],
])

/** `formats` are those that the workbook writes out, by number. */
export function kindOfFormat(id: number, formats: ReadonlyMap<number, string>): NumberKind {
  const written = formats.get(id)
  return written === undefined ? (builtIn.get(id) ?? 'number') : kindOfCode(written)
}

function kindOfCode(code: string): NumberKind {
  const [positive = ''] = code.split(';')
  // Texts, escapes, paddings, colours and locales say nothing about what the number is.
  const bare = positive.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').toLowerCase()
  if (/\[(?:h+|m+|s+)\]/i.test(positive) || /general|standard|@/.test(bare)) return 'number'
  if (/^0{2,}$/.test(bare)) return { zeros: bare.length }

  const hasTime = /h|s/.test(bare)
  const hasDate = /[dy]/.test(bare) || (bare.includes('m') && !hasTime)
  if (hasDate) return hasTime ? 'date-time' : 'date'
  return hasTime ? 'time' : 'number'
}

/**
 * The text of a number: dates as `YYYY-MM-DD`, with a time of day as `YYYY-MM-DDTHH:MM:SS`, leading zeros as shown.
 * Excel keeps 15 digits: of longer numbers it lost some, and they are written as it shows them, `1.23456789012346E+17`.
 */
export function numberText(written: string, kind: NumberKind, is1904: boolean): string {
  const number = Number(written)
  if (written.trim() === '' || !Number.isFinite(number)) return written
  if (typeof kind === 'object')
    return Number.isInteger(number) && number >= 0 ? String(number).padStart(kind.zeros, '0') : plain(number)
  return kind === 'number' ? plain(number) : (dateText(number, kind, is1904) ?? plain(number))
}

function plain(number: number): string {
  if (Math.abs(number) >= 1e15) return Number(number.toPrecision(15)).toExponential().replace('e', 'E')
  return String(Number.isInteger(number) ? number : Number(number.toPrecision(15)))
}

const secondsOfDay = 86_400

/** 1904-01-01 in days since 1899-12-30. */
const start1904 = 1462

function dateText(serial: number, kind: 'date' | 'date-time' | 'time', is1904: boolean): string | undefined {
  const seconds = Math.round(serial * secondsOfDay)
  if (seconds < 0) return undefined
  const days = Math.floor(seconds / secondsOfDay)
  const time = new Date((seconds % secondsOfDay) * 1000)
  if (kind === 'time' && days === 0) return time.toISOString().slice(11, 19)

  // Excel counts a 29 February 1900 that never was.
  const since1899 = is1904 ? days + start1904 : days < 60 ? days + 1 : days
  const moment = (since1899 - 25_569) * secondsOfDay * 1000
  if (moment > Date.UTC(9999, 11, 31)) return undefined
  const on = new Date(moment).toISOString().slice(0, 10)
  return kind === 'date' || time.getTime() === 0 ? on : `${on}T${time.toISOString().slice(11, 19)}`
}
