import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
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
  wordsOf(rule: Rule | Kept): Pick<Kept, 'kind' | 'name' | Word>
  /** Of two rules on one name the later holds. */
  compile(rules: readonly Rule[]): Compiled
  /** The rules once some are added, with their spellings; throws where one cannot hold. */
  lay(rules: readonly Rule[], add: readonly Rule[]): { rules: readonly Rule[]; spellingOf(rule: Rule): string }
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
  const saysSame = (rule: NewRule<Kept, Word>) =>
    JSON.stringify([kind.wordsOf(rule as unknown as Kept), rule.spelling, rule.note])

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
      return kind.compile(kind.lay(rest.map(kind.ruleOf), add).rules)
    },

    /**
     * Sets rules; what was said of the same names before gives way, and what says the same stands as it is. Gives the ids of
     * the rules that hold now.
     */
    async set(tx: Tx, actor: Actor, stated: readonly Stated<Rule>[]): Promise<string[]> {
      const { organisationId } = actor
      const { spellingOf } = kind.lay(
        await rulesOf(tx, organisationId),
        stated.map(({ rule }) => rule),
      )
      const bySpelling = new Map<string, NewRule<Kept, Word>>()
      for (const { rule, note } of stated) {
        const [words, spelling] = [kind.wordsOf(rule), spellingOf(rule)]
        bySpelling.set(`${words.kind}\n${spelling}`, { ...words, id: newId(), spelling, note } as NewRule<Kept, Word>)
      }
      const last = [...bySpelling.values()]
      const standing = new Map((await store.spelt(tx, organisationId, last)).map((kept) => [saysSame(kept), kept.id]))
      const fresh = last.filter((rule) => !standing.has(saysSame(rule)))
      if (fresh.length > 0) await store.set(tx, organisationId, fresh, actor.name)
      for (const { id, note: reason, spelling: _, ...detail } of fresh)
        await recordAudit(tx, actor, {
          action: `${noun}_rule.set`,
          subjectKind: `${noun}_rule`,
          subjectId: id,
          reason,
          detail,
        })
      return last.map((rule) => standing.get(saysSame(rule)) ?? rule.id)
    },

    async undo(tx: Tx, actor: Actor, id: string, reason: string): Promise<void> {
      const undone = await store.undo(tx, actor.organisationId, id, actor.name, reason)
      if (!undone) throw notFound('alias in force', id)
      await recordAudit(tx, actor, {
        action: `${noun}_rule.undone`,
        subjectKind: `${noun}_rule`,
        subjectId: id,
        reason,
        detail: kind.wordsOf(undone),
      })
    },

    /** Newest first. */
    async list(
      db: Db,
      organisationId: OrganisationId,
      query: { cursor?: string | undefined; limit: number; inForce: boolean },
    ): Promise<PageOf<Kept>> {
      const before = query.cursor === undefined ? null : decodeCursor(query.cursor, RuleKey)[0]
      const { inForce: isInForce, limit } = query
      const rows = await store.page(db, organisationId, { before, isInForce, limit: limit + 1 })
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
