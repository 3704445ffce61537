import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { type Aliases, compileAliases, modelSpelling, readVendor, vendorSpelling } from '#domain/matching/matching.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { KeptNameRule, NameRule } from '#model/name-rule.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import * as store from './names-store.ts'

// What an organisation says of the names in its inventory. Tables: name_rule, name_refusal. Who changes a rule does it by
// `onNames` of loop.ts, which matches again what is read otherwise from then on.

export { readAliasFile, type StatedRule, writeAliasCsv, writeAliasJson } from './alias-file.ts'
export {
  listPlaceRules,
  type PlaceChange,
  placeNamesAfter,
  placeNamesOf,
  refusedPlaceProposals,
  refusePlaceProposal,
  setPlaceRules,
  undoPlaceRule,
} from './place-rules.ts'
export type { PlaceName, PlaceNames } from './place-spelling.ts'
export {
  hasReading,
  initialsOf,
  isInitials,
  type PlaceReading as PlaceWords,
  readCareArea,
  readingInWords,
  readingKey,
  readSite,
} from './read-place.ts'

const held = new Map<OrganisationId, { readonly key: string; readonly aliases: Aliases | undefined }>()

/** The rules in force, compiled; kept in memory as long as they stay as they are. Undefined where there is none. */
export async function aliasesOf(db: Db, organisationId: OrganisationId): Promise<Aliases | undefined> {
  const rules = (await store.rulesInForce(db, organisationId)).map(toRule)
  const key = JSON.stringify(rules)
  const known = held.get(organisationId)
  if (known?.key === key) return known.aliases
  const aliases = compileAliases(rules)
  held.set(organisationId, { key, aliases })
  return aliases
}

export const toRule = ({ kind, name, maker, model }: KeptNameRule): NameRule =>
  kind === 'model' ? { kind, name, maker, model: model! } : { kind, name, maker }

export interface NameChange {
  readonly add: readonly NameRule[]
  /** Ids of rules that are taken back. */
  readonly undo: readonly string[]
}

/** The rules as they would be after a change. */
export async function aliasesAfter(db: Db, organisationId: OrganisationId, { add, undo }: NameChange) {
  for (const rule of add) checkRule(rule)
  const spelt = new Set(add.map((rule) => `${rule.kind}\n${spellingOf(rule)}`))
  const rest = (await store.rulesInForce(db, organisationId))
    .filter(({ id }) => !undo.includes(id))
    .map(toRule)
    .filter((rule) => !spelt.has(`${rule.kind}\n${spellingOf(rule)}`))
  return compileAliases([...rest, ...add])
}

function spellingOf(rule: NameRule): string {
  if (rule.kind === 'vendor') return vendorSpelling(rule.name)
  if (rule.kind === 'not_vendor') return `${vendorSpelling(rule.name)}\n${vendorSpelling(rule.maker)}`
  return `${readVendor(rule.maker).own[0] ?? ''}\n${modelSpelling(rule.name)}`
}

function checkRule(rule: NameRule): void {
  const refuse = (field: string, sentence: string) => {
    throw new AppError('bad_request', sentence, { details: { fields: { [field]: sentence } } })
  }
  if (rule.kind === 'model') {
    if (modelSpelling(rule.name) === '') refuse('name', `"${rule.name}" holds no letter and no number.`)
    return
  }
  if (vendorSpelling(rule.name) === vendorSpelling(rule.maker))
    refuse('maker', `"${rule.name}" and "${rule.maker}" are one name: case, signs and legal form make no other.`)
  if (readVendor(rule.maker).own.length === 0) refuse('maker', `"${rule.maker}" names no company.`)
}

/**
 * Sets rules; what was said of the same names before gives way, and what says the same stands as it is. Gives the ids of
 * the rules that hold now.
 */
export async function setNameRules(
  tx: Tx,
  actor: Actor,
  rules: readonly { readonly rule: NameRule; readonly note: string }[],
): Promise<string[]> {
  const bySpelling = new Map<string, store.NewRule>()
  for (const { rule, note } of rules) {
    checkRule(rule)
    const spelling = spellingOf(rule)
    const model = rule.kind === 'model' ? rule.model : null
    const { kind, name, maker } = rule
    bySpelling.set(`${kind}\n${spelling}`, { id: newId(), kind, name, maker, model, spelling, note })
  }
  const stated = [...bySpelling.values()]
  const standing = new Map(
    (await store.rulesSpelt(tx, actor.organisationId, stated)).map((kept) => [wordsOf(kept), kept.id]),
  )
  const fresh = stated.filter((rule) => !standing.has(wordsOf(rule)))
  if (fresh.length > 0) await store.setRules(tx, actor.organisationId, fresh, actor.name)
  for (const { id, note, spelling: _, ...detail } of fresh)
    await recordAudit(tx, actor, {
      action: 'name_rule.set',
      subjectKind: 'name_rule',
      subjectId: id,
      reason: note,
      detail,
    })
  return stated.map((rule) => standing.get(wordsOf(rule)) ?? rule.id)
}

const wordsOf = ({ kind, spelling, name, maker, model, note }: store.NewRule) =>
  JSON.stringify([kind, spelling, name, maker, model, note])

export async function undoNameRule(tx: Tx, actor: Actor, id: string, reason: string): Promise<void> {
  const undone = await store.undoRule(tx, actor.organisationId, id, actor.name, reason)
  if (!undone) throw notFound('alias in force', id)
  const { kind, name, maker, model } = undone
  await recordAudit(tx, actor, {
    action: 'name_rule.undone',
    subjectKind: 'name_rule',
    subjectId: id,
    reason,
    detail: { kind, name, maker, model },
  })
}

const RuleKey = z.tuple([z.uuid()])

/** Newest first. */
export async function listNameRules(
  db: Db,
  organisationId: OrganisationId,
  query: { cursor?: string | undefined; limit: number; inForce: boolean },
): Promise<PageOf<KeptNameRule>> {
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor, RuleKey)[0]
  const { inForce: isInForce, limit } = query
  const rows = await store.rulePage(db, organisationId, { before, isInForce, limit: limit + 1 })
  return pageOf(rows, limit, (row) => [row.id])
}

export const nameRulesInForce = store.rulesInForce

/** A proposal that somebody refused does not come again. */
export async function refuseProposal(
  tx: Tx,
  actor: Actor,
  { name, maker, reason }: { name: string; maker: string; reason: string },
): Promise<void> {
  const spelling = vendorSpelling(name)
  await store.refuse(tx, actor.organisationId, { spelling, maker: vendorSpelling(maker), reason, by: actor.name })
  await recordAudit(tx, actor, {
    action: 'name_proposal.refused',
    subjectKind: 'name_proposal',
    subjectId: encodeURIComponent(name),
    reason,
    detail: { name, maker },
  })
}

export async function refusedProposals(db: Db, organisationId: OrganisationId) {
  const refused = new Set(
    (await store.refusals(db, organisationId)).map(({ spelling, maker }) => `${spelling}\n${maker}`),
  )
  return (name: string, maker: string) => refused.has(`${vendorSpelling(name)}\n${vendorSpelling(maker)}`)
}
