import { z } from 'zod'
import { SealedSecret } from '#model/source.ts'
import { AppError } from '#platform/errors.ts'
import { maskerOf } from '#platform/http/masking.ts'
import { originOf as originOfAddress } from '#platform/http/origin.ts'
import { directoryAddressOf } from '#platform/ldap/address.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'

// Secrets among the settings of a feed or a connector (`feedSecret`, `systemSecret` in their contracts). In the database they are sealed, each for the origin that
// it was given for: a key never goes to another host, whoever changes the address.

/** A member of a catalogue with a form of settings. */
interface Member {
  readonly id: string
  readonly config: z.ZodType
}

type Settings = Readonly<Record<string, unknown>>

/** As a person sends them: `{ isSet: true }`, which is all that they were shown, becomes the secret that is kept. */
export function withKeptSecrets(
  member: Member,
  sent: Settings,
  before: Settings,
  dataDir: string,
): Record<string, unknown> {
  const settings = { ...sent }
  for (const name of secretNames(member)) {
    const value = settings[name]
    if (value === '' || value === null) delete settings[name]
    if (!Kept.safeParse(value).success) continue
    delete settings[name]
    const kept = SealedSecret.safeParse(before[name])
    if (!kept.success) continue
    if (originOf(member, sent) !== originOf(member, before))
      throw new AppError(
        'bad_request',
        `"${titleOf(member, name)}" was given for ${originOf(member, before) || 'a folder'} and is not sent to another place. Enter it again, or take it out.`,
      )
    settings[name] = openSecrets(dataDir).open(kept.data.sealed, purposeOf(member, before))
  }
  return settings
}

export function sealSettings(member: Member, open: Settings, dataDir: string): Record<string, unknown> {
  const settings = { ...open }
  for (const name of secretNames(member)) {
    const value = settings[name]
    if (typeof value === 'string')
      settings[name] = { sealed: openSecrets(dataDir).seal(value.trim(), purposeOf(member, open)) }
  }
  return settings
}

export function openSettings(member: Member, sealed: Settings, dataDir: string): Record<string, unknown> {
  const settings = { ...sealed }
  for (const name of secretNames(member)) {
    const value = SealedSecret.safeParse(settings[name])
    if (value.success) settings[name] = openSecrets(dataDir).open(value.data.sealed, purposeOf(member, sealed))
  }
  return settings
}

/** The secrets of open settings, for whoever must keep them out of logs. */
export const secretsIn = (member: Member, open: Settings): string[] =>
  secretNames(member).flatMap((name) => (typeof open[name] === 'string' ? [open[name]] : []))

/** Does something with open settings; an error that repeats a secret, as the words of a system may, goes on without it. */
export async function hidingSecrets<T>(member: Member, open: Settings, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const said = maskerOf(secretsIn(member, open))(error.message)
    if (said === error.message) throw error
    throw new AppError(error.code, said, error.details ? { details: error.details } : {})
  }
}

const Kept = z.object({ isSet: z.literal(true) })

const propertiesOf = (member: Member) =>
  Object.entries(z.toJSONSchema(member.config, { io: 'input', unrepresentable: 'any' }).properties ?? {})

export const secretNames = (member: Member): string[] =>
  propertiesOf(member).flatMap(([name, property]) =>
    typeof property === 'object' && property.writeOnly === true ? [name] : [],
  )

function titleOf(member: Member, name: string): string {
  const property = propertiesOf(member).find(([one]) => one === name)?.[1]
  return (typeof property === 'object' && property.title) || name
}

/** Empty for a folder. */
function originOf(member: Member, { location }: Settings): string {
  const property = propertiesOf(member).find(([name]) => name === 'location')?.[1]
  const text = String(location ?? (typeof property === 'object' && property.default) ?? '').trim()
  return originOfAddress(text) ?? directoryAddressOf(text)?.origin ?? ''
}

const purposeOf = (member: Member, settings: Settings) =>
  `the source "${member.id}" at ${originOf(member, settings) || 'a folder'}`
