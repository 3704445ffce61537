import { type DeviceAttribute, deviceAttributes } from '#model/device.ts'
import type { HealthCheck } from '#model/inventory-health.ts'
import type { GapRow } from './counting-store.ts'
import type { SourceInRole } from './roles.ts'
import { minutesToFind, minutesToSettle, wanted } from './score-parts.ts'

// The one check that pays most: what is missing or wrong, put together to things that one person can have done, each with what
// it brings. A source is asked for what it tells of others; else somebody looks at the devices.

/** By scope: the best first. Of wards by site and care area, of sources by id. */
export interface Checks {
  readonly whole: HealthCheck[]
  readonly wards: Readonly<Record<string, HealthCheck[]>>
  readonly sources: Readonly<Record<string, HealthCheck[]>>
}

interface Known {
  readonly sources: readonly SourceInRole[]
  /** By `source attribute`: in which share of its records the source states it. */
  readonly told: ReadonlyMap<string, number>
  placeOf(place: Place): Place
}
interface Place {
  readonly site: string
  readonly careArea: string
}
/** Devices and their weight, which a gain is spread over. */
interface Size {
  readonly devices: number
  readonly weight: number
}

/** A source that states an attribute in fewer of its records than this does not have it to give. */
const leastTold = 0.2
/** Where it speaks of fewer of a ward's devices than this, a round of the ward is the shorter way. */
const leastOfThem = 0.6

const most = { whole: 10, each: 3 }

/** Devices, with what they lose. */
interface Part {
  devices: number
  gain: number
  weighed: number
}

interface Group extends Part {
  readonly kind: GapRow['kind']
  readonly attribute: DeviceAttribute | null
  /** Null of the whole hospital. */
  readonly place: Place | null
  /** By source: of those that it speaks of. */
  readonly of: Map<string, Part>
  /** Models, in words; null stands for several. */
  readonly models: Set<string | null>
}

export function bestChecks(
  rows: readonly GapRow[],
  known: Known,
  sizes: {
    readonly whole: Size
    readonly wards: ReadonlyMap<string, Size>
    readonly sources: ReadonlyMap<string, Size>
  },
): Checks {
  const everywhere = grouped(
    rows.filter(({ site }) => site === null),
    () => null,
  )
  const byWard = grouped(
    rows.filter(({ site }) => site !== null),
    ({ site, care_area }) => known.placeOf({ site: site ?? '', careArea: care_area ?? '' }),
  )
  // A system is asked once for all; a round is made ward by ward.
  const rounds = byWard.filter((group) => isRound(group) && !ableOf(group, known, leastOfThem))
  const whole = [
    ...everywhere.flatMap((group) => {
      const able = ableOf(group, known, 0)
      if (able) return [checkOf({ ...group, ...able.part }, sizes.whole, 'ask', able.source)]
      return isRound(group) ? [] : [checkOf(group, sizes.whole, kindOf[group.kind])]
    }),
    ...rounds.map((group) => checkOf(group, sizes.whole, kindOf[group.kind])),
  ]
  const ofSource = (id: string, size: Size) => {
    const source = known.sources.find((one) => one.id === id)
    if (!source || source.role === 'person') return []
    return everywhere.flatMap((group) => {
      const part = group.of.get(id)
      if (!part || group.kind === 'silent') return []
      if (group.kind === 'lacks' && !tells(known, id, group.attribute)) return []
      return [checkOf({ ...group, ...part }, size, group.kind === 'lacks' ? 'ask' : kindOf[group.kind], source)]
    })
  }
  const inWards = Map.groupBy(byWard, ({ place }) => `${place!.site}\n${place!.careArea}`)
  const ofWard = (key: string, size: Size) =>
    (inWards.get(key) ?? []).map((group) => {
      const able = ableOf(group, known, leastOfThem)
      return able
        ? checkOf({ ...group, ...able.part }, size, 'ask', able.source)
        : checkOf(group, size, kindOf[group.kind])
    })
  const each = (sized: ReadonlyMap<string, Size>, checksOf: typeof ofWard) =>
    Object.fromEntries([...sized].map(([key, size]) => [key, ranked(checksOf(key, size)).slice(0, most.each)]))
  return {
    whole: ranked(whole).slice(0, most.whole),
    wards: each(sizes.wards, ofWard),
    sources: each(sizes.sources, ofSource),
  }
}

/** What is done at the devices themselves. */
const isRound = ({ kind }: Group) => kind === 'lacks' || kind === 'silent'

function grouped(rows: readonly GapRow[], placeOf: (row: GapRow) => Place | null): Group[] {
  const groups = new Map<string, Group>()
  const noPart = (): Part => ({ devices: 0, gain: 0, weighed: 0 })
  for (const row of rows) {
    const place = placeOf(row)
    const key = JSON.stringify([row.kind, row.attribute, place?.site, place?.careArea])
    const group: Group = groups.get(key) ?? {
      ...{ kind: row.kind, attribute: row.attribute, place },
      ...{ ...noPart(), of: new Map(), models: new Set() },
    }
    groups.set(key, group)
    add(group, row)
    group.models.add(row.title)
    for (const id of row.sources) group.of.set(id, add(group.of.get(id) ?? noPart(), row))
  }
  return [...groups.values()]
}

