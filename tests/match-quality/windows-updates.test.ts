import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readMsrc } from '#cli/assess/read-msrc.ts'
import { decodeReport, readReport } from '#connectors/windows-systeminfo/systeminfo.ts'
import type { WindowsUpdates } from '#domain/applicability/applicability.ts'
import { feeds } from '#feeds/registry.ts'
import type { MsrcEntry } from '#model/msrc.ts'
import { openFeedFiles } from '#platform/files/files.ts'
import { silentLog } from '#platform/log.ts'
import { inCorpus } from '../support/corpus.ts'

const definitions = inCorpus('windows/wesng-definitions.zip')
const reports = inCorpus('windows/validation')

interface Row {
  readonly cve: string
  readonly kb: string
  readonly supersedes: readonly string[]
}

/**
 * What the tool wesng lists for a product: the CVEs of updates that are neither installed nor taken the place of, where every
 * update that any of the product's updates supersedes counts as done with.
 */
function listedByWesng(rows: readonly Row[], installed: readonly string[]): ReadonlySet<string> {
  const byKb = Map.groupBy(rows, ({ kb }) => kb)
  const done = new Set([...installed, ...rows.flatMap(({ supersedes }) => supersedes)])
  for (const kb of done)
    for (const { supersedes } of byKb.get(kb) ?? []) for (const other of supersedes) done.add(other)
  return new Set(rows.filter(({ kb }) => !done.has(kb)).map(({ cve }) => cve))
}

describe.skipIf(!definitions || !reports)('what real systems say, against all of Microsoft’s updates', () => {
  let updates: WindowsUpdates
  const byProduct = new Map<string, Row[]>()

  beforeAll(async () => {
    updates = (await readMsrc(feeds, definitions!, () => new Date())).updates
    const msrc = feeds.find(({ id }) => id === 'msrc')!
    const files = await openFeedFiles(definitions!)
    const context = {
      config: msrc.config.parse({ location: definitions }),
      files,
      log: silentLog,
      now: () => new Date(),
    }
    for await (const page of msrc.pull(context, undefined))
      for (const record of page.records) if (record.kind === 'msrc_cve') addRows(byProduct, record.entry)
    await files.close()
  }, 60_000)

  test('every output of systeminfo is read, in any language and encoding, and names a Windows', () => {
    const names = readdirSync(reports!).filter((name) => /systeminfo/.test(name))
    const products = names.map((name) => {
      const report = readReport(decodeReport(readFileSync(join(reports!, name))))
      const device = updates.read({ operatingSystem: report?.claims.operatingSystem ?? '' })
      return device && updates.productOf(device)?.name
    })

    expect(names.length).toBeGreaterThanOrEqual(23)
    expect(products.filter((product) => product === undefined)).toEqual([])
  })

  test('what wesng lists is open or may be, but for what an installed update contains', () => {
    const found = { listed: 0, open: 0, mayBe: 0, cured: 0, unnamed: 0 }
    for (const name of readdirSync(reports!).filter((one) => /systeminfo/.test(one))) {
      const { claims } = readReport(decodeReport(readFileSync(join(reports!, name))))!
      const { operatingSystem, installedUpdates } = claims
      const device = updates.read({ operatingSystem: operatingSystem!, installedUpdates: installedUpdates ?? [] })!
      const answers = new Map(updates.match(device).map((match) => [match.cve, match]))
      const product = updates.productOf(device)!.name
      for (const cve of listedByWesng(byProduct.get(product) ?? [], device.installed)) {
        const match = answers.get(cve)
        found.listed++
        if (!match) found.unnamed++
        else if (match.answer === 'affected') found.open++
        else if (match.answer === 'cannot_tell') found.mayBe++
        else {
          found.cured++
          expect(match.because.at(-1)!.text).toMatch(/is installed|contains the monthly updates before it/)
        }
      }
    }

    console.info(`wesng: ${JSON.stringify(found)}`)
    expect(found.listed).toBeGreaterThan(10_000)
    expect(found.unnamed).toBe(0)
    expect(found.cured / found.listed).toBeLessThan(0.15)
  })
})

function addRows(byProduct: Map<string, Row[]>, { cve, fixes }: MsrcEntry) {
  for (const { kb, supersedes, products } of fixes)
    for (const product of products) {
      const row = { cve, kb, supersedes }
      const list = byProduct.get(product)
      if (list) list.push(row)
      else byProduct.set(product, [row])
    }
}
