import { z } from 'zod'
import { limitedText, Reason } from '#api/fields.ts'
import { empty, file, route, upload } from '#api/route.ts'
import {
  addBill,
  addForm,
  bindForm,
  formsOfDevice,
  getForm,
  getFormFile,
  largestBill,
  listForms,
  recogniseDocument,
  removeForm,
} from '#domain/composition/composition.ts'
import { onBill, onForm } from '#domain/loop.ts'
import { Because } from '#model/finding.ts'
import { Mds2Answer, Mds2Difference, Mds2Edition, Mds2Remark, Mds2Row, Mds2Subject, Mds2Topic } from '#model/mds2.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'composition'
const params = z.object({ form: z.uuid() })
const NamedRow = Mds2Row.meta({ id: 'Mds2Row' })
const Topic = Mds2Topic.meta({ id: 'Mds2Topic' })

const Detail = z.object({
  form: NamedRow,
  subject: Mds2Subject.meta({ description: 'The device, as the form names it' }),
  digest: z.string().meta({ description: 'SHA-256 of the file' }),
  fileName: z.string(),
  topics: z.array(Topic).meta({ description: 'What matters most for security, of what its edition asks' }),
  sections: z.array(
    z.object({ code: z.string(), title: z.string(), answers: z.array(Mds2Answer.meta({ id: 'Mds2Answer' })) }),
  ),
  remarks: z.array(Mds2Remark).meta({ description: 'What could not be taken as it stands, and why' }),
  before: z
    .object({
      id: z.string(),
      edition: Mds2Edition,
      versions: z.string(),
      releasedOn: z.string().nullable(),
      differences: z.array(Mds2Difference.meta({ id: 'Mds2Difference' })),
    })
    .nullable()
    .meta({ description: 'The newest older form of the same model, and what this one says otherwise' }),
})

export const mds2Routes = [
  route({
    method: 'POST',
    path: '/api/v1/documents',
    summary: 'Add a document of a model: an MDS2 form, a bill of materials or a VEX document on bills',
    description:
      'Which it is, is told by its content. MDS2: HN 1-2013 or HN 1-2019 as a workbook (.xlsx) of up to 10 MB, CSV or text of up to 2 MB; bills as `POST /api/v1/sboms` takes them. Manufacturer, model and versions are taken from the document where they are not given. The same file for the same model again changes nothing.',
    tag,
    permission: 'device:write',
    body: upload({
      maxBytes: largestBill,
      fields: z.object({
        manufacturer: z.string().max(200).optional(),
        model: z.string().max(200).optional(),
        versions: z.string().max(500).optional(),
      }),
    }),
    response: z.object({ kind: z.enum(['sbom', 'vex', 'mds2']), id: z.uuid(), isNew: z.boolean() }),
    status: 201,
    async handle({ db, actor, body, services }) {
      const pieces: Uint8Array[] = []
      for await (const piece of body.stream) pieces.push(piece as Uint8Array)
      const document = { name: body.name, content: Buffer.concat(pieces) }
      const found = await recogniseDocument(document, services.readSheets)
      return await inTransaction(db, async (tx) => {
        if (found.kind === 'mds2') {
          const { form, mediaType } = found
          const add = () => addForm(tx, actor, { ...document, mediaType }, form, body.fields, new Date())
          return { kind: 'mds2' as const, ...(await onForm(tx, actor, add)) }
        }
        const added = await onBill(tx, actor, () => addBill(tx, actor, document, body.fields, new Date()))
        return { ...added, kind: added.kind === 'vex' ? ('vex' as const) : ('sbom' as const) }
      })
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/mds2',
    summary: 'List MDS2 forms with the devices that they reach',
    tag,
    permission: 'device:read',
    query: z.object({
      q: z.string().max(200).optional(),
      inForce: z.boolean().optional().describe('false: those that another took the place of'),
      ...Paging.shape,
    }),
    response: Page(NamedRow),
    handle: ({ db, actor, query }) => listForms(db, actor.organisationId, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/mds2/{form}',
    summary: 'One MDS2 form: its answers, what could not be read, and what it says otherwise than the form before',
    tag,
    permission: 'device:read',
    params,
    response: Detail,
    handle: ({ db, actor, params }) => getForm(db, actor.organisationId, params.form),
  }),
  route({
    method: 'GET',
    path: '/api/v1/mds2/{form}/document',
    summary: 'The form as it came',
    tag,
    permission: 'device:read',
    params,
    response: file('application/octet-stream', 'The file: a workbook, or plain text'),
    async handle({ db, actor, params }) {
      const { name, content, isText } = await getFormFile(db, actor.organisationId, params.form)
      return { content, fileName: name, ...(isText && { mediaType: 'text/plain; charset=utf-8' }) }
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v1/mds2/{form}/binding',
    summary: 'Say which model and versions a form is of',
    tag,
    permission: 'device:write',
    params,
    body: z.object({
      manufacturer: limitedText,
      model: limitedText,
      versions: z.string().max(500).describe('One, several with commas, a range; * or nothing is every version'),
      reason: Reason,
    }),
    response: Detail,
    handle: ({ db, actor, params, body: { reason, ...to } }) =>
      inTransaction(db, async (tx) => {
        await onForm(tx, actor, () => bindForm(tx, actor, params.form, to, reason))
        return await getForm(tx, actor.organisationId, params.form)
      }),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/mds2/{form}',
    summary: 'Take a form out of force',
    description: 'A form whose place it had taken comes back. What it said stays on record.',
    tag,
    permission: 'device:write',
    params,
    query: z.object({ reason: Reason }),
    response: empty,
    handle: ({ db, actor, params, query }) =>
      inTransaction(db, (tx) => onForm(tx, actor, () => removeForm(tx, actor, params.form, query.reason))),
  }),
  route({
    method: 'GET',
    path: '/api/v1/devices/{device}/mds2',
    summary: 'MDS2 forms that speak of a device, the one that counts first, with what matters most for security',
    tag,
    permission: 'device:read',
    params: z.object({ device: z.uuid() }),
    response: z.object({
      items: z.array(
        z.object({
          form: NamedRow,
          counts: z.boolean(),
          isSure: z.boolean(),
          because: z.array(Because),
          topics: z.array(Topic),
        }),
      ),
    }),
    handle: async ({ db, actor, params }) => ({ items: await formsOfDevice(db, actor.organisationId, params.device) }),
  }),
]
