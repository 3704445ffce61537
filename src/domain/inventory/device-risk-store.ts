import { sql } from 'kysely'
import type { RiskBand } from '#model/risk.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

/** What a device's open findings come to. */
export interface DeviceRisk {
  readonly deviceId: string
  readonly openFindings: number
  /** Null where nothing is open. */
  readonly worstScore: number | null
  readonly worstBand: RiskBand | null
  readonly knownExploited: boolean
}

/** Keeps the roll-up of findings on the devices; only rows that change are written. */
export async function recordDeviceRisk(db: Db, organisationId: string, rows: readonly DeviceRisk[]) {
  if (rows.length === 0) return
  await sql`
    update device d set open_findings = r."openFindings", worst_score = r."worstScore", worst_band = r."worstBand",
      known_exploited = r."knownExploited"
    from jsonb_to_recordset(${jsonRows(rows)}) as r("deviceId" uuid, "openFindings" int, "worstScore" real, "worstBand" text,
      "knownExploited" boolean)
    where d.organisation_id = ${organisationId} and d.id = r."deviceId"
      and (d.open_findings, d.worst_score, d.worst_band, d.known_exploited)
        is distinct from (r."openFindings", r."worstScore", r."worstBand", r."knownExploited")`.execute(db)
}

/** Configurations that were now matched against all intelligence. */
export async function recordMatched(db: Db, organisationId: string, configurationIds: readonly string[]) {
  if (configurationIds.length === 0) return
  await sql`update configuration set matched_at = now()
            where organisation_id = ${organisationId} and id = any(${configurationIds}) and matched_at is null`.execute(
    db,
  )
}
