import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Connector, InputFile, Inspection } from '#connectors/connector.ts'
import type { AssessedDevice, AssessInput } from '#domain/assess/assess.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import { kindOfFile, readHead, unknownKind } from '#platform/file-kind.ts'
import { silentLog } from '#platform/log.ts'
import { summarise } from './summarise.ts'

export interface ReadInventory {
  readonly devices: readonly AssessedDevice[]
  readonly inventory: AssessInput['inventory']
  /** Rows of a device of which a fuller row was taken: `row 7`. */
  readonly contradicting: readonly string[]
}

/** Reads the file with the connector that knows its kind, its columns taken for what they look like; `key` names each device. */
export async function readInventory(
  connectors: readonly Connector[],
  path: string,
  options: { sheet?: string | undefined; key?: string | undefined; now: () => Date },
): Promise<ReadInventory> {
  const file = await openFile(path)
  const connector = kindOfFile(connectors, await readHead(file), file.name)
  if (!connector) throw unknownKind(connectors, file.name)
  const settings = options.sheet ? { sheet: options.sheet } : {}
  const context = { file, log: silentLog, now: options.now }
  const inspection = await connector.inspect({ ...context, config: settings })
  const { key: column } = options
  assertColumn(file, inspection, column)

  const devices = new Map<string, AssessedDevice>()
  const skipped: Skipped[] = []
  const unread = new Map<string, { column: string; code: string; rows: number }>()
  for await (const one of connector.collect({ ...context, config: connector.config.parse(settings) })) {
    if (one.kind === 'skipped') {
      skipped.push(one.skipped)
      continue
    }
    const { sourceKey, claims, raw } = one.observation
    const label = column === undefined ? undefined : raw?.[column]
    devices.set(sourceKey, { key: sourceKey, position: one.position, claims, ...(label && { label }) })
    for (const { column, code } of one.unread ?? []) {
      const key = `${column}\n${code}`
      const known = unread.get(key) ?? { column, code, rows: 0 }
      known.rows++
      unread.set(key, known)
    }
  }
  const ambiguous = inspection.ambiguousDates.length
  return {
    devices: [...devices.values()],
    contradicting: skipped.filter(({ code }) => code === 'duplicate_key').map(({ position }) => position),
    inventory: {
      file: file.name,
      columns: inspection.columns
        .filter((column) => column.refused === undefined)
        .map(({ name, attribute }) => ({ name, attribute: attribute ?? null })),
      refused: inspection.columns
        .filter((column) => column.refused !== undefined)
        .map(({ name, refused }) => ({ name, reason: refused! })),
      skipped: summarise(skipped),
      unread: [...unread.values()].sort((a, b) => b.rows - a.rows),
      remarks: [
        ...inspection.remarks,
        ...(ambiguous > 0
          ? ['Some dates can be read as day before month or month before day; they were not used.']
          : []),
      ],
    },
  }
}

/** The column that names a device must be there. */
export function assertColumn(file: InputFile, { columns }: Inspection, column: string | undefined): void {
  if (column === undefined || columns.some(({ name }) => name === column)) return
  throw new AppError(
    'bad_request',
    `${file.name} has no column "${column}". It has: ${columns.map(({ name }) => name).join(', ')}.`,
  )
}

export async function openFile(path: string): Promise<InputFile> {
  const full = resolve(path)
  const info = await stat(full).catch((cause) => {
    throw new AppError('unreadable', `There is no file ${full} that can be read. Check the path.`, { cause })
  })
  if (!info.isFile())
    throw new AppError(
      'unreadable',
      `${full} is not a file. Name the inventory's file: CSV, XLSX, or a scanner's report.`,
    )
  return { name: basename(full), bytes: info.size, stream: (range) => createReadStream(full, range) }
}
