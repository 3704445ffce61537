import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { empty, file, route } from '#api/route.ts'
import {
  getVexDocument,
  getVexDocumentFile,
  isLeftOpenBy,
  listVexDocuments,
  listVexStatements,
  nothingToChange,
  removeVexDocument,
} from '#domain/composition/composition.ts'
import { knownVulnerabilities } from '#domain/intelligence/intelligence.ts'
import { onBill } from '#domain/loop.ts'
import { SbomRemark, VexDocumentRow, VexDocumentStatement } from '#model/sbom.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'composition'
const params = z.object({ document: z.uuid() })

export const vexDocumentRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/vex-documents',
    summary: 'List the VEX documents that speak of bills of materials, the last to come first',
    tag,
    permission: 'device:read',
    query: Paging.extend({ sbom: z.uuid().optional().meta({ description: 'That speak of this bill' }) }),
    response: Page(VexDocumentRow),
    handle: ({ db, actor, query }) => listVexDocuments(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/vex-documents/{document}',
    summary: 'One VEX document, and the bills that it names',
    tag,
    permission: 'device:read',
    params,
    response: z.object({
      document: VexDocumentRow,
      fileName: z.string(),
      digest: z.string().meta({ description: 'SHA-256 of the file' }),
      remarks: z.array(SbomRemark),
      bills: z.array(
        z.object({
          serialNumber: z.string(),
          revision: z.number(),
          bound: z
            .array(
              z.object({
                id: z.uuid(),
                manufacturer: z.string(),
                model: z.string(),
                versions: z.string(),
                boundBy: z.string(),
              }),
            )
            .meta({ description: 'Which models somebody said that it is of; empty where it is here' }),
          here: z
            .array(
              z.object({
                id: z.uuid(),
                manufacturer: z.string(),
                model: z.string(),
                versions: z.string(),
                isReplaced: z.boolean(),
              }),
            )
            .meta({ description: 'Empty where it waits for the bill' }),
        }),
      ),
    }),
    handle: ({ db, actor, params }) => getVexDocument(db, actor.organisationId, params.document),
  }),
  route({
    method: 'GET',
    path: '/api/v1/vex-documents/{document}/statements',
    summary: 'What a VEX document says, and why what does not hold does not',
    tag,
    permission: 'device:read',
    params,
    query: Paging,
    response: Page(
      VexDocumentStatement.extend({
        isKnown: z.boolean().meta({ description: 'Whether any publisher that is read here names it' }),
      }).meta({ id: 'ReceivedVexStatement' }),
    ),
    async handle({ db, actor, params, query }) {
      const page = await listVexStatements(db, actor.organisationId, params.document, query)
      const known = await knownVulnerabilities(db, [...new Set(page.items.map((one) => one.vulnerabilityId))])
      return {
        ...page,
        items: page.items.map((item) => {
          const isKnown = known.has(item.vulnerabilityId)
          return {
            ...item,
            isKnown,
            notApplied: item.notApplied ?? (isKnown || isLeftOpenBy(item.state) ? null : nothingToChange),
          }
        }),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/vex-documents/{document}/document',
    summary: 'The VEX document as it came',
    tag,
    permission: 'device:read',
    params,
    response: file('text/plain', 'The file, always as plain text'),
    async handle({ db, actor, params }) {
      const { name, content } = await getVexDocumentFile(db, actor.organisationId, params.document)
      return { content, fileName: name, mediaType: 'text/plain; charset=utf-8' }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/vex-documents/{document}',
    summary: 'Take a VEX document out of force',
    description: 'One whose place it had taken comes back. What it said stays on record.',
    tag,
    permission: 'device:write',
    params,
    query: z.object({ reason: Reason }),
    response: empty,
    handle: ({ db, actor, params, query }) =>
      inTransaction(db, (tx) => onBill(tx, actor, () => removeVexDocument(tx, actor, params.document, query.reason))),
  }),
]
