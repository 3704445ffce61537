import { type RawBuilder, sql } from 'kysely'

// Devices `d` by several spellings of their names. Empty stands for devices that state none; where none is, the columns
// are compared as they are, so that their indexes serve.

type Column = 'manufacturer' | 'model' | 'site' | 'care_area'

function isAmong(
  columns: readonly [Column, Column],
  pairs: readonly (readonly [string, string])[],
): RawBuilder<boolean> {
  const texts = [pairs.map(([first]) => first), pairs.map(([, second]) => second)] as const
  const [one, other] = columns.map((column) => sql.ref(`d.${column}`)) as [RawBuilder<unknown>, RawBuilder<unknown>]
  const isPair = sql<boolean>`(coalesce(${one}, ''), coalesce(${other}, '')) in (
    select * from unnest(${texts[0]}::text[], ${texts[1]}::text[]))`
  return texts.flat().includes('')
    ? isPair
    : sql`(${one} = any(${texts[0]}::text[]) and ${other} = any(${texts[1]}::text[]) and ${isPair})`
}

export const isOfModels = (models: readonly { readonly manufacturer: string; readonly model: string }[]) =>
  isAmong(
    ['manufacturer', 'model'],
    models.map(({ manufacturer, model }) => [manufacturer, model]),
  )

export const isAtPlaces = (places: readonly { readonly site: string; readonly careArea: string }[]) =>
  isAmong(
    ['site', 'care_area'],
    places.map(({ site, careArea }) => [site, careArea]),
  )

export const isAtSites = (sites: readonly string[]): RawBuilder<boolean> =>
  sites.includes('') ? sql`coalesce(d.site, '') = any(${sites}::text[])` : sql`d.site = any(${sites}::text[])`
