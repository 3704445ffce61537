import { z } from 'zod'
import type { ApiContext, CollectedPage } from '#connectors/api-connector.ts'
import { AppError } from '#platform/errors.ts'
import type { TakeRecord } from './record-reader.ts'

/** Where readings of most systems go on from: what changed since, and when all was read last. ISO 8601 in UTC. */
export const ChangesCursor = z.object({ changedSince: z.string(), wholeAt: z.string() })
export type ChangesCursor = z.infer<typeof ChangesCursor>

/** A day and the widest difference of two time zones: clocks that differ, and times that a system writes in a zone of its own. */
const overlapMs = 26 * 3_600_000

export interface Reading {
  /** Undefined where all is read. Earlier than the last reading by 26 hours: what is read twice writes nothing. */
  readonly changedSince: Date | undefined
  readonly cursor: ChangesCursor
}

/** What is read this time: changes, or all where that was never, or is too long ago. */
export function readingOf(since: ChangesCursor | undefined, now: Date, wholeEveryDays: number): Reading {
  const startedAt = now.toISOString()
  if (!since || isWholeDue(since.wholeAt, now, wholeEveryDays))
    return { changedSince: undefined, cursor: { changedSince: startedAt, wholeAt: startedAt } }
  return {
    changedSince: new Date(Math.min(Date.parse(since.changedSince), now.getTime()) - overlapMs),
    cursor: { changedSince: startedAt, wholeAt: since.wholeAt },
  }
}

/** Whether all is to be read again: too long ago, an hour less for readings that begin a little earlier, or at a time to come. */
export function isWholeDue(wholeAt: string, now: Date, wholeEveryDays: number): boolean {
  const at = Date.parse(wholeAt)
  return !(now.getTime() - at < wholeEveryDays * 86_400_000 - 3_600_000) || at > now.getTime()
}

/** A part of a list as the system gave it. */
export interface ListPage<Ask> {
  readonly records: readonly unknown[]
  /** What to ask for the next part; undefined after the last. */
  readonly next: Ask | undefined
  /** How many records there are in all, for people to see. */
  readonly total?: number | undefined
}

/**
 * A part of a list that begins with what changed last, where `since` is told: behind a record that is older there is nothing to read. A list
 * in another order, or without moments, is read to its end. `changedAt` gives milliseconds since 1970, NaN where nothing tells.
 */
export function untilOlder<Ask>(
  { records, next, total }: ListPage<Ask>,
  since: Date | undefined,
  changedAt: (record: unknown) => number,
): ListPage<Ask> {
  if (!since) return { records, next, total }
  const moments = records.map(changedAt)
  const isInOrder = moments.every((moment, at) => moment <= (moments[at - 1] ?? Number.POSITIVE_INFINITY))
  const isOver = isInOrder && moments.length > 0 && moments.at(-1)! < since.getTime()
  return { records, next: isOver ? undefined : next }
}

export interface ListReading<Ask, Cursor> {
  readonly first: Ask
  /** `done`: how many records came before. */
  readonly page: (ask: Ask, done: number) => Promise<ListPage<Ask>>
  readonly take: TakeRecord
  /** Where the next run goes on from, once all was read. */
  readonly cursor: Cursor
  readonly whole: boolean
  /** Whether `total` counts what this account may read, so that fewer records are no whole reading. */
  readonly isTotalExact?: boolean
  /** Keys that the system says it removed. */
  readonly removed?: (() => Promise<readonly string[]>) | undefined
  /** Asked after the last page, for lists without a total: whether all stood still while it was read. */
  readonly isStill?: (() => boolean) | undefined
}

/** A list that shrinks more often while it is read is not caught up with. */
const mostStepsBack = 50

/**
 * Reads a list part by part. Where it got shorter meanwhile, what followed moved up, some of it to pages that were read: so many
 * are asked for again.
 */
