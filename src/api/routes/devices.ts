import { z } from 'zod'
import { DayOrMoment, limitedText, QueryText } from '#api/fields.ts'
import { file, route, type SignedIn } from '#api/route.ts'
import { withOrders } from '#api/with-orders.ts'
import { recordAudit } from '#domain/access/access.ts'
import { configurationsOfBill, configurationsOfForm } from '#domain/composition/composition.ts'
import {
  alikeNames,
  findingEvents,
  openConfigurations,
  setAsidePairs,
  systemSupport,
  systemsOfState,
  treatedPairs,
  windowsUpdatesOf,
} from '#domain/findings/findings.ts'
import {
  attributeOrigin,
  countDeviceFacets,
  deviceHistory,
  getDevice,
  getDeviceRow,
  listConflicts,
  listDevices,
  listIdentityEntries,
  momentKnown,
  readClaims,
  wholeRecords,
} from '#domain/inventory/inventory.ts'
import { onPersonObservation } from '#domain/loop.ts'
import { askDevices } from '#domain/remediation/remediation.ts'
import { DeviceClaims, deviceAttributeNames } from '#model/device.ts'
import { DeviceFilter, DeviceRow, DeviceSort, deviceFacets, type DeviceRow as Row } from '#model/device-list.ts'
import { Answer, Because } from '#model/finding.ts'
import type { IdentityEntry } from '#model/identity.ts'
import { ListedConflict } from '#model/review.ts'
import { SupportState } from '#model/support.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { decodeCursor, encodeCursor, Page, Paging } from '#platform/paging.ts'
import { csvRow } from '#standards/csv/write-csv.ts'
import { type FhirRelease, fhirMediaType, fhirReleases, writeFhirDevice } from '#standards/fhir/write-device.ts'

const tag = 'devices'
const params = z.object({ device: z.uuid() })
export const SourceRef = z.object({ id: z.string(), name: z.string() })
const Release = z.enum(fhirReleases).default('R4').describe('Release of HL7 FHIR: R4 (4.0.1) or R5 (5.0.0)')
const Cursor = z.object({ key: z.string(), id: z.uuid() })

/** Filters of other modules that narrow the inventory: an advisory, a vulnerability, and what is answered; a bill of materials. */
const ListFilter = DeviceFilter.extend({
  query: QueryText,
  support: z
    .union([SupportState, z.literal('unknown')])
    .optional()
    .describe('Whether its operating system gets security updates; `unknown` where no list that was read has it'),
  alike: z.boolean().optional().meta({
    description:
      'Maker and model, site, and site and care area, however devices write them; maker and model are given together',
  }),
  advisory: z.string().optional(),
  vulnerability: z.string().optional(),
  sbom: z.uuid().optional().describe('Devices whose components this bill tells'),
  mds2: z.uuid().optional().describe('Devices that this MDS2 form tells of'),
  answer: z
    .enum(['affected', 'cannot_tell'])
    .optional()
    .describe(
      'What is answered to the advisory or the vulnerability; with a bill or a form alone, `cannot_tell` asks for what it may be of',
    ),
  countsAs: z
    .enum(['affected', 'to_look_at', 'open', 'set_aside'])
    .optional()
    .describe(
      'How the advisory or the vulnerability counts there, by the thresholds; `open` is either. What is set aside is left out unless `set_aside` asks for it',
    ),
})

const Share = z.number().min(0).max(1)

const Flaw = z.string().nullable().meta({
  description: 'What is wrong with the value as it is written: `is cut short`; null where nothing is',
})

