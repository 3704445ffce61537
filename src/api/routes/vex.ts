import { z } from 'zod'
import { file, route } from '#api/route.ts'
import { recordAudit } from '#domain/access/access.ts'
import { getVexIssue, issueVex, listVexIssues } from '#domain/findings/findings.ts'
import { type VexIssue, VexIssueRow } from '#model/vex.ts'
import { inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { Page, Paging } from '#platform/paging.ts'
import { csafFileName, writeCsafVex } from '#standards/csaf/write-csaf-vex.ts'
import { writeOpenVex } from '#standards/openvex/write-openvex.ts'

const name = z.string().max(300)
const Format = z.enum(['csaf', 'openvex']).meta({ description: 'CSAF 2.0 of profile VEX, or OpenVEX 0.2.0' })

export const vexRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/vex',
    summary: 'Hand out the hospital’s verdicts as VEX',
    description:
      'Of one vulnerability, of one model, or both. Products are manufacturer, model and versions, without a site; a verdict on which devices of a product differ is left out, unless `devices` asks for them by serial number and asset tag. The version rises only when the verdicts change. That it was handed out is kept in the audit trail.',
    tag: 'findings',
    permission: 'finding:publish',
    query: z.object({
      format: Format,
      vulnerability: z.string().max(200).optional(),
      manufacturer: name.optional().meta({ description: 'Empty for devices without one' }),
      model: name.optional(),
      devices: z.stringbool().optional().meta({ description: 'Name devices where those of a product differ' }),
    }),
    response: file('application/json', 'The document'),
    async handle({ db, actor, query: { format, vulnerability, devices, ...product } }) {
      const issue = await issueVex(
        db,
        actor,
        { ...product, vulnerabilityId: vulnerability, withDevices: devices },
        format,
      )
      return written(issue, format)
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/vex/issues',
    summary: 'List the VEX documents that were handed out, newest first',
    description: 'Each version of a document; a later one takes the place of the one before.',
    tag: 'findings',
    permission: 'finding:publish',
    query: Paging,
    response: Page(VexIssueRow),
    handle: ({ db, actor, query }) => listVexIssues(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/vex/issues/{document}/{version}',
    summary: 'Get one version of a VEX document as it was handed out',
    tag: 'findings',
    permission: 'finding:publish',
    params: z.object({ document: z.string().max(100), version: z.string().regex(/^[1-9]\d{0,6}$/, 'A number') }),
    query: z.object({ format: Format }),
    response: file('application/json', 'The document'),
    handle: ({ db, actor, params: { document, version }, query: { format } }) =>
      inTransaction(db, async (tx) => {
        const issue = await getVexIssue(tx, actor.organisationId, document, Number(version))
        if (format === 'openvex' && !issue.hasIri)
          throw new AppError('conflict', 'This version is from before its address was kept. Take it as CSAF.')
        await recordAudit(tx, actor, {
          action: 'vex.taken_again',
          subjectKind: 'vex',
          subjectId: document,
          detail: { version: Number(version), format },
        })
        return written(issue, format)
      }),
  }),
]

function written(issue: VexIssue, format: z.infer<typeof Format>) {
  const document = format === 'csaf' ? writeCsafVex(issue) : writeOpenVex(issue)
  const fileName = csafFileName(issue.id)
  return {
    content: `${JSON.stringify(document, null, 2)}\n`,
    fileName: format === 'csaf' ? fileName : fileName.replace(/json$/, 'openvex.json'),
  }
}
