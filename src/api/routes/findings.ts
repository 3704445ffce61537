import { z } from 'zod'
import { QueryText, Reason } from '#api/fields.ts'
import { file, route, type SignedIn } from '#api/route.ts'
import type { ApiServices } from '#api/services.ts'
import { recordAudit } from '#domain/access/access.ts'
import {
  commentOnFinding,
  decisionsOnFinding,
  type FindingQuery,
  findingComments,
  findingFacets,
  findingKeys,
  getFinding,
  listAges,
  listFindings,
  loweringsOf,
  type Proposing,
  previewProposal,
  proposeDecision,
  waitingOn,
} from '#domain/findings/findings.ts'
import { askFindings, listWorkOrdersOfFinding } from '#domain/remediation/remediation.ts'
import { DecisionOn, mostFindings, WaitingOnFinding } from '#model/approval.ts'
import { DecisionOnFinding, DecisionPreview, Premise, PremiseInWords } from '#model/decision.ts'
import { DecisionKind, FindingComment, FindingDetail, FindingRow } from '#model/finding.ts'
import { FindingFilter, FindingSort, findingFacets as facets } from '#model/finding-list.ts'
import { Lowerings } from '#model/lowering.ts'
import { ListAge } from '#model/risk.ts'
import { VexJustification } from '#model/vex.ts'
import { WorkOrderRow } from '#model/work-order.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { Page, Paging } from '#platform/paging.ts'
import { csvRow } from '#standards/csv/write-csv.ts'

const tag = 'findings'
const params = z.object({ device: z.uuid(), vulnerability: z.string().max(200) })

const Decision = z.object({
  decision: DecisionKind.meta({ description: '`none` takes a decision back' }),
  reason: Reason,
  evidence: z
    .string()
    .max(2000)
    .optional()
    .meta({ description: 'Where what it rests on can be read: a ticket, minutes, a report' }),
  seen: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'From the preview: refused where somebody else decided since' }),
  expiresOn: z.iso.date().optional().meta({ description: 'The last day on which it is in force' }),
  justification: VexJustification.optional().meta({ description: 'Why not affected; goes out in VEX' }),
  premises: z
    .array(Premise)
    .max(40)
    .optional()
    .meta({ description: 'What it rests on. Left out: what a preview proposes; empty: nothing but its last day' }),
})

const Group = z.object({
  advisoryId: z.string().max(300),
  manufacturer: z.string().max(300),
  model: z.string().max(300),
  site: z.string().max(300),
  vulnerabilityId: z.string().max(200).optional(),
})
const OnFinding = z.object({ device: z.uuid(), vulnerability: z.string().max(200) })

const Decided = z.object({
  decided: z.number().meta({ description: 'Findings on which it is in force, or from which it was taken' }),
  waiting: z
    .uuid()
    .nullable()
    .meta({ description: 'The proposed decision that waits for approval and has no effect yet' }),
  approvers: z.number().meta({ description: 'How many have to approve it' }),
})

const Detail = FindingDetail.extend({
  lists: z.array(ListAge).meta({ description: 'How old the lists are that the score was made with' }),
  comments: z.array(FindingComment),
  workOrders: z.array(WorkOrderRow),
  decisions: z
    .array(DecisionOnFinding.extend({ premises: z.array(PremiseInWords) }))
    .meta({ description: 'That have to do with it; newest first' }),
  waiting: z.array(WaitingOnFinding).meta({ description: 'Decisions that wait for approval, and have no effect yet' }),
})

const ListFilter = FindingFilter.extend({ query: QueryText })

const asked = async (db: Db, actor: SignedIn, query: string | undefined) =>
  query === undefined ? undefined : await askFindings(db, actor, query)

