import type { DeviceClaims } from '#model/device.ts'
import { compareTexts } from '#model/text-order.ts'
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
import { readName } from './name-words.ts'

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

/** Texts of several kinds as small numbers, all different: one text of two kinds has two. */
class Words {
  readonly #ids = new Map<string, Map<string, number>>()
  size = 0
  /** -1 of an empty text. */
  id(kind: string, text: string): number {
    if (text === '') return -1
    let ids = this.#ids.get(kind)
    if (!ids) {
      ids = new Map()
      this.#ids.set(kind, ids)
    }
    const known = ids.get(text)
    if (known !== undefined) return known
    ids.set(text, this.size)
    return this.size++
  }
}

/** What a text comes to, reckoned once for each of those that come again and again. */
function remembered<T>(reckon: (text: string) => T): (text: string | null | undefined) => T {
  const known = new Map<string, T>()
  return (text) => {
    const written = text ?? ''
    let value = known.get(written)
    if (value === undefined) {
      // Each of a million texts may stand once only.
      if (known.size >= mostRemembered) known.clear()
      value = reckon(written)
      known.set(written, value)
    }
    return value
  }
}
const mostRemembered = 50_000

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

/** One record, read: every text is a number, -1 where the record does not say. */
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
  /** Milliseconds since 1970 at which the device was put in service; NaN where nobody says. */
  readonly installedAt: number
  readonly ae: number
  /** Serial number, tag and parts of the host name in one namespace: a code may stand in the wrong place. */
  readonly codes: readonly number[]
  /** Those of them that stand in the host name. */
  readonly hostCodes: readonly number[]
  /** By `paperAttributes`. */
  readonly papers: readonly number[]
  /** By group, by attribute of the group. */
  readonly values: Readonly<Record<Group, readonly number[]>>
  /** By group, the number of the combination of its values and the source. */
  readonly combined: Readonly<Record<Exclude<Group, 'where'>, number>>
}

