import { setImmediate } from 'node:timers/promises'
import { listPeopleOfRole, notify } from '#domain/access/access.ts'
import { type Judgement, judgeBy } from '#domain/judgement/judgement.ts'
import type { OrganisationId, Role } from '#model/access.ts'
import { type Db, inTransaction, type Tx } from '#platform/db/database.ts'
import { sha256 } from '#platform/id.ts'
import { type ActionsInForce, actionsOfLists } from './actions.ts'
import { type EscalatingRow, escalatingRows, forgetOthers, takeTurn, takeUntold } from './due-store.ts'

// Who is told that the time of findings runs out, or ran out, as the appetite in force says: once for all that is alike, by one
// of the workers. What was told, and the notice of it, are written in one transaction.

const everyMinutes = 15
/** And it takes so much of the time at most; how long it took each worker remembers. */
const restFactor = 20
const tookMs = new Map<OrganisationId, number>()
/** Others have their turn after so many were judged. */
const atATime = 500
/** More than these at a time are told of in one notice. */
const mostNotices = 5

/** Findings that an advisory (or vulnerability) makes on a model at a site, of which the first is at a step of the escalation. */
interface Escalation {
  readonly key: string
  readonly alike: string
  readonly to: Role
  readonly isMissed: boolean
  readonly action: string
  readonly dueOn: string
  readonly subject: string
  readonly where: string
  readonly path: string
  findings: number
}

/** Gives how many groups somebody was told of. */
export async function announceDue(db: Db, organisationId: OrganisationId, now = new Date()): Promise<number> {
  const minutes = Math.max(everyMinutes, ((tookMs.get(organisationId) ?? 0) * restFactor) / 60_000)
  if (!(await takeTurn(db, organisationId, minutes, now))) return 0
  const began = performance.now()
  try {
    return await announce(db, organisationId, now)
  } finally {
    tookMs.set(organisationId, performance.now() - began)
  }
}

async function announce(db: Db, organisationId: OrganisationId, now: Date): Promise<number> {
  const actions = await actionsOfLists(db, organisationId)
  if (!actions) return 0
  const { presets } = actions.appetite
  const classes = actions.classes.filter((points) => {
    const { action, deadlines } = actions.ruleOf(points)
    return (action.escalation || action.missedTo) && (deadlines.length > 0 || presets.kev)
  })
  const rows = classes.length === 0 ? [] : await escalatingRows(db, organisationId, { ...actions, classes }, now)
  const { all, found } = await escalationsOf(actions, rows, now)
  return await inTransaction(db, async (tx) => {
    // What is done, and comes again, is news again.
    await forgetOthers(tx, organisationId, all)
    if (found.length === 0) return 0
    const told = await toldOf(tx, organisationId, new Set(found.map(({ to }) => to)))
    // What nobody is there to hear is kept for when somebody is.
    const heard = found.filter(({ to }) => told.get(to)!.people.length > 0)
    const untold = await takeUntold(
      tx,
      organisationId,
      heard.map(({ key }) => key),
    )
    const news = heard.filter(({ key }) => untold.has(key))
    for (const some of Map.groupBy(news, ({ to, isMissed }) => `${to} ${isMissed}`).values())
      await tell(tx, organisationId, some, told.get(some[0]!.to)!, now)
    return news.length
  })
}

interface Told {
  readonly people: readonly string[]
  /** Why these people hear it. */
  readonly why: string
}

/** Who hears what is for each role: administrators where nobody has it. */
async function toldOf(tx: Tx, organisationId: OrganisationId, roles: ReadonlySet<Role>): Promise<Map<Role, Told>> {
  const peopleOf = async (role: Role) => (await listPeopleOfRole(tx, organisationId, role)).map(({ id }) => id)
  const told = new Map<Role, Told>()
  for (const role of roles) {
    const people = await peopleOf(role)
    told.set(
      role,
      people.length > 0
        ? { people, why: 'The hospital’s appetite names you to be told.' }
        : {
            people: await peopleOf('administrator'),
            why: `The hospital’s appetite names the role ${role} to be told, which nobody has: administrators are told instead.`,
          },
    )
  }
  return told
}

/**
 * The first of each group says which day it is about: once it is done, the next one does. `all` are the keys of every group at a
 * step, those too that are no news beside others.
 */
