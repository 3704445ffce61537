import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { modelSpelling } from '#domain/matching/matching.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { KeptPlaceRule, PlaceRule } from '#model/place-rule.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import * as store from './place-rule-store.ts'
import { compilePlaceNames, type PlaceNames } from './place-spelling.ts'

// What an organisation says of the places in its inventory. Tables: place_rule, place_refusal. Who changes a rule does it by
// `onPlaces` of loop.ts: decisions may rest on a site.

const held = new Map<OrganisationId, { readonly key: string; readonly names: PlaceNames }>()

/** The rules in force, compiled; kept in memory as long as they stay as they are. */
export async function placeNamesOf(db: Db, organisationId: OrganisationId): Promise<PlaceNames> {
  const rules = (await store.rulesInForce(db, organisationId)).map(toPlaceRule)
  const key = JSON.stringify(rules)
  const known = held.get(organisationId)
  if (known?.key === key) return known.names
  const names = compilePlaceNames(rules)
  held.set(organisationId, { key, names })
  return names
}

export const toPlaceRule = ({ kind, site, name, meant }: KeptPlaceRule): PlaceRule => {
  switch (kind) {
    case 'site':
      return { kind, name, meant: meant! }
    case 'site_apart':
      return { kind, name }
    case 'care_area':
      return { kind, site: site!, name, meant: meant! }
    case 'care_area_apart':
      return { kind, site: site!, name }
  }
}

export interface PlaceChange {
  readonly add: readonly PlaceRule[]
  /** Ids of rules that are taken back. */
  readonly undo: readonly string[]
}

/** How places would be read after a change. */
export async function placeNamesAfter(db: Db, organisationId: OrganisationId, { add, undo }: PlaceChange) {
  const kept = await store.rulesInForce(db, organisationId)
  return readAfter(
    kept.filter(({ id }) => !undo.includes(id)),
    add,
  )
}

function readAfter(kept: readonly KeptPlaceRule[], add: readonly PlaceRule[]): PlaceNames {
  let rules = kept.map(toPlaceRule)
  for (const rule of add) {
    const before = compilePlaceNames(rules)
    checkRule(rule, before)
    const spelling = before.spellingOf(rule)
    const rest = rules.filter((one) => one.kind !== rule.kind || before.spellingOf(one) !== spelling)
    checkCircle(rule, compilePlaceNames(rest))
    rules = [...rest, rule]
  }
  return compilePlaceNames(rules)
}

const refused = (field: string, sentence: string) =>
  new AppError('bad_request', sentence, { details: { fields: { [field]: sentence } } })

function checkRule(rule: PlaceRule, names: PlaceNames): void {
  const texts =
    rule.kind === 'site' || rule.kind === 'care_area'
      ? ([
          ['name', rule.name],
          ['meant', rule.meant],
        ] as const)
      : ([['name', rule.name]] as const)
  for (const [field, text] of texts)
    if (modelSpelling(text) === '') throw refused(field, `"${text}" holds no letter and no number.`)
  if (rule.kind !== 'site' && rule.kind !== 'care_area') return
  const isOne = names.spellingOf(rule) === names.spellingOf({ ...rule, name: rule.meant })
  if (isOne) throw refused('meant', `"${rule.name}" and "${rule.meant}" are one name: case and signs make no other.`)
}

/** `names` are read without what was said of the same name before. */
function checkCircle(rule: PlaceRule, names: PlaceNames): void {
  if (rule.kind !== 'site' && rule.kind !== 'care_area') return
  const [of, meant] =
    rule.kind === 'site'
      ? [names.siteKey(rule.name), names.siteKey(rule.meant)]
      : [rule.name, rule.meant].map((careArea) => names.placeKey({ site: rule.site, careArea }))
  if (of === meant)
    throw refused('meant', `"${rule.meant}" is another name of "${rule.name}" already. Take that alias back first.`)
}

