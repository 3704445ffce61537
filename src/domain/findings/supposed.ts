import { dataDisclosed } from '#domain/composition/composition.ts'
import { classify, dataHeld } from '#domain/inventory/inventory.ts'
import { aliasesOf } from '#domain/names/names.ts'
import type { DecisionInputs } from '#domain/risk/risk.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Premise, VersionAttribute } from '#model/decision.ts'
import { type Answer, type FindingState, isOpen } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { Reason, RiskBand } from '#model/risk.ts'
import type { MoveCause, WhatIfStep } from '#model/what-if.ts'
import type { Db } from '#platform/db/database.ts'
import { decisionsById } from './decision-store.ts'
import { judgeMove, proofOf } from './finding.ts'
import { todayOf } from './finding-store.ts'
import { joinedNames } from './joined-names.ts'
import { configurationsById } from './match-store.ts'
import { judge } from './premises.ts'
import { type SupposedScore, supposedScorer } from './ranking.ts'
import type { ContextFacts, Scorable } from './score-store.ts'
import { attributeOf, fixedVersions, hasPassed, matchSupposed, type SupposedMatch } from './supposed-match.ts'
import { type ResolvedStep, resolveSteps } from './supposed-steps.ts'
import * as store from './supposed-store.ts'

// What would come of it: steps change the inputs of the functions that match and rank, and nothing else. Devices that are alike in
// configuration, context and history are worked out once, whatever their number. Nothing is written.

/** What is open on devices, of each kind the worst. Scores and likelihood in tenths, harms (likelihood × harm) in hundredths. */
export interface Standing {
  readonly score: number
  readonly likelihood: number
  readonly safety: number
  readonly care: number
  readonly privacy: number
  readonly findings: number
  readonly bands: Readonly<Record<RiskBand, number>>
}

export interface Scored {
  readonly score: number
  readonly band: RiskBand
  readonly likelihood: number
  readonly safety: number
  readonly care: number
  readonly privacy: number
  /** Null of what is only kept open, as nothing clears it. */
  readonly inputs: DecisionInputs | null
  readonly reasons: readonly Reason[]
}

/** A finding on devices that are alike. */
export interface SupposedMove {
  readonly vulnerabilityId: string
  readonly cause: MoveCause
  /** Place of the step. */
  readonly step: number
  /** Null: it is not open. */
  readonly before: Scored | null
  readonly after: Scored | null
}

export interface ModelLabel {
  readonly manufacturer: string
  readonly model: string
}

/** Devices that are alike in all that counts, by site. */
export interface AlikeDevices {
  readonly sites: ReadonlyMap<string, number>
  readonly before: ModelLabel & Standing
  /** Null: they leave the worklist. */
  readonly after: (ModelLabel & Standing) | null
  /** In parts that many have in common: each is one list, and the same one for all that have it. */
  readonly moves: readonly (readonly SupposedMove[])[]
  /** Places of the steps that change them. */
  readonly steps: readonly number[]
  /** One of them, as work is planned for it. */
  readonly configuration: Configuration
  readonly criticality: ContextFacts['criticality']
}

export interface Supposed {
  readonly alike: readonly AlikeDevices[]
  /** By step: what it does not do, and why. */
  readonly notes: readonly (readonly string[])[]
}

