import type { z } from 'zod'
import { file, route } from '#api/route.ts'
import { riskGroups, riskOverTime } from '#domain/programme/programme.ts'
import type { OrganisationId } from '#model/access.ts'
import { RiskFilter, RiskGroup, RiskGrouping, RiskGroupSort, RiskOverTime } from '#model/risk-over-time.ts'
import type { Db } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'
import { csvRow } from '#standards/csv/write-csv.ts'

const tag = 'risk over time'

export const riskOverTimeRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/risk-over-time',
    summary: 'What the open findings came to on each day',
    description:
      'By band and axis, of the whole hospital, a site, a manufacturer or a model, however devices write them. The day is the hospital’s; the last count of a day stands. Days that nobody counted are told apart, and nothing is put in their place.',
    tag,
    permission: 'finding:read',
    query: RiskFilter,
    response: RiskOverTime,
    handle: ({ db, actor, query }) => riskOverTime(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/risk-over-time/groups',
    summary:
      'List sites, manufacturers or models with what they came to on the first and the last day that was measured',
    tag,
    permission: 'finding:read',
    query: RiskFilter.extend({ by: RiskGrouping, sort: RiskGroupSort.default('risk'), ...Paging.shape }),
    response: Page(RiskGroup),
    handle: ({ db, actor, query: { by, sort, cursor, limit, ...filter } }) =>
      riskGroups(db, actor.organisationId, by, filter, { sort, cursor, limit }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/risk-over-time.csv',
    summary: 'The days as CSV',
    tag,
    permission: 'finding:read',
    query: RiskFilter,
    response: file('text/csv', 'One row for each day that was measured'),
    handle: ({ db, actor, query }) => ({
      content: daysCsv(db, actor.organisationId, query),
      fileName: 'risk-over-time.csv',
    }),
  }),
]

const columns = [
  ['day', 'Day'],
  ['countedAt', 'Counted at'],
  ['devices', 'Devices'],
  ['openFindings', 'Open findings'],
  ['critical', 'Critical'],
  ['high', 'High'],
  ['medium', 'Medium'],
  ['low', 'Low'],
  ['knownExploited', 'Known exploited'],
  ['rose', 'Rose by'],
  ['fell', 'Fell by'],
  ['deviceRisk', 'Worst score of each device'],
  ['risk', 'Sum of scores'],
  ['safety', 'Patient safety'],
  ['care', 'Care delivery'],
  ['privacy', 'Privacy'],
] as const

async function* daysCsv(db: Db, organisationId: OrganisationId, filter: z.infer<typeof RiskFilter>) {
  const { points } = await riskOverTime(db, organisationId, filter)
  yield csvRow(columns.map(([, title]) => title))
  for (const point of points) yield csvRow(columns.map(([name]) => point[name]))
}
