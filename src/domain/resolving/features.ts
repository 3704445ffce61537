import type { DeviceClaims } from '#model/device.ts'
import { identifyingMac, isOfAdapter, networkOf } from './addresses.ts'
import {
  type Code,
  type DamagedNumber,
  foldedCode,
  normaliseCode,
  normaliseSerial,
  normaliseTag,
  readDamagedNumber,
  tailsOf,
  withoutAnnouncement,
} from './codes.ts'

/** One record of one source, as the resolver needs it. */
export interface SourceRecord {
  readonly source: string
  /** What the source calls it; unique in the source. */
  readonly key: string
  readonly claims: DeviceClaims
  /** A serial number that a spreadsheet damaged, as it is shown: `1.23457E+12`. */
  readonly damagedSerial?: string | undefined
}

/** Texts as small numbers. */
export class Interner {
  readonly #ids = new Map<string, number>()
  readonly texts: string[] = []
  id(text: string): number {
    const known = this.#ids.get(text)
    if (known !== undefined) return known
    this.#ids.set(text, this.texts.length)
    return this.texts.push(text) - 1
  }
  find(text: string): number | undefined {
    return this.#ids.get(text)
  }
  get size(): number {
    return this.texts.length
  }
}

/** What tells of which kind a device is, and where it stands: attributes whose words differ from source to source. */
export const whatAttributes = ['model', 'modelNumber', 'deviceType', 'manufacturer', 'udiDi'] as const
export const whereAttributes = ['room', 'department', 'site', 'zone', 'network', 'hostWords', 'costCentre'] as const
export const softwareAttributes = ['operatingSystem', 'softwareVersion'] as const
/** What stands on papers: a date or number that few devices share. */
export const paperAttributes = [
  'purchasedOn',
  'inServiceOn',
  'purchaseOrder',
  'warrantyEndsOn',
  'purchaseCost',
  'lastMaintenanceOn',
  'nextMaintenanceOn',
] as const

export const groups = { what: whatAttributes, where: whereAttributes, software: softwareAttributes } as const
export type Group = keyof typeof groups
export const groupNames = Object.keys(groups) as Group[]

/** One record, read: every text is an id of `words`, -1 where the record does not say. */
export interface Features {
  readonly source: number
  readonly serial: Code | undefined
  readonly serialId: number
  readonly damaged: DamagedNumber | undefined
  readonly tag: Code | undefined
  readonly tagId: number
  readonly macs: readonly number[]
  /** MACs that may be those of an adapter. */
  readonly hasAdapter: boolean
  readonly host: number
  readonly ips: readonly number[]
  /** Milliseconds since 1970 at which the addresses held; NaN where nobody says. */
  readonly seenAt: number
  readonly ae: number
  /** Serial number, tag and parts of the host name in one namespace: a code may stand in the wrong place. */
  readonly codes: readonly number[]
  /** By `paperAttributes`. */
  readonly papers: Int32Array
  /** By group, by attribute of the group. */
  readonly values: Readonly<Record<Group, Int32Array>>
  /** By group, the number of the combination of its values and the source. */
  readonly combined: Readonly<Record<Exclude<Group, 'where'>, number>>
}

export interface Reading {
  readonly features: readonly Features[]
  readonly sources: readonly string[]
  readonly words: Interner
  readonly codes: Interner
  /** How many combinations of values there are. */
  readonly combinations: number
  /** For each id of `words` of a value of the group *what*: maker and text, to compare by. */
  readonly whatTexts: ReadonlyMap<number, { readonly maker: string; readonly text: string; readonly attribute: number }>
}

const shortName = (host: string) => host.trim().toLowerCase().replace(/\.$/, '').split('.')[0]!

const general =
  /^(?:localhost|unknown|android|iphone|desktop|laptop|host|client|pc|device|monitor|printer|server|workstation|none)$/

/** A host name that a maker gives to all its devices, or nobody gave. */
const isGeneralHost = (host: string) => host.length < 3 || general.test(host)

/** The name by which a network knows a machine, without its domain; undefined where it is nobody's own. */
export function hostOf(name: string | null | undefined): string | undefined {
  const host = name ? shortName(name) : ''
  return host === '' || isGeneralHost(host) ? undefined : host
}

/** What a naming convention puts into a host name beside its number: `pyxis-sicu-0579` is `pyxis sicu`. */
const wordsOfHost = (host: string) => host.replace(/[^a-z]+/g, ' ').trim()

