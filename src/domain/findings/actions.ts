import { listsRead } from '#domain/intelligence/intelligence.ts'
import { inputsOf, judgeBy, type Rule, ruleOf } from '#domain/judgement/judgement.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Appetite } from '#model/appetite.ts'
import type { FindingAction, FindingDue } from '#model/due.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import * as store from './action-store.ts'
import { joinedPlaces } from './joined-names.ts'

// What the appetite in force asks of findings (ADR 0041). Findings keep what they answer, and a copy of the appetite that they
// follow: its module stands to the right.

/** From here on findings follow it. */
export const followAppetite = (
  tx: Tx,
  organisationId: OrganisationId,
  { version, hash, content }: { readonly version: number; readonly hash: string; readonly content: string },
) => store.follow(tx, organisationId, { version, hash, content })

export interface ActionsInForce extends Omit<store.Actions, 'classes'>, store.FollowedAppetite {
  /** The catalogue of what attackers use was never read. */
  readonly isKevUnread: boolean
}

/** What was read of an appetite, by its hash and whether KEV was read: an adopted one never changes. */
const known = new Map<string, { readonly appetite: Appetite; readonly ruleOf: (points: number) => Rule }>()
const mostKnown = 16

/** Null where none was adopted. */
export async function actionsInForce(db: Db, organisationId: OrganisationId): Promise<ActionsInForce | null> {
  const row = await store.followed(db, organisationId)
  if (!row) return null
  const isKevUnread = !(await listsRead(db)).known_exploited
  const key = `${row.hash} ${isKevUnread}`
  let found = known.get(key)
  if (!found) {
    const appetite = await store.followedContent(db, organisationId, row.hash)
    // Another one was adopted between the two readings.
    if (!appetite) return await actionsInForce(db, organisationId)
    const rules = new Map<number, Rule>()
    found = {
      appetite,
      ruleOf(points) {
        const rule = rules.get(points) ?? ruleOf(appetite, inputsOf(points), isKevUnread)
        rules.set(points, rule)
        return rule
      },
    }
    if (known.size >= mostKnown) known.delete(known.keys().next().value!)
    known.set(key, found)
  }
  const appetite = await withEverySpelling(db, organisationId, found.appetite)
  return { ...row, ...found, appetite, isKevUnread }
}

/** With the time zone of a site under every spelling of it; where the appetite names a spelling itself, that one holds. */
export async function withEverySpelling(db: Db, organisationId: OrganisationId, appetite: Appetite): Promise<Appetite> {
  const { calendar } = appetite
  if (calendar.sites.length === 0) return appetite
  const { sitesOf } = await joinedPlaces(db, organisationId)
  const zones = new Map(calendar.sites.toReversed().map(({ site, timeZone }) => [site, timeZone]))
  for (const { site, timeZone } of calendar.sites)
    for (const spelt of sitesOf(site)) if (!zones.has(spelt)) zones.set(spelt, timeZone)
  const sites = [...zones].map(([site, timeZone]) => ({ site, timeZone }))
  return { ...appetite, calendar: { ...calendar, sites } }
}

/** The same with the classes that scores have, for a list. */
export async function actionsOfLists(
  db: Db,
  organisationId: OrganisationId,
): Promise<(ActionsInForce & store.Actions) | null> {
  const inForce = await actionsInForce(db, organisationId)
  return inForce && { ...inForce, classes: await store.classes(db, organisationId) }
}

const asked = new WeakMap<object, ReturnType<typeof actionsOfLists>>()

/** The same, read once for each question. */
export function actionsAsked(db: Db, asking: { readonly organisationId: string }): ReturnType<typeof actionsOfLists> {
  const found = asked.get(asking) ?? actionsOfLists(db, asking.organisationId)
  asked.set(asking, found)
  return found
}

/** What a finding's row says of it. */
export interface Actionable {
  readonly points: number | null
  readonly is_open: boolean
  readonly site: string | null
  readonly opened_at: string
  readonly kev_due_on: string | null
}

/** Nothing is asked of what is done, or was not worked out yet. */
export function actionOf(
  actions: ActionsInForce | null,
  { points, is_open, site, opened_at, kev_due_on }: Actionable,
  now: Date,
): { action: FindingAction | null; due: FindingDue | null } {
  if (!actions || !is_open || points === null || points < 0) return { action: null, due: null }
  const rule = actions.ruleOf(points)
  const finding = { openedAt: new Date(opened_at), site: site ?? '', kevDueOn: kev_due_on }
  const { action, deadlines, timeZone } = judgeBy(actions.appetite, rule, finding)
  const [first] = deadlines
  return {
    action: { key: action.key, name: action.name, rank: rule.rank, of: actions.appetite.actions.length },
    due: first
      ? { on: first.dueOn, at: first.dueAt.toISOString(), by: first.by, timeZone, isOverdue: first.dueAt <= now }
      : null,
  }
}
