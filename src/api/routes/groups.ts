import { z } from 'zod'
import { route } from '#api/route.ts'
import { listGroups } from '#domain/findings/findings.ts'
import { workOfGroups } from '#domain/remediation/remediation.ts'
import { AdvisoryRemediation } from '#model/advisory.ts'
import { FindingGroup } from '#model/finding.ts'
import { Page, Paging } from '#platform/paging.ts'

const WorkGroup = FindingGroup.extend({
  advisoryTitle: z.string(),
  /** The best that the publisher says can be done. */
  remediation: AdvisoryRemediation.nullable(),
  /** Work orders made of it that are not over. */
  workOrders: z.number(),
}).meta({ id: 'WorkGroup' })

export const groupRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/groups',
    summary: 'List what work could be made of, worst first',
    description:
      'Open findings of one advisory on one model at one site, however devices write the two. An empty text stands for devices without it.',
    tag: 'work',
    permission: 'work-order:read',
    query: Paging.extend({ advisory: z.string().max(300).optional(), vulnerability: z.string().max(200).optional() }),
    response: Page(WorkGroup),
    async handle({ db, actor, query: { advisory, vulnerability, ...page } }) {
      const filter = { advisoryId: advisory, vulnerabilityId: vulnerability, ...page }
      const { items, next } = await listGroups(db, actor.organisationId, filter)
      const work = await workOfGroups(db, actor.organisationId, items)
      return { items: items.map((group, position) => ({ ...group, ...work[position]! })), next }
    },
  }),
]
