import type { z } from 'zod'
import { getSavedView, listSavedViews, notify, recordAudit } from '#domain/access/access.ts'
import { findingKeys } from '#domain/findings/findings.ts'
import { changeMarker } from '#domain/health/health.ts'
import { deviceNames, listDevices } from '#domain/inventory/inventory.ts'
import { asksOfNow, checkQuery } from '#domain/query/query.ts'
import { type Asker, askDevices, askFindings, askWork, listWorkOrders } from '#domain/remediation/remediation.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import { DeviceFilter } from '#model/device-list.ts'
import { FindingFilter } from '#model/finding-list.ts'
import type { QueryEntity } from '#model/query.ts'
import type { SavedView } from '#model/saved-view.ts'
import { WorkOrderFilter } from '#model/work-order.ts'
import { type Db, inTransaction, isTransient, type Tx } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import * as store from './watch-store.ts'

// A saved view that its owner watches: the worker asks it again and again, and tells of what it gains. What it found, and the
// notice of what is new, are written in one transaction: each gain is told once, whatever breaks.

type Owner = Actor & { readonly personId: string }

/** More cannot be looked through by a person, nor held against each other every few minutes. */
const mostMembers = 10_000
const often = { everyMinutes: 15, atMostEvery: 2 }
const longestSeconds = 30

export async function listViews(db: Db, owner: Owner, page?: string): Promise<SavedView[]> {
  const [views, watches] = await Promise.all([
    listSavedViews(db, owner, page),
    store.watchesOf(db, owner.organisationId, owner.personId),
  ])
  const watchOf = new Map(watches.map(({ viewId, ...watch }) => [viewId, watch]))
  return views.map((view) => ({ ...view, watch: watchOf.get(view.id) ?? null }))
}

/** What the view has now is no news; a view that cannot be watched is refused with the reason. */
export async function watchView(db: Db, owner: Owner, viewId: string, now = new Date()): Promise<void> {
  await inTransaction(db, async (tx) => {
    const view = await getSavedView(tx, owner, viewId)
    await store.start(tx, owner.organisationId, viewId)
    await check(tx, owner.organisationId, viewId, now)
    await recordAudit(tx, owner, {
      action: 'saved_view.watched',
      subjectKind: 'saved_view',
      subjectId: viewId,
      detail: { page: view.page, name: view.name },
    })
  })
}

export async function unwatchView(db: Db, owner: Owner, viewId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const view = await getSavedView(tx, owner, viewId)
    await store.stop(tx, owner.organisationId, viewId)
    await recordAudit(tx, owner, {
      action: 'saved_view.unwatched',
      subjectKind: 'saved_view',
      subjectId: viewId,
      detail: { page: view.page, name: view.name },
    })
  })
}

/** Asks those views whose time has come. One that cannot be asked says why, and the others go on. Gives how many notices went out. */
export async function askWatches(db: Db, organisationId: OrganisationId, now: Date, log: Log): Promise<number> {
  let told = 0
  for (const viewId of await store.due(db, organisationId, now, often))
    try {
      told += await inTransaction(db, (tx) => check(tx, organisationId, viewId, now))
    } catch (error) {
      if (isTransient(error)) throw error
      const isKnown = error instanceof AppError
      if (!isKnown) log.warn({ view: viewId, error: String(error) }, 'A watched view could not be asked')
      const sentence = isKnown ? error.message : 'It took too long to answer. Narrow it, or stop watching it.'
      await store.noteFault(db, organisationId, viewId, now, sentence)
    }
  return told
}

async function check(tx: Tx, organisationId: OrganisationId, viewId: string, now: Date): Promise<number> {
  const view = await store.lock(tx, organisationId, viewId)
  if (!view) return 0
  await store.limitTime(tx, longestSeconds)
  const marker = await markerOf(tx, organisationId, view, now)
  if (marker !== null && marker === view.marker && view.asked === view.query) {
    await store.noteChecked(tx, organisationId, viewId, { ...view, at: now, asked: view.asked, fault: null })
    return 0
  }
  const found = await membersOf(tx, { organisationId, personId: view.personId }, view, now)
  const isSame = view.asked === view.query
  const gained = await store.replaceMembers(tx, organisationId, viewId, [...found.keys()])
  const isNews = isSame && gained.length > 0
  const gains = view.gains + (isNews ? 1 : 0)
  await store.noteChecked(tx, organisationId, viewId, { at: now, asked: view.query, marker, gains, fault: null })
  if (!isNews) return 0
  const names = await namesOf(tx, organisationId, view.page, gained.slice(0, mostNamed), found)
  return await notify(tx, organisationId, [view.personId], {
    kind: 'saved_view.gained',
    title: `${view.name}: ${gained.length} ${gained.length === 1 ? 'is' : 'are'} new`,
    body: `${names.join(', ')}${gained.length > names.length ? ` and ${gained.length - names.length} more` : ''}. You watch this view; “Stop watching” stands under Views on its page.`,
    path: `${pages[view.page as Page].path}${view.query}`,
    dedupeKey: `saved_view:${viewId}:${gains}`,
  })
}

