import { sql } from 'kysely'
import { isSetAside, isTakenForAffected } from '#domain/findings/findings.ts'
import { isAtSites, isOfModels } from '#domain/inventory/inventory.ts'
import type { AdvisoryRemediation, PublishedScore } from '#model/advisory.ts'
import type { Criticality } from '#model/device.ts'
import type { Answer, Evidence } from '#model/finding.ts'
import type { RiskBand } from '#model/risk.ts'
import type { CampaignRow } from '#model/work-order.ts'
import type { Db } from '#platform/db/database.ts'
import { closedStates } from './work-order.ts'

/** Findings of one advisory on one model at one site, as lists name them. */
export interface Group {
  readonly advisoryId: string
  readonly manufacturer: string
  readonly model: string
  readonly site: string
}

export interface GroupDevice {
  readonly id: string
  readonly configuration_id: string
  readonly context_id: string
  readonly is_active: boolean
  readonly lifecycle: string
  readonly device_type: string | null
  readonly criticality: Criticality
  readonly software_version: string
  readonly firmware_version: string
  readonly operating_system: string
}

/** What devices write for the model and the site of a group. */
export interface Spelt {
  readonly models: readonly { readonly manufacturer: string; readonly model: string }[]
  readonly sites: readonly string[]
}

export const groupDevices = async (db: Db, organisationId: string, advisoryId: string, { models, sites }: Spelt) =>
  (
    await sql<GroupDevice>`
      select d.id, d.configuration_id, d.context_id, d.is_active, d.lifecycle, d.device_type, d.criticality,
        c.software_version, c.firmware_version, c.operating_system
      from device d
      join configuration c on c.organisation_id = d.organisation_id and c.id = d.configuration_id
      where d.organisation_id = ${organisationId} and d.gone_at is null
        and ${isOfModels(models)} and ${isAtSites(sites)}
        and exists (select 1 from match m where m.organisation_id = d.organisation_id
          and m.configuration_id = d.configuration_id and m.withdrawn_at is null
          and m.answer <> 'not_affected' and ${advisoryId} = any(m.supported_by))
      order by d.name, d.id`.execute(db)
  ).rows

export interface GroupMatch {
  readonly configuration_id: string
  readonly vulnerability_id: string
  readonly answer: Answer
  readonly evidence: readonly Evidence[]
}

export const groupMatches = async (
  db: Db,
  organisationId: string,
  advisoryId: string,
  configurationIds: readonly string[],
) =>
  (
    await sql<GroupMatch>`
      select configuration_id, vulnerability_id, evidence,
        case when ${advisoryId} = any(affected_by) then 'affected' else 'cannot_tell' end as answer
      from match
      where organisation_id = ${organisationId} and configuration_id = any(${configurationIds}::uuid[])
        and withdrawn_at is null and ${advisoryId} = any(supported_by)
      order by vulnerability_id`.execute(db)
  ).rows

export const groupScores = async (db: Db, organisationId: string, devices: readonly GroupDevice[]) =>
  (
    await sql<{
      configuration_id: string
      context_id: string
      vulnerability_id: string
      score: number
      band: RiskBand
      is_set_aside: boolean
      is_taken_for_affected: boolean
    }>`
      select s.configuration_id, s.context_id, s.vulnerability_id, s.score, s.band,
        ${isSetAside(organisationId)} as is_set_aside, ${isTakenForAffected(organisationId)} as is_taken_for_affected
      from (select distinct * from unnest(${devices.map((one) => one.configuration_id)}::uuid[],
        ${devices.map((one) => one.context_id)}::uuid[]) as p(configuration_id, context_id)) p
      join score s on s.organisation_id = ${organisationId} and s.configuration_id = p.configuration_id
        and s.context_id = p.context_id`.execute(db)
  ).rows

/** Findings of these devices that need no work: fixed, not affected, decided or verified. */
export const settledFindings = async (db: Db, organisationId: string, deviceIds: readonly string[]) =>
  (
    await sql<{ device_id: string; vulnerability_id: string }>`
      select device_id, vulnerability_id from finding
      where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[])
        and (status in ('fixed', 'not_affected') or remediation = 'verified' or (decision <> 'none'
          and (decision_expires_on is null or decision_expires_on >= (select (now() at time zone time_zone)::date
            from organisation where id = ${organisationId}))))`.execute(db)
  ).rows

export interface AdvisoryFacts {
  readonly tracking_id: string
  readonly publisher: string
  readonly title: string
  readonly url: string | null
}

