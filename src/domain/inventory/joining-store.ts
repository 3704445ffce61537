import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import type { CarriedRows, Row } from './carried.ts'

// Merges and splits of devices. Tables: identity_entry, identity_move; of arrival_place, observation, identifier, conflict and device the columns that
// say whose a record is and since when.

/** What a device is, as far as it does not follow from its records alone. */
export interface DeviceState {
  readonly id: string
  readonly configuration_id: string
  readonly configuration_since: string
  readonly context_id: string
  readonly first_seen_at: string
  readonly is_active: boolean
  readonly gone_at: string | null
}

export type EntryKind = 'merge' | 'split'

/** A record of a source, present and past. */
export interface RecordKey {
  readonly sourceId: string
  readonly sourceKey: string
}

/** What the ledger keeps so that an entry can go back. */
export interface Carried {
  readonly devices?: {
    readonly before: readonly DeviceState[]
    readonly after: readonly DeviceState[]
  }
  /** Observations of the moved records that `to` had before by itself. */
  readonly stayed?: readonly string[]
  /** Records that were found to be of `from` and had not come to it yet. */
  readonly waiting?: readonly RecordKey[]
  readonly conflicts?: CarriedRows
  readonly findings?: Readonly<Record<string, CarriedRows>>
  readonly work?: Readonly<Record<string, CarriedRows>>
  /** Of a split: what was asked for. */
  readonly split?: {
    readonly records: readonly RecordKey[]
    readonly workOrderIds: readonly string[]
    readonly vulnerabilityIds: readonly string[]
  }
  /** What the entry had made in histories, and was taken out of them again with it. */
  readonly takenBack?: Readonly<Record<string, readonly Row[]>>
}

export interface EntryRow {
  readonly id: string
  readonly at: string
  readonly kind: EntryKind
  readonly from_device_id: string
  readonly to_device_id: string
  readonly actor_id: string | null
  readonly actor_name: string
  readonly run_id: string | null
  readonly reason: string
  readonly probability: number | null
  readonly carried: Carried
  readonly undone_at: string | null
  readonly undone_by: string | null
}

export interface Pair {
  readonly entryId: string
  readonly from: string
  readonly into: string
}

const pairRows = (pairs: readonly Pair[]) =>
  jsonRows(pairs.map(({ entryId, from, into }) => ({ entry_id: entryId, from_id: from, into_id: into })))

/** What refers to findings is looked up at the end of the transaction. */
export const deferReferences = (db: Db) => sql`set constraints all deferred`.execute(db)
export const checkReferences = (db: Db) => sql`set constraints all immediate`.execute(db)

export const deviceStates = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<DeviceState>`
      select id, configuration_id, to_jsonb(configuration_since) #>> '{}' as configuration_since, context_id,
        to_jsonb(first_seen_at) #>> '{}' as first_seen_at, is_active, to_jsonb(gone_at) #>> '{}' as gone_at
      from device where organisation_id = ${organisationId} and id = any(${ids}::uuid[]) order by id`.execute(db)
  ).rows

export const setDeviceStates = (db: Db, organisationId: string, states: readonly DeviceState[]) =>
  sql`update device d set configuration_id = r.configuration_id, configuration_since = r.configuration_since, context_id = r.context_id,
        first_seen_at = r.first_seen_at, is_active = r.is_active, gone_at = r.gone_at, updated_at = now()
      from jsonb_to_recordset(${jsonRows(states)}) as r(id uuid, configuration_id uuid, configuration_since timestamptz, context_id uuid,
        first_seen_at timestamptz, is_active boolean, gone_at timestamptz)
      where d.organisation_id = ${organisationId} and d.id = r.id
        and (d.configuration_id, d.configuration_since, d.context_id, d.first_seen_at, d.is_active, d.gone_at)
          is distinct from (r.configuration_id, r.configuration_since, r.context_id, r.first_seen_at, r.is_active, r.gone_at)`.execute(
    db,
  )

