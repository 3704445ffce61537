import { inEnglish } from './version-translations.ts'

// What advisories say of versions in words, said with operators instead: `1.2 and earlier` is `<= 1.2`, `ab 3.0` is `>= 3.0`,
// `1.2.x before 1.2.8` is `1.2.x < 1.2.8`. Words that are none of these stay as they are.

/** Words that may stand between an operator and its version. */
const filler =
  '(?:(?:and|the|la|le|any|all|firmware|software|product|versions?|ver\\.?|releases?|number|no\\.?|of)\\s+)*'
const nearVersion = `\\s*,?\\s*${filler}(?=(?:v\\.? ?|rev(?:ision)?\\.? ?|build ?)?[\\p{L}]{0,5}[ .-]?\\d)`

const operatorWords: readonly (readonly [RegExp, string])[] = (
  [
    [
      '(?:up to|through|until|prior to|before|earlier than|older than|lower than|below),? \\(?(?:and|&|or) including\\)?',
      '<=',
    ],
    [
      '(?:less|lower|smaller|older|earlier) (?:than )?or equal(?:s)?(?: to| than)?|(?:not|no) (?:later|newer|higher|greater|above) than|at most',
      '<=',
    ],
    ['up to,? (?:but )?\\(?(?:not including|excluding|exclusive(?: of)?)\\)?', '<'],
    [
      '(?:greater|higher|later|newer) (?:than )?or equal(?:s)?(?: to| than)?|(?:not|no) (?:earlier|older|lower|less) than|at least',
      '>=',
    ],
    ['(?:starting|beginning) (?:with|from|at|in)', '>='],
    ['(?<=(?:^|[|,;(]|\\bversions?|\\breleases?|\\ball|\\band|\\bor|\\d\\S*) ?)(?:since|as of|from)', '>='],
    ['(?:later|newer|greater|higher|more recent) than', '>'],
    ['(?<=(?:^|[|,;(]|\\bversions?|\\breleases?|\\ball|\\band|\\bor) ?)(?:above|over|beyond|past|exceeding)', '>'],
    ['(?:earlier|older|lower|less|smaller) than|prior to|preceding|before|below', '<'],
    ['up to|through|thru|until|till', '<='],
  ] as const
).map(([words, operator]) => [new RegExp(`(?<![\\p{L}\\d])(?:${words})${nearVersion}`, 'giu'), ` ${operator} `])

const earlier = '(?:below|prior|earlier|older|lower|less|previous|preceding|before|under)'
const later = '(?:later|newer|above|higher|greater|up|upwards?|onwards?|after|subsequent|beyond)'
const behindVersion =
  '(?:\\s+(?:(?:firmware|software|product|minor|patch)\\s+)?(?:versions?|releases?|revisions?|builds?|ones))?(?=\\s*(?:$|[|,;]))'

/** `2.3 and all previous versions`: the version stands first, alone between commas or bars. */
const postfix = (words: string) =>
  new RegExp(
    `(^|[|,;])\\s*((?:[^|,;<>=\\s]+\\s+){0,5}?[^|,;<>=\\s]*[^|,;<>=]*?)\\s*,?\\s*(?:\\band\\b|\\bor\\b|&|/)\\s*(?:(?:all|any|other|the)\\s+)*${words}${behindVersion}`,
    'giu',
  )
const andEarlier = postfix(earlier)
const andLater = postfix(later)

const everyVersion =
  /^(?:versions?:?\s+)?(?:all|any|every)\s+(?:(?:supported|current|known|released|existing|available|shipped|affected|firmware|software|hardware|product|device|fw|sw|and|or)\s+)*(?:versions?|firmware|software|releases?|revisions?|models?|units?|devices?|products?|builds?|lots?|serial numbers?)(?:\s+(?:of|for)\s+(?:the\s+)?(?:firmware|software|product|device))?(?:\s+(?:are\s+)?affected|\s+to date|\s+so far)?\s*[.*]*$|^versions?:?\s+all$|^(?:\*|all)\s*\(all [^()]*\)$/i

