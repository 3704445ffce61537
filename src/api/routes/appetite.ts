import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { empty, route } from '#api/route.ts'
import {
  adoptAppetite,
  appetiteSetting,
  checkAppetite,
  discardDraft,
  getVersion,
  listVersions,
  previewAppetite,
  saveDraft,
} from '#domain/appetite/appetite.ts'
import {
  Appetite,
  AppetiteChange,
  AppetiteCheck,
  AppetitePreview,
  AppetiteSetting,
  AppetiteVersion,
  AppetiteWithContent,
} from '#model/appetite.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'settings'

export const appetiteRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/settings/appetite',
    summary: 'Show the risk appetite in force and the draft',
    description:
      'A decision table by decision points of SSVC: which action each combination asks for, and within what time. It orders nothing anew until it is adopted.',
    tag,
    permission: 'finding:read',
    response: AppetiteSetting,
    handle: ({ db, actor }) => appetiteSetting(db, actor.organisationId),
  }),
  route({
    method: 'POST',
    path: '/api/v1/settings/appetite/check',
    summary: 'Show why an appetite cannot be adopted, and what it changes',
    description:
      'A table has one action for each combination, and what is worse is never treated laxer, unless an exception says why. Nothing is written.',
    tag,
    permission: 'settings:write',
    body: z.object({ appetite: Appetite }),
    response: AppetiteCheck,
    handle: ({ db, actor, body }) => checkAppetite(db, actor.organisationId, body.appetite),
  }),
  route({
    method: 'POST',
    path: '/api/v1/settings/appetite/preview',
    summary: 'Show what an appetite makes of the findings that are open now',
    description: 'How many come to which action, and what moves against the version in force. Nothing is written.',
    tag,
    permission: 'settings:write',
    body: z.object({ appetite: Appetite }),
    response: AppetitePreview,
    handle: ({ db, actor, body }) => previewAppetite(db, actor.organisationId, body.appetite),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/settings/appetite/draft',
    summary: 'Keep a draft of the appetite',
    description: 'It may be half done. Refused where somebody else changed it since `seen`.',
    tag,
    permission: 'settings:write',
    body: z.object({
      appetite: Appetite,
      seen: z.string().nullable().meta({ description: 'Hash of the draft before; null where there was none' }),
    }),
    response: AppetiteWithContent,
    handle: ({ db, actor, body }) => saveDraft(db, actor, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/settings/appetite/draft',
    summary: 'Discard the draft of the appetite',
    description: 'What is in force stays. The audit trail keeps what the draft said.',
    tag,
    permission: 'settings:write',
    response: empty,
    handle: ({ db, actor }) => discardDraft(db, actor),
  }),
  route({
    method: 'POST',
    path: '/api/v1/settings/appetite/adopt',
    summary: 'Put the draft of the appetite in force',
    description:
      'Refused while it is incomplete or contradicts itself; `details.faults` of the error names the rows. A second call with the same hash changes nothing.',
    tag,
    permission: 'settings:write',
    body: z.object({ hash: z.string().meta({ description: 'Of the draft that was looked at' }), reason: Reason }),
    response: AppetiteWithContent,
    handle: ({ db, actor, body }) => adoptAppetite(db, actor, body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/settings/appetite/versions',
    summary: 'List the versions of the appetite that were adopted',
    description: 'The newest first.',
    tag,
    permission: 'finding:read',
    query: Paging,
    response: Page(AppetiteVersion),
    handle: ({ db, actor, query }) => listVersions(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/settings/appetite/versions/{version}',
    summary: 'Get a version of the appetite, and what it changed',
    tag,
    permission: 'finding:read',
    params: z.object({ version: z.string().regex(/^[1-9]\d{0,8}$/, 'A number, such as 3') }),
    query: z.object({
      against: z.int().min(1).optional().meta({
        description: 'The version that it is compared with; the one before, where none is named',
      }),
    }),
    response: AppetiteWithContent.extend({ changes: z.array(AppetiteChange) }).meta({ id: 'AppetiteVersionDetail' }),
    handle: async ({ db, actor, params, query }) => {
      const found = await getVersion(db, actor.organisationId, Number(params.version), query.against)
      return { ...found, changes: [...found.changes] }
    },
  }),
]
