import { type RawBuilder, sql } from 'kysely'
import {
  isSetAside,
  joinedModel,
  joinedPlace,
  joinModels,
  joinPlaces,
  type Otherwise,
} from '#domain/findings/findings.ts'
import type { Criticality } from '#model/device.ts'
import type { AskedAttribute, Question } from '#model/finding.ts'
import type { RiskBand } from '#model/risk.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { wayMinutes } from './question-weights.ts'
import { isSettled } from './work-order-store.ts'

/** Where and of what one thing is asked, as lists name it. Empty: the inventory does not say. */
export type QuestionKey = Pick<Question, 'attribute' | 'option' | 'manufacturer' | 'model' | 'site' | 'careArea'>

export interface QuestionListQuery {
  /** Risk per minute, digest of the key. */
  readonly after: readonly [number, string] | null
  readonly limit: number
  readonly lookMinutes: Readonly<Record<AskedAttribute, number>>
  /** What stands under another name. */
  readonly otherwise: Otherwise
}

const places = sql`d.manufacturer, d.model, d.site, d.care_area, coalesce(d.building, '') || ' ' || coalesce(d.room, '') as room`

const summedBy = (weight: RawBuilder<unknown>) => sql`count(*)::int as findings,
  sum(s.score * ${weight})::double precision as risk, max(s.score) as worst,
  (array_agg(s.band order by s.score desc))[1] as band, bool_or(k.cve is not null) as exploited`

/** Shannon's entropy of the answer, in bits: what is nearly sure is hardly worth a look. */
const p = sql`least(greatest(m.probability, 0.001), 0.999)::double precision`
const summed = summedBy(sql`(-(${p} * ln(${p}) + (1 - ${p}) * ln(1 - ${p})) / ln(2.0))`)

/** Of a decision nothing tells how likely it is that it comes into force: the risk that it would settle. */
const summedWaiting = summedBy(sql`m.probability`)

/** A look that was made once and left the question open does not help a second time. */
const isAskedAlready = (organisationId: string, device: RawBuilder<unknown>, asked = sql`m.asks, m.asks_option`) =>
  sql`(${device}, ${asked}) in (
    select o.device_id, o.verification ->> 'attribute', coalesce(o.verification ->> 'option', '') from work_order o
    where o.organisation_id = ${organisationId} and o.type = 'field_check' and o.state <> 'cancelled')`

/**
 * Devices with the same software in the same context ask the same: that is summed once for each pair, and only devices on
 * which something is settled are read finding by finding.
 */
