import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cisaAdvisories, inCorpus } from '#tests/support/corpus.ts'
import { processorMs } from '#tests/support/processor-time.ts'
import { classifyVersion, compareVersions, contains, type Order, readVersion, readVersionExpression } from './vers.ts'

const compare = (a: string, b: string): Order => compareVersions(readVersion(a)!, readVersion(b)!)
const flip: Record<Order, Order> = { less: 'greater', greater: 'less', equal: 'equal', incomparable: 'incomparable' }

describe('two versions are ordered as their makers order them', () => {
  test.each<[string, Order, string]>([
    ['9.12', 'less', '9.19'],
    ['9.9', 'less', '9.12'],
    ['1.2', 'equal', '1.2.0.0'],
    ['V4.3.8', 'equal', '4.3.8'],
    ['Version 2.00', 'equal', '2.0'],
    ['1.02C', 'less', '1.02D'],
    ['1.02', 'less', '1.02C'],
    ['1.21W', 'less', '1.21X'],
    ['7.4', 'less', '7.4 SP1'],
    ['7.4 SP1', 'less', '7.4 SP1 Update 2'],
    ['7.4 Update 9', 'less', '7.4 SP1'],
    ['R2 SP1', 'greater', 'R2'],
    ['2014 R2', 'greater', '2014 SP2'],
    ['Rev B', 'less', 'Rev C'],
    ['K', 'less', 'L'],
    ['B.02', 'less', 'C.01'],
    ['B.06.17', 'less', 'B.06.18'],
    ['L80', 'less', 'L81'],
    ['VA48A', 'less', 'VB20'],
    ['VB30E_HF06', 'less', 'VB30E_HF07'],
    ['012U000039', 'less', '012U000040'],
    ['2.0 beta 1', 'less', '2.0 beta 2'],
    ['2.0 rc1', 'less', '2.0'],
    ['1:1.0', 'greater', '2.0'],
    ['2018-03-01', 'less', 'April 2 2018'],
    ['3.4.4 Build 5', 'less', '3.4.4 Build 6'],
    ['4.4u3', 'less', '4.4u4'],
    ['99999999999999999998', 'less', '99999999999999999999'],
  ])('%s is %s than, or as, %s', (a, order, b) => {
    expect(compare(a, b)).toBe(order)
    expect(compare(b, a)).toBe(flip[order])
  })

  test.each([
    ['L81', 'U61'],
    ['XA20', 'VE11C'],
    ['012U000061', '028U000061'],
    ['K', '3.1'],
    ['2019', '11.4'],
    ['may 2018', '1.2'],
    ['3.4.4', '3.4.4 Build 6'],
    ['7.4 HF1', '7.4 Update 1'],
    ['VM5.0', '5.0'],
    ['SP1', '7.4'],
    ['CR-IR 357', '357'],
  ])('%s and %s cannot be ordered', (a, b) => {
    expect(compare(a, b)).toBe('incomparable')
    expect(compare(b, a)).toBe('incomparable')
  })

  test.each(['', ' ', 'N/A', 'n.a.', 'SEE NOTES', 'unknown', '???', '-', 'TBD', 'x'.repeat(5_000)])(
    '%j is no version',
    (text) => expect(readVersion(text)).toBeUndefined(),
  )
})

