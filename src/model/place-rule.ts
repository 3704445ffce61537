import { z } from 'zod'
import { ruleHistory, stated } from './alias-rule.ts'

const site = z.string().trim().max(300).meta({ description: 'Of the care area; empty where devices state none' })

/** What a hospital says of a place in its inventory. */
export const PlaceRule = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('site'), name: stated, meant: stated }),
    z.object({ kind: z.literal('site_apart'), name: stated }),
    z.object({ kind: z.literal('care_area'), site, name: stated, meant: stated }),
    z.object({ kind: z.literal('care_area_apart'), site, name: stated }),
  ])
  .meta({
    id: 'StatedPlace',
    description:
      '`site`, `care_area`: the place, as the inventory writes it, is that place; a care area, of the same site. `site_apart`, `care_area_apart`: written exactly so, it is a place of its own, and spelling joins it with no other.',
  })
export type PlaceRule = z.infer<typeof PlaceRule>

export const KeptPlaceRule = z
  .object({
    id: z.uuid(),
    kind: z.enum(['site', 'site_apart', 'care_area', 'care_area_apart']),
    site: z.string().nullable(),
    name: z.string(),
    meant: z.string().nullable(),
    ...ruleHistory,
  })
  .meta({ id: 'PlaceRule' })
export type KeptPlaceRule = z.infer<typeof KeptPlaceRule>

/** How a place of the inventory is read. */
export const PlaceHow = z.enum(['own', 'spelling', 'alias', 'apart'])
export type PlaceHow = z.infer<typeof PlaceHow>

export const PlaceReading = z
  .object({
    kind: z.enum(['site', 'care_area']),
    site: z.string(),
    careArea: z.string().meta({ description: 'Empty for a site' }),
    devices: z.number(),
    how: PlaceHow.meta({
      description:
        'own: no other text is read as this place; spelling: joined with others that differ in case, signs or the word campus; alias, apart: by an alias of yours',
    }),
    taken: z.object({ site: z.string(), careArea: z.string() }).meta({ description: 'What it is taken for' }),
  })
  .meta({ id: 'PlaceReading' })
export type PlaceReading = z.infer<typeof PlaceReading>

export const PlaceProposal = z
  .object({
    kind: z.enum(['site', 'care_area']),
    site: z.string(),
    name: z.string(),
    meant: z.string(),
    devices: z.number(),
    evidence: z.string(),
  })
  .meta({ id: 'PlaceProposal' })
export type PlaceProposal = z.infer<typeof PlaceProposal>

/** Either part empty: of devices that state none. */
const Place = z.object({ site: z.string(), careArea: z.string() })
export const PlacePreview = z
  .object({
    devices: z.number().meta({ description: 'Would stand under the name of another place than now' }),
    sites: z.object({ before: z.number(), after: z.number() }),
    places: z.object({ before: z.number(), after: z.number() }),
    decisions: z.number().meta({ description: 'In force or waiting, and resting on one of these sites: judged anew' }),
    groups: z
      .array(
        z.object({ ...Place.shape, devices: z.number(), before: Place, after: Place }).meta({
          description: 'A place as the inventory writes it, and what it is read as before and after',
        }),
      )
      .meta({ description: 'Most devices first; 200 at most' }),
  })
  .meta({ id: 'PlacePreview' })
export type PlacePreview = z.infer<typeof PlacePreview>
