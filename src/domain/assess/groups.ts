import { alikeModels, type ModelName } from '#domain/findings/findings.ts'
import type { Aliases } from '#domain/matching/matching.ts'
import type { Advisory, AdvisoryVulnerability } from '#model/advisory.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { Configuration } from '#model/matching.ts'
import type { Group, GroupDevice, GroupVulnerability } from './assessment.ts'
import type { AssessedDevice } from './configuration.ts'
import type { Pair, PairFinding, ReadAdvisory, Scorer } from './scoring.ts'

// Devices of one model that one advisory speaks of: what a person deals with at once.

export interface OpenGroup {
  readonly advisoryId: string
  readonly manufacturers: Map<string, number>
  readonly models: Map<string, number>
  readonly members: {
    readonly pair: Pair
    readonly devices: readonly AssessedDevice[]
    readonly findings: PairFinding[]
  }[]
}

/** Models that are one however they are spelt, by the same rules as in the server's lists. */
export function modelGroups(
  configurations: readonly Configuration[],
  aliases: Aliases | undefined,
): ReadonlyMap<string, number> {
  const names = new Map(configurations.map((one) => [modelText(one), nameOf(one)]))
  return new Map(
    alikeModels([...names.values()], aliases).flatMap((alike, at) => alike.map((name) => [textOf(name), at] as const)),
  )
}

const nameOf = ({ manufacturer, model, modelNumber, description }: Configuration): ModelName => ({
  manufacturer: manufacturer.trim(),
  model: (model || modelNumber || description).trim(),
})
const textOf = ({ manufacturer, model }: ModelName) => `${manufacturer}\n${model}`
const modelText = (configuration: Configuration) => textOf(nameOf(configuration))

export function addToGroups(
  groups: Map<string, OpenGroup>,
  pair: Pair,
  devices: readonly AssessedDevice[],
  findings: readonly PairFinding[],
  models: ReadonlyMap<string, number>,
): void {
  const byAdvisory = Map.groupBy(findings, (finding) => finding.combined.advisoryId)
  for (const [advisoryId, some] of byAdvisory) {
    const key = `${advisoryId}\n${models.get(modelText(pair.configuration))}`
    const group: OpenGroup = groups.get(key) ?? { advisoryId, manufacturers: new Map(), models: new Map(), members: [] }
    groups.set(key, group)
    const { manufacturer, model } = nameOf(pair.configuration)
    count(group.manufacturers, manufacturer, devices.length)
    count(group.models, model, devices.length)
    group.members.push({ pair, devices, findings: some })
  }
}

const count = (counts: Map<string, number>, key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by)

