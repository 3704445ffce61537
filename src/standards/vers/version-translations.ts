import { fromEastAsian, isEastAsian } from './version-east-asian.ts'

// What German, French, Spanish, Italian, Portuguese, Dutch, Nordic and Polish advisories say of versions, word for word in
// English: `3.2 und älter` is `3.2 and earlier`, `jusqu’à la version 3.2 incluse` is `up to and including 3.2`.

const foreignVersions =
  '(?:(?:software|firmware)-?version(?:en)?|(?:software|sw|versions)-?st(?:and|ände)|versions? logicielles?|versionen|versi[oó]n(?:es)? de (?:software|firmware)|versiones|versión|versioni|versione|vers[aã]o|vers[oõ]es|versies|versie|versioner|versjoner|wersje|wersji|wersja|logiciels?|ausgaben?)'
const versions = `(?:${foreignVersions}|versions?|releases?)`
const all =
  '(?:toute?s? (?:les )?|tous (?:les )?|todas (?:las |as )?|todos (?:los |os )?|tutte (?:le )?|alle |alla |samtliche |sämtliche |wszystkie )'
const the = "(?:la |le |les |las |los |el |il |lo |l'|den |der |die |das |dem |de |het |a |o |as |os )?"
const and = '(?:und|oder|bzw\\.?|et|ou|y|o|e|en|of|och|og|eller|i|lub)'
const or = '(?:oder|ou|o|of|eller|lub)'
const earlier =
  '(?:(?:älter|aelter|früher|frueher|niedriger|kleiner|tiefer|vorherig|vorangehend|vorangegangen|vorig)(?:e|en|er|es)?|darunter|(?:antérieur|anterieur|inférieur|inferieur|précédent|precedent)e?s?|(?:anterior|inferior|menor)(?:es)?|previ[ao]s?|(?:precedent|inferior|antecedent)[ei]|ouder|oudere|eerder|eerdere|lager|lagere|vorige|tidligere|ældre|eldre|lavere|tidigare|äldre|lägre|wcześniejsz[ey]|starsz[ey]|niższ[ey])'
const later =
  '(?:(?:neuer|später|spaeter|höher|hoeher|größer|groesser|jünger)(?:e|en|er|es)?|darüber|(?:ultérieur|ulterieur|supérieur|superieur|postérieur|suivant)e?s?|(?:posterior|superior|mayor|maior)(?:es)?|(?:successiv|superior)[ei]|nieuwer|nieuwere|hoger|hogere|senere|nyere|høyere|højere|senare|nyare|högre|nowsz[ey]|późniejsz[ey]|wyższ[ey])'
const anyLater = `(?:${later}|later)`
const than = '(?:als|dan|que|di|än|end|enn|niż|od|alla|alle|al|a|à|aux?)'
const equal =
  '(?:gleich|égale?s? à|égale?s?|iguale?s? a|iguale?s?|igual|uguale?i? a|uguali|uguale|gelijk aan|gelijk|lika med|lig med)'
const included =
  '(?:einschließlich|einschliesslich|einschl\\.?|inklusive|inkl\\.?|incluse?s?|compris(?:es?)?|inclusive|inclu[ií]d[ao]|inclus[ao]|inclusief)'