export const questionPage = async (db: Db, organisationId: string, query: QuestionListQuery) =>
  (
    await sql<Question & { rate: number; digest: string }>`
      with pair as materialized (
        select m.configuration_id, s.context_id, m.asks, m.asks_option, ${summed}
        from match m
        join score s on s.organisation_id = m.organisation_id and s.configuration_id = m.configuration_id
          and s.vulnerability_id = m.vulnerability_id
        left join known_exploited k on k.cve = m.vulnerability_id and k.delisted_at is null
        where m.organisation_id = ${organisationId} and m.asks is not null and not ${isSetAside(organisationId)}
        group by 1, 2, 3, 4),
      settled as materialized (
        select distinct f.device_id from finding f where f.organisation_id = ${organisationId} and ${isSettled}),
      device_asks as (
        select d.id, d.name, ${places}, m.asks, m.asks_option, m.findings, m.risk, m.worst, m.band, m.exploited
        from device d
        join pair m on m.configuration_id = d.configuration_id and m.context_id = d.context_id
        where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active
          and not exists (select from settled where settled.device_id = d.id)
          and not ${isAskedAlready(organisationId, sql`d.id`)}
        union all
        select d.id, d.name, ${places}, m.asks, m.asks_option, ${summed}
        from settled
        join device d on d.organisation_id = ${organisationId} and d.id = settled.device_id
        ${openMatches}
        where not ${isSetAside(organisationId)} and d.gone_at is null and d.is_active and (f.device_id is null or not ${isSettled})
          and not ${isAskedAlready(organisationId, sql`d.id`)}
        group by d.organisation_id, d.id, m.asks, m.asks_option
        union all
        select d.id, d.name, ${places}, st.asks, st.asks_option, ${summedWaiting}
        ${waitingDecisions}
        where st.organisation_id = ${organisationId} and d.gone_at is null and d.is_active
          and not ${isAskedAlready(organisationId, sql`d.id`, sql`st.asks, st.asks_option`)}
        group by d.organisation_id, d.id, st.asks, st.asks_option),
      -- What is one, however it is spelt, is asked once.
      placed as (
        select d.id, d.name, d.room, d.asks, d.asks_option, d.findings, d.risk, d.worst, d.band, d.exploited,
          ${joinedModel}, ${joinedPlace}
        from device_asks d ${joinModels(query.otherwise)} ${joinPlaces(query.otherwise)}),
      question as (
        select a.asks, a.asks_option, a.manufacturer, a.model, a.site, a.care_area, count(distinct a.id)::int as devices,
          count(distinct a.room)::int as rooms, sum(a.findings)::int as findings, max(a.worst) as worst,
          (array_agg(a.band order by a.worst desc))[1] as band, bool_or(a.exploited) as exploited, sum(a.risk) as risk,
          (array_agg(a.id order by a.worst desc, a.room, a.name))[1:5] as sample
        from placed a group by 1, 2, 3, 4, 5, 6),
      looked as (
        select q.*, look.minutes * q.devices + ${wayMinutes.room}::int * q.rooms as looking,
          md5(concat_ws(E'\n', q.asks, q.asks_option, q.manufacturer, q.model, q.site, q.care_area)) as digest
        from question q
        join jsonb_to_recordset(${jsonRows(Object.entries(query.lookMinutes).map(([attribute, minutes]) => ({ attribute, minutes })))})
          as look(attribute text, minutes int) on look.attribute = q.asks),
      -- Who is in the ward for the first look does the others on the same round: the way is gone once. Nobody knows which way it is
      -- to what has no place.
      round as (
        select l.*, row_number() over way as nth, first_value(l.risk / (l.looking + ${wayMinutes.careArea}::int)) over way as best
        from looked l
        window way as (partition by l.site, l.care_area, case when l.care_area = '' then l.digest else '' end
          order by l.risk / (l.looking + ${wayMinutes.careArea}::int) desc, l.digest desc)),
      timed as (
        select r.*, r.looking + case when r.nth = 1 then ${wayMinutes.careArea}::int else 0 end as minutes from round r),
      ranked as (
        select t.*, case when t.nth = 1 then t.best else least(t.risk / t.minutes, t.best * 0.999999) end as rate from timed t)
      select r.asks as attribute, r.asks_option as option, r.manufacturer, r.model, r.site, r.care_area as "careArea", r.devices,
        r.rooms, r.findings, r.worst as "worstScore", r.band as "worstBand", r.exploited as "knownExploited",
        r.risk as "openRisk", r.minutes, r.nth > 1 as "sharesWay", r.rate as "riskPerMinute", r.rate, r.digest,
        (select jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'room', d.room) order by d.room, d.name) from device d
          where d.organisation_id = ${organisationId} and d.id = any(r.sample)) as "sampleDevices"
      from ranked r
      where ${query.after ? sql`(r.rate, r.digest) < (${query.after[0]}::double precision, ${query.after[1]}::text)` : sql`true`}
      order by r.rate desc, r.digest desc limit ${query.limit}`.execute(db)
  ).rows

/** A decision would be in force if this were known, and what is said of the vulnerability does not ask the same. */
const waitingDecisions = sql`
  from (select distinct organisation_id, device_id, vulnerability_id, asks, asks_option from decision_standing
    where state = 'asks' and asks is not null) st
  join device d on d.organisation_id = st.organisation_id and d.id = st.device_id
  join match m on m.organisation_id = st.organisation_id and m.configuration_id = d.configuration_id
    and m.vulnerability_id = st.vulnerability_id
    and (m.asks is null or (m.asks, m.asks_option) is distinct from (st.asks, st.asks_option))
  join score s on s.organisation_id = d.organisation_id and s.configuration_id = d.configuration_id
    and s.context_id = d.context_id and s.vulnerability_id = m.vulnerability_id
  left join known_exploited k on k.cve = m.vulnerability_id and k.delisted_at is null`