/** The caller gives one moment: a transaction that reads a snapshot. */
export async function suppose(
  db: Db,
  organisationId: OrganisationId,
  steps: readonly WhatIfStep[],
  now = new Date(),
): Promise<Supposed> {
  const { resolved, notes } = await resolveSteps(db, organisationId, steps)
  const mayMove = steps.some(({ kind }) => kind === 'upgrade' || kind === 'retire')
  const rows = await store.alikeDevices(db, organisationId, {
    conditions: resolved.map(({ condition }) => condition),
    asksData: mayMove,
    today: todayOf(organisationId, now),
  })
  const names = await joinedNames(db, organisationId)
  const histories = new Map(rows.map(({ history }) => [history, readHistory(history)]))
  const keptIds = [...histories.values()].flatMap(({ kept }) => kept.map((one) => one.configurationId))
  const configurationIds = [...new Set([...rows.map((row) => row.configuration_id), ...keptIds])]
  const configurations = new Map(
    (await configurationsById(db, organisationId, configurationIds)).map(({ id, ...configuration }) => [
      id,
      configuration,
    ]),
  )
  const groups = Map.groupBy(await store.groupsOf(db, organisationId, configurationIds), (one) => one.configuration_id)
  const contextIds = [...new Set(rows.map((row) => row.context_id))]
  const contexts = await store.contextsById(db, organisationId, contextIds)
  const versions = await versionsOf(db, organisationId, resolved, rows, configurations, notes)

  const concerns = (row: store.AlikeRow, step: ResolvedStep, at: number): boolean => {
    if ((row.mask & (2 ** at)) === 0) return false
    const context = contexts.get(row.context_id)!
    switch (step.kind) {
      case 'remove': {
        const ids = [row.configuration_id, ...histories.get(row.history)!.kept.map((one) => one.configurationId)]
        return ids.some((id) => groups.get(id)?.some(({ basis_id }) => step.bases.has(basis_id)))
      }
      case 'segment':
        return context.zone.trim() !== step.zone
      case 'disconnect':
        return context.network_connected !== false
      case 'upgrade':
        return (versions.get(at)!.get(row.configuration_id) ?? null) !== null
      default:
        return true
    }
  }

  const shapes = new Map<string, Shape>()
  for (const row of rows) {
    const own = resolved.flatMap((step, at) => (concerns(row, step, at) ? [at] : []))
    const key = `${row.configuration_id} ${row.context_id} ${own} ${own.length > 0 ? row.holds_data : ''} ${row.history}`
    const shape = shapes.get(key) ?? {
      configurationId: row.configuration_id,
      contextId: row.context_id,
      steps: own,
      holdsData: row.holds_data,
      history: histories.get(row.history)!,
      sites: new Map<string, number>(),
    }
    shapes.set(key, shape)
    const site = names.siteOf(row.site)
    shape.sites.set(site, (shape.sites.get(site) ?? 0) + row.devices)
  }

  const all = [...shapes.values()]
  const plain = all.filter((shape) => shape.steps.length === 0 && shape.history.rows.size === 0)
  const standings = await standingsOfGroups(db, organisationId, plain.length > 0 ? contextIds : [])
  const detailed = all.filter((shape) => shape.steps.length > 0 || shape.history.rows.size > 0)
  const openOn = await openReader(db, organisationId, detailed, groups)
  const touched = detailed.filter(({ steps: own }) => own.length > 0)
  const changes = await changesOf(db, organisationId, touched, {
    ...{ resolved, versions, configurations, contexts },
  })
  const work = await afterReader(db, organisationId, touched, changes, {
    ...{ configurations, contexts, groups, resolved },
  })

  /** Configurations of a group share what is on it: it is worked out once for all that stand alike. */
  const known = new Map<string, Worked & { readonly before: Standing }>()
  const shared = (shape: Shape, link: store.GroupLink) => {
    const key = `${link.group_id} ${shape.contextId} ${shape.steps}`
    const present = known.get(key)
    if (present) return present
    const open = openOn(shape, link)
    const made = { before: standingOf([...open.values()]), ...work(shape, open) }
    known.set(key, made)
    return made
  }

  const alike = all.map((shape): AlikeDevices => {
    const configuration = configurations.get(shape.configurationId)!
    const label = names.modelOf(configuration)
    const given = {
      sites: shape.sites,
      steps: shape.steps,
      configuration,
      criticality: contexts.get(shape.contextId)!.criticality,
    }
    if (shape.steps.length === 0 && shape.history.rows.size === 0) {
      const standing = standings(groups.get(shape.configurationId) ?? [], shape.contextId)
      const same = { ...label, ...standing }
      return { ...given, before: same, after: same, moves: [] }
    }
    const links = groups.get(shape.configurationId) ?? []
    const isShared = shape.history.rows.size === 0 && !changes.get(shape)!.isMoved
    const whole = isShared ? null : openOn(shape)
    const worked: readonly (Partial<Worked> & { readonly before: Standing })[] = whole
      ? [{ before: standingOf([...whole.values()]), ...(shape.steps.length > 0 && work(shape, whole)) }]
      : links.map((link) => shared(shape, link))
    const before = { ...label, ...joinedStanding(worked.map((one) => one.before)) }
    if (shape.steps.length === 0) return { ...given, before, after: before, moves: [] }
    const change = changes.get(shape)!
    const labelAfter = change.replaced ? names.modelOf(change.configuration) : label
    const then = joinedStanding(worked.map((one) => one.after ?? nothingOpen))
    return {
      ...given,
      before,
      after: change.retiredBy !== null && !change.replaced ? null : { ...labelAfter, ...then },
      moves: worked.flatMap(({ moves }) => (moves && moves.length > 0 ? [moves] : [])),
    }
  })
  return { alike, notes }
}

