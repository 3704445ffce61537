import { z } from 'zod'
import { limitedText, TimeZone } from '#api/fields.ts'
import { empty, route } from '#api/route.ts'
import { checkMail, getSettings, saveSettings } from '#domain/access/access.ts'

const Mail = z.object({
  host: z.string().trim().min(1, 'Needed').max(300),
  port: z.int().min(1).max(65535),
  from: z
    .string()
    .max(320)
    .regex(/^([^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/, 'Give an address, or Name <address>'),
  secure: z.boolean(),
  user: z.string().min(1).max(300).nullable(),
})

const others = {
  organisationName: limitedText,
  timeZone: TimeZone,
  publicUrl: z
    .url({ protocol: /^https?$/, error: 'Give the address that people open, such as https://homeostat.hospital.org' })
    .nullable(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'Give the three letters of ISO 4217, such as USD'),
}

const Settings = z
  .object({ ...others, timeZone: z.string(), mail: Mail.extend({ hasPassword: z.boolean() }).nullable() })
  .meta({ id: 'Settings' })

const SettingsChange = z.object({
  ...others,
  mail: Mail.extend({
    password: z
      .string()
      .min(1)
      .max(1000)
      .nullable()
      .optional()
      .meta({ description: 'Absent keeps the stored one for the same host; null forgets it' }),
  }).nullable(),
})

const tag = 'settings'
const permission = 'settings:write'

export const settingsRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/settings',
    summary: 'Show the organisation’s settings',
    tag,
    permission,
    response: Settings,
    handle: ({ db }) => getSettings(db),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/settings',
    summary: 'Save the organisation’s settings',
    tag,
    permission,
    body: SettingsChange,
    response: Settings,
    handle: ({ db, actor, body, services }) => saveSettings(db, services.secrets, actor, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/settings/mail/check',
    summary: 'Send a mail to oneself to try the saved mail settings',
    tag,
    permission,
    rateLimit: 10,
    response: empty,
    handle: ({ db, actor, session, services }) => checkMail(db, services.secrets, actor, session.person.email),
  }),
]
