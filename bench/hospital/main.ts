import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { advisoryFiles } from './advisories/provider.ts'
import { cmmsBands, cmmsHeader } from './cmms.ts'
import { csvLine } from './csv.ts'
import { catalogueFiles } from './fda.ts'
import { headerRow, type Sink, tellHospital } from './hospital.ts'
import { random } from './random.ts'
import type { Cell } from './telling.ts'
import { columnLetters, workbook } from './workbook.ts'

const usage = `node bench/hospital/main.ts --out DIR [--seed 1] [--devices 2000] [--today 2026-11-16]
  [--cmms xlsx|csv]   the CMMS export; csv where absent and more than 100,000 devices
  [--delimiter ,]     of cmms.csv
  [--shuffle N]       the rows of cmms.csv in another order, drawn from seed N
  [--title TEXT]      first title row of the CMMS export
  [--no-network]      leave out dhcp.csv, scan.xml and directory.csv
  [--no-advisories]   leave out advisories, kev.json, epss.csv and what FDA and endoflife.date say`

export interface Options {
  readonly out: string
  readonly seed: number
  readonly devices: number
  readonly today: string
  readonly cmms: 'xlsx' | 'csv'
  readonly delimiter?: string
  readonly shuffle?: number
  readonly title?: string
  readonly network?: boolean
  readonly advisories?: boolean
}

/** The committed hospital in `fixtures/riverside-general`. */
export const riversideGeneral: Omit<Options, 'out'> = { seed: 1, devices: 2_000, today: '2026-11-16', cmms: 'xlsx' }

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      seed: { type: 'string', default: String(riversideGeneral.seed) },
      devices: { type: 'string', default: String(riversideGeneral.devices) },
      today: { type: 'string', default: riversideGeneral.today },
      cmms: { type: 'string' },
      delimiter: { type: 'string' },
      shuffle: { type: 'string' },
      title: { type: 'string' },
      'no-network': { type: 'boolean' },
      'no-advisories': { type: 'boolean' },
    },
  })
  if (!values.out) {
    console.error(usage)
    process.exit(2)
  }
  const devices = Number(values.devices)
  const counts = await writeHospital({
    out: values.out,
    seed: Number(values.seed),
    devices,
    today: values.today,
    cmms: values.cmms === 'csv' || (values.cmms === undefined && devices > 100_000) ? 'csv' : 'xlsx',
    delimiter: values.delimiter,
    shuffle: values.shuffle === undefined ? undefined : Number(values.shuffle),
    title: values.title,
    network: !values['no-network'],
    advisories: !values['no-advisories'],
  })
  console.log(JSON.stringify(counts))
}

/** Writes the hospital's files to a folder and says how much there is of each. */
export async function writeHospital(options: Options): Promise<Readonly<Record<string, number>>> {
  const { out, title, cmms, delimiter = ',', shuffle } = options
  mkdirSync(out, { recursive: true })
  const mdsp = openText(join(out, 'mdsp.csv'))
  const truth = openText(join(out, 'ground-truth.jsonl'))
  const kept: (readonly Cell[])[] = []
  const keep = cmms === 'xlsx' || shuffle !== undefined
  const cmmsCsv = cmms === 'csv' ? openText(join(out, 'cmms.csv')) : undefined
  let titled = title === undefined

  const sink: Sink = {
    cmms(row) {
      const cells = titled ? row : [title ?? null]
      titled = true
      if (keep) kept.push(cells)
      else cmmsCsv?.write(csvLine(cells, delimiter))
    },
    mdsp: mdsp.write,
    truth: truth.write,
    async settle() {
      await Promise.all([mdsp.settle(), truth.settle(), cmmsCsv?.settle()])
    },
  }
  const told = await tellHospital(options, sink, { network: options.network !== false })

  if (cmmsCsv && shuffle !== undefined) {
    shuffleBelow(kept, headerRow, shuffle)
    for (const cells of kept) cmmsCsv.write(csvLine(cells, delimiter))
  }
  if (cmms === 'xlsx') writeFileSync(join(out, 'cmms.xlsx'), await cmmsWorkbook(kept, told.sectionRows))
  writeFileSync(join(out, 'mdsp-later.csv'), told.laterCsv)
  writeFileSync(join(out, 'mdsp-contradiction.csv'), told.contradictionCsv)
  if (told.network) {
    writeFileSync(join(out, 'dhcp.csv'), told.network.dhcpCsv)
    writeFileSync(join(out, 'scan.xml'), told.network.scanXml)
    writeFileSync(join(out, 'directory.csv'), told.network.directoryCsv)
  }
  await Promise.all([mdsp.end(), truth.end(), cmmsCsv?.end()])
  if (options.advisories !== false) writeAdvisories(out)
  return told.counts
}

function writeAdvisories(out: string): void {
  rmSync(join(out, 'advisories'), { recursive: true, force: true })
  for (const [path, text] of [...advisoryFiles(), ...catalogueFiles()]) {
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), text)
  }
}

function cmmsWorkbook(rows: readonly (readonly Cell[])[], sectionRows: readonly number[]): Promise<Buffer> {
  const last = columnLetters(cmmsHeader.length - 1)
  const bands: string[] = []
  let from = 0
  for (const [, columns] of cmmsBands) {
    bands.push(`${columnLetters(from)}3:${columnLetters(from + columns - 1)}3`)
    from += columns
  }
  const merges = ['A1:H1', `A2:${last}2`, ...bands, ...sectionRows.map((row) => `A${row}:F${row}`)]
  const legend = [
    ['Code', 'Meaning'],
    ['ACTIVE', 'In clinical use'],
    ['STORED', 'In the biomed storage'],
    ['AEM', 'Alternative equipment maintenance'],
  ]
  return workbook([
    { name: 'Inventory', rows, merges: () => merges, boldRows: headerRow },
    { name: 'Codes', rows: legend, merges: () => [], boldRows: 1 },
  ])
}

function shuffleBelow(rows: (readonly Cell[])[], from: number, seed: number): void {
  const draw = random(seed, 'shuffle')
  for (let at = rows.length - 1; at > from; at--) {
    const other = draw.whole(from, at)
    const row = rows[at]!
    rows[at] = rows[other]!
    rows[other] = row
  }
}

/** A text file that is written in large pieces and waits for the disk when asked to. */
function openText(path: string) {
  const stream = createWriteStream(path)
  let pieces: string[] = []
  const flush = () => {
    const text = pieces.join('')
    pieces = []
    return new Promise<void>((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())))
  }
  return {
    write: (text: string) => {
      pieces.push(text)
    },
    settle: flush,
    async end() {
      await flush()
      await new Promise<void>((resolve) => stream.end(resolve))
    },
  }
}
