import type { MsrcEntry } from '#model/msrc.ts'
import { isWindowsItself, readWindowsProduct, type WindowsProduct } from '#standards/windows/windows.ts'

/** Everything that Microsoft says of Windows, as numbers: for each product which updates cure which CVEs. */
export interface UpdateIndex {
  readonly cves: readonly string[]
  /** By CVE: 4 critical, 3 important, 2 moderate, 1 low, 0 not said. */
  readonly severities: Uint8Array
  /**
   * Flaws that are not in Windows alone: Microsoft did not number them, for they are in software of others, or it names another
   * product of its own too, or a program on Windows. That Windows is mended says nothing of those.
   */
  readonly flawsElsewhere: ReadonlySet<string>
  /** `5034127`; `build 10.0.17763.5329` where an update has no article. */
  readonly updates: readonly string[]
  readonly updateIds: ReadonlyMap<string, number>
  /** By update: those that it contains by its own word, as numbers. */
  readonly supersedes: readonly Int32Array[]
  /** Names of what is mended; 0 is the system itself. */
  readonly components: readonly string[]
  readonly products: readonly ProductUpdates[]
  /** By `familyKey`. */
  readonly byFamily: ReadonlyMap<string, readonly number[]>
}

/** One product. Its rows are in order of CVE and component, so that those of one question stand together. */
export interface ProductUpdates {
  readonly name: string
  readonly product: WindowsProduct
  /** The updates of the product; rows name them by their place here. */
  readonly updates: Int32Array
  readonly placeOf: ReadonlyMap<number, number>
  /** By place: when it came (`yyyymmdd`), the revision that it leaves the build at (-1 where nobody says). */
  readonly dates: Int32Array
  readonly builds: Int32Array
  readonly revisions: Int32Array
  /** By place: 1 where it is one of the updates that contain all before them. */
  readonly isCumulative: Uint8Array
  /** Every device of the product has one of the cumulative updates. */
  readonly isCurrent: boolean
  /**
   * Updates of no CVE that a cumulative one takes the place of, previews mostly, and the day (`yyyymmdd`) up to which they
   * contain the cumulative ones.
   */
  readonly previews: ReadonlyMap<number, number>
  readonly rowCves: Int32Array
  readonly rowComponents: Uint16Array
  /** -1: affected, and no update is named. */
  readonly rowUpdates: Int32Array
  readonly lastDate: number
}

export interface UpdateIndexBuilder {
  add(entry: MsrcEntry): void
  finish(): UpdateIndex
}

interface OpenProduct {
  readonly name: string
  readonly product: WindowsProduct
  readonly updates: number[]
  readonly places: Map<number, number>
  readonly dates: Map<number, number>[]
  readonly builds: number[]
  readonly revisions: number[]
  /** cve, component and place in one number, so that the same from two documents is one row. */
  readonly rows: Set<number>
}

const places = 65_536
const mostComponents = 65_536

export const familyKey = ({ family, release }: Pick<WindowsProduct, 'family' | 'release'>) =>
  `${family}|${release ?? ''}`

