import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { route } from '#api/route.ts'
import {
  environmentSetting,
  environmentVersions,
  previewEnvironment,
  saveEnvironment,
} from '#domain/findings/findings.ts'
import { EnvironmentPreview, EnvironmentProfile, EnvironmentSetting, EnvironmentVersion } from '#model/environment.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'settings'

export const environmentRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/settings/cvss-environment',
    summary: 'Show which environmental metrics of CVSS hold by place and criticality',
    description: 'They make the `environmental` of a finding, and order nothing.',
    tag,
    permission: 'finding:read',
    response: EnvironmentSetting,
    handle: ({ db, actor }) => environmentSetting(db, actor.organisationId),
  }),
  route({
    method: 'POST',
    path: '/api/v1/settings/cvss-environment/preview',
    summary: 'Show what another profile makes of the worst open findings',
    description: 'Nothing is written.',
    tag,
    permission: 'settings:write',
    body: z.object({ profile: EnvironmentProfile }),
    response: EnvironmentPreview,
    handle: ({ db, actor, body }) => previewEnvironment(db, actor.organisationId, body.profile),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/settings/cvss-environment',
    summary: 'Set the environmental metrics of CVSS by place and criticality',
    description:
      'Kept as a version. What is not known may not count for less than what is, nor more harm for less than less. Refused where somebody else saved since `seen`.',
    tag,
    permission: 'settings:write',
    body: z.object({
      profile: EnvironmentProfile,
      reason: Reason,
      seen: z
        .int()
        .min(0)
        .meta({ description: 'The version that was in force before; 0 where it was the one that ships' }),
    }),
    response: EnvironmentSetting,
    handle: ({ db, actor, body }) => inTransaction(db, (tx) => saveEnvironment(tx, actor, body)),
  }),
  route({
    method: 'GET',
    path: '/api/v1/settings/cvss-environment/versions',
    summary: 'List the profiles of environmental metrics that were saved',
    description: 'The newest first.',
    tag,
    permission: 'finding:read',
    query: Paging,
    response: Page(EnvironmentVersion),
    handle: ({ db, actor, query }) => environmentVersions(db, actor.organisationId, query),
  }),
]
