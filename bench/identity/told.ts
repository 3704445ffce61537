import type { MakerId } from '#bench/hospital/makers.ts'
import type { Cell } from '#bench/hospital/telling.ts'
import type { Site, TrueDevice } from './fleet.ts'

/** What makes a record hard to place; the README says what each means. */
export const allTraps = [
  'serial_missing',
  'serial_filler',
  'serial_is_model',
  'serial_look_alike',
  'serial_cut',
  'serial_typed_wrong',
  'serial_swapped',
  'serial_scientific',
  'serial_lost_zeros',
  'serial_date',
  'serial_dressed',
  'serial_cloned',
  'serial_of_two_makers',
  'serial_in_sequence',
  'mac_missing',
  'mac_shared',
  'mac_virtual',
  'mac_random',
  'second_interface',
  'ip_reused',
  'ip_stale',
  'host_generic',
  'tag_missing',
  'tag_clash',
  'tag_reused',
  'module_under_tag',
  'module_moved',
  'warranty_exchange',
  'maker_missing',
  'maker_renamed',
  'model_vague',
  'place_stale',
  'duplicate_row',
  'nobody',
  'ghost',
  'unknown_to_lists',
] as const
export type Trap = (typeof allTraps)[number]

/**
 * What a serial cell says. `clear`: a reader has the number that was meant, whatever its dress, look-alike letters and lost
 * leading zeros. `damaged`: a part of it is lost or wrong; `cut` where what is left is right.
 */
export type SerialSaid =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'clear'
      readonly text: string
      /** What stands there, where that is not the number as it was meant. */
      readonly altered?: string
    }
  | { readonly kind: 'damaged'; readonly text: string; readonly cut: boolean }

/** What a record says, by the truth behind its texts: a name that a person would understand is the model itself. */
export interface Told {
  readonly model: string | null
  readonly maker: MakerId | null
  readonly serial: SerialSaid
  readonly tag: string | null
  readonly site: Site | null
  /** `AA:BB:CC:DD:EE:FF` of the device's own or another one's hardware; no virtual, random or shared ones. */
  readonly mac: string | null
  /** A MAC that is no evidence, as it was said. */
  readonly otherMac: string | null
  readonly ip: string | null
  /** The week of the address, counted back from the day of the exports; null where the row bears no date. */
  readonly week: number | null
  /** Lower case, without domain; null where generic. */
  readonly host: string | null
  readonly hostSays: { readonly tag?: string; readonly serialTail?: string; readonly macTail?: string } | null
  readonly place: string | null
  /** The place is known by the room alone: no department stands there. */
  readonly isPlaceByRoom?: true
  readonly room: string | null
  readonly order: string | null
  readonly purchasedOn: string | null
  readonly price: number | null
  readonly inServiceOn: string | null
  readonly os: string | null
  readonly version: string | null
}

/** One row of a source with what is behind it. */
export interface TrueRow {
  /** Which of the rows that this source may have of the device, from 0 to 3. */
  readonly slot: number
  /** The first is the key's and still empty. */
  readonly cells: readonly Cell[]
  /** Null for a row of no device. */
  readonly device: TrueDevice | null
  readonly told: Told
  readonly traps: readonly Trap[]
}

/** Tells of the devices as one system does; rows of a device come out with it or later. */
export interface Source {
  readonly name: string
  /** The first column names the row. */
  readonly header: readonly string[]
  /** Whether people type its serials. */
  readonly byHand: boolean
  readonly hasSerials: boolean
  tell(device: TrueDevice): readonly TrueRow[]
}

export const nothingTold: Told = {
  model: null,
  maker: null,
  serial: { kind: 'none' },
  tag: null,
  site: null,
  mac: null,
  otherMac: null,
  ip: null,
  week: null,
  host: null,
  hostSays: null,
  place: null,
  room: null,
  order: null,
  purchasedOn: null,
  price: null,
  inServiceOn: null,
  os: null,
  version: null,
}

/** A place of a site, as `place` of `Told` names it. */
export const placeKey = (site: Site, place: { readonly id: string }) => `${site.code}/${place.id}`
