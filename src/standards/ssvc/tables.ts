import {
  automatable,
  cisaLevels,
  type DecisionPoint,
  deployerPriority,
  exploitation,
  federalTimeline,
  humanImpact,
  inKev,
  missionAndWellBeing,
  missionImpact,
  publiclyExposed,
  safetyImpact,
  systemExposure,
  technicalImpact,
} from './decision-points.ts'

export interface DecisionTable {
  /** `<namespace>:<key>:<version>`. */
  readonly id: string
  readonly title: string
  readonly points: readonly DecisionPoint[]
  readonly outcome: DecisionPoint
  /** Keys of outcomes in the order of the points' values, the last point the fastest: a row for each combination. */
  readonly rows: readonly string[]
}

const table = (about: Omit<DecisionTable, 'rows'>, rows: string): DecisionTable => ({
  ...about,
  rows: rows.trim().split(/\s+/),
})

/** A line for each of exploitation, automatable and technical impact; mission and well-being goes along it. */
export const coordinator = table(
  {
    id: 'cisa:DT_CO:2.0.3',
    title: 'CISA Coordinator',
    points: [exploitation, automatable, technicalImpact, missionAndWellBeing],
    outcome: cisaLevels,
  },
  `
  T T T    T T T*    T T AT     T T AT
  T T T*   T T* AT   T T AT     T T* AT
  T T AT   T AT AC   AT AT AC   AT AC AC
  `,
)

/** Three lines for each exploitation, by exposure; no and yes of automatable; human impact goes along. */
const deployer = table(
  {
    id: 'ssvc:DT_DP:1.0.0',
    title: 'Deployer Patch Application Priority',
    points: [exploitation, systemExposure, automatable, humanImpact],
    outcome: deployerPriority,
  },
  `
  D D S S   D S S S
  D S S S   S S S S
  D S S S   S S S O

  D S S S   S S S S
  D S S S   S S S O
  S S S O   S S O O

  S S O O   S O O O
  S S O O   O O O O
  S O O I   O O I I
  `,
)

/**
 * Human impact from safety and mission. The text of the decision point (2.0.2) calls marginal safety with a failed
 * function, and critical safety with a degraded mission, high; the published table says medium. The table counts.
 */
const humanImpactTable = table(
  {
    id: 'ssvc:DT_HI:1.0.0',
    title: 'Human Impact',
    points: [safetyImpact, missionImpact],
    outcome: humanImpact,
  },
  `
  L L M VH
  L L M VH
  M H H VH
  VH VH VH VH
  `,
)

/** Binds US federal civilian agencies only. */
const bindingDirective = table(
  {
    id: 'cisa:DT_BOD2604:1.0.0',
    title: 'CISA BOD 26-04',
    points: [inKev, publiclyExposed, automatable, technicalImpact],
    outcome: federalTimeline,
  },
  `
  FSU FSU   60D 60D   60D 14D   14D 3D
  14D 14D   14D 3DF   14D 3DF   3D 3DF
  `,
)

export const tables: readonly DecisionTable[] = [coordinator, deployer, humanImpactTable, bindingDirective]