export const Provenance = z.object({
  attribute: z.enum(deviceAttributeNames),
  title: z.string(),
  group: z.string(),
  value: z.unknown(),
  source: SourceRef,
  observedAt: z.string(),
  recordedAt: z.string(),
  confidence: Share.meta({
    description:
      'How likely the value holds still: the trust in each source that says so, halved with each half-life of its age, taken together',
  }),
  trust: z.number().meta({ description: 'In the source on this attribute, 0 to 100' }),
  halfLifeDays: z.number(),
  why: z
    .string()
    .nullable()
    .meta({ description: 'Why it stands before the others; null where nobody else says anything' }),
  flaw: Flaw,
  others: z.array(
    z.object({
      value: z.unknown(),
      source: SourceRef,
      sourceKey: z.string(),
      trust: z.number(),
      confidence: Share,
      observedAt: z.string(),
      recordedAt: z.string(),
      agrees: z.boolean(),
      flaw: Flaw,
    }),
  ),
})

async function narrowed(db: Db, actor: SignedIn, { query, support, alike, ...rest }: z.output<typeof ListFilter>) {
  const { organisationId } = actor
  const systems = support && (await systemsOfState(db, organisationId, support, new Date()))
  const { models, places, sites } = alike ? await alikeNames(db, organisationId, rest) : {}
  const filter = {
    ...rest,
    ...(models && { manufacturer: undefined, model: undefined }),
    ...((places || sites) && { site: undefined }),
    ...(places && { careArea: undefined }),
  }
  return {
    ...(await narrowedByOthers(db, organisationId, filter)),
    systems,
    models,
    places,
    sites,
    queried: query === undefined ? undefined : await askDevices(db, actor, query),
  }
}

async function narrowedByOthers(
  db: Db,
  organisationId: string,
  {
    advisory,
    vulnerability,
    sbom,
    mds2,
    answer,
    countsAs,
    ...filter
  }: Omit<z.output<typeof ListFilter>, 'query' | 'support' | 'alike'>,
) {
  const isOpen = Boolean(advisory || vulnerability)
  const isSure = isOpen || answer !== 'cannot_tell'
  const told = [
    isOpen &&
      (await openConfigurations(db, organisationId, { advisoryId: advisory, vulnerabilityId: vulnerability, answer })),
    sbom && (await configurationsOfBill(db, organisationId, sbom, isSure)),
    mds2 && (await configurationsOfForm(db, organisationId, mds2, isSure)),
  ].filter((ids) => typeof ids === 'object')
  const [first, ...rest] = told
  if (!first) return filter
  const others = rest.map((ids) => new Set(ids))
  const by = { advisoryId: advisory, vulnerabilityId: vulnerability }
  return {
    ...filter,
    ...(isOpen &&
      (countsAs
        ? { pairs: await treatedPairs(db, organisationId, { ...by, countsAs }) }
        : { exceptPairs: await setAsidePairs(db, organisationId, by) })),
    configurationIds: first.filter((id) => others.every((ids) => ids.has(id))),
  }
}

