import fc from 'fast-check'
import { Attribute, BerWriter } from 'ldapts'
import { expect, test } from 'vitest'
import { readAnswer } from './answer.ts'
import { BerError, BerMessages } from './ber.ts'

function entry(id: number, dn: string, attributes: Readonly<Record<string, string[]>>): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  writer.startSequence(0x64)
  writer.writeString(dn)
  writer.startSequence()
  for (const [type, values] of Object.entries(attributes)) new Attribute({ type, values }).write(writer)
  writer.endSequence()
  writer.endSequence()
  writer.endSequence()
  return writer.buffer
}

const pump = entry(7, 'CN=PUMP,DC=hospital,DC=example', {
  dNSHostName: ['pump.hospital.example'],
  'member;range=0-1': ['one', 'two'],
  description: ['x'.repeat(40_000)],
})

test('an entry is read, however the connection cuts it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: pump.length * 2 }), { maxLength: 8 }), (cuts) => {
      const stream = Buffer.concat([pump, pump])
      const messages = new BerMessages(1_000_000)
      const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
      const read = at.slice(1).flatMap((end, n) => [...messages.push(stream.subarray(at[n], end))])

      expect(read.map((message) => message.equals(pump))).toEqual([true, true])
    }),
    { numRuns: 30 },
  )
  const read = readAnswer(pump)
  expect(read).toMatchObject({ id: 7, kind: 'entry', entry: { dn: 'CN=PUMP,DC=hospital,DC=example' } })
  if (read.kind !== 'entry') throw new Error('no entry')
  expect(read.entry.attributes.get('dnshostname')?.map(String)).toEqual(['pump.hospital.example'])
  expect(read.entry.attributes.get('member')?.map(String)).toEqual(['one', 'two'])
})

test('what is no LDAP, or is larger than it may be, is refused at its first bytes', () => {
  expect(() => [...new BerMessages(100).push(Buffer.from('HTTP/1.1 400 Bad Request'))]).toThrow(BerError)
  expect(() => [...new BerMessages(100).push(pump.subarray(0, 10))]).toThrow(/larger than 100 bytes/)
  expect(() => [...new BerMessages(100).push(Buffer.from([0x30, 0x80, 0, 0]))]).toThrow(/indefinite/)
})

test('a damaged message is an error or another message, and never goes on for ever', () => {
  const small = entry(7, 'CN=A', { a: ['b', 'c'], d: ['e'] })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(small.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      (changes) => {
        const damaged = Buffer.from(small)
        for (const [at, octet] of changes) damaged[at] = octet
        try {
          expect(readAnswer(damaged).kind).toMatch(/entry|reference|result/)
        } catch (error) {
          expect(error).toBeInstanceOf(BerError)
        }
      },
    ),
    { numRuns: 3000 },
  )
  expect(() => readAnswer(Buffer.alloc(0))).toThrow(BerError)
  // Nested a thousand times.
  expect(() => readAnswer(Buffer.from(`${'3082'.repeat(1)}03e8${'3080'.repeat(500)}`, 'hex'))).toThrow(BerError)
})
