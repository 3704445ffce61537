import { deviceAttributes } from '#model/device.ts'
import { type ColumnMeaning, headerScores } from './column-names.ts'
import { orderOf, readDate } from './date-value.ts'
import { looksLikeHostname, looksLikeMac, readIps } from './network-value.ts'
import { readValue } from './read-value.ts'
import { cleanText, isNoIdentity, isNoValue } from './text-value.ts'

export interface Guess {
  readonly meaning: ColumnMeaning
  /** 0–1. */
  readonly confidence: number
}

/** Below this a guess is not made. */
const sureEnough = 0.5

interface Candidate extends Guess {
  readonly column: number
}

/**
 * Takes each column for an attribute by its name, confirmed by what stands in it; MAC and IP addresses are known by
 * themselves. An attribute is claimed by the one column that fits best, a list by every column that fits.
 */
export function guessColumns(names: readonly string[], values: readonly (readonly string[])[]): (Guess | undefined)[] {
  const candidates = names.flatMap((name, column) => candidatesOf(name, column, values[column] ?? []))
  candidates.sort((a, b) => b.confidence - a.confidence || a.column - b.column)

  const guesses: (Guess | undefined)[] = names.map(() => undefined)
  const claimed = new Set<ColumnMeaning>()
  for (const { column, meaning, confidence } of candidates) {
    if (guesses[column] || claimed.has(meaning)) continue
    guesses[column] = { meaning, confidence: Math.round(confidence * 100) / 100 }
    if (meaning === 'sourceKey' || deviceAttributes[meaning].kind !== 'list') claimed.add(meaning)
  }
  if (claimed.has('model')) return guesses
  // GUDID calls the name under which a device is sold its brand name; elsewhere the brand is the maker.
  const brand = names.findIndex((name) => /^brand ?name$/i.test(name.trim()))
  if (claimed.has('udiDi') && brand >= 0)
    return guesses.map((guess, column) => (column === brand ? { meaning: 'model' as const, confidence: 0.7 } : guess))
  // Where a list has one column for the model only, that is the model, whatever it is called.
  return guesses.map((guess) => (guess?.meaning === 'modelNumber' ? { ...guess, meaning: 'model' as const } : guess))
}

function candidatesOf(name: string, column: number, cells: readonly string[]): Candidate[] {
  const texts = [...new Set(cells.map(cleanText))].filter((text) => !isNoValue(text))
  const candidates = [...headerScores(name)].map(([meaning, score]) => ({
    column,
    meaning,
    confidence: Math.min(1, score * trust(meaning, name, texts)),
  }))
  if (share(texts, looksLikeMac) >= 0.7 && !candidates.some(({ meaning }) => meaning === 'macAddresses'))
    candidates.push({ column, meaning: 'macAddresses', confidence: 0.85 })
  if (
    share(texts, (text) => readIps(text) !== undefined) >= 0.8 &&
    !candidates.some(({ meaning }) => meaning === 'ipAddresses')
  )
    candidates.push({ column, meaning: 'ipAddresses', confidence: 0.75 })
  return candidates.filter(({ confidence }) => confidence >= sureEnough)
}

/** What the values say about the guess that the header made: 1 agrees, below 0.5 contradicts. */
function trust(meaning: ColumnMeaning, header: string, texts: readonly string[]): number {
  if (texts.length === 0) return 0.8
  const kind = meaning === 'sourceKey' ? 'text' : deviceAttributes[meaning].kind
  if (kind === 'text') return textTrust(meaning, texts)
  if (meaning === 'criticality' && share(texts, (text) => /^(?:class\s*)?(?:I{1,3}|[123])$/i.test(text)) > 0.7)
    return 0.6

  const fits = share(texts, (text) => {
    const reading = readValue(meaning, text, { header, dateOrder: null, timeZone: 'UTC' })
    return reading === undefined || 'value' in reading || reading.unread === 'ambiguous_date'
  })
  return fits < 0.4 ? 0.3 : 0.4 + 0.6 * fits
}

function textTrust(meaning: ColumnMeaning, texts: readonly string[]): number {
  const are = (test: (text: string) => boolean) => share(texts, test) >= 0.6
  if (are(looksLikeMac) || are((text) => text.includes('.') && readIps(text) !== undefined)) return 0.3
  if (are((text) => readDate(text, null) !== undefined && (orderOf(text) !== undefined || /\D/.test(text)))) return 0.3

  switch (meaning) {
    case 'hostname':
      return are(looksLikeHostname) ? 1 : 0.7
    case 'description':
      return are(looksLikeHostname) && texts.length > 5 ? 0.7 : 0.97
    case 'manufacturer':
      return are((text) => /\p{L}/u.test(text)) ? 0.97 : 0.4
    case 'serialNumber':
    case 'assetTag':
    case 'sourceKey':
      return are((text) => text.length <= 60 && (isNoIdentity(text) || /\d/.test(text))) ? 1 : 0.6
    case 'storesPhi':
      return 1
    default:
      return 0.95
  }
}

const share = (texts: readonly string[], test: (text: string) => boolean) =>
  texts.length === 0 ? 0 : texts.filter(test).length / texts.length
