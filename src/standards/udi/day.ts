/** `YYYY-MM-DD`, or undefined where there is no such day. Day 0 is the last of its month (GS1 General Specifications, AI 17). */
export function dayOf(year: number, month: number, day: number): string | undefined {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  if (month < 1 || month > 12 || day > last) return undefined
  return written(year, month, day === 0 ? last : day)
}

/** The day of the year: 32 is the first of February. */
export function dayOfYear(year: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, 0, day))
  if (day < 1 || date.getUTCFullYear() !== year) return undefined
  return written(year, date.getUTCMonth() + 1, date.getUTCDate())
}

/** Years of two digits are those of 1977 to 2076: no device with a UDI is older. */
export const wholeYear = (digits: string) => Number(digits) + (Number(digits) >= 77 ? 1900 : 2000)

const written = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