// records -----------------------------------------------------------------------------------------------------------

export interface Moved {
  readonly entry_id: string
  readonly id: string
}

/** Observations of the devices' own that are of the same records as those that come to them. */
export const observationsThere = async (db: Db, organisationId: string, pairs: readonly Pair[]) =>
  (
    await sql<Moved>`
      select p.entry_id, o.id from jsonb_to_recordset(${pairRows(pairs)}) as p(entry_id uuid, from_id uuid, into_id uuid)
      join observation o on o.organisation_id = ${organisationId} and o.device_id = p.into_id
      where exists (select from observation a where a.organisation_id = ${organisationId} and a.device_id = p.from_id
        and a.source_id = o.source_id and a.source_key = o.source_key)`.execute(db)
  ).rows

/** Keys of records that were found to be of a device and are still to come to it. */
export interface Waiting extends RecordKey {
  readonly entry_id: string
}

/** What was found to be of the one device of each pair, and is still to come to it, comes to the other; gives which. */
export const moveWaiting = async (db: Db, organisationId: string, pairs: readonly Pair[]) =>
  (
    await sql<Waiting>`
      update arrival_place a set device_id = p.into_id
      from jsonb_to_recordset(${pairRows(pairs)}) as p(entry_id uuid, from_id uuid, into_id uuid)
      where a.organisation_id = ${organisationId} and a.device_id = p.from_id
      returning p.entry_id, a.source_id as "sourceId", a.source_key as "sourceKey"`.execute(db)
  ).rows

/** All that the one device of each pair stands on, to the other. */
export const moveAll = async (db: Db, organisationId: string, pairs: readonly Pair[]) =>
  (
    await sql<Moved>`
      with moved as (
        update observation o set device_id = p.into_id
        from jsonb_to_recordset(${pairRows(pairs)}) as p(entry_id uuid, from_id uuid, into_id uuid)
        where o.organisation_id = ${organisationId} and o.device_id = p.from_id
        returning o.id, p.entry_id, p.into_id
      ),
      named as (
        update identifier i set device_id = moved.into_id from moved
        where i.organisation_id = ${organisationId} and i.observation_id = moved.id
      )
      select entry_id, id from moved order by id`.execute(db)
  ).rows

/** Some records of a device, present and past, to another. */
export const moveRecords = async (
  db: Db,
  organisationId: string,
  { entryId, from, into }: Pair,
  records: readonly RecordKey[],
) =>
  (
    await sql<Moved>`
      with moved as (
        update observation o set device_id = ${into}::uuid
        from jsonb_to_recordset(${jsonRows(records)}) as k("sourceId" uuid, "sourceKey" text)
        where o.organisation_id = ${organisationId} and o.device_id = ${from}::uuid
          and o.source_id = k."sourceId" and o.source_key = k."sourceKey"
        returning o.id
      ),
      named as (
        update identifier i set device_id = ${into}::uuid from moved
        where i.organisation_id = ${organisationId} and i.observation_id = moved.id
      )
      select ${entryId}::uuid as entry_id, id from moved order by id`.execute(db)
  ).rows

/**
 * What an entry took along, back to where it came from, with what has taken its place since by the same source and key; so does what
 * was `waiting` for the device then, whether it has come meanwhile or not. What was taken elsewhere since stays there.
 */
