import { z } from 'zod'
import { route } from '#api/route.ts'
import { recordAudit } from '#domain/access/access.ts'
import { getRecall, listRecalls } from '#domain/intelligence/intelligence.ts'
import { manufacturersHere } from '#domain/inventory/inventory.ts'
import { onRecallTaken } from '#domain/loop.ts'
import { aliasesOf } from '#domain/names/names.ts'
import { RecallEntry, RecallFilter, RecallRow } from '#model/recall.ts'
import { inTransaction } from '#platform/db/database.ts'
import { Page, Paging } from '#platform/paging.ts'

const tag = 'intelligence'
const params = z.object({ event: z.string().max(40) })

export const recallRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/recalls',
    summary: 'List recalls of the FDA, newest first',
    description:
      'One row for each recall event. Those about security are advisories as well and matched with devices; the others are kept, and matched when a person takes them. `here` leaves firms out of whom no device stands in the inventory.',
    tag,
    permission: 'advisory:read',
    query: RecallFilter.extend(Paging.shape),
    response: Page(RecallRow),
    handle: async ({ db, actor, query: { cursor, limit, ...filter } }) =>
      listRecalls(db, {
        ...{ filter, cursor, limit },
        manufacturers: filter.here ? await manufacturersHere(db, actor.organisationId) : undefined,
        aliases: filter.here ? await aliasesOf(db, actor.organisationId) : undefined,
      }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/recalls/{event}',
    summary: 'Get a recall event, with what each of the FDA’s lists says of each product',
    tag,
    permission: 'advisory:read',
    params,
    response: RecallRow.extend({ entries: z.array(RecallEntry) }),
    handle: ({ db, params: { event } }) => getRecall(db, event),
  }),
  route({
    method: 'POST',
    path: '/api/v1/recalls/{event}/match',
    summary: 'Match a recall with the devices that is only kept',
    description:
      'It becomes an advisory, whatever it is about: with matches, triage and work orders. Again changes nothing.',
    tag,
    permission: 'finding:decide',
    params,
    response: RecallRow,
    handle: ({ db, actor, params: { event } }) =>
      inTransaction(db, async (tx) => {
        if (await onRecallTaken(tx, actor, event))
          await recordAudit(tx, actor, { action: 'recall.matched', subjectKind: 'recall', subjectId: event })
        const { entries: _, ...row } = await getRecall(tx, event)
        return row
      }),
  }),
]
