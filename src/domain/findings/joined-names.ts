import type { Aliases } from '#domain/matching/matching.ts'
import { aliasesOf, type PlaceName, type PlaceNames, placeNamesOf } from '#domain/names/names.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { alikeModels, type ModelName, modelKey } from './alike.ts'
import * as store from './joined-names-store.ts'

// Models and places that are one, however devices spell them, and the name that each has in lists. It follows from the texts
// of the devices and the rules in force alone: nothing of it is stored, so that an alias holds for all and leaves nothing
// behind when it is taken back.

export interface JoinedModels {
  /** The name that lists give to what is spelt so. */
  modelOf(name: ModelName): ModelName
  /** All that devices write for the same, and the text itself. */
  modelsOf(name: ModelName): readonly ModelName[]
}

export interface JoinedPlaces {
  readonly names: PlaceNames
  siteOf(site: string): string
  placeOf(place: PlaceName): PlaceName
  sitesOf(site: string): readonly string[]
  placesOf(place: PlaceName): readonly PlaceName[]
}

export interface JoinedNames extends JoinedModels, JoinedPlaces {
  /** What stands under another name than its own: few, where an inventory is kept well. */
  readonly otherwise: store.Otherwise
}

/** The last answer of each organisation, kept while what it follows from stays as it is. */
function holder<Result>() {
  const held = new Map<OrganisationId, { from: readonly unknown[]; result: Result }>()
  return (organisationId: OrganisationId, from: readonly unknown[], work: () => Result): Result => {
    const known = held.get(organisationId)
    if (known && from.every((one, at) => one === known.from[at])) return known.result
    const result = work()
    held.set(organisationId, { from, result })
    return result
  }
}
const holdModels = holder<JoinedModels & { readonly counted: readonly store.CountedModel[] }>()
const holdPlaces = holder<JoinedPlaces & { readonly counted: readonly store.CountedPlace[] }>()
const holdAll = holder<JoinedNames>()

async function joinedModels(db: Db, organisationId: OrganisationId) {
  const counted = await store.modelCounts(db, organisationId)
  const aliases = await aliasesOf(db, organisationId)
  return holdModels(organisationId, [JSON.stringify(counted), aliases], () => ({
    ...joinModels(counted, aliases),
    counted,
  }))
}

/** The places alone. */
export async function joinedPlaces(db: Db, organisationId: OrganisationId) {
  const counted = await store.placeCounts(db, organisationId)
  const names = await placeNamesOf(db, organisationId)
  return holdPlaces(organisationId, [JSON.stringify(counted), names], () => ({
    ...joinPlaces(counted, names),
    counted,
  }))
}

/** As of now. */
export async function joinedNames(db: Db, organisationId: OrganisationId): Promise<JoinedNames> {
  const models = await joinedModels(db, organisationId)
  const places = await joinedPlaces(db, organisationId)
  return holdAll(organisationId, [models, places], () => {
    const { counted: countedModels, ...byModel } = models
    const { counted: countedPlaces, ...byPlace } = places
    const joined = { ...byModel, ...byPlace }
    return { ...joined, otherwise: otherwiseOf(countedModels, countedPlaces, joined) }
  })
}

const textOf = ({ manufacturer, model }: ModelName) => `${manufacturer}\n${model}`

function joinModels(counted: readonly store.CountedModel[], aliases: Aliases | undefined): JoinedModels {
  const groups = new Map<string, { name: ModelName; spelt: readonly ModelName[] }>()
  for (const alike of alikeModels(counted, aliases)) {
    const { manufacturer, model } = mostBorne(alike, textOf)
    const group = {
      name: { manufacturer, model },
      spelt: alike.map((row) => ({ manufacturer: row.manufacturer, model: row.model })),
    }
    for (const row of alike) groups.set(textOf(row), group)
  }
  const byKey = Map.groupBy(counted, (row) => modelKey(row, aliases))
  /** What no device bears any more is one with what devices bear by the same rules. */
  const groupOf = (name: ModelName) => {
    const known = groups.get(textOf(name))
    if (known) return known
    const bucket: readonly ModelName[] = byKey.get(modelKey(name, aliases)) ?? []
    const alike = alikeModels([name, ...bucket], aliases).find((some) => some.includes(name))!
    const like = alike.find((one) => one !== name)
    return like && groups.get(textOf(like))
  }
  return {
    modelOf: (name) => groupOf(name)?.name ?? name,
    modelsOf(name) {
      const spelt = groupOf(name)?.spelt ?? []
      return spelt.some((one) => textOf(one) === textOf(name)) ? spelt : [name, ...spelt]
    },
  }
}

