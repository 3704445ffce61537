import type { ControlState, ControlVerification } from '#model/control.ts'
import type { CheckedPremise, FailingPremise, Premise, VersionAttribute } from '#model/decision.ts'
import type { Criticality } from '#model/device.ts'
import type { Answer, AskedAttribute, DecisionKind } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import { RiskBand } from '#model/risk.ts'
import { contains, isUnknownText } from '#standards/vers/vers.ts'

// What a decision rests on, compared with the facts of one finding. Pure, and of the present alone: whatever came in what
// order, the same facts give the same answer. What nobody can tell never counts as fulfilled.

export interface PremiseFacts {
  readonly configuration: Configuration
  /** Empty: the inventory does not say. */
  readonly site: string
  /** Equal for texts that are one site. */
  readonly siteKey: (site: string) => string
  readonly zone: string
  readonly networkConnected: boolean | null
  readonly answer: Answer
  readonly score: number | null
  readonly band: RiskBand | null
  readonly criticality: Criticality
  /** Null while no catalogue of them was read. */
  readonly knownExploited: boolean | null
  /** What each advisory says of the product entries that fit: digests of status and remediations. */
  readonly said: readonly SaidEntry[]
  /** What was recorded last of each compensating control. */
  readonly controls: ReadonlyMap<string, ControlVerification>
  /** The organisation's own day. */
  readonly today: string
}

export interface SaidEntry {
  readonly advisoryId: string
  readonly revision: string
  readonly digest: string
}

export interface Judgement {
  readonly kind: Premise['kind']
  readonly outcome: 'holds' | 'broken' | 'unknown'
  /** What the premise was compared with, in words: `9.1`, `not listed`. */
  readonly value: string
  /** A sentence, whatever the outcome. */
  readonly text: string
  /** What one look at the device would answer. */
  readonly asks?: AskedAttribute
  readonly option?: string
}

export const attributeNames: Readonly<Record<VersionAttribute, string>> = {
  softwareVersion: 'software version',
  firmwareVersion: 'firmware version',
  operatingSystem: 'operating system',
}

type Judge<K extends Premise['kind']> = (
  premise: Extract<Premise, { kind: K }>,
  facts: PremiseFacts,
) => Omit<Judgement, 'kind'>

