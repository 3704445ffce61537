import { type RawBuilder, sql } from 'kysely'
import type { Evidence, FindingState } from '#model/finding.ts'
import type { VexContent, VexIssueRow, VexJustification } from '#model/vex.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows, storableJson } from '#platform/db/json-rows.ts'
import { inForce, todayOf } from './finding-store.ts'
import type { ConfigurationRow } from './match-store.ts'

/** Empty texts stand for devices without a manufacturer or model. */
export interface VexScope {
  readonly manufacturer?: string | undefined
  readonly model?: string | undefined
  /** All spellings of this one model, where both are given. */
  readonly models?: readonly { readonly manufacturer: string; readonly model: string }[] | undefined
  readonly vulnerabilityId?: string | undefined
}

const ofScope = ({ manufacturer, model, models }: VexScope): RawBuilder<unknown> =>
  models
    ? sql`(coalesce(d.manufacturer, ''), coalesce(d.model, '')) in (
        select n.manufacturer, n.model from jsonb_to_recordset(${jsonRows(models)}) as n(manufacturer text, model text))`
    : sql`
  ${manufacturer === undefined ? sql`true` : sql`coalesce(d.manufacturer, '') = ${manufacturer}`}
  and ${model === undefined ? sql`true` : sql`coalesce(d.model, '') = ${model}`}`

const ofVulnerability = ({ vulnerabilityId }: VexScope, column: RawBuilder<unknown>): RawBuilder<unknown> =>
  vulnerabilityId === undefined ? sql`true` : sql`${column} = ${vulnerabilityId}`

export interface VexDevice {
  id: string
  configuration_id: string
  serial_number: string | null
  asset_tag: string | null
}

/** Devices of the worklist of which something is said. */
export const devicesOfScope = async (db: Db, organisationId: string, scope: VexScope) =>
  (
    await sql<VexDevice>`
      select d.id, d.configuration_id, d.serial_number, d.asset_tag from device d
      where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active and ${ofScope(scope)}
        and (exists (select from match m where m.organisation_id = ${organisationId} and m.configuration_id = d.configuration_id
            and m.withdrawn_at is null and ${ofVulnerability(scope, sql`m.vulnerability_id`)})
          or exists (select from finding f where f.organisation_id = ${organisationId} and f.device_id = d.id
            and ${ofVulnerability(scope, sql`f.vulnerability_id`)}))
      order by d.id`.execute(db)
  ).rows

export const configurationsOf = async (db: Db, organisationId: string, ids: readonly string[]) =>
  (
    await sql<ConfigurationRow>`
      select id, manufacturer, model, model_number as "modelNumber", description, software_version as "softwareVersion",
        firmware_version as "firmwareVersion", operating_system as "operatingSystem"
      from configuration where organisation_id = ${organisationId} and id = any(${ids}::uuid[]) order by id`.execute(db)
  ).rows

export interface VexMatch {
  configuration_id: string
  vulnerability_id: string
  answer: FindingState['answer']
  evidence: readonly Evidence[]
}

export const matchesOfScope = async (
  db: Db,
  organisationId: string,
  scope: VexScope,
  configurationIds: readonly string[],
) =>
  (
    await sql<VexMatch>`
      select m.configuration_id, m.vulnerability_id, m.answer, m.evidence from match m
      where m.organisation_id = ${organisationId} and m.configuration_id = any(${configurationIds}::uuid[])
        and m.withdrawn_at is null and ${ofVulnerability(scope, sql`m.vulnerability_id`)}
      order by m.vulnerability_id, m.configuration_id`.execute(db)
  ).rows

export interface VexHistory extends FindingState {
  device_id: string
  configuration_id: string
  vulnerability_id: string
  decision_reason: string | null
  /** Of a decision that it is not affected. */
  justification: VexJustification | null
  was_affected: boolean
}