export const findingRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/findings',
    summary: 'List findings, the most urgent first',
    description:
      'Open findings of devices on the worklist unless `open` or `active` say otherwise. An empty value of a filter, `site=`, asks for devices without one. The page goes on by its cursor.',
    tag,
    permission: 'finding:read',
    query: ListFilter.extend({ sort: FindingSort.optional(), ...Paging.shape }),
    response: Page(FindingRow),
    handle: async ({ db, actor, query: { query, sort, cursor, limit, ...filter } }) =>
      listFindings(db, actor.organisationId, { filter, query: await asked(db, actor, query), sort, cursor, limit }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/findings/facets',
    summary: 'Count findings by band, state, site, model and so on',
    tag,
    permission: 'finding:read',
    query: ListFilter,
    response: z.object({
      total: z.number(),
      facets: z.record(z.enum(facets), z.array(z.object({ value: z.string(), count: z.number() }))),
    }),
    handle: async ({ db, actor, query: { query, ...filter } }) =>
      findingFacets(db, actor.organisationId, filter, new Date(), await asked(db, actor, query)),
  }),
  route({
    method: 'GET',
    path: '/api/v1/findings/keys',
    summary: 'Which findings a list has, worst first, to be decided together',
    description: `At most ${mostFindings}; \`isCut\` where there are more.`,
    tag,
    permission: 'finding:decide',
    query: ListFilter,
    response: z.object({
      findings: z.array(z.object({ deviceId: z.uuid(), vulnerabilityId: z.string() })),
      isCut: z.boolean(),
    }),
    async handle({ db, actor, query: { query, ...filter } }) {
      const found = await findingKeys(db, actor.organisationId, filter, await asked(db, actor, query), mostFindings + 1)
      return { findings: found.slice(0, mostFindings), isCut: found.length > mostFindings }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/findings.csv',
    summary: 'All findings of a list as CSV',
    tag,
    permission: 'finding:read',
    query: ListFilter.extend({ sort: FindingSort.optional() }),
    response: file('text/csv', 'One row for each finding; text that a spreadsheet would run is made harmless'),
    handle: async ({ db, actor, query: { query, sort, ...filter } }) => ({
      content: findingCsv(db, actor.organisationId, filter, sort, await asked(db, actor, query)),
      fileName: 'findings.csv',
    }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/findings/{device}/{vulnerability}',
    summary: 'Get a finding with its evidence, the reasons of its score and its history',
    tag,
    permission: 'finding:read',
    params,
    response: Detail,
    handle: ({ db, services, actor, params }) =>
      detailOf(db, services, actor.organisationId, params.device, params.vulnerability),
  }),
  route({
    method: 'GET',
    path: '/api/v1/findings/{device}/{vulnerability}/lowerings',
    summary: 'What would bring the score of a finding down, one change at a time',
    description:
      'Each scored as if it were so, by the scorer that made the score; only what is possible of this finding. `isAtBest`: finding out may also bring nothing.',
    tag,
    permission: 'finding:read',
    params,
    response: Lowerings,
    handle: ({ db, actor, params: { device, vulnerability } }) =>
      loweringsOf(db, actor.organisationId, { deviceId: device, vulnerabilityId: vulnerability }),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/findings/{device}/{vulnerability}/decision',
    summary: 'Decide what a finding is, and say why',
    description: 'Only what is open can be decided; `none` takes a decision back. The history keeps each one.',
    tag,
    permission: 'finding:decide',
    params,
    body: Decision,
    response: Detail,
    handle: ({ db, services, actor, params: { device, vulnerability }, body }) =>
      inTransaction(db, async (tx) => {
        const on = { kind: 'finding' as const, deviceId: device, vulnerabilityId: vulnerability }
        await decideAndRecord(tx, actor, on, body, {
          action: 'finding.decided',
          subjectKind: 'finding',
          subjectId: `${device}/${vulnerability}`,
        })
        return await detailOf(tx, services, actor.organisationId, device, vulnerability)
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/findings/{device}/{vulnerability}/comments',
    summary: 'Comment on a finding',
    tag,
    permission: ['finding:decide', 'work-order:perform'],
    params,
    body: z.object({ text: z.string().trim().min(1, 'Needed').max(5000) }),
    response: z.object({ id: z.uuid() }),
    status: 201,
    handle: ({ db, actor, params: { device, vulnerability }, body: { text } }) =>
      inTransaction(db, async (tx) => {
        const id = await commentOnFinding(tx, actor, { deviceId: device, vulnerabilityId: vulnerability }, text)
        await recordAudit(tx, actor, {
          action: 'finding.commented',
          subjectKind: 'finding',
          subjectId: `${device}/${vulnerability}`,
          detail: { comment: id },
        })
        return { id }
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/findings/decide',
    summary: 'Decide all that an advisory leaves open on one model at one site',
    description:
      'An empty text stands for devices without a manufacturer, model or site. The decision is in force where its premises hold, and is carried to new devices, versions and revisions as long as they do.',
    tag,
    permission: 'finding:decide',
    body: Decision.extend(Group.shape),
    response: Decided,
    handle: ({ db, actor, body: { advisoryId, manufacturer, model, site, vulnerabilityId, ...decision } }) =>
      inTransaction(db, (tx) => {
        const group = {
          advisoryId,
          manufacturer,
          model,
          site,
          ...(vulnerabilityId !== undefined && { vulnerabilityId }),
        }
        return decideAndRecord(tx, actor, { kind: 'group', ...group }, decision, {
          action: 'finding.group_decided',
          subjectKind: 'advisory',
          subjectId: advisoryId,
          detail: group,
        })
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/findings/decide/many',
    summary: 'Decide one vulnerability or advisory everywhere, or findings one by one, in one decision',
    description:
      '`everywhere` is carried to whatever comes later where its premises hold; `findings` are those named, and nothing else. Take the decision back to undo all of it.',
    tag,
    permission: 'finding:decide',
    bodyLimit: 4 * 1024 * 1024,
    body: Decision.extend({ on: DecisionOn }),
    response: Decided,
    handle: ({ db, actor, body: { on, ...decision } }) =>
      inTransaction(db, (tx) =>
        decideAndRecord(tx, actor, on, decision, {
          action: 'finding.many_decided',
          subjectKind: 'organisation',
          subjectId: actor.organisationId,
          detail: on.kind === 'findings' ? { kind: on.kind, findings: on.findings.length } : on,
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/api/v1/findings/decide/preview',
    summary: 'What a decision would come to now, the premises proposed for it, and who would have to approve it',
    description:
      'Writes nothing. One of `finding`, `group` and `on`; without `premises` it counts with those proposed.',
    tag,
    permission: 'finding:decide',
    bodyLimit: 4 * 1024 * 1024,
    body: Decision.pick({ decision: true, expiresOn: true, premises: true }).extend({
      finding: OnFinding.optional(),
      group: Group.optional(),
      on: DecisionOn.optional(),
    }),
    response: DecisionPreview,
    handle: ({ db, actor, body: { finding, group, on, ...decision } }) => {
      const asked: DecisionOn | undefined =
        on ??
        (group && { kind: 'group', ...group }) ??
        (finding && { kind: 'finding', deviceId: finding.device, vulnerabilityId: finding.vulnerability })
      if (!asked) throw new AppError('bad_request', 'Say on what: a finding, a group, or more.')
      return previewProposal(db, actor.organisationId, asked, decision)
    },
  }),
]

/** One entry in the trail, whether it is in force or waits; none where the same was decided already. */
async function decideAndRecord(
  tx: Tx,
  actor: SignedIn,
  on: DecisionOn,
  body: Proposing,
  entry: { action: string; subjectKind: string; subjectId: string; detail?: object },
): Promise<z.infer<typeof Decided>> {
  const proposed = await proposeDecision(tx, actor, on, body)
  const { decided, waiting, proposalId, recordHash, approvers, isNew } = proposed
  if (isNew)
    await recordAudit(tx, actor, {
      ...entry,
      ...(waiting && { action: 'decision.proposed', subjectKind: 'decision_proposal', subjectId: waiting }),
      reason: body.reason,
      detail: {
        ...entry.detail,
        decision: body.decision,
        expiresOn: body.expiresOn ?? null,
        ...(body.premises && { premises: body.premises }),
        ...(waiting ? { approvers } : { decided }),
        ...(recordHash && { proposal: proposalId, record: recordHash }),
      },
    })
  return { decided, waiting, approvers }
}

async function detailOf(
  db: Db,
  { feeds }: ApiServices,
  organisationId: string,
  deviceId: string,
  vulnerabilityId: string,
) {
  const key = { deviceId, vulnerabilityId }
  const detail = await getFinding(db, organisationId, key)
  return {
    ...detail,
    lists: await listAges(db, feeds, { vulnerabilityId, evidence: detail.evidence }),
    workOrders: await listWorkOrdersOfFinding(db, organisationId, key),
    decisions: await decisionsOnFinding(db, organisationId, key),
    waiting: [...((await waitingOn(db, organisationId, [key])).get(`${deviceId} ${vulnerabilityId}`) ?? [])],
    comments: await findingComments(db, organisationId, key),
  }
}

const columns: readonly [string, (row: FindingRow) => string | number | boolean | null][] = [
  ['Device', (row) => row.device.name],
  ['Manufacturer', (row) => row.device.manufacturer],
  ['Model', (row) => row.device.model],
  ['Site', (row) => row.device.site],
  ['Care area', (row) => row.device.careArea],
  ['Vulnerability', (row) => row.vulnerabilityId],
  ['Title', (row) => row.title],
  ['Advisory', (row) => row.advisoryId],
  ['Answer', (row) => row.answer],
  ['Counts as', (row) => row.countsAs],
  ['Status', (row) => row.status],
  ['Decision', (row) => row.decision],
  ['Remediation', (row) => row.remediation],
  ['Open', (row) => (row.isOpen ? 'yes' : 'no')],
  ['Score', (row) => row.score],
  ['Band', (row) => row.band],
  ['Likelihood', (row) => row.likelihood],
  ['Safety', (row) => row.safety],
  ['Care', (row) => row.care],
  ['Privacy', (row) => row.privacy],
  ['Action', (row) => row.action?.name ?? null],
  ['Due on', (row) => row.due?.on ?? null],
  ['Overdue', (row) => (row.due ? (row.due.isOverdue ? 'yes' : 'no') : null)],
  ['Due by', (row) => row.due?.by ?? null],
  ['Known exploited', (row) => (row.knownExploited ? 'yes' : 'no')],
  ['Opened', (row) => row.openedAt],
  ['Because', (row) => row.because],
]

async function* findingCsv(
  db: Db,
  organisationId: string,
  filter: FindingFilter,
  sort: FindingSort | undefined,
  query: FindingQuery | undefined,
) {
  yield csvRow(columns.map(([title]) => title))
  let cursor: string | undefined
  do {
    const page = await listFindings(db, organisationId, { filter, query, sort, cursor, limit: 1000 })
    yield page.items.map((row) => csvRow(columns.map(([, cell]) => String(cell(row) ?? '')))).join('')
    cursor = page.next ?? undefined
  } while (cursor)
}
