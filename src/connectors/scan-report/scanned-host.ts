import { readIps, readMacs } from '#connectors/table/network-value.ts'
import { isNoIdentity, isNoValue } from '#connectors/table/text-value.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { Observation, Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { ownText } from './own-text.ts'
import { later } from './scan-time.ts'

/** One host as a report tells of it, put together piece by piece. */
export interface ScannedHost {
  /** Where in the report: `host 192.0.2.7`, `row 12`. */
  readonly position: string
  /** What the scanner itself calls the asset, with what kind of name that is: `uuid:…`. */
  id?: string | undefined
  readonly ips: Set<string>
  /** As `aa:bb:cc:dd:ee:ff`. */
  readonly macs: Set<string>
  /** A name in DNS. */
  fqdn?: string | undefined
  /** What the machine calls itself, in NetBIOS or SNMP. */
  ownName?: string | undefined
  /** ISO 8601 with offset: when the scan of this host ended. */
  seenAt?: string | undefined
  readonly claims: Pick<DeviceClaims, HardwareAttribute | 'operatingSystem'>
  /** Vulnerabilities that the scanner thinks the host has: kept, and never taken for a finding. */
  readonly cves: Set<string>
  /** By the report's own names. */
  readonly raw: Record<string, string>
}

export type HardwareAttribute = 'manufacturer' | 'model' | 'serialNumber' | 'firmwareVersion' | 'description'

export const newHost = (position: string): ScannedHost => ({
  position,
  ips: new Set(),
  macs: new Set(),
  claims: {},
  cves: new Set(),
  raw: {},
})

/** Keeps what the report says, under its own name; the first that says something counts. */
export function keep({ raw }: ScannedHost, name: string, text: string | undefined): void {
  const value = text?.trim()
  if (value && raw[name] === undefined) raw[name] = ownText(value.slice(0, 4000))
}

/** The addresses in a text: none where it holds anything else, and no address that belongs to no device. */
export function addIps({ ips }: ScannedHost, text: string | undefined): void {
  for (const ip of (text && readIps(text)) || []) ips.add(ownText(ip))
}

export function addMacs({ macs }: ScannedHost, text: string | undefined): void {
  for (const line of text?.split(/[\n,;]+/) ?? []) for (const mac of readMacs(line) ?? []) macs.add(mac)
}

