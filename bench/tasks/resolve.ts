import { execFile } from 'node:child_process'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { writeKit } from '#bench/identity/generate.ts'
import { settings, sourcesOf } from '#bench/identity/settings.ts'
import { benchFolder, peakMemoryMb, report } from '#bench/measure.ts'
import { resolveFiles } from '#cli/commands/resolve.ts'
import { connectors } from '#connectors/registry.ts'
import { CsvReader } from '#standards/csv/read-csv.ts'

// `homeostat resolve` on the hard lists of the open generator: time, memory and pairs compared by the number of devices, against
// the reading of the same files as CSV. `node bench/tasks/resolve.ts 300000x5`: other numbers of devices and sources.
const usual = ['10000x5', '30000x5', '100000x5', '1000000x3']
const limits: Readonly<Record<string, { readonly seconds: number; readonly mb: number }>> = {
  '100000x5': { seconds: 60, mb: 2000 },
}

interface Measured {
  readonly records: number
  readonly floor: number
  readonly seconds: number
  readonly cpu: number
  readonly peak: number
  readonly compared: number
}

if (process.argv[2] === '--one') console.log(JSON.stringify(await measureOne(process.argv[3]!)))
else for (const size of process.argv.length > 2 ? process.argv.slice(2) : usual) await measure(size)

async function measure(size: string): Promise<void> {
  const [, devices, sources] = /^(\d+)x(\d)$/.exec(size) ?? []
  if (!devices || !sources) throw new Error(`"${size}" is not DEVICESxSOURCES, as 100000x5.`)
  const folder = benchFolder(`resolve-${size}`)
  // Written last.
  if (!existsSync(path.join(folder, 'sources.json')))
    writeKit(folder, 'hard', {
      seed: 7,
      devices: Number(devices),
      today: '2026-11-16',
      rates: settings.hard,
      sources: sourcesOf(sources),
    })
  // In a process of its own, as its memory is measured; what a million devices need is above Node's own limit.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--max-old-space-size=8192',
    import.meta.filename,
    '--one',
    folder,
  ])
  const { records, floor, seconds, cpu, peak, compared }: Measured = JSON.parse(stdout)
  const limit = limits[size]
  report({ name: `records of ${size.replace('x', ' devices × ')} sources`, value: records, unit: 'rows' })
  report({ name: 'resolved', value: seconds, unit: 's', ...(limit && { atMost: limit.seconds }) })
  report({ name: 'its processor time', value: cpu, unit: 's' })
  report({ name: 'against reading the files as CSV', value: seconds / floor, unit: 'ratio' })
  report({ name: 'peak memory', value: peak, unit: 'MB', ...(limit && { atMost: limit.mb }) })
  report({ name: 'pairs compared for each record', value: compared / records, unit: 'ratio' })
}

async function measureOne(folder: string): Promise<Measured> {
  const { sources } = JSON.parse(readFileSync(path.join(folder, 'sources.json'), 'utf8')) as {
    readonly sources: readonly { readonly name: string; readonly file: string; readonly key: string }[]
  }
  const reading = performance.now()
  let rows = 0
  for (const { file } of sources) rows += await countRows(path.join(folder, file))
  const floor = (performance.now() - reading) / 1000

  const before = process.cpuUsage()
  const started = performance.now()
  const { lines, compared } = await resolveFiles(
    [...connectors],
    {
      source: sources.map(({ name, file }) => `${name}=${path.join(folder, file)}`),
      key: sources.map(({ key }) => key),
      format: 'json',
    },
    [],
    () => {},
  )
  let records = 0
  for (const line of lines) if (line.startsWith('{"source"')) records++
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  if (records !== rows - sources.length) throw new Error(`${records} of ${rows - sources.length} records were answered`)
  return { records, floor, seconds, cpu: (user + system) / 1e6, peak: peakMemoryMb(), compared }
}

/** Its records, read and let go. */
async function countRows(file: string): Promise<number> {
  const reader = new CsvReader({ delimiter: ',' })
  let rows = 0
  for await (const text of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 }))
    rows += reader.push(text as string).length
  return rows + reader.end().length
}
