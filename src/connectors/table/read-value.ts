import type { UnreadValue } from '#connectors/connector.ts'
import { type DeviceAttribute, type DeviceClaims, deviceAttributes } from '#model/device.ts'
import { readUdi } from '#standards/udi/udi.ts'
import { type DateOrder, momentOf, readDate } from './date-value.ts'
import { readIps, readMacs } from './network-value.ts'
import { readFlag, readInterval, readMoney } from './number-value.ts'
import { cleanText, isMangled, isNoIdentity, isNoValue } from './text-value.ts'
import { readUpdates } from './update-value.ts'
import { readCriticality, readLifecycle } from './word-value.ts'

type UnreadCode = UnreadValue['code']

export type ClaimValue = NonNullable<DeviceClaims[DeviceAttribute]>

/** What a cell says about an attribute: a value, nothing, or something that cannot be taken. */
export type Reading = { readonly value: ClaimValue } | { readonly unread: UnreadCode } | undefined

export interface ReadingContext {
  /** The column's name: it may tell the unit, or that the column is a flag. */
  readonly header: string
  readonly dateOrder: DateOrder | null
  readonly timeZone: string
}

const identities: readonly (DeviceAttribute | 'sourceKey')[] = [
  'sourceKey',
  'assetTag',
  'serialNumber',
  'hostname',
  'udiDi',
  'modelNumber',
]

const listReaders = { macAddresses: readMacs, ipAddresses: readIps, installedUpdates: readUpdates } as const

/** Nothing longer is a claim. */
const maxTextChars = 4000

const bad = { unread: 'bad_value' } as const

/** Reads one cell. Pure: the same text gives the same reading, wherever it stands. */
export function readValue(attribute: DeviceAttribute | 'sourceKey', cell: string, context: ReadingContext): Reading {
  const text = cleanText(cell)
  if (text === '') return undefined
  if (text.length > maxTextChars) return bad
  if (attribute === 'sourceKey') return identityText(text)

  switch (deviceAttributes[attribute].kind) {
    case 'flag':
      return flag(text)
    case 'word':
      return attribute === 'lifecycle' ? word(text, readLifecycle(text)) : criticality(text, context.header)
    case 'list':
      return list(text, listReaders[attribute as keyof typeof listReaders](text))
    case 'date':
    case 'moment':
      return date(text, deviceAttributes[attribute].kind === 'moment', context)
    case 'number':
      return word(text, readInterval(text, context.header))
    case 'money':
      return word(text, readMoney(text))
    case 'text':
      return identities.includes(attribute) ? identity(attribute, text) : plain(text)
  }
}

const plain = (text: string): Reading => (isNoValue(text) ? undefined : { value: text })

function identityText(text: string): Reading {
  if (isNoIdentity(text)) return undefined
  if (isMangled(text)) return { unread: 'mangled_value' }
  // A number that passed through a program that knows only fractions.
  return text.length > 256 ? bad : { value: text.replace(/^(\d+)\.0$/, '$1') }
}

function identity(attribute: DeviceAttribute, text: string): Reading {
  if (attribute === 'serialNumber' && /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(text)) return { unread: 'mangled_value' }
  if (attribute === 'udiDi') {
    const reading = readUdi(text)
    if (!reading) return identityText(text)
    // A wrong check digit would be another device's identifier, or nobody's.
    if ('wrong' in reading) return isNoIdentity(text) ? undefined : isMangled(text) ? { unread: 'mangled_value' } : bad
    return { value: reading.udi.di }
  }
  return identityText(text)
}

function flag(text: string): Reading {
  const value = readFlag(text)
  if (value !== undefined) return { value }
  return isNoValue(text) ? undefined : bad
}

function criticality(text: string, header: string): Reading {
  const value = readCriticality(text, header)
  if (value !== undefined) return { value }
  return isNoValue(text) || readFlag(text) === false ? undefined : bad
}

const word = (text: string, value: ClaimValue | undefined): Reading =>
  value !== undefined ? { value } : isNoValue(text) ? undefined : bad

function list(text: string, value: string[] | undefined): Reading {
  if (value === undefined) return isNoIdentity(text) ? undefined : bad
  return value.length === 0 ? undefined : { value }
}

function date(text: string, isMoment: boolean, { dateOrder, timeZone }: ReadingContext): Reading {
  const read = readDate(text, dateOrder)
  if (!read) return isNoValue(text) || /^0+$/.test(text) ? undefined : bad
  if (read.kind === 'none') return undefined
  if (read.kind === 'ambiguous') return { unread: 'ambiguous_date' }
  if (!isMoment) return { value: read.on }

  const time = read.time ?? '00:00:00'
  if (!read.offset) return { value: momentOf(read.on, time, timeZone) }
  return { value: new Date(`${read.on}T${time}${read.offset}`).toISOString().replace('.000', '') }
}