interface Kept {
  readonly vulnerabilityId: string
  readonly configurationId: string
  readonly contextId: string
}

interface History {
  readonly rows: ReadonlyMap<string, { readonly state: FindingState; readonly decisionId: string | null }>
  /** Open, though the device's own configuration says nothing of it. */
  readonly kept: readonly Kept[]
}

/** Devices that are alike in all that decides, and in what the steps do to them. */
interface Shape {
  readonly configurationId: string
  readonly contextId: string
  readonly steps: readonly number[]
  readonly holdsData: boolean | null
  readonly history: History
  readonly sites: Map<string, number>
}

function readHistory(text: string): History {
  const written: readonly store.HistoryRow[] = text === '' ? [] : JSON.parse(text)
  const rows = new Map(
    written.map(([id, answer, status, remediation, decision, decisionId]) => [
      id,
      { state: { answer, status, remediation, decision }, decisionId },
    ]),
  )
  const kept = written.flatMap(([vulnerabilityId, , , , , , configurationId, contextId]) =>
    configurationId !== null && contextId !== null && isOpen(rows.get(vulnerabilityId)!.state)
      ? [{ vulnerabilityId, configurationId, contextId }]
      : [],
  )
  return { rows, kept }
}

// what is open now ----------------------------------------------------------------------------------------------------

const bandsInOrder = ['critical', 'high', 'medium', 'low'] as const

const nothingOpen: Standing = {
  ...{ score: 0, likelihood: 0, safety: 0, care: 0, privacy: 0, findings: 0 },
  bands: { critical: 0, high: 0, medium: 0, low: 0 },
}

const ten = (value: number) => Math.round(value * 10)

function standingOf(open: readonly (Scored | null)[]): Standing {
  let [score, likelihood, safety, care, privacy] = [0, 0, 0, 0, 0]
  const bands = { critical: 0, high: 0, medium: 0, low: 0 }
  for (const one of open) {
    if (!one) continue
    const l = ten(one.likelihood)
    score = Math.max(score, ten(one.score))
    likelihood = Math.max(likelihood, l)
    safety = Math.max(safety, l * ten(one.safety))
    care = Math.max(care, l * ten(one.care))
    privacy = Math.max(privacy, l * ten(one.privacy))
    bands[one.band]++
  }
  return { score, likelihood, safety, care, privacy, findings: open.length, bands }
}

async function standingsOfGroups(db: Db, organisationId: OrganisationId, contextIds: readonly string[]) {
  const rows = contextIds.length > 0 ? await store.groupStandings(db, organisationId, contextIds) : []
  const known = new Map(rows.map((row) => [`${row.group_id} ${row.context_id}`, row]))
  return (links: readonly store.GroupLink[], contextId: string): Standing =>
    joinedStanding(
      links.flatMap(({ group_id }) => {
        const row = known.get(`${group_id} ${contextId}`)
        if (!row) return []
        const { critical, high, medium, low, ...standing } = row
        return [{ ...standing, bands: { critical, high, medium, low } }]
      }),
    )
}

