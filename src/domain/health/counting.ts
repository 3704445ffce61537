import { supportOfConfigurations } from '#domain/catalogue/catalogue.ts'
import { countingWords } from '#domain/composition/composition.ts'
import { joinedNames } from '#domain/findings/findings.ts'
import { recordDeviceHealth } from '#domain/inventory/inventory.ts'
import { isSameVendor } from '#domain/matching/matching.ts'
import { normaliseSerial, normaliseTag } from '#domain/resolving/resolving.ts'
import type { OrganisationId } from '#model/access.ts'
import { type DeviceAttribute, deviceAttributes } from '#model/device.ts'
import {
  type HealthList,
  type HealthPart,
  HealthSettings,
  type HealthSource,
  healthLists,
  healthParts,
  type InventoryHealth,
  type PopulationEstimate,
  type SourceCombination,
} from '#model/inventory-health.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { readUdi } from '#standards/udi/udi.ts'
import { type Cell, estimatePopulation } from './capture-recapture.ts'
import { bestChecks, type Checks } from './checks.ts'
import * as store from './counting-store.ts'
import { type SourceInRole, sourcesInRoles } from './roles.ts'

// Counts how the inventory stands, all of it at once: when something changed, and as days pass.

/** What is kept of a count, as the page shows it. */
export interface Counted extends Pick<InventoryHealth, 'devices' | 'counts' | 'score' | 'parts' | 'lacks' | 'wrong'> {
  readonly sources: HealthSource[]
  readonly combinations: Omit<SourceCombination, 'query'>[]
  readonly estimate: PopulationEstimate | null
  readonly checks: Checks
}

/** Though nothing comes, silence grows: it is counted again this often. */
const oldestMs = 60 * 60_000
/** While much changes, counting takes a twentieth of the time at most. */
const restFactor = 20
/** Rhythms change slowly. */
const learntAgainMs = 20 * 60 * 60_000
/** More pairs in the registers than anybody would go through. */
const mostPairs = 20_000

export interface CountAnswer {
  /** Rows of devices that were written, or taken out. */
  readonly written: number
}

/** Counts if that is due, or `anyway`. Null where nothing changed, or another server counts just now. */
export async function countHealth(
  db: Db,
  organisationId: OrganisationId,
  now = new Date(),
  anyway = false,
): Promise<CountAnswer | null> {
  const kept = await store.readHealth<Counted>(db, organisationId)
  const marker = await store.changeMarker(db, organisationId)
  const ageMs = kept?.counted_at ? now.getTime() - Date.parse(kept.counted_at) : Number.POSITIVE_INFINITY
  const isDue =
    anyway ||
    kept?.marker == null ||
    // A clock that was put back counts at once.
    ageMs < 0 ||
    ageMs > oldestMs ||
    (kept.marker !== marker && ageMs > (kept.took_ms ?? 0) * restFactor)
  if (!isDue) return null
  const settings = HealthSettings.parse(kept?.settings ?? {})
  const began = performance.now()
  return await inTransaction(db, async (tx) => {
    if (!(await store.takeTurn(tx, organisationId))) return null
    const at = now.toISOString()
    const sources = await sourcesInRoles(tx, organisationId)
    const readings = await store.lastReadings(tx, organisationId)
    await store.prepare(
      tx,
      organisationId,
      at,
      sources.map(({ id, role, everyHours, filesAreWhole }) => ({
        id,
        role,
        readAt: readings.get(id) ?? null,
        isWhole: filesAreWhole || everyHours !== null,
      })),
      await configurationsOf(tx, organisationId, now),
    )
    await store.watch(tx, organisationId)
    const isOld = !kept?.learnt_at || now.getTime() - Date.parse(kept.learnt_at) > learntAgainMs
    if (isOld) await store.learnRhythms(tx, organisationId, at)
    await store.watchDevices(tx, organisationId)
    await store.keepPairs(tx, organisationId, pairsOf(await store.recordsAlike(tx, organisationId, mostPairs)))
    const hasRegister = sources.some(({ role }) => role === 'register')
    const told = await store.tell(tx, organisationId, at, settings, hasRegister)
    const { written, removed } = await recordDeviceHealth(tx, organisationId, told)

    const value = await summed(tx, organisationId, sources, await store.todayOf(tx, organisationId, at))
    const learntAt = isOld ? at : kept!.learnt_at!
    const tookMs = Math.round(performance.now() - began)
    await store.writeHealth(tx, organisationId, { marker, countedAt: at, tookMs, learntAt, value })
    return { written: written + removed }
  })
}

async function configurationsOf(db: Db, organisationId: OrganisationId, now: Date) {
  const rows = await store.configurationsHere(db, organisationId)
  const bills = await countingWords(db, organisationId)
  const support = await supportOfConfigurations(db, organisationId, rows, now)
  return rows.map(({ id, udi_di }): store.CountedConfiguration => {
    const said = support.get(id)
    const udi = udi_di === '' ? undefined : readUdi(udi_di)
    return {
      id,
      ended: said?.ended ?? null,
      endedOn: said?.endedOn ?? null,
      isCovered: bills.has(id) || said?.isKnown === true,
      hasWrongUdi: udi_di !== '' && (udi === undefined || 'wrong' in udi),
    }
  })
}