/** A host name, without the domain of Windows before it and the dot at its end; undefined where the text is an address or no name. */
export function readName(text: string | undefined): string | undefined {
  const name =
    text
      ?.trim()
      .replace(/^[\w.-]*\\/, '')
      .replace(/\.$/, '') ?? ''
  const isName = /^(?=.*[a-z])[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?$/i.test(name)
  return isName && !isNoValue(name) && !/^localhost(?:\.|$)/i.test(name) ? name : undefined
}

const cveId = /\bCVE-\d{4}-\d{4,7}\b/gi

export function addCves({ cves }: ScannedHost, text: string | undefined): void {
  for (const [id] of text?.matchAll(cveId) ?? []) cves.add(shared(id.toUpperCase()))
}

const sharedIds = new Map<string, string>()

/** The same few thousand ids stand at many hosts: each is kept once, and not as a part of the text that it stood in. */
function shared(id: string): string {
  const known = sharedIds.get(id)
  if (known !== undefined) return known
  if (sharedIds.size > 400_000) sharedIds.clear()
  const own = ownText(id)
  sharedIds.set(own, own)
  return own
}

/** What makers of boards leave in the BIOS where a name belongs. */
const unfilled =
  /^(?:to be filled by o\.?e\.?m\.?|o\.?e\.?m\.?|default(?: string)?|system (?:manufacturer|product name|serial number|version|name)|(?:base board|chassis) serial number|not (?:specified|present|provided)|empty|invalid|0?123456789|\.+|x+)$/i

/** A name of the hardware, unless the BIOS was never filled in. */
export function claimHardware({ claims }: ScannedHost, attribute: HardwareAttribute, text: string | undefined): void {
  const value = text?.replace(/\s+/g, ' ').trim() ?? ''
  const isEmpty = attribute === 'serialNumber' ? isNoIdentity(value) : isNoValue(value)
  if (!isEmpty && !unfilled.test(value) && claims[attribute] === undefined)
    claims[attribute] = ownText(value.slice(0, 200))
}

/** More hosts than a hospital has, and than are held at once. */
const maxHosts = 500_000

/** The hosts of one report, held until it has been read to its end: before that nobody knows whether it is whole. */
export class HostList {
  readonly #hosts = new Map<string, ScannedHost>()
  readonly skipped: Skipped[] = []
  readonly #fileName: string
  /** Hosts that were asked and did not answer. */
  silent = 0

  constructor(fileName: string) {
    this.#fileName = fileName
  }

  get size(): number {
    return this.#hosts.size
  }

  /** Takes a host that answered. One that comes again is the same: by the scanner's own id, else by its address or name. */
  add(host: ScannedHost): void {
    const key = host.id ?? [...host.ips].sort()[0] ?? host.fqdn ?? host.ownName ?? [...host.macs].sort()[0]
    if (key === undefined) {
      this.skip(
        host.position,
        'no_identity',
        'The report gives this host no address, no name and no id that tells which device it is; a scanner that scans itself does so.',
        host.raw,
      )
      return
    }
    const known = this.#hosts.get(key.toLowerCase())
    if (known) merge(known, host)
    else {
      this.#hosts.set(key.toLowerCase(), host)
      if (this.#hosts.size > maxHosts)
        throw new AppError(
          'hostile_file',
          `The file ${this.#fileName} names more than ${maxHosts.toLocaleString('en')} hosts. Split the report by network or by site.`,
        )
    }
  }

  skip(position: string, code: string, reason: string, raw: Record<string, string>): void {
    this.skipped.push({ position, code, reason, ...(Object.keys(raw).length > 0 && { raw: { ...raw } }) })
  }

  get hosts(): readonly ScannedHost[] {
    return [...this.#hosts.values()]
  }

  /**
   * Each host with its key: what the scanner calls it, else a MAC address, else a name, else an address. A MAC or a name that
   * several hosts of the report have tells none of them: a router answers for others, a clone bears its model's name.
   */
  *observations(now: () => Date): Generator<{ observation: Observation; position: string }> {
    const hosts = this.hosts
    const holders = new Map<string, number>()
    for (const host of hosts) for (const key of keysOf(host)) holders.set(key, (holders.get(key) ?? 0) + 1)
    for (const host of hosts) {
      const keys = keysOf(host)
      const sourceKey = keys.find((key) => holders.get(key) === 1) ?? keys.at(-1)!
      const macs = [...host.macs].filter((mac) => holders.get(`mac:${mac}`)! <= mostHolders)
      yield { observation: observationOf(host, sourceKey, macs, now), position: host.position }
    }
  }
}

/** One card may have two addresses. What answers for more is a router or a proxy, and the MAC is not the hosts'. */
const mostHolders = 2

const nameOf = ({ fqdn, ownName }: ScannedHost): string | undefined => fqdn ?? ownName

function keysOf(host: ScannedHost): string[] {
  const name = nameOf(host)?.toLowerCase()
  return [
    ...(host.id ? [host.id] : []),
    ...[...host.macs].sort().map((mac) => `mac:${mac}`),
    ...(name ? [`host:${name}`] : []),
    ...[...host.ips].sort().map((ip) => `ip:${ip}`),
  ]
}

function observationOf(host: ScannedHost, sourceKey: string, macs: readonly string[], now: () => Date): Observation {
  const { fqdn, ownName, ips, claims, cves, raw } = host
  const seenAt = seenBy(host, now())
  // What a machine calls itself counts; DNS may have any name for it.
  const hostname = ownName && !fqdn?.toLowerCase().startsWith(`${ownName.toLowerCase()}.`) ? ownName : fqdn
  return {
    sourceKey,
    observedAt: seenAt ?? now().toISOString(),
    claims: {
      ...(hostname && { hostname }),
      ...claims,
      ...(ips.size > 0 && { ipAddresses: [...ips].sort() }),
      ...(macs.length > 0 && { macAddresses: [...macs].sort() }),
      ...(seenAt && { lastSeenAt: seenAt }),
    },
    raw: { ...raw, ...(cves.size > 0 && { [cveField]: [...cves].sort().join(' ') }) },
  }
}

/** A scanner whose clock runs ahead by more than this knows no time: what it says would be the newest for ever. In milliseconds. */
const mostAhead = 24 * 60 * 60 * 1000

/** When the host was seen, where that can be believed. */
export const seenBy = ({ seenAt }: Pick<ScannedHost, 'seenAt'>, now: Date): string | undefined =>
  seenAt !== undefined && Date.parse(seenAt) - now.getTime() <= mostAhead ? seenAt : undefined

/** The field of `raw` that names what the scanner found: CVE ids with blanks between them. */
export const cveField = 'Scanner CVEs'

function merge(known: ScannedHost, more: ScannedHost): void {
  for (const ip of more.ips) known.ips.add(ip)
  for (const mac of more.macs) known.macs.add(mac)
  for (const id of more.cves) known.cves.add(id)
  known.id ??= more.id
  known.fqdn ??= more.fqdn
  known.ownName ??= more.ownName
  const latest = later(known.seenAt, more.seenAt)
  // What was seen last is what counts of a host that comes twice.
  const isLater = latest !== known.seenAt
  Object.assign(known.claims, isLater ? more.claims : { ...more.claims, ...known.claims })
  for (const [name, text] of Object.entries(more.raw))
    if (isLater || known.raw[name] === undefined) known.raw[name] = text
  known.seenAt = latest
}