/** Findings with a row of their own; a decision whose last day has passed is none. */
export const historyOfScope = async (db: Db, organisationId: string, scope: VexScope, now: Date) =>
  (
    await sql<VexHistory>`
      select f.device_id, d.configuration_id, f.vulnerability_id, f.answer, f.status, f.remediation,
        case when ${inForce(todayOf(organisationId, now))} then f.decision else 'none' end as decision, f.decision_reason, n.justification,
        f.answer = 'affected' or exists (select from finding_event e where e.organisation_id = ${organisationId} and e.device_id = f.device_id
          and e.vulnerability_id = f.vulnerability_id and 'affected' in (e.before ->> 'answer', e.after ->> 'answer')) as was_affected
      from finding f
      join device d on d.organisation_id = ${organisationId} and d.id = f.device_id and d.gone_at is null and d.is_active
      left join decision n on n.organisation_id = ${organisationId} and n.id = f.decision_id
      where f.organisation_id = ${organisationId} and ${ofScope(scope)} and ${ofVulnerability(scope, sql`f.vulnerability_id`)}
      order by f.vulnerability_id, f.device_id`.execute(db)
  ).rows

/** What names a place of the hospital, or a device on its network. */
export const placeNames = async (db: Db, organisationId: string) =>
  (
    await sql<{ name: string }>`
      select distinct place.name from device d
      cross join lateral unnest(array[d.site, d.building, d.room, d.care_area, d.department, d.hostname, d.technician]
        || d.ip_addresses || d.mac_addresses) as place(name)
      where d.organisation_id = ${organisationId} and d.gone_at is null and place.name is not null`.execute(db)
  ).rows.map(({ name }) => name)

export const titlesOf = async (db: Db, vulnerabilityIds: readonly string[]) =>
  (
    await sql<{
      id: string
      title: string
    }>`select id, title from vulnerability where id = any(${vulnerabilityIds}::text[])`.execute(db)
  ).rows

export interface IssueRow {
  version: number
  digest: string
  issued_at: string
}

/** Oldest first. */
export const issuesOf = async (db: Db, organisationId: string, documentId: string) =>
  (
    await sql<IssueRow>`
      select version, digest, issued_at from vex_issue
      where organisation_id = ${organisationId} and document_id = ${documentId} order by version`.execute(db)
  ).rows

/** Newest first; the time is the key, exact to the microsecond. */
export const issuePage = async (
  db: Db,
  organisationId: string,
  after: readonly [string, string] | null,
  limit: number,
) =>
  (
    await sql<VexIssueRow & { key: string }>`
      select i.document_id as id, i.version, i.issued_at as "issuedAt", i.issued_by as "issuedBy", i.content ->> 'title' as title,
        json_array_length(i.content -> 'products') as products,
        (select coalesce(sum(json_array_length(v -> 'statements')), 0)::int from json_array_elements(i.content -> 'vulnerabilities') v)
          as statements,
        i.iri is not null as "hasOpenVex",
        (select max(version) from vex_issue n where n.organisation_id = i.organisation_id and n.document_id = i.document_id) > i.version
          as "isSuperseded", i.issued_at::text as key
      from vex_issue i where i.organisation_id = ${organisationId}
        and ${after === null ? sql`true` : sql`(i.issued_at, i.document_id) < (${after[0]}::timestamptz, ${after[1]})`}
      order by i.issued_at desc, i.document_id desc limit ${limit}`.execute(db)
  ).rows

export const issueContent = async (db: Db, organisationId: string, documentId: string, version: number) =>
  (
    await sql<{ content: VexContent; iri: string | null }>`
      select content, iri from vex_issue
      where organisation_id = ${organisationId} and document_id = ${documentId} and version = ${version}`.execute(db)
  ).rows[0]

export const insertIssue = (
  db: Db,
  organisationId: string,
  row: IssueRow & { document_id: string; iri: string; content: VexContent; issued_by: string },
) =>
  sql`insert into vex_issue (organisation_id, document_id, version, digest, content, issued_at, issued_by, iri)
      values (${organisationId}, ${row.document_id}, ${row.version}, ${row.digest}, ${storableJson(row.content)}::json, ${row.issued_at},
        ${row.issued_by}, ${row.iri})`.execute(db)
