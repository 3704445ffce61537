/** Which units a recall means, as far as its free text can be read; see `readCodeInfo`. */
export interface CodeInfo {
  /** GTINs of 14 digits. */
  readonly udiDis: readonly string[]
  readonly serialNumbers: readonly string[]
  readonly serialRanges: readonly { readonly from: string; readonly to: string }[]
  /** `Software version 9.33 and below`: the words behind the label. Empty where none is stated. */
  readonly softwareVersion: string
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
  /(?<![a-z])(?:(?:software|firmware|sw|fw|application)\s*(?:versions?|ver\.?|v\.?|revisions?|rev\.?|releases?)|(?:versions?|revisions?|rev\.))\s*(?:numbers?|nos?\.?)?\s*[:#]?\s*([^;()|]{1,120})/i
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
  const softwareVersion =
    versionLabel
      .exec(bare)?.[1]
      ?.split(/,?\s*(?:serial|lot|udi|model|s\/n)\b/i)[0]
      ?.trim() ?? ''
  return {
    udiDis: [...new Set(udiDis)],
    serialNumbers,
    serialRanges,
    softwareVersion: /\d/.test(softwareVersion) ? softwareVersion.replace(/[.,\s]+$/, '') : '',
    modelNumbers: [...new Set([...bare.matchAll(modelLabel)].flatMap((found) => listOf(found[1]!)))],
    isAll,
    isPartlyRead: isPartlyRead && !isAll,
  }
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
  for (const piece of rest.split(/[,;\s]+/)) {
    const word = trimmed(piece)
    if (word === '' || /^(?:and|or|from|serial|numbers?|s\/n|sn|the|following|between)$/i.test(word)) continue
    if (new RegExp(`^${serial}$`, 'i').test(word) && /\d/.test(word) && word.length >= 3) numbers.push(word)
    else isPartlyRead = true
  }
  return { ranges, numbers, isPartlyRead }
}

const trimmed = (text: string) => text.replace(/^[.:/-]+|[.:/-]+$/g, '')
