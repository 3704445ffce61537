// What people write beside a version in its column: the day, the language, what it was before. None of it is the version.

const number = '[vr]?\\.?\\s?\\d+(?:[.,]\\w+)+'
/** Of two numbers at least: what stands behind `3` may be a part of it. */
const behindNumber = '(?<=\\d[.,]\\d\\S{0,60})'
const month =
  '(?:jan(?:uar|uary|vier)?|feb(?:ruar|ruary)?|f[ée]vr(?:ier)?|m(?:ä|ae)rz|mrz|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|ma[iy]|june?|juni|juin|july?|juli|juillet|aug(?:ust)?|ao[ûu]t|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember|embre)?|déc(?:embre)?)'
const year = '(?:19|20)\\d\\d'
const day = `(?:\\d{1,2}[./-]\\d{1,2}[./-]${year}|${year}[./-]\\d{1,2}[./-]\\d{1,2}|\\d{1,2}[./]${year}|${year}-\\d\\d|(?:\\d{1,2}\\.? )?${month}\\.? (?:\\d{1,2},? )?${year}|${year})`
const of =
  '(?:v\\.|vom|von|from|of|since|seit|ab|as of|dated?|rel(?:eased?)?\\.?|du|del|van|install(?:ed|iert)?|instal[ée]+)'

const notes: readonly (readonly [RegExp, string])[] = [
  [/^\s*["'=~]+|["'*]+\s*$|(?<=\d)\s+\?+\s*$/g, ''],
  // What nobody could read: `1.1?`, `C.00.??`.
  [/(?<=\d)\?+/g, 'x'],
  [/(?<=\.)\?+/g, 'x'],
  [/\b([sf])\/w\b/gi, '$1w'],
  // `sip88xx.14-1-1SR1`, `sip78xx.12-8-1-0001-455`: how a telephone names what it was loaded with.
  [/^\s*(?:sip|sccp|cmterm-\w+-sip)\d*(?:xx)?\.(\d{1,2})-(\d{1,2})-(\d{1,2})(?:-\d{4}-\d+)?/i, '$1.$2.$3'],
  // What it was before: `3.10 -> 3.41`, `3.41 (previously 3.30)`.
  [
    new RegExp(
      `^.*${number}\\s*(?:-+>|=+>|→|(?:updated?|upgraded?) (?:to|auf)|actualizado a|mise à jour (?:vers|en))\\s*(?=${number})`,
      'i',
    ),
    '',
  ],
  [new RegExp(`^(?:updated?|upgraded?) (?:from )?${number} (?:to|auf) (?=${number})`, 'i'), ''],
  [
    new RegExp(
      `${behindNumber}[\\s,(]+(?:vorher|previous(?:ly)?|prev\\.?|was|ex|bisher|alt|before|formerly|ancien(?:nement)?|antes|prima|old)[\\s:]+${number}\\)?\\s*$`,
      'i',
    ),
    '',
  ],
  [/\s+(?:per|see|as of|as read|verified|according|acc\.?|read|checked)\b.*$/gi, ''],
  [new RegExp(`${behindNumber}(?:\\s*[-–/,(]\\s*|\\s+)(?:${of}\\s*)?${day}\\)?\\s*$`, 'iu'), ''],
  [/\s*\((?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?\)/g, ''],
  [/\s*\(?\bno (?:sp|service pack|patch|hf)\b\)?/gi, ''],
  // Languages, regions and builds for one processor.
  [
    new RegExp(
      `${behindNumber}[ _-]+\\(?(?:en|eng|english|de|deu|deutsch|german|fr|fra|es|it|nl|pt|jp|us|usa|uk|eu|emea|int|intl|international|ww|x64|x86|amd64|(?:64|32)[ -]?bit|stable|lts|final|release|ga|rtm|prod|production|ab werk)\\)?\\s*$`,
      'i',
    ),
    '',
  ],
  [/(?<=\d)\s+b(?=\d+$)/i, ' build '],
  [/(?<=\d)\s*\(b(?:uild)?[. #:]?(?=\d+\))/i, ' (build '],
  [/(?<=\d)\s*\(\s*\d{6,}[_ -]?[a-z]{1,2}\s*\)/gi, ''],
  // What a bracket adds in words is not the version: `UPS 09.3 (ID18)`, `9.12 (see label)`.
  [/\s*\((?![^)]*\b(?:build|bn|rev|sp|patch|upd|hf)\b)[^)]*[a-z]{2}[^)]*\)/gi, ''],
]

export function withoutNotes(text: string): string {
  let rest = text
  for (const [note, said] of notes) rest = rest.replace(note, said)
  return rest.trim() === '' ? text : rest
}
