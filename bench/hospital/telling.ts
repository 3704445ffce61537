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

/** One row of an export: of a device, or of nothing. */
export interface Row {
  readonly cells: readonly Cell[]
  readonly traps: readonly Trap[]
  readonly deviceId: string | null
  /** What the row says of model and version, where it says it so that a person would understand. */
  readonly model: boolean
  readonly version: string | null
}