export const advisoryFacts = async (db: Db, advisoryId: string) =>
  (
    await sql<AdvisoryFacts>`select tracking_id, publisher, title, url from advisory where id = ${advisoryId}`.execute(
      db,
    )
  ).rows[0]

export interface StatedFlaw {
  readonly vulnerability_id: string
  readonly title: string
  readonly cwe: string | null
  readonly scores: readonly PublishedScore[]
  readonly remediations: readonly AdvisoryRemediation[]
}

export const statedFlaws = async (db: Db, advisoryId: string) =>
  (
    await sql<StatedFlaw>`select vulnerability_id, title, cwe, scores, remediations from advisory_vulnerability
      where advisory_id = ${advisoryId} order by ordinal`.execute(db)
  ).rows

export const productVersions = async (db: Db, advisoryId: string) =>
  (
    await sql<{ product_id: string; version: string }>`
      select product_id, version from advisory_product where advisory_id = ${advisoryId}`.execute(db)
  ).rows

/** An advisory's campaigns that still have work in them, the newest first. */
export const openCampaigns = async (db: Db, organisationId: string, advisoryId: string) =>
  (
    await sql<Omit<Group, 'advisoryId'> & { id: string }>`
      select c.id, c.manufacturer, c.model, c.site from campaign c
      where c.organisation_id = ${organisationId} and c.advisory_id = ${advisoryId}
        and exists (select 1 from work_order o where o.organisation_id = c.organisation_id and o.campaign_id = c.id
          and o.state <> all(${closedStates}))
      order by c.id desc`.execute(db)
  ).rows

/** What each campaign was made of; of one advisory, or of all. */
export const campaignNames = async (db: Db, organisationId: string, advisoryId: string | undefined) =>
  (
    await sql<Omit<Group, 'advisoryId'> & { id: string }>`
      select id, manufacturer, model, site from campaign
      where organisation_id = ${organisationId} and ${advisoryId === undefined ? sql`true` : sql`advisory_id = ${advisoryId}`}`.execute(
      db,
    )
  ).rows

export async function insertCampaign(
  db: Db,
  organisationId: string,
  campaign: Group & { id: string; title: string; createdBy: string },
): Promise<void> {
  await sql`
    insert into campaign (organisation_id, id, title, advisory_id, manufacturer, model, site, created_by)
    values (${organisationId}, ${campaign.id}, ${campaign.title}, ${campaign.advisoryId}, ${campaign.manufacturer},
      ${campaign.model}, ${campaign.site}, ${campaign.createdBy})`.execute(db)
}

export const findCampaign = async (db: Db, organisationId: string, id: string) =>
  (
    await sql<CampaignRow>`
      select id, title, advisory_id as "advisoryId", manufacturer, model, site, created_at as "createdAt",
        created_by as "createdBy"
      from campaign where organisation_id = ${organisationId} and id::text = ${id}`.execute(db)
  ).rows[0]

/** What each advisory is called, and the best that its publisher says can be done. */
export const bestRemediations = async (db: Db, advisoryIds: readonly string[]) =>
  (
    await sql<{ advisory_id: string; title: string; remediation: AdvisoryRemediation | null }>`
      select a.id as advisory_id, a.title, best.remediation
      from advisory a
      left join lateral (
        select r.remediation from advisory_vulnerability v
        cross join lateral jsonb_array_elements(v.remediations) as r(remediation)
        where v.advisory_id = a.id
        order by coalesce(array_position(array['vendor_fix', 'optional_patch', 'workaround', 'mitigation', 'fix_planned',
          'no_fix_planned', 'none_available'], r.remediation ->> 'category'), 99), v.ordinal
        limit 1) best on true
      where a.id = any(${advisoryIds})`.execute(db)
  ).rows

/** Orders that are not over, by the group that they were made of. */
export const openOrdersOfGroups = async (db: Db, organisationId: string, advisoryIds: readonly string[]) =>
  (
    await sql<{ advisory_id: string; manufacturer: string; model: string; site: string; orders: number }>`
      select c.advisory_id, c.manufacturer, c.model, c.site, count(*)::int as orders
      from campaign c
      join work_order o on o.organisation_id = c.organisation_id and o.campaign_id = c.id and o.state <> all(${closedStates})
      where c.organisation_id = ${organisationId} and c.advisory_id = any(${advisoryIds})
      group by 1, 2, 3, 4`.execute(db)
  ).rows

export const titlesOf = async (db: Db, vulnerabilityIds: readonly string[]) =>
  (
    await sql<{
      id: string
      title: string
    }>`select id, title from vulnerability where id = any(${vulnerabilityIds}::text[])`.execute(db)
  ).rows