const mostOften = (counts: ReadonlyMap<string, number>): string =>
  [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? ''

export function finish(group: OpenGroup, read: ReadonlyMap<string, ReadAdvisory>, scorer: Scorer): Group {
  const { advisory, flaws } = read.get(group.advisoryId)!
  const places = new Map<string, number>()
  const vulnerabilities = new Map<string, { affected: number; cannotTell: number; worst: PairFinding }>()
  const devices: GroupDevice[] = []
  let worst: PairFinding | undefined

  for (const member of group.members) {
    const ranked = member.findings.toSorted(byWeight)
    const first = ranked[0]!
    if (!worst || byWeight(first, worst) < 0) worst = first
    for (const finding of member.findings) {
      const one = vulnerabilities.get(finding.vulnerabilityId) ?? { affected: 0, cannotTell: 0, worst: finding }
      one[finding.combined.answer === 'affected' ? 'affected' : 'cannotTell'] += member.devices.length
      if (byWeight(finding, one.worst) < 0) one.worst = finding
      vulnerabilities.set(finding.vulnerabilityId, one)
    }
    for (const device of member.devices) {
      const area = areaOf(device.claims)
      devices.push(toGroupDevice(device, area, first))
      count(places, area, 1)
    }
  }
  const affected = devices.filter((device) => device.answer === 'affected').length
  const open = group.members.flatMap((member) =>
    member.findings.some((finding) => finding.combined.answer === 'affected') ? [] : member.findings,
  )
  return {
    advisory: {
      id: advisory.id,
      trackingId: advisory.trackingId,
      publisher: advisory.publisher,
      title: advisory.title,
      url: advisory.url ?? null,
      revisedAt: advisory.revisedAt,
    },
    manufacturer: mostOften(group.manufacturers),
    model: mostOften(group.models),
    models: [...group.models]
      .map(([model, number]) => ({ model, devices: number }))
      .sort((a, b) => b.devices - a.devices || (a.model < b.model ? -1 : 1)),
    affected,
    cannotTell: devices.length - affected,
    risk: worst!.risk,
    vulnerabilities: [...vulnerabilities]
      .map(([id, one]) => toGroupVulnerability(id, one, flaws.get(id)!, scorer))
      .sort((a, b) => b.risk.score - a.risk.score || (a.id < b.id ? -1 : 1)),
    remediations: remediationsOf(advisory, [...vulnerabilities.keys()]),
    because: worst!.combined.evidence[0]!.because.map((one) => one.text),
    unknown: [...new Set(open.flatMap((finding) => unknownOf(finding)))],
    places: [...places]
      .map(([place, number]) => ({ place, devices: number }))
      .sort((a, b) => b.devices - a.devices || (a.place < b.place ? -1 : 1)),
    devices: devices.sort(
      (a, b) => Number(a.answer === 'cannot_tell') - Number(b.answer === 'cannot_tell') || b.score - a.score,
    ),
  }
}

/** Affected before cannot tell, then by score. */
const byWeight = (a: PairFinding, b: PairFinding): number =>
  Number(a.combined.answer !== 'affected') - Number(b.combined.answer !== 'affected') || b.risk.score - a.risk.score

const nowhere = 'place not known'
const areaOf = ({ site, careArea, department }: DeviceClaims): string =>
  [site, careArea ?? department].filter(Boolean).join(' · ') || nowhere

function toGroupDevice({ key, position, claims }: AssessedDevice, area: string, worst: PairFinding): GroupDevice {
  return {
    key,
    position,
    assetTag: claims.assetTag ?? null,
    serialNumber: claims.serialNumber ?? null,
    version: claims.softwareVersion ?? claims.firmwareVersion ?? claims.operatingSystem ?? null,
    place: claims.room ? `${area === nowhere ? '' : `${area} · `}${claims.room}` : area,
    lifecycle: claims.lifecycle ?? null,
    answer: worst.combined.answer === 'affected' ? 'affected' : 'cannot_tell',
    score: worst.risk.score,
    worstVulnerability: worst.vulnerabilityId,
  }
}

function toGroupVulnerability(
  id: string,
  { affected, cannotTell, worst }: { affected: number; cannotTell: number; worst: PairFinding },
  flaw: AdvisoryVulnerability,
  scorer: Scorer,
): GroupVulnerability {
  const published = flaw.scores.toSorted((a, b) => b.version.localeCompare(a.version) || b.score - a.score)[0]
  const listed = scorer.knownExploited(id)
  const probability = scorer.exploitProbability(id)
  return {
    id,
    title: flaw.title,
    score: published
      ? { version: published.version, vector: published.vector, score: published.score, source: published.source }
      : null,
    knownExploited: listed && { addedOn: listed.addedOn, ransomware: listed.ransomware },
    exploitProbability: probability && {
      probability: probability.probability,
      percentile: probability.percentile,
      model: probability.model,
      scoredOn: probability.scoredOn,
    },
    affected,
    cannotTell,
    risk: { score: worst.risk.score, band: worst.risk.band },
  }
}

const order = [
  'vendor_fix',
  'fix_planned',
  'optional_patch',
  'workaround',
  'mitigation',
  'no_fix_planned',
  'none_available',
]

function remediationsOf(advisory: Advisory, ids: readonly string[]): Group['remediations'] {
  const wanted = new Set(ids)
  const distinct = new Map<string, Group['remediations'][number]>()
  for (const flaw of advisory.vulnerabilities) {
    if (!wanted.has(flaw.vulnerabilityId)) continue
    for (const { category, details, url } of flaw.remediations) {
      if (!distinct.has(details)) distinct.set(details, { category, details, url })
    }
  }
  return [...distinct.values()].sort((a, b) => order.indexOf(a.category) - order.indexOf(b.category))
}

const unknownOf = (finding: PairFinding): string[] =>
  finding.combined.evidence[0]!.because.filter((one) => one.outcome === 'unknown').map((one) => one.text)
