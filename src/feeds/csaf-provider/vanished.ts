import type { FeedRecord } from '#feeds/feed.ts'
import { inParallel } from '#feeds/in-parallel.ts'
import type { Skipped } from '#model/observation.ts'
import { AppError } from '#platform/errors.ts'
import type { Outcome } from './feed.ts'
import { type Ledger, wasReplaced } from './ledger.ts'

/** More at once than these are rather a fault of the list than so many advisories taken back. */
const mostGone = 5
const mostGoneShare = 0.1
const askedAtOnce = 6
/** So many documents that cannot be asked for one after the other are a matter of the provider. */
const failuresInARow = 10

/** The document as it is still published, or that its provider has it no more. */
export type Asked = Outcome | 'gone'

export interface Vanished {
  readonly records: FeedRecord[]
  readonly skipped: Skipped[]
  /** How many advisories are gone that were not withdrawn, because they are too many at once. */
  readonly refused: number
}

/**
 * What becomes of advisories that are on no list any more. A list can be cut short; so each is asked for where it was, and
 * only one whose document is gone, or that another took the place of, is withdrawn. A document that moved is still listed, by
 * its id. Without `ask` nobody says what was taken back, and they are only forgotten.
 */
export async function judgeVanished(
  ledger: Ledger,
  listed: ReadonlySet<string>,
  ask: ((path: string) => Promise<Asked>) | undefined,
): Promise<Vanished> {
  const known = ledger.ids().size
  const vanished = ledger.otherThan(listed)
  const elsewhere = ledger.idsOf(listed)
  const moved = vanished.filter(({ id }) => !ask || elsewhere.has(id))
  for (const { path } of moved) ledger.forget(path)
  if (!ask) return { records: [], skipped: [], refused: 0 }

  const records: FeedRecord[] = []
  const skipped: Skipped[] = []
  const gone = new Map<string, string[]>()
  const published = new Set<string>()
  let failures = 0
  const asking = vanished.filter(({ id }) => !elsewhere.has(id))
  const answers = await inParallel(asking, askedAtOnce, async (one) =>
    wasReplaced(one) ? 'gone' : await asked(one.path),
  )
  for (const [index, { path, id }] of asking.entries()) {
    const answer = answers[index]!
    if (answer === 'gone' || (answer.id !== undefined && answer.id !== id)) {
      gone.set(id, [...(gone.get(id) ?? []), path])
      continue
    }
    published.add(id)
    const withdrawing = answer.records.filter((one) => one.kind === 'advisory' && one.advisory.isWithdrawn)
    records.push(...withdrawing)
    if (withdrawing.length > 0) ledger.forget(path)
    else skipped.push(...(answer.id === undefined ? answer.skipped : [stillPublished(path)]))
  }

  async function asked(path: string): Promise<Asked> {
    try {
      const answer = await ask!(path)
      failures = 0
      return answer
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failures += 1
      if (error.code === 'cancelled' || failures >= failuresInARow) throw error
      return { records: [], skipped: [{ position: path, code: error.code, reason: error.message }] }
    }
  }

  // Of a list of which much fell out, each document alone does not tell.
  if (published.size > mostGone && published.size > known * mostGoneShare) skipped.push(halfList(published.size, known))
  const takenBack = [...gone].filter(([id]) => !published.has(id))
  const areTooMany = takenBack.length > mostGone && takenBack.length > known * mostGoneShare
  if (areTooMany) return { records, skipped, refused: takenBack.length }
  for (const path of [...gone.values()].flat()) ledger.forget(path)
  for (const [advisoryId] of takenBack)
    records.push({ kind: 'advisory_withdrawn', advisoryId, reason: 'no longer listed or published by the provider' })
  return { records, skipped, refused: 0 }
}

const stillPublished = (path: string): Skipped => ({
  position: path,
  code: 'no_longer_listed',
  reason:
    'No longer listed, still published: the advisory stays in force. Ask the provider whether it was taken back; if so, withdraw it on its page.',
})

const halfList = (missing: number, known: number): Skipped => ({
  position: 'list',
  code: 'incomplete_list',
  reason: `The provider's list names ${missing} of ${known} advisories no more that are still published: it looks like half a list. All stay in force; those that are new may not be listed either. Look whether the provider's list is whole.`,
})
