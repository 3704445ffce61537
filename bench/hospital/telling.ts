import type { AttributeName } from './attributes.ts'

/** What a cell of an export holds; a date is `YYYY-MM-DD`. */
export type Cell = string | number | { readonly date: string } | null

/** What makes a row hard, by name; the README says what each means. */
export type Trap =
  | 'lost_leading_zeros'
  | 'scientific_serial'
  | 'date_serial'
  | 'see_notes'
  | 'no_serial'
  | 'serial_decorated'
  | 'serial_typo'
  | 'cloned_serial'
  | 'duplicate_row'
  | 'no_identity'
  | 'section_row'
  | 'footer_row'
  | 'vague_model'
  | 'stale_version'
  | 'patient_data'
  | 'ghost'
  | 'dock_mac'
  | 'dongle_mac'
  | 'ip_reuse'
  | 'second_interface'
  | 'unknown_to_cmms'
  | 'maker_unknown'
  | 'stale_lease'
  | 'moved_address'
  | 'old_host_name'
  | 'factory_host_name'
  | 'generic_host_name'
  | 'stale_dns'
  | 'short_host_name'
  | 'stale_account'

/** One row of an export: of a device, or of nothing. */
export interface Row {
  readonly cells: readonly Cell[]
  readonly traps: readonly Trap[]
  readonly deviceId: string | null
  /** What the row says of model and version, where it says it so that a person would understand. */
  readonly model: boolean
  readonly version: string | null
}

/** What a record says of attributes, by their names in the ground truth. */
export type Says = Readonly<Partial<Record<AttributeName, string>>>

/** One record of a system of the network: of a device, or of a bystander. */
export interface NetworkRecord {
  readonly source: 'dhcp' | 'scan' | 'directory'
  /** `mac:…` of a lease's client, IPv4 address of a scanned host, `guid:…` of a computer in the directory. */
  readonly key: string
  readonly device: string
  readonly traps: readonly Trap[]
  /** False where it bears another's name, address or adapter and nothing else says whose it is: nobody could know. */
  readonly decidable?: false
}
