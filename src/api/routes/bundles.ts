import { createReadStream, existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { limitedText } from '#api/fields.ts'
import { file, route, upload } from '#api/route.ts'
import {
  distrustIssuer,
  findBundleKey,
  getMadeBundle,
  getRun,
  loadedBundles,
  type MadeBundle,
  madeBundles,
  makeBundleKey,
  trustedIssuers,
  trustIssuer,
} from '#domain/sources/sources.ts'
import { BundleManifest } from '#model/bundle.ts'
import { Run } from '#model/source.ts'
import { AppError } from '#platform/errors.ts'

const tag = 'bundles'
const Manifest = BundleManifest.meta({ id: 'BundleManifest' })
const Key = z
  .object({
    issuer: z.string(),
    fingerprint: z.string(),
    publicKey: z.string().meta({ description: 'In the form of a minisign key file' }),
    madeAt: z.string(),
    madeBy: z.string(),
  })
  .meta({ id: 'BundleKey' })
const Made = z
  .object({
    id: z.uuid(),
    sequence: z.int(),
    baseSequence: z.int().nullable(),
    bytes: z.number(),
    madeAt: z.string(),
    madeBy: z.string(),
    canDownload: z.boolean(),
    manifest: Manifest,
  })
  .meta({ id: 'MadeBundle' })

const toMade = (made: MadeBundle): z.output<typeof Made> => ({
  id: made.id,
  sequence: made.sequence,
  baseSequence: made.base_sequence,
  bytes: made.bytes,
  madeAt: made.made_at,
  madeBy: made.made_by,
  canDownload: existsSync(made.path),
  manifest: made.manifest,
})

export const bundleRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/bundles',
    summary: 'Bundles made and loaded here, whom this site trusts, and its own key',
    description:
      'The age of what a bundle brought is `readAt` of its parts: when the making site last read the publisher.',
    tag,
    permission: 'source:read',
    response: z.object({
      key: Key.nullable(),
      trusted: z.array(
        z.object({ fingerprint: z.string(), name: z.string(), trustedAt: z.string(), trustedBy: z.string() }),
      ),
      made: z.array(Made),
      loaded: z.array(
        z.object({ fingerprint: z.string(), manifest: Manifest, run: Run.meta({ id: 'Run' }), sourceId: z.uuid() }),
      ),
    }),
    async handle({ db, actor: { organisationId } }) {
      const [key, trusted, made, loaded] = await Promise.all([
        findBundleKey(db, organisationId),
        trustedIssuers(db, organisationId),
        madeBundles(db, organisationId),
        loadedBundles(db, organisationId),
      ])
      const newest = loaded.toSorted((a, b) => b.manifest.createdAt.localeCompare(a.manifest.createdAt)).slice(0, 20)
      return {
        key,
        trusted,
        made: made.slice(0, 20).map(toMade),
        loaded: await Promise.all(
          newest.map(async ({ fingerprint, manifest, run_id, source_id }) => ({
            fingerprint,
            manifest,
            run: await getRun(db, organisationId, run_id),
            sourceId: source_id,
          })),
        ),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/bundles',
    summary: 'Make a bundle of what the feeds of this site brought',
    tag,
    permission: 'source:write',
    body: z.object({
      since: z
        .string()
        .max(100)
        .regex(/^[\w:.+-]+$/)
        .optional()
        .meta({
          description: 'A delta since this bundle (id or number), or since the last that was made by this date',
        }),
    }),
    response: Made,
    status: 201,
    handle: async ({ db, actor, body, services }) =>
      toMade(await services.intake.makeBundle(db, actor, { since: body.since })),
  }),
  route({
    method: 'GET',
    path: '/api/v1/bundles/{bundle}/file',
    summary: 'Download a bundle that was made here',
    tag,
    permission: 'source:read',
    params: z.object({ bundle: z.uuid() }),
    response: file('application/x-tar', 'The signed bundle'),
    async handle({ db, actor, params }) {
      const made = await getMadeBundle(db, actor.organisationId, params.bundle)
      if (!existsSync(made.path))
        throw new AppError('not_found', 'This bundle is no longer kept on the server. Make another one.')
      return { content: createReadStream(made.path), fileName: path.basename(made.path) }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/bundles/loads',
    summary: 'Load a bundle that another site made',
    description:
      'Who signed it and every byte of it are proven before anything is read. `already`: it is loaded, and nothing is written; `resumed`: it goes on where it stopped.',
    tag,
    permission: 'source:run',
    body: upload({ maxBytes: 2_100_000_000 }),
    response: z.object({
      state: z.enum(['queued', 'resumed', 'already']),
      fingerprint: z.string(),
      manifest: Manifest,
      run: Run.meta({ id: 'Run' }),
    }),
    status: 202,
    async handle({ db, actor, body, services }) {
      const { state, fingerprint, manifest, run } = await services.intake.loadBundle(db, actor, body)
      return { state, fingerprint, manifest, run }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/bundles/key',
    summary: 'Make the key that signs bundles',
    description: 'From then on the pages of feeds are kept; each feed is read from its start once more.',
    tag,
    permission: 'settings:write',
    body: z.object({ issuer: limitedText, replace: z.boolean().optional() }),
    response: Key,
    status: 201,
    handle: ({ db, actor, body, services }) =>
      makeBundleKey(db, services.secrets, actor, { issuer: body.issuer, isNew: body.replace }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/bundles/trusted',
    summary: 'Trust the site with this fingerprint',
    tag,
    permission: 'settings:write',
    body: z.object({ fingerprint: z.string().max(100), name: limitedText }),
    response: z.object({ fingerprint: z.string() }),
    status: 201,
    handle: ({ db, actor, body }) => trustIssuer(db, actor, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/bundles/trusted/{fingerprint}/remove',
    summary: 'Trust a site no longer; what was loaded stays',
    tag,
    permission: 'settings:write',
    params: z.object({ fingerprint: z.string().max(100) }),
    body: z.object({ reason: limitedText }),
    response: z.object({ fingerprint: z.string() }),
    async handle({ db, actor, params, body }) {
      await distrustIssuer(db, actor, params.fingerprint, body.reason)
      return { fingerprint: params.fingerprint }
    },
  }),
]
