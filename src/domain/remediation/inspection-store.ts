import { sql } from 'kysely'
import type { Criticality } from '#model/device.ts'
import type { Db } from '#platform/db/database.ts'
import { closedStates } from './work-order.ts'

// What somebody needs to know who looks for devices. Reads work_order, device, conflict.

export interface DeviceToInspect {
  readonly id: string
  readonly manufacturer: string | null
  readonly model: string | null
  readonly device_type: string | null
  readonly operating_system: string | null
  readonly criticality: Criticality
  readonly site: string | null
  readonly building: string | null
  readonly care_area: string | null
  readonly room: string | null
  readonly hostname: string | null
  readonly ip_addresses: readonly string[]
  readonly mac_addresses: readonly string[]
  readonly last_seen_at: string | null
  /** Open conflicts over whether it is still there, in words. */
  readonly disputes: readonly string[]
  /** The open order that looks for it. */
  readonly order_number: number | null
}

/** Those of these devices that are there, in the order of their rooms. */
export const devicesToInspect = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<DeviceToInspect>`
      select d.id, d.manufacturer, d.model, d.device_type, d.golden ->> 'operatingSystem' as operating_system, d.criticality, d.site,
        d.building, d.care_area, d.room, d.hostname, d.ip_addresses, d.mac_addresses, d.last_seen_at,
        array(select c.text from conflict c where c.organisation_id = d.organisation_id and c.device_id = d.id
          and c.kind = 'lifecycle' and c.settled_at is null order by c.opened_at) as disputes,
        (select max(o.number) from work_order o where o.organisation_id = d.organisation_id and o.device_id = d.id
          and o.verification ->> 'attribute' = 'lifecycle' and o.state <> all(${closedStates})) as order_number
      from device d
      where d.organisation_id = ${organisationId} and d.id = any(${ids}::uuid[]) and d.gone_at is null
      order by d.site, d.building, d.care_area, d.room, d.name, d.id`.execute(db)
  ).rows
