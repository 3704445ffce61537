import { createHash } from 'node:crypto'
import { z } from 'zod'
import { listAudit, recordAudit } from '#domain/access/access.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { AliasFileResult } from '#model/alias-rule.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import type { AliasRow } from './alias-file.ts'
import type { KeptRule, NewRule, Refusal, ruleStore } from './alias-rule-store.ts'

// What an organisation says of texts of its inventory, whatever they name: rules are set, replaced, taken back and listed in
// one way.

/** A rule, and how one knows. */
export interface Stated<Rule> {
  readonly rule: Rule
  readonly note: string
}

export interface RuleChange<Rule> {
  readonly add: readonly Rule[]
  /** Ids of rules that are taken back. */
  readonly undo: readonly string[]
}

/** What tells one list of aliases from another. */
interface AliasKind<
  Rule,
  Kept extends KeptRule,
  Word extends Exclude<keyof Kept, keyof KeptRule> & string,
  Compiled,
  Proposal,
> {
  /** In the audit trail: `name_rule`, `name_proposal`. */
  readonly noun: 'name' | 'place'
  readonly store: ReturnType<typeof ruleStore<Kept, Word>>
  ruleOf(kept: Kept): Rule
  wordsOf(rule: Rule): Pick<Kept, 'kind' | 'name' | Word>
  /** Of two rules on one name the later holds. */
  compile(rules: readonly Rule[]): Compiled
  /** Adds rules; refuses those that cannot hold. */
  lay(
    kept: readonly Rule[],
    add: readonly Rule[],
  ): {
    /** Those that hold, in order. */
    readonly rules: readonly Rule[]
    /** One for rules of a kind that are on one name. */
    readonly spellingOf: (rule: Rule) => string
    readonly refusals: ReadonlyMap<Rule, AppError>
  }
  /** The spelling that a rule is kept with: no two in force have one. */
  keyOf(rule: Rule): string
  /** By spelling alone: aliases come and go. */
  refusalOf(proposal: Proposal): Refusal
}

const RuleKey = z.tuple([z.uuid()])

export function aliasRules<
  Rule,
  Kept extends KeptRule,
  Word extends Exclude<keyof Kept, keyof KeptRule> & string,
  Compiled,
  Proposal extends { readonly name: string },
