import type { Assessment, CvssKind, CvssStatement, SsvcStatement } from '#model/cve-record.ts'
import { parseCvss } from '#standards/cvss/cvss.ts'
import { readPoint } from '#standards/ssvc/ssvc.ts'
import { Cvss, KevContent, Metric, Other, SsvcContent, SsvcSelections } from './cve-document.ts'
import { each, firstIssue } from './parts.ts'
import { timeOf } from './time.ts'

interface Said {
  readonly publisher: string
  readonly saidAt: string
  /** For remarks. */
  readonly label: string
}

const cvssKeys: readonly (readonly [keyof Metric, CvssKind])[] = [
  ['cvssV2_0', 'cvss_2.0'],
  ['cvssV3_0', 'cvss_3.0'],
  ['cvssV3_1', 'cvss_3.1'],
  ['cvssV4_0', 'cvss_4.0'],
]

/** What the metrics of one container say; several of a kind give several assessments. */
export function readMetrics(metrics: readonly unknown[], said: Said, remarks: string[]): Assessment[] {
  return each(metrics, Metric, `metric of ${said.label}`, remarks).flatMap((metric) => [
    ...cvssOf(metric, said, remarks),
    ...(metric.ssvcV1_0_1 === undefined ? [] : selectionsOf(metric.ssvcV1_0_1, said, remarks)),
    ...(metric.other === undefined ? [] : otherOf(metric.other, said, remarks)),
  ])
}

function cvssOf(metric: Metric, { publisher, saidAt, label }: Said, remarks: string[]): Assessment[] {
  const scenario = (metric.scenarios ?? [])
    .map(({ value }) => value.trim())
    .filter((value) => value !== '' && value.toUpperCase() !== 'GENERAL')
    .join('; ')
  return cvssKeys.flatMap(([key, kind]) => {
    if (metric[key] === undefined) return []
    const read = Cvss.safeParse(metric[key])
    if (!read.success) {
      remarks.push(`${key} of ${label} cannot be read: ${firstIssue(read.error)}`)
      return []
    }
    const { vectorString, baseScore, baseSeverity } = read.data
    const parsed = parseCvss(vectorString)
    // It is kept as published, and counts for nothing.
    if (!parsed.ok) remarks.push(`${key} of ${label}: ${parsed.reason}`)
    const value: CvssStatement = {
      vector: vectorString.trim(),
      score: baseScore,
      ...(baseSeverity !== undefined && { severity: baseSeverity.toUpperCase() }),
      ...(scenario !== '' && { scenario }),
    }
    return [{ publisher, saidAt, kind: parsed.ok ? (`cvss_${parsed.cvss.version}` as const) : kind, value: [value] }]
  })
}

function otherOf(other: unknown, said: Said, remarks: string[]): Assessment[] {
  const read = Other.safeParse(other)
  if (!read.success) {
    remarks.push(`metric of ${said.label} cannot be read: ${firstIssue(read.error)}`)
    return []
  }
  const { publisher, saidAt } = said
  const { type, content } = read.data
  if (/^ssvc$/i.test(type)) return ssvcOf(content, said, remarks)
  if (/^kev$/i.test(type)) {
    const kev = KevContent.safeParse(content)
    if (kev.success) {
      const { dateAdded, reference } = kev.data
      return [{ publisher, saidAt, kind: 'exploited', value: [{ addedOn: dateAdded.slice(0, 10), reference }] }]
    }
    remarks.push(`kev of ${said.label} cannot be read: ${firstIssue(kev.error)}`)
    return []
  }
  const words = [content.text, content.value, content.other].find((value) => typeof value === 'string')
  const text = String(words ?? JSON.stringify(content)).slice(0, 500)
  return [{ publisher, saidAt, kind: 'other', value: [{ type, text }] }]
}

function ssvcOf(content: Readonly<Record<string, unknown>>, said: Said, remarks: string[]): Assessment[] {
  const read = SsvcContent.safeParse(content)
  if (!read.success) {
    remarks.push(`SSVC of ${said.label} cannot be read: ${firstIssue(read.error)}`)
    return []
  }
  const { options, role = '', version = '', timestamp } = read.data
  // Some CNAs write the points straight into the content.
  const chosen = (options ?? [content]).flatMap((option) => Object.entries(option))
  return pointsOf(chosen, { role, version }, timestamp, said, remarks)
}

function selectionsOf(value: unknown, said: Said, remarks: string[]): Assessment[] {
  const read = SsvcSelections.safeParse(value)
  if (!read.success) {
    remarks.push(`SSVC of ${said.label} cannot be read: ${firstIssue(read.error)}`)
    return []
  }
  const { selections, role = '', schemaVersion: version = '', timestamp } = read.data
  // Several values of a point mean that it is not decided.
  const chosen = selections.flatMap(({ name, values }) =>
    values.length === 1 ? [[name, values[0]] as [string, unknown]] : [],
  )
  return pointsOf(chosen, { role, version }, timestamp, said, remarks)
}

function pointsOf(
  chosen: readonly (readonly [string, unknown])[],
  by: Pick<SsvcStatement, 'role' | 'version'>,
  timestamp: string | undefined,
  { publisher, saidAt, label }: Said,
  remarks: string[],
): Assessment[] {
  const points: Record<string, string> = {}
  for (const [name, value] of chosen) {
    const point = readPoint(name, typeof value === 'string' ? value : '')
    if (point === undefined) continue
    if ('wrong' in point) remarks.push(`SSVC of ${label}: ${point.wrong}`)
    else points[point.name] = point.value
  }
  if (Object.keys(points).length === 0) {
    remarks.push(`SSVC of ${label} names no decision point`)
    return []
  }
  return [{ publisher, saidAt: timeOf(timestamp) ?? saidAt, kind: 'ssvc', value: [{ points, ...by }] }]
}