const words = (text: string | null | undefined) =>
  (text ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim()

/** The last of a path; rooms are told by what stands in them beside the word for a room: `Rm 4-112`, `4112`, `Room 4.112`. */
const roomText = (text: string) =>
  words(text.split(/[/>|\\]/).at(-1))
    .replace(/\b(?:room|rm|zimmer|raum|salle|hab)\b/g, '')
    .replace(/[ .]/g, '')

export function readRecords(records: readonly SourceRecord[]): Reading {
  const interner = new Interner()
  const codeNames = new Interner()
  const combinations = new Interner()
  const sources = [...new Set(records.map(({ source }) => source))].sort()
  const sourceOf = new Map(sources.map((source, at) => [source, at]))
  const whatTexts = new Map<number, { maker: string; text: string; attribute: number }>()
  const idOf = (kind: string, text: string) => (text === '' ? -1 : interner.id(`${kind}\n${text}`))

  // The model's number, where somebody looked for a number to fill in.
  const modelNames = new Set<string>()
  const namedOnce = new Set<string>()
  for (const { claims } of records)
    for (const name of [claims.model, claims.modelNumber]) {
      const code = normaliseCode(name, 4)
      if (code !== undefined) (namedOnce.has(code) ? modelNames : namedOnce).add(code)
    }

  const features = records.map((record): Features => {
    const { claims } = record
    const written = normaliseSerial(claims.serialNumber && withoutAnnouncement(claims.serialNumber))
    const serial = written !== undefined && isModelName(written, claims) ? undefined : written
    const tag = normaliseTag(claims.assetTag)
    const macs: number[] = []
    let hasAdapter = false
    for (const written of claims.macAddresses ?? []) {
      const mac = identifyingMac(written)
      if (!mac) continue
      macs.push(interner.id(`mac\n${mac}`))
      hasAdapter ||= isOfAdapter(mac)
    }
    const host = hostOf(claims.hostname)
    const ips = (claims.ipAddresses ?? []).map((ip) => interner.id(`ip\n${ip}`))
    const maker = words(claims.manufacturer)
    const model = words(claims.model)

    const what = Int32Array.of(
      idOf('model', model === '' ? '' : `${maker}\n${model}`),
      idOf('modelNumber', words(claims.modelNumber)),
      idOf('deviceType', words(claims.deviceType ?? claims.description)),
      idOf('manufacturer', maker),
      idOf('udiDi', words(claims.udiDi)),
    )
    const texts = [
      claims.model,
      claims.modelNumber,
      claims.deviceType ?? claims.description,
      claims.manufacturer,
      claims.udiDi,
    ]
    what.forEach((id, attribute) => {
      if (id >= 0 && !whatTexts.has(id))
        whatTexts.set(id, { maker: claims.manufacturer ?? '', text: texts[attribute] ?? '', attribute })
    })
    const site = words(claims.site)
    const network = networkOf(claims.ipAddresses?.[0] ?? '')
    const where = Int32Array.of(
      idOf('room', claims.room ? roomText(claims.room) : ''),
      idOf('department', words(claims.careArea ?? claims.department)),
      idOf('site', site),
      idOf('zone', words(claims.zone ?? claims.vlan)),
      idOf('network', network ?? ''),
      idOf('hostWords', host ? wordsOfHost(host) : ''),
      idOf('costCentre', words(claims.costCentre)),
    )
    const software = Int32Array.of(
      idOf('os', words(claims.operatingSystem)),
      idOf('version', words(claims.softwareVersion ?? claims.firmwareVersion)),
    )
    const papers = Int32Array.from(paperAttributes, (attribute) =>
      idOf(attribute, claims[attribute] == null ? '' : String(claims[attribute])),
    )

    const source = sourceOf.get(record.source)!
    return {
      source,
      serial: codeOf(serial),
      serialId: serial === undefined ? -1 : interner.id(`serial\n${serial}`),
      damaged: serial === undefined && record.damagedSerial ? readDamagedNumber(record.damagedSerial) : undefined,
      tag: codeOf(tag),
      tagId: tag === undefined ? -1 : interner.id(`tag\n${tag}`),
      macs,
      hasAdapter,
      host: host ? interner.id(`host\n${host}`) : -1,
      ips,
      // A list of addresses says no time by being read.
      seenAt: claims.lastSeenAt ? Date.parse(claims.lastSeenAt) : Number.NaN,
      ae: claims.aeTitle ? interner.id(`ae\n${claims.aeTitle.trim().toUpperCase()}`) : -1,
      codes: codesOf(serial, tag, host ?? '', claims.macAddresses ?? [], codeNames),
      papers,
      values: { what, where, software },
      combined: {
        what: combinations.id(`${source} ${what.join()}`),
        software: combinations.id(`${source} ${software.join()} software`),
      },
    }
  })
  return { features, sources, words: interner, codes: codeNames, combinations: combinations.size, whatTexts }

  /** Whether other records call a model so, or it is the beginning or the end of what this one calls its own. */
  function isModelName(code: string, { model, modelNumber, description }: DeviceClaims): boolean {
    if (modelNames.has(code)) return true
    return [model, modelNumber, description].some((name) => {
      const other = normaliseCode(name, 4)
      if (other === undefined) return false
      return other.startsWith(code) || other.endsWith(code) || (/^\p{L}{5,}$/u.test(other) && code.endsWith(other))
    })
  }
}

const codeOf = (text: string | undefined): Code | undefined =>
  text === undefined ? undefined : { text, folded: foldedCode(text) }

/**
 * Codes that the record bears anywhere: its serial number and tag, their ends and that of a MAC, and what stands in its host name
 * beside words. A convention puts the tag, or the end of one of them, there.
 */
function codesOf(
  serial: string | undefined,
  tag: string | undefined,
  host: string,
  macs: readonly string[],
  names: Interner,
): readonly number[] {
  const codes = new Set<number>()
  const add = (code: string) => {
    if (code.length >= 5) codes.add(names.id(foldedCode(code)))
    for (const tail of tailsOf(code)) codes.add(names.id(`…${foldedTail(tail)}`))
  }
  if (serial) add(serial)
  if (tag) add(tag)
  for (const mac of macs) {
    const own = identifyingMac(mac)
    if (own) codes.add(names.id(`…${foldedTail(own.replaceAll(':', '').slice(-6).toUpperCase())}`))
  }
  for (const part of host.toUpperCase().split(/[^A-Z0-9]+/)) {
    if (part.length < 5 || !/\d.*\d/.test(part)) continue
    add(part)
    for (const digits of part.match(/\d{5,}/g) ?? []) if (digits !== part) add(digits)
  }
  return [...codes]
}

/** Zeros in front are part of an end. */
const foldedTail = (tail: string) => foldedCode(`X${tail}`).slice(1)
