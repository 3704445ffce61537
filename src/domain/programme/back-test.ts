import { setImmediate as turn } from 'node:timers/promises'
import { monthsUntil, TableReplay } from '#domain/appetite/appetite.ts'
import { findingHistory, type History, type HistoryGroup, withEverySpelling } from '#domain/findings/findings.ts'
import { deviceNames } from '#domain/inventory/inventory.ts'
import { visitEfforts } from '#domain/remediation/remediation.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Appetite } from '#model/appetite.ts'
import type { BackTestMove, BackTestResult } from '#model/back-test.ts'
import { type Db, inSnapshot } from '#platform/db/database.ts'

/** What is tested. The same on the same data gives the same. */
export interface BackTested {
  readonly draft: Appetite
  readonly inForce: Appetite | null
  readonly months: number
  /** The moment at which the test ends. */
  readonly asOf: Date
  readonly timeZone: string
  readonly hoursPerWeek: number | null
}

/** How far it is, about every second; what it throws ends it. */
export type Tell = (phase: string, done: number, total: number) => Promise<void>

const mostMoves = 200
const mostExamples = 3
/** So long nothing else of the process is heard of. */
const longestMs = 40

/** Replays the last months by the draft and by the table in force. Reads everything as it was at one moment; writes nothing. */
export async function backTest(
  db: Db,
  organisationId: OrganisationId,
  asked: BackTested,
  tell: Tell = async () => {},
): Promise<BackTestResult> {
  const months = monthsUntil(asked.asOf, asked.months, asked.timeZone)
  const from = new Date(months.starts[0]!)
  const { history, effortOf, draftSpelt, inForceSpelt } = await inSnapshot(db, async (tx) => ({
    history: await findingHistory(tx, organisationId, { from, to: asked.asOf }, (done, total) =>
      tell('Judging vulnerabilities', done, total),
    ),
    effortOf: await visitEfforts(tx, organisationId),
    draftSpelt: await withEverySpelling(tx, organisationId, asked.draft),
    inForceSpelt: asked.inForce && (await withEverySpelling(tx, organisationId, asked.inForce)),
  }))
  const draft = new TableReplay(draftSpelt, history, months, effortOfGroup)
  const inForce = inForceSpelt && new TableReplay(inForceSpelt, history, months, effortOfGroup)
  function effortOfGroup(
    { manufacturer, model, description }: Pick<HistoryGroup, 'manufacturer' | 'model' | 'description'>,
    advisoryId: string,
    isQuestion: boolean,
  ) {
    return effortOf({ manufacturer, model, description, advisoryId, isQuestion })
  }
  const moves = collectMoves(history)
  let [devices, findings, openings, assumed, oldest] = [0, 0, 0, 0, Number.POSITIVE_INFINITY]
  let last = performance.now()
  let told = last
  for (const [at, group] of history.groups.entries()) {
    const now = performance.now()
    if (now - last > longestMs) {
      if (now - told > 1000) {
        await tell('Replaying the months', at, history.groups.length)
        told = now
      } else await turn()
      last = performance.now()
    }
    const spans = history.spansOf(group)
    if (spans.length > 0) devices += group.devices
    for (const [place, span] of spans.entries()) {
      const after = draft.take(group, span)
      const before = inForce ? inForce.take(group, span) : after
      openings += group.devices
      if (draft.isAssumed(span)) assumed += group.devices
      oldest = Math.min(oldest, span.opened)
      // As it is at last: of a finding that opened more than once the last time counts.
      if (spans[place + 1]?.vulnerability === span.vulnerability) continue
      findings += group.devices
      if (before !== after) moves.add(group, span.vulnerability, before, after, span.closed === null)
    }
    draft.endGroup(group)
    inForce?.endGroup(group)
  }
  const { shown, leftOut, between, moved } = moves.end()
  const names = await deviceNames(db, organisationId, [...new Set(shown.flatMap(({ examples }) => examples))])
  return {
    from: from.toISOString(),
    to: asked.asOf.toISOString(),
    timeZone: asked.timeZone,
    months: [...months.names],
    ...{ devices, findings, openings, assumed },
    oldestOpening: Number.isFinite(oldest) ? new Date(oldest).toISOString() : null,
    draft: draft.result(),
    inForce: inForce?.result() ?? null,
    moved,
    movesBetween: between,
    moves: shown.map(({ examples, ...move }) => ({
      ...move,
      examples: examples.map((deviceId) => ({ deviceId, name: names.get(deviceId) ?? deviceId })),
    })),
    movesLeftOut: leftOut,
    minutes: { measured: hundredth(draft.measuredShare), planned: hundredth(1 - draft.measuredShare) },
    availableHoursPerMonth: asked.hoursPerWeek === null ? null : Math.round(asked.hoursPerWeek * weeksOfMonth),
    remarks: remarksOn(history),
  }
}

