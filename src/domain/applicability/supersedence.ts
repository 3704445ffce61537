import { moreUpdates } from '#model/device.ts'
import type { Answer, Because } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import type { MsrcEntry } from '#model/msrc.ts'
import { readWindowsSystem, type WindowsSystem } from '#standards/windows/windows.ts'
import { buildUpdateIndex, familyKey, type ProductUpdates, type UpdateIndex } from './update-index.ts'

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

export interface WindowsDevice {
  readonly text: string
  readonly system: WindowsSystem
  /** As digits, in order. */
  readonly installed: readonly string[]
  /** Nothing else is installed, as far as the source knows. */
  readonly isListWhole: boolean
  /** What it can be: one for each architecture, where the text leaves that open. Empty: Microsoft's list does not name it. */
  readonly alternatives: readonly Alternative[]
  /** What stands against an answer. */
  readonly lacks: 'release' | null
}

interface Alternative {
  /** Places in the index: the device's own service pack first, then higher ones. */
  readonly products: readonly number[]
  readonly ownPack: boolean
}

export interface WindowsMatch {
  readonly cve: string
  readonly answer: Answer
  readonly probability: number
  readonly because: readonly Because[]
  /** Microsoft's updates for it on this device: `KB5034127`. */
  readonly updates: readonly string[]
}

export interface Cure {
  readonly update: string
  /** `YYYY-MM-DD`. */
  readonly postedOn: string
  /** The build that it leaves, where it is said. */
  readonly build: string
  readonly cves: number
}

const cured = 0
const mayBeOpen = 1
const open = 2

/** By place of a product's updates: how the device stands to it. */
const nothing = 0
const byUpdate = 1
const byBuild = 2
const byDate = 3
const buildIsBefore = 4

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

/** The products that the device can be. Where the architecture is open, either usual one. */
function alternativesOf(index: UpdateIndex, system: WindowsSystem): Pick<WindowsDevice, 'alternatives' | 'lacks'> {
  const needsRelease = /^(?:10|11|server)$/.test(system.family)
  if (needsRelease && system.release === null) return { alternatives: [], lacks: 'release' }
  const own = (index.byFamily.get(familyKey(system)) ?? []).filter((at) => {
    const { product } = index.products[at]!
    return product.isCore === system.isCore || (system.family === 'server' && product.isCore)
  })
  const architectures = system.architecture === null ? (['x64', 'x86'] as const) : [system.architecture]
  const alternatives = architectures.flatMap((architecture): Alternative[] => {
    const packOf = (at: number) => index.products[at]!.product.servicePack ?? 0
    // Of a pack that is not said, the last is as good as any: what its updates mend is in those before too.
    const products = own
      .filter((at) => index.products[at]!.product.architecture === architecture)
      .filter((at) => system.servicePack === null || packOf(at) >= system.servicePack)
      .sort((a, b) => (system.servicePack === null ? packOf(b) - packOf(a) : packOf(a) - packOf(b)))
    if (products.length === 0) return []
    return [{ products, ownPack: system.servicePack === null || packOf(products[0]!) === system.servicePack }]
  })
  return { alternatives, lacks: null }
}

// one product ------------------------------------------------------------------------------------------------------------

interface Standing {
  /** By place of the product's updates. */
  readonly states: Uint8Array
  /** Updates that are there for sure, as numbers of the index. */
  readonly present: readonly number[]
  readonly newest: { readonly update: number; readonly before: number } | undefined
  /** What is installed tells the state of repair; of a current Windows only its monthly updates do. */
  readonly isTold: boolean
  /** The revision that the build has at least. */
  readonly revision: number
  /** `states` as a text. */
  readonly pattern: string
}

type StandingOf = (product: number, device: WindowsDevice) => Standing

