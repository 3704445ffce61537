import { compareTexts } from '#model/text-order.ts'
import { compareDigits, compareLists, defineScheme, type Scheme } from './scheme.ts'

// Numbers in a row, texts and days: the vers registry's schemes of no ecosystem, and of ecosystems that count no more.

/** Whole numbers between dots; reading stops at the first other character. */
const intdot = defineScheme(
  'intdot',
  (text) => /^\d+(?:\.\d+)*/.exec(text)?.[0].split('.'),
  (a, b) => compareLists(a, b, (left = '0', right = '0') => compareDigits(left, right)),
)

/** Of two versions of which one begins the other the longer is later: `1.0` comes before `1.0.0`. */
const numbersOf = (name: string, form: RegExp): Scheme =>
  defineScheme(
    name,
    (text) => (form.test(text) ? text.split(/[.-]/) : undefined),
    (a, b) =>
      compareLists(a, b, (left, right) =>
        left === undefined || right === undefined ? (left === undefined ? -1 : 1) : compareDigits(left, right),
      ),
  )

/** Haskell's Package Versioning Policy; R's `package_version`, to which `-` is a point; nginx. */
const ofNumbers = [
  numbersOf('hackage', /^\d+(?:\.\d+)*$/),
  numbersOf('cran', /^\d+(?:[.-]\d+)+$/),
  numbersOf('nginx', /^\d+\.\d+\.\d+$/),
]

const encoder = new TextEncoder()
/** Byte by byte in UTF-8. */
const lexicographic = defineScheme(
  'lexicographic',
  (text) => (text === '' ? undefined : [...encoder.encode(text)]),
  (a, b) => compareLists(a, b, (left = -1, right = -1) => left - right),
)

/** RFC 3339, section 5.6. */
const datetime = defineScheme(
  'datetime',
  (text) => {
    const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(text)
    const second = found ? Date.parse(`${found[1]}${found[3]}`) : Number.NaN
    return Number.isNaN(second) ? undefined : { second, fraction: (found![2] ?? '').replace(/0+$/, '') }
  },
  (a, b) => a.second - b.second || compareTexts(a.fraction, b.fraction),
)

/** `1.0.2` < `1.0.2a` < … < `1.0.2z` < `1.0.2za`; from 3.0 on no letters. Pre-releases come before their release. */
const stages = ['dev', 'alpha', 'beta', 'pre', '']
const openssl = defineScheme(
  'openssl',
  (text) => {
    const found = /^v?(\d+)\.(\d+)(?:\.(\d+)([a-z]*))?(?:-(dev|alpha|beta|pre)-?(\d*))?$/.exec(text.toLowerCase())
    if (!found) return undefined
    const [, major, minor, fix = '0', letters = '', stage = '', number] = found
    return { numbers: [major!, minor!, fix], letters, stage: stages.indexOf(stage), number: number || '0' }
  },
  (a, b) =>
    compareLists(a.numbers, b.numbers, (left = '0', right = '0') => compareDigits(left, right)) ||
    compareTexts(a.letters, b.letters) ||
    a.stage - b.stage ||
    compareDigits(a.number, b.number),
)

export const plainSchemes: readonly Scheme[] = [intdot, ...ofNumbers, lexicographic, datetime, openssl]