/** Of what is open apart. */
const joinedStanding = (some: readonly Standing[]): Standing =>
  some.reduce(
    (sum, one) => ({
      score: Math.max(sum.score, one.score),
      likelihood: Math.max(sum.likelihood, one.likelihood),
      safety: Math.max(sum.safety, one.safety),
      care: Math.max(sum.care, one.care),
      privacy: Math.max(sum.privacy, one.privacy),
      findings: sum.findings + one.findings,
      bands: Object.fromEntries(
        bandsInOrder.map((band) => [band, sum.bands[band] + one.bands[band]]),
      ) as Standing['bands'],
    }),
    nothingOpen,
  )

/** What is open on devices of a shape, by vulnerability. */
interface OpenFinding extends Scored {
  readonly answer: Answer | null
  /** What it hangs on; of what is kept, what kept it. */
  readonly basisId: string | null
  readonly keptBy: Kept | null
}

type Groups = ReadonlyMap<string, readonly store.GroupLink[]>
/** On all that the configuration stands on, or on one group of it. */
type OpenOn = (shape: Shape, link?: store.GroupLink) => ReadonlyMap<string, OpenFinding>

async function openReader(
  db: Db,
  organisationId: OrganisationId,
  shapes: readonly Shape[],
  groups: Groups,
): Promise<OpenOn> {
  const pairs = new Map<string, { group_id: string; context_id: string }>()
  const want = (configurationId: string, context_id: string) => {
    for (const { group_id } of groups.get(configurationId) ?? [])
      pairs.set(`${group_id} ${context_id}`, { group_id, context_id })
  }
  for (const { configurationId, contextId, history } of shapes) {
    want(configurationId, contextId)
    for (const kept of history.kept) want(kept.configurationId, kept.contextId)
  }
  const rows = Map.groupBy(
    pairs.size > 0 ? await store.scoresOfGroups(db, organisationId, [...pairs.values()]) : [],
    (row) => `${row.group_id} ${row.context_id}`,
  )
  const rowsOn = (link: store.GroupLink, contextId: string) => rows.get(`${link.group_id} ${contextId}`) ?? []
  const rowsOf = (configurationId: string, contextId: string) =>
    (groups.get(configurationId) ?? []).flatMap((link) => rowsOn(link, contextId))
  return ({ configurationId, contextId, history }, link) => {
    const open = new Map<string, OpenFinding>()
    for (const row of link ? rowsOn(link, contextId) : rowsOf(configurationId, contextId))
      if (!history.rows.has(row.vulnerability_id)) open.set(row.vulnerability_id, { ...toScored(row), keptBy: null })
    for (const keptBy of history.kept) {
      const row = rowsOf(keptBy.configurationId, keptBy.contextId).find(
        (one) => one.vulnerability_id === keptBy.vulnerabilityId,
      )
      open.set(keptBy.vulnerabilityId, { ...(row ? toScored(row) : unscored), answer: null, keptBy })
    }
    return open
  }
}

const toScored = (row: store.ScoredRow): Omit<OpenFinding, 'keptBy'> => ({
  score: row.score,
  band: row.band,
  likelihood: row.likelihood,
  safety: row.safety,
  care: row.care,
  privacy: row.privacy,
  inputs: null,
  reasons: [],
  answer: row.answer,
  basisId: row.basis_id,
})

/** Nothing supports it any more, and nothing clears it. */
const unscored: Omit<OpenFinding, 'keptBy'> = {
  ...{ score: 0, band: 'low', likelihood: 0, safety: 0, care: 0, privacy: 0 },
  ...{ inputs: null, reasons: [], answer: null, basisId: null },
}

// what the steps change -----------------------------------------------------------------------------------------------

type Configurations = ReadonlyMap<string, Configuration>

interface Version {
  readonly attribute: VersionAttribute
  readonly version: string
}

