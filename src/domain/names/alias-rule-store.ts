import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import { jsonRows } from '#platform/db/json-rows.ts'

// Rules that an organisation sets on texts of its inventory, and proposals that it refused: a table of each for every kind
// of text.

/** What every rule has; the words besides are those of its list. */
export interface KeptRule {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly note: string
}

export type NewRule<Kept extends KeptRule, Word extends keyof Kept> = Pick<
  Kept,
  'id' | 'kind' | 'name' | 'note' | Word
> & {
  /** No two rules of a kind that are in force have one. */
  readonly spelling: string
}

interface Tables<Word> {
  readonly rules: 'name_rule' | 'place_rule'
  readonly refusals: 'name_refusal' | 'place_refusal'
  /** Columns that rules have besides kind, name and note. */
  readonly words: readonly Word[]
  /** The column of a refusal that says what the name was taken for. */
  readonly meant: 'maker' | 'meant'
}

const list = (names: readonly string[], write: (name: RawBuilder<unknown>) => RawBuilder<unknown>) =>
  sql.join(names.map((name) => write(sql.ref(name))))

export function ruleStore<Kept extends KeptRule, Word extends Exclude<keyof Kept, keyof KeptRule> & string>(
  tables: Tables<Word>,
) {
  type Fresh = NewRule<Kept, Word>
  const [rules, refusals, meant] = [sql.table(tables.rules), sql.table(tables.refusals), sql.ref(tables.meant)]
  const written = ['kind', 'name', ...tables.words, 'note']
  const columns = sql`id, ${list(written, (name) => name)}, set_at as "setAt", set_by as "setBy",
    undone_at as "undoneAt", undone_by as "undoneBy", undone_reason as "undoneReason"`

  return {
    /** In the order in which they were set. */
    inForce: async (db: Db, organisationId: string) =>
      (
        await sql<Kept>`
          select ${columns} from ${rules} where organisation_id = ${organisationId} and undone_at is null
          order by id`.execute(db)
      ).rows,

    /** Newest first. */
    page: async (
      db: Db,
      organisationId: string,
      {
        before,
        isInForce,
        words,
        limit,
      }: { before: string | null; isInForce: boolean; words: readonly string[]; limit: number },
    ) =>
      (
        await sql<Kept>`
          select ${columns} from ${rules}
          where organisation_id = ${organisationId} and ${isInForce ? sql`undone_at is null` : sql`true`}
            and ${before === null ? sql`true` : sql`id < ${before}::uuid`}
            and not exists (select from unnest(${words}::text[]) w
              where strpos(lower(concat_ws(' ', ${list(written, (name) => name)})), lower(w)) = 0)
          order by id desc limit ${limit}`.execute(db)
      ).rows,

    async set(
      db: Db,
      organisationId: string,
      { fresh, replaced, by }: { fresh: readonly Fresh[]; replaced: readonly string[]; by: string },
    ) {
      await sql`
        update ${rules} set undone_at = now(), undone_by = ${by}, undone_reason = 'Replaced'
        where organisation_id = ${organisationId} and id = any(${replaced}::uuid[])`.execute(db)
      await sql`
        insert into ${rules} (organisation_id, id, ${list(written, (name) => name)}, spelling, set_by)
        select ${organisationId}::uuid, n.id, ${list(written, (name) => sql`n.${name}`)}, n.spelling, ${by}
        from jsonb_to_recordset(${jsonRows(fresh)})
          as n(id uuid, ${list(written, (name) => sql`${name} text`)}, spelling text)`.execute(db)
    },

    undo: async (db: Db, organisationId: string, id: string, by: string, reason: string) =>
      (
        await sql<Kept>`
          update ${rules} set undone_at = now(), undone_by = ${by}, undone_reason = ${reason}
          where organisation_id = ${organisationId} and id = ${id} and undone_at is null returning ${columns}`.execute(
          db,
        )
      ).rows[0],

    refusals: async (db: Db, organisationId: string) =>
      (
        await sql<Refusal>`
          select spelling, ${meant} as meant from ${refusals} where organisation_id = ${organisationId}`.execute(db)
      ).rows,

    refuse: (db: Db, organisationId: string, refusal: Refusal & { readonly reason: string; readonly by: string }) =>
      sql`
        insert into ${refusals} (organisation_id, spelling, ${meant}, reason, refused_by)
        values (${organisationId}, ${refusal.spelling}, ${refusal.meant}, ${refusal.reason}, ${refusal.by})
        on conflict do nothing`.execute(db),
  }
}

/** Both by spelling. */
export interface Refusal {
  readonly spelling: string
  readonly meant: string
}
