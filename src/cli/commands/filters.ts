import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { buildCommand } from '@stricli/core'
import { z } from 'zod'
import { readCpe, relateNames } from '#standards/cpe/cpe.ts'
import { parseCvss, scoresOf } from '#standards/cvss/cvss.ts'
import { decide, findTable, tableIds } from '#standards/ssvc/ssvc.ts'
import {
  compareByScheme,
  contains,
  containsByScheme,
  faultOfVers,
  formatVersRange,
  isSchemeOf,
  isVendorScheme,
  orderVersions,
  readVersion,
  readVersRange,
} from '#standards/vers/vers.ts'
import { linesOf, membersOf, readJson } from './lines.ts'

// The engine without the server, for scripts and independent checks: a line in, a line of JSON out, in order. What is wrong
// with a line stands in its answer; the others go on.

type Answer = Readonly<Record<string, unknown>>
export type Filter = (line: string) => Answer

/** One CVSS vector a line → its scores. */
export const cvssFilter: Filter = (line) => {
  const vector = line.trim()
  const read = parseCvss(vector)
  if (!read.ok) return { vector, error: `${sentence(read.reason)}.` }
  return { vector, version: read.cvss.version, ...scoresOf(read.cvss) }
}

const Pair = z.looseObject({ source: z.string(), target: z.string() })

/** `{ source, target }`, two CPE names in either binding or as `wfn:[…]` → what the source is to the target (NISTIR 7696). */
export const cpeFilter: Filter = (line) =>
  ofObject(line, Pair, 'an object with "source" and "target"', ({ source, target }) => {
    const [first, second] = [readCpe(source), readCpe(target)]
    if (!first.ok) return { error: `The source is no CPE name: ${first.reason}.` }
    if (!second.ok) return { error: `The target is no CPE name: ${second.reason}.` }
    return { relation: relateNames(first.name, second.name) }
  })

const Question = z.union([
  z.looseObject({ version: z.string(), range: z.string(), scheme: z.string().nullish() }),
  z.looseObject({ a: z.string(), b: z.string(), scheme: z.string().nullish() }),
  z.looseObject({ range: z.string(), scheme: z.null().optional() }).refine((asked) => !('version' in asked)),
])
const orders = { less: -1, equal: 0, greater: 1, incomparable: null }

/** `{ version, range }` → whether it is in; `{ a, b }` → their order; `{ range }`, a vers → its canonical form. */
export const versionFilter: Filter = (line) =>
  ofObject(line, Question, 'an object with "version" and "range", with "a" and "b", or with "range"', (asked) => {
    const scheme = typeof asked.scheme === 'string' && !isVendorScheme(asked.scheme) ? asked.scheme : undefined
    if ('a' in asked) return { order: orderOf(String(asked.a), String(asked.b), scheme) }
    const range = String(asked.range)
    if (!('version' in asked)) {
      const read = readVersRange(range)
      return read.ok ? { canonical: formatVersRange(read.range) } : { error: `The range is no vers: ${read.reason}.` }
    }
    const fault = faultOfVers(range)
    if (fault) return { in: 'unknown', error: `The range is no vers: ${fault}.` }
    if (!scheme) return { in: contains(range, String(asked.version)).answer }
    if (!isSchemeOf(scheme, range)) return { error: `The range is of another scheme than ${scheme}.` }
    return { in: containsByScheme(scheme, range, String(asked.version)).answer }
  })

const Points = z.looseObject({ table: z.string(), points: z.record(z.string(), z.string()) })

/** `{ table, points }` → the decision; where points are missing, each that they can still lead to. */
export const ssvcFilter: Filter = (line) =>
  ofObject(line, Points, 'an object with "table", and "points" as an object', (asked) => {
    const table = findTable(asked.table)
    if (!table) return { error: `There is no table "${asked.table}"; there are ${tableIds.join(', ')}.` }
    const decision = decide(table, asked.points)
    if (!decision.ok) return { error: `${sentence(decision.reason)}.` }
    const { outcomes, missing } = decision
    return missing.length > 0 ? { outcomes, missing } : { outcome: outcomes[0] }
  })

function orderOf(a: string, b: string, scheme: string | undefined): number | null {
  if (scheme) {
    const order = compareByScheme(scheme, a, b)
    return order === undefined ? null : Math.sign(order)
  }
  const [left, right] = [readVersion(a), readVersion(b)]
  return left && right ? orders[orderVersions(left, right)] : null
}

const own: ReadonlySet<string> = new Set([
  'relation',
  'in',
  'order',
  'canonical',
  'outcome',
  'outcomes',
  'missing',
  'error',
])

function ofObject<Asked extends object>(
  line: string,
  schema: z.ZodType<Asked>,
  wanted: string,
  answer: (asked: Asked) => Answer,
): Answer {
  const given = readJson(line)
  if (given === undefined) return { error: `This line is not JSON; it must be ${wanted}.` }
  const asked = schema.safeParse(given)
  // A line's own field of such a name, as of another filter before this, would be taken for this one's answer.
  const kept = Object.fromEntries(Object.entries(membersOf(given)).filter(([name]) => !own.has(name)))
  return asked.success ? { ...kept, ...answer(asked.data) } : { ...kept, error: `It must be ${wanted}, each a text.` }
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export async function* filtered(input: Readable, filter: Filter): AsyncGenerator<string> {
  for await (const { text, isText } of linesOf(input))
    yield `${JSON.stringify(isText ? filter(text) : { error: 'This line is no UTF-8: save the file as UTF-8.' })}\n`
}

const filterCommand = (filter: Filter, brief: string) =>
  buildCommand({
    docs: { brief },
    parameters: {},
    async func() {
      await pipeline(filtered(process.stdin, filter), process.stdout, { end: false }).catch((error) => {
        // Who reads the answers (`| head`) may have had enough.
        if (error.code !== 'EPIPE') throw error
      })
    },
  })

export const filterCommands = () => ({
  cvss: filterCommand(cvssFilter, 'Score CVSS vectors, one a line'),
  cpe: filterCommand(cpeFilter, 'Relate CPE names: {"source","target"} a line'),
  ssvc: filterCommand(ssvcFilter, 'Decide by an SSVC table: {"table","points"} a line'),
  version: filterCommand(versionFilter, 'Tell whether a version is in a range, or the order of two, as JSON a line'),
})