/** By step and configuration: the version that it gets; null where it gets none. */
async function versionsOf(
  db: Db,
  organisationId: OrganisationId,
  steps: readonly ResolvedStep[],
  rows: readonly store.AlikeRow[],
  configurations: Configurations,
  notes: readonly string[][],
) {
  const versions = new Map<number, ReadonlyMap<string, Version | null>>()
  for (const [at, step] of steps.entries()) {
    if (step.kind !== 'upgrade') continue
    const own = rows.filter(({ mask }) => (mask & (2 ** at)) !== 0)
    const ids = [...new Set(own.map((row) => row.configuration_id))]
    const some = ids.map((id) => configurations.get(id)!)
    const wanted =
      step.version !== undefined
        ? ids.map(() => step.version!)
        : await fixedVersions(db, organisationId, step.advisory!, some, step.attribute)
    const found = ids.map((id, place): readonly [string, Version | null] => {
      const configuration = some[place]!
      const attribute = step.attribute ?? attributeOf(configuration)
      const version = wanted[place] ?? null
      return [id, version !== null && !hasPassed(configuration[attribute], version) ? { attribute, version } : null]
    })
    versions.set(at, new Map(found))
    const count = (isIt: (place: number) => boolean) => {
      const counted = new Set(ids.filter((_, place) => isIt(place)))
      return own.reduce((sum, row) => sum + (counted.has(row.configuration_id) ? row.devices : 0), 0)
    }
    const unnamed = count((place) => wanted[place] === null)
    const passed = count((place) => wanted[place] !== null && found[place]![1] === null)
    if (unnamed > 0)
      notes[at]!.push(
        `${countOf(unnamed)}: the advisory leaves nothing open there, or names no version that clears all of it; nothing is removed.`,
      )
    if (passed > 0) notes[at]!.push(`${countOf(passed)}: that version, or a later one, is on record already.`)
  }
  return versions
}

const countOf = (devices: number) => (devices === 1 ? '1 device' : `${devices} devices`)

interface Change {
  readonly configuration: Configuration
  readonly context: ContextFacts
  /** It has other names or versions. */
  readonly isMoved: boolean
  readonly isElsewhere: boolean
  readonly replaced: boolean
  readonly retiredBy: number | null
  /** The step that its other versions, or its other place, come from. */
  readonly movedBy: number
  readonly placedBy: number
}

async function changesOf(
  db: Db,
  organisationId: OrganisationId,
  shapes: readonly Shape[],
  given: {
    readonly resolved: readonly ResolvedStep[]
    readonly versions: ReadonlyMap<number, ReadonlyMap<string, Version | null>>
    readonly configurations: Configurations
    readonly contexts: ReadonlyMap<string, ContextFacts>
  },
): Promise<ReadonlyMap<Shape, Change>> {
  const { resolved, versions, configurations, contexts } = given
  const changes = new Map<Shape, Change>()
  for (const shape of shapes) {
    let change: Change = {
      configuration: configurations.get(shape.configurationId)!,
      context: contexts.get(shape.contextId)!,
      ...{ isMoved: false, isElsewhere: false, replaced: false, retiredBy: null, movedBy: 0, placedBy: 0 },
    }
    for (const at of shape.steps) {
      const step = resolved[at]!
      if (step.kind === 'segment')
        change = { ...change, context: { ...change.context, zone: step.zone }, isElsewhere: true, placedBy: at }
      if (step.kind === 'disconnect')
        change = {
          ...change,
          context: { ...change.context, network_connected: false },
          isElsewhere: true,
          placedBy: at,
        }
      if (step.kind === 'upgrade' && !change.replaced) {
        const { attribute, version } = versions.get(at)!.get(shape.configurationId)!
        const configuration = { ...change.configuration, [attribute]: version }
        change = { ...change, configuration, isMoved: true, movedBy: at }
      }
      if (step.kind === 'retire') {
        const { replacement } = step
        change = { ...change, retiredBy: at }
        if (replacement) {
          const { manufacturer, model, description } = replacement
          const { criticality } = classify({ manufacturer, model, description })
          const context = { ...change.context, criticality }
          change = { ...change, configuration: replacement, context, isMoved: true, replaced: true, movedBy: at }
        }
      }
    }
    changes.set(shape, change)
  }
  await tellDataHeld(db, organisationId, changes)
  return changes
}

