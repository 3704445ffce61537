import { models } from '#bench/hospital/catalogue.ts'
import { addDays } from '#bench/hospital/population.ts'
import { type Random, random } from '#bench/hospital/random.ts'
import { instructions } from '#domain/remediation/library.ts'
import { wayMinutes } from '#domain/remediation/question-weights.ts'
import type { RiskFlaw } from '#domain/risk/risk.ts'
import { parseCvss, scoresOf } from '#standards/cvss/cvss.ts'
import { normal, shareBelow } from './draws.ts'
import type { WorldSettings } from './settings.ts'

/** None, low, high; as in CVSS 3. */
export type Loss = 'N' | 'L' | 'H'

/** A flaw as it is, and as it is published. Ours, CVSS, EPSS and KEV see `published` alone. */
export interface Flaw {
  readonly cve: string
  /** Attacks a year on a device that every attack reaches. */
  readonly attacks: number
  readonly reach: 'N' | 'A' | 'L' | 'P'
  readonly confidentiality: Loss
  readonly integrity: Loss
  readonly availability: Loss
  readonly published: RiskFlaw
  /** CVSS base score as published; null where no vector is. */
  readonly baseScore: number | null
}

/** One publisher's word on a few flaws of some models, with the visit that removes them. */
export interface Advisory {
  readonly id: string
  readonly flaws: readonly Flaw[]
  /** Versions that have the flaws, by model. */
  readonly affected: ReadonlyMap<string, ReadonlySet<string>>
  /** Of work at one device, the way there included. */
  readonly minutes: number
}

/** How often which exploitability and which impact stood in the 382 CVSS 3 vectors of CISA's 124 medical advisories of 2017 to 2022. */
const exploitabilities =
  metrics(`AV:N/AC:L/PR:N/UI:N 116,AV:N/AC:H/PR:N/UI:N 46,AV:A/AC:L/PR:N/UI:N 32,AV:P/AC:L/PR:N/UI:N 24
AV:A/AC:H/PR:N/UI:N 24,AV:N/AC:L/PR:L/UI:N 14,AV:N/AC:L/PR:N/UI:R 13,AV:L/AC:L/PR:N/UI:N 13,AV:L/AC:L/PR:L/UI:N 12
AV:P/AC:H/PR:N/UI:N 11,AV:A/AC:L/PR:N/UI:R 9,AV:A/AC:L/PR:L/UI:N 5,AV:A/AC:H/PR:L/UI:N 5,AV:N/AC:L/PR:H/UI:N 4
AV:L/AC:L/PR:L/UI:R 4,AV:A/AC:H/PR:H/UI:N 4,AV:N/AC:H/PR:L/UI:N 4,AV:P/AC:L/PR:L/UI:N 4,AV:P/AC:H/PR:N/UI:R 3
AV:L/AC:L/PR:H/UI:N 3,AV:L/AC:H/PR:H/UI:N 3,AV:L/AC:H/PR:L/UI:N 3,AV:N/AC:L/PR:L/UI:R 3,AV:P/AC:L/PR:N/UI:R 3`)
const impacts = metrics(`C:H/I:H/A:H 125,C:H/I:N/A:N 52,C:L/I:N/A:N 36,C:N/I:N/A:H 28,C:L/I:L/A:L 25,C:L/I:L/A:N 22
C:H/I:L/A:L 12,C:L/I:H/A:L 10,C:H/I:L/A:N 8,C:H/I:H/A:N 8,C:N/I:H/A:N 8,C:H/I:H/A:L 8,C:N/I:H/A:H 7,C:N/I:L/A:N 5
C:L/I:H/A:H 4,C:L/I:L/A:H 4,C:N/I:L/A:L 3,C:L/I:N/A:H 3,C:N/I:L/A:H 3,C:N/I:N/A:L 3,C:L/I:H/A:N 3,C:N/I:H/A:L 2`)
/** Flaws of an advisory: the deciles of the same. */
const flawsOfOne = [1, 1, 1, 2, 2, 2, 3, 3, 5, 7]
/** An update as often as all other instructions of the library together that fix or mitigate; with the way there and to its room. */
const update = instructions.find(({ id }) => id === 'install-vendor-update')!
const others = instructions.filter(({ id, purpose }) => id !== update.id && purpose !== 'check')
const work = [[update.minutes, others.length] as const, ...others.map(({ minutes }) => [minutes, 1] as const)]
const way = wayMinutes.careArea + wayMinutes.room

export function drawAdvisories(seed: number, today: string, settings: WorldSettings): Advisory[] {
  const withVersions = models.filter(({ versions }) => versions && versions.length > 0)
  return Array.from({ length: settings.advisories }, (_, at) => {
    const draw = random(seed, `advisory/${at}`)
    const first = draw.weighted(withVersions.map((model) => [model, Math.sqrt(model.share)] as const))
    const ofMaker = withVersions.filter(({ maker }) => maker === first.maker)
    const named = [first, ...ofMaker.filter((model) => model !== first && draw.chance(0.3))]
    return {
      id: `A${at}`,
      flaws: Array.from({ length: draw.pick(flawsOfOne) }, (_, nth) =>
        drawFlaw(seed, `CVE-X-${at}-${nth}`, today, settings),
      ),
      affected: new Map(
        named.map(({ id, versions }) => {
          const all = (versions ?? []).map(([version]) => version)
          // Versions stand in order of age: what is newer than the fix is not affected; no fix, and all are.
          return [id, new Set(all.slice(0, draw.whole(1, all.length)))]
        }),
      ),
      minutes: draw.weighted(work) + way,
    }
  })
}