/** expression, versions inside, versions outside, versions that cannot be told. */
const readings: [string, string[], string[], string[]][] = [
  ['9.7', ['9.7', 'v9.7.0'], ['9.8', '9.6', '10', '9.7.2'], ['9', '', 'N/A', 'SEE NOTES']],
  ['8', ['8', '8.0', '8.4'], ['9'], []],
  ['B.02 | C.02', ['C.02', 'C.02.10'], ['C.03', 'B.03.1'], ['C']],
  ['NUMARIS/X VA20A | VA31A', ['VA20A', 'VA31A'], ['VA10A'], ['3']],
  ['<= 9.19', ['9.19', '9.19.0', '9.12', '1'], ['9.20', '9.19.1', '10'], ['K', 'may 2018', '2019']],
  ['<9.19', ['9.18.9'], ['9.19', '9.19.0'], ['']],
  ['>= 2.0', ['2.0', '3'], ['1.9'], []],
  ['>= 1.3.4 | < 1.5.3', ['1.3.4', '1.5.2', '1.4'], ['1.3.3', '1.5.3', '2'], ['']],
  ['>= 2003 | <= 2006', ['2003', '2006'], ['2002', '2007'], ['11.4']],
  ['2.3.6 and  below', ['2.3.6', '2'], ['2.3.7'], []],
  ['2.3.6 and prior versions', ['2.3.5'], ['2.4'], []],
  ['3.1 or earlier', ['3.1'], ['3.2'], []],
  ['2.0 and later', ['2.0', '9'], ['1.9'], []],
  ['prior to 3.0', ['2.9'], ['3.0', '3.1'], []],
  ['before 3.0', ['2.9'], ['3.0'], []],
  ['up to and including 4.1', ['4.1'], ['4.2'], []],
  ['2.0 through 2.6', ['2.0', '2.6'], ['1.9', '2.7'], []],
  ['Versions 2.00 to 6.11', ['2', '6.11'], ['6.12'], []],
  ['2.2.3  until 2.2.3.3', ['2.2.3.1'], ['2.2.3.4'], []],
  ['All versions between V3.0 (including) and V3.0.2 (excluding)', ['3.0', '3.0.1'], ['3.0.2', '2.9'], []],
  ['>= V2.0 and < V2.6', ['2.0', '2.5'], ['2.6', '1'], []],
  ['A10 < A11', ['A10'], ['A11', 'A9'], ['B10']],
  ['A.01 to C.0x and 4.0', ['A.01', 'B.10', 'C.00.05', '4.0'], [], ['C.10', '4.1']],
  ['A.01 to C.0x', ['C.09'], ['C.10', 'D.00'], ['4.1']],
  ['<= UPS 04.5', ['UPS 04.5 (ID1015)'], ['UPS 04.8 (ID1015)'], ['04.2']],
  ['16 <= 20', ['16', '20'], ['15', '21'], []],
  ['All versions V14 < V14 SP3', ['14', '14 SP2'], ['13', '14 SP3'], []],
  ['vers:all/*', ['1', '', 'N/A'], [], []],
  ['All versions', ['1', ''], [], []],
  ['*', ['1'], [], []],
  ['N/A', [], [], ['1', '']],
  ['', [], [], ['1', '']],
  ['vers:all/<V4.3.8', ['V4.3.7', '4.3'], ['V4.3.8', '4.4', '5'], ['', 'K']],
  ['vers:all/>=V7.80<V9.40', ['7.80', '9.39'], ['9.40', '7.79'], []],
  ['vers:all/<V5.2 SP 3 HF 13', ['5.2 SP3 HF12', '5.1'], ['5.2 SP3 HF13', '5.2 SP4'], []],
  ['vers:all/<VX.17 Update 5', [], [], ['17', '18', '1.16']],
  ['vers:generic/<1.0|>=2.0|<3.0', ['0.9', '2.5'], ['1.0', '1.5', '3.0'], []],
  ['vers:npm/1.2.3|>=2.0.0|<5.0.0|!=3.1', ['1.2.3', '4'], ['3.1', '5', '1.2.4'], []],
  ['7100 | 7900 MRI', ['7100'], [], ['3.1', '7000']],
  ['24950 | 24952', ['24950'], [], ['1.1', '24951']],
  ['MMT-1715 | MMT-1754', ['MMT-1715'], [], ['MMT-1710', '3.1']],
  ['<= K', ['K', 'J', 'A', 'K.01', 'J.99'], ['L', 'M', 'L.00'], ['11.2']],
  ['< K', ['J.99'], ['K', 'K.01'], ['11.2']],
  ['Version A, Firmware A.03.09, Part #: M8096-67501', ['A.03.09'], [], ['A.03.08', 'B.01', '3']],
  ['with wireless option (shipped between 2016-August 2018)', [], [], ['1.1', '2017']],
  ['< V10.3.3.3 only if web components are used', [], ['10.3.3.3'], ['10.3.3.2']],
  ['* running on old, unsupported operating systems such as Windows 2000', [], [], ['1']],
  ['<=11.2 on Windows 8.1 with IIS 7.5', [], ['11.3'], ['11.2']],
  ['v9.x (with Wireless Battery Module >= v22D19 | <= v22D28)', [], ['8.1'], ['9.1']],
  ['BIOS < V22.01.04', [], [], ['1', '30']],
  ['distributed  < april 1, 2018', [], [], ['1.2', '2017-01-01']],
  ['< august 28', [], [], ['1.0', '2016-09-01']],
  ['<  july 1 2017', ['June 3 2017'], ['2017-07-01'], ['1.2']],
  ['1.2, 1.3 and 1.4', ['1.2', '1.3', '1.4'], ['1.1', '1.5', '1.3.7'], ['1']],
  ['V15, V15.1 and V16', ['15.1'], ['17'], []],
  ['(Release 1.3.2 1.4.0 1.4.1)', ['1.4.0'], ['1.4.2'], []],
  ['9.13 | 9.19 | 9.33', ['9.19'], ['9.14', '9.34'], []],
  ['9.1.x', ['9.1', '9.1.7', '9.1.0.3'], ['9.2', '8'], ['9']],
  ['12.x', ['12', '12.4'], ['11', '13.1'], []],
  ['<= 12.2.x.x', ['12.2', '12.2.9', '11'], ['12.3', '13'], []],
  ['< 3.x', ['2.9'], ['3.0', '3.4'], []],
  ['>= 4.0.x | <= 4.6.4', ['4.0.1', '4.6.4'], ['3.9', '4.6.5'], []],
  ['< 7.4 SP1', ['7.4', '7.4 Update 3'], ['7.4 SP1', '7.4 SP1 Upd1', '7.5'], []],
  ['< 1.8.4 Service Pack 01', ['1.8.4', '1.8.3'], ['1.8.4 SP1'], []],
  ['2017 R2 | 2017 R2 SP1', ['2017 R2', '2017 R2 SP1'], ['2017 R2 SP2', '2018'], []],
  ['Rev B-M', ['Rev C', 'M', 'M.04'], ['Rev A', 'N'], []],
  ['12.4.1-12.4.11', ['12.4.5'], ['12.4.12', '12.5'], []],
  ['8.00-20140730', ['8.00-20140730'], ['8.01'], ['8.00']],
  ['01-03 | 01-04 | 01-06', ['01-04'], ['01-05', '02-10'], []],
  ['053L00091 | 054U00091', ['054U00091'], ['054U00093'], ['3.1']],
  ['VE11A and VE11C', ['VE11C'], ['XA20', 'VE11B'], []],
  ['VB20 | VB30', ['VB30A', 'VB20B_HF1', 'VB30'], ['VB40B', 'VB10'], []],
  ['11B | 12A | 2023B', ['12A', '2023B'], ['10B', '2024A'], ['2024']],
  ['<= 3.0.11.5_BN9', ['3.0.11.5 BN9', '3.0.11.5_BN7'], ['3.0.11.5_BN10', '3.0.12'], []],
  ['<= U61 |<= L81', ['L80', 'U61'], ['L82', 'U62'], ['3.1']],
  ['<= 028U000061', ['028U000060'], ['028U000062'], ['012U000060']],
  ['<= 5.0.27 | <= 5.1.19 | <= 6.0.16', ['4', '5.0.27', '5.1.19', '6.0.1'], ['5.0.28', '5.1.20', '7'], ['5.5']],
  // What these were written for is in each advisory's prose; the operators alone would take in too much.
  ['<=8.1 | >= 8.1.10', [], [], ['7', '8.1.3', '9']],
  ['>= 1.0 | >= 2.4', ['2.4', '1.0'], ['0.9'], ['2.5']],
  ['< 17 | 4', ['16'], ['18'], ['17', '17 Update 3']],
  ['< 4.8 | SP5', ['4.7'], ['4.9'], ['4.8', '4.8 SP4']],
  ['4.5 | SP6 (including) and V4.5 SP6 Hotfix 8 (excluding)', ['4.5 SP6', '4.5 SP6 HF7'], ['4.5', '4.5 SP6 HF8'], []],
  ['2404267 version 1.x', [], [], ['1.2', '2.0']],
  ['2.1 (2.1.670)', ['2.1'], ['2.2'], []],
  ['<=the_first_5_digits_of_serial_number_24031', [], [], ['1.2', '24032']],
  ['Windows 10 Professional Operating System U.S. release', [], [], ['1.4']],
  ['<= 9.12.3', [], ['9.13.x'], ['9.12.x']],
  ['<= 4.0 SP1', ['SW 4.0 / FW 3.1'], ['5.0; 6.1'], ['SW 4.0 / FW 5.1']],
]