/**
 * Sets rules; what was said of the same names before gives way, and what says the same stands as it is. Gives the ids of
 * the rules that hold now.
 */
export async function setPlaceRules(
  tx: Tx,
  actor: Actor,
  rules: readonly PlaceRule[],
  note: string,
): Promise<string[]> {
  const { organisationId } = actor
  const after = readAfter(await store.rulesInForce(tx, organisationId), rules)
  const bySpelling = new Map<string, store.NewPlaceRule>()
  for (const rule of rules) {
    const spelling = after.spellingOf(rule)
    const { kind, name } = rule
    const site = 'site' in rule ? rule.site : null
    const meant = 'meant' in rule ? rule.meant : null
    bySpelling.set(`${kind}\n${spelling}`, { id: newId(), kind, site, name, meant, spelling, note })
  }
  const stated = [...bySpelling.values()]
  const standing = new Map((await store.rulesSpelt(tx, organisationId, stated)).map((kept) => [wordsOf(kept), kept.id]))
  const fresh = stated.filter((rule) => !standing.has(wordsOf(rule)))
  if (fresh.length > 0) await store.setRules(tx, organisationId, fresh, actor.name)
  for (const { id, note: reason, spelling: _, ...detail } of fresh)
    await recordAudit(tx, actor, {
      action: 'place_rule.set',
      subjectKind: 'place_rule',
      subjectId: id,
      reason,
      detail,
    })
  return stated.map((rule) => standing.get(wordsOf(rule)) ?? rule.id)
}

const wordsOf = ({ kind, site, name, meant, spelling, note }: store.NewPlaceRule) =>
  JSON.stringify([kind, site, name, meant, spelling, note])

export async function undoPlaceRule(tx: Tx, actor: Actor, id: string, reason: string): Promise<void> {
  const undone = await store.undoRule(tx, actor.organisationId, id, actor.name, reason)
  if (!undone) throw notFound('alias in force', id)
  const { kind, site, name, meant } = undone
  await recordAudit(tx, actor, {
    action: 'place_rule.undone',
    subjectKind: 'place_rule',
    subjectId: id,
    reason,
    detail: { kind, site, name, meant },
  })
}

const RuleKey = z.tuple([z.uuid()])

/** Newest first. */
export async function listPlaceRules(
  db: Db,
  organisationId: OrganisationId,
  query: { cursor?: string | undefined; limit: number; inForce: boolean },
): Promise<PageOf<KeptPlaceRule>> {
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor, RuleKey)[0]
  const { inForce: isInForce, limit } = query
  const rows = await store.rulePage(db, organisationId, { before, isInForce, limit: limit + 1 })
  return pageOf(rows, limit, (row) => [row.id])
}

type Proposed = Extract<PlaceRule, { readonly meant: string }>

/** A proposal that somebody refused does not come again. */
export async function refusePlaceProposal(tx: Tx, actor: Actor, rule: Proposed, reason: string): Promise<void> {
  await store.refuse(tx, actor.organisationId, { ...refusalOf(rule), reason, by: actor.name })
  await recordAudit(tx, actor, {
    action: 'place_proposal.refused',
    subjectKind: 'place_proposal',
    subjectId: encodeURIComponent(rule.name),
    reason,
    detail: rule,
  })
}

/** Kept by spelling alone: aliases come and go. */
const spelling = compilePlaceNames([])
const refusalOf = (rule: Proposed) => ({
  spelling: spelling.spellingOf(rule),
  meant: spelling.spellingOf({ ...rule, name: rule.meant }),
})

/** Two texts that were said to be two are so in either order. */
export async function refusedPlaceProposals(db: Db, organisationId: OrganisationId) {
  const refused = new Set((await store.refusals(db, organisationId)).map((row) => `${row.spelling}\t${row.meant}`))
  return (rule: Proposed) => {
    const { spelling, meant } = refusalOf(rule)
    return refused.has(`${spelling}\t${meant}`) || refused.has(`${meant}\t${spelling}`)
  }
}