const weeksOfMonth = 365.25 / 12 / 7
const hundredth = (share: number) => Math.round(share * 100) / 100

interface Move extends Omit<BackTestMove, 'examples'> {
  examples: string[]
}

/** Groups come by model and site, so that what moves of one stands together. */
function collectMoves(history: History) {
  let kept: Move[] = []
  let all = 0
  let moved = 0
  const between = new Map<string, { before: string | null; after: string | null; findings: number }>()
  let here = new Map<string, Move>()
  let of: HistoryGroup | undefined
  const order = (a: Move, b: Move) => b.findings - a.findings || (nameOf(a) < nameOf(b) ? -1 : 1)
  const settle = () => {
    all += here.size
    kept.push(...here.values())
    if (kept.length > mostMoves * 10) kept = kept.sort(order).slice(0, mostMoves)
    here = new Map()
  }
  return {
    add(group: HistoryGroup, vulnerability: number, before: string | null, after: string | null, isOpen: boolean) {
      const { manufacturer, model, site } = group
      if (of?.manufacturer !== manufacturer || of.model !== model || of.site !== site) settle()
      of = group
      const key = `${vulnerability}\n${before}\n${after}`
      const vulnerabilityId = history.vulnerabilities[vulnerability]!
      const known = here.get(key)
      const move = known ?? {
        manufacturer,
        model,
        site,
        vulnerabilityId,
        before,
        after,
        findings: 0,
        open: 0,
        examples: [],
      }
      if (!known) here.set(key, move)
      move.findings += group.devices
      if (isOpen) move.open += group.devices
      if (move.examples.length < mostExamples) move.examples.push(group.exampleId)
      const way = `${before}\n${after}`
      const sum = between.get(way) ?? { before, after, findings: 0 }
      between.set(way, sum)
      sum.findings += group.devices
      moved += group.devices
    },
    end() {
      settle()
      const shown = kept.sort(order).slice(0, mostMoves)
      const ways = [...between.values()].sort((a, b) => b.findings - a.findings)
      return { shown, leftOut: all - shown.length, between: ways, moved }
    },
  }
}

const nameOf = ({ manufacturer, model, site, vulnerabilityId, before, after }: Move) =>
  [manufacturer, model, site, vulnerabilityId, before, after].join('\n')

/** What the figures rest on: docs/adr/0043 says why. */
function remarksOn({ unjudged, profiles }: History): string[] {
  const isListed = profiles.some(({ listedOn }) => listedOn !== null)
  return [
    isListed
      ? 'CISA’s catalogue was replayed: until the day on which it listed a vulnerability, that is judged as not listed.'
      : 'No vulnerability of these is in CISA’s catalogue.',
    'Judged with today’s EPSS, CVSS vectors and assessments of exploitation: what they were on earlier days is not kept.',
    'Judged with what is known today of each device: its zone, care area and criticality; and with today’s thresholds.',
    'What a publisher took back before anybody had worked on it or decided about it is kept only where the statement was withdrawn.',
    'Deadlines count from the first opening, as in lists: what CISA lists or what opens again after its time was up is overdue at once, and told apart.',
    'Devices that were merged count as the one that stayed.',
    ...(unjudged > 0
      ? [
          `${unjudged} ${unjudged === 1 ? 'finding was' : 'findings were'} left out: nothing is stored any more by which a table could judge them.`,
        ]
      : []),
  ]
}
