import type { SettingName, SourceName } from './settings.ts'
import type { Trap } from './told.ts'

/** Attributes of which the truth is told. */
export const attributeNames = [
  'serial',
  'tag',
  'manufacturer',
  'model',
  'mac',
  'ip',
  'hostname',
  'operatingSystem',
  'version',
  'site',
  'department',
  'room',
  'order',
  'purchasedOn',
  'inServiceOn',
] as const
export type AttributeName = (typeof attributeNames)[number]

/** What is true on the day of the exports; a list where each is right. `before` is what was true until that day. */
export interface TrueValue {
  readonly value: string | readonly string[]
  readonly from?: string
  readonly before?: { readonly value: string; readonly until: string }
}

export interface HeadLine {
  readonly kind: 'truth'
  readonly version: 1
  readonly seed: number
  readonly setting: SettingName
  readonly devices: number
  readonly today: string
  readonly sources: readonly SourceName[]
}

/** Spellings that count as right for the maker and model of devices of this model. */
export interface ModelLine {
  readonly kind: 'model'
  readonly id: string
  readonly manufacturer: readonly string[]
  readonly model: readonly string[]
}

export interface PlaceLine {
  readonly kind: 'place'
  readonly id: string
  readonly department: readonly string[]
}

/** Attributes that can be asked for. */
export interface Tellable {
  /** Attributes whose true value some decidable record says, a serial number as it is: only these can be asked for. */
  readonly told: readonly AttributeName[]
  /** Of these, those of which as many lists say another value as whole, and nobody could be sure: counted apart. */
  readonly doubtful?: readonly AttributeName[]
}

export interface DeviceLine extends Tellable {
  readonly kind: 'device'
  readonly id: string
  readonly state: string
  /** Id of a model line, and of a place line. */
  readonly model: string
  readonly place: string
  /** `manufacturer`, `model` and `department` stand in the lines named above. */
  readonly attributes: Readonly<Partial<Record<AttributeName, TrueValue>>>
  /** The same for each part of its records, where they are several. */
  readonly parts?: Readonly<Record<number, Tellable>>
  readonly gone?: string
}

export interface RecordLine {
  readonly kind: 'record'
  readonly source: string
  readonly key: string
  /** Row of the file, counted from 1 without the header. */
  readonly row: number
  /** Null for a row of no device. */
  readonly device: string | null
  /** Two records of one device are decidable as a pair where this is the same. */
  readonly part: number
  /** False where what it says belongs as well to another device. */
  readonly decidable: boolean
  readonly traps?: readonly Trap[]
  readonly misledBy?: readonly string[]
  readonly contested?: readonly string[]
  /** Devices that it may be taken for by what is left of its serial. */
  readonly mayBe?: readonly string[]
  /** Equal for records that say the same clear serial, and the same tag of one scheme. */
  readonly serial?: string
  readonly tag?: string
}

/** The rates as they came out, measured on the files. */
export interface MeasuredLine {
  readonly kind: 'measured'
  readonly rates: Readonly<Record<string, number>>
  readonly rows: Readonly<Record<string, number>>
}

export type TruthLine = HeadLine | ModelLine | PlaceLine | DeviceLine | RecordLine | MeasuredLine
