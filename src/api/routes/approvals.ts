import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { file, route } from '#api/route.ts'
import { confirmPassword, recordAudit } from '#domain/access/access.ts'
import {
  adoptApprovalRule,
  approvalSetting,
  approveProposal,
  checkRecord,
  decisionBoard,
  getProposal,
  getRecord,
  listProposals,
  recordPage,
  refuseProposal,
  renewDecision,
  withdrawProposal,
} from '#domain/findings/findings.ts'
import {
  ApprovalRule,
  ApprovalSetting,
  DecisionBoard,
  DecisionRecordContent,
  ProposalDetail,
  ProposalRow,
  ProposalState,
} from '#model/approval.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'decisions'
const params = z.object({ proposal: z.uuid() })

export const approvalRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/settings/approvals',
    summary: 'Show which decisions need approval, and who may give it',
    description: 'Where no rule was adopted every decision is in force at once.',
    tag: 'settings',
    permission: 'finding:read',
    response: ApprovalSetting,
    handle: ({ db, actor }) => approvalSetting(db, actor.organisationId),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/settings/approvals',
    summary: 'Adopt a rule of approval',
    description:
      'It holds for what is proposed from now on and for what waits. Refused where somebody else changed it since `seen`; the same again changes nothing.',
    tag: 'settings',
    permission: 'settings:write',
    body: z.object({
      rule: ApprovalRule,
      seen: z.string().nullable().meta({ description: 'Hash of the rule before; null where there was none' }),
      reason: Reason,
    }),
    response: ApprovalSetting,
    handle: ({ db, actor, body }) => adoptApprovalRule(db, actor, body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/decision-proposals',
    summary: 'List decisions as they were proposed',
    description: 'What waits for approval: the longest first; else the newest first.',
    tag,
    permission: 'finding:read',
    query: Paging.extend({ state: ProposalState.optional() }),
    response: Page(ProposalRow),
    handle: ({ db, actor, query }) => listProposals(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/decision-proposals/{proposal}',
    summary: 'Get a proposed decision, what it comes to now, and what has changed since',
    tag,
    permission: 'finding:read',
    params,
    response: ProposalDetail,
    handle: ({ db, actor, params }) => getProposal(db, actor, params.proposal),
  }),
  route({
    method: 'POST',
    path: '/api/v1/decision-proposals/{proposal}/approve',
    summary: 'Approve a decision of somebody else, and sign for it with your password',
    description:
      'Once enough people have approved what it is now it takes effect, where its premises hold at that moment. Nobody approves their own.',
    tag,
    permission: 'finding:approve',
    params,
    body: z.object({
      seen: z.string().max(64).meta({ description: 'Of the proposed decision as it was shown' }),
      password: z.string().max(256),
      note: z.string().trim().max(2000).optional(),
    }),
    response: ProposalDetail,
    async handle({ db, actor, params: { proposal }, body: { seen, password, note } }) {
      await confirmPassword(db, actor, password)
      return await inTransaction(db, async (tx) => {
        const { isTaken, hash, recordHash, decided } = await approveProposal(tx, actor, proposal, { seen, note })
        await recordAudit(tx, actor, {
          action: 'decision.approved',
          subjectKind: 'decision_proposal',
          subjectId: proposal,
          reason: note || null,
          detail: { approved: hash, inForce: isTaken, ...(isTaken && { decided, record: recordHash }) },
        })
        return await getProposal(tx, actor, proposal)
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/decision-proposals/{proposal}/refuse',
    summary: 'Refuse a decision of somebody else, and say why',
    tag,
    permission: 'finding:approve',
    params,
    body: z.object({ reason: Reason }),
    response: ProposalDetail,
    handle: ({ db, actor, params: { proposal }, body: { reason } }) =>
      inTransaction(db, async (tx) => {
        await refuseProposal(tx, actor, proposal, reason)
        await recordAudit(tx, actor, {
          action: 'decision.refused',
          subjectKind: 'decision_proposal',
          subjectId: proposal,
          reason,
        })
        return await getProposal(tx, actor, proposal)
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/decision-proposals/{proposal}/withdraw',
    summary: 'Withdraw a decision that you proposed and that waits',
    tag,
    permission: 'finding:decide',
    params,
    body: z.object({ reason: Reason }),
    response: ProposalDetail,
    handle: ({ db, actor, params: { proposal }, body: { reason } }) =>
      inTransaction(db, async (tx) => {
        await withdrawProposal(tx, actor, proposal, reason)
        await recordAudit(tx, actor, {
          action: 'decision.proposal_withdrawn',
          subjectKind: 'decision_proposal',
          subjectId: proposal,
          reason,
        })
        return await getProposal(tx, actor, proposal)
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/decisions/{decision}/renew',
    summary: 'Propose a decision again with another last day',
    description: 'On the same, from the same premises, which are judged anew; by the rule of approval that holds now.',
    tag,
    permission: 'finding:decide',
    params: z.object({ decision: z.uuid() }),
    body: z.object({ expiresOn: z.iso.date(), reason: Reason.optional() }),
    response: z.object({ proposal: ProposalDetail.nullable() }),
    handle: ({ db, actor, params: { decision }, body }) =>
      inTransaction(db, async (tx) => {
        const { proposalId, waiting, decided, recordHash, isNew } = await renewDecision(tx, actor, decision, body)
        if (isNew)
          await recordAudit(tx, actor, {
            action: 'decision.renewed',
            subjectKind: 'decision',
            subjectId: decision,
            reason: body.reason ?? null,
            detail: {
              expiresOn: body.expiresOn,
              proposal: proposalId,
              ...(waiting ? { waits: true } : { decided, record: recordHash }),
            },
          })
        return { proposal: proposalId === null ? null : await getProposal(tx, actor, proposalId) }
      }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/decisions/board',
    summary: 'Show what of the decisions asks for somebody',
    description: 'What waits for whoever asks, what waits for others, what broke, what is not known, what ends soon.',
    tag,
    permission: 'finding:read',
    response: DecisionBoard,
    handle: ({ db, actor }) => decisionBoard(db, actor),
  }),
  route({
    method: 'GET',
    path: '/api/v1/decision-proposals/{proposal}/record',
    summary: 'Get the record of a decision as it took effect',
    description: '`text` is canonical JSON; its SHA-256 is `hash`, which stands in the audit trail.',
    tag,
    permission: 'finding:read',
    params,
    response: z.object({
      text: z.string(),
      hash: z.string(),
      number: z.number(),
      isInTrail: z.boolean(),
      content: DecisionRecordContent,
    }),
    handle: ({ db, actor, params }) => getRecord(db, actor.organisationId, params.proposal),
  }),
  route({
    method: 'GET',
    path: '/api/v1/decision-proposals/{proposal}/record.json',
    summary: 'The record of a decision as a file',
    description: 'Byte for byte what was hashed: `sha256sum` of it gives its hash.',
    tag,
    permission: 'finding:read',
    params,
    response: file('application/json', 'Canonical JSON'),
    async handle({ db, actor, params }) {
      const { text, number } = await getRecord(db, actor.organisationId, params.proposal)
      return { content: text, fileName: `decision-record-${number}.json` }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/decision-proposals/{proposal}/record.html',
    summary: 'The record of a decision as one page',
    description: 'Prints on A4, and needs nothing beside itself.',
    tag,
    permission: 'finding:read',
    params,
    response: file('text/html', 'A page that needs nothing beside itself'),
    async handle({ db, actor, params }) {
      const record = await getRecord(db, actor.organisationId, params.proposal)
      return { content: recordPage(record), fileName: `decision-record-${record.number}.html` }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/decision-records/check',
    summary: 'Check whether a text is a record of a decision, unchanged',
    description: 'Also whether every record still follows on the one before it. Stores nothing.',
    tag,
    permission: 'finding:read',
    body: z.object({ text: z.string().min(1).max(1_000_000) }),
    bodyLimit: 4 * 1024 * 1024,
    response: z.object({
      hash: z.string(),
      isCanonical: z.boolean().meta({ description: 'False: written otherwise; the hash of the file is another' }),
      record: z.object({ proposalId: z.uuid(), number: z.number(), isInTrail: z.boolean() }).nullable(),
      chain: z.object({
        length: z.number(),
        brokenAt: z.number().nullable().meta({ description: 'The first record that is not what it was; null: none' }),
      }),
    }),
    handle: ({ db, actor, body }) => checkRecord(db, actor.organisationId, body.text),
  }),
]
