import { type AttributeName as HospitalAttribute, means } from '#bench/hospital/attributes.ts'
import type { AttributeName, DeviceLine, ModelLine, PlaceLine, RecordLine, Tellable, TruthLine } from './truth.ts'

/** The truth as the scorer needs it: records by number, their devices and parts as numbers. */
export interface Truth {
  readonly records: readonly RecordLine[]
  /** Of each record; one of its own for a record of no device. */
  readonly device: readonly number[]
  readonly part: readonly number[]
  readonly devices: readonly DeviceLine[]
  readonly models: ReadonlyMap<string, ModelLine>
  readonly places: ReadonlyMap<string, PlaceLine>
  readonly byKey: ReadonlyMap<string, number>
  readonly byRow: ReadonlyMap<string, number>
}

export interface RecordName {
  readonly source: string
  readonly key: string
}

/** What a resolver answered. */
export interface Result {
  readonly members: readonly (RecordName & { readonly device: string; readonly probability: number | null })[]
  readonly reviews: readonly { readonly pair: readonly [RecordName, RecordName]; readonly probability: number | null }[]
  /** Golden records, where it gave them: attributes by the resolver's own device. */
  readonly golden?: readonly { readonly device: string; readonly attributes: Readonly<Record<string, unknown>> }[]
}

