import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ANY,
  attributes,
  bindToFormattedString,
  bindToUri,
  type CpeName,
  NA,
  readCpe,
  relateNames,
  relateValues,
  writeWfn,
} from './cpe.ts'

const nameOf = (given: Partial<CpeName>): CpeName =>
  ({ ...Object.fromEntries(attributes.map((attribute) => [attribute, ANY])), ...given }) as CpeName
const read = (text: string): CpeName => {
  const result = readCpe(text)
  if (!result.ok) throw new Error(`${text}: ${result.reason}`)
  return result.name
}
const relate = (source: string, target: string) => relateNames(read(source), read(target))

describe('a name has two bindings (the examples of NISTIR 7695 clauses 6.1.2.4 and 6.2.2.3)', () => {
  test.each<[Partial<CpeName>, string, string]>([
    [
      { part: 'a', vendor: 'microsoft', product: 'internet_explorer', version: '8\\.0\\.6001', update: 'beta' },
      'cpe:/a:microsoft:internet_explorer:8.0.6001:beta',
      'cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*',
    ],
    [
      { part: 'a', vendor: 'microsoft', product: 'internet_explorer', version: '8\\.*', update: 'sp?' },
      'cpe:/a:microsoft:internet_explorer:8.%02:sp%01',
      'cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*',
    ],
    [
      {
        part: 'a',
        vendor: 'hp',
        product: 'insight_diagnostics',
        version: '7\\.4\\.0\\.1570',
        update: NA,
        sw_edition: 'online',
        target_sw: 'win2003',
        target_hw: 'x64',
      },
      'cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~',
      'cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*',
    ],
    [
      { part: 'a', vendor: 'hp', product: 'openview_network_manager', version: '7\\.51', target_sw: 'linux' },
      'cpe:/a:hp:openview_network_manager:7.51::~~~linux~~',
      'cpe:2.3:a:hp:openview_network_manager:7.51:*:*:*:*:linux:*:*',
    ],
    [
      {
        part: 'a',
        vendor: 'foo\\\\bar',
        product: 'big\\$money_manager_2010',
        sw_edition: 'special',
        target_sw: 'ipod_touch',
        target_hw: '80gb',
      },
      'cpe:/a:foo%5cbar:big%24money_manager_2010:::~~special~ipod_touch~80gb~',
      'cpe:2.3:a:foo\\\\bar:big\\$money_manager_2010:*:*:*:*:special:ipod_touch:80gb:*',
    ],
  ])('%o', (given, uri, formatted) => {
    const name = nameOf(given)
    expect(bindToUri(name)).toBe(uri)
    expect(bindToFormattedString(name)).toBe(formatted)
    expect(read(uri)).toEqual(name)
    expect(read(formatted)).toEqual(name)
    expect(read(writeWfn(name))).toEqual(name)
  })

  test('what is written is read again, in both bindings', () => {
    const character = fc.oneof(
      fc.constantFrom(...'abcxyz0189_'),
      fc.constantFrom(...'!"#$%&\'()*+,-./:;<=>?@[\\]^`{|}~').map((mark) => `\\${mark}`),
    )
    const text = fc
      .array(character, { minLength: 1, maxLength: 8 })
      .map((characters) => characters.join(''))
      .filter((value) => value !== '\\-')
    const value = fc.oneof(
      fc.constantFrom(ANY, NA),
      text,
      fc
        .tuple(fc.constantFrom('', '*', '?', '??'), text, fc.constantFrom('', '*', '?', '???'))
        .map((all) => all.join('')),
    )
    const names = fc.record({
      ...Object.fromEntries(attributes.map((attribute) => [attribute, value])),
      part: fc.constantFrom('a', 'o', 'h', ANY),
      language: fc.constantFrom(ANY, NA, 'en', 'de\\-ch', 'spa\\-419'),
    }) as unknown as fc.Arbitrary<CpeName>
    fc.assert(
      fc.property(names, (name) => {
        expect(read(writeWfn(name))).toEqual(name)
        expect(read(bindToFormattedString(name))).toEqual(name)
        expect(read(bindToUri(name))).toEqual(name)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['', 'a CPE name begins with cpe:2.3:, cpe:/ or wfn:['],
    ['log4j', 'a CPE name begins with cpe:2.3:, cpe:/ or wfn:['],
    ['cpe:2.3:a:apache', 'a formatted string has 13 parts between its colons; this one has 4'],
    [
      'cpe:2.3:x:v:p:1:*:*:*:*:*:*:*',
      'the part is "x"; it must be a (application), o (operating system) or h (hardware)',
    ],
    ['cpe:2.3:a::p:1:*:*:*:*:*:*:*', 'a part between two colons is empty; * stands for any, - for none'],
    ['cpe:2.3:a:v:p*q:1:*:*:*:*:*:*:*', 'in "p*q" stands an * that is neither first nor last; write \\*'],
    ['cpe:2.3:a:v:p?q:1:*:*:*:*:*:*:*', 'in "p?q" stands a ? that is neither first nor last; write \\?'],
    ['cpe:2.3:a:v:p:1:*:*:*:*:*:*:x\\', 'it ends with a \\ that quotes nothing'],
    ['cpe:/a:v:p%02q', 'in "p%02q" stands a %02 (any characters) that is neither first nor last'],
    ['cpe:/a:v:p:1::~a~b', '"~a~b" packs 2 attributes; it must be five'],
    ['cpe:/a:1:2:3:4:5:6:7', 'a CPE URI has at most 7 parts between its colons; this one has 8'],
    ['cpe:/a:v%zz', 'in "v%zz" stands a % that encodes nothing'],
    ['cpe:/a:foo%5cbar:big%24money_2010%07', '"%07" is no encoding of a CPE URI'],
    ['cpe:/a:foo:bar:12.%02.1234', 'in "12.%02.1234" stands a %02 (any characters) that is neither first nor last'],
    ...['**', '*?', '*??', '?*', '??*'].map((value) => [
      `cpe:2.3:a:v:p:${value}:*:*:*:*:*:*:*`,
      `version is "${value}"; it needs a character that is no wildcard`,
    ]),
    ...['?', '??'].map((value) => [
      `cpe:2.3:a:v:p:${value}:*:*:*:*:*:*:*`,
      `"${value}" needs a character that is no wildcard`,
    ]),
    // Question marks stand in a row at an end (clause 5.3.2).
    ['cpe:2.3:a:v:a??b:1:*:*:*:*:*:*:*', 'in "a??b" stands a ? that is neither first nor last; write \\?'],
    ['cpe:2.3:a:v:??a?b??:1:*:*:*:*:*:*:*', 'in "??a?b??" stands a ? that is neither first nor last; write \\?'],
    ['cpe:2.3:a:v:*?a:1:*:*:*:*:*:*:*', 'in "*?a" stands a ? that is neither first nor last; write \\?'],
    ['cpe:2.3:a:v:a**:1:*:*:*:*:*:*:*', 'in "a**" stands an * that is neither first nor last; write \\*'],
    [
      'cpe:2.3:a:hp:insight_diagnostics:7.4.*.1570:*:*:*:*:*:*:*',
      'in "7.4.*.1570" stands an * that is neither first nor last; write \\*',
    ],
    ['cpe:/a:v:a%01%01b', 'in "a%01%01b" stands a %01 (one character) that is neither first nor last'],
    ['cpe:/a:v:%02%01a', 'in "%02%01a" stands a %01 (one character) that is neither first nor last'],
    ['cpe:/a:v:%01%02a', 'in "%01%02a" stands a %02 (any characters) that is neither first nor last'],
    ['cpe:/a:v:a%02%02', 'in "a%02%02" stands a %02 (any characters) that is neither first nor last'],
    ['cpe:/a:v:a?b', 'in "a?b" stands a %01 (one character) that is neither first nor last'],
    ['cpe:/a:v:p:*', 'version is "*"; it needs a character that is no wildcard'],
    ['cpe:/a:v:%02%02', 'product is "**"; it needs a character that is no wildcard'],
    ['cpe:/a:v:%5f', '"%5f" is no encoding of a CPE URI'],
    ['cpe:/a:v:%41', '"%41" is no encoding of a CPE URI'],
    ['cpe:/a:v:%02', 'product is "*"; it needs a character that is no wildcard'],
    ['cpe:2.3:a:v:p:1:*:*:english:*:*:*:*', 'the language is "english"; it must be a tag such as en or en-us'],
    ['cpe:2.3:a:v:p:1:*:*:en-usa:*:*:*:*', 'the language is "en-usa"; it must be a tag such as en or en-us'],
    ['cpe:2.3:a:v:p:1:*:*:e?:*:*:*:*', 'the language is "e?"; it must be a tag such as en or en-us'],
    ['cpe:/a:v:p:1:::x', 'the language is "x"; it must be a tag such as en or en-us'],
  ])('%j is none', (text, reason) => expect(readCpe(text)).toEqual({ ok: false, reason }))
})

describe('the notation of well-formed names (NISTIR 7695 clause 5)', () => {
  // Clauses 6.1.3.3 and 6.2.3.3.
  test.each([
    [
      'cpe:/a:microsoft:internet_explorer:8.0.6001:beta',
      'wfn:[part="a",vendor="microsoft",product="internet_explorer",\n  version="8\\.0\\.6001",update="beta",edition=ANY,\n  language=ANY]',
    ],
    [
      'cpe:/a:microsoft:internet_explorer:8.%2a:sp%3f',
      'wfn:[part="a",vendor="microsoft",product="internet_explorer",version="8\\.\\*",update="sp\\?",edition=ANY,language=ANY]',
    ],
    [
      'cpe:/a:microsoft:internet_explorer:8.%02:sp%01',
      'wfn:[part="a",vendor="microsoft",product="internet_explorer",version="8\\.*",update="sp?",edition=ANY,language=ANY]',
    ],
    [
      'cpe:/a:hp:openview_network_manager:7.51:-:~~~linux~~',
      'wfn:[part="a",vendor="hp",product="openview_network_manager",version="7\\.51",update=NA,edition=ANY,sw_edition=ANY,target_sw="linux",target_HW=ANY,other=ANY,language=ANY]',
    ],
    [
      'cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~',
      'wfn:[part="a",vendor="hp",product="insight_diagnostics",version="7\\.4\\.0\\.1570",update=ANY,edition=ANY,sw_edition="online",target_sw="win2003",target_hw="x64",other=ANY,language=ANY]',
    ],
    // A row of question marks at an end, at both, or alone; quoted they are characters (clauses 5.3.2, 6.1.3.2).
    ['cpe:/a:b:c:%01%01', 'wfn:[part="a",vendor="b",product="c",version="??"]'],
    ['cpe:/a:b:c:%01', 'wfn:[part="a",vendor="b",product="c",version="?"]'],
    ['cpe:/a:b:c:%01%01a%01%01%01', 'wfn:[part="a",vendor="b",product="c",version="??a???"]'],
    ['cpe:/a:b:c:%01a%02', 'wfn:[part="a",vendor="b",product="c",version="?a*"]'],
    ['cpe:/a:b:c:%02a%01', 'wfn:[part="a",vendor="b",product="c",version="*a?"]'],
    ['cpe:/a:b:c:%3F%01', 'wfn:[part="a",vendor="b",product="c",version="\\??"]'],
    ['cpe:/a:b:c:%2a', 'wfn:[part="a",vendor="b",product="c",version="\\*"]'],
    ['cpe:/a:b:c%01%01%01%01:?:beta', 'wfn:[part="a",vendor="b",product="c????",version="?",update="beta"]'],
    ['cpe:2.3:a:b:c:??a??:*:*:*:*:*:*:*', 'wfn:[part="a",vendor="b",product="c",version="??a??"]'],
    ['cpe:2.3:a:b:c:a\\?\\?b:*:*:*:*:*:*:*', 'wfn:[part="a",vendor="b",product="c",version="a\\?\\?b"]'],
    ['cpe:2.3:a:b:c:a\\??:*:*:*:*:*:*:*', 'wfn:[part="a",vendor="b",product="c",version="a\\??"]'],
    [
      'cpe:/a:foo~bar:big%7emoney_2010',
      'wfn:[part="a",vendor="foo\\~bar",product="big\\~money_2010",version=ANY,update=ANY,edition=ANY,language=ANY]',
    ],
    [
      'cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*',
      'wfn:[part="a",vendor="hp",product="insight_diagnostics",version="7\\.4\\.0\\.1570",update=NA,edition=ANY,language=ANY,sw_edition="online",target_sw="win2003",target_hw="x64",other=ANY]',
    ],
    [
      'cpe:2.3:a:foo\\\\bar:big\\$money:2010:*:*:*:special:ipod_touch:80gb:*',
      'wfn:[part="a",vendor="foo\\\\bar",product="big\\$money",version="2010",update=ANY,edition=ANY,language=ANY,sw_edition="special",target_sw="ipod_touch",target_hw="80gb",other=ANY]',
    ],
  ])('%s is %s', (bound, notation) => {
    expect(read(notation)).toEqual(read(bound))
    expect(read(writeWfn(read(bound)))).toEqual(read(bound))
  })

  test('all attributes are written, in the order of the document', () => {
    expect(writeWfn(read('cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:-:en-us:*:*:*:*'))).toBe(
      'wfn:[part="a",vendor="microsoft",product="internet_explorer",version="8\\.*",update="sp?",edition=NA,language="en\\-us",sw_edition=ANY,target_sw=ANY,target_hw=ANY,other=ANY]',
    )
  })

  // Clauses 5.3.2 and 5.4.
  test.each([
    ['foo\\-bar', 'foo\\-bar'],
    ['Acrobat_Reader', 'acrobat_reader'],
    ['\\"oh_my\\!\\"', '\\"oh_my\\!\\"'],
    ['g\\+\\+', 'g\\+\\+'],
    ['*SOFT*', '*soft*'],
    ['*8\\.??', '*8\\.??'],
    ['?', '?'],
    ['???', '???'],
  ])('"%s" is a value', (value, as) => expect(read(`wfn:[product="${value}"]`)).toEqual(nameOf({ product: as })))

  test('what is not named is any', () => {
    expect(read(' wfn:[] ')).toEqual(nameOf({}))
    expect(read('wfn:[ vendor = "adobe" , update = ANY ]')).toEqual(nameOf({ vendor: 'adobe' }))
  })

  test.each([
    ['wfn:[vendor="a b"]', '"a b" is no value: marks stand behind a \\, and * and ? without one only at its ends'],
    ['wfn:[vendor="a.b"]', '"a.b" is no value: marks stand behind a \\, and * and ? without one only at its ends'],
    ['wfn:[vendor="a*b"]', '"a*b" is no value: marks stand behind a \\, and * and ? without one only at its ends'],
    ['wfn:[vendor="*"]', 'vendor is "*"; it needs a character that is no wildcard'],
    ['wfn:[vendor="**"]', 'vendor is "**"; it needs a character that is no wildcard'],
    ['wfn:[vendor=""]', 'vendor is empty; ANY stands for any value, NA for none'],
    ['wfn:[vendor="\\-"]', '"\\-" alone is no value of vendor'],
    ['wfn:[vendor=any]', 'vendor is any; a value stands in quotation marks, or is ANY or NA'],
    ['wfn:[part="x"]', 'the part is "x"; it must be a (application), o (operating system) or h (hardware)'],
    ['wfn:[language="klingon"]', 'the language is "klingon"; it must be a tag such as en or en-us'],
    ['wfn:[colour="red"]', 'there is no attribute "colour"'],
    ['wfn:[vendor="a",VENDOR="b"]', 'vendor stands twice'],
    ['wfn:[vendor="a"', 'at "vendor="a"" stands no attribute="value"'],
    ['wfn:[vendor="a",]', 'at "]" stands no attribute="value"'],
    ['wfn:[vendor="a"]]', 'something stands behind the last ]'],
  ])('%s is none', (text, reason) => expect(readCpe(text)).toEqual({ ok: false, reason }))
})

describe('the relation of two values (NISTIR 7696 table 6-2)', () => {
  test.each([
    [1, ANY, ANY, 'equal'],
    [2, ANY, NA, 'superset'],
    [3, ANY, 'i', 'superset'],
    [4, ANY, 'm*', 'undefined'],
    [5, NA, ANY, 'subset'],
    [6, NA, NA, 'equal'],
    [7, NA, 'i', 'disjoint'],
    [8, NA, 'm*', 'undefined'],
    [9, 'i', 'I', 'equal'],
    [10, 'i', 'k', 'disjoint'],
    [11, 'i', 'm*', 'undefined'],
    [12, 'i', NA, 'disjoint'],
    [13, 'i', ANY, 'subset'],
    [14, 'm*', 'mk', 'superset'],
    [14, 'm*', 'k', 'disjoint'],
    [15, 'm*', ANY, 'subset'],
    [16, 'm*', NA, 'disjoint'],
    [17, 'm*', 'm*', 'undefined'],
  ] as const)('row %i', (_, source, target, relation) => expect(relateValues(source, target)).toBe(relation))

  test.each([
    ['9\\.*', '9\\.3\\.2', 'superset'],
    ['9\\.*', '9\\.', 'superset'],
    ['9\\.*', '9', 'disjoint'],
    ['sp?', 'sp1', 'superset'],
    ['sp?', 'sp', 'superset'],
    ['sp?', 'sp12', 'disjoint'],
    ['??p1', 'sp1', 'superset'],
    ['??p1', 'p1', 'superset'],
    ['?p1', 'xsp1', 'disjoint'],
    ['*explorer', 'internet_explorer', 'superset'],
    ['1?', '1\\.', 'superset'],
    ['1\\?', '12', 'disjoint'],
    ['??', '12', 'superset'],
    ['??', '1', 'superset'],
    ['??', '1\\.2', 'disjoint'],
    ['?', NA, 'disjoint'],
    ['1\\*', '1\\*', 'equal'],
  ] as const)('%s is to %j: %s', (source, target, relation) => expect(relateValues(source, target)).toBe(relation))

  test('a wildcard matches as the algorithm of clause 7.3 says, written down a second time', () => {
    const letter = fc.constantFrom('a', 'b', '\\.', '\\\\')
    const text = fc.array(letter, { minLength: 1, maxLength: 5 }).map((letters) => letters.join(''))
    const edge = fc.constantFrom('', '*', '?', '??')
    fc.assert(
      fc.property(edge, text, edge, text, (before, middle, after, target) => {
        fc.pre(before + after !== '')
        const expected =
          before + middle + after === target
            ? 'equal'
            : asWritten(before, middle, after, target)
              ? 'superset'
              : 'disjoint'
        expect([before + middle + after, target, relateValues(before + middle + after, target)]).toEqual([
          before + middle + after,
          target,
          expected,
        ])
      }),
      { numRuns: 20_000 },
    )
  })
})

/** Each character, quoted or not, counts as one. */
function asWritten(before: string, middle: string, after: string, target: string): boolean {
  const characters = (value: string) => value.match(/\\.|./g) ?? []
  const [wanted, present] = [characters(middle), characters(target)]
  for (let at = 0; at + wanted.length <= present.length; at++) {
    if (!wanted.every((character, place) => present[at + place] === character)) continue
    const isLeftFree = before === '*' || at <= before.length
    const rest = present.length - at - wanted.length
    if (isLeftFree && (after === '*' || rest <= after.length)) return true
  }
  return false
}

describe('the relation of two names', () => {
  const reader = 'cpe:2.3:a:adobe:reader:9.3.2:-:-:*:*:*:*:*'
  test.each([
    [reader, reader, 'equal'],
    ['cpe:2.3:a:adobe:*:9.*:*:*:*:*:*:*:*', reader, 'superset'],
    ['cpe:2.3:a:adobe:*:9.*:*:palmos:*:*:*:*:*', reader, 'disjoint'],
    ['cpe:2.3:a:adobe:reader:9.3.2:-:-:en:*:*:*:*', reader, 'subset'],
    ['cpe:2.3:a:adobe:reader:*:-:-:en:*:*:*:*', reader, 'undefined'],
    [reader, 'cpe:2.3:a:adobe:reader:9.*:-:-:*:*:*:*:*', 'undefined'],
    [reader, 'cpe:2.3:a:apple:reader:9.*:-:-:*:*:*:*:*', 'disjoint'],
    ['cpe:/a:adobe:reader', reader, 'superset'],
    ['cpe:2.3:a:ADOBE:Reader:9.3.2:-:-:*:*:*:*:*', reader, 'equal'],
  ])('%s is to %s: %s', (source, target, relation) => expect(relate(source, target)).toBe(relation))

  test('superset one way is subset the other way', () => {
    const value = fc.constantFrom<CpeName['vendor']>(ANY, NA, 'a', 'b')
    const names = fc.record({
      ...Object.fromEntries(attributes.map((attribute) => [attribute, value])),
      part: fc.constantFrom('a', ANY),
    }) as unknown as fc.Arbitrary<CpeName>
    const mirrored = {
      superset: 'subset',
      subset: 'superset',
      equal: 'equal',
      disjoint: 'disjoint',
      undefined: 'undefined',
    }
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(relateNames(b, a)).toBe(mirrored[relateNames(a, b)])
        expect(relateNames(a, a)).toBe('equal')
      }),
    )
  })
})
