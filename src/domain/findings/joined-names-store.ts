import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import type { ModelName } from './alike.ts'

// What devices write for their models and places, and how queries read it as one. Empty stands for none.

export interface CountedModel extends ModelName {
  readonly devices: number
}
export interface CountedPlace {
  readonly site: string
  readonly careArea: string
  readonly devices: number
}

export const modelCounts = async (db: Db, organisationId: string) =>
  (
    await sql<CountedModel>`
      select coalesce(manufacturer, '') as manufacturer, coalesce(model, '') as model, count(*)::int as devices from device
      where organisation_id = ${organisationId} and gone_at is null
      group by device.manufacturer, device.model order by 1, 2`.execute(db)
  ).rows

export const placeCounts = async (db: Db, organisationId: string) =>
  (
    await sql<CountedPlace>`
      select coalesce(site, '') as site, coalesce(care_area, '') as "careArea", count(*)::int as devices from device
      where organisation_id = ${organisationId} and gone_at is null
      group by device.site, device.care_area order by 1, 2`.execute(db)
  ).rows

/** Texts of devices that stand under another name. */
export interface Otherwise {
  readonly models: readonly { manufacturer: string; model: string; as_manufacturer: string; as_model: string }[]
  readonly sites: readonly { site: string; as_site: string }[]
  readonly places: readonly { site: string; care_area: string; as_site: string; as_care_area: string }[]
}

/** Maker and model of device `d` as lists name them; `joinModels` has to stand beside it. */
export const joinedModel = sql`coalesce(named_model.as_manufacturer, d.manufacturer, '') as manufacturer,
  coalesce(named_model.as_model, d.model, '') as model`
export const joinModels = ({ models }: Otherwise) => sql`
  left join jsonb_to_recordset(${jsonRows(models)})
    as named_model(manufacturer text, model text, as_manufacturer text, as_model text)
    on named_model.manufacturer = coalesce(d.manufacturer, '') and named_model.model = coalesce(d.model, '')`

export const joinedSite = sql`coalesce(named_site.as_site, d.site, '') as site`
export const joinSites = ({ sites }: Otherwise) => sql`
  left join jsonb_to_recordset(${jsonRows(sites)}) as named_site(site text, as_site text)
    on named_site.site = coalesce(d.site, '')`

export const joinedPlace = sql`coalesce(named_place.as_site, d.site, '') as site,
  coalesce(named_place.as_care_area, d.care_area, '') as care_area`
export const joinPlaces = ({ places }: Otherwise) => sql`
  left join jsonb_to_recordset(${jsonRows(places)})
    as named_place(site text, care_area text, as_site text, as_care_area text)
    on named_place.site = coalesce(d.site, '') and named_place.care_area = coalesce(d.care_area, '')`
