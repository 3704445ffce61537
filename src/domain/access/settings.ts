import { z } from 'zod'
import type { Actor } from '#model/access.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { type Mailer, smtpMailer } from '#platform/mail/mail.ts'
import type { Secrets } from '#platform/secrets/secrets.ts'
import { recordAudit } from './audit.ts'
import { theOrganisation } from './organisation.ts'
import * as store from './organisation-store.ts'

/** As it lies in `organisation.settings`, beside what other parts keep there. */
const Stored = z.object({
  mail: z
    .object({
      host: z.string(),
      port: z.int(),
      from: z.string(),
      secure: z.boolean(),
      user: z.string().nullable(),
      sealedPassword: z.string().nullable(),
    })
    .nullable()
    .default(null),
  publicUrl: z.string().nullable().default(null),
  currency: z.string().default('USD'),
})

export interface MailSettings {
  readonly host: string
  readonly port: number
  readonly from: string
  readonly secure: boolean
  readonly user: string | null
  readonly hasPassword: boolean
}

export interface Settings {
  readonly organisationName: string
  readonly timeZone: string
  readonly mail: MailSettings | null
  /** Where people reach Homeostat: the beginning of links in mails. */
  readonly publicUrl: string | null
  /** ISO 4217. */
  readonly currency: string
}

export type SettingsChange = Omit<Settings, 'mail'> & {
  /** Without `password` the stored one stays; null forgets it. */
  readonly mail: (Omit<MailSettings, 'hasPassword'> & { readonly password?: string | null }) | null
}

const purpose = 'the mail server'

export async function getSettings(db: Db): Promise<Settings> {
  const { name, timeZone, settings } = await theOrganisation(db)
  const { mail, publicUrl, currency } = Stored.parse(settings)
  return { organisationName: name, timeZone, mail: mail && shown(mail), publicUrl, currency }
}

function shown({ sealedPassword, ...mail }: NonNullable<z.infer<typeof Stored>['mail']>): MailSettings {
  return { ...mail, hasPassword: sealedPassword !== null }
}

export async function saveSettings(db: Db, secrets: Secrets, actor: Actor, change: SettingsChange): Promise<Settings> {
  return await inTransaction(db, async (tx) => {
    await store.lock(tx)
    const before = await getSettings(tx)
    const { mail: old } = Stored.parse((await theOrganisation(tx)).settings)
    await store.update(tx, actor.organisationId, {
      name: change.organisationName.trim(),
      timeZone: change.timeZone,
      settings: {
        mail: change.mail && sealed(change.mail, old?.host === change.mail.host ? old.sealedPassword : null, secrets),
        publicUrl: change.publicUrl,
        currency: change.currency,
      },
    })
    const after = await getSettings(tx)
    await recordAudit(tx, actor, {
      action: 'settings.changed',
      subjectKind: 'organisation',
      subjectId: actor.organisationId,
      detail: { before, after },
    })
    return after
  })
}

/** The old password goes to the old host only: another host named in the settings must not learn it. */
function sealed(
  { host, port, from, secure, user, password }: NonNullable<SettingsChange['mail']>,
  old: string | null,
  secrets: Secrets,
) {
  const sealedPassword = password === undefined ? old : password === null ? null : secrets.seal(password, purpose)
  return { host, port, from, secure, user, sealedPassword }
}

/** The hospital's mail server, where one is set up. */
export async function findMailer(
  db: Db,
  secrets: Secrets,
): Promise<{ mailer: Mailer; publicUrl: string | null } | null> {
  const { mail, publicUrl } = Stored.parse((await theOrganisation(db)).settings)
  if (!mail) return null
  const { sealedPassword, ...smtp } = mail
  const password = sealedPassword === null ? null : secrets.open(sealedPassword, purpose)
  return { mailer: smtpMailer({ ...smtp, password }), publicUrl }
}

/** Sends one mail to whoever asks: the settings work when it arrives. */
export async function checkMail(db: Db, secrets: Secrets, actor: Actor, to: string): Promise<void> {
  const found = await findMailer(db, secrets)
  if (!found) throw new AppError('conflict', 'No mail server is set up. Save its settings first.')
  await found.mailer.send({
    to,
    subject: 'Homeostat can send mail',
    text: 'This mail was sent to try the settings. Nothing is to be done.\n',
  })
  await recordAudit(db, actor, {
    action: 'settings.mail_checked',
    subjectKind: 'organisation',
    subjectId: actor.organisationId,
    detail: { to },
  })
}
