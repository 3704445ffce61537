import { z } from 'zod'
import type { Feed } from '#feeds/feed.ts'
import { SealedSecret } from '#model/source.ts'
import { AppError } from '#platform/errors.ts'
import { openSecrets } from '#platform/secrets/secrets.ts'

// Secrets among a feed's settings (`feedSecret` in its contract). In the database they are sealed, each for the origin that
// it was given for: a key never goes to another host, whoever changes the address.

type Settings = Readonly<Record<string, unknown>>

/** As a person sends them: `{ isSet: true }`, which is all that they were shown, becomes the secret that is kept. */
export function withKeptSecrets(
  feed: Feed,
  sent: Settings,
  before: Settings,
  dataDir: string,
): Record<string, unknown> {
  const settings = { ...sent }
  for (const name of secretNames(feed)) {
    const value = settings[name]
    if (value === '' || value === null) delete settings[name]
    if (!Kept.safeParse(value).success) continue
    delete settings[name]
    const kept = SealedSecret.safeParse(before[name])
    if (!kept.success) continue
    if (originOf(feed, sent) !== originOf(feed, before))
      throw new AppError(
        'bad_request',
        `"${titleOf(feed, name)}" was given for ${originOf(feed, before) || 'a folder'} and is not sent to another place. Enter it again, or take it out.`,
      )
    settings[name] = openSecrets(dataDir).open(kept.data.sealed, purposeOf(feed, before))
  }
  return settings
}

export function sealSettings(feed: Feed, open: Settings, dataDir: string): Record<string, unknown> {
  const settings = { ...open }
  for (const name of secretNames(feed)) {
    const value = settings[name]
    if (typeof value === 'string')
      settings[name] = { sealed: openSecrets(dataDir).seal(value.trim(), purposeOf(feed, open)) }
  }
  return settings
}

export function openSettings(feed: Feed, sealed: Settings, dataDir: string): Record<string, unknown> {
  const settings = { ...sealed }
  for (const name of secretNames(feed)) {
    const value = SealedSecret.safeParse(settings[name])
    if (value.success) settings[name] = openSecrets(dataDir).open(value.data.sealed, purposeOf(feed, sealed))
  }
  return settings
}

/** The secrets of open settings, for whoever must keep them out of logs. */
export const secretsIn = (feed: Feed, open: Settings): string[] =>
  secretNames(feed).flatMap((name) => (typeof open[name] === 'string' ? [open[name]] : []))

const Kept = z.object({ isSet: z.literal(true) })

const propertiesOf = (feed: Feed) =>
  Object.entries(z.toJSONSchema(feed.config, { io: 'input', unrepresentable: 'any' }).properties ?? {})

export const secretNames = (feed: Feed): string[] =>
  propertiesOf(feed).flatMap(([name, property]) =>
    typeof property === 'object' && property.writeOnly === true ? [name] : [],
  )

function titleOf(feed: Feed, name: string): string {
  const property = propertiesOf(feed).find(([one]) => one === name)?.[1]
  return (typeof property === 'object' && property.title) || name
}

/** Empty for a folder. */
function originOf(feed: Feed, { location }: Settings): string {
  const property = propertiesOf(feed).find(([name]) => name === 'location')?.[1]
  const text = String(location ?? (typeof property === 'object' && property.default) ?? '').trim()
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).origin : ''
}

const purposeOf = (feed: Feed, settings: Settings) =>
  `the source "${feed.id}" at ${originOf(feed, settings) || 'a folder'}`
