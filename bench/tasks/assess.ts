import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { writeHospital } from '#bench/hospital/main.ts'
import { benchFolder, peakMemoryMb, report } from '#bench/measure.ts'
import { corpusFile } from '#bench/servers/corpus.ts'

// `homeostat assess` as a whole process: 26,000 devices against CISA's advisories, where the corpus is there.
const folder = benchFolder('cmms-26000')
const inventory = path.join(folder, 'cmms.csv')
if (!existsSync(inventory))
  await writeHospital({
    seed: 5,
    devices: 26_500,
    today: '2026-11-16',
    cmms: 'csv',
    network: false,
    advisories: false,
    out: folder,
  } as never)
const corpus = corpusFile('csaf')
const advisories = existsSync(corpus) ? path.join(corpus, 'cisa/white') : 'fixtures/riverside-general'

const started = performance.now()
const child = spawn(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    'src/main.ts',
    'assess',
    inventory,
    '--advisories',
    advisories,
    '--format',
    'json',
  ],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, peakMemoryMb(child.pid!))
}, 50)
let bytes = 0
child.stdout.on('data', (chunk: Buffer) => {
  bytes += chunk.length
})
const code = await new Promise((resolve) => child.on('close', resolve))
clearInterval(watch)
if (code !== 0 || bytes === 0) throw new Error(`assess ended with ${code}`)
report({
  name: 'assess, 26,000 devices × 1,655 advisories',
  value: (performance.now() - started) / 1000,
  unit: 's',
  atMost: 8,
})
report({ name: 'its peak memory', value: peak, unit: 'MB', atMost: 700 })
