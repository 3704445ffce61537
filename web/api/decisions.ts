import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type Input } from './client.ts'
import type { DecisionRow, Premise, Sent } from './contract.ts'
import { byKey } from './paging.ts'

export const decisionsQuery = (query: NonNullable<Input<'GET /decisions'>['query']>) =>
  infiniteQueryOptions({ queryKey: ['decisions', query], ...byKey('GET /decisions', { query }) })

export const decisionCountsQuery = queryOptions({
  queryKey: ['decisions', 'counts'],
  queryFn: ({ signal }) => call('GET /decisions/counts', {}, signal),
})

export const decisionQuery = (decision: string) =>
  queryOptions({
    queryKey: ['decision', decision],
    queryFn: ({ signal }) => call('GET /decisions/{decision}', { params: { decision } }, signal),
  })

export const decisionFindingsQuery = (
  decision: string,
  query: NonNullable<Input<'GET /decisions/{decision}/findings'>['query']>,
) =>
  infiniteQueryOptions({
    queryKey: ['decision', decision, 'findings', query],
    ...byKey('GET /decisions/{decision}/findings', { params: { decision }, query }),
  })

export const withdrawDecision = (decision: string, reason: string) =>
  call('POST /decisions/{decision}/withdraw', { params: { decision }, body: { reason } })

/** What a decision would come to. The counts of before stay until the next ones are there. */
export const decisionPreviewQuery = (body: Sent<'POST /findings/decide/preview'>, isWanted: boolean) =>
  queryOptions({
    queryKey: ['decision preview', body],
    queryFn: ({ signal }) => call('POST /findings/decide/preview', { body }, signal),
    enabled: isWanted,
    // What others decided meanwhile is told when the dialog is opened again.
    staleTime: 0,
    placeholderData: (before) => before,
  })

export const premiseKey = (premise: Premise) =>
  'attribute' in premise
    ? `${premise.kind} ${premise.attribute}`
    : 'advisoryId' in premise
      ? `${premise.kind} ${premise.advisoryId}`
      : 'option' in premise
        ? `${premise.kind} ${premise.option}`
        : 'controlId' in premise
          ? `${premise.kind} ${premise.controlId}`
          : premise.kind

/** What it was taken on, in a line. */
export const decidedOn = ({ manufacturer, model, vulnerabilityIds, isEverywhere }: DecisionRow): string => {
  const what =
    vulnerabilityIds.length === 1
      ? vulnerabilityIds[0]!
      : `${vulnerabilityIds.length.toLocaleString('en')} vulnerabilities`
  if (isEverywhere) return `${what} on every model`
  const product = [manufacturer, model].filter(Boolean).join(' ')
  return product ? `${what} on ${product}` : what
}

export const boardQuery = queryOptions({
  queryKey: ['decisions', 'board'],
  queryFn: ({ signal }) => call('GET /decisions/board', {}, signal),
})

export const proposalQuery = (proposal: string) =>
  queryOptions({
    queryKey: ['decision proposal', proposal],
    queryFn: ({ signal }) => call('GET /decision-proposals/{proposal}', { params: { proposal } }, signal),
  })

export const recordQuery = (proposal: string) =>
  queryOptions({
    queryKey: ['decision record', proposal],
    queryFn: ({ signal }) => call('GET /decision-proposals/{proposal}/record', { params: { proposal } }, signal),
  })

export const approveProposal = (proposal: string, body: Sent<'POST /decision-proposals/{proposal}/approve'>) =>
  call('POST /decision-proposals/{proposal}/approve', { params: { proposal }, body })

export const refuseProposal = (proposal: string, reason: string) =>
  call('POST /decision-proposals/{proposal}/refuse', { params: { proposal }, body: { reason } })

export const withdrawProposal = (proposal: string, reason: string) =>
  call('POST /decision-proposals/{proposal}/withdraw', { params: { proposal }, body: { reason } })

export const renewDecision = (decision: string, body: Sent<'POST /decisions/{decision}/renew'>) =>
  call('POST /decisions/{decision}/renew', { params: { decision }, body })

export const checkRecord = (text: string) => call('POST /decision-records/check', { body: { text } })

export const approvalsQuery = queryOptions({
  queryKey: ['approvals'],
  queryFn: ({ signal }) => call('GET /settings/approvals', {}, signal),
})

export const adoptApprovals = (body: Sent<'PUT /settings/approvals'>) => call('PUT /settings/approvals', { body })
