import { sql } from 'kysely'
import type { Actor, Role } from '#model/access.ts'
import type { AdvisoryRemediation } from '#model/advisory.ts'
import type { Answer } from '#model/finding.ts'
import type { RiskBand } from '#model/risk.ts'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'
import { newId, sha256 } from '#platform/id.ts'

// The smallest rows that findings are read through, straight in their tables: for tests of what comes after matching.

export interface DeviceSpec {
  readonly manufacturer?: string
  readonly model?: string
  readonly site?: string
  readonly careArea?: string
  readonly deviceType?: string
  readonly assetTag?: string
  readonly serialNumber?: string
  readonly ipAddresses?: readonly string[]
  readonly macAddresses?: readonly string[]
  readonly softwareVersion?: string
  readonly isActive?: boolean
  readonly lifecycle?: string
  readonly criticality?: string
}

export interface AdvisorySpec {
  readonly id?: string
  readonly title?: string
  readonly affectedVersion?: string
  readonly vulnerabilities: readonly {
    readonly id: string
    readonly cwe?: string
    readonly remediations?: readonly Partial<AdvisoryRemediation>[]
    readonly answer?: Answer
    readonly band?: RiskBand
  }[]
}

export const scoreOf: Readonly<Record<RiskBand, number>> = { critical: 90, high: 70, medium: 45, low: 20 }

export async function insertOrganisation(db: Db, timeZone = 'UTC'): Promise<string> {
  const id = newId()
  await sql`insert into organisation (id, name, time_zone) values (${id}, 'Riverside General', ${timeZone})`.execute(db)
  return id
}

export async function insertPerson(
  db: Db,
  organisationId: string,
  role: Role,
  name: string,
): Promise<Actor & { personId: string }> {
  const personId = newId()
  await sql`insert into person (organisation_id, id, email, name, role)
    values (${organisationId}, ${personId}, ${`${personId}@hospital.test`}, ${name}, ${role})`.execute(db)
  return { organisationId, personId, name }
}

/** Devices of the same make and software share their configuration, as in the inventory. */
export async function insertDevices(db: Db, organisationId: string, specs: readonly DeviceSpec[]): Promise<string[]> {
  const rows = specs.map((spec, position) => {
    const full = {
      manufacturer: 'Meridian',
      model: 'Flow 3',
      site: 'Main campus',
      careArea: 'ICU 2',
      deviceType: 'Infusion pump',
      softwareVersion: '9.12',
      isActive: true,
      lifecycle: 'in_use',
      criticality: 'high',
      ipAddresses: [],
      macAddresses: [],
      ...spec,
    }
    const tag = spec.assetTag ?? `CE-${position + 1}`
    const serial = spec.serialNumber ?? `SN${String(position + 1).padStart(5, '0')}`
    const configuration = sha256([organisationId, full.manufacturer, full.model, full.softwareVersion].join('|'))
    const context = sha256([organisationId, full.criticality].join('|'))
    return {
      ...full,
      id: newId(),
      tag,
      serial,
      name: `${full.model} · ${tag}`,
      configuration: uuidOf(configuration),
      context: uuidOf(context),
      search: [
        tag,
        serial,
        full.manufacturer,
        full.model,
        full.deviceType,
        ...full.ipAddresses,
        ...full.macAddresses.flatMap((mac) => [mac, mac.replaceAll(':', '')]),
      ]
        .join(' ')
        .toLowerCase(),
    }
  })
  await sql`
    insert into configuration (organisation_id, id, digest, manufacturer, model, model_number, description, software_version,
      firmware_version, operating_system, matched_at)
    select distinct ${organisationId}::uuid, r.configuration, r.configuration::text, r.manufacturer, r.model, '', r."deviceType",
      r."softwareVersion", '', '', now()
    from jsonb_to_recordset(${jsonRows(rows)}) as r(configuration uuid, manufacturer text, model text, "deviceType" text,
      "softwareVersion" text)
    on conflict do nothing`.execute(db)
  await sql`
    insert into context (organisation_id, id, digest, criticality, care_setting, zone, network_connected, stores_phi)
    select distinct ${organisationId}::uuid, r.context, r.context::text, r.criticality, 'icu', '', true, null::boolean
    from jsonb_to_recordset(${jsonRows(rows)}) as r(context uuid, criticality text)
    on conflict do nothing`.execute(db)
  await sql`
    insert into device (organisation_id, id, name, asset_tag, serial_number, manufacturer, model, device_type, software_version,
      site, care_area, ip_addresses, mac_addresses, lifecycle, criticality, golden, search, is_active, configuration_id,
      configuration_since, context_id, first_seen_at, last_seen_at)
    select ${organisationId}::uuid, r.id, r.name, r.tag, r.serial, r.manufacturer, r.model, r."deviceType", r."softwareVersion",
      r.site, r."careArea", r."ipAddresses", r."macAddresses", r.lifecycle, r.criticality, '{}', r.search, r."isActive",
      r.configuration, now(), r.context, now(), now()
    from jsonb_to_recordset(${jsonRows(rows)}) as r(id uuid, name text, tag text, serial text, manufacturer text, model text,
      "deviceType" text, "softwareVersion" text, site text, "careArea" text, "ipAddresses" text[], "macAddresses" text[],
      lifecycle text, criticality text, search text, "isActive" boolean, configuration uuid, context uuid)`.execute(db)
  return rows.map(({ id }) => id)
}

