import { z } from 'zod'
import { type PlaceChange, placeNamesOf, placeRules } from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { PlaceHow, PlacePreview, PlaceReading } from '#model/place-rule.ts'
import type { Db } from '#platform/db/database.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { type JoinedPlaces, joinPlaces } from './joined-names.ts'
import { type CountedPlace, placeCounts } from './joined-names-store.ts'
import type { Paging } from './lists.ts'
import { decisionsConcerned } from './place-effects.ts'

// How the places of the inventory are read, and what a change of aliases would change.

const hows: readonly PlaceHow[] = ['own', 'spelling', 'alias', 'apart']
const PlaceKey = z.tuple([z.number(), z.number(), z.string(), z.string()])

export interface PlaceQuery extends Paging {
  readonly q?: string | undefined
  readonly kind?: PlaceReading['kind'] | undefined
  readonly how?: PlaceHow | undefined
}

/** Sites, then care areas, each as devices write it; those with most devices first. */
export async function listPlaces(
  db: Db,
  organisationId: OrganisationId,
  { q, kind, how, cursor, limit }: PlaceQuery,
): Promise<PageOf<PlaceReading> & { counts: Record<PlaceHow, number> }> {
  const counted = await placeCounts(db, organisationId)
  const all = readPlaces(counted, joinPlaces(counted, await placeNamesOf(db, organisationId)))
  const ofKind = all.filter((row) => kind === undefined || row.kind === kind)
  const counts = Object.fromEntries(hows.map((one) => [one, ofKind.filter((row) => row.how === one).length])) as Record<
    PlaceHow,
    number
  >
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const textOf = ({ site, careArea, taken }: PlaceReading) =>
    `${site} ${careArea} ${taken.site} ${taken.careArea}`.toLowerCase()
  const keyOf = (row: PlaceReading) => [Number(row.kind === 'care_area'), -row.devices, row.site, row.careArea] as const
  const after = cursor === undefined ? null : decodeCursor(cursor, PlaceKey)
  const rows = ofKind
    .filter((row) => how === undefined || row.how === how)
    .filter((row) => words.every((word) => textOf(row).includes(word)))
    .sort((a, b) => compare(keyOf(a), keyOf(b)))
    .filter((row) => after === null || compare(keyOf(row), after) > 0)
    .slice(0, limit + 1)
  return { ...pageOf(rows, limit, keyOf), counts }
}

type Key = readonly [number, number, string, string]
const compare = (a: Key, b: Key) => {
  const at = a.findIndex((part, index) => part !== b[index])
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1
}

function readPlaces(counted: readonly CountedPlace[], { names, siteOf, placeOf }: JoinedPlaces): PlaceReading[] {
  const bySite = Map.groupBy(
    counted.filter(({ site }) => site !== ''),
    ({ site }) => site,
  )
  const sites = [...bySite].map(([site, rows]) => ({
    kind: 'site' as const,
    ...{ site, careArea: '' },
    devices: rows.reduce((sum, row) => sum + row.devices, 0),
    taken: { site: siteOf(site), careArea: '' },
  }))
  const areas = counted
    .filter(({ careArea }) => careArea !== '')
    .map((row) => ({ kind: 'care_area' as const, ...row, taken: placeOf(row) }))
  const isOther = ({ site, careArea }: CountedPlace) =>
    names.ruleOnSite(site) === 'alias' || names.ruleOnPlace({ site, careArea }) === 'alias'
  const speltSites = Map.groupBy(
    sites.filter(({ site }) => names.ruleOnSite(site) !== 'alias'),
    ({ site }) => names.siteKey(site),
  )
  const speltAreas = Map.groupBy(
    areas.filter((row) => !isOther(row)),
    names.placeKey,
  )
  return [
    ...sites.map((row) => ({
      ...row,
      how: howOf(names.ruleOnSite(row.site), speltSites.get(names.siteKey(row.site))),
    })),
    ...areas.map((row) => ({
      ...row,
      how: howOf(isOther(row) ? 'alias' : names.ruleOnPlace(row), speltAreas.get(names.placeKey(row))),
    })),
  ]
}

const howOf = (rule: 'alias' | 'apart' | null, spelt: readonly unknown[] | undefined): PlaceHow =>
  rule ?? ((spelt?.length ?? 0) > 1 ? 'spelling' : 'own')

const mostGroups = 200

/** What a change of aliases would change; nothing is written. */
export async function previewPlaces(
  db: Db,
  organisationId: OrganisationId,
  change: PlaceChange,
): Promise<PlacePreview> {
  const counted = await placeCounts(db, organisationId)
  const before = joinPlaces(counted, await placeNamesOf(db, organisationId))
  const after = joinPlaces(counted, await placeRules.after(db, organisationId, change))
  const moved = counted
    .map(({ devices, ...place }) => ({
      ...place,
      devices,
      before: before.placeOf(place),
      after: after.placeOf(place),
    }))
    .filter((row) => row.before.site !== row.after.site || row.before.careArea !== row.after.careArea)
    .sort((a, b) => b.devices - a.devices)
  const countSites = ({ names }: JoinedPlaces) =>
    new Set(counted.filter(({ site }) => site !== '').map(({ site }) => names.siteKey(site))).size
  const countPlaces = ({ names }: JoinedPlaces) =>
    new Set(counted.filter(({ careArea }) => careArea !== '').map(names.placeKey)).size
  const { decisions } = await decisionsConcerned(db, organisationId, before.names, after.names)
  return {
    devices: moved.reduce((sum, { devices }) => sum + devices, 0),
    sites: { before: countSites(before), after: countSites(after) },
    places: { before: countPlaces(before), after: countPlaces(after) },
    decisions: new Set(decisions.map(({ id }) => id)).size,
    groups: moved.slice(0, mostGroups),
  }
}
