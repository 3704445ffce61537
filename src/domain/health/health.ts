import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { alikeNames } from '#domain/findings/findings.ts'
import { getDeviceRow, isAtPlaces, isAtSites, listDevices } from '#domain/inventory/inventory.ts'
import { quote } from '#domain/query/query.ts'
import { normaliseSerial, normaliseTag } from '#domain/resolving/resolving.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import { deviceAttributes } from '#model/device.ts'
import type { DeviceRow, DeviceSort } from '#model/device-list.ts'
import {
  type DeviceHealth,
  type DuplicatePair,
  type HealthDevice,
  type HealthList,
  type HealthPart,
  type HealthScope,
  HealthSettings,
  healthLists,
  healthParts,
  type InventoryHealth,
  type SightingRhythm,
} from '#model/inventory-health.ts'
import { allOf } from '#platform/db/conditions.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import type { Counted } from './counting.ts'
import * as counted from './counting-store.ts'
import { bestCheck, gainOf } from './device-check.ts'
import * as store from './health-store.ts'
import { leastDevices } from './portable.ts'
import { sourcesInRoles } from './roles.ts'
import { type Evidence, nextIn, titleOf, whyIn } from './why.ts'

// How the inventory stands as a whole: what is seen and in no register, what is in one and not seen, what stands twice, what nobody
// answers for; how good the record is, and which one check pays most. Tables: inventory_health, health_day, sighting_rhythm,
// register_duplicate; device_health through the inventory's door.

export { type CountAnswer, countHealth } from './counting.ts'
export { changeMarker } from './counting-store.ts'

const trendDays = 365

const nothing = {
  counts: Object.fromEntries(healthLists.map((list) => [list, 0])) as Record<HealthList, number>,
  parts: Object.fromEntries(healthParts.map((part) => [part, 100])) as Record<HealthPart, number>,
}

/** As counted last; before the first count, and of an organisation without devices, all is empty. */
export async function inventoryHealth(db: Db, organisationId: OrganisationId): Promise<InventoryHealth> {
  const kept = await counted.readHealth<Partial<Counted>>(db, organisationId)
  const value = kept?.value ?? {}
  const days = await store.daysOfWhole(db, organisationId, trendDays)
  const names = new Map((value.sources ?? []).map(({ id, name }) => [id, name]))
  return {
    countedAt: kept?.counted_at ?? null,
    devices: value.devices ?? 0,
    counts: value.counts ?? nothing.counts,
    score: value.score ?? 100,
    parts: value.parts ?? nothing.parts,
    lacks: value.lacks ?? [],
    wrong: value.wrong ?? [],
    sources: value.sources ?? [],
    combinations: (value.combinations ?? []).map((one) => ({ ...one, query: queryOf(one.sources, names) })),
    estimate: value.estimate ?? null,
    checks: value.checks?.whole ?? [],
    trend: days.map(({ day, devices, score, counts, parts }) => ({
      ...{ day, devices, score },
      counts: { ...nothing.counts, ...counts },
      parts: { ...nothing.parts, ...parts },
    })),
    settings: HealthSettings.parse(kept?.settings ?? {}),
  }
}

/** Of devices that these sources speak of, and no other. */
const queryOf = (sources: readonly string[], names: ReadonlyMap<string, string>): string =>
  [...names]
    .map(([id, name]) => `${sources.includes(id) ? '' : 'not '}source = ${quote(name)}`)
    .sort((a, b) => Number(a.startsWith('not')) - Number(b.startsWith('not')))
    .join(' and ')

export interface HealthListFilter {
  readonly q?: string | undefined
  readonly site?: string | undefined
  readonly careArea?: string | undefined
  readonly source?: string | undefined
}

const deviceCursor = z.tuple([z.string(), z.uuid()])