export interface Reading {
  readonly features: readonly Features[]
  readonly sources: readonly string[]
  /** How many words there are. */
  readonly words: number
  readonly codes: readonly string[]
  /** How many combinations of values there are. */
  readonly combinations: number
  /** For each word of a value of the group *what*: maker and text, to compare by. */
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

const wordsOf = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim()

/** The last of a path; rooms are told by what stands in them beside the word for a room: `Rm 4-112`, `4112`, `Room 4.112`. */
const roomText = (text: string) =>
  wordsOf(text.split(/[/>|\\]/).at(-1) ?? '')
    .replace(/\b(?:room|rm|zimmer|raum|salle|hab)\b/g, '')
    .replace(/[ .]/g, '')

/** Codes of a name that follows its maker's in the next line; empty where it has none that tell anything. */
const codesOfName = (named: string) => {
  const [maker = '', text = ''] = named.split('\n')
  return [...readName(text, maker).codes]
    .filter((code) => code.length > 2)
    .sort()
    .join(' ')
}

/** Records of one source that bear a serial number, from which it is none: what people write where they know none. */
const fewestOfFiller = 5

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** What is needed of a record until all have been read: whether its serial number is a model's name shows then only. */
interface Draft {
  readonly source: string
  readonly key: string
  readonly features: Mutable<Features>
  readonly serial: string | undefined
  readonly damagedSerial: string | undefined
  readonly host: string
  readonly macs: readonly string[]
  /** Codes of model, model's number and description; -1 where there is none. */
  readonly names: readonly [number, number, number]
}

/** Reads records one by one, so that what they claim need not be held. */
export class RecordReader {
  #words = new Words()
  readonly #drafts: Draft[] = []
  readonly #sourceNames = new Interner()
  readonly #texts = new Map<number, { maker: string; text: string; attribute: number; from: Draft }>()
  readonly #wordsIn = remembered(wordsOf)
  readonly #roomIn = remembered(roomText)
  readonly #codesIn = remembered(codesOfName)
  /** Codes of names of models, and how often each stands as a model or its number. */
  readonly #names = new Interner()
  readonly #named: number[] = []
  readonly #nameIn = remembered((text) => {
    const code = normaliseCode(text, 4)
    return code === undefined ? -1 : this.#names.id(code)
  })

  add(record: SourceRecord): void {
    const { claims } = record
    const words = this.#wordsIn
    const idOf = (kind: string, text: string) => this.#words.id(kind, text)
    const tag = normaliseTag(claims.assetTag)
    const macs: number[] = []
    const ownMacs: string[] = []
    let hasAdapter = false
    for (const written of claims.macAddresses ?? []) {
      const mac = identifyingMac(written)
      if (!mac) continue
      macs.push(idOf('mac', mac))
      ownMacs.push(mac)
      hasAdapter ||= isOfAdapter(mac)
    }
    const host = hostOf(claims.hostname) ?? ''
    const maker = words(claims.manufacturer)
    /** A name by its codes, whichever words stand beside them: `Alaris PC Unit Model 8015` is `8015`. */
    const name = (text: string | null | undefined) => {
      const codes = this.#codesIn(`${claims.manufacturer ?? ''}\n${text ?? ''}`)
      if (codes !== '') return codes
      const plain = words(text)
      return plain === '' ? '' : `${maker}\n${plain}`
    }
    const what = [
      idOf('model', name(claims.model)),
      idOf('modelNumber', name(claims.modelNumber)),
      idOf('deviceType', name(claims.deviceType ?? claims.description)),
      idOf('manufacturer', maker),
      idOf('udiDi', words(claims.udiDi)),
    ]
    const where = [
      idOf('room', this.#roomIn(claims.room)),
      idOf('department', words(claims.careArea ?? claims.department)),
      idOf('site', words(claims.site)),
      idOf('zone', words(claims.zone ?? claims.vlan)),
      idOf('network', networkOf(claims.ipAddresses?.[0] ?? '') ?? ''),
      idOf('hostWords', wordsOfHost(host)),
      idOf('costCentre', words(claims.costCentre)),
    ]
    const software = [
      idOf('os', words(claims.operatingSystem)),
      idOf('version', words(claims.softwareVersion ?? claims.firmwareVersion)),
    ]
    const draft: Draft = {
      source: this.#sourceNames.texts[this.#sourceNames.id(record.source)]!,
      key: record.key,
      serial: normaliseSerial(claims.serialNumber && withoutAnnouncement(claims.serialNumber)),
      damagedSerial: record.damagedSerial,
      host,
      macs: ownMacs,
      names: [this.#nameIn(claims.model), this.#nameIn(claims.modelNumber), this.#nameIn(claims.description)],
      features: {
        source: -1,
        serial: undefined,
        serialId: -1,
        damaged: undefined,
        tag: codeOf(tag),
        tagId: tag === undefined ? -1 : idOf('tag', tag),
        macs,
        hasAdapter,
        host: idOf('host', host),
        ips: (claims.ipAddresses ?? []).map((ip) => idOf('ip', ip)).filter((ip) => ip >= 0),
        // A list of addresses says no time by being read.
        seenAt: claims.lastSeenAt ? Date.parse(claims.lastSeenAt) : Number.NaN,
        installedAt: claims.inServiceOn ? Date.parse(claims.inServiceOn) : Number.NaN,
        ae: claims.aeTitle ? idOf('ae', `\n${claims.aeTitle.trim().toUpperCase()}`) : -1,
        codes: [],
        hostCodes: [],
        papers: paperAttributes.map((attribute) => idOf(attribute, String(claims[attribute] ?? ''))),
        values: { what, where, software },
        combined: { what: -1, software: -1 },
      },
    }
    this.#drafts.push(draft)
    for (const name of draft.names.slice(0, 2)) if (name >= 0) this.#named[name] = (this.#named[name] ?? 0) + 1

    const texts = [
      claims.model,
      claims.modelNumber,
      claims.deviceType ?? claims.description,
      claims.manufacturer,
      claims.udiDi,
    ]
    for (const [attribute, id] of what.entries()) {
      if (id < 0) continue
      // As the first record writes it, whatever order they are read in.
      const known = this.#texts.get(id)
      if (!known || compareDrafts(draft, known.from) < 0)
        this.#texts.set(id, { maker: claims.manufacturer ?? '', text: texts[attribute] ?? '', attribute, from: draft })
    }
  }

  /** All that was added, in the order of sources and keys; with it, of each record by that order the place at which it was added. */
  read(): { readonly reading: Reading; readonly order: Int32Array } {
    const drafts = this.#drafts
    const order = Int32Array.from(drafts.keys()).sort((a, b) => compareDrafts(drafts[a]!, drafts[b]!) || a - b)
    const sources = this.#sourceNames.texts.toSorted()
    const sourceOf = new Map(sources.map((source, at) => [source, at]))
    const codes = new Interner()
    const combinations = new Interner()
    const features: Features[] = []
    const bearers = new Map<string, number>()
    for (const { source, serial } of drafts)
      if (serial !== undefined) bearers.set(`${source}\n${serial}`, (bearers.get(`${source}\n${serial}`) ?? 0) + 1)
    for (const at of order) {
      const draft = drafts[at]!
      const { features: own, damagedSerial } = draft
      const isOwn = (code: string) =>
        !this.#isModelName(code, draft.names) && bearers.get(`${draft.source}\n${code}`)! < fewestOfFiller
      const serial = draft.serial !== undefined && isOwn(draft.serial) ? draft.serial : undefined
      own.source = sourceOf.get(draft.source)!
      own.serial = codeOf(serial)
      own.serialId = serial === undefined ? -1 : this.#words.id('serial', serial)
      own.damaged = serial === undefined && damagedSerial ? readDamagedNumber(damagedSerial) : undefined
      own.codes = codesOf(serial, own.tag?.text, draft.host, draft.macs, codes)
      own.hostCodes = codesOf(undefined, undefined, draft.host, [], codes)
      const { what, software } = own.values
      own.combined = {
        what: combinations.id(`${own.source} ${what.join()}`),
        software: combinations.id(`${own.source} ${software.join()} software`),
      }
      features.push(own)
    }
    const words = this.#words.size
    const whatTexts = new Map(
      [...this.#texts].map(([id, { maker, text, attribute }]) => [id, { maker, text, attribute }]),
    )
    // What was needed to read only, and is as large as what was read.
    this.#drafts.length = 0
    this.#words = new Words()
    return {
      reading: {
        features,
        sources,
        words,
        codes: codes.texts,
        combinations: combinations.size,
        whatTexts,
      },
      order,
    }
  }

  /** Whether other records call a model so, or it is the beginning or the end of what this one calls its own. */
  #isModelName(code: string, names: Draft['names']): boolean {
    const known = this.#names.find(code)
    if (known !== undefined && (this.#named[known] ?? 0) > 1) return true
    return names.some((name) => {
      if (name < 0) return false
      const other = this.#names.texts[name]!
      return other.startsWith(code) || other.endsWith(code) || (/^\p{L}{5,}$/u.test(other) && code.endsWith(other))
    })
  }
}

const compareDrafts = (a: Draft, b: Draft) => compareTexts(a.source, b.source) || compareTexts(a.key, b.key)

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
  for (const mac of macs) codes.add(names.id(`…${foldedTail(mac.replaceAll(':', '').slice(-6).toUpperCase())}`))
  for (const part of host.toUpperCase().split(/[^A-Z0-9]+/)) {
    if (part.length < 5 || !/\d.*\d/.test(part)) continue
    add(part)
    for (const digits of part.match(/\d{5,}/g) ?? []) if (digits !== part) add(digits)
  }
  return [...codes]
}

/** Zeros in front are part of an end. */
const foldedTail = (tail: string) => foldedCode(`X${tail}`).slice(1)
