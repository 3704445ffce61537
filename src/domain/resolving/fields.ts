import type { CodeAgreement } from './codes.ts'
import { type Features, type Group, groupNames, paperAttributes } from './features.ts'

// What is compared of two records, field by field; the levels that each can show, and what is expected of them before anything
// is learnt.

export const fields = [
  'serial',
  'tag',
  'mac',
  'host',
  'ip',
  'ae',
  'code',
  'what',
  'where',
  'software',
  ...paperAttributes,
] as const
export type Field = (typeof fields)[number]
export const fieldAt = Object.fromEntries(fields.map((field, at) => [field, at])) as Record<Field, number>

/** Fields that can tell a device from its like; what stands on thousands alike cannot. */
export const telling: readonly number[] = (['serial', 'tag', 'mac', 'host', 'ip', 'ae', 'code'] as const).map(
  (field) => fieldAt[field],
)

export const groupFields: readonly (readonly [Group, number])[] = groupNames.map((group) => [group, fieldAt[group]])
/** Fields of what stands on papers. */
export const paperFields: readonly number[] = paperAttributes.map((attribute) => fieldAt[attribute])

/** Levels of each field that is compared by its own rule, with how often each is met on one device at the beginning. */
const levels = {
  serial: { exact: 0.72, folded: 0.05, contained: 0.06, damaged: 0.01, edit: 0.06, different: 0.08, other: 0.01 },
  tag: { exact: 0.85, folded: 0.01, contained: 0.03, damaged: 0.001, edit: 0.02, different: 0.05, other: 0.05 },
  mac: { shared: 0.85, different: 0.15 },
  host: { same: 0.85, different: 0.15 },
  ip: { near: 0.45, apart: 0.15, differentNear: 0.15, differentApart: 0.25 },
  ae: { same: 0.9, different: 0.1 },
  code: { shared: 1 },
  ...(Object.fromEntries(paperAttributes.map((attribute) => [attribute, { same: 0.8, different: 0.2 }])) as Record<
    (typeof paperAttributes)[number],
    { same: number; different: number }
  >),
}
type Ruled = keyof typeof levels
const ruled = Object.keys(levels) as Ruled[]

/** Number of the level among those of all fields. */
const levelAt = new Map<string, number>()
for (const field of ruled)
  for (const level of Object.keys(levels[field])) levelAt.set(`${field} ${level}`, levelAt.size)
export const levelCount = levelAt.size
const at = (field: Ruled, level: string) => levelAt.get(`${field} ${level}`)!

export const serialLevel = codeLevels('serial')
export const tagLevel = codeLevels('tag')
function codeLevels(field: 'serial' | 'tag'): Readonly<Record<CodeAgreement, number>> {
  return Object.fromEntries(Object.keys(levels[field]).map((level) => [level, at(field, level)])) as Record<
    CodeAgreement,
    number
  >
}
export const macShared = at('mac', 'shared')
export const macDifferent = at('mac', 'different')
export const hostSame = at('host', 'same')
export const hostDifferent = at('host', 'different')
export const ipNear = at('ip', 'near')
export const ipApart = at('ip', 'apart')
export const ipDifferentNear = at('ip', 'differentNear')
export const ipDifferentApart = at('ip', 'differentApart')
export const aeSame = at('ae', 'same')
export const aeDifferent = at('ae', 'different')
export const codeShared = at('code', 'shared')
export const paperLevels = paperAttributes.map((attribute) => ({
  same: at(attribute, 'same'),
  different: at(attribute, 'different'),
}))
/** Levels of one field, of which each pair that has the field in both records shows one. */
export const levelsOf: readonly (readonly number[])[] = fields.map((field) =>
  field in levels ? Object.keys(levels[field as Ruled]).map((level) => at(field as Ruled, level)) : [],
)
/** Fields whose value should be of one device alone. */
export const ownFields = ['serial', 'tag', 'mac', 'host'] as const
export type Own = (typeof ownFields)[number]
export const ownValues: Readonly<Record<Own, (features: Features) => readonly number[]>> = {
  serial: ({ serialId }) => [serialId],
  tag: ({ tagId }) => [tagId],
  mac: ({ macs }) => macs,
  host: ({ host }) => [host],
}

/** Shares of the levels at the beginning. */
export const sharesToBeginWith = new Float64Array(levelCount)
for (const field of ruled)
  for (const [level, share] of Object.entries(levels[field])) sharesToBeginWith[at(field, level)] = share

/** How many records of another device bear the same by chance, before anything is learnt: for each record. */
const startingChance: Readonly<Partial<Record<Field, number>>> = {
  serial: 0.02,
  tag: 0.03,
  mac: 0.02,
  host: 0.03,
  ip: 0.3,
  ae: 0.3,
  code: 0.05,
}

export const chancesToBeginWith: Float64Array = Float64Array.from(fields, (field) => startingChance[field] ?? 1)

/** Among so many devices a value is looked for even where a list is short: coincidences come with number. */
export const fewest = 500