export function buildUpdateIndex(): UpdateIndexBuilder {
  const cves = new Numbered()
  const updates = new Numbered()
  const components = new Numbered()
  components.of('')
  const supersedes: Set<number>[] = []
  const severities: number[] = []
  const flawsElsewhere = new Set<string>()
  const isItself = new Map<string, boolean>()
  const products: OpenProduct[] = []
  const productKeys = new Map<string, number>()
  const readNames = new Map<string, { readonly product: OpenProduct; readonly component: number } | null>()

  function productOf(name: string) {
    const known = readNames.get(name)
    if (known !== undefined) return known
    const read = readWindowsProduct(name)
    let found: { product: OpenProduct; component: number } | null = null
    if (read) {
      const { component, ...system } = read
      const key = JSON.stringify(system)
      let at = productKeys.get(key)
      if (at === undefined) {
        at = products.length
        productKeys.set(key, at)
        const none = { updates: [], places: new Map(), dates: [], builds: [], revisions: [], rows: new Set<number>() }
        products.push({ name: nameOf(name, component), product: { ...read, component: '' }, ...none })
      }
      found = { product: products[at]!, component: components.of(component) }
    }
    readNames.set(name, found)
    return found
  }

  function isSystem(name: string): boolean {
    const known = isItself.get(name)
    if (known !== undefined) return known
    const itself = isWindowsItself(name)
    isItself.set(name, itself)
    return itself
  }

  return {
    add({ cve, title, severity, products: named, fixes }) {
      if (!/^CVE-/.test(cve)) return
      let number: number | undefined
      const cured = new Set<string>()
      for (const fix of fixes) {
        const label = fix.kb || `build ${fix.fixedBuild}`
        let update: number | undefined
        const build = /^(?:10\.0|6\.[0-3]|5\.[0-2])\.(\d{4,5})\.(\d{1,5})$/.exec(fix.fixedBuild)
        const date = Number(fix.postedOn.replaceAll('-', '')) || 0
        const part = isPart(fix.component) ? components.of(fix.component) : 0
        for (const name of fix.products) {
          cured.add(name)
          const found = productOf(name)
          if (!found) continue
          if (update === undefined) {
            update = updates.of(label)
            supersedes[update] ??= new Set()
            for (const other of fix.supersedes) {
              const contained = updates.of(other)
              supersedes[contained] ??= new Set()
              supersedes[update]!.add(contained)
            }
          }
          number ??= cves.of(cve)
          const place = placeOf(found.product, update)
          const dates = found.product.dates[place]!
          if (date > 0) dates.set(date, (dates.get(date) ?? 0) + 1)
          if (build && Number(build[2]) > found.product.revisions[place]!) {
            found.product.builds[place] = Number(build[1])
            found.product.revisions[place] = Number(build[2])
          }
          found.product.rows.add(rowOf(number, found.component || part, place + 1))
        }
      }
      for (const name of named) {
        if (cured.has(name)) continue
        const found = productOf(name)
        if (!found) continue
        number ??= cves.of(cve)
        found.product.rows.add(rowOf(number, found.component, 0))
      }
      // One document may name Windows, and another what else has it.
      const isAlone =
        named.every(isSystem) && fixes.every((fix) => !isPart(fix.component) && fix.products.every(isSystem))
      if (!isAlone || isOthers(title)) flawsElsewhere.add(cve)
      if (number !== undefined) severities[number] = Math.max(severities[number] ?? 0, rankOf(severity))
    },

    finish() {
      const contained = Array.from(updates.texts, (_, at) => Int32Array.from(supersedes[at] ?? []))
      const byFamily = new Map<string, number[]>()
      for (const [at, { product }] of products.entries()) {
        const key = familyKey(product)
        const list = byFamily.get(key)
        if (list) list.push(at)
        else byFamily.set(key, [at])
      }
      return {
        cves: cves.texts,
        severities: Uint8Array.from(severities),
        flawsElsewhere,
        updates: updates.texts,
        updateIds: updates.numbers,
        supersedes: contained,
        components: components.texts,
        products: products.map((open) => finishProduct(open, contained)),
        byFamily,
      }
    },
  }
}

export const severityNames = ['', 'Low', 'Moderate', 'Important', 'Critical'] as const
const rankOf = (severity: string) =>
  Math.max(
    0,
    severityNames.findIndex((name) => name.toLowerCase() === severity.toLowerCase()),
  )

/** Microsoft begins such a title with who numbered it (`MITRE: CVE-2023-44487 …`), or names the software. */
const isOthers = (title: string) => /^[^:]{2,40}: ?CVE-\d|\b(?:open source|curl|libarchive|openssh)\b/i.test(title)

const rowOf = (cve: number, component: number, place: number) => (cve * mostComponents + component) * places + place

function placeOf(product: OpenProduct, update: number): number {
  const known = product.places.get(update)
  if (known !== undefined) return known
  const place = product.updates.length
  product.places.set(update, place)
  product.updates.push(update)
  product.dates.push(new Map())
  product.builds.push(-1)
  product.revisions.push(-1)
  return place
}

/** Bulletins name the system and mean a program on it that a device may have in another version, or not at all. */
const isPart = (component: string) =>
  /\b(?:internet explorer|\.net framework|media player|directx|xml core services|silverlight|outlook express) ?v?\d|\badobe flash\b|\bsilverlight\b/i.test(
    component,
  )

const nameOf = (name: string, component: string) =>
  (component === '' ? name : name.replace(/\s+/g, ' ').replace(/^.*?\son\s(?=(?:Microsoft\s)?Windows\s)/i, ''))
    .replace(/\s+/g, ' ')
    .replace(/ - extra$/i, '')
    .trim()

function finishProduct(open: OpenProduct, supersedes: readonly Int32Array[]): ProductUpdates {
  const dates = Int32Array.from(open.dates, mostCommon)
  const rows = Float64Array.from(open.rows).sort()
  const size = rows.length
  const [rowCves, rowComponents, rowUpdates] = [new Int32Array(size), new Uint16Array(size), new Int32Array(size)]
  for (let at = 0; at < size; at++) {
    const row = rows[at]!
    const rest = Math.floor(row / places)
    rowUpdates[at] = (row % places) - 1
    rowComponents[at] = rest % mostComponents
    rowCves[at] = Math.floor(rest / mostComponents)
  }
  const isCumulative = cumulative(
    open,
    { cves: rowCves, components: rowComponents, updates: rowUpdates },
    dates,
    supersedes,
  )
  return {
    name: open.name,
    product: open.product,
    updates: Int32Array.from(open.updates),
    placeOf: open.places,
    dates,
    builds: Int32Array.from(open.builds),
    revisions: Int32Array.from(open.revisions),
    isCumulative,
    isCurrent: isCurrent(open.product),
    previews: previewsOf(open, isCumulative, dates, supersedes),
    rowCves,
    rowComponents,
    rowUpdates,
    lastDate: dates.reduce((last, date) => Math.max(last, date), 0),
  }
}