/** Shared with the preview, which joins places by rules that are not in force. */
export function joinPlaces(counted: readonly store.CountedPlace[], names: PlaceNames): JoinedPlaces {
  const sites = Map.groupBy(counted, ({ site }) => names.siteKey(site))
  const places = Map.groupBy(counted, names.placeKey)
  const siteLabels = new Map(
    [...sites].map(([key, rows]) => [
      key,
      labelOf(
        key,
        rows,
        ({ site }) => site,
        ({ site }) => names.ruleOnSite(site),
      ),
    ]),
  )
  const areaLabels = new Map(
    [...places].map(([key, rows]) => [key, labelOf(key, rows, ({ careArea }) => careArea, names.ruleOnPlace)]),
  )
  /** What is meant is called so, as devices write it; where none does, as the alias writes it. */
  function labelOf(
    key: string,
    rows: readonly store.CountedPlace[],
    text: (row: store.CountedPlace) => string,
    ruleOn: (row: store.CountedPlace) => 'alias' | 'apart' | null,
  ): string {
    const own = rows.filter((row) => ruleOn(row) !== 'alias')
    if (own.length > 0) return text(mostBorne(own, text))
    return names.meantOf(key) ?? text(mostBorne(rows, text))
  }
  const siteOf = (site: string) => siteLabels.get(names.siteKey(site)) ?? site
  const withOwn = <T>(spelt: readonly T[], own: T) => {
    const isOwn = (one: T) => JSON.stringify(one) === JSON.stringify(own)
    return spelt.some(isOwn) ? spelt : [own, ...spelt]
  }
  return {
    names,
    siteOf,
    placeOf: (place) => ({
      site: siteOf(place.site),
      careArea: areaLabels.get(names.placeKey(place)) ?? place.careArea,
    }),
    sitesOf: (site) => withOwn([...new Set(sites.get(names.siteKey(site))?.map((row) => row.site))], site),
    placesOf: ({ site, careArea }) =>
      withOwn(
        (places.get(names.placeKey({ site, careArea })) ?? []).map((row) => ({
          site: row.site,
          careArea: row.careArea,
        })),
        { site, careArea },
      ),
  }
}

function otherwiseOf(
  models: readonly store.CountedModel[],
  places: readonly store.CountedPlace[],
  { modelOf, siteOf, placeOf }: JoinedModels & JoinedPlaces,
): store.Otherwise {
  return {
    models: models.flatMap((row) => {
      const { manufacturer, model } = row
      const as = modelOf(row)
      const isSame = as.manufacturer === manufacturer && as.model === model
      return isSame ? [] : [{ manufacturer, model, as_manufacturer: as.manufacturer, as_model: as.model }]
    }),
    sites: [...new Set(places.map(({ site }) => site))].flatMap((site) => {
      const as = siteOf(site)
      return as === site ? [] : [{ site, as_site: as }]
    }),
    places: places.flatMap(({ site, careArea }) => {
      const as = placeOf({ site, careArea })
      const isSame = as.site === site && as.careArea === careArea
      return isSame ? [] : [{ site, care_area: careArea, as_site: as.site, as_care_area: as.careArea }]
    }),
  }
}

/** Of texts that are one, the one that most devices bear. */
function mostBorne<Row extends { readonly devices: number }>(rows: readonly Row[], textOf: (row: Row) => string): Row {
  const devices = (some: readonly Row[]) => some.reduce((sum, row) => sum + row.devices, 0)
  return [...Map.groupBy(rows, textOf).values()].toSorted((a, b) => devices(b) - devices(a))[0]![0]!
}

export interface AlikeNames {
  readonly models?: readonly ModelName[]
  readonly places?: readonly PlaceName[]
  readonly sites?: readonly string[]
}

/** The organisation's models and places that are these, however they are spelt; of a site alone, all its care areas. */
export async function alikeNames(
  db: Db,
  organisationId: OrganisationId,
  { manufacturer, model, site, careArea }: Partial<ModelName & PlaceName>,
): Promise<AlikeNames> {
  const isModel = manufacturer !== undefined && model !== undefined
  const models = isModel && (await joinedModels(db, organisationId)).modelsOf({ manufacturer, model })
  const places = site !== undefined && (await joinedPlaces(db, organisationId))
  return {
    ...(models && { models }),
    ...(places &&
      (careArea === undefined ? { sites: places.sitesOf(site) } : { places: places.placesOf({ site, careArea }) })),
  }
}
