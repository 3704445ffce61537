import { sql } from 'kysely'
import type { WorkOrderType } from '#model/work-order.ts'
import type { Db } from '#platform/db/database.ts'

export interface ToldMinutes {
  type: WorkOrderType
  /** Null where the order is of no advisory. */
  advisory_id: string | null
  manufacturer: string
  model: string
  minutes: number
}

/** Minutes as who did the work told them: of an order that kept what was planned nobody knows. */
export const toldMinutes = async (db: Db, organisationId: string) =>
  (
    await sql<ToldMinutes>`
      select o.type, c.advisory_id, coalesce(d.manufacturer, '') as manufacturer, coalesce(d.model, '') as model, o.minutes
      from work_order o
      join device d on d.organisation_id = o.organisation_id and d.id = o.device_id
      left join campaign c on c.organisation_id = o.organisation_id and c.id = o.campaign_id
      where o.organisation_id = ${organisationId} and o.completed_at is not null and o.minutes > 0
        and o.minutes <> (select coalesce(sum((step ->> 'minutes')::int), 0) from jsonb_array_elements(o.steps) step)
      order by o.id`.execute(db)
  ).rows