/** Of the days of an update's rows, for a CVE that is revised later carries the later day. */
function mostCommon(dates: ReadonlyMap<number, number>): number {
  let [best, most] = [0, 0]
  for (const [date, count] of dates)
    if (count > most || (count === most && date < best)) {
      best = date
      most = count
    }
  return best
}

/**
 * From Windows 10 and Server 2016 on each month's update contains all of those before it, and so do the monthly rollups of
 * earlier systems since 2017. The chain that Microsoft gives has gaps, where an update follows one that mends no CVE and is
 * in no list (October 2019), so that updates of the chain are told by what they are.
 */
function cumulative(
  open: OpenProduct,
  rows: { readonly cves: Int32Array; readonly components: Uint16Array; readonly updates: Int32Array },
  dates: Int32Array,
  supersedes: readonly Int32Array[],
): Uint8Array {
  const size = open.updates.length
  const answer = new Uint8Array(size)
  const cures = curesOfSystem(size, rows)
  const below: number[][] = open.updates.map((update, place) =>
    Array.from(supersedes[update]!, (other) => open.places.get(other) ?? -1).filter((one) => one !== place),
  )
  if (isCurrent(open.product)) {
    // Linked to another of the system's own, and it or that one cures several: those of Secure Boot or recovery are not.
    for (const [place, contained] of below.entries())
      for (const other of contained) {
        if (other < 0 || cures[place] === 0 || cures[other] === 0) continue
        if (cures[place]! < several && cures[other]! < several) continue
        answer[place] = 1
        answer[other] = 1
      }
    return answer
  }
  // A security-only update is as large as the rollup of its day, and follows none.
  const above: number[][] = open.updates.map(() => [])
  for (const [place, contained] of below.entries())
    for (const other of contained) if (other >= 0) above[other]!.push(place)
  const mostOfDay = new Map<number, number>()
  for (let place = 0; place < size; place++)
    mostOfDay.set(dates[place]!, Math.max(mostOfDay.get(dates[place]!) ?? 0, cures[place]!))
  for (let place = 0; place < size; place++) {
    if (dates[place]! < rollupsFrom || below[place]!.length === 0) continue
    if (cures[place]! * 2 < mostOfDay.get(dates[place]!)! || cures[place] === 0) continue
    if (reaches(place, below, longChain) || reaches(place, above, longChain)) answer[place] = 1
  }
  return answer
}

/** A preview comes in the third week after a month's update and contains that; what came in between it may not. */
function previewsOf(
  open: OpenProduct,
  isCumulative: Uint8Array,
  dates: Int32Array,
  supersedes: readonly Int32Array[],
): ReadonlyMap<number, number> {
  const previews = new Map<number, number>()
  for (const [place, update] of open.updates.entries()) {
    if (isCumulative[place] === 0 || dates[place] === 0) continue
    const upTo = daysBefore(dates[place]!, 25)
    for (const other of supersedes[update]!)
      if (!open.places.has(other)) previews.set(other, Math.min(previews.get(other) ?? upTo, upTo))
  }
  return previews
}

function daysBefore(date: number, days: number): number {
  const at = new Date(Date.UTC(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, (date % 100) - days))
  return at.getUTCFullYear() * 10_000 + (at.getUTCMonth() + 1) * 100 + at.getUTCDate()
}

const several = 5
const longChain = 3
const rollupsFrom = 20_170_101

/** By place: how many CVEs it cures in the system itself. */
function curesOfSystem(
  size: number,
  rows: { readonly cves: Int32Array; readonly components: Uint16Array; readonly updates: Int32Array },
): Int32Array {
  const cures = new Int32Array(size)
  // Rows are in order of CVE, component and update, each once.
  for (const [at, place] of rows.updates.entries())
    if (place >= 0 && rows.components[at] === 0) cures[place] = cures[place]! + 1
  return cures
}

function reaches(place: number, next: readonly (readonly number[])[], count: number): boolean {
  const seen = new Set([place])
  for (const one of seen) {
    for (const other of next[one]!) if (other >= 0) seen.add(other)
    if (seen.size > count) return true
  }
  return false
}

const isCurrent = ({ family }: WindowsProduct) => /^(?:10|11|server|server 20(?:16|19|2\d))$/.test(family)

class Numbered {
  readonly numbers = new Map<string, number>()
  readonly texts: string[] = []

  of(text: string): number {
    let number = this.numbers.get(text)
    if (number === undefined) {
      number = this.texts.length
      this.numbers.set(text, number)
      this.texts.push(text)
    }
    return number
  }
}
