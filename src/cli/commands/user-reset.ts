import { buildCommand } from '@stricli/core'
import { ensureSetUpLink, rescuePerson } from '#domain/access/access.ts'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'

/** Opens the database beside a running server, or alone where none runs. */
export type OpenDb = (flags: { data?: string }) => Promise<{
  readonly db: Db
  /** Where people reach Homeostat, where that is known. */
  readonly publicUrl?: string | null | undefined
  close(): Promise<void>
}>

export const userResetCommand = ({ openDb }: { openDb: OpenDb }) =>
  buildCommand<{ data?: string }, [string?]>({
    docs: {
      brief: 'Unlock a person and print a link for a new password',
      fullDescription:
        'Unlocks and enables the account and prints a one-time link with which the person sets a new password. Without an address it prints a new set-up link while there is no administrator.',
    },
    parameters: {
      flags: {
        data: { kind: 'parsed', parse: String, optional: true, brief: 'Folder of the data; ./.homeostat unless told' },
      },
      positional: {
        kind: 'tuple',
        parameters: [{ parse: String, optional: true, placeholder: 'email', brief: "The person's e-mail address" }],
      },
    },
    async func(flags, email) {
      const { db, publicUrl, close } = await openDb(flags)
      try {
        const say = (line: string) => this.process.stdout.write(`${line}\n`)
        const at = (link: string) => (publicUrl ? new URL(link, publicUrl).href : link)
        if (email) {
          const { person, link } = await rescuePerson(db, email)
          say(`${person.name} (${person.role}) is unlocked and sets a new password with this link, once, within a day:`)
          say(`  ${at(link)}`)
        } else {
          const link = await ensureSetUpLink(db)
          if (!link)
            throw new AppError('bad_request', 'Name the person whose account it is: homeostat user reset EMAIL')
          say('Make the first administrator, once, with this link:')
          say(`  ${at(link)}`)
        }
        if (!publicUrl) say('Put the address under which Homeostat is reached in front of it.')
      } finally {
        await close()
      }
    },
  })