const judges: { readonly [K in Premise['kind']]: Judge<K> } = {
  product: (premise, { configuration }) => {
    const value = productName(configuration)
    const wanted = productName(premise)
    if (productKey(configuration) === productKey(premise)) return holds(value, `it is a ${wanted}`)
    if (!configuration.manufacturer.trim() || !configuration.model.trim())
      return {
        ...unknown(value, `the inventory no longer says that it is a ${wanted}`),
        asks: configuration.model.trim() ? 'manufacturer' : 'model',
      }
    return broken(value, `it is a ${value}, and the decision is on ${wanted}`)
  },
  site: ({ site }, facts) => {
    const value = facts.site || 'no site'
    const wanted = site || 'no site'
    if (facts.siteKey(facts.site) === facts.siteKey(site)) return holds(value, `it stands at ${wanted}`)
    return broken(value, `it stands at ${value}, and the decision is for ${wanted}`)
  },
  zone: ({ zone }, facts) => {
    if (!facts.zone.trim()) return unknown('unknown', `its network zone is not known; it has to be ${zone}`)
    if (sameText(facts.zone, zone)) return holds(facts.zone, `it is in network zone ${zone}`)
    return broken(facts.zone, `it is in network zone ${facts.zone}, and the decision rests on ${zone}`)
  },
  off_network: (_, { networkConnected }) => {
    if (networkConnected === null) return unknown('unknown', 'nobody knows whether it is on the network')
    return networkConnected ? broken('on the network', 'it is on the network') : holds('off', 'it is off the network')
  },
  versions: ({ attribute, versions }, { configuration }) => {
    const value = configuration[attribute].trim()
    const name = attributeNames[attribute]
    const wanted = listed(versions)
    if (value === '' || isUnknownText(value))
      return { ...unknown('unknown', `its ${name} is not known; it has to be ${wanted}`), asks: attribute }
    const isOne = versions.some((one) => sameText(one, value) || contains(one, value).answer === 'yes')
    return isOne
      ? holds(value, `its ${name} is ${value}`)
      : broken(value, `its ${name} is ${value}, and the decision is for ${wanted}`)
  },
  version_range: ({ attribute, range }, { configuration }) => {
    const value = configuration[attribute].trim()
    const name = attributeNames[attribute]
    if (value === '' || isUnknownText(value))
      return { ...unknown('unknown', `its ${name} is not known; it has to be within ${range}`), asks: attribute }
    const { answer } = contains(range, value)
    if (answer === 'yes') return holds(value, `its ${name} ${value} is within ${range}`)
    if (answer === 'no') return broken(value, `its ${name} is ${value}, which is outside ${range}`)
    return unknown(value, `its ${name} ${value} cannot be compared with ${range}`)
  },
  option_absent: ({ option }, { configuration }) => {
    const said = configuration.description.split('; ').map((part) => part.trim().toLowerCase())
    if (said.includes(`without ${option}`.toLowerCase())) return holds(`without ${option}`, `it has no ${option}`)
    if (said.includes(`with ${option}`.toLowerCase())) return broken(`with ${option}`, `it has ${option}`)
    return { ...unknown('unknown', `nobody knows whether it has ${option}`), asks: 'option', option }
  },
  advisory_unchanged: ({ advisoryId, digests }, { said }) => {
    const own = said.filter((entry) => entry.advisoryId === advisoryId)
    const name = nameOfAdvisory(advisoryId)
    if (own.length === 0) return broken('nothing', `${name} says nothing of this product and version any more`)
    const revision = `revision ${own[0]!.revision}`
    const isSame = own.every(({ digest }) => digests.includes(digest))
    return isSame
      ? holds(revision, `${name} says the same of what can be done, in ${revision}`)
      : broken(revision, `${name} says something else of what can be done, in ${revision}`)
  },
  answer: (_, { answer }) =>
    answer === 'affected'
      ? broken('affected', 'it is affected; when this was decided nobody could tell')
      : holds('cannot tell', 'nobody can tell whether it is affected'),
  score_at_most: ({ score: limit }, { score }) => {
    if (score === null) return unknown('unknown', `its score is not known; it must not be above ${limit}`)
    return score <= limit
      ? holds(String(score), `its score ${score} is not above ${limit}`)
      : broken(String(score), `its score is ${score}, above ${limit}`)
  },
  not_known_exploited: (_, { knownExploited }) => {
    if (knownExploited === null) return unknown('unknown', 'no catalogue of exploited vulnerabilities was read')
    return knownExploited
      ? broken('listed', 'attackers are known to use it (CISA KEV)')
      : holds('not listed', 'no attacker is known to use it (CISA KEV)')
  },
  control_verified: ({ controlId, control, place }, { controls, today }) => {
    const name = nameOfControl({ control, place })
    const last = controls.get(controlId)
    if (!last) return unknown('unknown', `no verification of ${name} is on record`)
    const { verifiedOn, verifiedBy, verifyAgainBy, evidence, recordedBy } = last
    const held = `verified on ${verifiedOn}`
    switch (controlState(last, today)) {
      case 'verified':
        return holds(held, `${name} was verified by ${verifiedBy} on ${verifiedOn}, until ${verifyAgainBy}`)
      case 'overdue':
        return broken('overdue', `${name} had to be verified again by ${verifyAgainBy}; last ${held}`)
      case 'failed':
        return broken('failed', `${name} did not hold when ${verifiedBy} verified it on ${verifiedOn}: ${evidence}`)
      case 'taken_back':
        return broken('taken back', `${recordedBy} took the verification of ${name} back: ${evidence}`)
    }
  },
  approved_for: ({ bands, lifeSustaining }, { band, criticality }) => {
    const isVital = sustainsLife(criticality)
    const approved = isVital ? lifeSustaining : bands
    if (band === null)
      return RiskBand.options.every((one) => approved.includes(one))
        ? holds('unknown', 'its risk is not known, and the decision was approved for any')
        : unknown('unknown', 'its risk is not known; it has to be one that was approved')
    const value = isVital ? `${band}, life-sustaining` : band
    return approved.includes(band)
      ? holds(value, `its risk is ${band}, for which the decision was approved`)
      : broken(
          value,
          `its risk is ${band}${isVital ? ' on a device that may sustain life' : ''}, for which nobody approved it`,
        )
  },
  until: ({ day }, { today }) =>
    today <= day ? holds(today, `it is in force until ${day}`) : broken(today, `it was in force until ${day}`),
}