/** Devices of a list, with why each stands there and what is next. Places in any spelling. */
export async function listHealthDevices(
  db: Db,
  organisationId: OrganisationId,
  list: HealthList,
  filter: HealthListFilter,
  page: { readonly sort: DeviceSort; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: HealthDevice[]; next: readonly [string, string] | null }> {
  const after = page.cursor === undefined ? null : decodeCursor(page.cursor, deviceCursor)
  const { site, careArea, ...rest } = filter
  const { places, sites } = await alikeNames(db, organisationId, { site, careArea })
  const { items, next } = await listDevices(
    db,
    organisationId,
    {
      ...rest,
      places,
      sites,
      ...(site === undefined && { careArea }),
      queried: store.inList(organisationId, list),
    },
    { sort: page.sort, after: after && { key: after[0], id: after[1] }, limit: page.limit },
  )
  return { items: await withWhy(db, organisationId, list, items), next: next && [next.key, next.id] }
}

async function withWhy(
  db: Db,
  organisationId: OrganisationId,
  list: HealthList,
  devices: readonly DeviceRow[],
): Promise<HealthDevice[]> {
  const evidence = await evidenceOf(db, organisationId, devices)
  const likely =
    list === 'unknown' ? await likelyOf(db, organisationId, devices) : new Map<string, HealthDevice['likely']>()
  return evidence.map((one): HealthDevice => {
    const { device, standing } = one
    return {
      device,
      sources: standing.sources.map((id) => ({ id, name: one.nameOf(id) })),
      why: whyIn(list, one),
      next: nextIn(list, one),
      score: standing.score,
      seenAt: standing.seen_at,
      silentDays: standing.silent_days,
      boundDays: standing.bound_days,
      likely: likely.get(device.id) ?? [],
    }
  })
}

async function evidenceOf(db: Db, organisationId: OrganisationId, devices: readonly DeviceRow[]): Promise<Evidence[]> {
  const ids = devices.map(({ id }) => id)
  const [standings, records, orders, suspected, twice, sources] = await Promise.all([
    store.standings(db, organisationId, ids),
    store.recordsOf(db, organisationId, ids),
    store.searches(db, organisationId, ids),
    store.suspected(db, organisationId, ids),
    store.inRegisterTwice(db, organisationId, ids),
    sourcesInRoles(db, organisationId),
  ])
  const byId = new Map(sources.map((source) => [source.id, source]))
  return devices.flatMap((device) => {
    const standing = standings.get(device.id)
    return standing
      ? [
          {
            device,
            standing,
            records: records.get(device.id) ?? [],
            order: orders.get(device.id),
            suspected: suspected.get(device.id) ?? [],
            isInRegisterTwice: twice.has(device.id),
            nameOf: (id: string) => byId.get(id)?.name ?? 'a removed source',
            roleOf: (id: string) => byId.get(id)?.role,
          },
        ]
      : []
  })
}

async function likelyOf(db: Db, organisationId: OrganisationId, devices: readonly DeviceRow[]) {
  const rows = await store.likelyRows(
    db,
    organisationId,
    devices.map(({ id, hostname }) => ({ id, codes: codesIn(hostname) })),
  )
  return new Map(
    [...Map.groupBy(rows, ({ of }) => of)].map(([id, some]) => [
      id,
      some.map((row) => ({
        id: row.id,
        name: row.name,
        because: row.by_code
          ? 'its serial number or tag stands in the host name'
          : `the same model, ${row.by_ward ? 'on the same ward' : row.by_site ? 'at the same site' : 'elsewhere'}, and nothing sees it`,
      })),
    ]),
  )
}

/** What of a host name may be a serial number or a tag. */
function codesIn(hostname: string | null): string[] {
  if (!hostname) return []
  const parts = [hostname.split('.')[0]!, ...hostname.split(/[^a-z0-9]+/i), ...(hostname.match(/\d{4,}/g) ?? [])]
  const codes = parts.flatMap((part) => [normaliseSerial(part), normaliseTag(part)])
  return [...new Set(codes.filter((code) => code !== undefined && code.length >= 4 && /\d/.test(code)))] as string[]
}

/** Of one device: its score, what is missing, and in which lists it stands. Null where it was not counted yet. */
export async function healthOfDevice(
  db: Db,
  organisationId: OrganisationId,
  deviceId: string,
): Promise<DeviceHealth | null> {
  const device = await getDeviceRow(db, organisationId, deviceId)
  const [evidence] = await evidenceOf(db, organisationId, [device])
  const kept = await counted.readHealth(db, organisationId)
  if (!evidence || !kept?.counted_at) return null
  const { standing } = evidence
  return {
    score: standing.score,
    parts: Object.fromEntries(healthParts.map((part) => [part, standing[part]])) as DeviceHealth['parts'],
    check: bestCheck(deviceId, standing),
    lacks: standing.lacks.map((attribute) => ({
      attribute,
      title: titleOf(attribute),
      gain: gainOf(standing, attribute),
    })),
    wrong: standing.wrong.map((attribute) => ({ attribute, title: titleOf(attribute) })),
    lists: healthLists
      .filter((list) => standing[`is_${list}`])
      .map((list) => ({ list, why: whyIn(list, evidence), next: nextIn(list, evidence) })),
    seenAt: standing.seen_at,
    silentDays: standing.silent_days,
    boundDays: standing.bound_days,
    countedAt: kept.counted_at,
  }
}

const pairCursor = z.tuple([z.uuid(), z.uuid()])
const codeWords: Readonly<Record<string, string>> = {
  serial: 'serial number',
  asset_tag: 'asset tag',
  manufacturer: 'manufacturer',
  model: 'model',
}
const inWords = (codes: readonly string[]) => codes.map((code) => codeWords[code] ?? code).join(' and ')

/** Pairs of rows in one register that say they are the same thing, both with what they say. */
export async function listDuplicates(
  db: Db,
  organisationId: OrganisationId,
  filter: HealthListFilter & { readonly device?: string | undefined },
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<PageOf<DuplicatePair>> {
  const { site, careArea } = filter
  const { places, sites } = await alikeNames(db, organisationId, { site, careArea })
  const rows = await store.pairPage(db, organisationId, {
    source: filter.source,
    device: filter.device,
    places: allOf([...(places ? [isAtPlaces(places)] : []), ...(sites ? [isAtSites(sites)] : [])]),
    after: page.cursor === undefined ? null : decodeCursor(page.cursor, pairCursor),
    limit: page.limit + 1,
  })
  const names = new Map((await sourcesInRoles(db, organisationId)).map(({ id, name }) => [id, name]))
  return pageOf(
    rows,
    page.limit,
    (row) => [row.observation_a, row.observation_b],
    (row): DuplicatePair => {
      const isOneDevice = row.device_a === row.device_b
      const name = names.get(row.source_id) ?? 'a removed source'
      return {
        id: `${row.observation_a} ${row.observation_b}`,
        source: { id: row.source_id, name },
        isOneDevice,
        why: `The same ${inWords(row.shared)} twice${row.differs.length > 0 ? `, though the ${inWords(row.differs)} ${row.differs.length > 1 ? 'differ' : 'differs'}` : ''}`,
        next:
          row.differs.length > 0
            ? { kind: 'correct', text: `One of them is wrong: correct it in ${name}`, path: `/devices/${row.device_b}` }
            : isOneDevice
              ? {
                  kind: 'correct',
                  text: `They are one here: take one row out of ${name}`,
                  path: `/devices/${row.device_a}`,
                }
              : { kind: 'merge', text: 'Compare both devices', path: `/devices/${row.device_b}` },
        a: sideOf(row.device_a, row.name_a, row.key_a, row.at_a, row.claims_a),
        b: sideOf(row.device_b, row.name_b, row.key_b, row.at_b, row.claims_b),
      }
    },
  )
}

const shownOfPairs = [
  'assetTag',
  'serialNumber',
  'manufacturer',
  'model',
  'site',
  'careArea',
  'room',
  'lifecycle',
] as const

const sideOf = (
  deviceId: string,
  deviceName: string,
  sourceKey: string,
  observedAt: string,
  claims: Record<string, unknown>,
) => ({
  ...{ deviceId, deviceName, sourceKey, observedAt },
  claims: Object.fromEntries(
    shownOfPairs.flatMap((attribute) => {
      const value = claims[attribute]
      return value === undefined || value === null
        ? []
        : [[deviceAttributes[attribute].title, String(value).replaceAll('_', ' ')]]
    }),
  ),
})

/** Wards or sources with their score, the worst first. */
export async function listHealthScopes(
  db: Db,
  organisationId: OrganisationId,
  scope: HealthScope['scope'],
  page: { readonly q?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<PageOf<HealthScope>> {
  const kept = await counted.readHealth<Partial<Counted>>(db, organisationId)
  const checks = (scope === 'ward' ? kept?.value.checks?.wards : kept?.value.checks?.sources) ?? {}
  const names = new Map((kept?.value.sources ?? []).map(({ id, name }) => [id, name]))
  const after = page.cursor === undefined ? null : decodeCursor(page.cursor, z.tuple([z.number(), z.string()]))
  const all = (await store.lastDay(db, organisationId, scope)).map((row): HealthScope => {
    const [site, careArea] = scope === 'ward' ? (row.key.split('\n') as [string, string]) : [null, null]
    return {
      scope,
      id: row.key,
      title:
        scope === 'ward'
          ? [careArea, site].filter(Boolean).join(', ') || 'No known place'
          : (names.get(row.key) ?? 'a removed source'),
      ...{ site, careArea, devices: row.devices, score: row.score },
      parts: { ...nothing.parts, ...row.parts },
      counts: { ...nothing.counts, ...row.counts },
      check: checks[row.key]?.[0] ?? null,
      change: row.before === null ? null : Math.round((row.score - row.before) * 10) / 10,
    }
  })
  const asked = page.q?.toLowerCase()
  const rows = all
    .filter(({ title }) => asked === undefined || title.toLowerCase().includes(asked))
    .sort((a, b) => a.score - b.score || (a.id < b.id ? -1 : 1))
    .filter(({ score, id }) => after === null || score > after[0] || (score === after[0] && id > after[1]))
  return pageOf(rows.slice(0, page.limit + 1), page.limit, ({ score, id }) => [score, id])
}

const rhythmCursor = z.tuple([z.number(), z.string(), z.string()])

/** How often devices alike are seen, by kind, type and model. */
export async function listRhythms(
  db: Db,
  organisationId: OrganisationId,
  page: { readonly q?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<PageOf<SightingRhythm>> {
  const settings = HealthSettings.parse((await counted.readHealth(db, organisationId))?.settings ?? {})
  const rows = await store.rhythmPage(db, organisationId, {
    q: page.q,
    after: page.cursor === undefined ? null : decodeCursor(page.cursor, rhythmCursor),
    limit: page.limit + 1,
  })
  return pageOf(
    rows,
    page.limit,
    ({ place, title, key }) => [place, title, key],
    (row) => toRhythm(row, settings),
  )
}

function toRhythm(row: store.RhythmRow, settings: HealthSettings): SightingRhythm {
  const countsDays = row.set_days ?? (row.devices >= leastDevices[row.scope] ? row.usual_days : null)
  return {
    ...{ scope: row.scope, key: row.key, devices: row.devices, gaps: row.gaps, countsDays },
    title: row.title || row.key,
    medianDays: row.median_days,
    usualDays: row.usual_days,
    boundDays: countsDays === null ? null : Math.max(settings.leastDays, Math.min(365, settings.silences * countsDays)),
    learntAt: row.learnt_at,
    set:
      row.set_days === null
        ? null
        : { days: row.set_days, reason: row.set_reason ?? '', by: row.set_by ?? '', at: row.set_at ?? '' },
  }
}

export interface SaidRhythm {
  readonly scope: SightingRhythm['scope']
  readonly key: string
  /** Days of usual silence; null takes back what was set. */
  readonly days: number | null
  readonly reason: string
}

/** A person says how long devices alike are usually silent. The same again changes nothing. */
export async function setRhythm(db: Db, actor: Actor, said: SaidRhythm, now = new Date()): Promise<SightingRhythm> {
  const { organisationId } = actor
  return await inTransaction(db, async (tx) => {
    const before = await store.findRhythm(tx, organisationId, said.scope, said.key)
    if (!before && said.scope !== 'model') throw notFound('rhythm', said.key)
    const title = before?.title ?? (await store.modelTitle(tx, organisationId, said.key))
    if (title === undefined) throw notFound('model', said.key)
    if ((before?.set_days ?? null) !== said.days) {
      const row = { ...said, title, by: actor.name, at: now.toISOString() }
      await store.setRhythm(tx, organisationId, row)
      await recordAudit(tx, actor, {
        action: said.days === null ? 'rhythm.taken_back' : 'rhythm.set',
        subjectKind: 'rhythm',
        subjectId: Buffer.from(JSON.stringify([said.scope, said.key])).toString('base64url'),
        reason: said.reason,
        detail: { title, days: said.days, ...(before?.set_days != null && { before: before.set_days }) },
      })
    }
    const settings = HealthSettings.parse((await counted.readHealth(tx, organisationId))?.settings ?? {})
    return toRhythm((await store.findRhythm(tx, organisationId, said.scope, said.key))!, settings)
  })
}

/** From which silence on a device is a ghost, and so on. It holds from the next count. */
export async function setHealthSettings(
  tx: Tx,
  actor: Actor,
  { reason, ...settings }: HealthSettings & { readonly reason: string },
): Promise<void> {
  const before = HealthSettings.parse((await counted.readHealth(tx, actor.organisationId))?.settings ?? {})
  if (settings.missingDays < settings.leastDays)
    throw new AppError(
      'bad_request',
      'A device cannot be missing sooner than it is a ghost: raise the days of missing.',
      {
        details: { fields: { missingDays: `At least ${settings.leastDays}` } },
      },
    )
  if (JSON.stringify(before) === JSON.stringify(HealthSettings.parse(settings))) return
  await counted.writeSettings(tx, actor.organisationId, settings)
  await recordAudit(tx, actor, {
    action: 'inventory_health.settings_changed',
    subjectKind: 'organisation',
    subjectId: actor.organisationId,
    reason,
    detail: { before, after: settings },
  })
}
