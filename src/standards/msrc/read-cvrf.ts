import { z } from 'zod'
import type { MsrcEntry, MsrcFix, MsrcScore } from '#model/msrc.ts'
import { kbsIn, worstSeverity } from './words.ts'

export type CvrfRead =
  | {
      readonly ok: true
      readonly document: string
      readonly asOf: string
      readonly entries: readonly MsrcEntry[]
      /** Each of its vulnerabilities could be read. */
      readonly isComplete: boolean
      readonly odd: readonly string[]
    }
  | { readonly ok: false; readonly reason: string }

export interface UpdateListEntry {
  /** `2024-Jan`. */
  readonly id: string
  readonly revisedAt: string
}

const Text = z.looseObject({ Value: z.string().nullish() }).nullish()
const Ids = z.array(z.string()).nullish()

const Envelope = z.looseObject({
  DocumentTracking: z.looseObject({
    Identification: z.looseObject({ ID: z.looseObject({ Value: z.string().min(1) }) }),
    InitialReleaseDate: z.string().nullish(),
    CurrentReleaseDate: z.string().nullish(),
  }),
  ProductTree: z
    .looseObject({
      FullProductName: z.array(z.looseObject({ ProductID: z.string(), Value: z.string() })).nullish(),
    })
    .nullish(),
  Vulnerability: z.array(z.unknown()).nullish(),
})

/** Types are numbers in JSON and words in XML; some tools write the words into JSON. */
const Kind = z.union([z.number(), z.string()]).nullish()

const Vulnerability = z.looseObject({
  CVE: z.string().min(1),
  Title: Text,
  ProductStatuses: z.array(z.looseObject({ ProductID: Ids, Type: Kind })).nullish(),
  Threats: z.array(z.looseObject({ Description: Text, ProductID: Ids, Type: Kind })).nullish(),
  CVSSScoreSets: z.array(z.looseObject({ BaseScore: z.number().nullish(), Vector: z.string().nullish() })).nullish(),
  Remediations: z
    .array(
      z.looseObject({
        Description: Text,
        Supercedence: z.string().nullish(),
        ProductID: Ids,
        Type: Kind,
        SubType: z.string().nullish(),
        FixedBuild: z.string().nullish(),
      }),
    )
    .nullish(),
  RevisionHistory: z.array(z.looseObject({ Date: z.string().nullish() })).nullish(),
})
type Vulnerability = z.infer<typeof Vulnerability>

const isKind = (kind: z.infer<typeof Kind>, number: number, word: string) =>
  kind === number || (typeof kind === 'string' && kind.replace(/\s/g, '').toLowerCase() === word)

const isImpact = (kind: z.infer<typeof Kind>) => isKind(kind, 0, 'impact')
const isExploitStatus = (kind: z.infer<typeof Kind>) => isKind(kind, 1, 'exploitstatus')
const isSeverity = (kind: z.infer<typeof Kind>) => isKind(kind, 3, 'severity')
const isVendorFix = (kind: z.infer<typeof Kind>) => isKind(kind, 2, 'vendorfix')
const isKnownAffected = (kind: z.infer<typeof Kind>) => isKind(kind, 3, 'knownaffected')

/** One document. What of it cannot be read is named in `odd`; the rest is taken. */
export function readCvrf(json: unknown): CvrfRead {
  const envelope = Envelope.safeParse(json)
  if (!envelope.success) return { ok: false, reason: 'it has no DocumentTracking with an identification' }
  const { DocumentTracking: tracking, ProductTree: tree, Vulnerability: list } = envelope.data
  const document = tracking.Identification.ID.Value
  const names = new Map(
    (tree?.FullProductName ?? []).map((one) => [one.ProductID, one.Value.replace(/\s+/g, ' ').trim()]),
  )
  const released = dayOf(tracking.InitialReleaseDate)
  const asOf = tracking.CurrentReleaseDate ?? tracking.InitialReleaseDate ?? ''
  const entries: MsrcEntry[] = []
  const odd: string[] = []
  if (!list) odd.push('its list of vulnerabilities, which is missing')
  for (const [index, element] of (list ?? []).entries()) {
    const read = Vulnerability.safeParse(element)
    if (read.success) entries.push(toEntry(read.data, { document, asOf, released, names, odd }))
    else odd.push(`vulnerability ${index + 1} (${pathOf(read.error)})`)
  }
  return { ok: true, document, asOf, entries, isComplete: list?.length === entries.length, odd }
}

const pathOf = (error: z.ZodError) => error.issues[0]?.path.join('.') || 'its form'