const word = (words: string): RegExp => new RegExp(`(?<![\\p{L}\\d])(?:${words})(?![\\p{L}\\d])`, 'giu')
/** Only before a version, for alone these words mean something else. */
const before = (words: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\d])(?:${words}) ${the}(?:${versions} )?(?=[vr]?\\.? ?[a-z]{0,3}\\d)`, 'giu')

const translations: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(?<=\\d\\S*)[ ,(]+(?:${included}|włącznie)\\)?(?=$|[ ,;|])`, 'giu'), ''],
  [word(`${and} ${all}?${the}(?:${versions} )?${earlier}(?: ${versions})?`), 'and earlier'],
  [word(`${and} ${all}?${the}(?:${versions} )?${anyLater}(?: ${versions})?`), 'and later'],
  [before(`${earlier} ${or} ${equal}(?: ${than})?|${earlier} ${equal}`), 'less than or equal to '],
  [before(`${later} ${or} ${equal}(?: ${than})?|${later} ${equal}`), 'greater than or equal to '],
  [before(`${earlier}(?: ${versions})? ${than}|kleiner`), 'earlier than '],
  [before(`${later}(?: ${versions})? ${than}|größer`), 'later than '],
  [
    before(
      `bis (?:(?:und mit|zu|zur|${included})(?: zur?)?)|jusqu.[àa]|jusqu.aux?|hasta|fino all?a|fino a|até|tot en met|t/m|till och med|til og med|bis`,
    ),
    'up to and including ',
  ],
  [
    before(
      'à partir de|a partir d[ea]l?|a partire dal(?:la)?|ab|depuis|desde|dal(?:la)?|vanaf|seit|från och med|fra og med|od',
    ),
    'starting with ',
  ],
  [
    before(
      'vor|avant|antes de|prima d(?:i|ella)|vóór|voor|före|før|przed|unter(?:halb)?(?: von)?|au-dessous de|por debajo de|onder|tot',
    ),
    'before ',
  ],
  [
    before(
      'sauf|hormis|à l.exception d[eu]s?|außer|ausser|ausgenommen|mit ausnahme von|excepto|salvo|eccetto|tranne|exceto|behalve|uitgezonderd',
    ),
    'except ',
  ],
  [word(`${all}${versions}`), 'all versions'],
  [/(?<![\p{L}\d])alle$/giu, 'all'],
  [word(foreignVersions), 'version'],
]

const number = '(?:[vr]\\.? ?)?\\d[\\w.]*'
const betweenVersions: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      `(?<![\\p{L}\\d])(?:zwischen|entre|tra|fra|tussen|mellan|mellem) ${the}(?:${versions} )?(${number}) ${and} ${the}(?:${versions} )?(?=${number})`,
      'giu',
    ),
    'between $1 and ',
  ],
  [
    new RegExp(
      `(?<![\\p{L}\\d])(?:von|d[ea]l?|dalla|van|från|fra|od) ${the}(?:${versions} )?(${number}) (?:bis(?: zur?)?|à|al|alla|a|até|hasta|tot(?: en met)?|till|til|do) ${the}(?:${versions} )?(?=${number})`,
      'giu',
    ),
    'from $1 to ',
  ],
  [new RegExp(`(?<=\\d\\S*) (?:und|et|y|e|en|och|og|i) (?:${versions} )?(?=${number})`, 'giu'), ' and '],
  [new RegExp(`(?<=\\d\\S*) (?:oder|ou|o|of|eller|lub) (?:${versions} )?(?=${number})`, 'giu'), ' or '],
  [new RegExp(`(?<=\\d\\S*) (?:à|a|al|alla) ${the}(?:${versions} )?(?=${number})`, 'giu'), ' to '],
]

const isForeign = new RegExp(
  `(?<![\\p{L}\\d])(?:bis|vor|ab|von|und|oder|als|alle|et|ou|de|à|avant|sauf|depuis|jusqu.+|toutes?|todas|tutte|hasta|desde|y|e|o|en|och|og|dan|niż|fino|até|excepto|salvo|außer|ausser|${foreignVersions}|${earlier}|${later}|entre|zwischen|tra|tussen|unter(?:halb)?|vóór|voor|före|før|tot)(?![\\p{L}\\d])`,
  'iu',
)

/** The same in English; as it was where it holds no word of these languages. */
export function inEnglish(plain: string): string {
  if (isEastAsian.test(plain)) return fromEastAsian(plain)
  if (!isForeign.test(plain)) return plain
  let text = plain.replaceAll('’', "'")
  for (const [words, english] of [...betweenVersions, ...translations]) text = text.replace(words, english)
  return text.replace(/\s+/g, ' ').trim()
}
