import { moreUpdates } from '#model/device.ts'
import type { Configuration } from '#model/matching.ts'
import type { MsrcEntry } from '#model/msrc.ts'
import { readWindowsSystem } from '#standards/windows/windows.ts'
import { both, firstThatSays, type Judged, judgeProduct, mayBeOpen } from './update-answers.ts'
import { type Cure, curesOf } from './update-cures.ts'
import { day, explain, type WindowsMatch } from './update-evidence.ts'
import { buildUpdateIndex, type UpdateIndex } from './update-index.ts'
import { type Standing, stand } from './update-standing.ts'
import { alternativesOf, likeliest, type WindowsDevice } from './windows-device.ts'

/** What Microsoft's updates say of a device: which CVEs are open on it, which are cured, and by what. */
export interface WindowsUpdates {
  /** CVEs that name a Windows, the products, and the updates. */
  readonly cves: number
  readonly products: number
  readonly updates: number
  nameOf(cve: number): string
  /** The flaw is not in Windows alone: curl, HTTP/2, a processor, or Office have it too. */
  isElsewhere(cve: string): boolean
  /** 4 critical, 3 important, 2 moderate, 1 low, 0 not said. */
  severityOf(cve: number): number
  /** Undefined where the operating system is no Windows that Microsoft's list tells apart. */
  read(configuration: UpdatedConfiguration): WindowsDevice | undefined
  /** Numbers of the CVEs that name the device, and for each whether it is cured (0), may be open (1) or is (2). */
  apply(device: WindowsDevice): { readonly cves: Int32Array; readonly answers: Uint8Array }
  /** The same with evidence; cured ones too. */
  match(device: WindowsDevice): WindowsMatch[]
  /** The same of these CVEs alone, in their order. */
  explain(device: WindowsDevice, cves: readonly number[]): WindowsMatch[]
  /**
   * False where it is in none of Microsoft's lists, or where its exact build is known and the lists that were read have no builds:
   * NVD knows them.
   */
  tells(device: WindowsDevice): boolean
  /** The product that the device is; undefined where it is in none of Microsoft's lists. */
  productOf(device: WindowsDevice): { readonly name: string; readonly lastNamedOn: string } | undefined
  /** When an update came, and how many others it contains; undefined where Microsoft's lists do not have it. */
  updateOf(device: WindowsDevice, update: string): { readonly postedOn: string; readonly contains: number } | undefined
  /** Updates that cure what is open, each the one that cures most of what those before it leave. */
  cures(device: WindowsDevice, most: number): Cure[]
}

export type UpdatedConfiguration = Pick<Configuration, 'operatingSystem' | 'installedUpdates'>

export function compileUpdates(): { add(entry: MsrcEntry): void; finish(): WindowsUpdates } {
  const builder = buildUpdateIndex()
  return { add: (entry) => builder.add(entry), finish: () => askUpdates(builder.finish()) }
}

const remembered = 20_000
/** CVEs of all answers that are kept: some 13 bytes each. */
const rememberedAnswers = 4_000_000

