import type { AlikeDevices, ModelLabel, Scored, Standing, Supposed, SupposedMove } from '#domain/findings/findings.ts'
import { type PlannedWork, plannedMinutes } from '#domain/remediation/remediation.ts'
import type { DecisionInputs } from '#domain/risk/risk.ts'
import type { RiskBand } from '#model/risk.ts'
import type { WhatIfMeasure, WhatIfMove, WhatIfResult, WhatIfStep } from '#model/what-if.ts'

// What a supposition comes to. The risk of devices is the sum over them of the worst that is open on each (ADR 0044): it can be
// split by site and model, and a patch that cures ten flaws counts once. Sums are of whole tenths and hundredths, so that parts
// add up to the total exactly.

/** Rows of the list of what moves. */
export const mostMoves = 20_000
const mostGroups = 200

interface Sum {
  score: number
  likelihood: number
  safety: number
  care: number
  privacy: number
  findings: number
  devices: number
}

const emptySum = (): Sum => ({ score: 0, likelihood: 0, safety: 0, care: 0, privacy: 0, findings: 0, devices: 0 })

function add(sum: Sum, one: Standing, devices: number) {
  sum.score += one.score * devices
  sum.likelihood += one.likelihood * devices
  sum.safety += one.safety * devices
  sum.care += one.care * devices
  sum.privacy += one.privacy * devices
  sum.findings += one.findings * devices
  sum.devices += devices
}

const toMeasure = (sum: Sum): WhatIfMeasure => ({
  risk: sum.score / 10,
  safety: sum.safety / 100,
  care: sum.care / 100,
  privacy: sum.privacy / 100,
  likelihood: sum.likelihood / 10,
  findings: sum.findings,
  devices: sum.devices,
})

interface Both {
  readonly before: Sum
  readonly after: Sum
}
const emptyBoth = (): Both => ({ before: emptySum(), after: emptySum() })
const measured = ({ before, after }: Both) => ({ before: toMeasure(before), after: toMeasure(after) })

class Groups<Label extends Readonly<Record<string, string>>> {
  readonly #sums = new Map<string, { label: Label; both: Both }>()

  of(label: Label): Both {
    const key = Object.values(label).join('\n')
    const present = this.#sums.get(key) ?? { label, both: emptyBoth() }
    this.#sums.set(key, present)
    return present.both
  }

