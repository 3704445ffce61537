import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { route } from '#api/route.ts'
import { adoptRubric, getRubric, previewRubric, saveRubric, withdrawRubric } from '#domain/findings/findings.ts'
import { onRubricVector } from '#domain/loop.ts'
import { RubricAnswers, RubricOnModel, RubricPreview } from '#model/rubric.ts'
import { inTransaction } from '#platform/db/database.ts'

const tag = 'findings'
const params = z.object({ vulnerability: z.string().max(200) })
/** An empty text stands for devices without one. */
const Model = z.object({ manufacturer: z.string().max(300), model: z.string().max(300) })

const subjectOf = (vulnerabilityId: string, { manufacturer, model }: z.infer<typeof Model>) => ({
  vulnerabilityId,
  manufacturer,
  model,
})

export const rubricRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/vulnerabilities/{vulnerability}/rubric',
    summary: 'Show MITRE’s rubric for a vulnerability on a model, and what was answered',
    description:
      'Rubric for Applying CVSS to Medical Devices (FDA MDDT 2020): its codes and branches, the questions in our own words. All devices of the model share the answers.',
    tag,
    permission: 'finding:read',
    params,
    query: Model,
    response: RubricOnModel,
    handle: ({ db, actor, params: { vulnerability }, query }) =>
      getRubric(db, actor.organisationId, subjectOf(vulnerability, query)),
  }),
  route({
    method: 'POST',
    path: '/api/v1/vulnerabilities/{vulnerability}/rubric/preview',
    summary: 'Show which vector follows from answers, and what adopting it would do',
    description: 'Says what is asked next, what is unanswered, and what contradicts. Nothing is written.',
    tag,
    permission: 'finding:decide',
    params,
    body: Model.extend({ answers: RubricAnswers }),
    response: RubricPreview,
    handle: ({ db, actor, params: { vulnerability }, body: { answers, ...model } }) =>
      previewRubric(db, actor, subjectOf(vulnerability, model), answers),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/vulnerabilities/{vulnerability}/rubric',
    summary: 'Keep answers to MITRE’s rubric',
    description:
      'As a new version, whole or half done; nothing is ranked by it before it is adopted. Refused where somebody else answered since `seen`.',
    tag,
    permission: 'finding:decide',
    params,
    body: Model.extend({
      answers: RubricAnswers,
      note: z.string().trim().max(2000).default(''),
      seen: z.int().min(0).meta({ description: 'The version that was there before; 0 where there was none' }),
    }),
    response: RubricOnModel,
    handle: ({ db, actor, params: { vulnerability }, body: { answers, note, seen, ...model } }) =>
      inTransaction(db, (tx) => saveRubric(tx, actor, subjectOf(vulnerability, model), { answers, note, seen })),
  }),
  route({
    method: 'POST',
    path: '/api/v1/vulnerabilities/{vulnerability}/rubric/adopt',
    summary: 'Let the vector of the rubric count for a model',
    description:
      'Before the advisory’s and the CNA’s, for all devices of the model. Where it is lower than what is published, or a finding scores lower by it, `lowersBy` has to say by how much, as the preview does; and where the approval rule asks for approvers on findings of their risk, only an approver who did not answer may adopt it. It counts as long as nothing worse is published than what it was compared with.',
    tag,
    permission: 'finding:decide',
    params,
    body: Model.extend({
      version: z.int().min(1),
      reason: Reason,
      lowersBy: z.number().min(0).max(10).optional(),
    }),
    response: RubricOnModel,
    handle: ({ db, actor, params: { vulnerability }, body: { version, reason, lowersBy, ...model } }) => {
      const subject = subjectOf(vulnerability, model)
      return inTransaction(db, async (tx) => {
        await onRubricVector(tx, actor, () => adoptRubric(tx, actor, subject, { version, reason, lowersBy }))
        return await getRubric(tx, actor.organisationId, subject)
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/vulnerabilities/{vulnerability}/rubric/withdraw',
    summary: 'Let what is published count again for a model',
    description: 'The answers are kept.',
    tag,
    permission: 'finding:decide',
    params,
    body: Model.extend({ reason: Reason }),
    response: RubricOnModel,
    handle: ({ db, actor, params: { vulnerability }, body: { reason, ...model } }) => {
      const subject = subjectOf(vulnerability, model)
      return inTransaction(db, async (tx) => {
        await onRubricVector(tx, actor, () => withdrawRubric(tx, actor, subject, reason))
        return await getRubric(tx, actor.organisationId, subject)
      })
    },
  }),
]