export async function* readList<Ask, Cursor>(
  { now, signal }: Pick<ApiContext<unknown>, 'now' | 'signal'>,
  { first, page, take, cursor, whole, isTotalExact = false, removed, isStill }: ListReading<Ask, Cursor>,
): AsyncGenerator<CollectedPage<Cursor>> {
  let done = 0
  /** Records that come twice for it. */
  let again = 0
  let steps = 0
  let isMoved = false
  let before: number | undefined
  const read: { readonly ask: Ask; readonly records: number }[] = []
  /** Until then pages are read again. */
  let furthest = 0
  for (let ask: Ask | undefined = first; ask !== undefined; ) {
    if (signal?.aborted) throw new AppError('cancelled', 'The run was stopped.')
    const { records, next, total }: ListPage<Ask> = await page(ask, done)
    const shrunk = before !== undefined && total !== undefined ? before - total : 0
    before = total ?? before
    if (shrunk > 0 && read.length > 0) {
      if (++steps > mostStepsBack) isMoved = true
      else {
        for (let back = 0; back < shrunk && read.length > 0; ) {
          const last = read.pop()!
          ask = last.ask
          back += last.records
          done -= last.records
          again += last.records
        }
        continue
      }
    }
    const at = now()
    const collected = records.flatMap((record, index) => take(record, `record ${done + index + 1}`, at))
    read.push({ ask, records: records.length })
    const isAgain = read.length <= furthest
    furthest = Math.max(furthest, read.length)
    done += records.length
    ask = next
    const isLast = ask === undefined
    if (isLast && isStill?.() === false) isMoved = true
    yield {
      collected,
      progress: { done, total },
      ...(isAgain && { isAgain }),
      ...(isLast && {
        cursor,
        removed: await removed?.(),
        end: {
          whole,
          ...(isTotalExact && total !== undefined && { of: total + again }),
          ...(isMoved && { isMoved }),
        },
      }),
    }
  }
}

/** What a check says in the words of one system. */
export interface CheckWords {
  /** What is read, and where: `the table alm_asset`. */
  readonly what: string
  /** What the account needs to read it: `the role itil`. */
  readonly permission: string
}

/** Reads the first part of a list and wants one record of it that tells a device. */
export async function checkList<Ask>(
  context: Pick<ApiContext<unknown>, 'http' | 'now'>,
  { what, permission }: CheckWords,
  first: () => Promise<ListPage<Ask>>,
  take: TakeRecord,
): Promise<void> {
  const host = new URL(context.http.origin).host
  const { records } = await first().catch((error: unknown) => {
    if (!(error instanceof AppError) || error.details?.isSignIn) throw error
    const status = error.details?.status
    const said =
      status === 401
        ? `${host} does not take these credentials (401). Check the user name, password or token, and that the account is not locked or expired.`
        : status === 403
          ? `${host} knows the account, but it may not read ${what} (403). Give it ${permission}.`
          : status === 404 || status === 410
            ? `${host} has no such list (${status}): ${what}. Check the address and the name.`
            : status === 400
              ? `${host} does not understand what it is asked (400) of ${what}. Check its name and the filter in the settings.`
              : undefined
    throw said ? new AppError(error.code, said, { cause: error, details: error.details ?? {} }) : error
  })
  if (records.length === 0)
    throw new AppError(
      'upstream_failed',
      `${host} answers, but shows this account no record of ${what}. Check the filter in the settings, and give the account ${permission}.`,
    )
  const collected = records.flatMap((record, index) => take(record, `record ${index + 1}`, context.now()))
  if (collected.some(({ kind }) => kind === 'observation')) return
  const skipped = collected.find((one) => one.kind === 'skipped')?.skipped
  throw new AppError(
    'upstream_failed',
    `${host} answers, but nothing of ${what} can be read as a device: ${skipped?.reason ?? 'the records are empty.'}`,
  )
}

/**
 * Asks once for what changed, as not every version of a system can tell that. A system that refuses otherwise than by
 * status has `details.isRefused`.
 */
export async function checkChanges({ http }: Pick<ApiContext<unknown>, 'http'>, ask: () => Promise<unknown>) {
  await ask().catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    const { status, isRefused } = error.details ?? {}
    if (status !== 400 && status !== 422 && !isRefused) throw error
    throw new AppError(
      'upstream_failed',
      `${new URL(http.origin).host} refuses to tell what changed: ${error.message} Turn off "${changesSetting}" in the settings; all is read each time then.`,
      { cause: error },
    )
  })
}

const changesSetting = 'Reads only what changed'

/** For systems of which not every version can tell what changed. */
export const readsChanges = (description: string) =>
  z.boolean().default(true).meta({ title: changesSetting, description })
