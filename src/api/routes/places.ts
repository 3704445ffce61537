import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { empty, route } from '#api/route.ts'
import { listPlaces, previewPlaces, proposePlaces } from '#domain/findings/findings.ts'
import { onPlaces } from '#domain/loop.ts'
import { listPlaceRules, refusePlaceProposal, setPlaceRules, undoPlaceRule } from '#domain/names/names.ts'
import { KeptPlaceRule, PlaceHow, PlacePreview, PlaceProposal, PlaceReading, PlaceRule } from '#model/place-rule.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'places'
const Rules = z.array(PlaceRule).max(2000)

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
  route({
    method: 'POST',
    path: '/api/v1/places/proposals/refusals',
    summary: 'Refuse that two places are one',
    tag,
    permission: 'finding:decide',
    body: z.object({
      kind: PlaceReading.shape.kind,
      site: z.string().max(300).default(''),
      name: z.string().max(300),
      meant: z.string().max(300),
      reason: Reason,
    }),
    response: empty,
    handle: ({ db, actor, body: { kind, site, name, meant, reason } }) =>
      inTransaction(db, (tx) =>
        refusePlaceProposal(tx, actor, kind === 'site' ? { kind, name, meant } : { kind, site, name, meant }, reason),
      ),
  }),
  route({
    method: 'GET',
    path: '/api/v1/places/rules',
    summary: 'List the hospital’s own aliases of places, newest first',
    tag,
    permission: 'device:read',
    query: Paging.extend({
      inForce: z.stringbool().default(true).meta({ description: 'false: also what was taken back' }),
    }),
    response: Page(KeptPlaceRule),
    handle: ({ db, actor, query }) => listPlaceRules(db, actor.organisationId, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/places/preview',
    summary: 'Show what a change of aliases of places would change',
    description: 'Nothing is written.',
    tag,
    permission: 'finding:decide',
    body: z.object({ add: Rules.default([]), undo: z.array(z.uuid()).max(2000).default([]) }),
    bodyLimit: 4 << 20,
    response: PlacePreview,
    handle: ({ db, actor, body }) => previewPlaces(db, actor.organisationId, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/places/rules',
    summary: 'Set aliases of places',
    description:
      'They hold for every device at once, before and after; devices keep their texts. What was said of the same name before gives way. Decisions that rest on a site are judged anew.',
    tag,
    permission: 'finding:decide',
    body: z.object({ rules: Rules.min(1), note: Reason }),
    bodyLimit: 4 << 20,
    response: z.object({ ids: z.array(z.uuid()) }),
    status: 201,
    handle: async ({ db, actor, body: { rules, note } }) => ({
      ids: await inTransaction(db, (tx) => onPlaces(tx, actor, () => setPlaceRules(tx, actor, rules, note))),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/places/rules/{rule}',
    summary: 'Take an alias of a place back',
    tag,
    permission: 'finding:decide',
    params: z.object({ rule: z.uuid() }),
    query: z.object({ reason: Reason }),
    response: empty,
    handle: ({ db, actor, params, query }) =>
      inTransaction(db, (tx) => onPlaces(tx, actor, () => undoPlaceRule(tx, actor, params.rule, query.reason))),
  }),
]
