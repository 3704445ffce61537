import { z } from 'zod'
import { DeviceRow } from './device-list.ts'
import { SourceRole } from './source.ts'

// How the inventory stands: what it does not know, what it knows twice, how good it is.

/** Lists of devices to look into. A device may stand in several. */
export const healthLists = ['unknown', 'ghost', 'missing', 'duplicate', 'unmanaged', 'ended'] as const
export const HealthList = z.enum(healthLists)
export type HealthList = z.infer<typeof HealthList>

/** Parts of the score; each 0 to 100. */
export const healthParts = ['completeness', 'agreement', 'freshness', 'uniqueness', 'validity'] as const
export const HealthPart = z.enum(healthParts)
export type HealthPart = z.infer<typeof HealthPart>

const Parts = z.record(HealthPart, z.number())
const Counts = z.record(HealthList, z.number())
const SourceRef = z.object({ id: z.string(), name: z.string() })

/** One thing to do, and what it brings. */
export const HealthCheck = z
  .object({
    /** `ask`: whoever keeps the source fills something in; `look`: somebody reads it at the devices; else as it says. */
    kind: z.enum(['ask', 'look', 'settle', 'merge', 'find', 'mend']),
    /** In a sentence. */
    text: z.string(),
    devices: z.number(),
    attribute: z.string().nullable(),
    source: SourceRef.nullable(),
    site: z.string().nullable(),
    careArea: z.string().nullable(),
    /** Points that the score of the ward, the source or the whole rises by when it is done. */
    gain: z.number(),
    /** The same, each device weighed by its risk: what checks are in order by. */
    weighedGain: z.number(),
    /** Of people's time, by what one device takes; null where a system is filled in. */
    minutes: z.number().nullable(),
    /** Opens the devices that it is of. */
    path: z.string(),
  })
  .meta({ id: 'HealthCheck' })
export type HealthCheck = z.infer<typeof HealthCheck>

export const HealthSource = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['connector', 'person']),
    role: SourceRole.nullable().meta({ description: 'Null of people' }),
    roleBy: z.enum(['set', 'records', 'person']).meta({
      description: '`set` with the source, `records`: told by whether most of its records say when the device was seen',
    }),
    devices: z.number(),
    /** Up to when it is known to have looked: all but the newest twentieth of what it saw is older. Null of registers. */
    watchedUntil: z.string().nullable(),
    disabledAt: z.string().nullable(),
  })
  .meta({ id: 'HealthSource' })
export type HealthSource = z.infer<typeof HealthSource>

/** Devices that exactly these sources speak of. */
export const SourceCombination = z.object({
  sources: z.array(z.string()),
  devices: z.number(),
  /** Asks for them, in the query language. */
  query: z.string(),
})
export type SourceCombination = z.infer<typeof SourceCombination>

/** How many devices on the network there are in truth, from how the sources overlap. */
export const PopulationEstimate = z
  .object({
    method: z.enum(['chapman', 'chao']),
    sources: z.number(),
    /** Devices that some source knows. */
    known: z.number(),
    total: z.number(),
    /** Devices that no source lists; with the bounds of 95 %. */
    hidden: z.number(),
    low: z.number(),
    high: z.number(),
    /** What it rests on, and the formula, in words. */
    says: z.string(),
  })
  .meta({ id: 'PopulationEstimate' })
export type PopulationEstimate = z.infer<typeof PopulationEstimate>

export const HealthSettings = z
  .object({
    /** Days that a device is seen before it counts as unknown. */
    graceDays: z.number().min(0).max(365).default(7),
    /** How many times its usual silence makes a ghost. */
    silences: z.number().min(1).max(20).default(3),
    /** No device is a ghost sooner, however often its like are seen. In days. */
    leastDays: z.number().min(1).max(365).default(7),
    /** How many times the bound of a ghost makes it missing, and after how many days at least. */
    missingBounds: z.number().min(1).max(20).default(3),
    missingDays: z.number().min(1).max(3650).default(90),
  })
  .meta({ id: 'HealthSettings' })
export type HealthSettings = z.infer<typeof HealthSettings>

const HealthPoint = z.object({ day: z.string(), devices: z.number(), score: z.number(), counts: Counts, parts: Parts })
export type HealthPoint = z.infer<typeof HealthPoint>

export const InventoryHealth = z
  .object({
    /** Null where it was not counted yet. */
    countedAt: z.string().nullable(),
    devices: z.number(),
    counts: Counts,
    score: z.number(),
    parts: Parts,
    /** How many devices lack each attribute, and how many have one that cannot be right. */
    lacks: z.array(z.object({ attribute: z.string(), title: z.string(), devices: z.number() })),
    wrong: z.array(z.object({ attribute: z.string(), title: z.string(), devices: z.number() })),
    sources: z.array(HealthSource),
    combinations: z.array(SourceCombination),
    estimate: PopulationEstimate.nullable(),
    /** What pays most, the best first. */
    checks: z.array(HealthCheck),
    trend: z.array(HealthPoint),
    settings: HealthSettings,
  })
  .meta({ id: 'InventoryHealth' })