/**
 * While it is the same, the view finds what it found: nobody did anything, no run ended, and the hour, within which days end and
 * decisions expire, is the same. Null where the query asks of the time.
 */
async function markerOf(db: Db, organisationId: string, view: store.WatchedView, now: Date): Promise<string | null> {
  const search = new URLSearchParams(view.query)
  if (search.has('due')) return null
  const query = search.get('query')
  const of = entityOf[view.page]
  const { expression, fault } = of && query ? checkQuery(of, query) : { expression: null, fault: null }
  if (fault || (expression && asksOfNow(expression))) return null
  return [
    await changeMarker(db, organisationId),
    await store.healthCountedAt(db, organisationId),
    now.toISOString().slice(0, 13),
  ].join(' ')
}

const entityOf: Readonly<Record<string, QueryEntity>> = {
  devices: 'devices',
  findings: 'findings',
  'work-orders': 'work',
}

const mostNamed = 5

type Members = ReadonlyMap<string, string | null>
type Page = keyof typeof pages

const flags = (names: readonly string[], search: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(search).map(([name, value]) => [
      name,
      names.includes(name) && (value === 'true' || value === 'false') ? value === 'true' : value,
    ]),
  )

/** What stands in the address of each page: how it is read, and what it finds. */
const pages = {
  devices: {
    path: '/devices',
    async find(
      db: Db,
      asker: Asker,
      query: string | undefined,
      search: Record<string, string>,
      now: Date,
    ): Promise<Members> {
      const filter = read(DeviceFilter, flags(['active', 'hasConflict', 'knownExploited'], search))
      const queried = query === undefined ? undefined : await askDevices(db, asker, query, now)
      const page = { sort: 'name', after: null, limit: mostMembers + 1 } as const
      const { items } = await listDevices(db, asker.organisationId, { ...filter, queried }, page)
      return new Map(items.map(({ id, name }) => [id, name]))
    },
  },
  findings: {
    path: '/findings',
    async find(
      db: Db,
      asker: Asker,
      query: string | undefined,
      search: Record<string, string>,
      now: Date,
    ): Promise<Members> {
      const filter = read(FindingFilter, flags(['alike', 'knownExploited', 'reopened', 'decisionBroke'], search))
      const asked = query === undefined ? undefined : await askFindings(db, asker, query, now)
      const keys = await findingKeys(db, asker.organisationId, filter, asked, mostMembers + 1)
      return new Map(keys.map(({ deviceId, vulnerabilityId }) => [`${deviceId} ${vulnerabilityId}`, null]))
    },
  },
  'work-orders': {
    path: '/work-orders',
    async find(
      db: Db,
      asker: Asker,
      query: string | undefined,
      search: Record<string, string>,
      now: Date,
    ): Promise<Members> {
      const { tab, ...rest } = search
      const filter = read(WorkOrderFilter, {
        ...rest,
        ...(tab === 'mine' && { assignedTo: 'me' }),
        ...(tab === 'mine' || tab === 'open' ? { open: 'true' } : {}),
      })
      const assignedTo = filter.assignedTo === 'me' ? (asker.personId ?? undefined) : filter.assignedTo
      const queried = query === undefined ? undefined : await askWork(db, asker, query, now)
      const { items } = await listWorkOrders(db, asker.organisationId, {
        filter: { ...filter, assignedTo },
        queried,
        sort: 'number',
        limit: mostMembers,
      })
      return new Map(items.map(({ id, number, title }) => [id, `${number} ${title}`]))
    },
  },
} as const

async function membersOf(db: Db, asker: Asker, view: Pick<SavedView, 'page' | 'query'>, now: Date): Promise<Members> {
  if (!(view.page in pages))
    throw new AppError('bad_request', 'Views of devices, findings and work orders can be watched, no others.')
  const { query, sort: _, columns: __, ...search } = Object.fromEntries(new URLSearchParams(view.query))
  const found = await pages[view.page as Page].find(db, asker, query, search, now)
  if (found.size > mostMembers)
    throw new AppError('bad_request', 'The view has more than 10,000 entries. Narrow it, then watch it.')
  return found
}

/** A filter that only the page knows is not left out: the view would find more than it shows. */
function read<Shape extends z.ZodObject>(shape: Shape, search: object): z.output<Shape> {
  const result = shape.strict().safeParse(search)
  if (result.success) return result.data as z.output<Shape>
  const names = result.error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : issue.path))
  throw new AppError(
    'bad_request',
    `The view cannot be watched with the filter ${names.join(', ')}. Say it in the query instead, save the view and watch that.`,
  )
}

async function namesOf(db: Db, organisationId: string, page: string, members: readonly string[], found: Members) {
  if (page !== 'findings') return members.map((member) => found.get(member) ?? member)
  const keys = members.map((member) => member.split(' ') as [string, string])
  const names = await deviceNames(
    db,
    organisationId,
    keys.map(([device]) => device),
  )
  return keys.map(([device, vulnerability]) => `${vulnerability} on ${names.get(device) ?? 'a device'}`)
}
