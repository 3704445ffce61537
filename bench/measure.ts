import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '#tools/steps.ts'

/** One measured figure; a task prints each as a line of JSON. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'MB' | 'rows' | 'ratio' | 'seeds'
  /** The value must not be above this. */
  readonly atMost?: number
  readonly note?: string
}

const prefix = '@figure '

export const report = (figure: Figure) => console.log(prefix + JSON.stringify(figure))

export const figuresIn = (output: string): Figure[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith(prefix))
    .map((line) => JSON.parse(line.slice(prefix.length)))

/** Where the made-up hospitals lie between runs; they follow from seed and size. */
export function benchFolder(name: string): string {
  const folder = path.join(root, '.cache/bench', name)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Largest memory that a process had so far, in MB (VmHWM); 0 where the system does not say. */
export function peakMemoryMb(pid: number | 'self' = 'self'): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return line ? Number(line[1]) / 1000 : 0
  } catch {
    return 0
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