/** What nobody knows of a device counts as the worst. */
export const sustainsLife = (criticality: Criticality) => criticality === 'life_sustaining' || criticality === 'unknown'

const holds = (value: string, text: string) => ({ outcome: 'holds', value, text }) as const
const broken = (value: string, text: string) => ({ outcome: 'broken', value, text }) as const
const unknown = (value: string, text: string) => ({ outcome: 'unknown', value, text }) as const

/** The last day of a verification is one on which it counts. */
export function controlState(last: ControlVerification, today: string): ControlState {
  if (last.outcome !== 'held') return last.outcome
  return last.verifyAgainBy !== null && today <= last.verifyAgainBy ? 'verified' : 'overdue'
}

export function judge(premise: Premise, facts: PremiseFacts): Judgement {
  const one = judges[premise.kind] as Judge<Premise['kind']>
  return { kind: premise.kind, ...one(premise as never, facts) }
}

/** How a decision stands with facts: one broken premise breaks it; else one that nobody can tell leaves it open. */
export interface Standing {
  readonly outcome: 'holds' | 'broken' | 'asks'
  readonly checked: readonly CheckedPremise[]
  readonly failing: readonly FailingPremise[]
  readonly asks: AskedAttribute | null
  readonly option: string
}

export function judgeAll(premises: readonly Premise[], facts: PremiseFacts): Standing {
  const judged = premises.map((premise) => judge(premise, facts))
  const isBroken = judged.some(({ outcome }) => outcome === 'broken')
  const failing = judged.filter(({ outcome }) => outcome === (isBroken ? 'broken' : 'unknown'))
  // One look answers one thing: where more is unknown, no single look settles it.
  const question = !isBroken && failing.length === 1 ? failing[0] : undefined
  return {
    outcome: isBroken ? 'broken' : failing.length > 0 ? 'asks' : 'holds',
    checked: judged.map(({ kind, value }) => ({ kind, value })),
    failing: failing.map(({ kind, outcome, value, text }) => ({
      kind,
      outcome: outcome as FailingPremise['outcome'],
      was: null,
      now: value,
      text,
    })),
    asks: question?.asks ?? null,
    option: question?.option ?? '',
  }
}

/** The premise as a row of the dialog: `Software version is 9.0 or 9.1`. */
export function premiseInWords(premise: Premise): string {
  switch (premise.kind) {
    case 'product':
      return `The device is a ${productName(premise)}`
    case 'site':
      return premise.site ? `It stands at ${premise.site}` : 'It stands at no site'
    case 'zone':
      return `It is in network zone ${premise.zone}`
    case 'off_network':
      return 'It is not connected to the network'
    case 'versions':
      return `Its ${attributeNames[premise.attribute]} is ${listed(premise.versions)}`
    case 'version_range':
      return `Its ${attributeNames[premise.attribute]} is within ${premise.range}`
    case 'option_absent':
      return `It has no ${premise.option}`
    case 'advisory_unchanged':
      return `${nameOfAdvisory(premise.advisoryId)} says the same of what can be done as in revision ${premise.revision}`
    case 'answer':
      return 'Nobody can tell for certain that it is affected'
    case 'score_at_most':
      return `Its score is not above ${premise.score}`
    case 'not_known_exploited':
      return 'No attacker is known to use the vulnerability (CISA KEV)'
    case 'control_verified':
      return `${capitalised(nameOfControl(premise))} is verified, and not overdue`
    case 'approved_for':
      return `Its risk is one that it was approved for: ${bandsInWords(premise.bands)}; on what may sustain life ${bandsInWords(premise.lifeSustaining)}`
    case 'until':
      return `Until ${premise.day}`
  }
}

const bandsInWords = (bands: readonly RiskBand[]) => (bands.length > 0 ? bands.join(', ') : 'none')

