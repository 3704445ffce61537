import type { NvdConfiguration } from '#model/nvd.ts'
import { applies, type BorneName, systemOf } from '#standards/nvd/nvd.ts'
import {
  answerIn,
  judgeNames,
  type NameHits,
  type NameJudge,
  namesVersion,
  no,
  numberOf,
  placeOf,
  unknown,
  yes,
} from './name-hits.ts'
import { criterionAt, type NvdIndex, nodeAsks, shapes } from './nvd-index.ts'

/**
 * CVEs that apply to a device, or may, by their numbers in the index, in no order, which of the two (1 may, 2 does), and how far
 * the best of what is hit is to be relied on, 0–1.
 */
export interface Applied {
  readonly cves: Int32Array
  readonly answers: Uint8Array
  readonly weights: Float32Array
}

/** A name, and how likely it is that the device is what it says, 0–1; sure where it is not told. */
export interface WeighedName extends BorneName {
  readonly probability?: number
}

/** NVD names most systems without saying which state of repair it means. */
export const allVersionsWeight = 0.8

/** An index and the working space to ask it; one answer after the other. */
export interface NvdMatcher {
  readonly index: NvdIndex
  readonly judge: NameJudge
  /** Where `isTold`, without what that name alone decides. */
  apply(names: readonly WeighedName[], isTold?: (at: number) => boolean): Applied
  /** What each of the names alone decides. */
  applyAlone(names: readonly WeighedName[]): Applied
}

/**
 * Gives what `applies` of standards/nvd says of every CVE, without looking at those whose products the device does not bear:
 * the names' own hits are worked out once and laid over each other.
 */
