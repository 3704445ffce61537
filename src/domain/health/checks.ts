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
  placeOf(place: { readonly site: string; readonly careArea: string }): {
    readonly site: string
    readonly careArea: string
  }
  modelOf(name: { readonly manufacturer: string; readonly model: string }): {
    readonly manufacturer: string
    readonly model: string
  }
}

/** Devices and their weight, which a gain is spread over. */
interface Size {
  readonly devices: number
  readonly weight: number
}

/** A source that states an attribute in fewer of its records than this does not have it to give. */
const leastTold = 0.2
/** It must speak of most of the devices, or it does not help them. */
const leastOfThem = 0.6

const most = { whole: 10, each: 3 }

interface Group {
  readonly kind: GapRow['kind']
  readonly attribute: DeviceAttribute | null
  readonly manufacturer: string
  readonly model: string
  readonly typeTitle: string
  readonly site: string | null
  readonly careArea: string | null
  devices: number
  gain: number
  weighed: number
  /** By source: devices that it speaks of, with their part of the gain. */
  readonly of: Map<string, { devices: number; gain: number; weighed: number }>
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
  const placed = rows.map((row) => {
    const place = known.placeOf({ site: row.site, careArea: row.care_area })
    return { ...row, ...known.modelOf(row), site: place.site, care_area: place.careArea }
  })
  // What is missing of a model everywhere is one question to one system; a look is taken ward by ward.
  const everywhere = grouped(placed, ({ kind, attribute, manufacturer, model }) => [
    kind,
    attribute,
    manufacturer,
    model,
  ])
  const byWard = grouped(placed, (row) => [
    row.kind,
    row.attribute,
    row.manufacturer,
    row.model,
    row.site,
    row.care_area,
  ])
  const inWards = Map.groupBy(byWard, ({ site, careArea }) => `${site}\n${careArea}`)

  const asked = everywhere.flatMap((group) => askOf(unplaced(group), known, sizes.whole) ?? [])
  const looks = byWard.flatMap((group) => (askOf(group, known, sizes.whole) ? [] : [lookAt(group, known, sizes.whole)]))
  const ofSources: Record<string, HealthCheck[]> = {}
  for (const [id, size] of sizes.sources) {
    const own = everywhere.flatMap((group) => {
      const part = group.of.get(id)
      const source = known.sources.find((one) => one.id === id)
      if (!part || !source || source.role === 'person' || group.kind === 'silent') return []
      const its: Group = { ...unplaced(group), ...part }
      if (group.kind !== 'lacks') return [lookAt(its, known, size, source)]
      return tells(known, id, group.attribute) ? [checkOf(its, size, 'ask', source)] : []
    })
    ofSources[id] = ranked(own).slice(0, most.each)
  }
  return {
    whole: ranked([...asked, ...looks]).slice(0, most.whole),
    wards: Object.fromEntries(
      [...sizes.wards].map(([key, size]) => [
        key,
        ranked((inWards.get(key) ?? []).map((group) => askOf(group, known, size) ?? lookAt(group, known, size))).slice(
          0,
          most.each,
        ),
      ]),
    ),
    sources: ofSources,
  }
}

function grouped(rows: readonly GapRow[], keyOf: (row: GapRow) => readonly (string | null)[]): Group[] {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row))
    const group: Group = groups.get(key) ?? {
      ...{ kind: row.kind, attribute: row.attribute, manufacturer: row.manufacturer, model: row.model },
      typeTitle: row.type_title,
      ...{ site: row.site, careArea: row.care_area, devices: 0, gain: 0, weighed: 0, of: new Map() },
    }
    groups.set(key, group)
    const { source_id, devices, gain, weighed } = row
    const part = source_id === null ? group : (group.of.get(source_id) ?? { devices: 0, gain: 0, weighed: 0 })
    part.devices += devices
    part.gain += gain
    part.weighed += weighed
    if (source_id !== null) group.of.set(source_id, part)
  }
  return [...groups.values()]
}

const unplaced = (group: Group): Group => ({ ...group, site: null, careArea: null })

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

/** The source that could fill it in: it speaks of most of these devices, and tells as much of others. Undefined where none does. */
function askOf(group: Group, known: Known, size: Size): HealthCheck | undefined {
  if (group.kind !== 'lacks') return undefined
  const able = known.sources
    .filter(({ id, role }) => role !== 'person' && tells(known, id, group.attribute))
    .flatMap((source) => {
      const part = group.of.get(source.id)
      return part && part.devices >= leastOfThem * group.devices ? [{ source, part }] : []
    })
    .sort((a, b) => b.part.weighed - a.part.weighed || (a.source.name < b.source.name ? -1 : 1))[0]
  return able && checkOf({ ...group, ...able.part }, size, 'ask', able.source)
}

const kindOf = { lacks: 'look', wrong: 'mend', conflict: 'settle', duplicate: 'merge', silent: 'find' } as const

const lookAt = (group: Group, _known: Known, size: Size, source?: SourceInRole): HealthCheck =>
  checkOf(group, size, kindOf[group.kind], source)

function checkOf(group: Group, size: Size, kind: HealthCheck['kind'], source?: SourceInRole): HealthCheck {
  const { attribute, devices, site, careArea } = group
  return {
    kind,
    text: textOf(group, kind, source),
    ...{ devices, attribute, site, careArea },
    source: source ? { id: source.id, name: source.name } : null,
    gain: hundredth(group.gain / Math.max(1, size.devices)),
    weighedGain: hundredth(group.weighed / Math.max(1, size.weight)),
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

function textOf(
  { attribute, devices, manufacturer, model, typeTitle, site, careArea }: Group,
  kind: HealthCheck['kind'],
  source?: SourceInRole,
) {
  const name = attribute ? deviceAttributes[attribute].title : ''
  const what = /^(MAC|IP|UDI|AE)/.test(name) ? name : name.toLowerCase()
  const things = [manufacturer, model].filter(Boolean).join(' ') || typeTitle || 'devices of unknown make'
  const count = devices.toLocaleString('en')
  const place =
    site === null && careArea === null ? '' : ` at ${[careArea, site].filter(Boolean).join(', ') || 'no known place'}`
  const of = `${count} × ${things}${place}`
  const by = source ? ` in ${source.name}` : ''
  switch (kind) {
    case 'ask':
      return `Have ${source?.name} fill in ${what} of ${of}`
    case 'look':
      return attribute === 'owner' ||
        attribute === 'technician' ||
        attribute === 'criticality' ||
        attribute === 'zone' ||
        attribute === 'deviceType'
        ? `Look up ${what} of ${of}`
        : `Read ${what} of ${of}`
    case 'mend':
      return `Correct ${what}${by} of ${of}`
    case 'settle':
      return `Settle what sources contradict each other in${by}: ${of}`
    case 'merge':
      return `Put right what stands twice${by}: ${of}`
    case 'find':
      return `Look for ${of}, not seen for long`
  }
}

/** The list of devices, narrowed to what the check is of. */
function pathOf(group: Group, source: SourceInRole | undefined): string {
  const { kind, attribute, manufacturer, model, site, careArea } = group
  const query = {
    lacks: `lacks = ${attribute}`,
    wrong: `wrong = ${attribute}`,
    conflict: 'conflicts > 0',
    duplicate: 'duplicate',
    silent: '(ghost or missing)',
  }[kind]
  const parameters = new URLSearchParams({ query: `${query} and active`, manufacturer, model, alike: 'true' })
  if (site !== null) parameters.set('site', site)
  if (careArea !== null) parameters.set('careArea', careArea)
  if (source) parameters.set('source', source.id)
  return `/devices?${parameters}`
}