describe('an expression holds for some versions, not for others, and for some nobody can tell', () => {
  test.each(readings)('%s', (expression, inside, outside, unknown) => {
    const answer = (version: string) => contains(expression, version).answer

    expect(Object.fromEntries(inside.map((version) => [version, answer(version)]))).toEqual(
      Object.fromEntries(inside.map((version) => [version, 'yes'])),
    )
    expect(Object.fromEntries(outside.map((version) => [version, answer(version)]))).toEqual(
      Object.fromEntries(outside.map((version) => [version, 'no'])),
    )
    expect(Object.fromEntries(unknown.map((version) => [version, answer(version)]))).toEqual(
      Object.fromEntries(unknown.map((version) => [version, 'unknown'])),
    )
  })

  test('every answer says why', () => {
    expect(contains('<= 9.19', '9.12').because).toBe('version 9.12 is within "<= 9.19"')
    expect(contains('<= 9.19', '9.33').because).toBe('version 9.33 is outside "<= 9.19"')
    expect(contains('<= 9.19', '').because).toBe('the version of the device is not known')
    expect(contains('<= K', '9.1').because).toBe('version 9.1 cannot be compared with "<= K"')
    expect(contains('9.x (with battery module)', '9.1').because).toBe(
      'version 9.1 is within "9.x (with battery module)", but only: with battery module',
    )
    expect(contains('BIOS < V2', '1').because).toBe('"BIOS < V2" is about the version of "BIOS"')
  })
})

