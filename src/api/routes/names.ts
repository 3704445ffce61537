import { z } from 'zod'
import { aliasRoutes } from '#api/alias-routes.ts'
import { route } from '#api/route.ts'
import { listVendorNames, previewNames, proposeNames } from '#domain/findings/findings.ts'
import { onNames } from '#domain/loop.ts'
import { nameRules, namesFile } from '#domain/names/names.ts'
import { HowRead, KeptNameRule, NamePreview, NameProposal, NameRule, VendorReading } from '#model/name-rule.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'names'

export const nameRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/names/vendors',
    summary: 'List the makers’ names of the inventory, and how each is read',
    description: 'Those that nobody knows stand first, then by their devices on the worklist.',
    tag,
    permission: 'device:read',
    query: Paging.extend({ q: z.string().max(200).optional(), how: HowRead.optional() }),
    response: Page(VendorReading).extend({
      counts: z.record(HowRead, z.number()).meta({ description: 'Of all names' }),
    }),
    handle: ({ db, actor, query }) => listVendorNames(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/names/proposals',
    summary: 'List whom names may mean that nobody knows',
    description:
      'Learnt from spelling, from words and from models that two names have in common; most devices first. What was refused does not come again.',
    tag,
    permission: 'device:read',
    query: z.object({ limit: z.int().min(1).max(500).default(100) }),
    response: z.array(NameProposal),
    handle: ({ db, actor, query }) => proposeNames(db, actor.organisationId, query.limit),
  }),
  ...aliasRoutes({
    tag,
    of: '',
    Rule: NameRule,
    Kept: KeptNameRule,
    Preview: NamePreview,
    Proposal: z.object({ name: z.string().max(300), maker: z.string().max(300) }),
    most: 5000,
    file: namesFile,
    fileName: 'aliases',
    readBy: 'As `homeostat match --aliases` and `homeostat assess --aliases` read it.',
    says: {
      refuse: 'Refuse a proposal',
      preview: 'Worked out by the matcher itself; nothing is written.',
      set: 'They hold for every device at once: what they read otherwise is matched again. What was said of the same name before gives way.',
      undo: 'Take an alias back',
    },
    rules: nameRules,
    preview: previewNames,
    change: onNames,
  }),
]