function stand(
  product: ProductUpdates,
  installed: readonly number[],
  system: WindowsSystem,
  contents: (update: number) => Int32Array,
): Standing {
  const size = product.updates.length
  const states = new Uint8Array(size)
  let revision = system.revision ?? -1
  // An installed update says how far the build is at least.
  for (const update of installed) {
    const place = product.placeOf.get(update)
    if (place !== undefined && isOfBuild(product, place, system))
      revision = Math.max(revision, product.revisions[place]!)
  }
  const present = [...installed]
  for (let place = 0; place < size; place++) {
    if (product.revisions[place]! < 0 || !isOfBuild(product, place, system)) continue
    if (product.revisions[place]! <= revision) {
      states[place] = byBuild
      present.push(product.updates[place]!)
    } else if (system.revision !== null) states[place] = buildIsBefore
  }
  let newest: Standing['newest']
  let isMonthly = false
  for (const update of present) {
    for (const one of contents(update)) {
      const place = product.placeOf.get(one)
      if (place === undefined) continue
      if (states[place] !== byBuild) states[place] = byUpdate
      if (product.isCumulative[place] === 1) isMonthly = true
    }
    const place = product.placeOf.get(update)
    const preview = product.previews.get(update)
    const before =
      place !== undefined && product.isCumulative[place] === 1
        ? product.dates[place]!
        : preview === undefined
          ? 0
          : preview + 1
    if (before > (newest?.before ?? 0)) newest = { update, before }
  }
  if (newest)
    for (let place = 0; place < size; place++)
      if (states[place] === nothing && product.isCumulative[place] === 1 && product.dates[place]! < newest.before)
        states[place] = byDate
  const isTold = !product.isCurrent || isMonthly || newest !== undefined
  return { states, present, newest, isTold, revision, pattern: Buffer.from(states).toString('latin1') }
}

const isOfBuild = (product: ProductUpdates, place: number, { build }: WindowsSystem) =>
  product.revisions[place]! >= 0 && (build === null || product.builds[place] === build)

const isCured = (state: number) => state === byUpdate || state === byBuild || state === byDate

// one device -------------------------------------------------------------------------------------------------------------

/** CVEs in order of their numbers; the rows that decided are those of `products[at]` from `from[at]` on. */
interface Judged {
  readonly cves: Int32Array
  readonly answers: Uint8Array
  readonly products: Int32Array
  readonly from: Int32Array
}

const nobody: Judged = {
  cves: new Int32Array(),
  answers: new Uint8Array(),
  products: new Int32Array(),
  from: new Int32Array(),
}

/** An installed update that only one of them has tells which it is. */
function likeliest(index: UpdateIndex, { alternatives, installed }: WindowsDevice): readonly Alternative[] {
  if (alternatives.length < 2) return alternatives
  const own = installed.flatMap((kb) => index.updateIds.get(kb) ?? [])
  const counts = alternatives.map(
    ({ products }) => own.filter((update) => products.some((at) => index.products[at]!.placeOf.has(update))).length,
  )
  const most = Math.max(...counts)
  return alternatives.filter((_, at) => counts[at] === most)
}

function judgeProduct(
  index: UpdateIndex,
  at: number,
  { states }: Standing,
  { isOwn, knowsUpdates }: { isOwn: boolean; knowsUpdates: boolean },
): Judged {
  const product = index.products[at]!
  const { rowCves, rowComponents, rowUpdates } = product
  const size = rowCves.length
  const [cves, answers, firsts] = [new Int32Array(size), new Uint8Array(size), new Int32Array(size)]
  let count = 0
  for (let from = 0, to = 0; from < size; from = to) {
    const cve = rowCves[from]!
    const component = rowComponents[from]!
    let isDone = false
    let isBefore = false
    let hasUpdate = false
    for (to = from; to < size && rowCves[to] === cve && rowComponents[to] === component; to++) {
      const place = rowUpdates[to]!
      if (place < 0) continue
      hasUpdate = true
      const state = states[place]!
      if (isCured(state)) isDone = true
      else if (state === buildIsBefore) isBefore = true
    }
    const isKnown = isBefore || knowsUpdates || !hasUpdate
    const answer = isDone
      ? cured
      : isOwn && isKnown && (component === 0 || isIntegral(index.components[component]!, product))
        ? open
        : mayBeOpen
    // The worst of its parts stands for a CVE.
    if (count > 0 && cves[count - 1] === cve) {
      if (answer <= answers[count - 1]!) continue
      count--
    }
    cves[count] = cve
    answers[count] = answer
    firsts[count++] = from
  }
  return {
    cves: cves.slice(0, count),
    answers: answers.slice(0, count),
    products: new Int32Array(count).fill(at),
    from: firsts.slice(0, count),
  }
}

/** What the device's own service pack says stands before that of a later one. */
function firstThatSays(all: readonly Judged[]): Judged {
  const [first = nobody, ...others] = all
  return others.reduce((a, b) => merge(a, b, (own) => own), first)
}

