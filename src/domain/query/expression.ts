import type { QueryEntity } from '#model/query.ts'

// A query as a tree. `!=`, `not in`, `is not empty` and `without` are `not` of their opposites, so that a device without a
// site is one whose site is not North.

export const units = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type Unit = (typeof units)[number]

export type QueryValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'flag'; readonly is: boolean }
  /** A day of the hospital, `YYYY-MM-DD`. */
  | { readonly kind: 'day'; readonly on: string }
  /** ISO 8601, UTC. */
  | { readonly kind: 'moment'; readonly at: string }
  /** So many units after (before, where negative) now or the hospital's today. */
  | { readonly kind: 'relative'; readonly from: 'now' | 'today'; readonly amount: number; readonly unit: Unit }

export const comparisons = ['=', '~', '<', '<=', '>', '>='] as const
export type Comparison = (typeof comparisons)[number]

/** `field` is the catalogue's own name of it. */
export type Leaf =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'is'; readonly field: string; readonly operator: Comparison; readonly value: QueryValue }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly QueryValue[] }
  | { readonly kind: 'empty'; readonly field: string }
  | { readonly kind: 'related'; readonly to: Relation; readonly expression: Expression | null }

export type Relation = QueryEntity | 'device'

interface Joined {
  readonly kind: 'and' | 'or'
  readonly parts: readonly Expression[]
}

export type Expression = Leaf | Joined | { readonly kind: 'not'; readonly part: Expression }

/** What a relation's own expression asks about. */
export const entityOf = (relation: Relation): QueryEntity => (relation === 'device' ? 'devices' : relation)

export const isJoined = (expression: Expression): expression is Joined =>
  expression.kind === 'and' || expression.kind === 'or'
