/** Which units a recall means, as far as its free text can be read; see `readCodeInfo`. */
export interface CodeInfo {
  /** GTINs of 14 digits. */
  readonly udiDis: readonly string[]
  readonly serialNumbers: readonly string[]
  readonly serialRanges: readonly { readonly from: string; readonly to: string }[]
  /** `Software version 9.33 and below`: the words behind the label; several as `1.0 | 1.1`. Empty where none is stated, or read. */
  readonly softwareVersion: string
  /** Versions restrict the units, and not all of what is said of them is read: one for each model, a text that breaks off. */
  readonly hasUnreadVersions: boolean
  readonly modelNumbers: readonly string[]
  /** Every unit is meant: it says so. */
  readonly isAll: boolean
  /** Something restricts the units that is not read: lots, dates, `and higher`. */
  readonly isPartlyRead: boolean
}

const gtin = /(?:\(01\)\s*)?(?<!\d)(\d{14})(?!\d)/g
const shortGtin = /\b(?:udi(?:-di)?|gtin|primary di|di)\b(?:\s*(?:number|no|code)?s?)?\s*[:#]?\s*(\d{12,13})(?!\d)/gi
const all =
  /\ball\s+(?:serial(?:\s+numbers?)?|units?|lots?|serials|devices|products?|software versions|versions|codes?)\b/i
const serialLabel =
  /(?<![a-z])(?:serial\s*(?:numbers?|nos?\.?|#s?|codes?)?|s\/n'?s?|sn)(?![a-z])\s*(?:range|list|included|affected)?s?\s*[:#-]?\s*/gi
const nextLabel =
  /(?<![a-z])(?:lots?|batch(?:es)?|models?|udi|gtin|di|software|firmware|versions?|exp(?:iration|iry)?|part|catalog(?:ue)?|ref|manufactur\w*|product|dates?|item|material)(?![a-z])|\(01\)/i
const versionLabel =
  /(?<![a-z])(?:(?:software|firmware|sw|fw|application)\s*(?:versions?|ver\.?|v\.?|revisions?|rev\.?|releases?)|(?:versions?|revisions?|rev\.))\s*(?:numbers?|nos?\.?)?\s*[:#]?\s*/gi
const modelLabel =
  /(?<![a-z])(?:models?|ref|catalog(?:ue)?|part|item|material|product|list|order|reorder)(?:\s*\/\s*(?:models?|ref|catalog(?:ue)?|part|item|product))*\s*(?:numbers?|nos?\.?|codes?|#)*s?\s*[:#]?\s*((?:[A-Z0-9][\w./-]*\d[\w./-]*(?:\s*(?:,|;|\/|&|and|or)\s*)?)+)/gi

/**
 * Reads the words of FDA's `product_description` or `code_info`. What cannot be read is told by `isPartlyRead` and clears no
 * device.
 */
export function readCodeInfo(text: string): CodeInfo {
  const udiDis = [...text.matchAll(gtin), ...text.matchAll(shortGtin)].map((found) => found[1]!.padStart(14, '0'))
  const bare = text.replace(gtin, ' (01) ').replace(shortGtin, ' (01) ')
  const serialNumbers: string[] = []
  const serialRanges: { from: string; to: string }[] = []
  let isPartlyRead = /(?<![a-z])(?:lots?|batch(?:es)?|manufactured|distributed|shipped|date codes?)(?![a-z])/i.test(
    bare,
  )
  const isAll = all.test(bare)
  for (const label of isAll ? [] : bare.matchAll(serialLabel)) {
    const rest = bare.slice(label.index + label[0].length)
    const end = rest.search(nextLabel)
    const read = readSerials(end === -1 ? rest : rest.slice(0, end))
    serialNumbers.push(...read.numbers)
    serialRanges.push(...read.ranges)
    isPartlyRead ||= read.isPartlyRead
  }
  const labels = [...bare.matchAll(versionLabel)]
  const versions = labels
    .map(({ index, 0: label }, at) => readVersions(bare.slice(index + label.length, labels[at + 1]?.index)))
    .filter((one) => one !== '')
  // One for each model: which is whose is not read.
  const hasUnreadVersions = versions.length > 1 || versions.includes(undefined)
  return {
    udiDis: [...new Set(udiDis)],
    serialNumbers,
    serialRanges,
    softwareVersion: hasUnreadVersions ? '' : (versions[0] ?? ''),
    hasUnreadVersions,
    modelNumbers: [...new Set([...bare.matchAll(modelLabel)].flatMap((found) => listOf(found[1]!)))],
    isAll,
    isPartlyRead: isPartlyRead && !isAll,
  }
}

/** What stands behind the label, `1.0; 1.1` as a list; empty where that is no version, undefined where it goes on with more. */
function readVersions(text: string): string | undefined {
  const own = text.split(/[()|]|[,;.]?\s*(?:serial|lot|udi|model|s\/n)\b|\.\s+(?=[A-Z])/i)[0]!
  const [first = '', ...others] = own.split(';').map((one) => one.trim().replace(/[.,\s]+$/, ''))
  if (!/\d/.test(first)) return ''
  const more = others.filter((one) => one !== '')
  if (!more.some((one) => /^(?:and\s+|or\s+)?v?\d/i.test(one))) return first
  const all = [first, ...more].map((one) => one.replace(/^(?:and|or)\s+/i, ''))
  return all.every((one) => /^v?\d[\w.]*$/i.test(one)) ? all.join(' | ') : undefined
}

const listOf = (text: string): string[] =>
  text
    .split(/\s*(?:[,;&]|\b(?:and|or)\b)\s*|\s+\/\s+/i)
    .map((one) => one.trim().replace(/[.,;/]+$/, ''))
    .filter((one) => one.length >= 3 && /\d/.test(one))

const serial = '[A-Z0-9][A-Z0-9./-]*'

function readSerials(text: string) {
  const ranges: { from: string; to: string }[] = []
  const numbers: string[] = []
  let isPartlyRead = false
  const range = new RegExp(`(?<![\\w])(${serial})\\s*(?:through|thru|to|until|\\s-\\s|–|—)\\s*(${serial})`, 'gi')
  const rest = text.replace(range, (whole, from: string, to: string) => {
    if (!/\d/.test(from) || !/\d/.test(to)) return whole
    ranges.push({ from: trimmed(from), to: trimmed(to) })
    return ' '
  })
  for (const piece of rest.split(/[,;\s]+/).flatMap(withoutSlashes)) {
    const word = trimmed(piece)
    if (word === '' || /^(?:and|or|from|serial|numbers?|s\/n|sn|the|following|between)$/i.test(word)) continue
    // `AB10000-12000`; whether `A12-77` is one unit or many, nobody can tell.
    const [, letters = '', from = '', to = ''] = /^([A-Z]*)(\d+)-(?:\1)?(\d+)$/i.exec(word) ?? []
    const isSpan = from !== '' && from.length === to.length && from < to
    if (isSpan && from.length >= 4) {
      ranges.push({ from: letters + from, to: letters + to })
      continue
    }
    isPartlyRead ||= isSpan
    // `12XX` stands for a hundred.
    const isOne =
      new RegExp(`^${serial}$`, 'i').test(word) && /\d/.test(word) && word.length >= 3 && !/\d[x*#]{2,}/i.test(word)
    if (isOne) numbers.push(word)
    else isPartlyRead = true
  }
  return { ranges, numbers, isPartlyRead }
}

/** `100100/100101` are two; the mark within one number is its own. */
function withoutSlashes(piece: string): string[] {
  const parts = piece.split('/')
  const shape = (text: string) => text.replace(/\d/g, '9').toUpperCase()
  const areAlike = parts.length > 1 && parts.every((part) => part.length >= 4 && shape(part) === shape(parts[0]!))
  return areAlike ? parts : [piece]
}

const trimmed = (text: string) => text.replace(/^[.:/-]+|[.:/-]+$/g, '')