export type InventoryHealth = z.infer<typeof InventoryHealth>

/** A ward or a source with its score. */
export const HealthScope = z
  .object({
    scope: z.enum(['ward', 'source']),
    id: z.string(),
    title: z.string(),
    site: z.string().nullable(),
    careArea: z.string().nullable(),
    devices: z.number(),
    score: z.number(),
    parts: Parts,
    counts: Counts,
    check: HealthCheck.nullable().meta({ description: 'The one that pays most' }),
    /** Points that the score rose by in thirty days; null where it was not counted then. */
    change: z.number().nullable(),
  })
  .meta({ id: 'HealthScope' })
export type HealthScope = z.infer<typeof HealthScope>

/** A sentence with what it rests on. */
const Why = z.object({ text: z.string(), at: z.string().nullable(), source: SourceRef.nullable() })
export type Why = z.infer<typeof Why>

const NextStep = z.object({
  /** `inspect`: somebody is sent to look for the device, by `POST /work-orders/inspections`. */
  kind: z.enum(['correct', 'compare', 'look', 'inspect', 'model', 'merge']),
  text: z.string(),
  path: z.string(),
})
export type NextStep = z.infer<typeof NextStep>

/** A device of a list, with why it stands there and what to do. */
export const HealthDevice = z
  .object({
    device: DeviceRow,
    sources: z.array(SourceRef),
    why: z.array(Why),
    next: z.array(NextStep),
    score: z.number(),
    seenAt: z.string().nullable(),
    /** Days without a sighting while somebody looked. */
    silentDays: z.number().nullable(),
    boundDays: z.number().nullable(),
    /** Of an unknown device: rows of registers that may be it, the likeliest first. */
    likely: z.array(z.object({ id: z.string(), name: z.string(), because: z.string() })),
  })
  .meta({ id: 'HealthDevice' })
export type HealthDevice = z.infer<typeof HealthDevice>

const DuplicateSide = z.object({
  deviceId: z.string(),
  deviceName: z.string(),
  sourceKey: z.string(),
  observedAt: z.string(),
  claims: z.record(z.string(), z.string()),
})

/** Two rows of one register that say they are the same thing. */
export const DuplicatePair = z
  .object({
    id: z.string(),
    source: SourceRef,
    isOneDevice: z.boolean().meta({ description: 'Both rows are of one device here: only the register has it twice' }),
    why: z.string(),
    next: NextStep,
    a: DuplicateSide,
    b: DuplicateSide,
  })
  .meta({ id: 'DuplicatePair' })
export type DuplicatePair = z.infer<typeof DuplicatePair>

/** How often devices alike are seen. */
export const SightingRhythm = z
  .object({
    scope: z.enum(['model', 'type', 'kind']),
    key: z.string(),
    title: z.string(),
    devices: z.number(),
    gaps: z.number(),
    /** Days between sightings, in the middle. */
    medianDays: z.number().nullable(),
    /** Days: nine of ten devices were never silent for longer. */
    usualDays: z.number().nullable(),
    /** What counts: as set, or as learnt where it was learnt from enough. Null where it is learnt from too few. */
    countsDays: z.number().nullable(),
    boundDays: z.number().nullable(),
    learntAt: z.string().nullable(),
    set: z.object({ days: z.number(), reason: z.string(), by: z.string(), at: z.string() }).nullable(),
  })
  .meta({ id: 'SightingRhythm' })
export type SightingRhythm = z.infer<typeof SightingRhythm>

/** Of one device: its score with what is missing, and where it stands. */
export const DeviceHealth = z
  .object({
    score: z.number(),
    parts: Parts,
    lacks: z.array(z.object({ attribute: z.string(), title: z.string(), gain: z.number() })),
    check: HealthCheck.pick({ kind: true, text: true, gain: true, attribute: true, path: true })
      .nullable()
      .meta({ description: 'The one that pays most' }),
    wrong: z.array(z.object({ attribute: z.string(), title: z.string() })),
    lists: z.array(z.object({ list: HealthList, why: z.array(Why), next: z.array(NextStep) })),
    seenAt: z.string().nullable(),
    silentDays: z.number().nullable(),
    boundDays: z.number().nullable(),
    countedAt: z.string(),
  })
  .meta({ id: 'DeviceHealth' })
export type DeviceHealth = z.infer<typeof DeviceHealth>
