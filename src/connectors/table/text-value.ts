import { plainText } from '#standards/csv/write-csv.ts'

const saysNothing = new RegExp(
  `^(?:${[
    '[-–—.?*_/\\\\ ]+',
    'n\\.?\\s?[/.]?\\s?a\\.?',
    '#(?:n/a|ref!|value!|name\\?|null!|div/0!|num!)',
    '(?:see|refer to|siehe|voir|ver) (?:the )?(?:notes?|comments?|remarks?|below|above|attached|bemerkung(?:en)?|notas?)',
    'none|null|nil|nan|undefined|unspecified|blank|empty',
    'unknown|unkn?|not (?:available|applicable|known|assigned|recorded|found|entered|listed|specified|provided)',
    'tb[dac]|to be (?:determined|added|confirmed)|\\(blank\\)|<null>',
    'unbekannt|keine? angaben?|k\\.\\s?a\\.|ohne|inconnue?|aucune?|non (?:connu|renseigné)|desconocid[oa]|ningun[oa]|sin datos',
  ].join('|')})$`,
  'i',
)

const noIdentity =
  /^(?:0+|0+\.0+|x{2,}|pending|missing|no (?:s\/?n|serial(?: (?:no\.?|number))?|tag|asset tag|label|number)|s\/n|untagged|various|multiple|unreadable|illegible|not legible|worn off|same|default|test|dhcp|static)$/i

/** Excel writes long numbers so: `1.00E+15`, in German `1,00E+15`. The digits are lost. */
const scientific = /^-?\d(?:[.,]\d+)?E[+-]\d{2,3}$/i

const month = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mrz|mai|okt|dez'
/** Excel takes `MAR01` and `1-3` for dates: `01-Mar`, `Mar-01`. */
const monthDay = new RegExp(`^(?:\\d{1,2}-(?:${month})|(?:${month})-\\d{2})$`, 'i')

/** The text of a cell without what Excel and exports put around it: `="00123"`, `'00123`, wide and doubled blanks. */
export function cleanText(cell: string): string {
  let text = cell.trim()
  if (/[^!-~ ]| {2}/.test(text))
    text = text
      .normalize('NFC')
      .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
      .replace(/[\s\u00a0\u202f]+/g, ' ')
      .trim()
  const formula = text.startsWith('=') ? /^="(.*)"$/.exec(text) : null
  if (formula) return (formula[1] ?? '').trim()
  if (text.startsWith("'")) return /^'\d/.test(text) ? text.slice(1) : plainText(text)
  return text
}

/** `N/A`, `SEE NOTES`, `-`: the cell is filled, and says nothing. */
export const isNoValue = (text: string) =>
  text === '' || (text.length <= 40 && !/[1-9]/.test(text) && saysNothing.test(text))

/** Besides: `0000`, `PENDING`, `NO TAG`: no device can be told by it. */
export const isNoIdentity = (text: string) =>
  text === '' || (text.length <= 40 && !/[1-9]/.test(text) && (saysNothing.test(text) || noIdentity.test(text)))

/** Excel took the text for a number or a date, and what stood there cannot be told. */
export const isMangled = (text: string) => text.length <= 24 && (scientific.test(text) || monthDay.test(text))