test('the form of a version text is told', () => {
  const forms = ['', 'vers:all/*', '1.2', '< 3', '>= 1 | < 2', 'vers:all/<V4', 'vers:npm/<2', '7100 | 7900 MRI']
  expect(forms.map(classifyVersion)).toEqual([
    'none',
    'all',
    'exact',
    'comparison',
    'compound',
    'malformed_vers',
    'vers',
    'free_text',
  ])
})

const numbers = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 4 })
const compareNumbers = (a: number[], b: number[]): Order => {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference < 0 ? 'less' : 'greater'
  }
  return 'equal'
}
const anyVersion = fc.oneof(
  numbers.map((parts) => parts.join('.')),
  fc
    .tuple(numbers, fc.constantFrom('a', 'B', ' SP1', ' Update 2', ' build 7', '-rc1', 'x', '.x'))
    .map(([parts, suffix]) => parts.join('.') + suffix),
  fc.constantFrom(
    'K',
    'L81',
    'U61',
    'VA48A',
    'VB20',
    'XA20',
    'B.02',
    'Rev C',
    '2019',
    '2014 R2',
    'may 2018',
    '012U000040',
    'R2 SP1',
  ),
)

describe('whatever is compared', () => {
  test('plain numbers are ordered number by number', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(compare(a.join('.'), b.join('.'))).toBe(compareNumbers(a, b))
      }),
    )
  })

  test('the order turns round with the sides, and a version equals itself with more zeros', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, (a, b) => {
        expect(compare(a, b)).toBe(flip[compare(b, a)])
        expect(compare(a, a)).toBe('equal')
      }),
    )
    fc.assert(
      fc.property(numbers, (a) => {
        expect(compare(a.join('.'), `v${a.join('.')}.0.0`)).toBe('equal')
      }),
    )
  })

  test('a range holds exactly where its bounds do', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (low, high, version) => {
        fc.pre(compareNumbers(low, high) !== 'greater')
        const isIn = compareNumbers(version, low) !== 'less' && compareNumbers(version, high) === 'less'
        const text = version.join('.')
        for (const expression of [
          `>= ${low.join('.')} | < ${high.join('.')}`,
          `>=V${low.join('.')} and <V${high.join('.')}`,
          `vers:all/>=V${low.join('.')}<V${high.join('.')}`,
        ]) {
          expect([expression, text, contains(expression, text).answer]).toEqual([expression, text, isIn ? 'yes' : 'no'])
        }
      }),
    )
  })

  test('nothing breaks the reader, and without a version nothing is ruled out', () => {
    const texts = fc.oneof(fc.string({ maxLength: 60 }), anyVersion, fc.constantFrom(...readings.map(([text]) => text)))
    fc.assert(
      fc.property(texts, texts, (expression, version) => {
        expect(['yes', 'no', 'unknown']).toContain(contains(expression, version).answer)
        expect(contains(expression, 'N/A').answer).not.toBe('no')
      }),
      { numRuns: 2_000 },
    )
  })

  test('a long hostile text is answered at once', () => {
    const worked = processorMs(() => {
      for (const text of ['1 and '.repeat(20_000), '('.repeat(50_000), `<= ${'1.'.repeat(40_000)}`, 'a '.repeat(290)]) {
        expect(contains(text, text).answer).toBe('unknown')
      }
    })
    expect(worked).toBeLessThan(1_000)
  })
})