export async function moveBack(
  db: Db,
  organisationId: string,
  { entryId, from, into }: Pair,
  { stayed = [], waiting = [] }: Pick<Carried, 'stayed' | 'waiting'>,
) {
  const keys = sql`select "sourceId", "sourceKey" from jsonb_to_recordset(${jsonRows(waiting)}) as k("sourceId" uuid, "sourceKey" text)`
  await sql`update arrival_place set device_id = ${from}::uuid
    where organisation_id = ${organisationId} and device_id = ${into}::uuid and (source_id, source_key) in (${keys})`.execute(
    db,
  )
  await sql`with went as (
        select o.id, o.source_id, o.source_key, o.recorded_at from identity_move m
        join observation o on o.organisation_id = m.organisation_id and o.id = m.observation_id
        where m.organisation_id = ${organisationId} and m.entry_id = ${entryId}
      ),
      own as (
        -- What came since is of whom the record was last.
        select source_id, source_key from went where not exists (
          select from observation s where s.organisation_id = ${organisationId} and s.id = any(${stayed}::uuid[])
            and s.source_id = went.source_id and s.source_key = went.source_key and s.recorded_at > went.recorded_at)
        union ${keys}
      ),
      moved as (
        update observation o set device_id = ${from}::uuid
        where o.organisation_id = ${organisationId} and o.device_id = ${into}::uuid and o.id <> all(${stayed}::uuid[])
          and (o.id in (select id from went) or (o.source_id, o.source_key) in (select source_id, source_key from own))
        returning o.id
      )
      update identifier i set device_id = ${from}::uuid from moved
      where i.organisation_id = ${organisationId} and i.observation_id = moved.id`.execute(db)
}

export const presentRecords = async (db: Db, organisationId: string, deviceId: string) =>
  (
    await sql<RecordKey>`
      select source_id as "sourceId", source_key as "sourceKey" from observation
      where organisation_id = ${organisationId} and device_id = ${deviceId}::uuid and superseded_at is null and retracted_at is null
      order by 1, 2`.execute(db)
  ).rows

// conflicts ---------------------------------------------------------------------------------------------------------

const conflictJson = sql`to_jsonb(c) - 'organisation_id'`

export const conflictRows = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  (
    await sql<{ row: Row }>`
      select ${conflictJson} as row from conflict c
      where c.organisation_id = ${organisationId} and c.device_id = any(${deviceIds}::uuid[]) order by c.id`.execute(db)
  ).rows.map(({ row }) => row)

/** Conflicts go along; that the two might be one is settled by their being one. */
export async function moveConflicts(db: Db, organisationId: string, pairs: readonly Pair[]) {
  await sql`update conflict c set settled_at = now(), settled_by = 'Homeostat', settlement = 'They are one device now.'
    from jsonb_to_recordset(${pairRows(pairs)}) as p(from_id uuid, into_id uuid)
    where c.organisation_id = ${organisationId} and c.settled_at is null and c.kind = 'identity'
      and ((c.device_id = p.from_id and c.detail ->> 'otherDeviceId' = p.into_id::text)
        or (c.device_id = p.into_id and c.detail ->> 'otherDeviceId' = p.from_id::text))`.execute(db)
  await sql`update conflict c set device_id = p.into_id
    from jsonb_to_recordset(${pairRows(pairs)}) as p(from_id uuid, into_id uuid)
    where c.organisation_id = ${organisationId} and c.device_id = p.from_id`.execute(db)
}

export async function replaceConflicts(
  db: Db,
  organisationId: string,
  { remove, put }: { readonly remove: readonly string[]; readonly put: readonly Row[] },
) {
  await sql`delete from conflict where organisation_id = ${organisationId} and id = any(${remove}::uuid[])`.execute(db)
  await sql`insert into conflict select r.* from jsonb_array_elements(${jsonRows(put)}) as e(row),
      jsonb_populate_record(null::conflict, e.row || jsonb_build_object('organisation_id', ${organisationId}::uuid)) as r
    on conflict do nothing`.execute(db)
}

// entries -----------------------------------------------------------------------------------------------------------

export type NewEntry = Pick<
  EntryRow,
  | 'id'
  | 'kind'
  | 'from_device_id'
  | 'to_device_id'
  | 'actor_id'
  | 'actor_name'
  | 'run_id'
  | 'reason'
  | 'probability'
  | 'carried'
>

