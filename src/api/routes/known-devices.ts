import { z } from 'zod'
import { DayOrMoment } from '#api/fields.ts'
import { file, route } from '#api/route.ts'
import { countKnown, getKnown, listKnown, momentKnown } from '#domain/inventory/inventory.ts'
import type { OrganisationId } from '#model/access.ts'
import { type DeviceAttribute, deviceAttributes } from '#model/device.ts'
import { KnownDevice, KnownFilter, KnownSort } from '#model/known-device.ts'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { decodeCursor, encodeCursor, Page, Paging } from '#platform/paging.ts'
import { csvRow } from '#standards/csv/write-csv.ts'
import { Provenance, SourceRef } from './devices.ts'

const tag = 'devices'
const permission = 'device:read'

const Asked = { asKnownOn: DayOrMoment }
const counted = 10_000

export const knownDeviceRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/known-devices',
    summary: 'List the inventory as it was known on a day',
    description:
      'What had been recorded until then, and not taken back: imports that came or were undone later, merges and splits made later, and trust changed later are not seen. Findings and scores are of today, and no part of it; neither are facets.',
    tag,
    permission,
    query: KnownFilter.extend({ ...Asked, sort: KnownSort.default('name'), ...Paging.shape }),
    response: Page(KnownDevice).extend({
      knownAt: z.string().meta({ description: 'The moment that is shown' }),
    }),
    async handle({ db, actor, query: { asKnownOn, sort, cursor, limit, ...filter } }) {
      const { organisationId } = actor
      const after = cursor ? decodeCursor(cursor, z.tuple([z.string(), z.uuid(), z.string()])) : null
      // A page of today goes on at the moment at which the first began.
      const knownAt = after ? after[2] : await momentKnown(db, organisationId, asKnownOn)
      const { items, next } = await listKnown(db, organisationId, knownAt, filter, {
        sort,
        after: after && { key: after[0], id: after[1] },
        limit,
      })
      return { items, knownAt, next: next && encodeCursor([next.key, next.id, knownAt]) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/known-devices/count',
    summary: 'Count the devices that were known on a day',
    description: `No further than to ${counted}.`,
    tag,
    permission,
    query: KnownFilter.extend(Asked),
    response: z.object({ knownAt: z.string(), count: z.number(), isCapped: z.boolean() }),
    async handle({ db, actor, query: { asKnownOn, ...filter } }) {
      const knownAt = await momentKnown(db, actor.organisationId, asKnownOn)
      const count = await countKnown(db, actor.organisationId, knownAt, filter, counted + 1)
      return { knownAt, count: Math.min(count, counted), isCapped: count > counted }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/known-devices.csv',
    summary: 'The inventory as it was known on a day, as CSV',
    tag,
    permission,
    query: KnownFilter.extend({ ...Asked, sort: KnownSort.default('name') }),
    response: file('text/csv', 'One row for each device; text that a spreadsheet would run is made harmless'),
    async handle({ db, actor, query: { asKnownOn, sort, ...filter } }) {
      const knownAt = await momentKnown(db, actor.organisationId, asKnownOn)
      return {
        content: knownCsv(db, actor.organisationId, knownAt, filter, sort),
        fileName: `devices-as-known-on-${asKnownOn.slice(0, 10)}.csv`,
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/known-devices/{device}',
    summary: 'One device as it was known on a day, each attribute with its source, and what is otherwise today',
    description:
      'With `observedOn` too, of what was known on the one day that which held on the other: the sources’ own dates count, not those of recording.',
    tag,
    permission,
    params: z.object({ device: z.uuid() }),
    query: z.object({ ...Asked, observedOn: DayOrMoment.optional() }),
    response: z.object({
      knownAt: z.string(),
      device: KnownDevice,
      attributes: z.array(
        Provenance.extend({
          valueNow: z.unknown(),
          isChanged: z.boolean().meta({ description: 'It is otherwise today' }),
        }),
      ),
      sources: z.array(
        z.object({
          source: SourceRef,
          sourceKey: z.string(),
          observedAt: z.string(),
          recordedAt: z.string(),
          raw: z.record(z.string(), z.string()).nullable(),
        }),
      ),
    }),
    async handle({ db, actor, params, query }) {
      const { organisationId } = actor
      const knownAt = await momentKnown(db, organisationId, query.asKnownOn)
      const observedOn =
        query.observedOn === undefined ? undefined : await momentKnown(db, organisationId, query.observedOn)
      const known = await getKnown(db, organisationId, knownAt, params.device, observedOn)
      if (!known)
        throw new AppError(
          'not_found',
          `Nothing was known of this device on ${query.asKnownOn}: choose a later day, or look at its history.`,
        )
      return known
    },
  }),
]

const titleOf = (attribute: DeviceAttribute) => deviceAttributes[attribute].title

const csvColumns: [string, (row: KnownDevice) => string | number | boolean | null][] = [
  ['Name', (row) => row.name],
  ['Asset tag', (row) => row.assetTag],
  ['Serial number', (row) => row.serialNumber],
  ['Manufacturer', (row) => row.manufacturer],
  ['Model', (row) => row.model],
  ['Device type', (row) => row.deviceType],
  ['Software version', (row) => row.softwareVersion],
  ['Operating system', (row) => row.operatingSystem],
  ['Site', (row) => row.site],
  ['Care area', (row) => row.careArea],
  ['Room', (row) => row.room],
  ['Zone', (row) => row.zone],
  ['IP addresses', (row) => row.ipAddresses.join(' ')],
  ['MAC addresses', (row) => row.macAddresses.join(' ')],
  ['Lifecycle status', (row) => row.lifecycle],
  ['Criticality', (row) => row.criticality],
  ['Last seen', (row) => row.lastSeenAt],
  ['Known since', (row) => row.knownSince],
  ['Changed since', (row) => (row.isGoneNow ? 'no longer in the inventory' : row.changed.map(titleOf).join(', '))],
]

async function* knownCsv(
  db: Db,
  organisationId: OrganisationId,
  at: string,
  filter: z.output<typeof KnownFilter>,
  sort: z.output<typeof KnownSort>,
) {
  yield csvRow(csvColumns.map(([title]) => title))
  for (let after: { key: string; id: string } | null = null; ; ) {
    const page: Awaited<ReturnType<typeof listKnown>> = await listKnown(db, organisationId, at, filter, {
      sort,
      after,
      limit: 2000,
    })
    yield page.items.map((row) => csvRow(csvColumns.map(([, value]) => value(row)))).join('')
    if (!page.next) return
    after = page.next
  }
}