const noFix =
  /\s*[,;(–-]+\s*(?:no|without)\s+(?:fix|patch|update|remediation)\b[^,;]*$|\s*(?:[,;(]|[–-] )\s*(?:unfixed|unpatched|end[- ]of[- ](?:life|support)|eol|eos)\)?$/i

/** Dates of making and numbers of units are asked for by themselves: see the matcher. */
export const isOfUnits =
  /\b(?:shipped|manufactured|distributed|sold|dated|produced|purchased|produ[ck]tion|installed|serial|digits|when|windows|linux|android)\b/i

const version = '[vr]?\\d[\\w.-]*'

/** The words behind it restrict, and are for whoever reads the condition. */
const isCondition = /\b(?:with|running|on|for|using|when|if|of)\b/i

const nameBefore = /^[a-z][\w .'-]*? (?=versions? (?:[vr]?\d|prior|before|below|up to|earlier|older|through|[<>]))/i
const isNoName =
  /\b(?:all|any|every|and|or|to|through|before|prior|firmware|software|hardware|affected|with|running|on|for|of|from|since|than|until|thru|below|up|starting|beginning)\b/i

/** `< V2.1`, `All versions < V14 SP2`, `>= 1.0 | < 1.2 Update 3`: as most are. */
const numbered = 'v?\\d[\\w-]*(?:\\.[\\w-]+)*(?: (?:sp|upd|update|hf|patch|build) ?\\d\\w*)*'
const isInOperators = new RegExp(
  `^(?:all )?(?:versions? )?(?:[<>]=? ?)?${numbered}(?: ?(?:\\| ?|and ?)?[<>]=? ?${numbered}| ?\\| ?${numbered})*$`,
  'i',
)

/** Says with operators what the text says in words. `plain` has single spaces. */
export function inOperators(plain: string): string {
  if (isInOperators.test(plain)) return plain
  let text = plain.replace(
    /^\s*(?:(?:the|all) )?(?:affected|vulnerable|impacted)(?: (?:product|firmware|software))?(?: versions?)?(?: are| is)?\s*:\s*/i,
    '',
  )
  text = inEnglish(text).replace(noFix, '').trim()
  // `SCADA Web Server Version 2.02.0007 and prior`
  const name = nameBefore.exec(text)?.[0]
  if (name && !isNoName.test(name)) text = text.slice(name.length)
  if (everyVersion.test(text)) return 'all versions'
  if (isOfUnits.test(text)) return plain
  text = text
    .replace(/^(?:any|every) (?=versions?\b|release)/i, 'all ')
    .replace(
      /^all (?:firmware |software )?(?:releases|builds) (?=prior|before|below|earlier|older|up|through|<)/i,
      'all versions ',
    )
    .replace(
      /\s*\(\s*((?:and|or|&) (?:(?:all|any) )?(?:below|prior|earlier|older|lower|less|previous|before|above|later|newer|higher)[^()]*)\)/gi,
      ' $1',
    )
    .replace(/\s*\((?:all versions|all affected|inclusive)\)$/i, '')
  text = intervals(text) ?? text
  text = text
    // `1.0 <= x < 1.2`
    .replace(
      new RegExp(`(${version})\\s*(<=?)\\s*(?:x|v|versions?)\\s*(<=?)\\s*(?=${version})`, 'gi'),
      (_, from: string, low: string, high: string) => `${low === '<=' ? '>=' : '>'} ${from} ${high} `,
    )
    .replace(
      new RegExp(
        `\\bbetween (?:versions? )?(${version})(?: \\((inclusive|including|exclusive|excluding)\\))? and (?:versions? )?(${version})(?: \\((inclusive|including|exclusive|excluding)\\))?(?=\\s*(?:$|[|,;]))`,
        'gi',
      ),
      (_, from: string, low: string | undefined, to: string, high: string | undefined) =>
        `>${/^ex/i.test(low ?? '') ? '' : '='} ${from} <${/^ex/i.test(high ?? '') ? '' : '='} ${to}`,
    )
    .replace(/(?<=\d\S*) & (?=[vr]?\d)/gi, ' and ')
    .replace(new RegExp(`(${version}) (?:onwards?|upwards?|and up)(?=\\s*(?:$|[|,;]))`, 'gi'), '>= $1')
    .replace(/(^|[|,;]\s*|\bversions? )(v?\d+(?:\.\d+)*)\+(?=\s*(?:$|[|,;]))/gi, '$1>= $2')
    .replace(/(?<=(?:^|[\s,|])v?\d+(?:\.\d+)+)\s*(?:\.{2,3}|…|→|->|(?<=\s)~(?=\s))\s*(?=v?\d+\.\d)/gi, ' <= ')
    .replace(/(?<=(?:^|[\s,|])v?\d+(?:\.\d+)+)\/(?=v?\d+(?:\.\d+)+(?:$|[\s,|/]))(?!\d+\.\d+\.(?:19|20)\d\d)/gi, ', ')
    .replace(/^releases? (?=v?\d)/i, '')
  text = text.replace(andEarlier, behind('<=')).replace(andLater, behind('>='))
  for (const [words, operator] of operatorWords) text = text.replace(words, operator)
  text = text.replace(
    /(?<=(?:\d|>=? )\S*\d\S*(?: (?:sp|hf|upd|update|patch|build) ?\d+)?) to (?:versions? )?(?=\S*\d)/gi,
    ' <= ',
  )
  return text
    .replace(/\s+/g, ' ')
    .replace(
      /(?<=<=? ?[^|<>]*)\s*(?:[,;]|(?<![,;]) and| or)\s*(?:and |or )?(?=(?:v?\d\S* )?<|>=? ?v?\d\S*(?:,| and|) ?<)/gi,
      ' | ',
    )
    .trim()
}

const behind = (operator: string) => (whole: string, before: string, named: string) =>
  isCondition.test(named) ? whole : `${before} ${operator} ${named.replace(/^(?:all )?versions? |^all /i, '')}`

/** `[1.0,1.2.3)`, `(,2.0]`: as Maven and NuGet write them. */
function intervals(text: string): string | undefined {
  const one = /([[(])\s*([\w.+-]*)\s*,\s*([\w.+-]*)\s*([\])])\s*(?:,|$|(?=[[(]))\s*/g
  if (!/^[[(]/.test(text) || text.replace(one, '') !== '') return undefined
  const found = [...text.matchAll(one)].map(([, open, from, to, close]) =>
    [from && `>${open === '[' ? '=' : ''} ${from}`, to && `<${close === ']' ? '=' : ''} ${to}`]
      .filter(Boolean)
      .join(' '),
  )
  return found.every((range) => range !== '') ? found.join(' | ') : undefined
}
