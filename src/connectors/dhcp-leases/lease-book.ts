import { isIPv4 } from 'node:net'
import { readIps, readMacs } from '#connectors/table/network-value.ts'
import { cleanText, isNoIdentity } from '#connectors/table/text-value.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { Observation, Skipped } from '#model/observation.ts'

/** One lease as its server wrote it last. */
export interface Lease {
  /** Where in the file: `line 12`. */
  readonly position: string
  readonly address: string
  /** Hardware address in any notation; absent where the server has none. */
  readonly hardware?: string | undefined
  /** Client identifier (RFC 2132, 9.14) or DUID (RFC 8415, 11), as hexadecimal digits. */
  readonly client?: string | undefined
  readonly hostname?: string | undefined
  /** When the client asked for it last: ISO 8601 in UTC; absent where the file does not tell. */
  readonly startedAt?: string | undefined
  /** `ended`: expired, released or reclaimed; the client had it, and has it no longer. */
  readonly state: 'active' | 'ended'
  readonly raw: Readonly<Record<string, string>>
}

/** What a file of leases says. */
export interface LeaseFile {
  /** `Kea, IPv4` */
  readonly format: string
  readonly observations: readonly Observation[]
  readonly skipped: readonly Skipped[]
  readonly remarks: readonly string[]
  /** Dates of which two days are possible. */
  readonly ambiguousDates: readonly string[]
}

/**
 * Takes leases in the order of the file and tells the devices: a later lease of an address takes the place of an earlier
 * one, the newest lease of a client tells where it is, and an address belongs to whoever had it last.
 */
export class LeaseBook {
  readonly #byAddress = new Map<string, Lease>()
  readonly #byClient = new Map<string, Lease>()
  readonly #skipped: Skipped[] = []

  /** Notes what the file says of an address now. `undefined` in place of a lease: nobody has it, or nobody may. */
  note(address: string, lease: Lease | undefined): void {
    if (!lease) {
      this.#byAddress.delete(address)
      return
    }
    this.#byAddress.set(address, lease)
    const key = keyOf(lease)
    if (key === undefined) {
      const { position, raw } = lease
      this.skip(
        position,
        'no_identity',
        'The lease names neither a hardware address nor a client, so nothing tells whose it is. Nothing needs to be done.',
        raw,
      )
      return
    }
    const before = this.#byClient.get(key)
    if (before && isNewer(before, lease)) return
    this.#byClient.set(key, lease)
  }

  /** The lease of an address as the file had it so far. */
  of = (address: string): Lease | undefined => this.#byAddress.get(address)

  skip(position: string, code: string, reason: string, raw: Readonly<Record<string, string>>): void {
    this.#skipped.push({ position, code, reason, raw: filled(raw) })
  }

  /** `now` stands for the time of leases of which the file tells none, or one still to come. */
  devices(now: Date): Pick<LeaseFile, 'observations' | 'skipped' | 'remarks'> {
    let ahead = 0
    const observations = [...this.#byClient].map(([sourceKey, lease]): Observation => {
      const isAhead = lease.startedAt !== undefined && Date.parse(lease.startedAt) > now.getTime() + dayMs
      if (isAhead) ahead += 1
      const startedAt = isAhead ? undefined : lease.startedAt
      const holder = this.#byAddress.get(lease.address)
      const isHolder = holder !== undefined && keyOf(holder) === sourceKey
      const macs = macsOf(lease)
      const addresses = isHolder ? (readIps(lease.address) ?? []) : []
      const hostname = hostnameOf(lease.hostname)
      const claims: DeviceClaims = {
        ...(hostname !== undefined && { hostname }),
        ...(addresses.length > 0 && { ipAddresses: addresses }),
        ...(macs.length > 0 && { macAddresses: macs }),
        networkConnected: true,
        ...(startedAt !== undefined && { lastSeenAt: startedAt }),
      }
      return { sourceKey, observedAt: startedAt ?? now.toISOString(), claims, raw: filled(lease.raw) }
    })
    observations.sort((a, b) => (a.sourceKey < b.sourceKey ? -1 : 1))
    const remarks =
      ahead > 0
        ? [
            `${ahead} ${ahead === 1 ? 'lease begins' : 'leases begin'} more than a day from now, and ${ahead === 1 ? 'its time is' : 'their times are'} not taken: check the server’s clock, and the time zone and lease duration of the source.`,
          ]
        : []
    return { observations, skipped: this.#skipped, remarks }
  }
}

const dayMs = 86_400_000

/** Unequal in time the later one; else the one that stands later in the file. */
const isNewer = (before: Lease, lease: Lease) =>
  before.startedAt !== undefined && lease.startedAt !== undefined
    ? before.startedAt > lease.startedAt
    : before.state === 'active' && lease.state === 'ended'

/**
 * By the hardware address, else by what the client calls itself. In IPv6 the DUID comes first: it is what leases are
 * given to there, and the leases of both protocols stay apart in one source.
 */
function keyOf(lease: Lease): string | undefined {
  const [mac] = macsOf(lease)
  const client = lease.client?.toLowerCase().replace(/[^0-9a-f]/g, '')
  const named = client && /[1-9a-f]/.test(client) ? client : undefined
  if (!isIPv4(lease.address)) return named ? `duid:${named}` : mac && `mac6:${mac}`
  return mac ? `mac:${mac}` : named && `client:${named}`
}

function macsOf({ hardware }: Lease): string[] {
  const text = hardware?.trim() ?? ''
  // Addresses of other lengths (InfiniBand, EUI-64) are no MAC addresses.
  return text.replace(/[^0-9a-f]/gi, '').length === 12 ? (readMacs(text) ?? []) : []
}

function hostnameOf(text: string | undefined): string | undefined {
  const name = cleanText(text ?? '').replace(/\.$/, '')
  return /^[\w.-]{1,253}$/.test(name) && /[a-z0-9]/i.test(name) && !isNoIdentity(name) ? name : undefined
}

const filled = (raw: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(raw).filter(([, text]) => text !== ''))
