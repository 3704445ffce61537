import { sql } from 'kysely'
import type { Criticality, DeviceClaims } from '#model/device.ts'
import { arrayText, copyRows } from '#platform/db/copy.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

export interface ObservationRow {
  id: string
  source_id: string
  source_key: string
  run_id: string | null
  device_id: string
  observed_at: string
  recorded_at: string
  digest: string
  claims: DeviceClaims
  raw: Record<string, string> | null
}

/** As it is written: claims and raw are JSON texts already. */
export type NewObservationRow = Omit<ObservationRow, 'recorded_at' | 'claims' | 'raw'> & {
  claims: string
  raw: string | null
}

export interface DeviceRow {
  id: string
  name: string
  asset_tag: string | null
  serial_number: string | null
  manufacturer: string | null
  model: string | null
  device_type: string | null
  software_version: string | null
  hostname: string | null
  ip_addresses: string[]
  mac_addresses: string[]
  zone: string | null
  site: string | null
  building: string | null
  room: string | null
  care_area: string | null
  department: string | null
  lifecycle: string
  criticality: string
  care_setting: string
  technician: string | null
  next_maintenance_on: string | null
  golden: DeviceClaims
  /** The golden record as JSON, where it is written already. */
  goldenText?: string | undefined
  search: string
  is_active: boolean
  configuration_id: string
  configuration_since: string
  context_id: string
  conflicts: number
  first_seen_at: string
  last_seen_at: string | null
  gone_at: string | null
}

export interface ConfigurationRow {
  id: string
  digest: string
  manufacturer: string
  model: string
  model_number: string
  description: string
  software_version: string
  firmware_version: string
  operating_system: string
  /** Absent where there is none: the digest of a configuration without one stays as it was. */
  udi_di?: string
  serial_number?: string
  installed_updates?: readonly string[]
}

export interface ContextRow {
  id: string
  digest: string
  criticality: string
  care_setting: string
  zone: string
  network_connected: boolean | null
  stores_phi: boolean | null
  /** Absent where it is the inventory's own word: the digest of such a context stayed as it was. */
  stores_phi_by?: 'mds2'
}

export interface ConflictRow {
  id: string
  device_id: string
  kind: 'identity' | 'attribute' | 'lifecycle'
  attribute: string | null
  text: string
  detail: Record<string, unknown>
  dedupe_key: string
}