  /** Those that change, by how much. */
  changed() {
    const parts = ['score', 'safety', 'care', 'privacy', 'likelihood', 'findings', 'devices'] as const
    return [...this.#sums]
      .filter(([, { both }]) => parts.some((part) => both.before[part] !== both.after[part]))
      .map(([key, { label, both }]) => ({ key, label, both, by: Math.abs(both.before.score - both.after.score) }))
      .sort((a, b) => b.by - a.by || (a.key < b.key ? -1 : 1))
      .slice(0, mostGroups)
      .map(({ label, both }) => ({ ...label, ...measured(both) }))
  }
}

const bands = ['critical', 'high', 'medium', 'low'] as const
const worstBand = (one: Standing): RiskBand | null => bands.find((band) => one.bands[band] > 0) ?? null

interface Actions {
  readonly version: number
  readonly actions: readonly string[]
  actionOf(inputs: DecisionInputs): string | null
}

export interface WorkedOut {
  readonly result: WhatIfResult
  /** The largest change first. */
  readonly moves: readonly WhatIfMove[]
}

export function workOut(
  { alike, notes }: Supposed,
  steps: readonly WhatIfStep[],
  appetite: Actions | null,
  computedAt: string,
): WorkedOut {
  const total = emptyBoth()
  const sites = new Groups<{ site: string }>()
  const manufacturers = new Groups<{ manufacturer: string }>()
  const models = new Groups<{ manufacturer: string; model: string }>()
  const byBand = new Map(bands.map((band) => [band, { before: 0, after: 0 }]))
  const byDeviceBand = new Map<RiskBand | null, { before: number; after: number }>(
    [...bands, null].map((band) => [band, { before: 0, after: 0 }]),
  )
  const work = steps.map(() => ({ devices: 0, minutes: null as number | null, unplanned: 0 }))
  let minutes: number | null = null
  const rows = new MoveRows(appetite, steps.length)

  for (const one of alike) {
    for (const [site, devices] of one.sites)
      for (const side of ['before', 'after'] as const) {
        const standing = one[side]
        if (!standing) continue
        const { manufacturer, model } = standing
        const sums = [total, sites.of({ site }), manufacturers.of({ manufacturer }), models.of({ manufacturer, model })]
        for (const both of sums) add(both[side], standing, devices)
        for (const band of bands) byBand.get(band)![side] += standing.bands[band] * devices
        byDeviceBand.get(worstBand(standing))![side] += devices
      }
    if (one.steps.length === 0) continue
    const devices = one.sites.values().reduce((sum, count) => sum + count, 0)
    const planned = new Map<PlannedWork, number>()
    for (const at of one.steps) {
      work[at]!.devices += devices
      const kind = workOf[steps[at]!.kind]
      const each = kind && plannedMinutes(kind, one.configuration)
      if (!kind || each === null) {
        work[at]!.unplanned += devices
        continue
      }
      work[at]!.minutes = (work[at]!.minutes ?? 0) + each * devices
      planned.set(kind, each)
    }
    // One visit does what two steps ask for.
    for (const each of planned.values()) minutes = (minutes ?? 0) + each * devices
    rows.add(one)
  }

  const { moves, counts, ofStep, actions } = rows.result()
  return {
    moves,
    result: {
      computedAt,
      appetiteVersion: appetite?.version ?? null,
      total: measured(total),
      sites: sites.changed(),
      manufacturers: manufacturers.changed(),
      models: models.changed(),
      bands: [...byBand].map(([band, both]) => ({ band, ...both })),
      deviceBands: [...byDeviceBand].map(([band, both]) => ({ band, ...both })),
      actions,
      moves: { ...counts, rows: moves.length },
      steps: work.map(({ unplanned, ...one }, at) => ({
        ...one,
        findings: ofStep[at]!,
        notes: [
          ...notes[at]!,
          ...(one.minutes !== null && unplanned > 0
            ? [`Working time is told without that at ${unplanned} of the devices: the library states none for such.`]
            : []),
        ],
      })),
      minutes,
    },
  }
}

/** What is done for a step; a vulnerability is removed by an update. Of the others the library has no instruction. */
const workOf: Readonly<Record<WhatIfStep['kind'], PlannedWork | null>> = {
  ...{
    remove: 'update',
    upgrade: 'update',
    segment: 'isolate',
    disconnect: 'off_network',
    control: null,
    retire: null,
  },
}

interface Row {
  readonly move: SupposedMove
  readonly label: ModelLabel
  readonly from: WhatIfMove['before']
  readonly to: WhatIfMove['before']
  readonly key: string
  /** By how much the score changes. */
  readonly by: number
  readonly sites: ReadonlyMap<string, number>[]
}

/** Devices of one model, by site. */
interface OnModel {
  readonly before: ModelLabel
  readonly after: ModelLabel
  readonly sites: ReadonlyMap<string, number>[]
}

type Told = Pick<Row, 'from' | 'to' | 'key' | 'by'>

/** Findings that move, those alike in one row. What many devices have in common is told once, whatever their sites. */
class MoveRows {
  readonly #appetite: Actions | null
  readonly #ofStep: number[]
  readonly #lists = new Map<readonly SupposedMove[], Map<string, OnModel>>()
  readonly #rows = new Map<string, Row>()
  readonly #told = new Map<SupposedMove, Told>()
  readonly #reasons = new Map<SupposedMove, WhatIfMove['reasons']>()
  readonly #actions = new Map<string | null, { before: number; after: number }>()
  readonly #counts = { findings: 0, leave: 0, come: 0, better: 0, worse: 0 }

  constructor(appetite: Actions | null, steps: number) {
    this.#appetite = appetite
    this.#ofStep = Array.from({ length: steps }, () => 0)
  }

  add({ sites, before, after, moves }: AlikeDevices) {
    for (const some of moves) {
      const onModels = this.#lists.get(some) ?? new Map<string, OnModel>()
      this.#lists.set(some, onModels)
      const key = JSON.stringify([before.manufacturer, before.model, after?.manufacturer, after?.model])
      const present = onModels.get(key)
      if (present) present.sites.push(sites)
      else onModels.set(key, { before, after: after ?? before, sites: [sites] })
    }
  }