const uuidOf = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`

/** An advisory that fits every device of one model with one software version, matched and scored. */
export async function insertFindings(
  db: Db,
  organisationId: string,
  spec: AdvisorySpec,
  fitting: { readonly model?: string; readonly softwareVersion?: string } = {},
): Promise<string> {
  const id = spec.id ?? 'cisa:ICSMA-26-001-01'
  const { model = 'Flow 3', softwareVersion = '9.12' } = fitting
  await sql`
    insert into advisory (id, publisher, publisher_namespace, tracking_id, title, summary, revision, tracking_status,
      published_at, revised_at, digest, search)
    values (${id}, 'CISA', 'https://cisa.example', ${id.split(':')[1]!}, ${spec.title ?? 'Meridian Flow'}, '', '1', 'final', now(),
      now(), '', ${`${id} ${spec.title ?? 'Meridian Flow'}`.toLowerCase()})
    on conflict do nothing`.execute(db)
  await sql`
    insert into advisory_product (advisory_id, product_id, ordinal, vendor, name, version, version_form, full_name, is_range)
    values (${id}, 'P1', 1, 'Meridian', ${model}, ${spec.affectedVersion ?? '< 9.19'}, 'comparison', ${model}, true)
    on conflict do nothing`.execute(db)
  for (const [ordinal, vulnerability] of spec.vulnerabilities.entries()) {
    const answer = vulnerability.answer ?? 'affected'
    const band = vulnerability.band ?? 'high'
    const remediations = (vulnerability.remediations ?? [{ category: 'vendor_fix', details: 'Update to 9.19' }]).map(
      (one) => ({ category: 'vendor_fix', details: '', productIds: [], ...one }),
    )
    const evidence = {
      advisoryId: id,
      revision: '1',
      productId: 'P1',
      answer,
      probability: 1,
      because: [{ part: 'version', outcome: 'agrees', text: 'version 9.12 is within < 9.19' }],
      publisher: 'CISA',
      revisedAt: new Date().toISOString(),
      namesVersion: false,
      isSuperseded: false,
    }
    await sql`insert into vulnerability (id, title) values (${vulnerability.id}, 'A flaw') on conflict do nothing`.execute(
      db,
    )
    await sql`
      insert into advisory_vulnerability (advisory_id, ordinal, vulnerability_id, cve, title, description, cwe, scores,
        remediations, status, threats, flags)
      values (${id}, ${ordinal}, ${vulnerability.id}, ${vulnerability.id}, 'A flaw', '', ${vulnerability.cwe ?? 'CWE-306'},
        ${jsonRows([{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L', score: 9, source: 'CISA', productIds: [] }])},
        ${jsonRows(remediations)}, '{}', '[]', '[]')
      on conflict do nothing`.execute(db)
    await sql`
      insert into configuration_basis (organisation_id, configuration_id, basis_id, group_id)
      select organisation_id, id, id, id from configuration where organisation_id = ${organisationId} and model = ${model}
        and software_version = ${softwareVersion}
      on conflict do nothing`.execute(db)
    await sql`
      insert into basis_match (organisation_id, basis_id, vulnerability_id, answer, probability, advisory_id, evidence, because,
        matched_at, advisory_ids, supported_by, affected_by)
      select organisation_id, id, ${vulnerability.id}, ${answer}, 1, ${id}, ${jsonRows([evidence])},
        ${jsonRows(evidence.because)}, now(), array[${id}],
        array[${id}], ${answer === 'affected' ? [id] : []}::text[]
      from configuration where organisation_id = ${organisationId} and model = ${model}
        and software_version = ${softwareVersion}
      on conflict do nothing`.execute(db)
    await sql`
      insert into basis_score (organisation_id, basis_id, group_id, context_id, vulnerability_id, score, band, likelihood, safety, care,
        privacy, digest, scored_at, open_devices)
      select d.organisation_id, d.configuration_id, d.configuration_id, d.context_id, ${vulnerability.id}, ${scoreOf[band]}, ${band}, 5, 5, 5, 5,
        '', now(), count(*) filter (where d.is_active)
      from device d join configuration c on c.organisation_id = d.organisation_id and c.id = d.configuration_id
      where d.organisation_id = ${organisationId} and c.model = ${model} and c.software_version = ${softwareVersion}
      group by 1, 2, 3, 4 on conflict do nothing`.execute(db)
  }
  return id
}