/** Each with the observations that it moved. One that was there, and was taken back for another's sake, stands again. */
export async function writeEntries(db: Db, organisationId: string, rows: readonly NewEntry[], moved: readonly Moved[]) {
  await sql`insert into identity_entry (organisation_id, id, at, kind, from_device_id, to_device_id, actor_id, actor_name, run_id, reason,
        probability, carried)
      select ${organisationId}::uuid, r.id, clock_timestamp(), r.kind, r.from_device_id, r.to_device_id, r.actor_id, r.actor_name,
        r.run_id, r.reason, r.probability, r.carried
      from jsonb_to_recordset(${jsonRows(rows)}) as r(id uuid, kind text, from_device_id uuid, to_device_id uuid, actor_id uuid,
        actor_name text, run_id uuid, reason text, probability real, carried jsonb)
      order by r.id
      on conflict (organisation_id, id) do update set carried = excluded.carried, undone_at = null, undone_by = null`.execute(
    db,
  )
  const ids = rows.map(({ id }) => id)
  await sql`delete from identity_move where organisation_id = ${organisationId} and entry_id = any(${ids}::uuid[])`.execute(
    db,
  )
  await sql`insert into identity_move (organisation_id, entry_id, observation_id)
      select ${organisationId}::uuid, r.entry_id, r.id from jsonb_to_recordset(${jsonRows(moved)}) as r(entry_id uuid, id uuid)`.execute(
    db,
  )
}

export const markUndone = (
  db: Db,
  organisationId: string,
  id: string,
  by: string,
  takenBack: Readonly<Record<string, readonly Row[]>>,
) =>
  sql`update identity_entry set undone_at = clock_timestamp(), undone_by = ${by},
        carried = carried || jsonb_build_object('takenBack', ${jsonRows([takenBack])} -> 0)
      where organisation_id = ${organisationId} and id = ${id}::uuid`.execute(db)

// Moments to the microsecond: entries are put in order by them.
const entryColumns = sql`e.id, to_jsonb(e.at) #>> '{}' as at, e.kind, e.from_device_id, e.to_device_id, e.actor_id, e.actor_name, e.run_id, e.reason, e.probability,
  e.undone_at, e.undone_by`

export const entryById = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<EntryRow>`select ${entryColumns}, e.carried from identity_entry e
      where e.organisation_id = ${organisationId} and e.id = ${id}::uuid`.execute(db)
  ).rows[0]

/** Standing entries later than one, of any of these devices; the oldest first. */
export const laterEntries = async (
  db: Db,
  organisationId: string,
  after: { readonly at: string; readonly id: string },
  deviceIds: readonly string[],
) =>
  (
    await sql<EntryRow>`select ${entryColumns}, e.carried from identity_entry e
      where e.organisation_id = ${organisationId} and e.undone_at is null
        and (e.at, e.id) > ((select at from identity_entry where organisation_id = ${organisationId} and id = ${after.id}::uuid), ${after.id}::uuid)
        and (e.from_device_id = any(${deviceIds}::uuid[]) or e.to_device_id = any(${deviceIds}::uuid[]))
      order by e.at, e.id`.execute(db)
  ).rows

/** The standing merge that took exactly these records to the device, as far as they are still there. */
export const mergeOfRecords = async (
  db: Db,
  organisationId: string,
  deviceId: string,
  records: readonly RecordKey[],
): Promise<string | undefined> =>
  (
    await sql<{ id: string }>`
      select e.id from identity_entry e
      where e.organisation_id = ${organisationId} and e.to_device_id = ${deviceId}::uuid and e.kind = 'merge' and e.undone_at is null
        and (select jsonb_agg(distinct jsonb_build_array(p.source_id, p.source_key) order by jsonb_build_array(p.source_id, p.source_key))
          from identity_move m
          join observation o on o.organisation_id = m.organisation_id and o.id = m.observation_id
          join observation p on p.organisation_id = m.organisation_id and p.source_id = o.source_id and p.source_key = o.source_key
            and p.superseded_at is null and p.retracted_at is null and p.device_id = ${deviceId}::uuid
          where m.organisation_id = e.organisation_id and m.entry_id = e.id)
        = (select jsonb_agg(distinct jsonb_build_array(k."sourceId", k."sourceKey") order by jsonb_build_array(k."sourceId", k."sourceKey"))
          from jsonb_to_recordset(${jsonRows(records)}) as k("sourceId" uuid, "sourceKey" text))
      order by e.at desc limit 1`.execute(db)
  ).rows[0]?.id