  /** Those of a model that move alike in all. */
  #addAll(some: readonly SupposedMove[], { before, after, sites }: OnModel) {
    const all = sites.reduce((sum, one) => sum + one.values().reduce((of, count) => of + count, 0), 0)
    for (const move of some) {
      const told = this.#tell(move)
      const { from, to } = told
      this.#counts.findings += all
      this.#counts[!to ? 'leave' : !from ? 'come' : to.score < from.score ? 'better' : 'worse'] += all
      this.#ofStep[move.step]! += all
      if (from) this.#action(from.action).before += all
      if (to) this.#action(to.action).after += all
      const label = from ? before : after
      const key = `${told.key}\n${label.manufacturer}\n${label.model}`
      const row = this.#rows.get(key)
      if (row) row.sites.push(...sites)
      else this.#rows.set(key, { ...told, move, label, key, sites: [...sites] })
    }
  }

  #tell(move: SupposedMove): Told {
    const known = this.#told.get(move)
    if (known) return known
    const { vulnerabilityId, cause, before, after } = move
    const [from, to] = [this.#standing(before), this.#standing(after)]
    const told = {
      ...{ from, to, key: JSON.stringify([vulnerabilityId, cause, from, to]) },
      by: Math.abs((from?.score ?? 0) - (to?.score ?? 0)),
    }
    this.#told.set(move, told)
    return told
  }

  #standing(one: Scored | null): WhatIfMove['before'] {
    if (!one) return null
    const { score, band, likelihood, safety, care, privacy, inputs } = one
    const action = this.#appetite && inputs ? this.#appetite.actionOf(inputs) : null
    return { score, band, likelihood, safety, care, privacy, action }
  }

  #action(name: string | null) {
    const present = this.#actions.get(name) ?? { before: 0, after: 0 }
    this.#actions.set(name, present)
    return present
  }

  result() {
    for (const [some, onModels] of this.#lists) for (const one of onModels.values()) this.#addAll(some, one)
    const order = [...(this.#appetite?.actions ?? []), null]
    return {
      counts: this.#counts,
      ofStep: this.#ofStep,
      actions: order.flatMap((action) => {
        const both = this.#actions.get(action)
        return both ? [{ action, ...both }] : []
      }),
      moves: this.#listed(),
    }
  }

  #reasonsOf(move: SupposedMove): WhatIfMove['reasons'] {
    const known = this.#reasons.get(move)
    if (known) return known
    const { before, after } = move
    const reasons = before && after ? reasonsBetween(before, after) : []
    this.#reasons.set(move, reasons)
    return reasons
  }

  /** Sites are told apart only for what is listed: there may be millions. */
  #listed(): WhatIfMove[] {
    const moves: WhatIfMove[] = []
    for (const { move, label, from, to, sites } of [...this.#rows.values()].sort(
      (a, b) => b.by - a.by || (a.key < b.key ? -1 : 1),
    )) {
      const bySite = new Map<string, number>()
      for (const some of sites) for (const [site, count] of some) bySite.set(site, (bySite.get(site) ?? 0) + count)
      const { vulnerabilityId, cause } = move
      const reasons = this.#reasonsOf(move)
      const { manufacturer, model } = label
      for (const [site, devices] of [...bySite].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
        if (moves.length >= mostMoves) return moves
        moves.push({ vulnerabilityId, manufacturer, model, site, devices, cause, before: from, after: to, reasons })
      }
    }
    return moves
  }
}

/** Parts of the score that read otherwise, in the order of the rules. */
function reasonsBetween(before: Scored, after: Scored): WhatIfMove['reasons'] {
  const key = ({ rule, axis }: { rule: string; axis: string }) => `${rule} ${axis}`
  const [was, is] = [before, after].map(({ reasons }) => new Map(reasons.map((one) => [key(one), one]))) as [
    Map<string, Scored['reasons'][number]>,
    Map<string, Scored['reasons'][number]>,
  ]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [from, to] = [was.get(name), is.get(name)]
    if (from?.text === to?.text && from?.effect === to?.effect) return []
    const { rule, axis } = (from ?? to)!
    return [{ rule, axis, before: from?.text ?? null, after: to?.text ?? null }]
  })
}
