import { isSameVendor } from '#domain/matching/matching.ts'
import {
  foldedCode,
  identifyingMac,
  isLeftOf,
  normaliseCode,
  normaliseSerial,
  normaliseTag,
  readDamagedNumber,
  relateCodes,
} from '#domain/resolving/resolving.ts'
import { type DeviceAttribute, type DeviceClaims, deviceAttributes } from '#model/device.ts'
import type { IdentityReason, Relation } from '#model/review.ts'
import { canonicalJson } from '#platform/id.ts'

// How two values of one attribute stand to each other, and what a resolver's reason says in words.

type Both = Exclude<Relation, 'one_side'>
type CodeRelation = Both | 'alike' | 'part' | 'damaged'

const codes: Partial<Record<DeviceAttribute, (text: string) => string | undefined>> = {
  serialNumber: normaliseSerial,
  assetTag: normaliseTag,
  udiDi: (text) => normaliseCode(text, 4),
  modelNumber: (text) => normaliseCode(text, 2),
}

function relateWritten(attribute: DeviceAttribute, a: string, b: string): CodeRelation {
  if (a === b) return 'agrees'
  const normalise = codes[attribute]!
  const [one, other] = [normalise(a), normalise(b)]
  const damaged = [
    { left: readDamagedNumber(a), whole: other },
    { left: readDamagedNumber(b), whole: one },
  ]
  if (damaged.some(({ left, whole }) => left && whole && isLeftOf(left, whole))) return 'damaged'
  if (one === undefined || other === undefined) return 'differs'
  const how = relateCodes({ text: one, folded: foldedCode(one) }, { text: other, folded: foldedCode(other) })
  if (how === 'exact') return 'spelt'
  if (how === 'folded') return 'alike'
  if (how === 'contained') return 'part'
  return how === 'edit' ? 'near' : 'differs'
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** With its domain and without, or cut off where NetBIOS ends: its names have 15 characters. */
function isOneHost(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => text.trim().toLowerCase().split('.')[0] ?? '')
  if (!one || !other) return false
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return one === other || (short.length === 15 && long.startsWith(short))
}

/** How two values of an attribute stand to each other; of lists, one value in common is enough. */
export function relateValues(attribute: DeviceAttribute, a: unknown, b: unknown): Both {
  if (canonicalJson(a) === canonicalJson(b)) return 'agrees'
  if (Array.isArray(a) && Array.isArray(b)) {
    const plainMac = (mac: string) => identifyingMac(mac) ?? plain(mac)
    const own = new Set(a.map(attribute === 'macAddresses' ? plainMac : plain))
    return b.map(attribute === 'macAddresses' ? plainMac : plain).some((one) => own.has(one)) ? 'agrees' : 'differs'
  }
  if (typeof a !== 'string' || typeof b !== 'string') return 'differs'
  if (attribute === 'hostname' && isOneHost(a, b)) return 'spelt'
  if (codes[attribute]) {
    const how = relateWritten(attribute, a, b)
    return how === 'alike' || how === 'part' || how === 'damaged' ? 'near' : how
  }
  if (plain(a) === plain(b) && plain(a) !== '') return 'spelt'
  return attribute === 'manufacturer' && isSameVendor(a, b) ? 'spelt' : 'differs'
}

const codeWords: Readonly<Record<CodeRelation, (what: string) => string>> = {
  agrees: (what) => `The ${what} is the same`,
  spelt: (what) => `The ${what} is the same, spelt differently`,
  alike: (what) => `The ${what} differs only in characters that are read one for another, such as O and 0`,
  part: (what) => `One ${what} is part of the other`,
  damaged: (what) => `One ${what} is what a spreadsheet left of the other`,
  near: (what) => `The ${what} differs by one character`,
  differs: (what) => `The ${what} differs`,
}

/** Fields of the resolver that stand for one attribute, and how that is called within a sentence. */
const named: Readonly<Record<string, readonly [DeviceAttribute, string]>> = {
  serial: ['serialNumber', 'serial number'],
  tag: ['assetTag', 'asset tag'],
  mac: ['macAddresses', 'MAC address'],
  host: ['hostname', 'host name'],
  ip: ['ipAddresses', 'IP address'],
  ae: ['aeTitle', 'AE title'],
}

/** Fields that stand for several attributes: for one device, and against it. */
const several: Readonly<Record<string, readonly [string, string]>> = {
  code: ['A number of one record stands elsewhere in the other', 'No number of one record stands in the other'],
  what: ['They are of one kind: maker, model, type', 'They are not of one kind: maker, model or type differs'],
  where: ['They stand in the same place', 'They stand in different places'],
  software: ['Their software is the same', 'Their software differs'],
}

/** Bits from which a sign is strong (a thousand to one), and from which it is clear (eight to one). */
const strongBits = 10
const clearBits = 3

/** The same where only the records are known: what both say, without how much it tells. */
export function reasonsOfRecords(a: DeviceClaims, b: DeviceClaims): IdentityReason[] {
  const own = (['manufacturer', 'model', 'softwareVersion', 'site', 'careArea'] as const).map(
    (attribute) => [attribute, attribute] as const,
  )
  const all = [...Object.entries(named).map(([field, [attribute]]) => [field, attribute] as const), ...own]
  return all.flatMap(([field, attribute]) => {
    const [one, other] = [a[attribute], b[attribute]]
    if (one == null || other == null) return []
    const isFor = relateValues(attribute, one, other) !== 'differs'
    return [{ field, isFor, bits: null, strength: null, text: textOf(field, isFor ? 1 : -1, a, b) }]
  })
}

/** What speaks for one device, or against it, strongest first. */
export function reasonsInWords(
  reasons: readonly { readonly field: string; readonly bits: number }[],
  a: DeviceClaims,
  b: DeviceClaims,
): IdentityReason[] {
  return reasons
    .toSorted((one, other) => Math.abs(other.bits) - Math.abs(one.bits))
    .map(({ field, bits }) => ({
      field,
      isFor: bits >= 0,
      bits,
      text: textOf(field, bits, a, b),
      strength: strengthOf(bits),
    }))
}

const strengthOf = (bits: number): IdentityReason['strength'] =>
  Math.abs(bits) >= strongBits ? 'strong' : Math.abs(bits) >= clearBits ? 'clear' : 'weak'

function textOf(field: string, bits: number, a: DeviceClaims, b: DeviceClaims): string {
  const ofSeveral = several[field]
  if (ofSeveral) return ofSeveral[bits >= 0 ? 0 : 1]
  const info = deviceAttributes[field as DeviceAttribute]
  const [attribute, what] = named[field] ?? [field as DeviceAttribute, info?.title.toLowerCase() ?? field]
  const [one, other] = [a[attribute], b[attribute]]
  if (one == null || other == null) return codeWords[bits >= 0 ? 'agrees' : 'differs'](what)
  if (typeof one === 'string' && typeof other === 'string' && codes[attribute])
    return codeWords[relateWritten(attribute, one, other)](what)
  const how = relateValues(attribute, one, other)
  if (bits >= 0 && how === 'differs') return `The ${what} is alike in part`
  if (Array.isArray(one) && how === 'agrees') return `They share ${what.startsWith('MAC') ? 'a' : 'an'} ${what}`
  return codeWords[how](what)
}