export interface ListedEntryRow extends Omit<EntryRow, 'carried'> {
  readonly from_name: string
  readonly to_name: string
  readonly is_from_gone: boolean
  readonly is_to_gone: boolean
  readonly records: number
}

export const entryPage = async (
  db: Db,
  organisationId: string,
  filter: {
    readonly deviceId?: string | undefined
    readonly kind?: EntryKind | undefined
    readonly undone?: boolean | undefined
    readonly id?: string | undefined
    readonly after: { readonly at: string; readonly id: string } | null
    readonly limit: number
  },
) =>
  (
    await sql<ListedEntryRow>`
      select ${entryColumns}, f.name as from_name, t.name as to_name,
        f.gone_at is not null as is_from_gone, t.gone_at is not null as is_to_gone,
        (select count(distinct (o.source_id, o.source_key))::int from identity_move m
          join observation o on o.organisation_id = m.organisation_id and o.id = m.observation_id
          where m.organisation_id = e.organisation_id and m.entry_id = e.id) as records
      from identity_entry e
      join device f on f.organisation_id = e.organisation_id and f.id = e.from_device_id
      join device t on t.organisation_id = e.organisation_id and t.id = e.to_device_id
      where e.organisation_id = ${organisationId}
        and (${filter.id ?? null}::uuid is null or e.id = ${filter.id ?? null}::uuid)
        and (${filter.deviceId ?? null}::uuid is null or e.from_device_id = ${filter.deviceId ?? null}::uuid
          or e.to_device_id = ${filter.deviceId ?? null}::uuid)
        and (${filter.kind ?? null}::text is null or e.kind = ${filter.kind ?? null}::text)
        and (${filter.undone ?? null}::boolean is null or (e.undone_at is not null) = ${filter.undone ?? null}::boolean)
        and (${filter.after?.at ?? null}::timestamptz is null
          or (e.at, e.id) < (${filter.after?.at ?? null}::timestamptz, ${filter.after?.id ?? null}::uuid))
      order by e.at desc, e.id desc limit ${filter.limit}`.execute(db)
  ).rows

/** Records that an entry took along, each once. */
export const recordsMoved = async (db: Db, organisationId: string, entryId: string) =>
  (
    await sql<RecordKey>`
      select distinct o.source_id as "sourceId", o.source_key as "sourceKey" from identity_move m
      join observation o on o.organisation_id = m.organisation_id and o.id = m.observation_id
      where m.organisation_id = ${organisationId} and m.entry_id = ${entryId}::uuid order by 1, 2 limit 200`.execute(db)
  ).rows

/** Into which device each was merged; through several merges the last one. */
export const mergedInto = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<{ id: string; into_id: string }>`
      with recursive way as (
        select d.id, d.id as at_id, 0 as steps from device d
        where d.organisation_id = ${organisationId} and d.id = any(${ids}::uuid[]) and d.gone_at is not null
        union all
        select way.id, next.to_device_id, way.steps + 1 from way
        join device here on here.organisation_id = ${organisationId} and here.id = way.at_id and here.gone_at is not null
        cross join lateral (
          select case when e.kind = 'merge' then e.to_device_id else e.from_device_id end as to_device_id from identity_entry e
          where e.organisation_id = ${organisationId}
            and ((e.kind = 'merge' and e.from_device_id = way.at_id and e.undone_at is null)
              or (e.kind = 'split' and e.to_device_id = way.at_id and e.undone_at is not null))
          order by e.at desc limit 1) next
        where way.steps < 50
      )
      select distinct on (id) id, at_id as into_id from way where steps > 0 order by id, steps desc`.execute(db)
  ).rows
