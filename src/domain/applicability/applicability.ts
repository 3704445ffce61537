/**
 * NVD's applicability statements over configurations: which CVEs apply to the operating system, the components and the make
 * and model of a device. A function of its inputs: it reads no table and no clock.
 */
import { type Aliases, readSystemNames } from '#domain/matching/matching.ts'
import type { Component } from '#model/component.ts'
import type { Configuration } from '#model/matching.ts'
import { matcherOfNvd } from './apply.ts'
import { componentNames, shelveProducts } from './component-names.ts'
import type { DeviceFact } from './device-fact.ts'
import { deviceNames, shelveDevices } from './device-names.ts'
import { besidesHits, explain, type NvdHit, type NvdMatch, systemHits } from './explain.ts'
import { buildNvdIndex, type NvdIndex, type NvdStatement } from './nvd-index.ts'
import { type NvdRuledOut, ruledOut } from './ruled-out.ts'

export type { Applied } from './apply.ts'
export type { DeviceFact } from './device-fact.ts'
export type { NvdHit, NvdMatch } from './explain.ts'
export type { NvdStatement } from './nvd-index.ts'
export { isOfSystem, settledByUpdates } from './settled.ts'
export { compileUpdates, type WindowsUpdates } from './supersedence.ts'
export { indexSupport, type SupportIndex } from './support.ts'
export type { Cure } from './update-cures.ts'
export type { WindowsMatch } from './update-evidence.ts'
export type { WindowsDevice } from './windows-device.ts'

export interface NvdApplicability {
  /** CVEs that name products, and their criteria. */
  readonly cves: number
  readonly criteria: number
  /** What a device is, in NVD's names. */
  factsOf(configuration: Configuration, components?: readonly Component[], aliases?: Aliases): DeviceFact[]
  /** Numbers of the CVEs that apply (2) or may (1): what is counted and compared, without the evidence. */
  apply(facts: readonly DeviceFact[]): { readonly cves: Int32Array; readonly answers: Uint8Array }
  /** With probability: what the operating system's names decide, each alone. It hangs on nothing else. */
  systemHits(facts: readonly DeviceFact[]): NvdHit[]
  /** All else that applies, as far as it is wanted. */
  besidesHits(facts: readonly DeviceFact[], isWanted: (cve: string, answer: NvdHit['answer']) => boolean): NvdHit[]
  /** With evidence too: of the CVEs that are wanted, or of all. */
  match(facts: readonly DeviceFact[], wanted?: ReadonlySet<string>): NvdMatch[]
  /** CVEs that name a product which the device surely is, and do not apply to it. */
  ruledOut(facts: readonly DeviceFact[]): NvdRuledOut[]
}

export interface NvdCompiler {
  /**
   * Of a CVE that comes again, the later statement holds; one without configurations takes it back, as a rejected one has to be
   * handed in.
   */
  add(statement: NvdStatement): void
  finish(): NvdApplicability
}

export function compileNvd(): NvdCompiler {
  const builder = buildNvdIndex()
  return {
    add: (statement) => builder.add(statement),
    finish: () => askNvd(builder.finish()),
  }
}

const rememberedTexts = 20_000
const noComponents: readonly Component[] = []

/** What was worked out for names and texts is kept with it; the index may be shared. */
export function askNvd(index: NvdIndex): NvdApplicability {
  const matcher = matcherOfNvd(index)
  const products = shelveProducts(index)
  const devices = shelveDevices(index)
  const systems = new Map<string, readonly DeviceFact[]>()
  // A bill of materials is one list for all its devices; equal names in other bills meet again in the judge.
  const bills = new WeakMap<readonly Component[], readonly DeviceFact[]>()

  function systemFacts(text: string): readonly DeviceFact[] {
    const known = systems.get(text)
    if (known) return known
    const read = readSystemNames(text)
    const facts = (read?.names ?? []).map(
      (name): DeviceFact => ({
        ...name,
        by: 'operating_system',
        text: `operating system "${text.trim()}"`,
        probability: name.asProduct === 'yes' ? read!.probability : read!.probability * 0.5,
      }),
    )
    if (systems.size > rememberedTexts) systems.clear()
    systems.set(text, facts)
    return facts
  }

  function billFacts(components: readonly Component[]): readonly DeviceFact[] {
    const known = bills.get(components)
    if (known) return known
    const facts = components.flatMap((component) => componentNames(products, component))
    bills.set(components, facts)
    return facts
  }

  return {
    cves: index.standing,
    criteria: index.criteria.node.length,
    factsOf(configuration, components = noComponents, aliases) {
      return [
        ...systemFacts(configuration.operatingSystem),
        ...billFacts(components),
        ...deviceNames(devices, configuration, aliases),
      ]
    },
    apply: (facts) => matcher.apply(facts),
    systemHits: (facts) => systemHits(matcher, facts),
    besidesHits: (facts, isWanted) => besidesHits(matcher, facts, isWanted),
    match: (facts, wanted) => explain(matcher, facts, wanted),
    ruledOut: (facts) => ruledOut(matcher, facts),
  }
}
