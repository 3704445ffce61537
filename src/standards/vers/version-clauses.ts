import { withSynonyms } from './version-synonyms.ts'

// What advisories say around a range: `… are affected`, `fixed in 5.3`, `4.2 series`, `up to 2.3 (excluding)`. Said with the words
// and operators that the reader of ranges knows, or left out where it changes nothing.

const version = '(?:[vr]\\.? ?)?\\d[\\w.-]*(?: (?:sp|hf|upd|update|patch|build|bn|rev|u|p) ?\\d[\\w.]*)*'
const behind = '(?=\\s*(?:$|[,;|)]))'

/** A range that ends by itself, or a list: `fixed in` adds nothing to it. */
const hasUpperBound =
  /<|\b(?:below|before|earlier|prior|older|lower|less|under|previous|preceding|through|thru|until|up to|to)\b|^[^<>]*\d[^<>]*-\s*v?\d/i
const hasLowerBound =
  /^\s*>=?|\b(?:later|newer|above|higher|greater|onwards?|upwards?|since|from|starting|beginning|introduced)\b|\d\+/i

const fixedIn = new RegExp(
  `[\\s,;|(-]+(?:(?:are |is |and |but |was |were )*(?:unaffected|not affected|fixed|patched|resolved|corrected|remediated|addressed|solved)(?: (?:software|firmware))?(?: (?:versions?|releases?))?|(?:versions? )?not affected)(?:\\s*:\\s*|\\s+)(?:(?:from|in|by|with|since|starting with|as of|is|are|>=|>|the|versions?|releases?)\\s+)*(${version})(?: (?:and|or) (?:later|newer|above|higher|up|onwards?))?\\)?\\s*$`,
  'i',
)

/** `5.0 and later, fixed in 5.2.4` ends below 5.2.4; `before 5.3 (fixed in 5.3)` ends there already. */
function withoutFix(text: string): string {
  const found = fixedIn.exec(text)
  if (!found || found.index === 0) return text
  const rest = text.slice(0, found.index)
  if (hasUpperBound.test(rest) || !hasLowerBound.test(rest)) return rest
  return `${rest.replace(andLater, '>= $1')} and < ${found[1]}`
}

const andLater = new RegExp(
  `^(?:versions? )?(${version}),? (?:and|or) (?:all )?(?:later|newer|above|higher|up|onwards?)(?: (?:versions?|releases?))?$`,
  'i',
)

const from = '(?:from|since|starting (?:with|at|from)|beginning (?:with|at))'
const upTo = '(?:up to|to|through|until|till|before)'

