// Other words for what the reader of ranges knows, and versions of which only the end is written: `2.1 before SP2`, `SP1-SP3`.

const version = '[vr]?\\d[\\w.-]*'
const pack =
  '(?:sp|service pack|hf|hot ?fix|upd|update|patch|mr|maintenance release|cu|cumulative update|fp|feature pack|p|u) ?\\d+'
const earlierThan = '(?:versions? )?(?:before|prior to|below|earlier than|older than|up to|through)'
const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'

const ofBranch = `${version} \\((?:in |of |for |on )?(?:the )?[vr]?\\d+(?:\\.\\d+)*(?:\\.[x*])? (?:series|branch|line|train|track)\\)`

const synonyms: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  // `Cisco IOS Software Release 15.2(7)E`: the form of the number tells it from that of a telephone.
  [/^(?:cisco )?ios(?:[ -]xe)?,?(?: software)?,?(?: (?:releases?|versions?|trains?))? (?=\d\d\.\d+\(\d)/i, ''],
  [/\[((?:and|or) [a-z ]+)\]/gi, '($1)'],
  [/\((?:included|incl\.?)\)/gi, '(including)'],
  [/\((?:not incl(?:uded|uding|\.)?|excluded|excl\.?)\)/gi, '(excluding)'],
  [new RegExp(`\\((?:versions? )?(${version}) (?:is |are )?(?:excluded|not affected)\\)`, 'gi'), 'except $1'],
  [
    new RegExp(`^(?:versions? )?(${version}) \\(excluding\\) (?:and|or) (?:earlier|prior|below|older|lower)$`, 'i'),
    '< $1',
  ],
  [/\bup to,? (?:and |und )?incl\.? (?=\S*\d)/gi, 'up to and including '],
  [/\b(?:up until|upto) (?=(?:versions? )?[vr]?\d)/gi, 'up to '],
  [/\b(?:everything|anything) (?=(?:before|below|prior|earlier|older|up to))/gi, ''],
  [/(?<=^|\b(?:versions?|releases?|all) |[|,;] ?)under (?=[vr]?\d)/gi, 'before '],
  [/^(?:exactly|precisely|only) (?=(?:versions? )?[vr]?\d)/i, ''],
  [/^(?:minimum|min\.) (?=(?:versions? )?[vr]?\d)/i, 'at least '],
  [/\b(or|and) (?:smaller|fewer)\b/gi, '$1 lower'],
  [/\b(?:(?:with)?in (?:the )?range(?: of)?|ranging) (?:from )?(?=(?:versions? )?[vr]?\d)/gi, 'from '],
  [
    new RegExp(
      `^(?:versions? )?(${version}) ?(?:-|–|to|through|until|up to) (?:the )?(?:current|latest|present|today|date|newest)(?: (?:versions?|releases?))?$`,
      'i',
    ),
    '>= $1',
  ],
  [
    /\b(and|or) (?:all )?(?:versions|releases) (?:prior to|before|below|earlier than) (?:that|this|it)\b/gi,
    '$1 earlier',
  ],
  [
    new RegExp(
      `^(?:versions? )?(${version}) and (?:all )?(?:versions|releases) (?:prior to|before|below|earlier than) \\1$`,
      'i',
    ),
    '<= $1',
  ],
  [new RegExp(`(?<=\\bfrom ${version}) [-–] (?=${version})`, 'gi'), ' to '],
  // `pre-2.5`, `all pre 2.5 versions`
  [
    /(?<=^|[,;|] |\b(?:all|any|versions?|releases?) )pre[- ](?:versions? )?([vr]?\d+(?:\.\w+)+)(?: (?:versions?|releases?|builds?|software|firmware))?(?=$|[,;|])/gi,
    'before $1',
  ],
  // `2.5 and earlier software`, `2.5 or lower (firmware)`
  [
    /(?<=\d\S* (?:and|or) (?:earlier|prior|below|lower|older|previous|later|newer|higher|above)) \(?(?:software|firmware|[sf]\/?w)\)?(?: (?:versions?|releases?|revisions?|builds?))?(?=$|[,;|])/gi,
    '',
  ],
  // `10.1 and earlier (build 3914)`
  [/(?<=\d) ((?:and|or) (?:earlier|prior|below|lower|older|previous)) \((build \d{2,})\)(?=$|[,;|])/gi, ' $2 $1'],
  // `3.n` is `3.x`.
  [/(?<=\d)\.n(?![\w.])/gi, '.x'],
  [/(?<=^|[\s,])([vr]?\d+(?:\.\d+)*\.x)-([vr]?\d+(?:\.\d+)*\.x)(?![\w.])/gi, '$1 to $2'],
  // `prior to the June 2023 update`
  [
    new RegExp(
      `\\b(before|prior to|earlier than|older than|until|up to) (?:the )?(${month} (?:\\d{1,2},? )?\\d{4}|\\d{4}-\\d\\d(?:-\\d\\d)?) (?:update|release|version|patch|build|firmware)$`,
      'i',
    ),
    '$1 $2',
  ],
  // `Releases N.01 and prior`, `IntelliVue software versions N and prior`
  [
    /^(?:all )?(?:\p{Lu}[\w-]* |[Ss]oftware |[Ff]irmware ){0,3}(?:[Vv]ersions?|[Rr]eleases?|[Rr]evisions?) (?=[A-Z](?:\.\d\w*)?(?: (?:and|or|through|to)\b|, [A-Z]\b|$))(?!.*\b[Ff]irmware [A-Z])/u,
    '',
  ],
  [new RegExp(`^from (?:versions? )?(${version}) (?:onwards?|and (?:later|up|above|newer|higher))$`, 'i'), '>= $1'],
  [/(?<=\d) \(b(?=\d{2,}\))/gi, ' (build '],
  [/^(?:all )?versions? (?:numbers?|levels?|nos?\.?) (?=(?:\p{L}+ ){1,3}[vr]?\d)/giu, ''],
  [/\b(and|or) (?:(?:all|any|its|their|the) )*predecessors?(?: versions?)?$/gi, '$1 earlier'],
  [/\b(earlier|older|lower) (?:firmware|software)(?: versions?| releases?)? than (?=\S*\d)/gi, '$1 than '],
  // `prior to 5.4 on the 5.x branch`
  [
    /(?<=\d\S*) (?:on|in|of|for) the ([vr]?\d+(?:\.\d+)*)(?:\.[x*])? (?:series|branch|line|train|track)(?: only)?$/gi,
    ' ($1.x series)',
  ],
  // `prior to 6.0.7 (6.0 branch) and 6.1.3 (6.1 branch)`
  [
    new RegExp(
      `^(?:(?:all )?versions? )?(?:prior to|before|earlier than|below|<) ?${ofBranch}(?:(?:,|;| and| or|, and)+ (?:(?:prior to|before|earlier than|below|<) ?)?${ofBranch})+$`,
      'i',
    ),
    (whole = '') =>
      [...whole.matchAll(new RegExp(ofBranch, 'gi'))]
        .map(([one]) => one.replace(new RegExp(`^(${version}) \\(\\D*?([vr]?\\d+(?:\\.\\d+)*).*$`, 'i'), '>= $2 < $1'))
        .join(' | '),
  ],
  // `before 3.5, any DSP version`, `3.5 (all hardware revisions)`
  [
    /(?<=\d\S*)(?:[,;] ?| ?\()(?:and |with )?(?:any|all|every) (?!(?:prior|earlier|older|previous|lower|later|newer|higher|other|affected|supported|minor|firmware|software)\b)[a-z-]+ (?:versions?|revisions?|releases?)\)?$/gi,
    '',
  ],
  [/[,;]? \(?(?:regardless|irrespective|independent(?:ly)?) of (?:the )?[a-z -]+\)?$/gi, ''],
  // `7.2 without patch 4`, `1.4 and 1.5 except hotfix HF2`
  [
    new RegExp(
      `^(?:versions? )?(${version}(?:(?:, and |, | and | or )${version})*),? \\(?(?:without|w/o|lacking|missing|except|excluding|not (?:having|including)|(?:that|which) do(?:es)? not (?:have|include)|ohne|sans|sin|senza|zonder) (?:the )?(?:(?:hot ?fix|patch|update|service pack) (?=hf|sp|p|u))?(${pack})\\)?$`,
      'i',
    ),
    (_, versions = '', last = '') =>
      versions
        .split(/, and |, | and | or /)
        .map((one) => `>= ${one} < ${one} ${last}`)
        .join(' ; '),
  ],
  // `6.4 all versions`, `7.0 (all versions)`, `all 6.4 versions`
  [
    /(?<=^|[,;|] |\band |\bor )([vr]?\d+(?:\.\d+)?)(?:\.x)?(?:,|:)? \(?all(?: versions| releases)?\)?(?=$|[,;|]| and | or )/gi,
    '$1.x',
  ],
  [/(?<=^|[,;|] |\band |\bor )(?:all|any) ([vr]?\d+(?:\.\d+)?)(?:\.x)? (?:versions?|releases?)(?=$|[,;|])/gi, '$1.x'],
  // `FutureSmart 4: before 4.12; FutureSmart 5: before 5.7`: a program, and the number of each of its generations.
  [
    new RegExp(
      `^([A-Za-z][\\w-]* )(\\d+):? ((?:${earlierThan}) v?\\2\\.[\\w.]+)((?:[;,] (?:and )?\\1\\d+:? (?:${earlierThan}) v?\\d[\\w.]*)+)$`,
      'i',
    ),
    (_, name = '', first = '', range = '', others = '') =>
      `${name}${first}.x ${range}${others.replace(/[;,] (?:and )?[A-Za-z][\w-]* (\d+):? /g, '; $1.x ')}`,
  ],
  // `8.90 prior to vEL8.90.1620`: letters before the number that say nothing of it.
  [
    new RegExp(`^([vr]?\\d+(?:\\.\\d+)+) (${earlierThan}) v?[a-z]{2}(\\1\\.[\\d.]+)(?: \\([a-z]{2} ?\\d+\\))?$`, 'i'),
    '$1.x $2 $3',
  ],
  [/\b([sf]w)-(?=v?\d+\.\d)/gi, '$1 '],
  // `16.10.x: 16.10.0023 and below`
  [
    /(?<=^|[,;|] |[a-z] )([vr]?\d+(?:\.\d+)*)\.x ?[:–-] ?(?=(?:(?:versions? )?(?:before|prior to|below|up to|through|<=?) ?)?[vr]?\1\.)/gi,
    '$1.x ',
  ],
  [
    /(?<=^|[,;|] |[a-z] )([vr]?\d+(?:\.\d+)*)\.x ([vr]?\1\.[\w.]+) (?:and|or) (?:all )?(?:below|earlier|prior|older|lower|previous)(?: (?:versions|releases))?(?=$|[,;|])/gi,
    '$1.x up to $2',
  ],
  // `10.2 versions earlier than 10.2.9`
  [
    /(?<=^|[,;|] |\band |\bor |[a-z] )([vr]?\d+(?:\.\d+)?)(?:\.x)? (?:versions|releases|builds) (?=(?:earlier than|older than|lower than|prior to|before|below|up to|through|until|<) ?[vr]?\1\.)/gi,
    '$1.x ',
  ],
  // `12.1.2.172 and all earlier version 12 builds`
  [
    /^(?:versions? )?(v?(\d+)\.[\w.]+) and (?:(?:all|any|other) )*(?:earlier|older|prior|previous|lower) (?:versions? )?v?(\2(?:\.\d+)*)(?:\.x)? (?:builds?|versions?|releases?)$/i,
    '>= $3 <= $1',
  ],
  // `6.50 LTS < 6.50.5.14`: how long a branch is maintained.
  [/(?<=\d) (?:LTS|LTSR|ESR)(?= ?(?:<|before |prior to |through |up to ))/gi, ''],
  // `L81/U61 and earlier`: two series, each with its last.
  [
    /^(?:versions? )?([a-z])(\d{2,}) ?\/ ?(?!\1)([a-z]\d{2,}) ((?:and|or) (?:all )?(?:earlier|older|prior|previous|lower|below)(?: versions?| releases?)?)$/i,
    '$1$2 $4 | $3 $4',
  ],
  // `9 releases prior to 2402 (9.5.1079)`: the version of that release in brackets counts.
  [/^(?:all )?(\d+) (?:releases|versions) (?:prior to|before|earlier than) \S+ \((\1\.[\d.]+)\)$/i, '$1.x before $2'],
  // `2.1 before SP2`, `2.1 up to HF5`
  [
    new RegExp(
      `(^(?:versions? )?|[,;] (?:and |or )?|\\b(?:and|or) )(${version}) \\(?(?:before|prior to|earlier than|below) (${pack})\\)?$`,
      'i',
    ),
    '$1>= $2 < $2 $3',
  ],
  [new RegExp(`^(?:versions? )?(${version}) \\(?(?:up to|through|until) (${pack})\\)?$`, 'i'), '>= $1 <= $1 $2'],
  // `2.1 SP1-SP3`, `2.1 SP1, SP2 and SP3`
  [new RegExp(`^(?:versions? )?(${version}) (${pack}) ?(?:-|–|to|through) ?(${pack})$`, 'i'), '>= $1 $2 <= $1 $3'],
  [
    new RegExp(`^(?:versions? )?(${version}) (${pack}(?:(?:, and|, or|,| and| or) ${pack})+)$`, 'i'),
    (_, base = '', packs = '') => packs.replace(new RegExp(pack, 'gi'), `${base} $&`),
  ],
]

/** `plain` has single spaces. */
export function withSynonyms(plain: string): string {
  if (!/[a-z]/i.test(plain)) return plain
  let text = plain
  for (const [words, said] of synonyms)
    text = typeof said === 'string' ? text.replace(words, said) : text.replace(words, said)
  return text.trim()
}
