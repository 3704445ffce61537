import { fork } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { report } from '#bench/measure.ts'
import { connectors } from '#connectors/registry.ts'
import { silentLog } from '#platform/log.ts'
import { csvRow } from '#standards/csv/write-csv.ts'
import { diskFile } from '#tests/support/input-file.ts'

// How fast the file connectors read, and with how much memory: `node bench/tasks/read-files.ts [folder]`. The files are
// made once in the folder. Each reading has a process of its own, so that the peak is its own.

const header = [
  ...[
    'Control Number',
    'Serial Number',
    'Manufacturer',
    'Model',
    'Model Number',
    'Description',
    'UMDNS Code',
    'Facility',
  ],
  ...[
    'Building',
    'Floor',
    'Room',
    'Department',
    'Cost Center',
    'Status',
    'Risk Level',
    'PM Frequency',
    'Last PM',
    'Next PM',
  ],
  ...[
    'Purchase Date',
    'Purchase Cost',
    'Warranty Expiration',
    'IP Address',
    'MAC Address',
    'Host Name',
    'Software Version',
  ],
  ...['Operating System', 'Stores ePHI', 'Technician', 'Service Vendor', 'Notes'],
]

const makers = ['Philips', 'GE HealthCare', 'Baxter', 'BD', 'Dräger', 'Siemens Healthineers', 'Hillrom', 'Masimo']
const states = ['In Use', 'In Use', 'In Use', 'Retired', 'Storage', 'In Repair', 'Missing']

function device(number: number): string[] {
  const hex = number.toString(16).padStart(6, '0')
  const day = new Date(Date.UTC(2015, 0, 1 + (number % 3650))).toISOString().slice(0, 10)
  return [
    ...[
      `RG-${String(number).padStart(7, '0')}`,
      `SN${(number * 7919).toString(36).toUpperCase()}`,
      makers[number % 8]!,
    ],
    ...[
      `Model ${number % 400}`,
      `${(number % 400) * 13}-A`,
      `Patient monitor, bedside, type ${number % 90}`,
      `${10000 + (number % 900)}`,
    ],
    ...[
      'Riverside General',
      `Tower ${number % 5}`,
      `${number % 9}`,
      `${number % 9}${String(number % 40).padStart(2, '0')}`,
    ],
    ...[
      `Department ${number % 60}`,
      `${4000 + (number % 60)}`,
      states[number % 7]!,
      ['High', 'Medium', 'Low'][number % 3]!,
    ],
    ...[
      'Annual',
      day,
      day,
      `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`,
      `$${(1000 + (number % 9000)).toLocaleString('en')}.00`,
      day,
    ],
    ...[
      `10.${number % 200}.${(number >> 8) % 256}.${number % 256}`,
      `00:1a:2b:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4)}`,
    ],
    ...[
      `rg-dev-${number}`,
      `9.${number % 20}.${number % 7}`,
      'Windows 10 IoT',
      number % 2 ? 'Y' : 'N',
      `Tech ${number % 40}`,
    ],
    ...[`Vendor ${number % 30}`, number % 50 ? '' : 'Moved from 3 West, "see log"\nasked on Monday'],
  ]
}

async function makeCsv(path: string, rows: number): Promise<void> {
  function* lines() {
    yield csvRow(['Equipment inventory', 'Riverside General'])
    yield csvRow(header)
    for (let number = 1; number <= rows; number++) yield csvRow(device(number))
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
}

async function makeXlsx(path: string, rows: number): Promise<void> {
  const { default: excel } = await import('exceljs')
  const workbook = new excel.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true, useStyles: true })
  const sheet = workbook.addWorksheet('Assets')
  sheet.addRow(['Equipment inventory']).commit()
  sheet.addRow(header).commit()
  for (let number = 1; number <= rows; number++) {
    const cells = device(number).map((text, index) =>
      header[index] === 'Last PM' ? new Date(`${text}T00:00:00Z`) : text,
    )
    sheet.addRow(cells).commit()
  }
  sheet.commit()
  await workbook.commit()
}

interface Measured {
  readonly observations: number
  readonly skipped: number
  readonly seconds: number
  /** What the machine worked for it, on all cores: it tells more than the clock where others work too. */
  readonly cpuSeconds: number
  readonly peakMb: number
}

/** In the process of its own. */
async function read(id: string, path: string): Promise<Measured> {
  const connector = connectors.find((one) => one.id === id)
  if (!connector) throw new Error(`There is no connector ${id}.`)
  const started = performance.now()
  const count = { observation: 0, skipped: 0 }
  const context = { file: diskFile(path), log: silentLog, now: () => new Date() }
  for await (const { kind } of connector.collect({ ...context, config: connector.config.parse({ dateOrder: 'mdy' }) }))
    count[kind] += 1
  return {
    observations: count.observation,
    skipped: count.skipped,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1_000_000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }
}

const inOwnProcess = (id: string, path: string) =>
  new Promise<Measured>((resolve, reject) => {
    const child = fork(import.meta.filename, ['--read', id, path])
    child.once('message', (measured) => resolve(measured as Measured))
    child.once('exit', (code) => code !== 0 && reject(new Error(`Reading ${path} ended with ${code}.`)))
  })

async function main([first = join(tmpdir(), 'homeostat-bench'), id = '', path = '']: readonly string[]): Promise<void> {
  if (first === '--read') {
    const measured = await read(id, path)
    process.send?.(measured)
    return
  }
  mkdirSync(first, { recursive: true })
  const tasks = [
    { id: 'csv-file', rows: 500_000, make: makeCsv, path: join(first, '500000.csv') },
    { id: 'xlsx-file', rows: 100_000, make: makeXlsx, path: join(first, '100000.xlsx') },
  ]
  for (const { id, rows, make, path } of tasks.filter(({ id }) => connectors.some((one) => one.id === id))) {
    if (!existsSync(path)) await make(path, rows)
    const runs: Measured[] = []
    for (let run = 0; run < 3; run++) runs.push(await inOwnProcess(id, path))
    const { observations, skipped, seconds, cpuSeconds } = runs.toSorted((a, b) => a.seconds - b.seconds)[1]!
    const peak = Math.max(...runs.map(({ peakMb }) => peakMb))
    const megabytes = (statSync(path).size / 1_000_000).toFixed(0)
    report({
      name: `${id}: ${rows.toLocaleString('en')} rows, peak memory`,
      value: peak,
      unit: 'MB',
      atMost: id === 'csv-file' ? 300 : 800,
    })
    report({ name: `${id}: read`, value: seconds, unit: 's' })
    console.log(
      `${id}: ${observations} devices, ${skipped} skipped, ${header.length} columns, ${megabytes} MB in ${seconds.toFixed(1)} s (${Math.round(observations / seconds)} rows/s; ${cpuSeconds.toFixed(1)} s of CPU), peak ${Math.round(peak)} MB`,
    )
  }
}

await main(process.argv.slice(2))
