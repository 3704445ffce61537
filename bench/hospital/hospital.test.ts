import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPromise } from 'yauzl'
import { readSourceRecords } from '#cli/assess/read-records.ts'
import { connectors } from '#connectors/registry.ts'
import { kindOfFile } from '#platform/file-kind.ts'
import { statements } from './advisories/statements.ts'
import { modelById } from './catalogue.ts'
import { readGroundTruth, trueAnswer } from './ground-truth.ts'
import { headerRow } from './hospital.ts'
import { riversideGeneral, writeHospital } from './main.ts'

const committed = join(import.meta.dirname, '../../fixtures/riverside-general')
const byHand = ['.gitattributes', 'README.md']
const made = mkdtempSync(join(tmpdir(), 'riverside-'))

beforeAll(() => writeHospital({ ...riversideGeneral, out: made }))
afterAll(() => rmSync(made, { recursive: true }))

test('the committed hospital is what the generator makes', async () => {
  const files = filesOf(made)

  expect(filesOf(committed).filter((path) => !byHand.includes(path))).toEqual(files)
  for (const path of files) {
    if (path.endsWith('.xlsx')) expect(await unzipped(join(committed, path))).toEqual(await unzipped(join(made, path)))
    else expect(readFileSync(join(committed, path)).equals(readFileSync(join(made, path))), path).toBe(true)
  }
})

test('another seed makes another hospital of the same size', async () => {
  const out = mkdtempSync(join(tmpdir(), 'riverside-'))

  const counts = await writeHospital({
    ...riversideGeneral,
    out,
    seed: 2,
    devices: 300,
    cmms: 'csv',
    advisories: false,
  })
  const other = await writeHospital({ ...riversideGeneral, out, seed: 3, devices: 300, cmms: 'csv', advisories: false })

  expect([counts.devices, other.devices]).toEqual([300, 300])
  expect(counts).not.toEqual(other)
  rmSync(out, { recursive: true })
})

test('shuffling moves the rows of the CMMS and keeps them all', async () => {
  const plain = mkdtempSync(join(tmpdir(), 'riverside-'))
  const shuffled = mkdtempSync(join(tmpdir(), 'riverside-'))
  const size = { ...riversideGeneral, devices: 300, cmms: 'csv', advisories: false } as const

  await writeHospital({ ...size, out: plain })
  await writeHospital({ ...size, out: shuffled, shuffle: 7, delimiter: ';', title: 'Inventory' })

  const rows = (folder: string, delimiter: string): string[][] =>
    parse(readFileSync(join(folder, 'cmms.csv')), { delimiter, relax_column_count: true })
  const [before, after] = [rows(plain, ','), rows(shuffled, ';')]
  expect(after[0]).toEqual(['Inventory'])
  expect(after.slice(1, headerRow)).toEqual(before.slice(1, headerRow))
  expect(after.slice(headerRow)).not.toEqual(before.slice(headerRow))
  expect(after.slice(headerRow).map(String).sort()).toEqual(before.slice(headerRow).map(String).sort())
  rmSync(plain, { recursive: true })
  rmSync(shuffled, { recursive: true })
})

test('the statements speak of models and versions that the catalogue has', () => {
  const strangers = statements.flatMap(({ truth }) =>
    truth.flatMap(({ model, affected }) => {
      const versions = modelById(model).versions?.map(([version]) => version) ?? []
      return affected === 'every' ? [] : affected.filter((version) => !versions.includes(version))
    }),
  )

  expect(strangers).toEqual([])
})

test('a flaw of a model has one true answer', () => {
  for (const { truth, flaws } of statements) {
    const said = truth.flatMap(({ model, cves }) =>
      (cves ?? flaws.map(({ cve }) => cve)).map((cve) => `${model} ${cve}`),
    )

    expect(said).toEqual([...new Set(said)])
    expect(truth.flatMap(({ cves = [] }) => cves).filter((cve) => !flaws.some((flaw) => flaw.cve === cve))).toEqual([])
  }
})

test('the ground truth names every row of both exports', () => {
  const truth = readGroundTruth(join(made, 'ground-truth.jsonl'))
  const mdsp: Record<string, string>[] = parse(readFileSync(join(made, 'mdsp.csv')), { columns: true })
  const cmmsRows = [
    ...truth.deviceOfCmmsRow.keys(),
    ...truth.otherRows.filter((row) => !row.device).map(({ row }) => row),
  ]

  expect(mdsp.map((row) => row['Device ID']).sort()).toEqual([...truth.deviceOfMdspId.keys()].sort())
  expect(cmmsRows.toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: cmmsRows.length }, (_, at) => at + headerRow + 1),
  )
})

