// What Chinese, Japanese and Korean advisories say of versions, in English: `低于3.1的版本` is `before 3.1`, `3.1以前` is `3.1 and
// earlier`, `2.0에서 3.1까지` is `2.0 to 3.1`. Chinese says `below` before the version, and all three write the rest behind it.

export const isEastAsian = /[\u3001-\u9fff\uac00-\ud7af]/

const versionWord =
  '(?:(?:软件|軟體|軟件|固件|韌體|ソフトウェア|ファームウェア|소프트웨어|펌웨어)?[\\s·]*(?:版本|バージョン|버전)(?:号|號|番号)?|软件|軟體|軟件|固件|韌體|ソフトウェア|ファームウェア|소프트웨어|펌웨어)'
const to = `[\\s:：]*${versionWord}?[\\s:：]*(?=[vr]?\\.?\\d)`
const behind = '(?<=\\d\\S{0,40}?)\\s*'
const orEqual = '(?:或等于|或等於|等于|等於)'
const below = '(?:低于|低於|早于|早於|小于|小於|先于|先於)'
const above = '(?:高于|高於|晚于|晚於|大于|大於|新于|新於)'

const number = '([vr]?\\d[\\w.]*)\\s*'
const andLater = '(?:(?:及|和|或)?(?:以上|之后|以后)|以降|이상|이후)'

const words: readonly (readonly [RegExp, string])[] = [
  [/、/g, ', '],
  [/。/g, ' '],
  // `除3.2外的所有版本`
  [/^除了?\s*([vr]?\d[\w., ]*?)\s*(?:版本?)?\s*(?:以外|之外|外)的?(?:所有|全部|其他)?版本$/u, 'all versions except $1'],
  [new RegExp(`^(?:所有|全部|任何|すべての|全ての|全|모든)\\s*(?:的|の)?\\s*${versionWord}$`, 'u'), 'all versions'],
  [new RegExp(`(?:所有|全部|任何|すべての|全ての|全|모든)\\s*(?:的|の)?\\s*(?=${versionWord})`, 'gu'), ' '],
  // `3.1（含）以前`, `3.1（不含）以前`
  [
    new RegExp(
      `${behind}\\(\\s*(?:包?含|包括)(?:该版本|本版本|自身)?\\s*\\)\\s*(?:及|和)?(?:以前|之前|以下)(?:的)?`,
      'gu',
    ),
    '及以前',
  ],
  [
    new RegExp(
      `${behind}\\(\\s*(?:不包?含|不包括)(?:该版本|本版本|自身)?\\s*\\)\\s*(?:及|和)?(?:以前|之前|以下)?(?:的)?`,
      'gu',
    ),
    '之前',
  ],
  // Both ends of a range, each with its word.
  [
    new RegExp(`${number}${andLater}[\\s,且并]*${number}(?:未満|より前|之前|미만)(?:的|の|의|인)?`, 'giu'),
    '>= $1 < $2',
  ],
  [
    new RegExp(
      `${number}${andLater}[\\s,且并]*${number}(?:及以下|及以前|以下|以前|まで|이하|까지)(?:的|の|의|인)?`,
      'giu',
    ),
    '>= $1 <= $2',
  ],
  [new RegExp(`${number}${andLater}(?:的)?[\\s,且并]*${below}${to}`, 'giu'), '>= $1 < '],
  // Before the version.
  [
    new RegExp(`(?:${below}${orEqual}|不${above}|不超过|不超過|截至|截止到?|直到|直至|最高(?:到|至)?)${to}`, 'giu'),
    ' up to and including ',
  ],
  [new RegExp(`(?:${above}${orEqual}|不${below})${to}`, 'giu'), ' starting with '],
  [new RegExp(`${below}${to}`, 'giu'), ' before '],
  [new RegExp(`${above}${to}`, 'giu'), ' later than '],
  [new RegExp(`(?:自|从|從)${to}`, 'giu'), ' from '],
  [/(?<=\d)\s*版(?!本)/gu, ' '],
  [new RegExp(`${versionWord}[\\s:：]*`, 'gu'), ' '],
  // Behind it.
  [/(?<=\d\S{0,40}?)\s*(?:から|부터|에서|～|〜|至|到)\s*([vr]?\d[\w.]*)\s*(?:(?:まで|까지)(?:の|의)?)?/giu, ' to $1 '],
  [
    new RegExp(`${behind}(?:より前|より古い|未満|보다\\s*(?:낮은|이전의?)|미만)(?:の|인|의)?`, 'gu'),
    ' (excluding) and earlier ',
  ],
  [
    new RegExp(`${behind}(?:より後|より新しい|を超える|보다\\s*(?:높은|이후의?)|초과)(?:の|인|의)?`, 'gu'),
    ' (excluding) and later ',
  ],
  [
    new RegExp(
      `${behind}(?:(?:及|和|与|與|以及|或)(?:其|更)?(?:所有)?(?:之前|以前|更早|早期|以下|更低|低)|(?:または|および|及び|又は)?(?:それ)(?:以前|より前)|(?:および|及び|または)(?:以前|より前)|以前(?![的版])|以下|まで|이하|(?:및|또는)\\s*(?:그\\s*)?이전|까지)(?:的|の|의|인)?`,
      'gu',
    ),
    ' and earlier ',
  ],
  [new RegExp(`${behind}之前(?:的)?`, 'gu'), ' (excluding) and earlier '],
  [
    new RegExp(
      `${behind}(?:(?:及|和|与|與|以及|或)?(?:其|更)?(?:之后|之後|以后|以後|以降|以上|更高|更新)|起|开始|開始|이상|(?:및|또는)\\s*(?:그\\s*)?이후|이후)(?:的|の|의|인)?`,
      'gu',
    ),
    ' and later ',
  ],
  [/(?<=[\d ])[的の의]\s*(?=$|[,;|])/gu, ' '],
]

/** The same in English, as far as it is known. */
export const fromEastAsian = (plain: string): string =>
  words
    .reduce((text, [said, english]) => text.replace(said, english), plain)
    .replace(/\s+/g, ' ')
    .trim()

/** Chinese `3.1以前的版本` and Korean `3.1 이전 버전`: whether the version itself is in, the words leave open. */
const ambiguous =
  /(?<=\d\S{0,40}?)\s*(?:版本?)?\s*(?:(?<![及和与與或]其?)以前(?=[的版])的?|(?<!(?:및|또는)\s*(?:그\s*)?)이전(?:의)?)/gu

/** Both readings of such words, that without and that with the version; undefined where there are none. */
export function bothReadings(plain: string): readonly [without: string, included: string] | undefined {
  const without = plain.replace(ambiguous, ' 之前')
  return without === plain ? undefined : [without, plain.replace(ambiguous, ' 及以前')]
}