const clauses: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  [
    /(?<=\d\S*|\b(?:earlier|prior|below|later|above|older)(?: versions?| releases?)?),? (?:(?:which|that) )?(?:are|is|were) (?:also )?(?:affected|vulnerable|impacted)\.?(?=\s*(?:$|[,;|]))/gi,
    '',
  ],
  [/\bintroduced in (?=[vr]?\d)/gi, '>= '],
  // NVD's manner: `from (including) 1.0 up to (excluding) 2.3`, and the same with the words behind.
  [
    new RegExp(`\\b${from} (?:versions? )?\\((including|excluding)\\) (?=${version})`, 'gi'),
    (_, end = '') => (/^i/i.test(end) ? '>= ' : '> '),
  ],
  [
    new RegExp(`\\b${from} (?:versions? )?(${version}) \\((including|inclusive|excluding|exclusive)\\)`, 'gi'),
    (_, bound = '', end = '') => `${/^i/i.test(end) ? '>=' : '>'} ${bound}`,
  ],
  [
    new RegExp(
      `(?:\\band )?\\b${upTo} (?:versions? )?(${version}) \\((including|inclusive|excluding|exclusive)\\)`,
      'gi',
    ),
    (_, bound = '', end = '') => `${/^i/i.test(end) ? '<=' : '<'} ${bound}`,
  ],
  [new RegExp(`\\b${from} (?:versions? )?(?=${version} <)`, 'gi'), '>= '],
  [new RegExp(`(?<=\\d\\S*),? inclusive${behind}`, 'gi'), ''],
  // `4.2 to before 4.5`
  [
    new RegExp(
      `(?:\\b${from} )?(${version}),? (?:up )?to (?:before|below|but (?:not including|excluding)) (?=${version})`,
      'gi',
    ),
    '>= $1 < ',
  ],
  // `4.x series`, `4.2 branch`
  [
    /^(?:the |all )?((?:(?:[vr]?\d+(?:\.\d+)*\.[x*])(?:, | and | or |, and )?)+) (?:series|line|branch|train|family|versions|releases|builds)$/i,
    '$1',
  ],
  [/^(?:the |all )?([vr]?\d+(?:\.\d+)*) (?:series|line|branch|train|family)$/i, '$1.x'],
  // `4.2.7 and prior 4.x versions`
  [
    new RegExp(
      `^(${version}) (?:and|or) (?:all )?(?:prior|earlier|older|previous|lower) (?:versions of )?[vr]?(\\d+(?:\\.\\d+)*)\\.[x*](?: (?:versions|releases))?$`,
      'i',
    ),
    '>= $2 and <= $1',
  ],
  [/\b(?:earlier|older|lower|prior|previous) (?:versions|releases|builds) (?:than|to) (?=\S*\d)/gi, 'earlier than '],
  [/\b(?:later|newer|higher) (?:versions|releases|builds) than (?=\S*\d)/gi, 'later than '],
  [/\breleased (?=(?:before|prior to|earlier than) (?:versions? )?[vr]?\d+\.\d)/gi, ''],
  [/^(?:versions? )?to (?=[vr]?\d)/i, 'up to '],
  // Letters and builds that a list or a range goes on with.
  [/^(?:all )?revisions?:? (?=[a-z](?:$|[ ,;]))/i, ''],
  [/\bbuilds? (\d{2,})\s*(?:to|through|-|–|until)\s*(?:build )?(\d{2,})(?![.\d-])/gi, 'build $1 <= build $2'],
  // `7.1.2.1 (hotfix 2)`
  [/(?<=\d) \(((?:sp|service pack|hf|hotfix|patch|update|upd) ?\d+)\)/gi, ' $1'],
  // `4.2 (prior versions also affected)`, `4.2 including its earlier versions`
  [
    /[ ,;(]+(?:all )?(?:prior|earlier|older|previous|lower) (?:versions|releases) (?:are )?(?:also|too|likewise)(?: affected| vulnerable| impacted)?\)?$/i,
    ' and earlier',
  ],
  [
    /[ ,(]+(?:including|incl\.?|as well as|plus) (?:all |any |its |the )*(?:prior|earlier|older|previous|lower)(?: (?:versions|releases|ones))?\)?$/i,
    ' and earlier',
  ],
  [
    /\b(and|or) (?:(?:all|any|its|the|those|anything|everything|versions|releases|builds) )+(?=(?:prior|earlier|older|previous|lower|below|before|later|newer|above|higher)(?: (?:versions?|releases?|builds?))?(?:$|[,;|]))/gi,
    '$1 ',
  ],
]

/** Other signs between versions of a list, or of a range; behind an operator they mean something else. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/(?<=(?:^|[\s,|/])[vr]?\d+(?:\.\w+)+) ?\/ ?(?=[vr]?\d+(?:\.\w+)+(?:$|[\s,|/]))(?!\d+\.\d+\.(?:19|20)\d\d)/gi, ', '],
  [/(?<=\b[a-z]{2}\d\d[a-z]?)\/(?=[a-z]{2}\d\d[a-z]?(?:$|[\s,|/]))/gi, ', '],
  [/(?<=\d) \+ (?=[vr]?\d+\.\d)/gi, ', '],
  [/(?<=(?:^|[\s,|])[vr]?\d+(?:\.\d+)+)~(?=[vr]?\d+\.\d)/gi, ' - '],
]

/** The text without what changes nothing. `plain` has single spaces. */
export function inClauses(plain: string): string {
  // Most are plain numbers and operators.
  if (!/[a-z]{2}|[/~+]|x-|\.n/i.test(plain)) return plain
  let text = withSynonyms(plain)
  for (const [words, said] of clauses)
    text = typeof said === 'string' ? text.replace(words, said) : text.replace(words, said)
  if (!/[<>=]/.test(plain)) for (const [sign, said] of signs) text = text.replace(sign, said)
  return withoutFix(text).replace(/\s+/g, ' ').trim()
}

const perhaps = new RegExp(
  `^(?:versions? )?(${version})(?:,? (?:and|or),? (?:possibly|potentially|probably|perhaps|maybe) (?:all )?(?:prior|earlier|older|previous|lower|below)(?: (?:versions|releases))?|[ ,;(]+(?:prior|earlier|older|previous|lower) (?:versions|releases) (?:may|might|could) (?:also )?be (?:affected|vulnerable|impacted)\\)?)\\.?$`,
  'i',
)

/** `4.2 and possibly earlier`: 4.2, and nobody knows what comes before. */
export const perhapsEarlier = (plain: string): string | undefined => perhaps.exec(plain)?.[1]