/** What device `d` has open of it, and what that weighs; `asks` narrows the matches. */
const scoredMatches = (asks: RawBuilder<unknown>) => sql`
  join match m on m.organisation_id = d.organisation_id and m.configuration_id = d.configuration_id and ${asks}
  join score s on s.organisation_id = d.organisation_id and s.configuration_id = d.configuration_id
    and s.context_id = d.context_id and s.vulnerability_id = m.vulnerability_id
  left join known_exploited k on k.cve = m.vulnerability_id and k.delisted_at is null
  left join finding f on f.organisation_id = d.organisation_id and f.device_id = d.id
    and f.vulnerability_id = m.vulnerability_id`

/** To what device `d` asks and is still open on it. */
const openMatches = scoredMatches(sql`m.asks is not null`)

export interface DeviceToCheck {
  readonly id: string
  readonly device_type: string | null
  readonly criticality: Criticality
  readonly operating_system: string
  /** What the inventory says of what is asked. */
  readonly recorded: string
  readonly band: RiskBand
  readonly vulnerability_ids: string[]
  /** The order that asked the same before, or asks it now. */
  readonly order_number: number | null
}

/** The devices of a question, in the order of the round. */
export const devicesToCheck = async (db: Db, organisationId: string, key: QuestionKey, otherwise: Otherwise) =>
  (
    await sql<DeviceToCheck>`
      select d.id, d.device_type, d.criticality, c.operating_system,
        case ${key.attribute} when 'softwareVersion' then c.software_version when 'firmwareVersion' then c.firmware_version
          when 'operatingSystem' then c.operating_system when 'model' then c.model when 'manufacturer' then c.manufacturer
          when 'serialNumber' then c.serial_number
          else c.description end as recorded,
        (array_agg(s.band order by s.score desc))[1] as band, array_agg(m.vulnerability_id order by m.vulnerability_id) as vulnerability_ids,
        (select max(o.number) from work_order o where o.organisation_id = d.organisation_id and o.device_id = d.id
          and o.type = 'field_check' and o.state <> 'cancelled' and o.verification ->> 'attribute' = ${key.attribute}
          and coalesce(o.verification ->> 'option', '') = ${key.option}) as order_number
      from device d
      join configuration c on c.organisation_id = d.organisation_id and c.id = d.configuration_id
      ${scoredMatches(sql`((m.asks = ${key.attribute} and m.asks_option = ${key.option})
        or exists (select from decision_standing st where st.organisation_id = d.organisation_id and st.device_id = d.id
          and st.vulnerability_id = m.vulnerability_id and st.state = 'asks' and st.asks = ${key.attribute}
          and st.asks_option = ${key.option}))`)}
      ${joinModels(otherwise)} ${joinPlaces(otherwise)}
      where d.organisation_id = ${organisationId} and d.gone_at is null and d.is_active
        and coalesce(named_model.as_manufacturer, d.manufacturer, '') = ${key.manufacturer}
        and coalesce(named_model.as_model, d.model, '') = ${key.model}
        and coalesce(named_place.as_site, d.site, '') = ${key.site}
        and coalesce(named_place.as_care_area, d.care_area, '') = ${key.careArea}
        and (f.device_id is null or not ${isSettled}) and not ${isSetAside(organisationId)}
      group by d.organisation_id, d.id, c.organisation_id, c.id
      order by d.building nulls first, d.room nulls first, d.name, d.id`.execute(db)
  ).rows

export const recordedDescription = async (db: Db, organisationId: string, deviceId: string): Promise<string> =>
  (
    await sql<{ description: string }>`
      select c.description from device d
      join configuration c on c.organisation_id = d.organisation_id and c.id = d.configuration_id
      where d.organisation_id = ${organisationId} and d.id = ${deviceId}`.execute(db)
  ).rows[0]?.description ?? ''
