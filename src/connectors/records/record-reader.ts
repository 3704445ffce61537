import type { z } from 'zod'
import type { Collected } from '#connectors/connector.ts'
import type { ColumnMeaning } from '#connectors/table/column-names.ts'
import { refusedHeaders } from '#connectors/table/patient-data.ts'
import { readValue } from '#connectors/table/read-value.ts'
import { isIdentityDamage, RowReader } from '#connectors/table/row-reader.ts'
import { cellAt } from './json-path.ts'

/** A field of the system's record, as `raw` names it, and what it means; without meaning it is kept in `raw` only. */
export type RecordFields = Readonly<Record<string, ColumnMeaning | null>>

export interface RecordForm<Payload> {
  /** Their record, only the fields that are used. */
  readonly payload: z.ZodType<Payload>
  readonly fields: RecordFields
  /** The record as texts, by the names of `fields`; what is absent says nothing. */
  cells(payload: Payload): Readonly<Record<string, string | number | boolean | null | undefined>>
  /** When the system saw the device or changed its record, where it says so; else the claim `lastSeenAt`, else now. */
  observedAt?(payload: Payload): string | null | undefined
  /** Where the system's own key of a device stands, so that a damaged record still tells which one it is. */
  readonly keyPath?: string | undefined
  readonly timeZone: string
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd' | null
}

/** Takes one record: what it says of a device, or why it says nothing. */
export type TakeRecord = (record: unknown, position: string, now: Date) => readonly Collected[]

/**
 * Reads records as rows of a table are read: values by the same readers, identity by the same rules, patient data refused
 * by name and by value.
 */
export function recordTaker<Payload>(form: RecordForm<Payload>): TakeRecord {
  const { payload, fields, timeZone, dateOrder = null } = form
  const names = Object.keys(fields)
  const refused = refusedHeaders(names)
  const columns = names.map((name, index) => ({
    index,
    name,
    meaning: fields[name] ?? undefined,
    refused: refused[index],
  }))
  const reader = new RowReader(
    columns,
    timeZone,
    names.map(() => dateOrder),
  )
  const momentOf = (text: string) => {
    const reading = readValue('lastSeenAt', text, { header: 'seen', dateOrder, timeZone })
    return reading && 'value' in reading ? String(reading.value) : undefined
  }

  return (record, position, now) => {
    const parsed = payload.safeParse(record)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const what = issue?.path.join('.') || 'the record'
      const key = form.keyPath === undefined ? '' : cellAt(record, form.keyPath)
      return [
        {
          kind: 'skipped',
          ...(key !== '' && { sourceKey: key }),
          skipped: {
            position: key || position,
            code: 'unreadable',
            reason: `The record has another form than expected (${what}: ${issue?.message}). Check whether the system was upgraded; the rest was read.`,
          },
        },
      ]
    }
    const texts = form.cells(parsed.data)
    const cells = names.map((name) => textOf(texts[name]))
    const safe = reader.safe({ number: 0, cells }, true)
    const { claims, unread } = reader.claims(safe)
    const identity = reader.identity(safe)
    const raw = reader.raw(safe)
    const damage = unread.filter(isIdentityDamage)
    if (!identity)
      return [
        {
          kind: 'skipped',
          skipped: {
            position,
            code: 'no_identity',
            reason: `Nothing in the record tells which device it is${damage.length > 0 ? `: "${damage[0]!.column}" cannot be read` : ''}. Fill in an asset tag, a serial number, a host name or a MAC address in the system.`,
            raw,
          },
        },
      ]
    const told = form.observedAt?.(parsed.data)
    const observedAt = (told ? momentOf(told) : undefined) ?? claims.lastSeenAt ?? now.toISOString()
    const observation = { sourceKey: identity.key, observedAt, claims, raw }
    const taken: Collected = {
      kind: 'observation',
      observation,
      position,
      ...(unread.length > 0 && { unread }),
    }
    if (damage.length === 0) return [taken]
    const damaged = damage.map(({ column }) => `"${column}"`).join(', ')
    return [
      taken,
      {
        kind: 'skipped',
        sourceKey: identity.key,
        skipped: {
          position,
          code: 'bad_value',
          reason: `The value of ${damaged} cannot be read. The device was taken without it; correct it in the system.`,
          raw,
        },
      },
    ]
  }
}

const textOf = (value: string | number | boolean | null | undefined) =>
  value === null || value === undefined ? '' : String(value).trim()