export interface Quality {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export interface Report {
  readonly records: {
    readonly told: number
    readonly answered: number
    /** Answers for records that are not in the truth, and second answers for one record: left out. */
    readonly strange: number
    readonly repeated: number
    readonly undecidable: number
  }
  readonly pairwise: Quality & { readonly right: number; readonly wrong: number; readonly lost: number }
  readonly bcubed: Quality
  /** Wrong pairs against all merged pairs that can be judged. */
  readonly wrongMergeShare: number
  readonly undecidable: {
    /** True pairs that the data cannot tell, and how many were merged all the same. */
    readonly pairs: number
    readonly merged: number
    /** Merged pairs of two devices that the data cannot tell apart. */
    readonly mergedApart: number
  }
  readonly review: {
    readonly pairs: number
    /** Pairs against the devices in the truth; resolver's devices with a pair against all of the resolver's. */
    readonly shareOfDevices: number
    readonly shareOfResolved: number
    readonly same: number
    readonly different: number
    readonly undecidable: number
    /** How right it is once a person has answered every pair truly. */
    readonly after: { readonly pairwise: Quality; readonly bcubed: Quality; readonly wrongMergeShare: number }
  }
  readonly calibration: { readonly records: Calibration | null; readonly reviews: Calibration | null }
  readonly clusters: {
    readonly resolved: number
    readonly true: number
    readonly sizes: Readonly<Record<string, { readonly resolved: number; readonly true: number }>>
  }
  readonly attributes: Readonly<Record<string, AttributeScore>> | null
  readonly traps: Readonly<Record<string, TrapScore>>
}

export interface Calibration {
  /** Expected calibration error over ten equal bins. */
  readonly error: number
  readonly judged: number
  readonly bins: readonly {
    readonly from: number
    readonly count: number
    readonly said: number
    readonly right: number
  }[]
}

export interface AttributeScore {
  readonly right: number
  readonly wrong: number
  /** The sources tell it, and the golden record does not. */
  readonly missing: number
  /** Right against right and wrong. */
  readonly accuracy: number
  /** Right against all that the sources tell. */
  readonly completeness: number
  /** Of what nobody could be sure of; in no figure above. */
  readonly doubtful: { readonly right: number; readonly wrong: number }
}

export interface TrapScore {
  readonly records: number
  /** Decidable true pairs of which one record or both have it, and how many of them were not merged. */
  readonly pairs: number
  readonly lost: number
  /** Wrongly merged pairs of which one record or both have it. */
  readonly wrong: number
}

/** Puts the lines of a truth file together. */
export function truthOf(lines: Iterable<TruthLine>): Truth {
  const records: RecordLine[] = []
  const devices: DeviceLine[] = []
  const models = new Map<string, ModelLine>()
  const places = new Map<string, PlaceLine>()
  for (const line of lines) {
    if (line.kind === 'record') records.push(line)
    else if (line.kind === 'device') devices.push(line)
    else if (line.kind === 'model') models.set(line.id, line)
    else if (line.kind === 'place') places.set(line.id, line)
  }
  const numbers = new Map(devices.map(({ id }, at) => [id, at]))
  const parts = new Map<string, number>()
  const part = records.map(({ device, part }, at) => {
    const name = device === null ? `no device ${at}` : `${device} ${part}`
    if (!parts.has(name)) parts.set(name, parts.size)
    return parts.get(name)!
  })
  return {
    records,
    device: records.map(({ device }, at) => (device === null ? devices.length + at : numbers.get(device)!)),
    part,
    devices,
    models,
    places,
    byKey: new Map(records.map(({ source, key }, at) => [`${source}\n${key}`, at])),
    byRow: new Map(records.map(({ source, row }, at) => [`${source}\n${row}`, at])),
  }
}

/** Judges a resolver's answer. Records that it does not name count as a device of their own each. */
export function score(truth: Truth, result: Result, options: { readonly byRow?: boolean } = {}): Report {
  const find = ({ source, key }: RecordName) =>
    (options.byRow ? truth.byRow : truth.byKey).get(`${sourceName(source)}\n${key}`)
  const labels = new Map<string, number>()
  const label = (name: string) => {
    if (!labels.has(name)) labels.set(name, labels.size)
    return labels.get(name)!
  }
  const cluster: (number | undefined)[] = truth.records.map(() => undefined)
  const probability: (number | null)[] = truth.records.map(() => null)
  let [strange, repeated, answered] = [0, 0, 0]
  for (const member of result.members) {
    const at = find(member)
    if (at === undefined) strange++
    else if (cluster[at] !== undefined) repeated++
    else {
      cluster[at] = label(member.device)
      probability[at] = member.probability
      answered++
    }
  }
  const clusterOf = cluster.map((own, at) => own ?? label(`unanswered\n${at}`))
  const judged = judge(truth, clusterOf)
  const reviews = result.reviews.flatMap(({ pair, probability }) => {
    const [one, other] = [find(pair[0]), find(pair[1])]
    if (one === undefined || other === undefined) {
      strange++
      return []
    }
    return [{ one, other, probability, truly: relation(truth, one, other) }]
  })
  const told = truth.devices.length
  const reviewed = new Set(reviews.flatMap(({ one, other }) => [clusterOf[one], clusterOf[other]]))
  const resolved = new Set(clusterOf).size
  const after = judge(
    truth,
    joined(
      clusterOf,
      reviews.filter(({ one, other }) => truth.device[one] === truth.device[other]),
    ),
  )
  const { pairwise, bcubed, wrongMergeShare, undecidable } = judged
  return {
    records: {
      told: truth.records.length,
      answered,
      strange,
      repeated,
      undecidable: truth.records.filter(({ decidable }) => !decidable).length,
    },
    pairwise,
    bcubed,
    wrongMergeShare,
    undecidable,
    review: {
      pairs: reviews.length,
      shareOfDevices: share(reviews.length, told),
      shareOfResolved: share(reviewed.size, resolved),
      same: reviews.filter(({ truly }) => truly === 'same').length,
      different: reviews.filter(({ truly }) => truly === 'different').length,
      undecidable: reviews.filter(({ truly }) => truly === 'undecidable').length,
      after: { pairwise: quality(after.pairwise), bcubed: after.bcubed, wrongMergeShare: after.wrongMergeShare },
    },
    calibration: {
      records: calibration(
        judged.members.flatMap(({ at, right }) =>
          probability[at] === null ? [] : [{ said: probability[at]!, right }],
        ),
      ),
      reviews: calibration(
        reviews.flatMap(({ probability, truly }) =>
          probability === null || truly === 'undecidable' ? [] : [{ said: probability, right: truly === 'same' }],
        ),
      ),
    },
    clusters: { resolved, true: new Set(truth.device).size, sizes: sizes(clusterOf, truth.device) },
    attributes: result.golden ? judgeAttributes(truth, clusterOf, labels, result.golden) : null,
    traps: judged.traps,
  }
}

/** `exports/cmms.csv` and `cmms` name the same source. */
const sourceName = (source: string) => source.replace(/^.*[\\/]/, '').replace(/\.csv$/i, '')

/** What two records truly are to each other, as far as the data can tell. */
function relation(truth: Truth, one: number, other: number): 'same' | 'different' | 'undecidable' {
  if (truth.part[one] === truth.part[other]) return 'same'
  if (truth.device[one] === truth.device[other]) return 'undecidable'
  return alike(truth.records[one]!, truth.records[other]!) ? 'undecidable' : 'different'
}

/**
 * Whether the data cannot tell two records of different devices apart: one is misled by a clue that the other has too, or what is left
 * of its serial may be of the other's. Where both say their serial clearly and differ, only a clue of their serials can mislead; where both
 * say their tag and differ, what is left of a serial cannot.
 */
function alike(one: RecordLine, other: RecordLine): boolean {
  const differ = (what: 'serial' | 'tag') =>
    one[what] !== undefined && other[what] !== undefined && one[what] !== other[what]
  const misleads = (a: RecordLine, b: RecordLine) =>
    a.misledBy?.some((clue) => b.contested?.includes(clue) && !(differ('serial') && !clue.startsWith('serial:'))) ===
      true ||
    (b.device !== null && a.mayBe?.includes(b.device) === true && !differ('tag'))
  return misleads(one, other) || misleads(other, one)
}

interface Judged {
  readonly pairwise: Report['pairwise']
  readonly bcubed: Quality
  readonly wrongMergeShare: number
  readonly undecidable: Report['undecidable']
  readonly traps: Record<string, TrapScore>
  /** Records in company, and whether most of that company is of their device. */
  readonly members: readonly { readonly at: number; readonly right: boolean }[]
}

function judge(truth: Truth, clusterOf: readonly number[]): Judged {
  const traps = new Map<string, { records: number; pairs: number; lost: number; wrong: number }>()
  const trap = (name: string) => {
    if (!traps.has(name)) traps.set(name, { records: 0, pairs: 0, lost: 0, wrong: 0 })
    return traps.get(name)!
  }
  for (const { traps = [] } of truth.records) for (const name of new Set(traps)) trap(name).records++

  const members: { at: number; right: boolean }[] = []
  const partSizes = countOf(truth.part)
  let [right, wrong, mergedUndecidable, mergedApart] = [0, 0, 0, 0]
  let [precisionSum, recallSum, decidable] = [0, 0, 0]
  for (const cluster of groupsBy(clusterOf).values()) {
    const inPart = countOf(cluster.map((at) => truth.part[at]!))
    const inDevice = countOf(cluster.map((at) => truth.device[at]!))
    const samePart = pairsIn(inPart)
    const sameDevice = pairsIn(inDevice)
    const apart = alikePairs(truth, cluster)
    const across = pairs(cluster.length) - sameDevice
    right += samePart
    mergedUndecidable += sameDevice - samePart
    wrong += across - apart.pairs.length
    mergedApart += apart.pairs.length
    if (across > apart.pairs.length) countWrong(cluster, across, apart.pairs)

    for (const at of cluster) {
      const together = inPart.get(truth.part[at]!)!
      const neutral = inDevice.get(truth.device[at]!)! - together + (apart.count.get(at) ?? 0)
      const company = cluster.length - neutral
      if (company > 1) members.push({ at, right: (together - 1) * 2 > company - 1 || together === company })
      if (!truth.records[at]!.decidable) continue
      decidable++
      precisionSum += together / company
      recallSum += together / partSizes.get(truth.part[at]!)!
    }
  }

  let decidablePairs = 0
  for (const part of groupsBy(truth.part).values())
    for (const [index, one] of part.entries())
      for (const other of part.slice(index + 1)) {
        decidablePairs++
        for (const name of trapsOf(truth, one, other)) {
          trap(name).pairs++
          if (clusterOf[one] !== clusterOf[other]) trap(name).lost++
        }
      }
  const known = pairsIn(countOf(truth.device))
  const precision = share(right, right + wrong, 1)
  const recall = share(right, decidablePairs, 1)
  return {
    pairwise: { precision, recall, f1: harmonic(precision, recall), right, wrong, lost: decidablePairs - right },
    bcubed: averaged(precisionSum, recallSum, decidable),
    wrongMergeShare: share(wrong, right + wrong),
    undecidable: { pairs: known - decidablePairs, merged: mergedUndecidable, mergedApart },
    traps: Object.fromEntries([...traps].sort(([a], [b]) => (a < b ? -1 : 1))),
    members,
  }

  /** Wrong pairs by trap: those of the whole cluster without those of its records that do not have the trap. */
  function countWrong(cluster: readonly number[], across: number, apart: readonly (readonly [number, number])[]): void {
    for (const name of new Set(cluster.flatMap((at) => truth.records[at]!.traps ?? []))) {
      const rest = cluster.filter((at) => !truth.records[at]!.traps?.includes(name as never))
      const others = pairs(rest.length) - pairsIn(countOf(rest.map((at) => truth.device[at]!)))
      const excused = apart.filter(([one, other]) => trapsOf(truth, one, other).has(name)).length
      trap(name).wrong += across - others - excused
    }
  }
}

const trapsOf = ({ records }: Truth, one: number, other: number): Set<string> =>
  new Set([...(records[one]!.traps ?? []), ...(records[other]!.traps ?? [])])

/** The pairs of a cluster, of different devices, that the data cannot tell apart, and how many each record has. */
function alikePairs({ records, device }: Truth, cluster: readonly number[]) {
  const found = new Map<string, readonly [number, number]>()
  const count = new Map<number, number>()
  const misled = cluster.filter((at) => records[at]!.misledBy !== undefined || records[at]!.mayBe !== undefined)
  if (misled.length > 0 && cluster.length > 1) {
    const bearers = new Map<string, number[]>()
    for (const at of cluster)
      for (const clue of new Set(records[at]!.contested)) bearers.set(clue, [...(bearers.get(clue) ?? []), at])
    for (const at of cluster) {
      const name = `device ${records[at]!.device}`
      bearers.set(name, [...(bearers.get(name) ?? []), at])
    }
    for (const one of misled)
      for (const clue of [
        ...(records[one]!.misledBy ?? []),
        ...(records[one]!.mayBe ?? []).map((id) => `device ${id}`),
      ])
        for (const other of bearers.get(clue) ?? []) {
          if (device[one] === device[other] || !alike(records[one]!, records[other]!)) continue
          found.set(`${Math.min(one, other)} ${Math.max(one, other)}`, [one, other])
        }
  }
  for (const at of [...found.values()].flat()) count.set(at, (count.get(at) ?? 0) + 1)
  return { pairs: [...found.values()], count }
}

/** The clusters after the pairs were merged. */
function joined(
  clusterOf: readonly number[],
  same: readonly { readonly one: number; readonly other: number }[],
): number[] {
  const parent = new Map<number, number>()
  const root = (cluster: number): number => {
    let at = cluster
    while (parent.has(at)) at = parent.get(at)!
    return at
  }
  for (const { one, other } of same) {
    const [a, b] = [root(clusterOf[one]!), root(clusterOf[other]!)]
    if (a !== b) parent.set(b, a)
  }
  return clusterOf.map(root)
}

function calibration(answers: readonly { readonly said: number; readonly right: boolean }[]): Calibration | null {
  if (answers.length === 0) return null
  const bins = Array.from({ length: 10 }, (_, bin) => {
    const within = answers.filter(({ said }) => Math.min(9, Math.max(0, Math.floor(said * 10))) === bin)
    return {
      from: bin / 10,
      count: within.length,
      said: share(sum(within.map(({ said }) => said)), within.length),
      right: share(within.filter(({ right }) => right).length, within.length),
    }
  })
  const error = sum(bins.map(({ count, said, right }) => count * Math.abs(said - right))) / answers.length
  return { error, judged: answers.length, bins }
}

const sizeNames = ['1', '2', '3', '4', '5', '6–10', 'more'] as const
const sizeName = (size: number) => sizeNames[size <= 5 ? size - 1 : size <= 10 ? 5 : 6]!

function sizes(clusterOf: readonly number[], device: readonly number[]): Report['clusters']['sizes'] {
  const table = Object.fromEntries(sizeNames.map((name) => [name, { resolved: 0, true: 0 }]))
  for (const size of countOf(clusterOf).values()) table[sizeName(size)]!.resolved++
  for (const size of countOf(device).values()) table[sizeName(size)]!.true++
  return table
}

/** Attributes that are compared by more than letters and digits, and what the demo hospital calls them. */
const comparedAs: Readonly<Partial<Record<AttributeName, HospitalAttribute>>> = {
  hostname: 'host',
  ip: 'ip',
  operatingSystem: 'os',
  version: 'version',
}

/** Other names that a golden record may use. */
const synonyms: Readonly<Record<string, AttributeName>> = {
  serialNumber: 'serial',
  serial_number: 'serial',
  assetTag: 'tag',
  asset_tag: 'tag',
  maker: 'manufacturer',
  vendor: 'manufacturer',
  macAddress: 'mac',
  macAddresses: 'mac',
  mac_address: 'mac',
  ipAddress: 'ip',
  ipAddresses: 'ip',
  ip_address: 'ip',
  host: 'hostname',
  os: 'operatingSystem',
  operating_system: 'operatingSystem',
  softwareVersion: 'version',
  firmwareVersion: 'version',
  careArea: 'department',
  purchaseOrder: 'order',
  purchased_on: 'purchasedOn',
  in_service_on: 'inServiceOn',
}

/**
 * A golden record is judged by the device that most of its records are of. An attribute counts where some decidable record of the parts
 * that are in it tells its true value; a list is right if one of its values is.
 */
function judgeAttributes(
  truth: Truth,
  clusterOf: readonly number[],
  labels: ReadonlyMap<string, number>,
  golden: NonNullable<Result['golden']>,
): Record<string, AttributeScore> {
  const clusters = groupsBy(clusterOf)
  const nothing = () => ({ right: 0, wrong: 0, missing: 0, doubtful: { right: 0, wrong: 0 } })
  const counts = new Map<string, ReturnType<typeof nothing>>()
  const of = (name: string) => {
    if (!counts.has(name)) counts.set(name, nothing())
    return counts.get(name)!
  }
  for (const { device, attributes } of golden) {
    const cluster = clusters.get(labels.get(device) ?? -1)
    const most = cluster && [...countOf(cluster.map((at) => truth.device[at]!))].sort(([, a], [, b]) => b - a)[0]![0]
    const truly = most === undefined ? undefined : truth.devices[most]
    if (!truly) continue
    const { told, doubtful = [] } = tellableOf(
      truly,
      cluster!.filter((at) => truth.device[at] === most).map((at) => truth.records[at]!.part),
    )
    const said = new Map<string, readonly string[]>()
    for (const [name, value] of Object.entries(attributes)) {
      const texts = (Array.isArray(value) ? value : [value]).filter(
        (text) => text !== null && text !== undefined && text !== '',
      )
      if (texts.length > 0) said.set(synonyms[name] ?? name, texts.map(String))
    }
    for (const name of told) {
      const texts = said.get(name)
      if (!texts) of(name).missing++
      else {
        const count = doubtful.includes(name) ? of(name).doubtful : of(name)
        if (isTrue(truth, truly, name, texts)) count.right++
        else count.wrong++
      }
    }
  }
  const total = nothing()
  for (const { right, wrong, missing, doubtful } of counts.values()) {
    total.right += right
    total.wrong += wrong
    total.missing += missing
    total.doubtful.right += doubtful.right
    total.doubtful.wrong += doubtful.wrong
  }
  counts.set('all', total)
  return Object.fromEntries(
    [...counts].map(([name, count]) => [
      name,
      {
        ...count,
        accuracy: share(count.right, count.right + count.wrong),
        completeness: share(count.right, count.right + count.wrong + count.missing),
      },
    ]),
  )
}

/** What can be asked of a record that is made of some parts of a device. */
function tellableOf(device: DeviceLine, inIt: readonly number[]): Tellable {
  const { parts } = device
  if (!parts) return device
  const some = [...new Set(inIt)].flatMap((part) => parts[part] ?? [])
  return {
    told: [...new Set(some.flatMap(({ told }) => told))],
    doubtful: [...some.flatMap(({ doubtful = [] }) => doubtful), ...((some.length > 1 && device.doubtful) || [])],
  }
}

/** Whether one of the texts means what is true of the device. */
export const isTrue = (truth: Truth, device: DeviceLine, name: AttributeName, texts: readonly string[]): boolean =>
  texts.some((text) => means(comparedAs[name] ?? 'serial', text, accepted(truth, device, name)))

function accepted(truth: Truth, device: DeviceLine, name: AttributeName): readonly string[] {
  if (name === 'manufacturer' || name === 'model') return truth.models.get(device.model)?.[name] ?? []
  if (name === 'department') return truth.places.get(device.place)?.department ?? []
  const value = device.attributes[name]?.value ?? []
  return typeof value === 'string' ? [value] : value
}

function quality({ precision, recall, f1 }: Quality): Quality {
  return { precision, recall, f1 }
}

function averaged(precisionSum: number, recallSum: number, count: number): Quality {
  const precision = share(precisionSum, count, 1)
  const recall = share(recallSum, count, 1)
  return { precision, recall, f1: harmonic(precision, recall) }
}

const harmonic = (precision: number, recall: number) =>
  precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
const share = (part: number, whole: number, ofNothing = 0) => (whole === 0 ? ofNothing : part / whole)
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
const pairs = (count: number) => (count * (count - 1)) / 2
const pairsIn = (counts: ReadonlyMap<number, number>) => sum([...counts.values()].map(pairs))

function countOf(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Positions by value. */
function groupsBy(values: readonly number[]): Map<number, number[]> {
  const groups = new Map<number, number[]>()
  for (const [at, value] of values.entries()) {
    const group = groups.get(value)
    if (group) group.push(at)
    else groups.set(value, [at])
  }
  return groups
}