function add(part: Part, { devices, gain, weighed }: Part): Part {
  part.devices += devices
  part.gain += gain
  part.weighed += weighed
  return part
}

/** By weighed gain; what is done at a desk stands before a round that brings the same. */
const ranked = (checks: readonly HealthCheck[]): HealthCheck[] =>
  checks
    .filter(({ weighedGain }) => weighedGain > 0)
    .sort((a, b) => b.weighedGain - a.weighedGain || (a.minutes ?? 0) - (b.minutes ?? 0) || (a.text < b.text ? -1 : 1))

const tells = ({ told }: Known, sourceId: string, attribute: DeviceAttribute | null): boolean =>
  attribute !== null &&
  [attribute, ...(wanted.find((one) => one.attribute === attribute)?.or ?? [])].some(
    (name) => (told.get(`${sourceId} ${name}`) ?? 0) >= leastTold,
  )

/** The source that can fill most of it in, as it tells as much of other devices. Undefined where none speaks of so many of them. */
function ableOf(group: Group, known: Known, least: number): { source: SourceInRole; part: Part } | undefined {
  if (group.kind !== 'lacks') return undefined
  return known.sources
    .filter(({ id, role }) => role !== 'person' && tells(known, id, group.attribute))
    .flatMap((source) => {
      const part = group.of.get(source.id)
      return part && part.devices >= least * group.devices ? [{ source, part }] : []
    })
    .sort((a, b) => b.part.weighed - a.part.weighed || (a.source.name < b.source.name ? -1 : 1))[0]
}

const kindOf = { lacks: 'look', wrong: 'mend', conflict: 'settle', duplicate: 'merge', silent: 'find' } as const

function checkOf(group: Group, size: Size, kind: HealthCheck['kind'], source?: SourceInRole): HealthCheck {
  const { attribute, devices, place } = group
  return {
    kind,
    text: textOf(group, kind, source),
    ...{ devices, attribute, site: place?.site ?? null, careArea: place?.careArea ?? null },
    source: source ? { id: source.id, name: source.name } : null,
    gain: hundredth(group.gain / Math.max(1, size.devices)),
    weighedGain: group.weighed / Math.max(1, size.weight),
    minutes: minutesOf(group, kind),
    path: pathOf(group, source),
  }
}

const hundredth = (value: number) => Math.round(value * 100) / 100

function minutesOf({ attribute, devices }: Group, kind: HealthCheck['kind']): number | null {
  if (kind === 'ask') return null
  if (kind === 'find') return devices * minutesToFind
  if (kind !== 'look') return devices * minutesToSettle
  const each = wanted.find((one) => one.attribute === attribute)?.minutes ?? null
  return each === null ? null : devices * each
}

function textOf(group: Group, kind: HealthCheck['kind'], source?: SourceInRole): string {
  const { attribute } = group
  const name = attribute ? deviceAttributes[attribute].title : ''
  const what = /^(MAC|IP|UDI|AE)/.test(name) ? name : name.toLowerCase()
  const of = subjectOf(group)
  const by = source ? ` in ${source.name}` : ''
  switch (kind) {
    case 'ask':
      return `Fill in the ${what} of ${of} in ${source?.name}`
    case 'look':
      return wanted.some((one) => one.attribute === attribute && one.minutes === null)
        ? `Look up the ${what} of ${of}`
        : `Read the ${what} of ${of}`
    case 'mend':
      return `Correct the ${what} of ${of}${by}`
    case 'settle':
      return `Settle what sources say against each other of ${of}`
    case 'merge':
      return `Put right what stands twice${by}: ${of}`
    case 'find':
      return `Look for ${of}, not seen for long`
  }
}

/** `312 × Acme Pump 3 at Ward 4B, North`, `40 devices`. */
function subjectOf({ devices, place, models }: Group): string {
  const [name] = models
  const where = place && [place.careArea, place.site].filter(Boolean).join(', ')
  const at = place === null ? '' : where ? ` at ${where}` : ' without a known place'
  const count = devices.toLocaleString('en')
  if (models.size === 1 && name) return `${count} × ${name}${at}`
  return `${count} ${devices === 1 ? 'device' : 'devices'}${at}`
}

/** The list of devices, narrowed to what the check is of. */
function pathOf({ kind, attribute, place }: Group, source: SourceInRole | undefined): string {
  const query = {
    lacks: `lacks = ${attribute}`,
    wrong: `wrong = ${attribute}`,
    conflict: 'conflicts > 0',
    duplicate: 'duplicate',
    silent: '(ghost or missing)',
  }[kind]
  const parameters = new URLSearchParams({ query: `${query} and active` })
  if (place !== null) {
    parameters.set('site', place.site)
    parameters.set('careArea', place.careArea)
    parameters.set('alike', 'true')
  }
  if (source) parameters.set('source', source.id)
  return `/devices?${parameters}`
}
