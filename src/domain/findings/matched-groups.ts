import type { Because } from '#model/finding.ts'
import type { MatchedGroup, MatchedReason } from '#model/triage.ts'
import type { JoinedNames } from './joined-names.ts'

/** As devices spell it; what was compared on the surest device of each answer. */
export interface MatchedSpelling extends Omit<MatchedGroup, 'whyAffected' | 'whyLook'> {
  readonly affectedProbability: number | null
  readonly affectedBecause: readonly Because[] | null
  readonly lookProbability: number | null
  readonly lookBecause: readonly Because[] | null
}

const deciding = [
  'version',
  'component',
  'operating_system',
  'platform',
  'identifier',
  'option',
  'statement',
  'status',
  'model',
  'vendor',
]
const rank = ({ part }: Because) => (deciding.includes(part) ? deciding.indexOf(part) : deciding.length)

/** What nobody knows is why one has to look; where all is known, what says the most is why it is affected, or may be. */
function decidingOf(because: readonly Because[]): string {
  const unknown = because.filter(({ outcome }) => outcome === 'unknown')
  const most = unknown.length > 0 ? unknown : because.toSorted((a, b) => rank(a) - rank(b)).slice(0, 1)
  return most.map(({ text }) => text).join('; ')
}

const reasonOf = (because: readonly Because[], probability: number): MatchedReason => ({
  deciding: decidingOf(because),
  compared: because.map(({ text }) => text),
  probability,
})

function surest(
  rows: readonly MatchedSpelling[],
  probabilityOf: (row: MatchedSpelling) => number | null,
  becauseOf: (row: MatchedSpelling) => readonly Because[] | null,
): MatchedReason | null {
  const [first] = rows
    .flatMap((row) => {
      const probability = probabilityOf(row)
      return probability === null ? [] : [{ probability, because: becauseOf(row) ?? [] }]
    })
    .toSorted((a, b) => b.probability - a.probability)
  return first ? reasonOf(first.because, first.probability) : null
}

type Names = Pick<MatchedGroup, 'manufacturer' | 'model' | 'site' | 'careArea'>

function joined(rows: readonly MatchedSpelling[], names: Names): MatchedGroup {
  const sum = (key: 'devices' | 'affected' | 'cannotTell' | 'notRemediated' | 'inProgress' | 'done') =>
    rows.reduce((total, row) => total + row[key], 0)
  const whyAffected = surest(
    rows,
    (row) => row.affectedProbability,
    (row) => row.affectedBecause,
  )
  const whyLook = surest(
    rows,
    (row) => row.lookProbability,
    (row) => row.lookBecause,
  )
  return {
    ...names,
    devices: sum('devices'),
    affected: sum('affected'),
    cannotTell: sum('cannotTell'),
    notRemediated: sum('notRemediated'),
    inProgress: sum('inProgress'),
    done: sum('done'),
    probability: Math.max(...rows.map((row) => row.probability)),
    whyAffected,
    whyLook,
  }
}

/** One for each model and ward, however it is spelt: where something is affected first, then by how many probably are. */
export function groupsOf(rows: readonly MatchedSpelling[], { modelOf, placeOf }: JoinedNames): MatchedGroup[] {
  const named = Map.groupBy(rows, (row) => JSON.stringify({ ...modelOf(row), ...placeOf(row) }))
  const groups = [...named].map(([names, spellings]) => joined(spellings, JSON.parse(names) as Names))
  const weight = ({ probability, devices }: MatchedGroup) => probability * devices
  return groups.toSorted(
    (a, b) => Number(b.affected > 0) - Number(a.affected > 0) || weight(b) - weight(a) || b.affected - a.affected,
  )
}
