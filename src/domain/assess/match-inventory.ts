import { type NvdApplicability, settledByUpdates, type WindowsUpdates } from '#domain/applicability/applicability.ts'
import { combine, isSpokenOf, matcherOf } from '#domain/findings/findings.ts'
import type { Aliases } from '#domain/matching/matching.ts'
import type { Advisory } from '#model/advisory.ts'
import type { Answer, Because } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import { type AssessedDevice, asksForSerial, configurationOf, toldApart } from './configuration.ts'

/** What one advisory says of one vulnerability on one device. */
export interface InventoryMatch {
  readonly device: string
  /** The publisher's tracking id, `NVD`, `CVE` or `MSRC`. */
  readonly advisory: string
  /** The CVE, else the first id that the publisher gives, else its title. */
  readonly vulnerability: string
  readonly answer: Answer
  readonly probability: number
  readonly because: readonly Because[]
  /** All that is said would clear some of these devices, and nobody can tell whether this is one: nothing is open. */
  readonly mayClear?: true
}

interface Answered {
  readonly matches: readonly Omit<InventoryMatch, 'device'>[]
  readonly isAskingSerial: boolean
}

/** What is kept to be said again of devices that are alike; one configuration has up to a few thousand. */
const rememberedMatches = 200_000

/**
 * Every device against every advisory, and against NVD's statements and Microsoft's updates where they are given: a line for each advisory and
 * vulnerability whose product is, or may be, the device. What a publisher rules out, or may rule out, is left out unless asked for.
 * Devices that are alike are matched once, as far as memory is to be had.
 */
export function* matchInventory(
  devices: readonly AssessedDevice[],
  advisories: readonly Advisory[],
  {
    all,
    nameOf,
    nvd,
    updates,
    aliases,
  }: {
    all: boolean
    nameOf: (device: AssessedDevice) => string
    nvd?: NvdApplicability | undefined
    updates?: WindowsUpdates | undefined
    aliases?: Aliases | undefined
  },
): Generator<InventoryMatch> {
  const matchAdvisories = advisoryMatcher(advisories, aliases)
  const known = new Map<string, Answered>()
  let kept = 0
  const answersOn = (configuration: Configuration): Answered => {
    const key = JSON.stringify(configuration)
    let answers = known.get(key)
    if (!answers) {
      const { matches, isAskingSerial } = matchAdvisories(configuration)
      answers = { matches: [...matches, ...matchLists(configuration, { nvd, updates, aliases, all })], isAskingSerial }
      if (kept > rememberedMatches) {
        known.clear()
        kept = 0
      }
      kept += answers.matches.length
      known.set(key, answers)
    }
    return answers
  }
  for (const device of devices) {
    const alike = configurationOf(device.claims)
    const ofAll = answersOn(alike)
    const { matches } = ofAll.isAskingSerial ? answersOn(toldApart(alike, device.claims)) : ofAll
    for (const match of matches)
      if (all || (match.answer !== 'not_affected' && !match.mayClear)) yield { device: nameOf(device), ...match }
  }
}

interface Lists {
  readonly nvd: NvdApplicability | undefined
  readonly updates: WindowsUpdates | undefined
  readonly aliases: Aliases | undefined
  /** Also what they rule out. */
  readonly all: boolean
}

/** Of a CVE that NVD gives to the operating system, Microsoft says more exactly whether it is open. */
function matchLists(
  configuration: Configuration,
  { nvd, updates, aliases, all }: Lists,
): Omit<InventoryMatch, 'device'>[] {
  const device = updates?.read(configuration)
  const byMicrosoft = device && updates!.tells(device) ? updates!.match(device) : []
  const isNamed = new Set(byMicrosoft.map(({ cve }) => cve))
  const facts = nvd ? nvd.factsOf(configuration, [], aliases) : []
  const byNvd = nvd ? settledByUpdates(nvd, facts, (cve) => isNamed.has(cve)).standing : []
  return [
    ...[...byNvd, ...(all && nvd ? nvd.ruledOut(facts) : [])].map(
      ({ cve, answer, probability, because, isOfRecord }) => ({
        ...{ advisory: isOfRecord ? 'CVE' : 'NVD', vulnerability: cve },
        ...{ answer, probability, because },
      }),
    ),
    ...byMicrosoft.map(({ cve, updates: _, ...match }) => ({ advisory: 'MSRC', vulnerability: cve, ...match })),
  ]
}

function advisoryMatcher(advisories: readonly Advisory[], aliases: Aliases | undefined) {
  const matcher = matcherOf(advisories)
  const byId = new Map(advisories.map((advisory) => [advisory.id, advisory]))
  const titles = new Map(
    advisories.flatMap(({ id, vulnerabilities }) =>
      vulnerabilities
        .filter(({ vulnerabilityId }) => vulnerabilityId.startsWith(`${id}#`))
        .map(({ vulnerabilityId, title }) => [vulnerabilityId, title || vulnerabilityId] as const),
    ),
  )
  return (configuration: Configuration): Answered => {
    const said = matcher.match(configuration, aliases)
    const matches = [...said].flatMap(([id, statements]) =>
      [...Map.groupBy(statements, ({ advisoryId }) => advisoryId)].map(([advisoryId, own]) => {
        const said = { advisory: byId.get(advisoryId)!.trackingId, vulnerability: titles.get(id) ?? id }
        if (!isSpokenOf(own)) {
          const { answer, probability, because } = own[0]!
          return { ...said, answer, probability, because, mayClear: true as const }
        }
        const { answer, probability, evidence } = combine(own)
        return { ...said, answer, probability, because: evidence[0]!.because }
      }),
    )
    return { matches, isAskingSerial: asksForSerial([...said.values()].flat()) }
  }
}