test('the ground truth names every record that the systems of the network tell, read as the product reads them', async () => {
  const truth = readGroundTruth(join(made, 'ground-truth.jsonl'))
  const kinds = { 'dhcp.csv': 'dhcp-leases', 'scan.xml': 'nmap', 'directory.csv': 'active-directory-file' }
  const told: string[] = []
  for (const [file, kind] of Object.entries(kinds)) {
    const path = join(made, file)
    expect(kindOfFile(connectors, readFileSync(path).subarray(0, 65_536), file)?.id).toBe(kind)
    const source = file.replace(/\.\w+$/, '')
    const keys = ['ipv4']
    const skipped = await readSourceRecords(connectors, path, { source, keys, now: () => new Date() }, ({ key }) =>
      told.push(`${source} ${key}`),
    )
    expect(skipped).toEqual([])
  }

  expect(told.sort()).toEqual([...truth.networkRecords.keys()].sort())
  for (const { device } of truth.networkRecords.values())
    expect(truth.devices.has(device) || truth.bystanders.has(device)).toBe(true)
})

test('each system of the network knows what no other does, and misses what others know', () => {
  const truth = readGroundTruth(join(made, 'ground-truth.jsonl'))
  const knownTo = (source: string) =>
    new Set([...truth.networkRecords.values()].filter((one) => one.source === source).map(({ device }) => device))
  const sets = ['dhcp', 'scan', 'directory'].map(knownTo)
  const inLists = new Set(
    [...truth.devices.values()].filter(({ cmms, mdsp }) => cmms.length + mdsp.length > 0).map(({ id }) => id),
  )

  for (const own of sets) {
    const others = new Set([...inLists, ...sets.filter((set) => set !== own).flatMap((set) => [...set])])
    expect([...own].filter((id) => !others.has(id)).length).toBeGreaterThan(0)
    expect([...others].filter((id) => !own.has(id)).length).toBeGreaterThan(500)
    expect([...own].filter((id) => inLists.has(id)).length).toBeGreaterThan(100)
  }
})

test('the systems of the network are left out where nobody asks for them, and nothing else changes', async () => {
  const [without, withNetwork] = [mkdtempSync(join(tmpdir(), 'riverside-')), mkdtempSync(join(tmpdir(), 'riverside-'))]
  const size = { ...riversideGeneral, devices: 300, cmms: 'csv', advisories: false } as const

  await writeHospital({ ...size, out: without, network: false })
  await writeHospital({ ...size, out: withNetwork })

  const files = filesOf(without)
  expect(filesOf(withNetwork).filter((file) => !files.includes(file))).toEqual([
    'dhcp.csv',
    'directory.csv',
    'scan.xml',
  ])
  for (const file of files)
    if (file !== 'ground-truth.jsonl')
      expect(readFileSync(join(withNetwork, file)).equals(readFileSync(join(without, file))), file).toBe(true)
  rmSync(without, { recursive: true })
  rmSync(withNetwork, { recursive: true })
})

test('the story begins affected, is mended, and falls back', () => {
  const truth = readGroundTruth(join(made, 'ground-truth.jsonl'))
  const versions = (file: string) =>
    new Map(
      parse<Record<string, string>>(readFileSync(join(made, file)), { columns: true }).map((row) => [
        row['Device ID'],
        row['Software Version'],
      ]),
    )
  const [before, later, contradiction] = ['mdsp.csv', 'mdsp-later.csv', 'mdsp-contradiction.csv'].map(versions)

  expect(truth.story).toHaveLength(5)
  for (const line of truth.story) {
    const device = truth.devices.get(line.deviceId)!
    const cve = truth.configurations.get(device.configuration)?.verdicts[line.advisory]?.affected[0] ?? ''
    expect(trueAnswer(truth, device, line.advisory, cve)).toBe('affected')
    expect([before, later, contradiction].map((file) => file?.get(line.mdspId) ?? null)).toEqual([
      line.before,
      line.later,
      line.contradiction,
    ])
  }
  expect(truth.story[0]).toMatchObject({ before: '5.0', later: '7.0', contradiction: '5.0' })
})

test('a fair share of the devices is affected, is not, and cannot be told', () => {
  const truth = readGroundTruth(join(made, 'ground-truth.jsonl'))
  const kinds = { affected: 0, undecidable: 0, not_affected: 0, unconcerned: 0 }
  for (const { asTold } of truth.devices.values()) {
    const verdicts = Object.values((asTold && truth.configurations.get(asTold)?.verdicts) || {})
    if (verdicts.some(({ affected }) => affected.length > 0)) kinds.affected++
    else if (verdicts.some(({ undecidable }) => undecidable.length > 0)) kinds.undecidable++
    else if (verdicts.length > 0) kinds.not_affected++
    else kinds.unconcerned++
  }

  expect(Math.min(...Object.values(kinds))).toBeGreaterThan(100)
})

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** Path to content: compressed bytes may differ between versions of zlib. */
async function unzipped(path: string): Promise<Record<string, string>> {
  const archive = await openPromise(path)
  const contents: Record<string, string> = {}
  for await (const entry of archive.eachEntry())
    contents[entry.fileName] = await text(await archive.openReadStreamPromise(entry))
  return contents
}
