import { z } from 'zod'
import type { OsvAffected, OsvEntry, OsvEvent, OsvRange } from '#model/osv.ts'

// OSV schema, 1.0 to 1.7. What the databases add of their own (`database_specific`, `ecosystem_specific`) has by the schema
// no effect on what is affected and is left out, as is what only people read but the summary.

export type OsvRead =
  /** `odd`: sentences on parts that were left out; the rest is taken. */
  | { readonly ok: true; readonly entry: OsvEntry; readonly odd: readonly string[] }
  | { readonly ok: false; readonly id: string; readonly reason: string }

const texts = z.array(z.string()).nullish()
const Severities = z.array(z.object({ type: z.string(), score: z.string() })).nullish()
const Moment = z.iso.datetime({ offset: true })

const Document = z.object({
  id: z.string().min(1).max(200),
  modified: Moment,
  published: Moment.nullish(),
  withdrawn: Moment.nullish(),
  aliases: texts,
  upstream: texts,
  related: texts,
  summary: z.string().nullish(),
  severity: Severities,
  affected: z.array(z.unknown()).nullish(),
})

const Affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string(), purl: z.string().nullish() }).nullish(),
  severity: Severities,
  ranges: z.array(z.object({ type: z.string(), events: z.array(z.record(z.string(), z.unknown())) })).nullish(),
  versions: texts,
})

const eventKinds = ['introduced', 'fixed', 'last_affected', 'limit'] as const
const rangeTypes: ReadonlySet<string> = new Set(['SEMVER', 'ECOSYSTEM', 'GIT'])

export function readOsv(document: unknown): OsvRead {
  const parsed = Document.safeParse(document)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const id = z.object({ id: z.string() }).safeParse(document)
    return {
      ok: false,
      id: id.success ? id.data.id.slice(0, 200) : '',
      reason: `${issue?.path.join('.') || 'it'}: ${issue?.message}`,
    }
  }
  const { data } = parsed
  const odd: string[] = []
  return {
    ok: true,
    odd,
    entry: {
      id: data.id,
      modifiedAt: moment(data.modified),
      publishedAt: data.published ? moment(data.published) : null,
      withdrawnAt: data.withdrawn ? moment(data.withdrawn) : null,
      aliases: data.aliases ?? [],
      upstream: data.upstream ?? [],
      related: data.related ?? [],
      summary: data.summary ?? '',
      severities: data.severity ?? [],
      affected: (data.affected ?? []).flatMap((one, at) => readAffected(one, at, odd)),
    },
  }
}

const moment = (text: string): string => new Date(text).toISOString()

function readAffected(item: unknown, at: number, odd: string[]): OsvAffected[] {
  const parsed = Affected.safeParse(item)
  if (!parsed.success) {
    odd.push(`affected ${at + 1}, ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`)
    return []
  }
  const { package: named, severity, ranges, versions } = parsed.data
  return [
    {
      ecosystem: named?.ecosystem ?? '',
      name: named?.name ?? '',
      purl: named?.purl ?? '',
      severities: severity ?? [],
      ranges: (ranges ?? []).flatMap((range) => readRange(range, at, odd)),
      versions: versions ?? [],
    },
  ]
}

function readRange(
  { type, events }: { type: string; events: readonly Record<string, unknown>[] },
  at: number,
  odd: string[],
): OsvRange[] {
  const read = events.map(readEvent)
  const kinds = new Set(read.map((event) => event?.kind))
  const wrong = !rangeTypes.has(type)
    ? `type "${type}" is not known`
    : kinds.has(undefined)
      ? 'an event is not exactly one of introduced, fixed, last_affected, limit'
      : !kinds.has('introduced')
        ? 'nothing is introduced'
        : undefined
  if (!wrong) return [{ type: type as OsvRange['type'], events: read as OsvEvent[] }]
  odd.push(`affected ${at + 1}, a range: ${wrong}`)
  // What cannot be read may hold anything: a range that nothing can be compared with stands for it.
  return [{ type: 'GIT', events: [{ kind: 'introduced', version: '0' }] }]
}

function readEvent(event: Record<string, unknown>): OsvEvent | undefined {
  const kinds = eventKinds.filter((kind) => event[kind] !== undefined)
  const [kind] = kinds
  const version = kind && event[kind]
  return kinds.length === 1 && kind && typeof version === 'string' && version !== '' ? { kind, version } : undefined
}
