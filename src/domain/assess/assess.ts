import { type Combined, combine, type Database, isDatabase, isSpokenOf, matcherOf } from '#domain/findings/findings.ts'
import { classify } from '#domain/inventory/inventory.ts'
import { type DeviceClaims, offWorklist } from '#model/device.ts'
import { deviceFunctionOf } from '#model/device-function.ts'
import type { Configuration } from '#model/matching.ts'
import type { Context } from '#model/risk.ts'
import type { Assessment, Group, Totals } from './assessment.ts'
import { type AssessedDevice, asksForSerial, configurationOf, toldApart } from './configuration.ts'
import { addToGaps, type OpenGap } from './gaps.ts'
import { addToGroups, finish, modelGroups, type OpenGroup } from './groups.ts'
import { type AssessInput, databaseAsAdvisory, type Pair, type PairFinding, ReadAdvisory, Scorer } from './scoring.ts'

// One inventory against the advisories that are given, at one moment, with no database: the same matcher and the same
// score as the server's, put together for a person who has to begin somewhere.

export type * from './assessment.ts'
export type { AssessedDevice } from './configuration.ts'
export { type InventoryMatch, matchInventory } from './match-inventory.ts'
export type { AssessInput, MsrcRead, NvdRead } from './scoring.ts'

export function assess(input: AssessInput): Assessment {
  const answersOn = answerer(input)
  const pairs = pairUp(input.devices, answersOn)
  const byDatabase = new Map<Database, Set<string>>()
  for (const { configuration } of pairs)
    for (const [id, { advisoryId }] of answersOn(configuration))
      if (isDatabase(advisoryId)) byDatabase.set(advisoryId, (byDatabase.get(advisoryId) ?? new Set()).add(id))
  const advisories = [
    ...input.advisories,
    ...[...byDatabase].map(([database, cves]) => databaseAsAdvisory(database, cves, input)),
  ]
  const read = new Map(advisories.map((advisory) => [advisory.id, new ReadAdvisory(advisory)]))
  const scorer = new Scorer(read, input)
  const groups = new Map<string, OpenGroup>()
  const models = modelGroups(
    pairs.map(({ configuration }) => configuration),
    input.aliases,
  )
  const gaps = new Map<string, OpenGap>()
  const totals = new Counter()

  for (const pair of pairs) {
    const combined = answersOn(pair.configuration)
    const findings: PairFinding[] = []
    for (const [vulnerabilityId, one] of combined) {
      if (one.answer === 'not_affected') continue
      findings.push({ vulnerabilityId, combined: one, risk: scorer.score(vulnerabilityId, one, pair) })
    }
    const onWorklist = pair.devices.filter((device) => !isOffWorklist(device))
    totals.add(pair, onWorklist.length, combined.size > 0, findings, input.knownExploited)
    if (onWorklist.length === 0) continue
    addToGroups(groups, pair, onWorklist, findings, models)
    addToGaps(gaps, onWorklist.length, findings)
  }

  const finished = [...groups.values()].map((group) => finish(group, read, scorer)).sort(worstFirst)
  return {
    format: 'homeostat-assessment',
    formatVersion: 1,
    madeAt: input.now.toISOString(),
    inventory: { ...input.inventory, devices: input.devices.length },
    intelligence: {
      ...input.intelligence,
      nvdCves: input.nvd?.nvdCves ?? null,
      recordCves: input.nvd?.recordCves ?? null,
      advisories: input.advisories.length,
      vulnerabilities: new Set(
        input.advisories.flatMap((one) => one.vulnerabilities.map((flaw) => flaw.vulnerabilityId)),
      ).size,
      products: input.advisories.reduce((sum, advisory) => sum + advisory.products.length, 0),
    },
    totals: totals.result(),
    actions: finished.filter((group) => group.affected > 0),
    questions: finished.filter((group) => group.affected === 0),
    gaps: [...gaps.values()]
      .map((gap) => gap.result())
      .sort((a, b) => b.devices - a.devices || (a.sentence < b.sentence ? -1 : 1)),
  }
}

type AnswersOn = (configuration: Configuration) => ReadonlyMap<string, Combined>