/** What is known of the findings that a decision is to be taken on. */
export interface ProposedFor {
  readonly facts: PremiseFacts
  readonly devices: number
}

/**
 * Premises from the facts at hand. Those in `kept` are sensible for nearly everybody; the others are true, and offered.
 * What is not known of any device cannot be a premise.
 */
export function proposePremises(
  decision: DecisionKind,
  groups: readonly ProposedFor[],
  site: string | null,
): { premise: Premise; isProposed: boolean }[] {
  if (groups.length === 0) return []
  const facts = groups.map((group) => group.facts)
  const proposed: { premise: Premise; isProposed: boolean }[] = []
  const offer = (premise: Premise, isProposed = true) => proposed.push({ premise, isProposed })
  if (site !== null) offer({ kind: 'site', site })
  const isAboutDevice = decision === 'not_affected' || decision === 'false_positive'

  const attribute = (['softwareVersion', 'firmwareVersion', 'operatingSystem'] as const).find((one) =>
    facts.some(({ configuration }) => isKnown(configuration[one])),
  )
  if (attribute) {
    const versions = unique(facts.map(({ configuration }) => configuration[attribute].trim()).filter(isKnown))
    if (versions.length <= 500) offer({ kind: 'versions', attribute, versions })
  }
  // A product that was taken for another is that at any site, in any zone and whatever the risk.
  const zones = unique(facts.map(({ zone }) => zone.trim()))
  if (zones.length === 1 && zones[0]) offer({ kind: 'zone', zone: zones[0] }, !isAboutDevice)
  if (facts.every(({ networkConnected }) => networkConnected === false)) offer({ kind: 'off_network' }, !isAboutDevice)
  const options = facts.map(({ configuration }) => absentOptions(configuration.description))
  for (const option of options[0] ?? [])
    if (options.every((one) => one.includes(option))) offer({ kind: 'option_absent', option })
  if (facts.every(({ answer }) => answer === 'cannot_tell')) offer({ kind: 'answer', answer: 'cannot_tell' })

  const said = Map.groupBy(
    facts.flatMap((one) => one.said),
    ({ advisoryId }) => advisoryId,
  )
  // Where it speaks of some of them only, it is no premise of all.
  for (const [advisoryId, entries] of [...said].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (facts.every((one) => one.said.some((entry) => entry.advisoryId === advisoryId)))
      offer({
        kind: 'advisory_unchanged',
        advisoryId,
        revision: entries[0]!.revision,
        digests: unique(entries.map(({ digest }) => digest)),
      })
  if (facts.every(({ knownExploited }) => knownExploited === false))
    offer({ kind: 'not_known_exploited' }, !isAboutDevice)
  const scores = facts.map(({ score }) => score).filter((score) => score !== null)
  if (scores.length > 0)
    offer(
      { kind: 'score_at_most', score: Math.min(100, Math.floor(Math.max(...scores) / 5) * 5 + 5) },
      decision === 'accepted' || decision === 'deferred',
    )
  return proposed
}

const absentOptions = (description: string): string[] =>
  description
    .split('; ')
    .map((part) => /^without (.+)$/i.exec(part.trim())?.[1] ?? '')
    .filter((option) => option !== '')

const isKnown = (text: string) => text.trim() !== '' && !isUnknownText(text)
const unique = (texts: readonly string[]) => [...new Set(texts)].sort()
const sameText = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
const nameOfControl = ({ control, place }: { control: string; place: string }) =>
  `the control “${control}”${place ? ` (${place})` : ''}`
const capitalised = (text: string) => text[0]!.toUpperCase() + text.slice(1)
const nameOfAdvisory = (id: string) => id.slice(id.indexOf(':') + 1)
const productName = ({ manufacturer, model }: { manufacturer: string; model: string }) =>
  [manufacturer.trim(), model.trim()].filter(Boolean).join(' ') || 'device without maker and model'

/** Maker and model as devices of one product share them. */
export const productKey = ({ manufacturer, model }: { manufacturer: string; model: string }) =>
  `${manufacturer.trim().toLowerCase()}\n${model.trim().toLowerCase()}`

function listed(texts: readonly string[]): string {
  const shown = texts.length > 6 ? [...texts.slice(0, 5), `${texts.length - 5} others`] : texts
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}