export function matcherOfNvd(index: NvdIndex): NvdMatcher {
  const judge = judgeNames(index)
  const { configurations, nodes, firstNode } = index
  // Stamped with the number of the question, so that nothing needs to be cleared between two.
  let question = 0
  const cveStamp = new Uint32Array(index.cves.length)
  const cveAnswer = new Uint8Array(index.cves.length)
  const cveWeight = new Float32Array(index.cves.length)
  const touchedCves = new Int32Array(index.cves.length)
  const configurationStamp = new Uint32Array(configurations.cve.length)
  /** The strongest hit of what is vulnerable. */
  const configurationHit = new Uint8Array(configurations.cve.length)
  const configurationWeight = new Float32Array(configurations.cve.length)
  const touchedConfigurations = new Int32Array(configurations.cve.length)
  const nodeStamp = new Uint32Array(nodes.configuration.length)
  const nodeAnswer = new Uint8Array(nodes.configuration.length)

  function raiseNode(node: number, answer: number) {
    if (nodeStamp[node] !== question) {
      nodeStamp[node] = question
      nodeAnswer[node] = answer
    } else if (answer > nodeAnswer[node]!) nodeAnswer[node] = answer
  }

  function holds(configuration: number, unasked: number): number {
    const isAll = configurations.shape[configuration] === shapes.allNodes
    let answer = isAll ? yes : no
    for (let node = firstNode[configuration]!; node < firstNode[configuration + 1]!; node++) {
      let own = nodeStamp[node] === question ? nodeAnswer[node]! : no
      if (own === no && (nodes.asks[node]! & unasked) !== 0) own = unknown
      if (isAll ? own < answer : own > answer) answer = own
    }
    return answer
  }

  let cves = 0
  const begin = () => {
    question++
    cves = 0
  }
  const raiseCve = (cve: number, answer: number, weight: number) => {
    if (cveStamp[cve] !== question) {
      cveStamp[cve] = question
      cveAnswer[cve] = answer
      cveWeight[cve] = weight
      touchedCves[cves++] = cve
    } else if (answer > cveAnswer[cve]! || (answer === cveAnswer[cve] && weight > cveWeight[cve]!)) {
      cveAnswer[cve] = answer
      cveWeight[cve] = weight
    }
  }
  const raiseAlone = (hits: NameHits, limit: number, weight: number) => {
    const { found, cves, nodes } = hits
    const open = weight * allVersionsWeight
    for (let i = cves; i < nodes; i++) {
      const hit = found[i]!
      raiseCve(placeOf(hit), Math.min(limit, answerIn(hit)), namesVersion(hit) ? weight : open)
    }
  }
  function applied(): Applied {
    const answers = new Uint8Array(cves)
    const weights = new Float32Array(cves)
    for (let at = 0; at < cves; at++) {
      const cve = touchedCves[at]!
      answers[at] = cveAnswer[cve]!
      weights[at] = cveWeight[cve]!
    }
    return { cves: touchedCves.slice(0, cves), answers, weights }
  }

  return {
    index,
    judge,
    applyAlone(names) {
      begin()
      const system = systemOf(names)
      for (const { name, asProduct, probability = 1 } of names)
        if (asProduct !== 'no') raiseAlone(judge.hitsOf(name, system), numberOf(asProduct), probability)
      return applied()
    },
    apply(names, isTold) {
      begin()
      let touched = 0
      const system = systemOf(names)
      const hits = names.map(({ name }) => judge.hitsOf(name, system))
      let says = 0
      for (let at = 0; at < names.length; at++) {
        const { name, asProduct, isFirmware, probability = 1 } = names[at]!
        if (name.part === 'o') says |= isFirmware ? nodeAsks.firmware : nodeAsks.system | nodeAsks.firmware
        if (name.part === 'h') says |= nodeAsks.hardware
        const limit = numberOf(asProduct)
        if (limit === no) continue
        const own = hits[at]!
        if (!isTold?.(at)) raiseAlone(own, limit, probability)
        for (let i = own.nodes; i < own.platforms; i++) {
          const hit = own.found[i]!
          const node = placeOf(hit)
          const configuration = nodes.configuration[node]!
          const answer = Math.min(limit, answerIn(hit))
          const weight = namesVersion(hit) ? probability : probability * allVersionsWeight
          raiseNode(node, answer)
          if (configurationStamp[configuration] !== question) {
            configurationStamp[configuration] = question
            touchedConfigurations[touched++] = configuration
          } else if (answer < configurationHit[configuration]!) continue
          else if (answer === configurationHit[configuration] && weight <= configurationWeight[configuration]!) continue
          configurationHit[configuration] = answer
          configurationWeight[configuration] = weight
        }
      }
      if (touched > 0) {
        for (let at = 0; at < names.length; at++) {
          const { asPlatform } = names[at]!
          const limit = numberOf(asPlatform)
          if (limit === no) continue
          const { found, platforms, end } = hits[at]!
          for (let i = platforms; i < end; i++) {
            const node = placeOf(found[i]!)
            if (configurationStamp[nodes.configuration[node]!] === question)
              raiseNode(node, Math.min(limit, answerIn(found[i]!)))
          }
        }
      }
      const unasked = (nodeAsks.system | nodeAsks.firmware | nodeAsks.hardware | nodeAsks.unreadable) & ~says
      for (let i = 0; i < touched; i++) {
        const configuration = touchedConfigurations[i]!
        const cve = configurations.cve[configuration]!
        if (configurations.shape[configuration] === shapes.odd) {
          const { answer } = applies([configurationAt(index, configuration)], names)
          if (answer !== 'no') raiseCve(cve, numberOf(answer), configurationWeight[configuration]!)
          continue
        }
        const answer = holds(configuration, unasked)
        if (answer !== no)
          raiseCve(cve, Math.min(answer, configurationHit[configuration]!), configurationWeight[configuration]!)
      }
      return applied()
    },
  }
}

/** A configuration of the index as NVD writes it. */
export function configurationAt(index: NvdIndex, at: number): NvdConfiguration {
  const odd = index.oddConfigurations.get(at)
  if (odd) return odd
  const nodes = []
  for (let node = index.firstNode[at]!; node < index.firstNode[at + 1]!; node++) {
    const places = index.criteriaOfNode.subarray(index.firstOfNode[node]!, index.firstOfNode[node + 1]!)
    nodes.push({
      operator: 'OR' as const,
      negate: false,
      criteria: Array.from(places, (place) => criterionAt(index, place)),
    })
  }
  return { operator: index.configurations.shape[at] === shapes.allNodes ? 'AND' : 'OR', negate: false, nodes }
}
