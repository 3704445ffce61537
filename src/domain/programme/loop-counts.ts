import type { OrganisationId } from '#model/access.ts'
import type { LoopCounts, LoopStep, LoopTotals, TodayItem, TrendPoint } from '#model/programme.ts'
import type { Db } from '#platform/db/database.ts'
import * as store from './loop-store.ts'

interface RollUp {
  readonly marker: string
  /** How long it took to count. */
  readonly tookMs: number
  readonly counts: Omit<LoopCounts, 'trend' | 'countedAt'>
}

/** What shows by time alone (late, claimed for a week) is counted again at least this often. */
const oldestMs = 5 * 60_000
/** While much changes at once, counting takes a twentieth of the time at most. */
const restFactor = 20
const trendDays = 365

/**
 * The loop with its counts, where it is stuck, and what needs a decision today. Counted again only when something
 * changed since; each number is that of the list its path opens.
 */
export async function loopCounts(db: Db, organisationId: OrganisationId, now: Date = new Date()): Promise<LoopCounts> {
  const [there, marker, trend, today] = await Promise.all([
    store.readRollUp<RollUp>(db, organisationId, 'loop'),
    store.changeMarker(db, organisationId),
    store.readTrend(db, organisationId),
    store.today(db, organisationId, now),
  ])
  const ageMs = there ? now.getTime() - Date.parse(there.counted_at) : Number.POSITIVE_INFINITY
  const isFresh = there && (there.value.marker === marker || ageMs < there.value.tookMs * restFactor)
  if (there && isFresh && ageMs < oldestMs) return shown(there.value.counts, there.counted_at, trend, today)

  const began = performance.now()
  const counts = await count(db, organisationId, today)
  const countedAt = now.toISOString()
  const rollUp: RollUp = { marker, counts, tookMs: Math.round(performance.now() - began) }
  await store.writeRollUp(db, organisationId, 'loop', rollUp, countedAt)
  return shown(counts, countedAt, trend, today)
}

const shown = (
  counts: RollUp['counts'],
  countedAt: string,
  trend: readonly TrendPoint[],
  today: string,
): LoopCounts => ({ ...counts, countedAt, trend: withPoint(trend, pointOf(today, counts.totals)) })

/** Keeps today's point of the trend, asked as often as one likes: it is written where it changed. */
export async function recordTrend(db: Db, organisationId: OrganisationId, now: Date): Promise<void> {
  const { trend } = await loopCounts(db, organisationId, now)
  const kept = (await store.readTrend(db, organisationId)).at(-1)
  const point = trend.at(-1)!
  if (kept?.on === point.on && kept.open === point.open && kept.verified === point.verified) return
  await store.writeRollUp(db, organisationId, 'trend', { points: trend }, now.toISOString())
}

const pointOf = (on: string, totals: LoopTotals): TrendPoint => ({
  on,
  open: totals.openFindings,
  verified: totals.verified,
})

const withPoint = (points: readonly TrendPoint[], point: TrendPoint): TrendPoint[] =>
  [...points.filter(({ on }) => on < point.on), point].slice(-trendDays)

async function count(db: Db, organisationId: OrganisationId, today: string): Promise<RollUp['counts']> {
  const [sources, open, history, work] = await Promise.all([
    store.countSources(db, organisationId),
    store.countOpenFindings(db, organisationId),
    store.countHistory(db, organisationId),
    store.countWork(db, organisationId, today),
  ])
  const counted = { sources, open, history, work }
  return {
    steps: stepsOf(counted),
    today: todayOf(counted),
    totals: {
      devices: sources.devices,
      openFindings: open.open,
      critical: open.critical,
      knownExploited: open.known_exploited,
      workOrdersOpen: work.open,
      claimed: history.claimed,
      verified: history.verified,
      reopened: history.reopened,
    },
  }
}

interface Counted {
  readonly sources: store.SourceCounts
  readonly open: store.OpenFindingCounts
  readonly history: store.HistoryCounts
  readonly work: store.WorkCounts
}

const stuck = (count: number, text: string, path: string): LoopStep['stuck'] =>
  count > 0 ? { count, text, path } : null

const inFull = (count: number) => count.toLocaleString('en')

const one = (count: number, singular: string, plural = `${singular}s`) =>
  `${inFull(count)} ${count === 1 ? singular : plural}`

/** Names what there is of a few things: "2 on hold and 1 late". */
const also = (...parts: readonly (readonly [number, string])[]) => {
  const there = parts.filter(([count]) => count > 0).map(([count, text]) => `${inFull(count)} ${text}`)
  return there.length > 1 ? `${there.slice(0, -1).join(', ')} and ${there.at(-1)}` : (there[0] ?? '')
}

