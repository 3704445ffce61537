import { openFile } from '#cli/assess/read-inventory.ts'
import { connectors } from '#connectors/registry.ts'
import { type Claimant, goldenRecord, startingTrust } from '#domain/inventory/inventory.ts'
import type { DeviceClaims } from '#model/device.ts'
import { kindOfFile, readHead } from '#platform/file-kind.ts'
import { silentLog } from '#platform/log.ts'
import type { RecordName, Result } from './scoring.ts'

/** Columns that a person would settle before an import: what network access calls a location is a group of devices. */
export const settledColumns: Readonly<Record<string, Readonly<Record<string, string>>>> = { nac: { Location: 'site' } }

/** Columns that name a record, of each source of the kit. */
export const keyColumns = ['Record ID', 'Device UID', 'id', 'sys_id', 'Line ID', 'QG Host ID', 'Scan ID']

/** What the product takes from each row of the kit's files, as its own connector reads it; files follow one another a minute apart. */
export async function claimsOfFiles(
  files: readonly { readonly source: string; readonly path: string }[],
  today: string,
): Promise<ReadonlyMap<string, Claimant>> {
  const claims = new Map<string, Claimant>()
  const trust = startingTrust({ member: 'csv-file', trust: 50 })
  for (const [at, { source, path }] of files.entries()) {
    const file = await openFile(path)
    const connector = kindOfFile(connectors, await readHead(file), file.name)
    if (!connector) throw new Error(`No connector reads ${path}`)
    const now = () => new Date(Date.parse(`${today}T12:00:00Z`) + at * 60_000)
    const context = { file, log: silentLog, now }
    const { columns } = await connector.inspect({ ...context, config: {} })
    const key = keyColumns.find((column) => columns.some(({ name }) => name === column))
    if (key === undefined) throw new Error(`${path} has none of the columns ${keyColumns.join(', ')}`)
    const config = connector.config.parse({
      columns: {
        ...Object.fromEntries(
          columns.flatMap(({ name, attribute, refused }) => (attribute && !refused ? [[name, attribute]] : [])),
        ),
        [key]: 'sourceKey',
        ...settledColumns[source],
      },
      timeZone: 'UTC',
    })
    for await (const one of connector.collect({ ...context, config })) {
      if (one.kind === 'skipped') continue
      const { sourceKey, observedAt, claims: said } = one.observation
      claims.set(`${source}\n${sourceKey}`, {
        observationId: `${source} ${sourceKey}`,
        sourceId: source,
        sourceKind: 'connector',
        trust,
        observedAt,
        claims: said,
      })
    }
  }
  return claims
}

/** The golden record of each device of an answer, by the product's own rule. */
export function goldenOf(
  members: readonly (RecordName & { readonly device: string })[],
  claims: ReadonlyMap<string, Claimant>,
): NonNullable<Result['golden']> {
  const byDevice = Map.groupBy(members, ({ device }) => device)
  return [...byDevice].map(([device, own]) => ({
    device,
    attributes: attributesOf(
      goldenRecord(
        own.flatMap(({ source, key }) => {
          const claim = claims.get(`${source}\n${key}`)
          return claim ? [claim] : []
        }),
      ),
    ),
  }))
}

/** All that is said of each device of an answer: what the best choice could be right in. */
export function saidOf(
  members: readonly (RecordName & { readonly device: string })[],
  claims: ReadonlyMap<string, Claimant>,
): NonNullable<Result['golden']> {
  const said = new Map<string, Record<string, unknown[]>>()
  for (const { source, key, device } of members) {
    const all = said.get(device) ?? {}
    said.set(device, all)
    const claim = claims.get(`${source}\n${key}`)
    for (const [name, value] of Object.entries(claim ? attributesOf(claim.claims) : {}))
      all[name] = [...(all[name] ?? []), value].flat()
  }
  return [...said].map(([device, attributes]) => ({ device, attributes }))
}

/** A golden record by the names of the kit's truth. */
export function attributesOf(golden: DeviceClaims): Record<string, unknown> {
  const told: Record<string, unknown> = {
    serial: golden.serialNumber,
    tag: golden.assetTag,
    manufacturer: golden.manufacturer,
    model: golden.model,
    mac: golden.macAddresses,
    ip: golden.ipAddresses,
    hostname: golden.hostname,
    operatingSystem: golden.operatingSystem,
    version: golden.softwareVersion ?? golden.firmwareVersion,
    site: golden.site,
    department: golden.careArea ?? golden.department,
    room: golden.room,
    order: golden.purchaseOrder,
    purchasedOn: golden.purchasedOn,
    inServiceOn: golden.inServiceOn,
  }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined && value !== null))
}
