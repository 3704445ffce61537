import { expect, test } from 'vitest'
import { attributeOf, XmlFault, type XmlOptions, XmlScanner } from './xml-scanner.ts'

function scan(text: string, piece = text.length, options: XmlOptions = {}): string[] {
  const seen: string[] = []
  let words = ''
  const flush = () => {
    if (words !== '') seen.push(words)
    words = ''
  }
  const scanner = new XmlScanner(
    {
      open(name, attributes) {
        flush()
        seen.push(`<${name}${attributes.trimEnd()}>`)
      },
      close(name) {
        flush()
        seen.push(`</${name}>`)
      },
      text(part) {
        words += part
      },
    },
    options,
  )
  for (let at = 0; at < text.length; at += piece) scanner.push(text.slice(at, at + piece))
  scanner.end()
  return seen
}

const document =
  '<?xml version="1.0"?>\n<!-- <x> --><a:row r="1" b=\'>\'><c/>x &lt;&#65;&#x42;&amp;<![CDATA[<&amp;]]></a:row >\n'

test.each([1, 2, 3, 7, 1000])('a document in pieces of %i characters is the same', (piece) => {
  expect(scan(document, piece)).toEqual(['<row r="1" b=\'>\'>', '<c>', '</c>', 'x <AB&<&amp;', '</row>'])
})

test.each([
  ['<!DOCTYPE a [<!ENTITY b "c">]><a/>', 'document_type'],
  ['<a>&b;</a>', 'entity'],
  ['<a>&toString;</a>', 'entity'],
  ['<a>AT&T</a>', 'malformed'],
  ['<a><b></a></b>', 'malformed'],
  ['<a>x', 'cut_off'],
  ['<a', 'cut_off'],
  ['<a>'.repeat(100), 'too_deep'],
  [`<a>${'x'.repeat(1_000_001)}</a>`, 'too_long'],
  [`<a ${'x'.repeat(1_000_001)}`, 'too_long'],
] as const)('%.40s is a fault', (text, code) => {
  expect(() => scan(text)).toThrow(new XmlFault(code))
})

test('an attribute is found however it is written', () => {
  const attributes = ` xr="0" r = 'A1'\n\ts="2&quot;3"`

  expect(['r', 's', 'xr', 't'].map((name) => attributeOf(attributes, name))).toEqual(['A1', '2"3', '0', undefined])
})

test.each([1, 4, 1000])(
  'a document type that declares nothing is passed over where that is allowed, in pieces of %i',
  (piece) => {
    const read = (type: string) => scan(`<?xml version="1.0"?>${type}<a>x</a>`, piece, { allowsDocumentType: true })

    expect(read('<!DOCTYPE a>')).toEqual(['<a>', 'x', '</a>'])
    expect(read('<!DOCTYPE a SYSTEM "http://x.example/[a].dtd">')).toEqual(['<a>', 'x', '</a>'])
    expect(() => read('<!DOCTYPE a [<!ENTITY b "c">]>')).toThrow(new XmlFault('document_type'))
    expect(() => read('<!DOCTYPE a SYSTEM "x" [ <!ENTITY b SYSTEM "file:///c">]>')).toThrow(
      new XmlFault('document_type'),
    )
    expect(() => read('<!ENTITY b "c">')).toThrow(new XmlFault('document_type'))
    expect(() => read('<b/><!DOCTYPE a>')).toThrow(new XmlFault('document_type'))
  },
)

test('the longest text is as long as is allowed', () => {
  const text = `<a>${'x'.repeat(1_500_000)}</a>`

  expect(scan(text, 50_000, { maxChars: 2_000_000 })[1]).toHaveLength(1_500_000)
})