>(kind: AliasKind<Rule, Kept, Word, Compiled, Proposal>) {
  const { store, noun } = kind
  const held = new Map<OrganisationId, { readonly key: string; readonly compiled: Compiled }>()
  const rulesOf = async (db: Db, organisationId: OrganisationId) =>
    (await store.inForce(db, organisationId)).map(kind.ruleOf)
  const saysSame = (a: Rule, b: Rule) => JSON.stringify(kind.wordsOf(a)) === JSON.stringify(kind.wordsOf(b))

  /** Of each name the last word, and why some have none. */
  const layOver = (kept: readonly Kept[], add: readonly Rule[]) => {
    const { rules, spellingOf, refusals } = kind.lay(kept.map(kind.ruleOf), add)
    const nameOf = (rule: Rule) => `${kind.wordsOf(rule).kind}\n${spellingOf(rule)}`
    return { nameOf, refusals, last: [...new Map(rules.map((rule) => [nameOf(rule), rule])).values()] }
  }
  const throwFirst = (refusals: ReadonlyMap<Rule, AppError>) => {
    for (const refusal of refusals.values()) throw refusal
  }

  /** Rules by their names: those that say the same stand, others take the place of what was said before. */
  async function put(
    tx: Tx,
    actor: Actor,
    kept: readonly Kept[],
    stated: ReadonlyMap<string, Stated<Rule>>,
    nameOf: (rule: Rule) => string,
    noteWhereNone = '',
  ): Promise<{ ids: string[]; set: number }> {
    const standing = Map.groupBy(kept, (one) => nameOf(kind.ruleOf(one)))
    const fresh: NewRule<Kept, Word>[] = []
    const replaced: string[] = []
    const ids = [...stated].map(([name, { rule, note }]) => {
      const before = standing.get(name) ?? []
      const latest = before.at(-1)
      if (latest && saysSame(kind.ruleOf(latest), rule) && (note === '' || note === latest.note)) return latest.id
      const id = newId()
      const spelling = kind.keyOf(rule)
      fresh.push({ ...kind.wordsOf(rule), id, spelling, note: note || noteWhereNone } as NewRule<Kept, Word>)
      replaced.push(...before.map((one) => one.id))
      return id
    })
    if (fresh.length > 0) await store.set(tx, actor.organisationId, { fresh, replaced, by: actor.name })
    for (const { id, note: reason, spelling: _, ...detail } of fresh)
      await recordAudit(tx, actor, {
        action: `${noun}_rule.set`,
        subjectKind: `${noun}_rule`,
        subjectId: id,
        reason,
        detail,
      })
    return { ids, set: fresh.length }
  }

  /** Once: the same rows again say nothing new. */
  async function keepSkipped(tx: Tx, actor: Actor, file: string, skipped: AliasFileResult['skipped']): Promise<void> {
    if (skipped.length === 0) return
    const subjectKind = `${noun}_alias_file`
    const subjectId = createHash('sha256').update(JSON.stringify(skipped)).digest('base64url').slice(0, 22)
    const known = await listAudit(tx, actor.organisationId, { subjectKind, subjectId, limit: 1 })
    if (known.items.length > 0) return
    const detail = { file, skipped: skipped.slice(0, 1000), skippedRows: skipped.length }
    await recordAudit(tx, actor, { action: `${subjectKind}.read`, subjectKind, subjectId, detail })
  }

  return {
    inForce: store.inForce,
    ruleOf: kind.ruleOf,

    /** The rules in force, compiled; kept in memory as long as they stay as they are. */
    async compiled(db: Db, organisationId: OrganisationId): Promise<Compiled> {
      const rules = await rulesOf(db, organisationId)
      const key = JSON.stringify(rules)
      const known = held.get(organisationId)
      if (known?.key === key) return known.compiled
      const compiled = kind.compile(rules)
      held.set(organisationId, { key, compiled })
      return compiled
    },

    /** As they would be after a change. */
    async after(db: Db, organisationId: OrganisationId, { add, undo }: RuleChange<Rule>): Promise<Compiled> {
      const rest = (await store.inForce(db, organisationId)).filter(({ id }) => !undo.includes(id))
      const { last, refusals } = layOver(rest, add)
      throwFirst(refusals)
      return kind.compile(last)
    },

    /**
     * Sets rules; what was said of the same names before gives way, and what says the same stands as it is. Gives the ids of
     * the rules that hold now.
     */
    async set(tx: Tx, actor: Actor, stated: readonly Stated<Rule>[]): Promise<string[]> {
      const { organisationId } = actor
      const kept = await store.inForce(tx, organisationId)
      const { nameOf, refusals } = layOver(
        kept,
        stated.map(({ rule }) => rule),
      )
      throwFirst(refusals)
      return (await put(tx, actor, kept, new Map(stated.map((one) => [nameOf(one.rule), one])), nameOf)).ids
    },

    /**
     * Sets the rules of a file. A row that cannot be taken stops no other: it is given back with the reason, and kept in the
     * audit trail. The same file again writes nothing.
     */
    async take(tx: Tx, actor: Actor, rows: readonly AliasRow<Rule>[], fileName: string): Promise<AliasFileResult> {
      const kept = await store.inForce(tx, actor.organisationId)
      const read = rows.filter((row) => 'rule' in row)
      const { nameOf, refusals } = layOver(
        kept,
        read.map(({ rule }) => rule),
      )
      const holding = read.filter(({ rule }) => !refusals.has(rule))
      const last = new Map(holding.map((row) => [nameOf(row.rule), row]))
      const skipped = rows.flatMap((row) => {
        const reason = 'rule' in row ? whyNotTaken(row.rule) : row.reason
        return reason === undefined ? [] : [{ position: row.position, reason, text: row.text }]
      })
      const result = await put(tx, actor, kept, last, nameOf, `From ${fileName}`)
      await keepSkipped(tx, actor, fileName, skipped)
      return { ...result, skipped }

      function whyNotTaken(rule: Rule): string | undefined {
        const refusal = refusals.get(rule)
        if (refusal) return refusal.message
        const later = last.get(nameOf(rule))!
        if (!saysSame(rule, later.rule))
          return `${later.position} says something else of the same name; that one counts.`
        return undefined
      }
    },

    async undo(tx: Tx, actor: Actor, id: string, reason: string): Promise<void> {
      const undone = await store.undo(tx, actor.organisationId, id, actor.name, reason)
      if (!undone) throw notFound('alias in force', id)
      await recordAudit(tx, actor, {
        action: `${noun}_rule.undone`,
        subjectKind: `${noun}_rule`,
        subjectId: id,
        reason,
        detail: kind.wordsOf(kind.ruleOf(undone)),
      })
    },

    /** Newest first. */
    async list(
      db: Db,
      organisationId: OrganisationId,
      query: { cursor?: string | undefined; limit: number; inForce: boolean; q?: string | undefined },
    ): Promise<PageOf<Kept>> {
      const before = query.cursor === undefined ? null : decodeCursor(query.cursor, RuleKey)[0]
      const { inForce: isInForce, limit } = query
      const words = (query.q ?? '').split(/\s+/).filter(Boolean)
      const rows = await store.page(db, organisationId, { before, isInForce, words, limit: limit + 1 })
      return pageOf(rows, limit, (row) => [row.id])
    },

    /** A proposal that somebody refused does not come again. */
    async refuse(tx: Tx, actor: Actor, proposal: Proposal, reason: string): Promise<void> {
      await store.refuse(tx, actor.organisationId, { ...kind.refusalOf(proposal), reason, by: actor.name })
      await recordAudit(tx, actor, {
        action: `${noun}_proposal.refused`,
        subjectKind: `${noun}_proposal`,
        subjectId: encodeURIComponent(proposal.name),
        reason,
        detail: proposal,
      })
    },

    /** Two names that were said to be two are so in either order. */
    async refused(db: Db, organisationId: OrganisationId): Promise<(proposal: Proposal) => boolean> {
      const refused = new Set((await store.refusals(db, organisationId)).map(pairOf))
      return (proposal) => {
        const { spelling, meant } = kind.refusalOf(proposal)
        return refused.has(pairOf({ spelling, meant })) || refused.has(pairOf({ spelling: meant, meant: spelling }))
      }
    },
  }
}

const pairOf = ({ spelling, meant }: Refusal) => `${spelling}\t${meant}`

/** Why a rule cannot hold, at the field that it is about. */
export const badRule = (field: string, sentence: string) =>
  new AppError('bad_request', sentence, { details: { fields: { [field]: sentence } } })
