import { existsSync, readdirSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Observation } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { type Log, silentLog } from '#platform/log.ts'
import { gather } from '#tests/support/gather.ts'
import { diskFile, memoryFile } from '#tests/support/input-file.ts'
import { apiConnectors } from './api-registry.ts'
import type { Collected, Connector } from './connector.ts'
import { connectors } from './registry.ts'

/** Not a member, but the contract's side: see README.md. */
const shared = ['directory', 'records', 'scan-report', 'table']

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !shared.includes(entry.name))
  .map((entry) => entry.name)
  .sort()

test('the registry lists every folder, by its own name, in order', () => {
  expect([...connectors, ...apiConnectors].map(({ id }) => id).sort()).toEqual(folders)
})

describe.each(folders)('%s', (folder) => {
  test.each(['README.md', 'connector.ts', 'connector.test.ts', 'fixtures'])('%s is there', (part) => {
    expect(existsSync(`${import.meta.dirname}/${folder}/${part}`)).toBe(true)
  })
})

const fixture = ({ id, extensions }: Connector, name: string) =>
  diskFile(`${import.meta.dirname}/${id}/fixtures/${name}${extensions[0]}`)

function collect(connector: Connector, name: string, log: Log = silentLog): Promise<Collected[]> {
  const context = { file: fixture(connector, name), config: connector.config.parse({}), log, now: () => new Date() }
  return gather(connector.collect(context))
}

describe.each(connectors.map((connector) => [connector.id, connector] as const))('%s', (_, connector) => {
  test('two runs give the same observations', async () => {
    const once = await collect(connector, 'export')
    const told = (collected: Collected[]) =>
      collected.map((one) => (one.kind === 'observation' ? { ...one.observation, observedAt: '' } : one.skipped))

    expect(once.some(({ kind }) => kind === 'observation')).toBe(true)
    expect(told(await collect(connector, 'export'))).toEqual(told(once))
  })

  test('what it yields is what the contract says', async () => {
    for (const one of await collect(connector, 'export')) {
      if (one.kind === 'observation') expect(Observation.parse(one.observation)).toEqual(one.observation)
      else expect(one.skipped.reason).toMatch(/^\p{Lu}.+\.$/su)
    }
  })

  test.each(['cut-off', 'hostile'])(
    'a %s file is refused before anything is yielded, with a sentence',
    async (name) => {
      const inspection = connector.inspect({ file: fixture(connector, name), log: silentLog, now: () => new Date() })

      await expect(inspection).rejects.toBeInstanceOf(AppError)
      await expect(collect(connector, name)).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:unreadable|hostile_file)$/),
        message: expect.stringMatching(/^\p{Lu}.+\.$/su),
      })
    },
  )

  test('a damaged file is read or refused with a sentence, and never breaks the program', async () => {
    const bytes = await buffer(fixture(connector, 'export').stream())
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(damage, fc.option(fc.nat(bytes.length)), async (changes, length) => {
        const damaged = Buffer.from(bytes.subarray(0, length ?? bytes.length))
        for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte
        const file = memoryFile(`export${connector.extensions[0]}`, damaged)
        const context = { file, config: connector.config.parse({}), log: silentLog, now: () => new Date() }
        const outcome = await gather(connector.collect(context)).catch((error: unknown) => error)

        expect(Array.isArray(outcome) || outcome instanceof AppError, String(outcome)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  test('nothing that stands in a hospital’s file reaches the log', async () => {
    const lines: string[] = []
    const write = (fields: Record<string, unknown>, message: string) =>
      lines.push(JSON.stringify({ ...fields, message }))
    const collected = await collect(connector, 'export', { info: write, warn: write, error: write })
    const texts = collected.flatMap((one) =>
      Object.values((one.kind === 'observation' ? one.observation.raw : one.skipped.raw) ?? {}),
    )

    expect(lines.length).toBeGreaterThan(0)
    for (const text of texts.filter(({ length }) => length >= 5)) expect(lines.join('\n')).not.toContain(text)
  })
})
