import {
  foldedCode,
  hostOf,
  normaliseSerial,
  normaliseTag,
  readDamagedNumber,
  withoutAnnouncement,
} from '#domain/resolving/resolving.ts'
import type { DeviceAttribute, DeviceClaims } from '#model/device.ts'

// What is wrong with a value as it is written, from the value alone and from what else is said of the same device.

/** How a value is spoilt. */
export type Flaw =
  | 'placeholder'
  | 'vague'
  | 'misplaced'
  | 'general'
  | 'kind'
  | 'mangled'
  | 'cut'
  | 'zeros_lost'
  | 'look_alike'

interface FlawInfo {
  /** What a person is told of it. */
  readonly text: string
  /** How much of the weight of those who say it is left, 0 to 1. */
  readonly keeps: number
  /** It says nothing: anything that does stands before it. */
  readonly isNothing: boolean
  /** Who says it bears out the whole form too. */
  readonly bearsOut: boolean
}

export const flaws: Readonly<Record<Flaw, FlawInfo>> = {
  placeholder: { text: 'stands where no value is known', keeps: 0, isNothing: true, bearsOut: false },
  misplaced: { text: 'is another value of the device in the wrong place', keeps: 0, isNothing: true, bearsOut: false },
  general: { text: 'is a name of no device in particular', keeps: 0, isNothing: true, bearsOut: false },
  kind: { text: 'is the kind of device and not its model', keeps: 0, isNothing: true, bearsOut: false },
  mangled: { text: 'was damaged by a spreadsheet', keeps: 0, isNothing: true, bearsOut: false },
  vague: { text: 'says less than another, which it agrees with', keeps: 0.4, isNothing: false, bearsOut: true },
  cut: { text: 'is cut short', keeps: 0.4, isNothing: false, bearsOut: true },
  zeros_lost: {
    text: 'lost the zeros in front of it, as in a spreadsheet',
    keeps: 0.4,
    isNothing: false,
    bearsOut: true,
  },
  look_alike: {
    text: 'has a letter among digits, or a digit among letters, that looks like the right one',
    keeps: 0.6,
    isNothing: false,
    bearsOut: false,
  },
}

/** What is said of one device by somebody. */
type Said = Pick<DeviceClaims, DeviceAttribute>

/** Values that mean the same for the attribute have the same text: case, spaces, the dress of a serial number, the domain of a host name aside. */
export function meaningOf(attribute: DeviceAttribute, value: unknown): string {
  if (Array.isArray(value))
    return value
      .map((one) => plain(String(one)))
      .sort()
      .join('\n')
  const text = String(value)
  if (attribute === 'serialNumber') return codeOf(withoutAnnouncement(text)) || plain(text)
  if (attribute === 'assetTag') return codeOf(text) || plain(text)
  if (attribute === 'hostname')
    return plain(text)
      .replace(/\.$/, '')
      .replace(/^([^.]*[^.\d][^.]*)\..*$/, '$1')
  return plain(text)
}

const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim()
const codeOf = (text: string) => text.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** Whether values of the attribute are looked at for flaws. */
export const canBeFlawed = (attribute: DeviceAttribute): boolean => flawIn[attribute] !== undefined

const flawIn: Readonly<Partial<Record<DeviceAttribute, (value: unknown, said: readonly Said[]) => Flaw | null>>> = {
  serialNumber: (value, said) => {
    const text = withoutAnnouncement(String(value))
    if (readDamagedNumber(text)) return 'mangled'
    const code = codeOf(text)
    if (normaliseSerial(text) === undefined || counting.startsWith(code)) return 'placeholder'
    const isElsewhere = said.some(
      ({ model, modelNumber, manufacturer, description, deviceType, assetTag }) =>
        [model, modelNumber, manufacturer, description, deviceType, assetTag].some(
          (other) => other && codeOf(other) === code,
        ) || [model, modelNumber].some((other) => other && words(other).includes(code)),
    )
    return isElsewhere ? 'misplaced' : null
  },
  assetTag: (value) => (normaliseTag(String(value)) === undefined ? 'placeholder' : null),
  model: (value, said) => {
    const text = sorted(plain(String(value)))
    const isKind = said.some(({ description, deviceType }) =>
      [description, deviceType].some((other) => other && sorted(plain(other)) === text),
    )
    return isKind ? 'kind' : null
  },
  hostname: (value) => {
    const text = String(value)
    return hostOf(text) === undefined || addressInName.test(text) ? 'general' : null
  },
  manufacturer: (value, said) => {
    const text = plain(String(value))
    return said.some(({ model, manufacturer }) => model && plain(model) === text && !isMakerOf(manufacturer, text))
      ? 'misplaced'
      : null
  },
  operatingSystem: (value) => (noSystem.test(String(value).trim()) ? 'placeholder' : null),
  ipAddresses: (value) =>
    Array.isArray(value) && value.every((one) => nowhere.test(String(one))) ? 'placeholder' : null,
}