/** What an MDS2 form says of patients' data goes with the version. */
async function tellDataHeld(db: Db, organisationId: OrganisationId, changes: Map<Shape, Change>) {
  const moved = [...changes].filter(([, { isMoved }]) => isMoved)
  if (moved.length === 0) return
  const keyed = new Map(moved.map(([, { configuration }]) => [JSON.stringify(configuration), configuration]))
  const aliases = await aliasesOf(db, organisationId)
  const disclosed = await dataDisclosed(db, organisationId, [...keyed.keys()], { aliases, configurations: keyed })
  for (const [shape, change] of moved) {
    const own = change.replaced ? null : shape.holdsData
    const held = dataHeld(own, disclosed.get(JSON.stringify(change.configuration)) ?? null)
    const context = {
      ...change.context,
      stores_phi: held.stores_phi,
      stores_phi_by: held.stores_phi_by ?? ('' as const),
    }
    const isOther =
      context.stores_phi !== change.context.stores_phi || context.stores_phi_by !== change.context.stores_phi_by
    changes.set(shape, { ...change, context, isElsewhere: change.isElsewhere || isOther })
  }
}

// what would be open --------------------------------------------------------------------------------------------------

type Match = SupposedMatch | store.MatchOn

interface Worked {
  readonly after: Standing
  readonly moves: readonly SupposedMove[]
}