/** One serial number by two makers is two devices; the same tag twice is a mistake of the register, whatever else differs. */
export function pairsOf(rows: readonly store.PairRow[]) {
  return rows.flatMap(({ claims_a, claims_b, ...pair }) => {
    const of = (claims: Record<string, unknown>, name: DeviceAttribute) => {
      const value = claims[name]
      return typeof value === 'string' ? value : undefined
    }
    const [makerA, makerB] = [of(claims_a, 'manufacturer'), of(claims_b, 'manufacturer')]
    const isOtherMaker = makerA !== undefined && makerB !== undefined && !isSameVendor(makerA, makerB)
    const shared = pair.shared.filter((kind) => kind !== 'serial' || !isOtherMaker)
    if (shared.length === 0) return []
    const differ = (name: DeviceAttribute, plain: (text: string | undefined) => string | undefined) => {
      const [a, b] = [plain(of(claims_a, name)), plain(of(claims_b, name))]
      return a !== undefined && b !== undefined && a !== b
    }
    const differs = [
      ...(isOtherMaker ? ['manufacturer'] : []),
      ...(differ('serialNumber', normaliseSerial) ? ['serial'] : []),
      ...(differ('assetTag', normaliseTag) ? ['asset_tag'] : []),
      ...(differ('model', (text) => text?.toLowerCase().replace(/[^a-z0-9]/g, '') || undefined) ? ['model'] : []),
    ]
    return [{ ...pair, shared, differs }]
  })
}

interface Sums {
  devices: number
  weight: number
  score: number
  parts: Record<HealthPart, number>
  counts: Record<HealthList, number>
}

const noSums = (): Sums => ({
  devices: 0,
  weight: 0,
  score: 0,
  parts: Object.fromEntries(healthParts.map((part) => [part, 0])) as Sums['parts'],
  counts: Object.fromEntries(healthLists.map((list) => [list, 0])) as Sums['counts'],
})

function add(sums: Sums, row: store.SumRow): Sums {
  sums.devices += row.devices
  sums.weight += row.weight
  sums.score += row.score
  for (const part of healthParts) sums.parts[part] += row[part]
  for (const list of healthLists) sums.counts[list] += row[list]
  return sums
}

const tenth = (value: number) => Math.round(value * 10) / 10

/** Means of the scores; an inventory without devices has nothing wrong with it. */
const meanOf = ({ devices, score, parts, counts }: Sums) => ({
  devices,
  score: devices === 0 ? 100 : tenth(score / devices),
  parts: Object.fromEntries(
    healthParts.map((part) => [part, devices === 0 ? 100 : tenth(parts[part] / devices)]),
  ) as Sums['parts'],
  counts,
})

/** Of a ward: its site and care area, as lists name them. */
const wardKey = (site: string, careArea: string) => `${site}\n${careArea}`

async function summed(
  tx: Parameters<typeof store.sumsOfWards>[0],
  organisationId: OrganisationId,
  sources: readonly SourceInRole[],
  today: string,
): Promise<Counted> {
  const { placeOf } = await joinedNames(tx, organisationId)
  const nameOf = (site: string, careArea: string) => {
    const place = placeOf({ site, careArea })
    return wardKey(place.site, place.careArea)
  }
  const wards = new Map<string, Sums>()
  const whole = noSums()
  for (const row of await store.sumsOfWards(tx)) {
    const key = nameOf(row.site, row.care_area)
    wards.set(key, add(wards.get(key) ?? noSums(), row))
    add(whole, row)
  }
  const ofSources = new Map((await store.sumsOfSources(tx)).map((row) => [row.id, add(noSums(), row)]))
  await store.keepDay(tx, organisationId, today, [
    // A day without devices is none of the trend.
    ...(whole.devices > 0 ? [{ scope: 'whole', key: '', ...meanOf(whole) }] : []),
    ...[...wards].map(([key, sums]) => ({ scope: 'ward', key, ...meanOf(sums) })),
    ...[...ofSources].map(([key, sums]) => ({ scope: 'source', key, ...meanOf(sums) })),
  ])

  const alive = await store.aliveSources(tx)
  const roleOf = new Map(sources.map((source) => [source.id, source]))
  const names = (of: 'lacks' | 'wrong') =>
    attributes
      .filter((row) => row.of === of)
      .map(({ attribute, devices }) => ({ attribute, title: deviceAttributes[attribute].title, devices }))
  const attributes = await store.attributeCounts(tx)
  const cells = (await store.networkCells(tx)).map((row): Cell => ({ lists: row.sources, count: row.devices }))
  return {
    ...meanOf(whole),
    lacks: names('lacks'),
    wrong: names('wrong'),
    sources: sources
      .map(
        ({ id, name, kind, role, roleBy, disabledAt }): HealthSource => ({
          ...{ id, name, kind, roleBy, disabledAt },
          role: role === 'person' ? null : role,
          devices: ofSources.get(id)?.devices ?? 0,
          watchedUntil: role === 'observer' ? (alive.get(id) ?? null) : null,
        }),
      )
      .filter(({ kind, devices }) => kind === 'connector' || devices > 0),
    combinations: await store.combinationCounts(tx),
    estimate: estimatePopulation(cells),
    checks: bestChecks(
      await store.gaps(tx),
      {
        sources: sources.filter(({ id }) => roleOf.get(id)?.disabledAt === null),
        told: await store.toldShares(
          tx,
          organisationId,
          sources.filter(({ role }) => role !== 'person').map(({ id }) => id),
        ),
        placeOf,
      },
      { whole, wards, sources: ofSources },
    ),
  }
}