/** Each configuration is asked once. */
function answerer(input: AssessInput): AnswersOn {
  const matcher = matcherOf(input.advisories, input.nvd?.applicability, input.microsoft?.updates)
  const answered = new Map<string, ReadonlyMap<string, Combined>>()
  return (configuration) => {
    const key = JSON.stringify(configuration)
    let answers = answered.get(key)
    if (!answers) {
      answers = new Map(
        [...matcher.match(configuration, input.aliases)]
          .filter(([, list]) => isSpokenOf(list))
          .map(([id, list]): [string, Combined] => [id, combine(list)]),
      )
      answered.set(key, answers)
    }
    return answers
  }
}

const worstFirst = (a: Group, b: Group): number =>
  b.risk.score - a.risk.score ||
  b.affected - a.affected ||
  b.cannotTell - a.cannotTell ||
  (a.advisory.id + a.model < b.advisory.id + b.model ? -1 : 1)

const isOffWorklist = ({ claims }: AssessedDevice): boolean =>
  claims.lifecycle !== null && claims.lifecycle !== undefined && offWorklist.includes(claims.lifecycle)

function contextOf(claims: DeviceClaims): Context {
  const hasAddress = (claims.ipAddresses?.length ?? 0) > 0 || (claims.macAddresses?.length ?? 0) > 0
  return {
    ...classify(claims),
    zone: claims.zone ?? claims.vlan ?? '',
    networkConnected: claims.networkConnected ?? (hasAddress ? true : null),
    storesPhi: claims.storesPhi ?? null,
  }
}

function pairUp(devices: readonly AssessedDevice[], answersOn: AnswersOn): Pair[] {
  const pairs = new Map<string, Pair>()
  const asking = new Map<ReadonlyMap<string, Combined>, boolean>()
  const isAsking = (answers: ReadonlyMap<string, Combined>) => {
    let isAsked = asking.get(answers)
    if (isAsked === undefined) {
      isAsked = asksForSerial(Iterator.from(answers.values()).flatMap(({ evidence }) => evidence))
      asking.set(answers, isAsked)
    }
    return isAsked
  }
  for (const device of devices) {
    const alike = configurationOf(device.claims)
    const configuration = isAsking(answersOn(alike)) ? toldApart(alike, device.claims) : alike
    const context = contextOf(device.claims)
    const contextKey = JSON.stringify(context)
    const key = `${JSON.stringify(configuration)}${contextKey}`
    const pair = pairs.get(key)
    if (pair) {
      pair.devices.push(device)
      continue
    }
    const { manufacturer, model, description } = configuration
    // As the score reads them: of its names only what the device does.
    const riskKey = `${deviceFunctionOf(description, model, `${manufacturer} ${model}`)} ${contextKey}`
    pairs.set(key, { configuration, context, devices: [device], riskKey })
  }
  return [...pairs.values()]
}

/** Each device is counted once, by the worst that is said of it. */
class Counter {
  #totals = {
    devices: 0,
    affected: 0,
    cannotTell: 0,
    notAffected: 0,
    notNamed: 0,
    unidentified: 0,
    offWorklist: 0,
    offWorklistAffected: 0,
    knownExploited: 0,
    bands: { critical: 0, high: 0, medium: 0, low: 0 },
  }

  /** `count`: how many of the devices are on the worklist. */
  add(
    pair: Pair,
    count: number,
    isNamed: boolean,
    findings: readonly PairFinding[],
    exploited: AssessInput['knownExploited'],
  ): void {
    const totals = this.#totals
    const off = pair.devices.length - count
    const affected = findings.filter((finding) => finding.combined.answer === 'affected')
    totals.devices += pair.devices.length
    totals.offWorklist += off
    if (affected.length > 0) {
      totals.affected += count
      totals.offWorklistAffected += off
      const worst = affected.reduce((a, b) => (b.risk.score > a.risk.score ? b : a))
      totals.bands[worst.risk.band] += count
      if (affected.some((finding) => exploited?.has(finding.vulnerabilityId))) totals.knownExploited += count
      return
    }
    const { manufacturer, model, modelNumber, operatingSystem } = pair.configuration
    if (findings.length > 0) totals.cannotTell += count
    else if (isNamed) totals.notAffected += count
    else if (`${manufacturer}${model}${modelNumber}${operatingSystem}`.trim() === '') totals.unidentified += count
    else totals.notNamed += count
  }

  result(): Totals {
    return this.#totals
  }
}