async function afterReader(
  db: Db,
  organisationId: OrganisationId,
  shapes: readonly Shape[],
  changes: ReadonlyMap<Shape, Change>,
  given: {
    readonly configurations: Configurations
    readonly contexts: ReadonlyMap<string, ContextFacts>
    readonly groups: Groups
    readonly resolved: readonly ResolvedStep[]
  },
) {
  const { configurations, contexts, groups, resolved } = given
  const removing = new Set(resolved.flatMap((step) => (step.kind === 'remove' ? [...step.vulnerabilityIds] : [])))
  // Where something is only removed, nothing else is read.
  const isWhole = (shape: Shape) => shape.steps.some((at) => resolved[at]!.kind !== 'remove')
  const basesOf = (some: readonly Shape[]) => [
    ...new Set(some.flatMap((shape) => (groups.get(shape.configurationId) ?? []).map(({ basis_id }) => basis_id))),
  ]
  const whole = basesOf(shapes.filter(isWhole))
  const isRead = new Set(whole)
  const partly = basesOf(shapes.filter((shape) => !isWhole(shape))).filter((id) => !isRead.has(id))
  const matches = new Map<string, Map<string, store.MatchOn>>()
  for (const row of [
    ...(whole.length > 0 ? await store.matchesOn(db, organisationId, whole, null) : []),
    ...(partly.length > 0 ? await store.matchesOn(db, organisationId, partly, [...removing]) : []),
  ])
    if (row.answer !== 'not_affected')
      matches.set(row.basis_id, (matches.get(row.basis_id) ?? new Map()).set(row.vulnerability_id, row))
  const matchOn = (configurationId: string, id: string): Match | undefined => {
    for (const { basis_id } of groups.get(configurationId) ?? []) {
      const found = matches.get(basis_id)?.get(id)
      if (found) return found
    }
    return undefined
  }

  const moved = new Map(
    [...changes.values()].flatMap(({ isMoved, configuration }) =>
      isMoved ? [[JSON.stringify(configuration), configuration] as const] : [],
    ),
  )
  const made = await matchSupposed(db, organisationId, [...moved.values()])
  const supposed = new Map([...moved.keys()].map((key, place) => [key, made[place]!]))

  const scorer = await supposedScorer(db, organisationId)
  const wanted = new Set<string>()
  for (const rows of matches.values()) for (const id of rows.keys()) wanted.add(id)
  for (const rows of made) for (const [id, { answer }] of rows) if (answer !== 'not_affected') wanted.add(id)
  await scorer.read(wanted)
  const score = (match: Match, configuration: Configuration, context: ContextFacts): SupposedScore =>
    scorer.score(toScorable(match, configuration, context))

  const decisionIds = new Set(
    shapes.flatMap(({ history }) => [...history.rows.values()].flatMap(({ decisionId }) => decisionId ?? [])),
  )
  const premises = new Map(
    (decisionIds.size > 0 ? await decisionsById(db, organisationId, [...decisionIds]) : []).map((one) => [
      one.id,
      one.premises,
    ]),
  )

  return (shape: Shape, open: ReadonlyMap<string, OpenFinding>): Worked => {
    const change = changes.get(shape)!
    const { configuration, context, isMoved, isElsewhere, retiredBy } = change
    const present = configurations.get(shape.configurationId)!
    const place = contexts.get(shape.contextId)!
    const said = isMoved ? supposed.get(JSON.stringify(configuration))! : null
    const after: Scored[] = []
    const moves: SupposedMove[] = []

    const explained = (id: string, one: OpenFinding): Scored => {
      const match = one.keptBy ? undefined : matchOn(shape.configurationId, id)
      if (!match) return one
      const { inputs, score: known } = score(match, present, place)
      return { ...one, inputs, reasons: known.reasons }
    }
    const settle = (
      id: string,
      before: OpenFinding | null,
      open_: Scored | null,
      by: { readonly cause: MoveCause; readonly step: number },
      match: Match | undefined,
    ) => {
      let [then, why] = [open_, by]
      for (const at of then ? shape.steps : []) {
        const step = resolved[at]!
        if (step.kind === 'remove' && isRemoved(step, id, before)) [then, why] = [null, { cause: 'removed', step: at }]
        if (
          step.kind === 'control' &&
          then &&
          match &&
          isKeptOff(step.reach, scorer.reaches(toScorable(match, present, place)))
        )
          [then, why] = [null, { cause: 'controlled', step: at }]
      }
      if (then) after.push(then)
      if ((!before && !then) || (before && then && isSame(before, then))) return
      moves.push({ vulnerabilityId: id, ...why, before: before && explained(id, before), after: then })
    }
    const isHeld = (decisionId: string | null, match: Match, scored: SupposedScore) =>
      (premises.get(decisionId ?? '') ?? [])
        .filter(({ kind }) => movedPremises.has(kind))
        .every((premise) => holdsOn(premise, configuration, context, match, scored))

    if (retiredBy !== null) {
      for (const [id, one] of open)
        moves.push({ vulnerabilityId: id, cause: 'retired', step: retiredBy, before: explained(id, one), after: null })
      for (const [id, match] of change.replaced ? said! : [])
        if (match.answer !== 'not_affected')
          settle(
            id,
            null,
            toOpen(score(match, configuration, context)),
            { cause: 'replacement', step: retiredBy },
            match,
          )
      return { after: standingOf(after), moves }
    }

    const byVersion = { cause: 'version', step: change.movedBy } as const
    const byPlace = { cause: 'context', step: change.placedBy } as const
    for (const [id, one] of open) {
      const own = one.keptBy ? undefined : matchOn(shape.configurationId, id)
      if (said) {
        const match = said.get(id)
        if (match && match.answer !== 'not_affected') {
          settle(id, one, toOpen(score(match, configuration, context)), byVersion, match)
          continue
        }
        const left = one.keptBy ? (configurations.get(one.keptBy.configurationId) ?? null) : present
        const isUnproved = proofOf(left, configuration, match ? 'not_affected' : null) === 'cannot_tell'
        settle(id, one, isUnproved ? one : null, byVersion, own)
      } else if (isElsewhere && own) settle(id, one, toOpen(score(own, present, context)), byPlace, own)
      else settle(id, one, one, byPlace, own)
    }
    for (const [id, match] of said ?? []) {
      if (match.answer === 'not_affected' || open.has(id)) continue
      const scored = score(match, configuration, context)
      const row = shape.history.rows.get(id)
      let by: { readonly cause: MoveCause; readonly step: number } = byVersion
      if (row) {
        const answerBefore = matchOn(shape.configurationId, id)?.answer ?? null
        const move = {
          answerBefore,
          answer: match.answer,
          hasMoved: true,
          isReadSince: true,
          proof: 'cleared',
        } as const
        const state = judgeMove({ ...move, state: row.state })?.after ?? row.state
        const isDecided = state.decision !== 'none' && isHeld(row.decisionId, match, scored)
        if (!isOpen({ ...state, decision: isDecided ? state.decision : 'none' })) continue
        if (state.decision !== 'none') by = { cause: 'decision_broke', step: change.movedBy }
      }
      settle(id, null, toOpen(scored), by, match)
    }
    for (const [id, { state, decisionId }] of said || !isElsewhere ? [] : shape.history.rows) {
      const match = matchOn(shape.configurationId, id)
      if (!match || state.decision === 'none' || !isOpen({ ...state, decision: 'none' })) continue
      const scored = score(match, configuration, context)
      if (!isHeld(decisionId, match, scored))
        settle(id, null, toOpen(scored), { cause: 'decision_broke', step: change.placedBy }, match)
    }
    return { after: standingOf(after), moves }
  }
}