const corpus = inCorpus('csaf/cisa/white')
describe.skipIf(!corpus)('of the version texts of CISA’s advisories', () => {
  const texts = () => [...new Set(cisaAdvisories().flatMap(({ advisory }) => advisory.products.map((p) => p.version)))]

  test('each is understood or says that it is not', () => {
    const unread = texts().filter((text) => {
      const { reading, form } = readVersionExpression(text)
      return reading === 'unreadable' && form !== 'free_text'
    })
    expect(unread).toEqual([])
    const readings = Object.groupBy(texts(), (text) => readVersionExpression(text).reading)
    expect(readings.unreadable?.length).toBeLessThan(25)
  })

  test('none of the malformed `vers:all/<range>` takes in a version that its range leaves out', () => {
    const malformed = cisaAdvisories()
      .flatMap(({ advisory }) => advisory.products)
      .filter((product) => product.versionForm === 'malformed_vers')
    let asked = 0
    const wrong: string[] = []
    for (const { version: expression } of malformed) {
      // Read here with a rule of its own, not with the reader that is tested.
      for (const [, operator, bound] of expression.matchAll(/(<=|>=|<|>)\s*([^<>=]+)/g)) {
        const first = Number(/\d+/.exec(bound!)![0])
        const outside = operator!.startsWith('<')
          ? [`V${first + 1}`, `${first + 1}.0.1`, `${bound} SP99`, ...(operator === '<' ? [bound!] : [])]
          : [`V${first - 1}`, `${Math.max(first - 1, 0)}.0.0`, ...(operator === '>' ? [bound!] : [])]
        for (const version of outside) {
          asked++
          if (contains(expression, version).answer === 'yes') wrong.push(`${expression} took in ${version}`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(malformed).toHaveLength(1568)
    expect(asked).toBeGreaterThan(4_000)
  })

  test('no upper bound takes in the next major version', () => {
    const wrong = texts().flatMap((text) => {
      const bounds = [...text.matchAll(/<=?\s*V?(\d+)(?:\.\d+)*/gi)].map((match) => Number(match[1]))
      if (bounds.length === 0 || /\*|all versions$/i.test(text)) return []
      const above = `${Math.max(...bounds) + 1}.1`
      const open = readVersionExpression(text).alternatives.some((one) => one.kind === 'range' && !one.upper)
      return !open && contains(text, above).answer === 'yes' ? [`${text} took in ${above}`] : []
    })
    expect(wrong).toEqual([])
  })
})

test.each<[string, string, 'yes' | 'no' | 'unknown']>([
  ['<= 2.3.0', 'SW 2.1.0 / Build 2.1.0.177', 'yes'],
  ['<= 2.3.0', 'S/W Ver 2.3.0', 'yes'],
  ['<= 2.3.0', '2.3.0 (Build 1123)', 'yes'],
  ['<= 2.3.0', '2.3.0 (2019-03-01)', 'yes'],
  ['<= 2.3.0', '2.3.0 per label', 'yes'],
  ['<= 2.3.0', 'Main 2.4', 'no'],
  ['<= 2.3.0', '2.3.0, Win 7', 'yes'],
  ['3.4.4 build 12', '3.4.4 build 13', 'no'],
  ['< november 29 2017', 'November 28, 2017', 'yes'],
  ['<= 4107600010.23', '4.11E+09', 'unknown'],
  ['LPI 3.5.12.P30', '3.5.12.P30', 'yes'],
  ['LPI 3.5.12.P30', 'LPI 3.5.12.P31', 'no'],
  ['<= A.03.09', 'vA.03.09', 'yes'],
  ['1.1.7.333 | 2.1.1.3069', '2.1.1 build 3069', 'yes'],
  ['<= 2.1.1.3069', '2.1.1 build 3070', 'no'],
  ['6.3V1L10', '6.3 V1 L10', 'yes'],
  ['VE11A and VE11C', 'syngo MR VE11C', 'yes'],
  ['< 8/30/2024', '2024-05-01', 'yes'],
  ['Version 2.0.0 (build 9.2.1)', '2.0.0', 'yes'],
  ['SCADA Web Server Version 2.02.0007 and prior', '2.02.0006', 'yes'],
  ['from 3.0 up to (excluding) 3.9.1', '3.9.1', 'no'],
  ['<3.0 and >=2.0', '1.0', 'no'],
  ['1.2.3 only', '1.2.3', 'yes'],
  ['2.0 to 2.9 (inclusive)', '2.9', 'yes'],
  ['All versions of 3.x', '3.4', 'yes'],
  ['Version(s) 2.1 and prior', '2.0', 'yes'],
  ['~2.1', '2.1.4', 'unknown'],
])('of %s the text %s is understood: %s', (range, text, answer) => {
  expect(contains(range, text).answer).toBe(answer)
})

test.each([
  ['1.4.2.0-9d9eff4', '1.4.2.0', 'yes'],
  ['1.4.2.0-9d9eff4', '1.4.3', 'no'],
  ['<= 2023.3 (Build 9342)', '2023.3 Build 9342', 'yes'],
  ['<= 2023.3 (Build 9342)', '2023.3 Build 9400', 'no'],
  ['<= 3.7.0', '3.7.0-1', 'yes'],
  ['<= 3.7.0', '3.7.0+dfsg-2ubuntu1', 'yes'],
  ['<= 3.7.0', '3.7.1-1', 'no'],
  ['< 2.30', 'SV2.20', 'yes'],
  ['< 08A05', '07A05', 'yes'],
  ['< 08A05', '08A05', 'no'],
  ['<= 028U000061', '012U000061', 'unknown'],
  ['vers:semver/>=1.0.0|<1.4.1', 'V1.2.0', 'yes'],
  ['Firmware released before September 2023', '2023-08-11', 'yes'],
  ['Versions with release date prior to January 2021', '2021-06-20', 'no'],
  ['running firmware versions 2.0 through 2.3', '2.2', 'yes'],
  ['Station: Versions 4.2 and earlier', '4.1', 'yes'],
  ['< 2017-06-15', '2.400.14.R, 2016-12-01', 'yes'],
] as const)('"%s" says of %s: %s', (expression, version, answer) => {
  expect(contains(expression, version).answer).toBe(answer)
})
