import { spawn } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Figure, figuresIn, median } from './measure.ts'

// `npm run bench` measures everything; `npm run bench -- import lists --runs 3` some of it, several times.
const tasks = [
  'read-files',
  'import',
  'place',
  'reread',
  'nvd',
  'assess',
  'rank',
  'resolve',
  'lists',
  'start',
  'match',
  'updates',
  'advisory',
  'ask',
  'query',
  'known',
  'what-if',
  'health',
  'backtest',
  'order',
] as const

const usage = `npm run bench [-- TASK … --runs N --seeds N]

  TASK      ${tasks.join(', ')}; all of them unless said
  --runs N  performs each task N times and gives the median and the spread; 1 unless said
  --seeds N of order: hospitals that are drawn; 20 unless said
  --help    prints this`

const { runs, seeds, asked } = readArguments()

console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}`,
)
let missed = 0
for (const task of asked.length > 0 ? asked : tasks) {
  const figures: Figure[][] = []
  for (let run = 0; run < runs; run++) figures.push(await perform(task))
  console.log(`\n${task}`)
  for (const [at, { name, unit, atMost, note }] of (figures[0] ?? []).entries()) {
    const values = figures.map((one) => one[at]?.value ?? Number.NaN)
    const value = median(values)
    const isOver = atMost !== undefined && !(value <= atMost)
    if (isOver) missed++
    const spread = runs > 1 ? ` (${round(Math.min(...values))}–${round(Math.max(...values))})` : ''
    const target = atMost === undefined ? '' : `  ${isOver ? '✗ above' : '✓ within'} ${atMost} ${unit}`
    console.log(
      `  ${name.padEnd(58)} ${`${round(value)} ${unit}${spread}`.padStart(14)}${target}${note ? `  ${note}` : ''}`,
    )
  }
}
console.log(missed === 0 ? '\nEvery figure is within its target.' : `\n${missed} above target.`)
process.exit(missed === 0 ? 0 : 1)

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        runs: { type: 'string', default: '1' },
        seeds: { type: 'string', default: '20' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    })
    if (values.help) {
      console.log(usage)
      process.exit(0)
    }
    const unknown = positionals.filter((name) => !tasks.includes(name as never))
    if (unknown.length > 0) throw new Error(`There is no task ${unknown.join(', ')}.`)
    if (!/^[1-9]\d*$/.test(values.runs)) throw new Error('--runs takes a number from 1.')
    if (!/^[1-9]\d*$/.test(values.seeds)) throw new Error('--seeds takes a number from 1.')
    return { runs: Number(values.runs), seeds: values.seeds, asked: tasks.filter((task) => positionals.includes(task)) }
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    process.exit(1)
  }
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

/** Each task in a process of its own, so that memory is its own. */
function perform(task: string): Promise<Figure[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        path.join(import.meta.dirname, 'tasks', `${task}.ts`),
        ...(task === 'order' ? ['--seeds', seeds] : []),
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(figuresIn(output)) : reject(new Error(`${task} ended with ${code}:\n${output}`)),
    )
  })
}