async function escalationsOf(
  actions: ActionsInForce,
  rows: readonly EscalatingRow[],
  now: Date,
): Promise<{ all: string[]; found: Escalation[] }> {
  const groups = new Map<string, Escalation>()
  const missed = new Set<string>()
  // Thousands of rows share a few openings.
  const known = new Map<string, Judgement>()
  for (const [at, row] of rows.entries()) {
    if (at % atATime === atATime - 1) await setImmediate()
    const same = JSON.stringify([row.points, row.site, row.opened_at, row.kev_due_on])
    const judged =
      known.get(same) ??
      judgeBy(actions.appetite, actions.ruleOf(row.points), {
        openedAt: new Date(row.opened_at),
        site: row.site ?? '',
        kevDueOn: row.kev_due_on,
      })
    known.set(same, judged)
    const [first] = judged.deadlines
    if (!first) continue
    const reached = judged.escalations.filter(({ at }) => at <= now)
    // Where the deadline has passed, that it runs out is no news.
    for (const { to, isMissed } of reached.some((one) => one.isMissed)
      ? reached.filter((one) => one.isMissed)
      : reached) {
      const isAdvisory = row.advisory_id?.includes(':') === true
      const subject = isAdvisory ? row.advisory_id! : row.vulnerability_id
      const alike = JSON.stringify([subject, row.manufacturer, row.model, row.site])
      if (isMissed) missed.add(alike)
      const group = JSON.stringify([alike, to, isMissed])
      const before = groups.get(group)
      const findings = (before?.findings ?? 0) + row.findings
      if (before && before.dueOn <= first.dueOn) {
        before.findings = findings
        continue
      }
      groups.set(group, {
        key: sha256(`${group} ${first.dueOn}`),
        alike,
        ...{ to, isMissed, action: judged.action.name, dueOn: first.dueOn, findings },
        subject: subject.slice(subject.indexOf(':') + 1),
        where: [[row.manufacturer, row.model].filter(Boolean).join(' ') || 'devices without a model', row.site]
          .filter(Boolean)
          .join(', '),
        path: `/findings?${new URLSearchParams({
          ...(isAdvisory ? { advisory: subject } : { vulnerability: subject }),
          ...{ manufacturer: row.manufacturer ?? '', model: row.model ?? '', site: row.site ?? '' },
        })}`,
      })
    }
  }
  // Of a group that is overdue it is no news that others of it run out too.
  const found = [...groups.values()].filter(({ isMissed, alike }) => isMissed || !missed.has(alike))
  return {
    all: [...groups.values()].map(({ key }) => key),
    found: found.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.key < b.key ? -1 : 1)),
  }
}

async function tell(
  tx: Tx,
  organisationId: OrganisationId,
  some: readonly Escalation[],
  { people, why }: Told,
  now: Date,
) {
  const { isMissed } = some[0]!
  // What was told is kept with the groups; the same may be told again another time.
  const dedupeKey = (key: string) => `due:${key} ${now.toISOString()}`
  const kind = isMissed ? 'finding.overdue' : 'finding.due_soon'
  const line = ({ subject, where, action, dueOn, findings }: Escalation) =>
    `${subject} on ${where}: ${findings} ${findings === 1 ? 'finding' : 'findings'}, ${action}, ${isMissed ? 'was due' : 'due'} by ${dueOn}`
  if (some.length > mostNotices) {
    const shown = some.slice(0, mostNotices).map(line)
    await notify(tx, organisationId, people, {
      kind,
      title: isMissed
        ? `Overdue: ${some.length} groups of findings`
        : `Time runs out: ${some.length} groups of findings`,
      body: `${shown.join('. ')}. And ${some.length - shown.length} more. ${why}`,
      path: isMissed ? '/findings?due=overdue' : '/findings?sort=action',
      dedupeKey: dedupeKey(sha256(some.map(({ key }) => key).join(' '))),
    })
    return
  }
  for (const one of some)
    await notify(tx, organisationId, people, {
      kind,
      title: `${isMissed ? 'Overdue' : 'Time runs out'}: ${one.subject} on ${one.where}`,
      body: `${line(one)}. ${why}`,
      path: one.path,
      dedupeKey: dedupeKey(one.key),
    })
}