export const deviceRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/devices',
    summary: 'List devices',
    description: 'An empty value of a filter, `site=`, asks for devices without one. The page goes on by its cursor.',
    tag,
    permission: 'device:read',
    query: ListFilter.extend({ sort: DeviceSort.default('name'), ...Paging.shape }),
    response: Page(DeviceRow),
    async handle({ db, actor, query: { sort, cursor, limit, ...filter } }) {
      const after = cursor ? decodeCursor(cursor, z.tuple([z.string(), z.uuid()])) : null
      const page = await listDevices(db, actor.organisationId, await narrowed(db, actor, filter), {
        sort,
        after: after && { key: after[0], id: after[1] },
        limit,
      })
      const items = await withSupport(db, page.items)
      return { items, next: page.next && encodeCursor([page.next.key, page.next.id]) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/devices/facets',
    summary: 'Count devices by site, care area, model and so on',
    tag,
    permission: 'device:read',
    query: ListFilter,
    response: z.object({
      total: z.number(),
      facets: z.object(
        Object.fromEntries(
          deviceFacets.map((facet) => [facet, z.array(z.object({ value: z.string(), count: z.number() }))]),
        ) as Record<(typeof deviceFacets)[number], z.ZodArray<z.ZodObject<{ value: z.ZodString; count: z.ZodNumber }>>>,
      ),
    }),
    handle: async ({ db, actor, query }) =>
      countDeviceFacets(db, actor.organisationId, await narrowed(db, actor, query)),
  }),
  route({
    method: 'GET',
    path: '/api/v1/devices.csv',
    summary: 'All devices of a list as CSV',
    tag,
    permission: 'device:read',
    query: ListFilter.extend({ sort: DeviceSort.default('name') }),
    response: file('text/csv', 'One row for each device; text that a spreadsheet would run is made harmless'),
    async handle({ db, actor, query: { sort, ...filter } }) {
      const narrowedFilter = await narrowed(db, actor, filter)
      return { content: deviceCsv(db, actor.organisationId, narrowedFilter, sort), fileName: 'devices.csv' }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/devices.fhir',
    summary: 'All devices of a list as FHIR Device resources',
    tag,
    permission: 'device:read',
    query: ListFilter.extend({
      sort: DeviceSort.default('name'),
      release: Release,
      form: z.enum(['bundle', 'ndjson']).default('bundle').meta({
        description:
          '`bundle`: one Bundle of type `collection`; `ndjson`: a resource in each line, as bulk data has it',
      }),
    }),
    response: file('application/fhir+json', 'Device resources, each with its place as contained Locations'),
    async handle({ db, actor, query: { sort, release, form, ...filter } }) {
      const narrowedFilter = await narrowed(db, actor, filter)
      const resources = fhirDevices(db, actor.organisationId, narrowedFilter, sort, release)
      return form === 'ndjson'
        ? {
            content: ndjson(resources),
            fileName: 'devices.ndjson',
            mediaType: fhirMediaType(release, 'ndjson'),
          }
        : {
            content: fhirBundle(resources, new Date()),
            fileName: 'devices.fhir.json',
            mediaType: fhirMediaType(release),
          }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/devices',
    summary: 'Add a device that no system knows',
    description: 'It is an observation of source `person`; systems that learn of the device later join it.',
    tag,
    permission: 'device:write',
    body: z.object({ claims: DeviceClaims.strict(), reason: limitedText }),
    response: z.object({ id: z.uuid() }),
    status: 201,
    handle: ({ db, actor, body }) =>
      inTransaction(db, async (tx) => {
        const id = await onPersonObservation(tx, actor, null, readClaims(body.claims), new Date().toISOString())
        await recordAudit(tx, actor, {
          action: 'device.added',
          subjectKind: 'device',
          subjectId: id,
          reason: body.reason,
          detail: body.claims,
        })
        return { id }
      }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/devices/{device}',
    summary: 'One device, each attribute with its source and date',
    tag,
    permission: 'device:read',
    params,
    response: z.object({
      device: DeviceRow.extend({ golden: DeviceClaims }).meta({ id: 'Device' }),
      mergedInto: z.object({ id: z.string(), name: z.string() }).nullable().meta({
        description: 'The device that this one was merged with: it is no more itself, as long as that stands',
      }),
      attributes: z.array(Provenance),
      sources: z.array(
        z.object({
          source: SourceRef,
          sourceKey: z.string(),
          observedAt: z.string(),
          recordedAt: z.string(),
          unreportedSince: z.string().nullable().meta({
            description: 'Since when the source no longer reports the device. What it said still counts',
          }),
          raw: z.record(z.string(), z.string()).nullable(),
        }),
      ),
      conflicts: z.array(ListedConflict),
    }),
    async handle({ db, actor, params }) {
      const [device, conflicts] = await Promise.all([
        getDevice(db, actor.organisationId, params.device),
        listConflicts(
          db,
          actor.organisationId,
          { state: 'unsettled', deviceId: params.device },
          { after: null, limit: 50 },
        ),
      ])
      const [row] = await withSupport(db, [device.device])
      return { ...device, device: row!, conflicts: await withOrders(db, actor.organisationId, conflicts) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/devices/{device}/attributes/{attribute}/origin',
    summary: 'Whence the value of an attribute came: the records of all sources that say anything',
    description:
      'The first record is the one that stands. `columns` are the fields of the record in which its value stood.',
    tag,
    permission: 'device:read',
    params: params.extend({ attribute: z.enum(deviceAttributeNames) }),
    query: z.object({ asKnownOn: DayOrMoment.optional() }),
    response: z
      .object({
        attribute: z.enum(deviceAttributeNames),
        title: z.string(),
        value: z.unknown(),
        confidence: Share,
        halfLifeDays: z.number(),
        why: z.string().nullable(),
        records: z.array(
          z.object({
            source: SourceRef,
            sourceKey: z.string().meta({ description: 'What the source calls the device' }),
            value: z.unknown(),
            trust: z.number(),
            confidence: Share,
            agrees: z.boolean(),
            flaw: Flaw,
            observedAt: z.string(),
            recordedAt: z.string(),
            run: z
              .object({ id: z.string(), fileName: z.string().nullable(), finishedAt: z.string().nullable() })
              .nullable(),
            raw: z.record(z.string(), z.string()).nullable(),
            columns: z.object({
              names: z.array(z.string()),
              by: z.enum(['mapping', 'same_text']).nullable().meta({
                description: 'How they are known: by the columns chosen for the import, or by the same text',
              }),
            }),
          }),
        ),
      })
      .meta({ id: 'AttributeOrigin' }),
    async handle({ db, actor, params, query }) {
      const { organisationId } = actor
      const at = query.asKnownOn === undefined ? undefined : await momentKnown(db, organisationId, query.asKnownOn)
      const origin = await attributeOrigin(db, organisationId, params.device, params.attribute, { at })
      return {
        ...origin,
        records: origin.records.map(({ columns, ...record }) => ({
          ...record,
          columns: { names: [...columns.names], by: columns.by },
        })),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/devices/{device}/fhir',
    summary: 'One device as a FHIR Device resource',
    tag,
    permission: 'device:read',
    params,
    query: z.object({ release: Release }),
    response: file('application/fhir+json', 'A Device resource, with its place as contained Locations'),
    async handle({ db, actor, params, query: { release } }) {
      const { id } = await getDeviceRow(db, actor.organisationId, params.device)
      const [record] = await wholeRecords(db, actor.organisationId, [id])
      return { content: JSON.stringify(writeFhirDevice(record!, release)), mediaType: fhirMediaType(release) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/devices/{device}/windows-updates',
    summary: 'Which CVEs are open on the Windows of a device, by its build and installed updates, and what cures them',
    description:
      'From what the feed `msrc` read. Known exploited vulnerabilities first, then the gravest by Microsoft, then the newest; without `answer`, those that are open and those of which nobody can tell.',
    tag,
    permission: 'device:read',
    params,
    query: z.object({ answer: Answer.optional(), ...Paging.shape }),
    response: z.object({
      lacks: z
        .enum(['intelligence', 'system', 'release', 'product'])
        .nullable()
        .describe(
          'Why there is no answer: nothing of Microsoft’s was read; the device names no Windows; or not which release of it; or Microsoft’s documents do not name that Windows',
        ),
      product: z.string().nullable().describe('The Windows of the device, in Microsoft’s words'),
      lastNamedOn: z.string().nullable().describe('The last day on which Microsoft mended it'),
      build: z.string().nullable(),
      isBuildExact: z.boolean().describe('The build tells the state of repair: 17763.5329, not 17763'),
      installed: z.array(
        z.object({
          update: z.string(),
          postedOn: z.string().nullable(),
          contains: z.number().nullable().describe('Updates that it takes the place of; null where it is in no list'),
        }),
      ),
      isListWhole: z.boolean().describe('False where more is installed than the source names'),
      counts: z.object({ open: z.number(), cannotTell: z.number(), cured: z.number() }),
      cures: z
        .array(z.object({ update: z.string(), postedOn: z.string(), build: z.string(), cves: z.number() }))
        .describe(
          'Updates that cure what is open or may be, each the one that cures most of what those before it leave',
        ),
      items: z.array(
        z
          .object({
            cve: z.string(),
            title: z.string(),
            severity: z.string(),
            isKnownExploited: z.boolean(),
            answer: Answer,
            probability: z.number(),
            updates: z.array(z.string()),
            because: z.array(Because),
          })
          .meta({ id: 'WindowsVulnerability' }),
      ),
      next: z.string().nullable(),
    }),
    async handle({ db, actor, params, query: { answer, cursor, limit } }) {
      const { device } = await getDevice(db, actor.organisationId, params.device)
      const from = cursor === undefined ? 0 : decodeCursor(cursor, z.tuple([z.int().min(0)]))[0]
      const { operatingSystem, installedUpdates } = device.golden
      const { next, installed, cures, items, ...told } = await windowsUpdatesOf(
        db,
        { operatingSystem: operatingSystem ?? '', installedUpdates: installedUpdates ?? [] },
        { answer, from, limit },
      )
      return {
        ...told,
        installed: [...installed],
        cures: [...cures],
        items: items.map(({ updates, because, ...item }) => ({
          ...item,
          updates: [...updates],
          because: [...because],
        })),
        next: next === null ? null : encodeCursor([next]),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/devices/{device}/history',
    summary: 'What was said of a device and what its findings came to, newest first',
    tag,
    permission: 'device:read',
    params,
    response: z.array(
      z.object({
        at: z.string(),
        kind: z.string(),
        actorName: z.string(),
        text: z.string(),
        path: z.string().optional(),
      }),
    ),
    async handle({ db, actor, params }) {
      const [told, events, entries] = await Promise.all([
        deviceHistory(db, actor.organisationId, params.device),
        findingEvents(db, actor.organisationId, { deviceId: params.device }),
        listIdentityEntries(db, actor.organisationId, { device: params.device, limit: 200 }),
      ])
      const identity = entries.items.flatMap((entry) => identityHistory(entry, params.device))
      const moved = events.map(({ at, actorName, reason, vulnerabilityId }) => ({
        at,
        kind: 'finding',
        actorName,
        text: `${vulnerabilityId}: ${reason}`,
        path: `/findings/${params.device}/${encodeURIComponent(vulnerabilityId)}`,
      }))
      return [...told, ...moved, ...identity].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/devices/{device}/observations',
    summary: 'Correct attributes of a device',
    description:
      'What the systems say stays beside it; a person is believed before them until something reads the device again.',
    tag,
    permission: 'device:write',
    params,
    body: z.object({ claims: DeviceClaims.strict(), reason: limitedText }),
    response: z.object({ id: z.uuid() }),
    handle: ({ db, actor, params, body }) =>
      inTransaction(db, async (tx) => {
        await onPersonObservation(tx, actor, params.device, readClaims(body.claims), new Date().toISOString())
        await recordAudit(tx, actor, {
          action: 'device.corrected',
          subjectKind: 'device',
          subjectId: params.device,
          reason: body.reason,
          detail: body.claims,
        })
        return { id: params.device }
      }),
  }),
]

/** What a merge or a split was for one of the two, and that it was undone. */
function identityHistory(
  { kind, at, from, into, actorName, reason, undoneAt, undoneBy }: IdentityEntry,
  device: string,
) {
  const other = from.id === device ? into : from
  const what =
    kind === 'merge'
      ? `${into.id === device ? 'Took in' : 'Was merged into'} ${other.name}`
      : `${into.id === device ? 'Was split off from' : 'Records were split off as'} ${other.name}`
  const entry = {
    at,
    kind: 'identity',
    actorName,
    text: `${what}: ${reason}`,
    path: `/devices/${other.id}?tab=sources`,
  }
  return undoneAt
    ? [entry, { ...entry, at: undoneAt, actorName: undoneBy ?? 'Homeostat', text: `Undone: ${what}` }]
    : [entry]
}

const csvColumns: [string, (row: Row) => string | number | boolean | null][] = [
  ['Name', (row) => row.name],
  ['Asset tag', (row) => row.assetTag],
  ['Serial number', (row) => row.serialNumber],
  ['Manufacturer', (row) => row.manufacturer],
  ['Model', (row) => row.model],
  ['Device type', (row) => row.deviceType],
  ['Software version', (row) => row.softwareVersion],
  ['Operating system', (row) => row.operatingSystem],
  ['Support of the system', (row) => row.systemSupport?.text ?? null],
  ['Site', (row) => row.site],
  ['Care area', (row) => row.careArea],
  ['Room', (row) => row.room],
  ['Zone', (row) => row.zone],
  ['IP addresses', (row) => row.ipAddresses.join(' ')],
  ['MAC addresses', (row) => row.macAddresses.join(' ')],
  ['Lifecycle status', (row) => row.lifecycle],
  ['Criticality', (row) => row.criticality],
  ['Open findings', (row) => row.openFindings],
  ['Worst score', (row) => row.worstScore],
  ['Worst band', (row) => row.worstBand],
  ['Last seen', (row) => row.lastSeenAt],
  ['Next maintenance', (row) => row.nextMaintenanceOn],
]

async function withSupport<Listed extends Row>(db: Db, rows: readonly Listed[]) {
  const said = await systemSupport(
    db,
    rows.map(({ operatingSystem }) => operatingSystem),
    new Date(),
  )
  return rows.map((row, at) => ({ ...row, systemSupport: said[at] ?? null }))
}

/** Pages of resources. */
async function* fhirDevices(
  db: Db,
  organisationId: string,
  filter: Awaited<ReturnType<typeof narrowed>>,
  sort: z.output<typeof DeviceSort>,
  release: FhirRelease,
) {
  for (let after: z.output<typeof Cursor> | null = null; ; ) {
    const page = await listDevices(db, organisationId, filter, { sort, after, limit: 2000 })
    const records = await wholeRecords(
      db,
      organisationId,
      page.items.map(({ id }) => id),
    )
    yield records.map((record) => writeFhirDevice(record, release))
    if (!page.next) return
    after = page.next
  }
}

async function* ndjson(pages: AsyncIterable<readonly object[]>) {
  for await (const resources of pages) yield resources.map((resource) => `${JSON.stringify(resource)}\n`).join('')
}

async function* fhirBundle(pages: AsyncIterable<readonly { readonly id: string }[]>, at: Date) {
  yield `{"resourceType":"Bundle","type":"collection","timestamp":"${at.toISOString()}","entry":[`
  let isFirst = true
  for await (const resources of pages) {
    const entries = resources.map((resource) => JSON.stringify({ fullUrl: `urn:uuid:${resource.id}`, resource }))
    if (entries.length > 0) yield `${isFirst ? '' : ','}\n${entries.join(',\n')}`
    if (entries.length > 0) isFirst = false
  }
  yield '\n]}\n'
}

async function* deviceCsv(
  db: Db,
  organisationId: string,
  filter: Awaited<ReturnType<typeof narrowed>>,
  sort: z.output<typeof DeviceSort>,
) {
  yield csvRow(csvColumns.map(([title]) => title))
  for (let after: z.output<typeof Cursor> | null = null; ; ) {
    const page = await listDevices(db, organisationId, filter, { sort, after, limit: 2000 })
    const items = await withSupport(db, page.items)
    yield items.map((row) => csvRow(csvColumns.map(([, value]) => value(row)))).join('')
    if (!page.next) return
    after = page.next
  }
}
