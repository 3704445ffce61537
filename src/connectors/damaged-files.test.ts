import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Observation } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { silentLog } from '#platform/log.ts'
import { gather } from '#tests/support/gather.ts'
import { memoryFile } from '#tests/support/input-file.ts'
import type { Connector, InputFile } from './connector.ts'
import { connectors } from './registry.ts'

// Files as they come when something went wrong on their way: each kind that is read, in each of its forms.

const now = () => new Date('2026-02-01T00:00:00Z')
const sentence = /^\p{Lu}.+\.$/su

const whole = connectors.flatMap((connector) => {
  const folder = path.join(import.meta.dirname, connector.id, 'fixtures')
  return readdirSync(folder)
    .filter((name) => !/^(cut-off|hostile)/.test(name))
    .map((name) => ({ name, connector, bytes: readFileSync(path.join(folder, name)) }))
})
const isMarkup = (bytes: Buffer) => /^\s*[<{[]/.test(bytes.toString('latin1').replace(/^ï»¿/, ''))
const isZip = (bytes: Buffer) => bytes.subarray(0, 2).toString() === 'PK'

const collect = async (connector: Connector, file: InputFile) =>
  await gather(connector.collect({ file, config: connector.config.parse({}), log: silentLog, now }))

/** What was taken and what was told; or why it was refused. */
async function read(connector: Connector, name: string, bytes: Buffer) {
  try {
    const collected = await collect(connector, memoryFile(name, bytes))
    return {
      observations: collected.flatMap((one) => (one.kind === 'observation' ? [one.observation] : [])),
      skipped: collected.flatMap((one) => (one.kind === 'skipped' ? [one.skipped] : [])),
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.code).toMatch(/^(?:unreadable|hostile_file)$/)
    expect(error.message).toMatch(sentence)
    return { refused: error }
  }
}

const numbers = ({ claims: { serialNumber, assetTag } }: Observation) =>
  [serialNumber, assetTag].flatMap((value) => (typeof value === 'string' ? [value] : []))

describe.each(whole)('$connector.id: $name', ({ name, connector, bytes }) => {
  test('half of it is refused, or tells nothing that does not stand in the whole', async () => {
    const all = await read(connector, name, bytes)
    // What the whole says twice, or with a damage, may be taken where the half holds only one of them.
    const told = all.skipped?.flatMap(({ raw }) => Object.values(raw ?? {})) ?? []
    const knownNumbers = new Set([...(all.observations?.flatMap(numbers) ?? []), ...told])
    const known = new Set([
      ...(all.observations?.map(({ sourceKey }) => sourceKey) ?? []),
      ...told.map((value) => `tag:${value}`),
    ])
    expect(known.size).toBeGreaterThan(0)

    const end = bytes.toString('latin1').trimEnd().length
    for (let part = 1; part < 120; part++) {
      const at = Math.floor((bytes.length * part) / 120)
      const half = await read(connector, name, bytes.subarray(0, at))
      if (half.refused) continue
      // XML, JSON and archives say where they end; lines do not.
      expect({ at, isTaken: isZip(bytes) || (isMarkup(bytes) && !name.endsWith('.ndjson')) }).toEqual({
        at,
        isTaken: isMarkup(bytes) && at >= end,
      })
      expect(half.observations.filter(({ sourceKey }) => !known.has(sourceKey))).toEqual([])
      expect(half.observations.flatMap(numbers).filter((value) => !knownNumbers.has(value))).toEqual([])
    }
  })

  test.skipIf(isZip(bytes))('in another encoding it is read the same, or refused', async () => {
    const text = bytes.toString('utf8').replace(/^\ufeff/, '')
    const asKeys = async (form: Buffer) => {
      const told = await read(connector, name, form)
      return told.observations?.map(({ sourceKey }) => sourceKey).sort()
    }
    const expected = await asKeys(bytes)
    const wide = Buffer.from(text, 'utf16le')
    const forms = {
      utf16le: Buffer.concat([Buffer.from([0xff, 0xfe]), wide]),
      utf16be: Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]),
      noMark: wide,
      mark: Buffer.from(`\ufeff${text}`),
      latin1: Buffer.from(text, 'latin1'),
    }
    for (const [form, octets] of Object.entries(forms))
      expect({ form, keys: (await asKeys(octets)) ?? expected }).toEqual({ form, keys: expected })
    expect(await asKeys(forms.mark)).toEqual(expected)
  })

  test.skipIf(!bytes.toString('utf8').trimStart().startsWith('<'))('entities that grow are not unfolded', async () => {
    const levels = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
    const text = bytes.toString('utf8').replace(/<!DOCTYPE[^>[]*(?:\[[^\]]*\])?[^>]*>/, '')
    const root = /<(\w[\w:-]*)[\s>]/.exec(text.replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, ''))![1]!
    const at = text.search(new RegExp(`<${root}[\\s>]`))
    const within = text.indexOf('>', at) + 1
    const laughs = `${text.slice(0, at)}<!DOCTYPE ${root} [<!ENTITY l0 "ha">${levels}]>${text.slice(at, within)}&l12;${text.slice(within)}`
    const before = process.memoryUsage().rss

    expect((await read(connector, name, Buffer.from(laughs))).refused?.code).toBe('hostile_file')
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })

  test('what goes on for ever is refused before it fills the memory', { timeout: 60_000 }, async () => {
    const start = bytes.subarray(0, Math.floor(bytes.length / 2))
    const piece = Buffer.alloc(1 << 20, 'x')
    let sent = 0
    const file: InputFile = {
      name,
      bytes: 2_000_000_000,
      // Parts are given as a disk would: the beginning, and whatever a file of this length would hold elsewhere.
      stream: ({ start: from = 0, end = 2_000_000_000 - 1 } = {}) =>
        Readable.from(
          (function* () {
            let at = from
            if (at < start.length) yield start.subarray(at, end + 1)
            for (at = Math.max(at, start.length); at <= end; at += piece.length) {
              sent += piece.length
              yield piece.subarray(0, Math.min(piece.length, end + 1 - at))
            }
          })(),
          { objectMode: false, highWaterMark: 1 },
        ),
    }
    await expect(collect(connector, file)).rejects.toMatchObject({
      name: 'AppError',
      message: expect.stringMatching(sentence),
    })
    expect(sent).toBeLessThan(200_000_000)
  })
})
