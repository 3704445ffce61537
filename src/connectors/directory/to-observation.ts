import { type DateOrder, momentOf, readDate } from '#connectors/table/date-value.ts'
import { patientValue } from '#connectors/table/patient-data.ts'
import { readValue } from '#connectors/table/read-value.ts'
import type { DeviceAttribute, DeviceClaims } from '#model/device.ts'
import type { Observation, Skipped } from '#model/observation.ts'
import { all, type DirectoryEntry, first } from './directory-entry.ts'

export interface Clock {
  readonly timeZone: string
  readonly dateOrder: DateOrder | null
  readonly now: Date
}

export type Told =
  | { readonly observation: Observation }
  | { readonly skipped: Skipped }
  | { readonly other: 'not_a_computer' }

/** An attribute that this hospital uses for something of its own. */
export interface OwnAttribute {
  readonly meaning: DeviceAttribute
  /** Its name in the directory. */
  readonly path: string
}

/** What an entry says of a computer; people, groups and accounts without a machine are none. */
export function toObservation(entry: DirectoryEntry, clock: Clock, own: readonly OwnAttribute[] = []): Told {
  const classes = all(entry, 'objectclass').map((one) => one.toLowerCase())
  const account = first(entry, 'samaccountname')
  const isComputer = classes.length > 0 ? classes.includes('computer') : account === undefined || account.endsWith('$')
  // A managed service account is a computer to the schema, a cluster's name is one to the directory, and neither is a thing.
  const isAccount = classes.some((one) => /^ms-?ds-?.*serviceaccount$/.test(one))
  const isCluster = all(entry, 'serviceprincipalname').some((one) => /^msclustervirtualserver\//i.test(one))
  if (!isComputer || isAccount || isCluster || /^true$/i.test(first(entry, 'isdeleted') ?? ''))
    return { other: 'not_a_computer' }

  const hostname =
    first(entry, 'dnshostname') ?? account?.replace(/\$$/, '') ?? first(entry, 'name') ?? first(entry, 'cn')
  const seenAt = lastLogon(entry, clock)
  const addresses = [first(entry, 'ipv4address'), first(entry, 'ipv6address')].filter(Boolean).join(' ')
  const claims = claimed({
    hostname,
    operatingSystem: systemOf(entry),
    description: first(entry, 'description'),
    serialNumber: first(entry, 'serialnumber'),
    ipAddresses: addresses,
    owner: nameIn(first(entry, 'managedby')),
    ...Object.fromEntries(
      own.flatMap(({ meaning, path }) => (first(entry, path) ? [[meaning, first(entry, path)]] : [])),
    ),
  })
  const raw = rawOf(entry, own)
  const sourceKey = keyOf(entry, account, claims.hostname)
  if (!sourceKey)
    return {
      skipped: {
        position: entry.position,
        code: 'no_identity',
        reason:
          'Nothing in the entry tells which computer it is. Export objectGUID, sAMAccountName or dNSHostName with it.',
        raw,
      },
    }
  return {
    observation: {
      sourceKey,
      observedAt: seenAt ?? clock.now.toISOString(),
      claims: { ...claims, ...(seenAt && { lastSeenAt: seenAt }) },
      raw,
    },
  }
}

/** The GUID stays when a computer is renamed or moved. */
function keyOf(
  entry: DirectoryEntry,
  account: string | undefined,
  hostname: string | null | undefined,
): string | undefined {
  const guid = first(entry, 'objectguid')?.toLowerCase().replace(/[{}]/g, '')
  if (guid && /^[0-9a-f-]{36}$/.test(guid)) return `guid:${guid}`
  const domain = [...(first(entry, 'dn') ?? '').matchAll(/(?:^|,)\s*DC=([^,]+)/gi)].map((match) => match[1]).join('.')
  if (account) return `account:${account.replace(/\$$/, '').toLowerCase()}@${domain.toLowerCase()}`
  return hostname ? `host:${hostname.toLowerCase()}` : undefined
}

/** `Windows 10 Enterprise` and `10.0 (19045)` as `Windows 10 Enterprise 10.0.19045`, with a service pack between. */
function systemOf(entry: DirectoryEntry): string | undefined {
  const name = first(entry, 'operatingsystem')
  const version = first(entry, 'operatingsystemversion') ?? ''
  if (!name) return undefined
  const build = /^(\d+\.\d+)\s*\((\d{3,6}(?:\.\d+)?)\)$/.exec(version)
  const told = build ? `${build[1]}.${build[2]}` : version
  return [name, first(entry, 'operatingsystemservicepack') ?? '', name.includes(told) ? '' : told]
    .filter(Boolean)
    .join(' ')
    .replace(/[®™]/g, '')
}

/**
 * When the computer last proved itself to the directory. `lastLogonTimestamp` is copied between controllers and up to 14 days
 * behind (ms-DS-Logon-Time-Sync-Interval); `lastLogon` is what one controller saw. The later counts.
 */
function lastLogon(entry: DirectoryEntry, clock: Clock): string | undefined {
  const moments = ['lastlogon', 'lastlogontimestamp', 'lastlogondate'].flatMap(
    (name) => momentIn(first(entry, name), clock) ?? [],
  )
  const latest = moments.sort().at(-1)
  // A clock that is ahead tells nothing.
  return latest && Date.parse(latest) > clock.now.getTime() + 86_400_000 ? undefined : latest
}

function momentIn(text: string | undefined, { timeZone, dateOrder }: Clock): string | undefined {
  if (!text) return undefined
  // A FILETIME: tenths of microseconds since 1601; 0 and the greatest stand for never.
  if (/^\d{1,19}$/.test(text)) {
    const moment = Number(BigInt(text) / 10_000n) - 11_644_473_600_000
    return moment > 0 && moment < 7_258_118_400_000 ? new Date(moment).toISOString().replace(/\.\d+/, '') : undefined
  }
  const read = readDate(text, dateOrder)
  if (read?.kind !== 'date') return undefined
  if (read.offset)
    return new Date(`${read.on}T${read.time ?? '00:00:00'}${read.offset}`).toISOString().replace('.000', '')
  return momentOf(read.on, read.time ?? '00:00:00', timeZone)
}

/** Dates of which two days are possible, for people to settle. */
export const writtenDates = (entry: DirectoryEntry): readonly string[] => {
  const text = first(entry, 'lastlogondate')
  return text && readDate(text, null)?.kind === 'ambiguous' ? [text] : []
}

/** `CN=Clinical Engineering,OU=Groups,DC=hosp,DC=example` is called by its first part. */
const nameIn = (dn: string | undefined) =>
  /^(?:CN|OU)=((?:\\.|[^,\\])+)/i
    .exec(dn ?? '')?.[1]
    ?.replace(/\\(.)/g, '$1')
    .trim()

function claimed(values: Readonly<Partial<Record<DeviceAttribute, string | undefined>>>): DeviceClaims {
  const claims: Record<string, unknown> = {}
  for (const [attribute, text] of Object.entries(values)) {
    if (!text || patientValue(text, attribute === 'serialNumber')) continue
    const reading = readValue(attribute as DeviceAttribute, text, {
      header: attribute,
      dateOrder: null,
      timeZone: 'UTC',
    })
    if (reading && 'value' in reading) claims[attribute] = reading.value
  }
  return claims as DeviceClaims
}

/** Nothing of passwords, keys and people: what is not named here stays in the file. */
const kept = [
  'dn',
  'objectGUID',
  'sAMAccountName',
  'dNSHostName',
  'name',
  'description',
  'location',
  'operatingSystem',
  'operatingSystemVersion',
  'operatingSystemServicePack',
  'serialNumber',
  'IPv4Address',
  'IPv6Address',
  'networkAddress',
  'managedBy',
  'userAccountControl',
  'Enabled',
  'whenCreated',
  'lastLogon',
  'lastLogonTimestamp',
  'LastLogonDate',
]

function rawOf(entry: DirectoryEntry, own: readonly OwnAttribute[]): Record<string, string> {
  const names = [...kept, ...own.map(({ path }) => path).filter((path) => !kept.includes(path))]
  const enabled = first(entry, 'enabled') === undefined ? enabledIn(first(entry, 'useraccountcontrol')) : undefined
  return {
    ...Object.fromEntries(
      names.flatMap((name) => {
        const text = all(entry, name).filter(Boolean).join('; ')
        return text && !patientValue(text, true) ? [[name, text.slice(0, 4000)]] : []
      }),
    ),
    ...(enabled && { Enabled: enabled }),
  }
}

/** ADS_UF_ACCOUNTDISABLE (MS-ADTS, 2.2.16), in the words of Get-ADComputer. */
const enabledIn = (control: string | undefined) =>
  control && /^\d{1,10}$/.test(control) ? ((Number(control) & 2) === 0 ? 'True' : 'False') : undefined
