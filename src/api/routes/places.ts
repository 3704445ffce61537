import { z } from 'zod'
import { aliasRoutes } from '#api/alias-routes.ts'
import { route } from '#api/route.ts'
import { listPlaces, previewPlaces, proposePlaces } from '#domain/findings/findings.ts'
import { onPlaces } from '#domain/loop.ts'
import { placeRules, placesFile } from '#domain/names/names.ts'
import { KeptPlaceRule, PlaceHow, PlacePreview, PlaceProposal, PlaceReading, PlaceRule } from '#model/place-rule.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'places'

export const placeRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/places',
    summary: 'List the places of the inventory, and how each is read',
    description: 'Sites, then care areas, each as devices write it; those with most devices first.',
    tag,
    permission: 'device:read',
    query: Paging.extend({
      q: z.string().max(200).optional(),
      kind: PlaceReading.shape.kind.optional(),
      how: PlaceHow.optional(),
    }),
    response: Page(PlaceReading).extend({
      counts: z.record(PlaceHow, z.number()).meta({ description: 'Of all places of the kind' }),
    }),
    handle: ({ db, actor, query }) => listPlaces(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/places/proposals',
    summary: 'List which places may be one',
    description:
      'By the words and abbreviations of the trade, of one site each; most devices first. Never what numbers or directions tell apart. What was refused does not come again.',
    tag,
    permission: 'device:read',
    query: z.object({ limit: z.int().min(1).max(500).default(100) }),
    response: z.array(PlaceProposal),
    handle: ({ db, actor, query }) => proposePlaces(db, actor.organisationId, query.limit),
  }),
  ...aliasRoutes({
    tag,
    of: ' of places',
    Rule: PlaceRule,
    Kept: KeptPlaceRule,
    Preview: PlacePreview,
    Proposal: z.object({
      kind: PlaceReading.shape.kind,
      site: z.string().max(300).default(''),
      name: z.string().max(300),
      meant: z.string().max(300),
    }),
    most: 2000,
    file: placesFile,
    fileName: 'place-aliases',
    says: {
      refuse: 'Refuse that two places are one',
      preview: 'Nothing is written.',
      set: 'They hold for every device at once, before and after; devices keep their texts. What was said of the same name before gives way. Decisions that rest on a site are judged anew.',
      undo: 'Take an alias of a place back',
    },
    rules: placeRules,
    preview: previewPlaces,
    change: onPlaces,
  }),
]
