import type { Connector } from '#connectors/connector.ts'
import type { SourceRecord } from '#domain/resolving/resolving.ts'
import type { Skipped } from '#model/observation.ts'
import { kindOfFile, readHead, unknownKind } from '#platform/file-kind.ts'
import { silentLog } from '#platform/log.ts'
import { assertColumn, openFile } from './read-inventory.ts'
import { summarise } from './summarise.ts'

/**
 * Gives every row of the file that may speak of a device, as the resolver takes it; says what was skipped. The first of the columns in
 * `keys` that the file has names a record, in a report that has none of them what the report calls it; a key that stands twice gets its
 * row's number.
 */
export async function readSourceRecords(
  connectors: readonly Connector[],
  path: string,
  { source, keys, now }: { source: string; keys: readonly string[]; now: () => Date },
  take: (record: SourceRecord) => void,
) {
  const file = await openFile(path)
  const connector = kindOfFile(connectors, await readHead(file), file.name)
  if (!connector) throw unknownKind(connectors, file.name)
  const context = { file, log: silentLog, now }
  const inspection = await connector.inspect({ ...context, config: {} })
  const column = keys.find((key) => inspection.columns.some(({ name }) => name === key))
  // Reports have no columns to choose from, and name their records themselves.
  if (column === undefined && connector.reads !== 'report') assertColumn(file, inspection, keys[0])

  const skipped: Skipped[] = []
  const taken = new Set<string>()
  const config = connector.config.parse({})
  for await (const one of connector.collect({ ...context, config, everyRow: true })) {
    if (one.kind === 'skipped') {
      skipped.push(one.skipped)
      continue
    }
    const { observation, position, unread = [] } = one
    const { sourceKey, claims, raw } = observation
    const named = (column !== undefined && raw?.[column]) || sourceKey
    const key = taken.has(named) ? `${named} (${position})` : named
    taken.add(key)
    const damaged = unread.find(({ attribute, code }) => attribute === 'serialNumber' && code === 'mangled_value')
    take({
      source,
      key,
      claims,
      ...(damaged && { damagedSerial: raw?.[damaged.column] }),
    })
  }
  return summarise(skipped.filter(({ code }) => code !== 'bad_value'))
}
