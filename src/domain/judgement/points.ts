import {
  automatable,
  type DecisionPoint,
  exploitation,
  humanImpact,
  inKev,
  missionImpact,
  publiclyExposed,
  safetyImpact,
  systemExposure,
  technicalImpact,
} from '#standards/ssvc/decision-points.ts'

// The decision points that a table of the hospital may ask: those that a finding answers (risk/decision-inputs.ts).

export const idOf = ({ namespace, key, version }: DecisionPoint) => `${namespace}:${key}:${version}`

const known: ReadonlyMap<string, DecisionPoint> = new Map(
  [
    exploitation,
    systemExposure,
    automatable,
    humanImpact,
    technicalImpact,
    safetyImpact,
    missionImpact,
    inKev,
    publiclyExposed,
  ].map((point) => [idOf(point), point]),
)

/** By its id with the version, `ssvc:E:1.1.0`. */
export const findPoint = (id: string): DecisionPoint | undefined => known.get(id)

export const knownPointIds: readonly string[] = [...known.keys()]

/** Every combination of values, by key; the last point the fastest, as in a published table. */
export function combinations(points: readonly DecisionPoint[]): readonly (readonly string[])[] {
  return points.reduce<readonly (readonly string[])[]>(
    (rows, { values }) => rows.flatMap((row) => values.map(({ key }) => [...row, key])),
    [[]],
  )
}

export const rowKey = (when: readonly string[]) => when.join(' ')

/** A row in words: "exploitation active, system exposure open". */
export const inWords = (points: readonly DecisionPoint[], when: readonly string[]) =>
  points
    .map(({ name, values }, at) => `${name} ${values.find(({ key }) => key === when[at])?.name ?? when[at] ?? '?'}`)
    .join(', ')
