// Why a CVE is open on a device, or cured: in words.

import type { Answer, Because } from '#model/finding.ts'
import { cured, open } from './update-answers.ts'
import type { ProductUpdates, UpdateIndex } from './update-index.ts'
import { buildIsBefore, byBuild, byDate, isCured, type Standing, type StandingOf } from './update-standing.ts'
import type { WindowsDevice } from './windows-device.ts'

export interface WindowsMatch {
  readonly cve: string
  readonly answer: Answer
  readonly probability: number
  readonly because: readonly Because[]
  /** Microsoft's updates for it on this device: `KB5034127`. */
  readonly updates: readonly string[]
}

export const label = (update: string) => (/^\d/.test(update) ? `KB${update}` : update)
export const day = (date: number) => String(date).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')

export function explain(
  index: UpdateIndex,
  device: WindowsDevice,
  judged: { readonly cve: number; readonly answer: number; readonly product: number; readonly from: number },
  standingOf: StandingOf,
  contents: (update: number) => Int32Array,
): WindowsMatch {
  const product = index.products[judged.product]!
  const standing = standingOf(judged.product, device)
  const places = runFrom(product, judged.from).filter((place) => place >= 0)
  const component = index.components[product.rowComponents[judged.from]!]!
  const { servicePack } = device.system
  const isEarlier = servicePack !== null && servicePack < (product.product.servicePack ?? 0)
  const because: Because[] = [
    isEarlier
      ? {
          part: 'operating_system',
          outcome: 'unknown',
          text: `operating system "${device.text}" is earlier than ${product.name}, which Microsoft names`,
        }
      : {
          part: 'operating_system',
          outcome: 'agrees',
          text: `operating system "${device.text}" is ${product.name}`,
        },
  ]
  const { isSure, sentence } = sentenceOf(index, device, product, standing, places, contents)
  const answer: Answer = judged.answer === open ? 'affected' : judged.answer === cured ? 'not_affected' : 'cannot_tell'
  because.push({
    part: 'version',
    outcome: answer === 'affected' ? 'agrees' : answer === 'not_affected' ? 'contradicts' : 'unknown',
    text: sentence,
    ...(answer === 'cannot_tell' && device.system.revision === null && { asks: 'operatingSystem' as const }),
  })
  if (component !== '' && answer === 'cannot_tell')
    because.push({ part: 'model', outcome: 'unknown', text: `it is in ${component}, which the device may not have` })
  return {
    cve: index.cves[judged.cve]!,
    answer,
    probability: probabilityOf[answer][isSure ? 0 : 1],
    because,
    updates: places.map((place) => label(index.updates[product.updates[place]!]!)),
  }
}

/** That it is affected: where the answer is sure, and where it follows. */
const probabilityOf = { affected: [0.95, 0.85], cannot_tell: [0.5, 0.5], not_affected: [0.05, 0.15] } as const

/** The updates of one question: rows of the same CVE and component. */
function runFrom({ rowCves, rowComponents, rowUpdates }: ProductUpdates, from: number): number[] {
  let to = from
  while (to < rowCves.length && rowCves[to] === rowCves[from] && rowComponents[to] === rowComponents[from]) to++
  return [...rowUpdates.subarray(from, to)]
}

function sentenceOf(
  index: UpdateIndex,
  { system, installed, isListWhole }: WindowsDevice,
  product: ProductUpdates,
  { states, present, newest, isTold, revision }: Standing,
  places: readonly number[],
  contents: (update: number) => Int32Array,
): { readonly isSure: boolean; readonly sentence: string } {
  const nameAt = (place: number) => label(index.updates[product.updates[place]!]!)
  const buildAt = (place: number) => `${product.builds[place]}.${product.revisions[place]}`
  const curing = places.find((place) => isCured(states[place]!))
  if (curing !== undefined) {
    const name = nameAt(curing)
    if (states[curing] === byBuild)
      return {
        isSure: true,
        sentence: `build ${product.builds[curing]}.${revision} is not before ${buildAt(curing)}, which ${name} leaves`,
      }
    if (states[curing] === byDate)
      return {
        isSure: false,
        sentence: `${label(index.updates[newest!.update]!)} is installed and contains the monthly updates before it, such as ${name} of ${day(product.dates[curing]!)}`,
      }
    const wanted = product.updates[curing]!
    const holder =
      present.find((update) => update === wanted) ?? present.find((update) => contents(update).includes(wanted))!
    return {
      isSure: true,
      sentence:
        holder === wanted
          ? `${name} is installed`
          : `${label(index.updates[holder]!)} is installed, which contains ${name}`,
    }
  }
  if (places.length === 0) return { isSure: true, sentence: 'Microsoft names it as affected, and no update' }
  const before = places.find((place) => states[place] === buildIsBefore)
  if (before !== undefined)
    return {
      isSure: true,
      sentence: `build ${system.build}.${system.revision} is before ${buildAt(before)}, which ${nameAt(before)} leaves`,
    }
  const names = places.map(nameAt).join(' or ')
  if (installed.length > 0 && !isListWhole)
    return {
      isSure: false,
      sentence: `${names} cures it, and the list of installed updates, which does not have it, is cut short`,
    }
  if (installed.length > 0 && !isTold)
    return {
      isSure: false,
      sentence: `${names} cures it; no installed update (${installed.length} listed) is a monthly one that Microsoft's documents name, so they do not tell`,
    }
  if (installed.length > 0)
    return {
      isSure: false,
      sentence: `${names} cures it, and neither it nor one that contains it is installed (${installed.length} listed)`,
    }
  return { isSure: false, sentence: `${names} cures it; neither the installed updates nor the exact build are known` }
}
