// Days and months in words, as advisories and inventories write them: `October 2022`, `1. März 2023`, `mai 2021`, `12/2021`.

const names: readonly string[] = [
  'january januar jänner janvier januari gennaio enero janeiro styczeń stycznia jan ene',
  'february februar feber février fevrier febbraio febrero fevereiro februari luty lutego feb févr fév fev',
  'march märz maerz mars marzo março maart marts marzec marca mar mär mrz mrt',
  'april avril aprile abril kwiecień kwietnia apr avr abr',
  'may mai maggio mayo maio mei maj maja',
  'june juni juin giugno junio junho czerwiec czerwca jun giu',
  'july juli juillet luglio julio julho lipiec lipca jul juil lug',
  'august août aout agosto augustus augusti sierpień sierpnia aug ago',
  'september septembre settembre septiembre setiembre setembro wrzesień września sept sep',
  'october oktober octobre ottobre octubre outubro październik października oct okt ott',
  'november novembre noviembre novembro listopad listopada nov',
  'december dezember décembre decembre dicembre diciembre dezembro grudzień grudnia dec dez déc dic',
]

const numbers = new Map(names.flatMap((month, at) => month.split(' ').map((name) => [name, at + 1] as const)))

/** A month’s name in any of these languages, to be read without case; `May` is a month where a year stands beside it. */
export const monthName = `(?:${[...numbers.keys()].toSorted((a, b) => b.length - a.length).join('|')})(?![\\p{L}])\\.?`

export const monthNumber = (name: string): number | undefined => numbers.get(name.toLowerCase().replace(/\.$/, ''))

const year = '(?:19|20)\\d\\d(?![\\d.])'
const dayFirst = new RegExp(
  `(?<![\\p{L}\\d.])(?:(\\d{1,2})(?:\\.|st|nd|rd|th|er|º)?(?:[ ./-]|(?<=\\.))(?:of |de )?)?(${monthName})[ ,./-]*(?:de |of )?(${year})`,
  'giu',
)
const monthFirst = new RegExp(
  `(?<![\\p{L}\\d.])(${monthName})[ -](\\d{1,2})(?:st|nd|rd|th)?(?:, ?|[ -])(${year})`,
  'giu',
)

const iso = (year: string, month: string, day: string | undefined): string => {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${year}-${two(monthNumber(month)!)}${day ? `-${two(Number(day))}` : ''}`
}
const isDay = (day: string | undefined): boolean => day === undefined || (Number(day) >= 1 && Number(day) <= 31)

/** The same with its days and months as `2022-10-01` and `2022-10`. */
export function withIsoDays(text: string): string {
  // A year, and letters before it: most texts have neither.
  if (!/\p{L}{2}\.?[^\p{L}]{0,6}(?:19|20)\d\d/u.test(text)) return text
  return text
    .replace(monthFirst, (whole, month: string, day: string, year: string) =>
      isDay(day) ? iso(year, month, day) : whole,
    )
    .replace(dayFirst, (whole, day: string | undefined, month: string, year: string) =>
      isDay(day) ? iso(year, month, day) : whole,
    )
}