function askUpdates(index: UpdateIndex): WindowsUpdates {
  const systems = new Map<string, Omit<WindowsDevice, 'installed' | 'isListWhole'> | null>()
  const standings = new Map<string, Standing>()
  let kept = 0
  const closures = new Map<number, Int32Array>()
  const answers = new Map<string, Judged>()

  /** What an update contains, by the word of each that it contains, itself first. A circle is gone round once. */
  function contents(update: number): Int32Array {
    const known = closures.get(update)
    if (known) return known
    const seen = new Set([update])
    for (const one of seen) for (const other of index.supersedes[one]!) seen.add(other)
    const all = Int32Array.from(seen)
    closures.set(update, all)
    return all
  }

  function readSystem(text: string): Omit<WindowsDevice, 'installed' | 'isListWhole'> | null {
    const known = systems.get(text)
    if (known !== undefined) return known
    const system = readWindowsSystem(text)
    const read = system ? { text: text.trim(), system, ...alternativesOf(index, system) } : null
    if (systems.size > remembered) systems.clear()
    systems.set(text, read)
    return read
  }

  function standingOf(at: number, { installed, system }: WindowsDevice): Standing {
    const product = index.products[at]!
    const own = installed.flatMap((kb) => index.updateIds.get(kb) ?? [])
    const key = `${at}|${system.build ?? ''}.${system.revision ?? ''}|${own.join()}`
    const known = standings.get(key)
    if (known) return known
    if (standings.size > remembered) standings.clear()
    const standing = stand(product, own, system, contents)
    standings.set(key, standing)
    return standing
  }

  function judge(device: WindowsDevice): Judged {
    const parts = likeliest(index, device).map(({ products, ownPack }) =>
      products.map((at, rank) => {
        const standing = standingOf(at, device)
        const isOwn = rank === 0 && ownPack
        const knowsUpdates = device.isListWhole && standing.isTold
        // What else the device says is in where it stands to each update: few such patterns there are.
        return { at, standing, isOwn, knowsUpdates, key: `${at} ${isOwn} ${knowsUpdates} ${standing.pattern}` }
      }),
    )
    return remember(
      parts
        .flat()
        .map(({ key }) => key)
        .join('|'),
      () =>
        both(
          parts.map((products) =>
            firstThatSays(
              products.map(({ at, standing, isOwn, knowsUpdates, key }) =>
                remember(key, () => judgeProduct(index, at, standing, { isOwn, knowsUpdates })),
              ),
            ),
          ),
        ),
    )
  }

  function remember(key: string, work: () => Judged): Judged {
    const known = answers.get(key)
    if (known) return known
    const judged = work()
    if (kept > rememberedAnswers) {
      answers.clear()
      kept = 0
    }
    kept += judged.cves.length
    answers.set(key, judged)
    return judged
  }

  return {
    cves: index.cves.length,
    products: index.products.length,
    updates: index.updates.length,
    nameOf: (cve) => index.cves[cve]!,
    isElsewhere: (cve) => index.flawsElsewhere.has(cve),
    severityOf: (cve) => index.severities[cve]!,

    read({ operatingSystem, installedUpdates }) {
      const read = readSystem(operatingSystem)
      if (!read) return undefined
      const installed = numbersOf(installedUpdates ?? [])
      return { ...read, installed, isListWhole: installed.length > 0 && !installedUpdates!.includes(moreUpdates) }
    },

    apply(device) {
      const { cves, answers: found } = judge(device)
      return { cves, answers: found }
    },

    match(device) {
      const { cves, answers: found, products, from } = judge(device)
      return Array.from(cves, (cve, at) =>
        explain(
          index,
          device,
          { cve, answer: found[at]!, product: products[at]!, from: from[at]! },
          standingOf,
          contents,
        ),
      ).sort((a, b) => (a.cve < b.cve ? -1 : 1))
    },

    explain(device, cves) {
      const judged = judge(device)
      const placeOf = new Map(Array.from(judged.cves, (cve, at) => [cve, at]))
      return cves.flatMap((cve) => {
        const at = placeOf.get(cve)
        if (at === undefined) return []
        const one = { cve, answer: judged.answers[at]!, product: judged.products[at]!, from: judged.from[at]! }
        return [explain(index, device, one, standingOf, contents)]
      })
    },

    tells(device) {
      if (likeliest(index, device).length === 0) return false
      return device.system.revision === null || judge(device).answers.some((answer) => answer !== mayBeOpen)
    },

    productOf(device) {
      const at = likeliest(index, device)[0]?.products[0]
      if (at === undefined) return undefined
      const { name, lastDate } = index.products[at]!
      return { name, lastNamedOn: lastDate > 0 ? day(lastDate) : '' }
    },

    updateOf(device, update) {
      const number = index.updateIds.get(update.replace(/\D/g, ''))
      if (number === undefined) return undefined
      const dates = likeliest(index, device)
        .flatMap(({ products }) => products)
        .map((at) => index.products[at]!.dates[index.products[at]!.placeOf.get(number) ?? -1] ?? 0)
      const date = Math.max(0, ...dates)
      return { postedOn: date > 0 ? day(date) : '', contains: contents(number).length - 1 }
    },

    cures: (device, most) => curesOf(index, device, most, standingOf, contents),
  }
}

const numbersOf = (updates: readonly string[]): string[] =>
  [...new Set(updates.flatMap((text) => /\d{5,8}/.exec(text)?.[0] ?? []))].sort()