function drawFlaw(seed: number, cve: string, today: string, settings: WorldSettings): Flaw {
  // What is true is drawn apart from what is said of it, so that the noise of the one does not move the other.
  const truth = random(seed, `${cve}/truth`)
  const draw = random(seed, `${cve}/published`)
  const use = truth.weighted(exploitabilities)
  const impact = truth.weighted(impacts)
  const how = truth.next()
  const ease = (easeOf(use) - easeMean) / easeSpread
  const often = mix(settings.easeTellsUse, ease, normal(truth))
  const attacks = rateOf(often, settings)

  const ageDays = Math.round(30 * 100 ** draw.next())
  const publishedOn = addDays(today, -ageDays)
  const vector = draw.chance(settings.vectorMissing)
    ? null
    : `CVSS:3.1/${byAnother(use, draw, settings)}/S:U/${byAnother(impact, draw, settings)}`
  const baseScore = vector === null ? null : baseScoreOf(vector)
  // EPSS as it stands: mean and spread of the logits of CISA's medical CVEs on 2026-01-30.
  const expected = mix(settings.epssTellsUse, often, normal(draw))
  const probability = 1 / (1 + Math.exp(5.46 - 2.48 * expected))
  const isListed =
    draw.chance(settings.kevCoverage) &&
    draw.chance(1 - Math.exp((-seenElsewhere * attacks * Math.max(0, ageDays - delayed(draw, settings))) / 365))
  const isPublic = draw.chance(0.02 + 0.2 * shareBelow(often) ** 4)
  return {
    cve,
    attacks,
    reach: use[3] as Flaw['reach'],
    confidentiality: impact[2] as Loss,
    integrity: impact[6] as Loss,
    availability: impact[10] as Loss,
    baseScore,
    published: {
      scores:
        vector === null ? [] : [{ version: '3.1', vector, score: baseScore!, source: 'Publisher', productIds: [] }],
      scoresFrom: null,
      cwe: how < 0.1 ? 'CWE-798' : how < 0.16 ? 'CWE-306' : null,
      description: '',
      threats: isPublic ? [{ category: 'exploit_status', details: 'An exploit is publicly available.' }] : [],
      // CISA's catalogue has known use by ransomware for 293 of 1,404.
      knownExploited: isListed ? { addedOn: today, ransomware: draw.chance(293 / 1404) } : null,
      exploitProbability: draw.chance(settings.epssMissing)
        ? null
        : { probability, percentile: shareBelow(expected), model: 'drawn', scoredOn: today },
      exploitation: null,
      advisory: 'Publisher',
      revisedAt: `${publishedOn}T00:00:00Z`,
    },
  }
}

/** Attacks of which anybody tells the catalogue, for each on this hospital: then 3 % are listed, as of the medical CVEs of CISA. */
const seenElsewhere = 8

const delayed = (draw: Random, { kevDelayDays }: WorldSettings) => -Math.log(1 - draw.next()) * kevDelayDays

const mix = (correlation: number, known: number, other: number) =>
  correlation * known + Math.sqrt(1 - correlation ** 2) * other

/** Pareto's law at the rank of a normal number. */
function rateOf(often: number, { attacksLeast, attacksTail, attacksMost }: WorldSettings): number {
  const above = Math.max(1e-9, 1 - shareBelow(often))
  return Math.min(attacksMost, attacksLeast * above ** (-1 / attacksTail))
}

/** The metrics as another analyst might set them: one step to a side, where noise strikes. */
function byAnother(text: string, draw: Random, { metricNoise }: WorldSettings): string {
  return text
    .split('/')
    .map((part) => {
      const [name, value] = part.split(':') as [string, string]
      if (!draw.chance(metricNoise)) return part
      const steps = scales[name]!
      const at = steps.indexOf(value)
      const to = at === 0 ? 1 : at === steps.length - 1 ? at - 1 : at + (draw.chance(0.5) ? 1 : -1)
      return `${name}:${steps[to]}`
    })
    .join('/')
}

const scales: Readonly<Record<string, string>> = {
  AV: 'NALP',
  AC: 'LH',
  PR: 'NLH',
  UI: 'NR',
  C: 'NLH',
  I: 'NLH',
  A: 'NLH',
}

/** The logarithm of CVSS 3.1's exploitability (clause 7.4), scope unchanged. */
const easeOf = (use: string) => use.split('/').reduce((sum, metric) => sum + Math.log(easeOfMetric[metric]!), 0)

const easeOfMetric: Readonly<Record<string, number>> = {
  'AV:N': 0.85,
  'AV:A': 0.62,
  'AV:L': 0.55,
  'AV:P': 0.2,
  'AC:L': 0.77,
  'AC:H': 0.44,
  'PR:N': 0.85,
  'PR:L': 0.62,
  'PR:H': 0.27,
  'UI:N': 0.85,
  'UI:R': 0.62,
}

const baseScores = new Map<string, number>()

function baseScoreOf(vector: string): number {
  const known = baseScores.get(vector)
  if (known !== undefined) return known
  const parsed = parseCvss(vector)
  if (!parsed.ok) throw new Error(`No vector: ${vector}`)
  const { baseScore } = scoresOf(parsed.cvss)
  baseScores.set(vector, baseScore)
  return baseScore
}

function metrics(text: string): readonly (readonly [string, number])[] {
  return text.split(/[,\n]/).map((entry) => {
    const [vector, count] = entry.split(' ') as [string, string]
    return [vector, Number(count)]
  })
}

const weightOfAll = exploitabilities.reduce((sum, [, count]) => sum + count, 0)
const easeMean = exploitabilities.reduce((sum, [use, count]) => sum + easeOf(use) * count, 0) / weightOfAll
const easeSpread = Math.sqrt(
  exploitabilities.reduce((sum, [use, count]) => sum + (easeOf(use) - easeMean) ** 2 * count, 0) / weightOfAll,
)
