import { z } from 'zod'
import { route } from '#api/route.ts'
import { advisoryRows, listFindings, listGroups, rubricsOn, vulnerabilityAnswer } from '#domain/findings/findings.ts'
import { getVulnerability, nvdFacts } from '#domain/intelligence/intelligence.ts'
import { workOfGroups } from '#domain/remediation/remediation.ts'
import { whoSaidWhat } from '#domain/risk/risk.ts'
import { AdvisoryRemediation, PublishedScore } from '#model/advisory.ts'
import { AdvisoryRow } from '#model/advisory-list.ts'
import { Answer, Because, FindingGroup, FindingRow } from '#model/finding.ts'
import { RubricAssessment } from '#model/rubric.ts'
import { CountsAs } from '#model/threshold.ts'
import { Disagreement, PublisherSays } from '#model/who-said-what.ts'
import { Page, Paging } from '#platform/paging.ts'
import { KnownExploitedFacts, ProbabilityFacts, toFacts } from './advisories.ts'

const tag = 'intelligence'
const params = z.object({ vulnerability: z.string().max(200) })

const By = z.object({ source: z.string(), type: z.enum(['primary', 'secondary']) })

const NvdFacts = z
  .object({
    status: z.string(),
    publishedAt: z.string(),
    modifiedAt: z.string(),
    description: z.string(),
    scores: z.array(PublishedScore.omit({ productIds: true }).extend(By.shape)),
    weaknesses: z.array(By.extend({ id: z.string() })),
    criteria: z.number().meta({ description: 'Products and versions that it names as vulnerable' }),
  })
  .meta({ description: 'From NIST’s National Vulnerability Database; each publisher’s words apart' })

/** More groups than this are read at `/groups?vulnerability=…`. */
const groupsShown = 200

const unnamed = 'Nobody can tell: no advisory that was read names it, so no device was compared with it.'

const RecordFacts = z.object({
  state: z.enum(['published', 'rejected']),
  assigner: z.string(),
  publishedAt: z.string().nullable(),
  updatedAt: z.string(),
  rejectedAt: z.string().nullable(),
  title: z.string(),
  description: z.string(),
  rejectedReason: z.string(),
  replacedBy: z.array(z.string()),
  references: z.array(z.object({ url: z.string(), name: z.string().optional() })),
})

export const vulnerabilityRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/vulnerabilities/{vulnerability}',
    summary: 'Answer whether the hospital is affected by a vulnerability',
    description: `The answer counts devices of the worklist. The worst ${groupsShown} groups; all are listed at /groups.`,
    tag,
    permission: 'advisory:read',
    params,
    response: z.object({
      id: z.string(),
      title: z.string(),
      answer: z.object({
        sentence: z.string(),
        affected: z.number(),
        cannotTell: z.number(),
        notAffected: z.number(),
        setAside: z.number().meta({ description: 'By the thresholds' }),
        devices: z.number(),
      }),
      knownExploited: KnownExploitedFacts.nullable(),
      probability: ProbabilityFacts.nullable(),
      nvd: NvdFacts.nullable(),
      advisories: z.array(AdvisoryRow),
      groups: z.array(FindingGroup.extend({ workOrders: z.number(), because: z.array(Because) })),
      remediations: z.array(AdvisoryRemediation.extend({ advisoryId: z.string() })),
      record: RecordFacts.nullable().meta({ description: 'Of the CVE List; null where none was read' }),
      publishers: z.array(PublisherSays).meta({ description: 'Who counts before others first' }),
      disagreements: z.array(Disagreement),
      rubrics: z
        .array(RubricAssessment)
        .meta({ description: 'By MITRE’s rubric: the newest of each model, and the one that counts' }),
    }),
    async handle({ db, actor, params: { vulnerability: id } }) {
      const { organisationId } = actor
      const vulnerability = await getVulnerability(db, id)
      const advisoryIds = [...new Set(vulnerability.statements.map(({ advisoryId }) => advisoryId))]
      const { items } = await listGroups(db, organisationId, {
        vulnerabilityId: id,
        isDoneToo: true,
        limit: groupsShown,
      })
      const answer = await vulnerabilityAnswer(db, organisationId, id)
      const rubrics = await rubricsOn(db, organisationId, id)
      const work = await workOfGroups(db, organisationId, items)
      return {
        id: vulnerability.id,
        title: vulnerability.title,
        // NVD, OSV, Microsoft and bills of materials name devices without any advisory.
        answer: advisoryIds.length > 0 || answer.devices > 0 ? answer : { ...answer, sentence: unnamed },
        ...toFacts(vulnerability),
        nvd: await nvdFacts(db, id),
        advisories: await advisoryRows(db, organisationId, advisoryIds),
        groups: items.map((group, position) => ({ ...group, workOrders: work[position]!.workOrders })),
        remediations: vulnerability.statements.flatMap(({ advisoryId, remediations }) =>
          remediations.map((remediation) => ({ ...remediation, advisoryId })),
        ),
        record: vulnerability.record && RecordFacts.parse(vulnerability.record),
        ...whoSaidWhat(vulnerability.statements, vulnerability.assessments, {
          isListed: vulnerability.knownExploited !== null,
          rubrics,
        }),
        rubrics,
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/vulnerabilities/{vulnerability}/devices',
    summary: 'List the devices of which something is said about a vulnerability, with the reasons',
    tag,
    permission: 'finding:read',
    params,
    query: Paging.extend({ answer: Answer.optional(), countsAs: CountsAs.optional() }),
    response: Page(FindingRow),
    handle: ({ db, actor, params: { vulnerability }, query: { answer, countsAs, cursor, limit } }) =>
      listFindings(db, actor.organisationId, {
        filter: { open: 'any', active: 'true', vulnerability, answer, countsAs },
        cursor,
        limit,
      }),
  }),
]