/** One import at a time changes an organisation's inventory, so that two cannot make one device twice. */
export const lockInventory = (db: Db, organisationId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended('inventory:' || ${organisationId}, 0))`.execute(db)

export const presentByKey = async (db: Db, organisationId: string, sourceId: string, keys: readonly string[]) =>
  (
    await sql<{ id: string; source_key: string; digest: string; device_id: string }>`
      select id, source_key, digest, device_id from observation
      where organisation_id = ${organisationId} and source_id = ${sourceId} and source_key = any(${keys})
        and superseded_at is null and retracted_at is null`.execute(db)
  ).rows

export const presentOfDevices = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  (
    await sql<ObservationRow>`
      select id, source_id, source_key, run_id, device_id, observed_at, recorded_at, digest, claims, null as raw from observation
      where organisation_id = ${organisationId} and device_id = any(${deviceIds}) and superseded_at is null and retracted_at is null`.execute(
      db,
    )
  ).rows

export const devicesById = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<DeviceRow>`
      select id, name, asset_tag, serial_number, manufacturer, model, device_type, software_version, hostname, ip_addresses, mac_addresses,
        zone, site, building, room, care_area, department, lifecycle, criticality, care_setting, technician, next_maintenance_on, golden, search,
        is_active, configuration_id, configuration_since, context_id, conflicts, first_seen_at, last_seen_at, gone_at
      from device where organisation_id = ${organisationId} and id = any(${ids})`.execute(db)
  ).rows

export const insertConfigurations = (db: Db, organisationId: string, rows: readonly ConfigurationRow[]) =>
  sql`insert into configuration (organisation_id, id, digest, manufacturer, model, model_number, description, software_version, firmware_version, operating_system, udi_di, serial_number, installed_updates)
      select ${organisationId}::uuid, r.id, r.digest, r.manufacturer, r.model, r.model_number, r.description, r.software_version, r.firmware_version,
        r.operating_system, coalesce(r.udi_di, ''), coalesce(r.serial_number, ''),
        array(select jsonb_array_elements_text(r.installed_updates)) from jsonb_to_recordset(${jsonRows(rows)}) as r(id uuid, digest text, manufacturer text, model text,
        model_number text, description text, software_version text, firmware_version text, operating_system text, udi_di text, serial_number text, installed_updates jsonb)
      on conflict do nothing`.execute(db)

/** Configurations whose devices are told apart by their serial numbers, or of which an MDS2 form says whether they hold data, or FDA how
 * much harm they can do. */
export const markedConfigurations = async (db: Db, organisationId: string) =>
  new Map(
    (
      await sql<{
        id: string
        is_told_apart: boolean
        discloses_data: boolean | null
        told_criticality: Criticality | null
      }>`
        select id, is_told_apart, discloses_data, told_criticality from configuration
        where organisation_id = ${organisationId}
          and (is_told_apart or discloses_data is not null or told_criticality is not null)`.execute(db)
    ).rows.map((row) => [row.id, row] as const),
  )

type Said = 'discloses_data' | 'told_criticality'

/** Gives the devices of the configurations of which something else is said than before; of `all` others nothing is said any more. */
async function say(
  db: Db,
  organisationId: string,
  column: Said,
  said: ReadonlyMap<string, boolean | string | null>,
  { all }: { readonly all: boolean },
): Promise<string[]> {
  const rows = [...said].flatMap(([id, value]) => (all && value === null ? [] : [{ id, value }]))
  const type = column === 'discloses_data' ? sql`boolean` : sql`text`
  const { rows: changed } = await sql<{ id: string }>`
    with said as (select * from jsonb_to_recordset(${jsonRows(rows)}) as r(id uuid, value ${type}))
    update configuration c set ${sql.ref(column)} = n.value
    from (
      select o.id, said.value from configuration o left join said on said.id = o.id
      where o.organisation_id = ${organisationId} and (said.id is not null or (${all} and o.${sql.ref(column)} is not null))
        and o.${sql.ref(column)} is distinct from said.value
    ) n
    where c.organisation_id = ${organisationId} and c.id = n.id
    returning c.id`.execute(db)
  if (changed.length === 0) return []
  const { rows: devices } = await sql<{ id: string }>`
    select id from device where organisation_id = ${organisationId}
      and configuration_id = any(${changed.map(({ id }) => id)}::uuid[]) and gone_at is null order by id`.execute(db)
  return devices.map(({ id }) => id)
}

export const discloseData = (
  db: Db,
  organisationId: string,
  said: ReadonlyMap<string, boolean | null>,
  scope: { readonly all: boolean },
) => say(db, organisationId, 'discloses_data', said, scope)

/** How much harm the devices can do at least. */
export const tellCriticality = (
  db: Db,
  organisationId: string,
  told: ReadonlyMap<string, Criticality | null>,
  scope: { readonly all: boolean },
) => say(db, organisationId, 'told_criticality', told, scope)

/** Gives the devices that are there, and have a serial number. */
export async function tellApart(
  db: Db,
  organisationId: string,
  configurationIds: readonly string[],
): Promise<string[]> {
  await sql`update configuration set is_told_apart = true
    where organisation_id = ${organisationId} and id = any(${configurationIds}) and not is_told_apart`.execute(db)
  const { rows } = await sql<{ id: string }>`
    select id from device where organisation_id = ${organisationId} and configuration_id = any(${configurationIds})
      and serial_number is not null and gone_at is null order by id`.execute(db)
  return rows.map(({ id }) => id)
}

export const takeDevicesBehind = async (db: Db, organisationId: string, limit: number) =>
  (
    await sql<{ id: string }>`
      delete from device_behind b using (
        select device_id from device_behind where organisation_id = ${organisationId} order by device_id limit ${limit}
      ) t
      where b.organisation_id = ${organisationId} and b.device_id = t.device_id
      returning b.device_id as id`.execute(db)
  ).rows.map(({ id }) => id)

export const insertContexts = (db: Db, organisationId: string, rows: readonly ContextRow[]) =>
  sql`insert into context (organisation_id, id, digest, criticality, care_setting, zone, network_connected, stores_phi, stores_phi_by)
      select ${organisationId}::uuid, r.id, r.digest, r.criticality, r.care_setting, r.zone, r.network_connected, r.stores_phi,
        coalesce(r.stores_phi_by, '') from jsonb_to_recordset(${jsonRows(rows)}) as r(id uuid, digest text, criticality text, care_setting text,
        zone text, network_connected boolean, stores_phi boolean, stores_phi_by text)
      on conflict do nothing`.execute(db)

const deviceColumns = [
  'name',
  'asset_tag',
  'serial_number',
  'manufacturer',
  'model',
  'device_type',
  'software_version',
  'hostname',
  'ip_addresses',
  'mac_addresses',
  'zone',
  'site',
  'building',
  'room',
  'care_area',
  'department',
  'lifecycle',
  'criticality',
  'care_setting',
  'technician',
  'next_maintenance_on',
  'golden',
  'search',
  'is_active',
  'configuration_id',
  'configuration_since',
  'context_id',
  'conflicts',
  'first_seen_at',
  'last_seen_at',
  'gone_at',
] as const

const riskColumns = ['open_findings', 'worst_score', 'worst_band', 'known_exploited'] as const

interface TwinRow {
  configuration_id: string
  context_id: string
  open_findings: number
  worst_score: number | null
  worst_band: string | null
  known_exploited: boolean
}

/**
 * Devices that are not there yet. Each begins with the risk of another of its configuration and context: mostly that is
 * what its findings come to, and the roll-up that follows writes only what is otherwise.
 */
export async function insertDevices(db: Db, organisationId: string, rows: readonly DeviceRow[]) {
  if (rows.length === 0) return
  const twinOf = new Map((await twinsOf(db, organisationId, rows)).map((twin) => [pairOf(twin), twin]))
  const unlike = { open_findings: 0, worst_score: null, worst_band: null, known_exploited: false }
  await copyRows(
    db,
    'device',
    ['organisation_id', 'id', ...deviceColumns, ...riskColumns],
    Iterator.from(rows).map((row) => {
      const risk = twinOf.get(pairOf(row)) ?? unlike
      const own = deviceColumns.map((column) => {
        const value = column === 'golden' ? (row.goldenText ?? row.golden) : row[column]
        return Array.isArray(value) ? arrayText(value) : value
      })
      return [organisationId, row.id, ...own, ...riskColumns.map((column) => risk[column])]
    }),
  )
}

/** Those of the same configuration and context that have something open. */
async function twinsOf(db: Db, organisationId: string, rows: readonly DeviceRow[]): Promise<TwinRow[]> {
  const { rows: some } = await sql`select from device d
    where d.organisation_id = ${organisationId} and d.gone_at is null and coalesce(d.worst_score, -1) >= 0 limit 1`.execute(
    db,
  )
  if (some.length === 0) return []
  const pairs = new Map(
    rows.map((row) => [pairOf(row), { configuration_id: row.configuration_id, context_id: row.context_id }]),
  )
  const { rows: twins } = await sql<TwinRow>`
    select distinct on (d.configuration_id, d.context_id)
      d.configuration_id, d.context_id, d.open_findings, d.worst_score, d.worst_band, d.known_exploited
    from jsonb_to_recordset(${jsonRows([...pairs.values()])}) as p(configuration_id uuid, context_id uuid)
    join device d on d.organisation_id = ${organisationId} and d.configuration_id = p.configuration_id
      and d.context_id = p.context_id and d.gone_at is null`.execute(db)
  return twins
}

const pairOf = (row: { configuration_id: string; context_id: string }) => `${row.configuration_id} ${row.context_id}`

export const upsertDevices = (db: Db, organisationId: string, rows: readonly DeviceRow[]) =>
  sql`insert into device (organisation_id, id, ${sql.join(deviceColumns.map((column) => sql.ref(column)))})
      select ${organisationId}::uuid, r.id, ${sql.join(
        deviceColumns.map((column) =>
          column === 'ip_addresses' || column === 'mac_addresses'
            ? sql`array(select jsonb_array_elements_text(r.${sql.ref(column)}))`
            : sql`r.${sql.ref(column)}`,
        ),
      )}
      from jsonb_to_recordset(${jsonRows(rows.map(({ goldenText: _, ...row }) => row))}) as r(id uuid, name text, asset_tag text, serial_number text, manufacturer text, model text,
        device_type text, software_version text, hostname text, ip_addresses jsonb, mac_addresses jsonb, zone text, site text, building text, room text,
        care_area text, department text, lifecycle text, criticality text, care_setting text, technician text, next_maintenance_on date, golden jsonb,
        search text, is_active boolean, configuration_id uuid, configuration_since timestamptz, context_id uuid, conflicts int,
        first_seen_at timestamptz, last_seen_at timestamptz, gone_at timestamptz)
      on conflict (organisation_id, id) do update set ${sql.join(
        deviceColumns.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`),
      )}, updated_at = now()`.execute(db)

const observationColumns = [
  'id',
  'source_id',
  'source_key',
  'run_id',
  'device_id',
  'observed_at',
  'digest',
  'claims',
  'raw',
] as const

export const insertObservations = (db: Db, organisationId: string, rows: readonly NewObservationRow[]) =>
  copyRows(
    db,
    'observation',
    ['organisation_id', ...observationColumns],
    Iterator.from(rows).map((row) => [organisationId, ...observationColumns.map((column) => row[column])]),
  )

export async function supersede(
  db: Db,
  organisationId: string,
  observationIds: readonly string[],
  runId: string | null,
) {
  if (observationIds.length === 0) return
  await sql`delete from identifier where organisation_id = ${organisationId} and observation_id = any(${observationIds})`.execute(
    db,
  )
  await sql`update observation set superseded_at = now(), superseded_by_run = ${runId}
            where organisation_id = ${organisationId} and id = any(${observationIds})`.execute(db)
}

/** Of observations that have none yet. */
export const insertIdentifiers = (
  db: Db,
  organisationId: string,
  rows: readonly { kind: string; value: string; observation_id: string; device_id: string }[],
) =>
  copyRows(
    db,
    'identifier',
    ['organisation_id', 'kind', 'value', 'observation_id', 'device_id'],
    Iterator.from(rows).map((row) => [organisationId, row.kind, row.value, row.observation_id, row.device_id]),
  )

// conflicts ---------------------------------------------------------------------------------------------------------

/** Opens what is new; a person's settlement is kept, and what settled by itself opens again when it comes back. */
export async function openConflicts(db: Db, organisationId: string, rows: readonly ConflictRow[]) {
  if (rows.length === 0) return
  await sql`insert into conflict (organisation_id, id, device_id, kind, attribute, text, detail, dedupe_key)
      select ${organisationId}::uuid, r.* from jsonb_to_recordset(${jsonRows(rows)}) as r(id uuid, device_id uuid, kind text, attribute text, text text,
        detail jsonb, dedupe_key text)
      on conflict (organisation_id, dedupe_key) do update set settled_at = null, settled_by = null, settlement = null
      where conflict.settled_by = 'Homeostat'`.execute(db)
}

export async function openConflictsOf(db: Db, organisationId: string, deviceIds: readonly string[]) {
  const { rows } = await sql<ConflictRow>`select id, device_id, kind, attribute, text, detail, dedupe_key from conflict
    where organisation_id = ${organisationId} and device_id = any(${deviceIds}) and settled_at is null`.execute(db)
  return rows
}

export const settleConflicts = (
  db: Db,
  organisationId: string,
  ids: readonly string[],
  by: string,
  settlement: string,
) =>
  sql`update conflict set settled_at = now(), settled_by = ${by}, settlement = ${settlement}
      where organisation_id = ${organisationId} and id = any(${ids}) and settled_at is null`.execute(db)

export const countConflicts = (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  sql`update device d set conflicts = c.n from (
        select id, (select count(*) from conflict where organisation_id = ${organisationId} and device_id = ids.id and settled_at is null)::int as n
        from unnest(${deviceIds}::uuid[]) as ids(id)) c
      where d.organisation_id = ${organisationId} and d.id = c.id and d.conflicts <> c.n`.execute(db)

// undo --------------------------------------------------------------------------------------------------------------

/** Observations that a run made, with the present or past ones that they took the place of. */
export const observationsOfRun = async (db: Db, organisationId: string, runId: string) =>
  (
    await sql<{ id: string; device_id: string; source_key: string; is_present: boolean }>`
      select id, device_id, source_key, superseded_at is null as is_present from observation
      where organisation_id = ${organisationId} and run_id = ${runId} and retracted_at is null`.execute(db)
  ).rows

export const retract = (db: Db, organisationId: string, ids: readonly string[]) =>
  sql`with gone as (delete from identifier where organisation_id = ${organisationId} and observation_id = any(${ids}))
      update observation set retracted_at = now() where organisation_id = ${organisationId} and id = any(${ids})`.execute(
    db,
  )

/**
 * Brings back what a run had taken the place of: where a later observation of the same key is present, that one now
 * stands in the run's place.
 */
export const restoreSuperseded = async (db: Db, organisationId: string, runId: string) =>
  (
    await sql<ObservationRow>`
      update observation o set superseded_at = null, superseded_by_run = null
      where o.organisation_id = ${organisationId} and o.superseded_by_run = ${runId} and o.retracted_at is null
        and not exists (select 1 from observation p where p.organisation_id = o.organisation_id and p.source_id = o.source_id
          and p.source_key = o.source_key and p.superseded_at is null and p.retracted_at is null)
      returning o.id, o.source_id, o.source_key, o.run_id, o.device_id, o.observed_at, o.recorded_at, o.digest, o.claims, o.raw`.execute(
      db,
    )
  ).rows

/** What a run had taken the place of and a later run took over is that later run's to give back. */
export const handOnSuperseded = (db: Db, organisationId: string, runId: string) =>
  sql`update observation o set superseded_by_run = mine.superseded_by_run
      from observation mine
      where o.organisation_id = ${organisationId} and o.superseded_by_run = ${runId} and mine.organisation_id = o.organisation_id
        and mine.run_id = ${runId} and mine.source_id = o.source_id and mine.source_key = o.source_key`.execute(db)

// reading -----------------------------------------------------------------------------------------------------------

export const observationsOfDevice = async (db: Db, organisationId: string, deviceId: string, all: boolean) =>
  (
    await sql<
      ObservationRow & { superseded_at: string | null; retracted_at: string | null; unreported_since: string | null }
    >`
      select * from observation where organisation_id = ${organisationId} and device_id = ${deviceId}
        and (${all} or (superseded_at is null and retracted_at is null)) order by recorded_at desc, id desc limit 500`.execute(
      db,
    )
  ).rows

export const devicesPerSource = async (db: Db, organisationId: string) =>
  (
    await sql<{ source_id: string; n: number }>`
      select source_id, count(*) as n from observation
      where organisation_id = ${organisationId} and superseded_at is null and retracted_at is null group by 1`.execute(
      db,
    )
  ).rows

export const devicesOfSource = async (
  db: Db,
  organisationId: string,
  sourceId: string,
  after: string | null,
  limit: number,
) =>
  (
    await sql<{ id: string }>`
      select distinct device_id as id from observation
      where organisation_id = ${organisationId} and source_id = ${sourceId} and superseded_at is null and retracted_at is null
        and (${after}::uuid is null or device_id > ${after}::uuid) order by device_id limit ${limit}`.execute(db)
  ).rows.map((row) => row.id)
