import type { NvdConfiguration, NvdCriterion, NvdEntry, NvdNode, NvdScore, NvdWeakness } from '#model/nvd.ts'

export type NvdRead =
  /** `odd`: sentences on parts that were left out; the rest is taken. */
  | { readonly ok: true; readonly entry: NvdEntry; readonly odd: readonly string[] }
  | { readonly ok: false; readonly id: string; readonly reason: string }

type Json = Readonly<Record<string, unknown>>

/** Reads one element of `vulnerabilities`. By hand: a year has a hundred thousand criteria. */
export function readNvdVulnerability(item: unknown): NvdRead {
  const cve = objectOf(objectOf(item)?.cve)
  if (!cve) return { ok: false, id: '', reason: 'it has no object "cve"' }
  const id = textOf(cve.id)
  if (!/^CVE-\d{4}-\d{4,}$/.test(id)) return { ok: false, id, reason: `"${id.slice(0, 40)}" is no CVE number` }
  const modifiedAt = momentOf(cve.lastModified)
  if (!modifiedAt) return { ok: false, id, reason: 'lastModified is no date' }

  const odd: string[] = []
  return {
    ok: true,
    odd,
    entry: {
      cve: id,
      status: textOf(cve.vulnStatus),
      publishedAt: momentOf(cve.published) ?? modifiedAt,
      modifiedAt,
      description: textOf(
        listOf(cve.descriptions)
          .map(objectOf)
          .find((one) => one?.lang === 'en')?.value,
      ),
      scores: scoresOf(objectOf(cve.metrics) ?? {}, odd),
      weaknesses: weaknessesOf(cve.weaknesses),
      configurations: listOf(cve.configurations).flatMap((one, at) => configurationOf(one, at, odd)),
    },
  }
}

function scoresOf(metrics: Json, odd: string[]): NvdScore[] {
  const scores: NvdScore[] = []
  for (const [name, list] of Object.entries(metrics)) {
    if (!name.startsWith('cvssMetric')) continue
    for (const item of listOf(list)) {
      const metric = objectOf(item)
      const data = objectOf(metric?.cvssData)
      const version = textOf(data?.version)
      const vector = textOf(data?.vectorString)
      const score = data?.baseScore
      if (!isCvssVersion(version) || vector === '' || typeof score !== 'number') {
        odd.push(`${name} holds a score without version, vector or number`)
        continue
      }
      const severity = textOf(data?.baseSeverity) || textOf(metric?.baseSeverity)
      const common = { version, vector, score, source: textOf(metric?.source), type: typeOf(metric?.type) }
      scores.push(severity ? { ...common, severity } : common)
    }
  }
  return scores
}

const isCvssVersion = (text: string): text is NvdScore['version'] => /^(?:2\.0|3\.0|3\.1|4\.0)$/.test(text)

const weaknessesOf = (list: unknown): NvdWeakness[] =>
  listOf(list).flatMap((item) => {
    const weakness = objectOf(item)
    return listOf(weakness?.description).flatMap((one) => {
      const id = textOf(objectOf(one)?.value)
      return id ? [{ id, source: textOf(weakness?.source), type: typeOf(weakness?.type) }] : []
    })
  })

function configurationOf(item: unknown, at: number, odd: string[]): NvdConfiguration[] {
  const configuration = objectOf(item)
  if (!configuration) {
    odd.push(`configuration ${at + 1} is no object`)
    return []
  }
  const nodes: NvdNode[] = []
  for (const one of listOf(configuration.nodes)) {
    const node = objectOf(one)
    const criteria = listOf(node?.cpeMatch).map(criterionOf)
    // A tree without one of its parts would say something else: it is left out as a whole.
    if (!node || criteria.length === 0 || criteria.includes(undefined)) {
      odd.push(`configuration ${at + 1} has a node whose criteria cannot be read`)
      return []
    }
    nodes.push({ operator: operatorOf(node), negate: node.negate === true, criteria: criteria as NvdCriterion[] })
  }
  if (nodes.length === 0) {
    odd.push(`configuration ${at + 1} has no nodes`)
    return []
  }
  return [{ operator: operatorOf(configuration), negate: configuration.negate === true, nodes }]
}

function criterionOf(item: unknown): NvdCriterion | undefined {
  const match = objectOf(item)
  const cpe = match?.criteria
  if (!match || typeof cpe !== 'string' || !cpe.startsWith('cpe:2.3:')) return undefined
  const criterion: { -readonly [key in keyof NvdCriterion]: NvdCriterion[key] } = {
    cpe,
    vulnerable: match.vulnerable !== false,
  }
  if (typeof match.versionStartIncluding === 'string') criterion.from = match.versionStartIncluding
  if (typeof match.versionStartExcluding === 'string') criterion.after = match.versionStartExcluding
  if (typeof match.versionEndIncluding === 'string') criterion.upTo = match.versionEndIncluding
  if (typeof match.versionEndExcluding === 'string') criterion.before = match.versionEndExcluding
  return criterion
}

const operatorOf = (item: Json): NvdNode['operator'] => (item.operator === 'AND' ? 'AND' : 'OR')
const typeOf = (value: unknown): NvdScore['type'] => (value === 'Primary' ? 'primary' : 'secondary')
const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const objectOf = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined

/** NVD writes UTC without saying so: `2019-01-15T21:29:00.000`. */
function momentOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return undefined
  // As NVD writes nearly all: only the Z is missing, unless there is no such day.
  if (/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}$/.test(value))
    return `${value}Z`
  const text = /(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