function toEntry(
  read: Vulnerability,
  {
    document,
    asOf,
    released,
    names,
    odd,
  }: { document: string; asOf: string; released: string; names: ReadonlyMap<string, string>; odd: string[] },
): MsrcEntry {
  const nameless = new Set<string>()
  const namesOf = (ids: readonly string[] | null | undefined) =>
    (ids ?? []).flatMap((id) => {
      const name = names.get(id)
      if (name === undefined) nameless.add(id)
      return name ?? []
    })
  const threats = read.Threats ?? []
  const days = (read.RevisionHistory ?? [])
    .map(({ Date: date }) => dayOf(date))
    .filter((day) => day !== '')
    .sort()
  const publishedOn = days[0] ?? released
  const fixes = (read.Remediations ?? []).flatMap(
    ({ Description, Supercedence, ProductID, Type, SubType, FixedBuild }) => {
      if (!isVendorFix(Type)) return []
      const kb = /^(?:KB)?(\d{6,8})$/i.exec(Description?.Value?.trim() ?? '')?.[1] ?? ''
      const fixedBuild = /^\d+(?:\.\d+)+$/.exec(FixedBuild?.trim() ?? '')?.[0] ?? ''
      // Release notes and store updates name neither.
      if (kb === '' && fixedBuild === '') return []
      const products = namesOf(ProductID)
      const supersedes = kbsIn(Supercedence ?? '').filter((other) => other !== kb)
      const kind = SubType?.trim() ?? ''
      return [{ kb, supersedes, fixedBuild, kind, component: '', postedOn: publishedOn, products } satisfies MsrcFix]
    },
  )
  const affected = (read.ProductStatuses ?? []).filter(({ Type }) => isKnownAffected(Type))
  const products = [
    ...new Set([...affected.flatMap(({ ProductID }) => namesOf(ProductID)), ...fixes.flatMap((fix) => fix.products)]),
  ]
  if (nameless.size > 0)
    odd.push(`${read.CVE}: products that the document does not name (${[...nameless].slice(0, 5).join(', ')})`)
  const exploited = threats
    .filter(({ Type }) => isExploitStatus(Type))
    .map(({ Description }) => Description?.Value ?? '')
  return {
    document,
    asOf,
    cve: read.CVE.trim().toUpperCase(),
    title: read.Title?.Value?.trim() ?? '',
    severity: worstSeverity(
      threats.filter(({ Type }) => isSeverity(Type)).map(({ Description }) => Description?.Value ?? ''),
    ),
    impact: threats.find(({ Type, Description }) => isImpact(Type) && Description?.Value)?.Description?.Value ?? '',
    publishedOn,
    revisedOn: days.at(-1) ?? publishedOn,
    isExploited: saysOf(exploited, 'Exploited'),
    isDisclosed: saysOf(exploited, 'Publicly Disclosed'),
    scores: scoresOf(read),
    products: products.sort(),
    fixes,
  }
}

/** `Publicly Disclosed:No;Exploited:Yes;Latest Software Release:Exploitation Detected`. */
function saysOf(texts: readonly string[], what: string): boolean | null {
  const said = texts.flatMap(
    (text) => new RegExp(`(?:^|;)\\s*${what}\\s*:\\s*(yes|no)`, 'i').exec(text)?.[1]?.toLowerCase() ?? [],
  )
  return said.length === 0 ? null : said.includes('yes')
}

function scoresOf({ CVSSScoreSets }: Vulnerability): MsrcScore[] {
  const scores = new Map<string, MsrcScore>()
  for (const { BaseScore, Vector } of CVSSScoreSets ?? []) {
    // Temporal metrics change from week to week and are in the vector too.
    const vector = /^CVSS:[34]\.\d(?:\/[A-Z]+:[A-Z])+/.exec(Vector ?? '')?.[0].replace(/\/(?:E|RL|RC):[A-Z]/g, '') ?? ''
    if (vector !== '' && typeof BaseScore === 'number') scores.set(vector, { vector, score: BaseScore })
  }
  return [...scores.values()].sort((a, b) => b.score - a.score || (a.vector < b.vector ? -1 : 1))
}

const dayOf = (text: string | null | undefined): string => /^\d{4}-\d\d-\d\d/.exec(text ?? '')?.[0] ?? ''

const UpdateList = z.looseObject({
  value: z.array(z.looseObject({ ID: z.string().regex(/^[\w-]{1,40}$/), CurrentReleaseDate: z.string() })),
})

/** Which documents there are, the oldest revision first. Undefined where the text is no such list. */
export function readUpdateList(json: unknown): UpdateListEntry[] | undefined {
  const read = UpdateList.safeParse(json)
  if (!read.success) return undefined
  return read.data.value
    .map(({ ID, CurrentReleaseDate }) => ({ id: ID, revisedAt: CurrentReleaseDate }))
    .sort((a, b) => (a.revisedAt < b.revisedAt ? -1 : a.revisedAt > b.revisedAt ? 1 : a.id < b.id ? -1 : 1))
}