export function stepsOf({ sources, open, history, work }: Counted): LoopStep[] {
  const criticalLeft = open.critical - history.critical_in_hand
  const exploitedLeft = open.known_exploited - history.exploited_in_hand
  return [
    {
      id: 'observe',
      label: 'Observe',
      count: sources.sources,
      unit: sources.sources === 1 ? 'source' : 'sources',
      path: '/sources',
      stuck: stuck(sources.failed + sources.late, also([sources.failed, 'failed'], [sources.late, 'late']), '/sources'),
    },
    {
      id: 'resolve',
      label: 'Resolve',
      count: sources.devices,
      unit: sources.devices === 1 ? 'device' : 'devices',
      path: '/devices',
      stuck:
        sources.conflicts > 0
          ? stuck(
              sources.conflicts,
              one(sources.conflicts, 'conflict between sources', 'conflicts between sources'),
              '/reviews?tab=conflicts',
            )
          : stuck(
              sources.quarantined,
              one(sources.quarantined, 'record in quarantine', 'records in quarantine'),
              '/sources',
            ),
    },
    {
      id: 'match',
      label: 'Match',
      count: open.open,
      unit: open.open === 1 ? 'open finding' : 'open findings',
      path: '/findings',
      stuck: stuck(
        open.cannot_tell,
        `${inFull(open.cannot_tell)} of which nobody can tell`,
        '/findings?countsAs=to_look_at',
      ),
    },
    {
      id: 'rank',
      label: 'Rank',
      count: open.critical,
      unit: 'critical',
      path: '/findings?band=critical',
      stuck: stuck(
        exploitedLeft,
        `${exploitedLeft} known to be exploited, nothing decided or under way`,
        '/findings?knownExploited=true&remediation=not_remediated',
      ),
    },
    {
      id: 'plan',
      label: 'Plan',
      count: work.to_plan,
      unit: work.to_plan === 1 ? 'order to plan' : 'orders to plan',
      path: '/work-orders?state=draft,approved,scheduled',
      stuck: stuck(
        criticalLeft,
        `${criticalLeft} critical without work under way`,
        '/findings?band=critical&remediation=not_remediated',
      ),
    },
    {
      id: 'act',
      label: 'Act',
      count: work.in_hand,
      unit: work.in_hand === 1 ? 'order in hand' : 'orders in hand',
      path: '/work-orders?state=dispatched,in_progress,on_hold,unable_to_locate,unable_to_complete',
      stuck: stuck(
        work.stuck_act,
        also([work.late, 'late'], [work.on_hold, 'on hold'], [work.lost, 'not found or not possible']),
        '/work-orders?stuck=act',
      ),
    },
    {
      id: 'verify',
      label: 'Verify',
      count: work.claimed,
      unit: work.claimed === 1 ? 'claim to verify' : 'claims to verify',
      path: '/work-orders?state=verification_pending',
      stuck: stuck(
        work.claimed_long + work.failed,
        also([work.failed, 'did not take'], [work.claimed_long, 'claimed for a week']),
        '/work-orders?stuck=verify',
      ),
    },
  ]
}

export function todayOf({ sources, open, history, work }: Counted): TodayItem[] {
  const exploited = open.known_exploited - history.exploited_in_hand
  const critical = open.critical - history.critical_in_hand
  const items: TodayItem[] = [
    {
      kind: 'known_exploited',
      text: 'Known to be exploited, and nothing decided or under way',
      count: exploited,
      path: '/findings?knownExploited=true&remediation=not_remediated',
      severity: 'critical',
    },
    {
      kind: 'critical_unplanned',
      text: 'Critical findings without work under way',
      count: critical,
      path: '/findings?band=critical&remediation=not_remediated',
      severity: 'critical',
    },
    {
      kind: 'verification_failed',
      text: 'Work that was claimed and did not take',
      count: work.failed,
      path: '/work-orders?state=verification_failed',
      severity: 'high',
    },
    {
      kind: 'reopened',
      text: 'Findings that opened again after they were fixed',
      count: history.reopened,
      path: '/findings?reopened=true',
      severity: 'high',
    },
    {
      kind: 'not_found',
      text: 'Devices that nobody found, or that could not be worked on',
      count: work.lost,
      path: '/work-orders?state=unable_to_locate,unable_to_complete',
      severity: 'high',
    },
    {
      kind: 'source_failed',
      text: 'Sources that failed or are late',
      count: sources.failed + sources.late,
      path: '/sources',
      severity: 'high',
    },
    {
      kind: 'evidence',
      text: 'Claims whose evidence waits to be accepted',
      count: work.to_accept,
      path: '/work-orders?state=verification_pending',
      severity: 'medium',
    },
    {
      kind: 'nobody',
      text: 'Work orders that nobody has been given',
      count: work.nobody,
      path: '/work-orders?state=draft,approved,scheduled&assignedTo=nobody',
      severity: 'medium',
    },
    {
      kind: 'conflict',
      text: 'Conflicts between sources',
      count: sources.conflicts,
      path: '/reviews?tab=conflicts',
      severity: 'medium',
    },
    {
      kind: 'review',
      text: 'Records that may be of one device',
      count: sources.reviews,
      path: '/reviews',
      severity: 'medium',
    },
    {
      kind: 'quarantine',
      text: 'Records in quarantine',
      count: sources.quarantined,
      path: '/sources',
      severity: 'low',
    },
  ]
  return items.filter(({ count }) => count > 0)
}
