import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { DeviceAttribute } from '#model/device.ts'
import type { Observation, Skipped } from '#model/observation.ts'
import type { SourceRole } from '#model/source.ts'
import type { Log } from '#platform/log.ts'

/** One file, as the person or the watched folder gave it. */
export interface InputFile {
  readonly name: string
  /** Size in bytes. */
  readonly bytes: number
  /** Reads it, or the part from `start` to `end` (both inclusive, as in `fs.createReadStream`). */
  stream(range?: { start?: number; end?: number }): Readable
}

/** All that a connector may touch. It gets no database and no clock of its own. */
export interface ConnectorContext<Config> {
  readonly config: Config
  readonly file: InputFile
  readonly log: Log
  readonly now: () => Date
  readonly signal?: AbortSignal
  /**
   * Of a table, also rows that tell no device and rows that say something else of a device which is there already: each an
   * observation under a key of its own. For a reading that is no import.
   */
  readonly everyRow?: boolean
}

/** One column of a table, what it was taken for, and what stands in it. */
export interface InspectedColumn {
  /** The header's text; `column 7` where it is empty. Unique in the table. */
  readonly name: string
  /** The attribute it was taken for; absent where nobody could tell. */
  readonly attribute?: DeviceAttribute | 'sourceKey' | undefined
  /** How sure, 0–1. */
  readonly confidence: number
  /** Up to five different values. */
  readonly samples: readonly string[]
  /** Why it is never imported: `looks like patient data (medical record number)`. */
  readonly refused?: string | undefined
}

/** What stands in a file before anything is imported. */
export interface Inspection {
  /** Row of the header, counted from 1. */
  readonly headerRow: number
  readonly columns: readonly InspectedColumn[]
  /** csv: delimiter and encoding; xlsx: the sheet read and those there are. */
  readonly format: Readonly<Record<string, string>>
  /** `03/04/2025` can be two days: set when the file holds such dates and nothing settles them. */
  readonly ambiguousDates: readonly string[]
  /** Merged cells below the header and other things a person should know. */
  readonly remarks: readonly string[]
  /** Rows below the header where that is known without reading all. */
  readonly rows?: number
}

/** What a table connector must know: filled by `inspect`, corrected by a person, remembered with the source. */
export interface TableSettings {
  /** Column name → attribute; a column that is not named is kept in `raw` only. */
  readonly columns: Readonly<Record<string, DeviceAttribute | 'sourceKey' | 'ignore'>>
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd' | null
  /** IANA name, for dates with a time of day. */
  readonly timeZone: string
  readonly sheet?: string
}

/** A value that did not become a claim; the row did, and the text stays in `raw` but for patient data. */
export interface UnreadValue {
  readonly column: string
  readonly attribute?: DeviceAttribute | 'sourceKey' | undefined
  /**
   * `bad_value`: not of the attribute's kind. `mangled_value`: a spreadsheet took it for a number or a date.
   * `ambiguous_date`: two days are possible. `patient_data`: looks like it, and is nowhere in the observation.
   */
  readonly code: 'bad_value' | 'mangled_value' | 'ambiguous_date' | 'patient_data'
}

export type Collected =
  | {
      readonly kind: 'observation'
      readonly observation: Observation
      readonly position: string
      /** What of the record could not be taken, to be counted; absent where all was. */
      readonly unread?: readonly UnreadValue[]
    }
  | {
      readonly kind: 'skipped'
      readonly skipped: Skipped
      /** Of which device it is, where that is known: the source still reports it. */
      readonly sourceKey?: string | undefined
    }

/** Reads devices from one kind of hospital system. It never writes to that system. */
export interface Connector<Config = unknown> {
  /** The folder's name; also the name in settings, logs and the UI. */
  readonly id: string
  readonly title: string
  /** One sentence for the person who chooses it. */
  readonly summary: string
  /** Names of files it reads: `.csv`. */
  readonly extensions: readonly string[]
  /**
   * `table`: a person says what its columns stand for, and a skipped record is a row that can be corrected and taken again.
   * `report`: the file itself says what each value is; what is wrong in it is mended where it was written, and read again.
   */
  readonly reads: 'table' | 'report'
  /**
   * `register`: what keeps the list of what the hospital owns; `observer`: what sees devices themselves. Absent where it can be
   * either: then its records tell.
   */
  readonly role?: SourceRole
  /**
   * Whether a file is of this kind, told from its first bytes (64 KB at most, in whatever encoding) and its name. A member
   * with it is asked before any extension counts, so it says yes to nothing that another member reads. Never throws.
   */
  recognises?(head: Buffer, name: string): boolean
  /** Draws the settings form and checks what was filled in. */
  readonly config: z.ZodType<Config>
  /**
   * Looks at the bytes of a file while they come in, in order, before it is whole. Throws the AppError of `inspect` as soon
   * as no further byte could make it good: nobody sends two gigabytes for nothing.
   */
  guard(file: Pick<InputFile, 'name'>): (bytes: Buffer) => void
  /** Looks at the file without importing. Throws an AppError that says what to mend. */
  inspect(context: Omit<ConnectorContext<unknown>, 'config'> & { config?: Partial<TableSettings> }): Promise<Inspection>
  /**
   * Yields each device that the source knows, and each record that could not be taken. A device that comes twice is
   * harmless. The codes of skipped records: `no_identity` nothing tells which device it is; `bad_value` an identity of the
   * device is damaged, the observation comes as well; `duplicate_key` another record of the same device says something
   * else, and the fuller one was taken; `not_a_device` a total, a heading or a repeated header; `unreadable` the record
   * is damaged. Throws an AppError where the file as a whole cannot be taken, before anything was yielded.
   */
  collect(context: ConnectorContext<Config>): AsyncIterable<Collected>
}

/** Gives a connector its types; does nothing at run time. */
export const defineConnector = <Config>(connector: Connector<Config>) => connector
