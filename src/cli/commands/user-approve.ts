import { buildCommand } from '@stricli/core'
import { letApprove } from '#domain/access/access.ts'
import type { OpenDb } from './user-reset.ts'

export const userApproveCommand = ({ openDb }: { openDb: OpenDb }) =>
  buildCommand<{ data?: string; off: boolean }, [string]>({
    docs: {
      brief: 'Let a person approve decisions of others',
      fullDescription:
        'Gives a person by name what no role brings: to approve or refuse what others decide. With --off it is taken away. It stands in the audit trail.',
    },
    parameters: {
      flags: {
        data: { kind: 'parsed', parse: String, optional: true, brief: 'Folder of the data; ./.homeostat unless told' },
        off: { kind: 'boolean', default: false, brief: 'Take it away' },
      },
      positional: {
        kind: 'tuple',
        parameters: [{ parse: String, placeholder: 'email', brief: "The person's e-mail address" }],
      },
    },
    async func({ data, off }, email) {
      const { db, close } = await openDb(data === undefined ? {} : { data })
      try {
        const { name, role } = await letApprove(db, email, !off)
        this.process.stdout.write(`${name} (${role}) may ${off ? 'no longer ' : ''}approve decisions of others.\n`)
      } finally {
        await close()
      }
    },
  })