/** Of what is set aside nothing is open. */
const toOpen = ({ score, inputs }: SupposedScore): Scored | null =>
  score.countsAs === 'set_aside'
    ? null
    : {
        score: score.score,
        band: score.band,
        likelihood: score.likelihood,
        safety: score.safety,
        care: score.care,
        privacy: score.privacy,
        inputs,
        reasons: score.reasons,
      }

const isSame = (a: Scored, b: Scored) =>
  a.score === b.score &&
  a.band === b.band &&
  a.likelihood === b.likelihood &&
  a.safety === b.safety &&
  a.care === b.care &&
  a.privacy === b.privacy

const toScorable = (match: Match, configuration: Configuration, context: ContextFacts): Scorable => ({
  vulnerability_id: match.vulnerability_id,
  answer: match.answer,
  probability: match.probability,
  advisory_id: match.advisory_id,
  product_ids: match.product_ids,
  is_name_alone: match.is_name_alone,
  manufacturer: configuration.manufacturer,
  model: configuration.model,
  description: configuration.description,
  criticality: context.criticality,
  care_setting: context.care_setting,
  zone: context.zone,
  network_connected: context.network_connected,
  stores_phi: context.stores_phi,
  stores_phi_by: context.stores_phi_by,
})

type Removal = Extract<ResolvedStep, { kind: 'remove' }>

const isRemoved = ({ listed, supported, vulnerabilityIds }: Removal, id: string, before: OpenFinding | null) =>
  listed.has(id) ||
  (supported !== null && vulnerabilityIds.has(id) && (before === null || supported.has(`${before.basisId} ${id}`)))

/** A flaw of which no vector can be read may be used from anywhere: no control is known to keep it off. */
const isKeptOff = (kept: ReadonlySet<string>, reaches: readonly string[]) =>
  reaches.length > 0 && reaches.every((reach) => kept.has(reach))

/** What a step can change of what a decision rests on. */
const movedPremises: ReadonlySet<Premise['kind']> = new Set([
  'product',
  'zone',
  'off_network',
  'versions',
  'version_range',
  'answer',
  'score_at_most',
  'approved_for',
] as const)

const holdsOn = (
  premise: Premise,
  configuration: Configuration,
  { zone, network_connected, criticality }: ContextFacts,
  { answer }: Match,
  { score, inputs }: SupposedScore,
) =>
  judge(premise, {
    ...{
      configuration,
      zone,
      networkConnected: network_connected,
      criticality,
      answer,
      score: score.score,
      band: inputs.band,
    },
    // What the others ask: no step changes it.
    ...{ site: '', siteKey: String, knownExploited: null, said: [], controls: new Map(), today: '' },
  }).outcome === 'holds'