/** Of two that it can be, what both say holds; one that does not name the CVE is not affected by it. */
function both(all: readonly Judged[]): Judged {
  const [first = nobody, ...others] = all
  return others.reduce((a, b) => merge(a, b, (x, y) => (x === y ? x : mayBeOpen), cured), first)
}

function merge(a: Judged, b: Judged, join: (x: number, y: number) => number, absent?: number): Judged {
  const size = a.cves.length + b.cves.length
  const merged = {
    cves: new Int32Array(size),
    answers: new Uint8Array(size),
    products: new Int32Array(size),
    from: new Int32Array(size),
  }
  let [i, j, count] = [0, 0, 0]
  while (i < a.cves.length || j < b.cves.length) {
    const one = a.cves[i] ?? Number.POSITIVE_INFINITY
    const other = b.cves[j] ?? Number.POSITIVE_INFINITY
    const [x, y] = [one <= other ? a.answers[i]! : absent, other <= one ? b.answers[j]! : absent]
    const worse = x !== undefined && one <= other && (other !== one || absent === undefined || x >= y!)
    const [from, at] = worse ? [a, i] : [b, j]
    merged.cves[count] = Math.min(one, other)
    merged.answers[count] = x === undefined ? y! : y === undefined ? x : join(x, y)
    merged.products[count] = from.products[at]!
    merged.from[count++] = from.from[at]!
    if (one <= other) i++
    if (other <= one) j++
  }
  return {
    cves: merged.cves.slice(0, count),
    answers: merged.answers.slice(0, count),
    products: merged.products.slice(0, count),
    from: merged.from.slice(0, count),
  }
}

/** Parts that nobody can leave out of the system. */
const isIntegral = (component: string, { product }: ProductUpdates) =>
  /^(?:windows )?internet explorer 11$/i.test(component) && /^(?:10|server 2016|server 2019)$/.test(product.family)

// evidence ---------------------------------------------------------------------------------------------------------------

const label = (update: string) => (/^\d/.test(update) ? `KB${update}` : update)
const day = (date: number) => String(date).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')

function explain(
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

// what to install --------------------------------------------------------------------------------------------------------

function curesOf(
  index: UpdateIndex,
  device: WindowsDevice,
  most: number,
  standingOf: StandingOf,
  contents: (update: number) => Int32Array,
): Cure[] {
  const [alternative] = likeliest(index, device)
  const at = alternative?.products[0]
  if (at === undefined) return []
  const product = index.products[at]!
  const { states } = standingOf(at, device)
  const left = openRuns(product, states)
  const bare = { ...device.system, revision: null }
  const candidates = Array.from(product.updates, (update, place) => {
    const after = stand(product, [update], bare, contents).states
    return {
      place,
      cves: new Set(left.filter(({ places }) => places.some((one) => isCured(after[one]!))).map(({ cve }) => cve)),
    }
  })
  const cures: Cure[] = []
  const done = new Set<number>()
  while (cures.length < most) {
    let best: { place: number; count: number } | undefined
    for (const { place, cves } of candidates) {
      let count = 0
      for (const cve of cves) if (!done.has(cve)) count++
      if (count === 0) continue
      if (!best || count > best.count || (count === best.count && product.dates[place]! > product.dates[best.place]!))
        best = { place, count }
    }
    if (!best) break
    const { place, count } = best
    for (const cve of candidates[place]!.cves) done.add(cve)
    cures.push({
      update: label(index.updates[product.updates[place]!]!),
      postedOn: product.dates[place]! > 0 ? day(product.dates[place]!) : '',
      build: product.revisions[place]! < 0 ? '' : `${product.builds[place]}.${product.revisions[place]}`,
      cves: count,
    })
  }
  return cures
}

function openRuns(
  product: ProductUpdates,
  states: Uint8Array,
): { readonly cve: number; readonly places: readonly number[] }[] {
  const runs: { cve: number; places: number[] }[] = []
  const { rowCves, rowComponents, rowUpdates } = product
  for (let from = 0, to = 0; from < rowCves.length; from = to) {
    const places: number[] = []
    for (
      to = from;
      to < rowCves.length && rowCves[to] === rowCves[from] && rowComponents[to] === rowComponents[from];
      to++
    )
      if (rowUpdates[to]! >= 0) places.push(rowUpdates[to]!)
    if (!places.some((place) => isCured(states[place]!))) runs.push({ cve: rowCves[from]!, places })
  }
  return runs
}
