import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parse } from 'csv-parse/sync'
import { type RecordName, type Result, type Truth, truthOf } from './scoring.ts'
import type { TruthLine } from './truth.ts'

/** Reads `truth.jsonl`. Throws an Error with file and line where it is no JSON. */
export async function readTruth(path: string): Promise<Truth> {
  const lines: TruthLine[] = []
  for await (const line of jsonLines(path)) lines.push(line as TruthLine)
  if (lines[0]?.kind !== 'truth') throw new Error(`${path} is no truth file: its first line has not the kind "truth"`)
  return truthOf(lines)
}

/**
 * Reads an answer: JSON lines, or CSV with the columns source, key, device, probability. Pairs to review stand between JSON lines
 * or in a file of their own, which may be JSON lines or CSV with source, key, source, key, probability.
 * Throws an Error with file and line where it is neither.
 */
export async function readResult(path: string, review?: string, golden?: string): Promise<Result> {
  const members: Result['members'][number][] = []
  const reviews: Result['reviews'][number][] = []
  for (const [at, file] of [path, review].entries()) {
    if (file === undefined) continue
    if (isJson(file)) {
      let number = 0
      for await (const line of jsonLines(file)) {
        number++
        if (isReview(line))
          reviews.push({
            pair: [nameOf(line.review[0]), nameOf(line.review[1])],
            probability: shareOf(line.probability),
          })
        else if (isMember(line))
          members.push({ ...nameOf(line), device: String(line.device), probability: shareOf(line.probability) })
        else
          throw new Error(
            `${file}:${number}: expected {source, key, device, probability} or {review: [{source, key}, {source, key}], probability}`,
          )
      }
    } else if (at === 0)
      for (const { source, key, device, probability } of csv(file, ['source', 'key', 'device']))
        members.push({ source: source!, key: key!, device: device!, probability: shareOf(probability) })
    else
      for (const [source = '', key = '', source2 = '', key2 = '', probability] of csvRows(file).slice(1))
        reviews.push({
          pair: [
            { source, key },
            { source: source2, key: key2 },
          ],
          probability: shareOf(probability),
        })
  }
  return { members, reviews, ...(golden !== undefined && { golden: await readGolden(golden) }) }
}

async function readGolden(path: string): Promise<NonNullable<Result['golden']>> {
  const golden: NonNullable<Result['golden']>[number][] = []
  for await (const line of jsonLines(path)) {
    const { device, attributes, ...rest } = line as { device?: unknown; attributes?: Record<string, unknown> }
    if (device === undefined) throw new Error(`${path}: a line has no device`)
    golden.push({ device: String(device), attributes: attributes ?? rest })
  }
  return golden
}

async function* jsonLines(path: string): AsyncGenerator<unknown> {
  let number = 0
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (line.trim() === '') continue
    try {
      yield JSON.parse(line)
    } catch {
      throw new Error(`${path}:${number}: no JSON`)
    }
  }
}

const isJson = (path: string) => /\.(jsonl|ndjson|json)$/i.test(path)
const csvRows = (path: string): string[][] => parse(readFileSync(path), { bom: true, relax_column_count: true })

function csv(path: string, needed: readonly string[]): Record<string, string>[] {
  const rows: Record<string, string>[] = parse(readFileSync(path), { bom: true, columns: true })
  const missing = needed.filter((name) => rows[0] && !(name in rows[0]))
  if (missing.length > 0) throw new Error(`${path} has no column ${missing.join(', ')}`)
  return rows
}

function isMember(line: unknown): line is RecordName & { device: unknown; probability?: unknown } {
  return typeof line === 'object' && line !== null && 'source' in line && 'key' in line && 'device' in line
}

function isReview(line: unknown): line is { review: [RecordName, RecordName]; probability?: unknown } {
  return (
    typeof line === 'object' &&
    line !== null &&
    'review' in line &&
    Array.isArray(line.review) &&
    line.review.length === 2
  )
}

const nameOf = ({ source, key }: RecordName): RecordName => ({ source: String(source), key: String(key) })

function shareOf(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null
  const number = Number(value)
  if (!(number >= 0 && number <= 1)) throw new Error(`A probability is a number from 0 to 1, and not ${value}`)
  return number
}
