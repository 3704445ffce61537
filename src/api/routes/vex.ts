import { z } from 'zod'
import { file, route } from '#api/route.ts'
import { issueVex } from '#domain/findings/findings.ts'
import { csafFileName, writeCsafVex } from '#standards/csaf/write-csaf-vex.ts'
import { writeOpenVex } from '#standards/openvex/write-openvex.ts'

const name = z.string().max(300)

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
      format: z.enum(['csaf', 'openvex']).meta({ description: 'CSAF 2.0 of profile VEX, or OpenVEX 0.2.0' }),
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
      const document = format === 'csaf' ? writeCsafVex(issue) : writeOpenVex(issue)
      const fileName = csafFileName(issue.id)
      return {
        content: `${JSON.stringify(document, null, 2)}\n`,
        fileName: format === 'csaf' ? fileName : fileName.replace(/json$/, 'openvex.json'),
      }
    },
  }),
]