/** What a scanner says that could not tell the system. */
const noSystem =
  /^(?:unknown|other|not identified|unidentified|n\/?a|generic|embedded)(?:\s+(?:device|os|(?:operating )?system))?$/i
/** Who says this maker and this model means the maker by it: some call a device by its maker alone. */
const isMakerOf = (manufacturer: string | null | undefined, text: string) =>
  Boolean(manufacturer) && plain(manufacturer!) === text
/** 1234, 123456: somebody counted. */
const counting = '1234567890'
const words = (text: string) =>
  text
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((word) => word.length >= 4)
    .map(codeOf)
/** `INFUSION PUMP, MODULE` is `Module Infusion Pump`. */
const sorted = (text: string) =>
  text
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .sort()
    .join(' ')
/** A name that a name server makes of an address: `dhcp-10-21-0-28`. */
const addressInName = /(?:^|\D)\d{1,3}([-.])\d{1,3}\1\d{1,3}\1\d{1,3}(?:\D|$)/
/** Addresses of no network (RFC 6890): this host, loopback, link local. */
const nowhere = /^(?:0\.|127\.|169\.254\.|::1?$|fe[89ab][0-9a-f]:)/i

/** What is wrong with a value by itself, or by what else is said of the device; null where nothing is. */
export const flawOf = (attribute: DeviceAttribute, value: unknown, said: readonly Said[]): Flaw | null =>
  flawIn[attribute]?.(value, said) ?? null

/** What is wrong with a value when another one is said of the device too: both as `meaningOf` gives them. */
export function flawBeside(attribute: DeviceAttribute, meaning: string, other: string): Flaw | null {
  if (meaning === other) return null
  if (attribute === 'serialNumber') return serialBeside(meaning, other)
  if (attribute === 'operatingSystem')
    return wordsOf(other).length > wordsOf(meaning).length && isWithin(meaning, other) ? 'vague' : null
  return null
}

/** Attributes of which values are looked at beside each other. */
export const isComparedBeside = (attribute: DeviceAttribute): boolean =>
  attribute === 'serialNumber' || attribute === 'operatingSystem'

const wordsOf = (text: string) => text.split(/[^\p{L}\p{N}.]+/u).filter(Boolean)
/** `windows 10` within `microsoft windows 10 enterprise`. */
function isWithin(meaning: string, other: string): boolean {
  const words = new Set(wordsOf(other))
  return wordsOf(meaning).every((word) => words.has(word))
}

function serialBeside(code: string, other: string): Flaw | null {
  const [own, whole] = [foldedCode(code), foldedCode(other)]
  if (own === whole) {
    if (code.length < other.length) return 'zeros_lost'
    return code.length === other.length && fits(code, other) < fits(other, code) ? 'look_alike' : null
  }
  const isPart =
    own.length >= shortestLeft && own.length < whole.length && (whole.endsWith(own) || whole.startsWith(own))
  return isPart ? 'cut' : null
}

/** Fewer characters that are left of a serial number say nothing of the whole. */
const shortestLeft = 4

/** How many neighbours of the characters in which it differs from the other are of their kind, letters or digits. */
function fits(code: string, other: string): number {
  let count = 0
  for (let at = 0; at < code.length; at++) {
    if (code[at] === other[at]) continue
    for (const beside of [code[at - 1], code[at + 1]])
      if (beside !== undefined && isDigit(beside) === isDigit(code[at]!)) count++
  }
  return count
}
const isDigit = (sign: string) => sign >= '0' && sign <= '9'

/** Whether a host name ends, or has a part, that is the end of the serial number: names are made of it. */
export const isInHostName = (code: string, hostname: string): boolean =>
  hostname
    .toUpperCase()
    .split('.')[0]!
    .split(/[^A-Z0-9]+/)
    .some((part) => part.length >= shortestLeft && /\d/.test(part) && code.endsWith(part))
