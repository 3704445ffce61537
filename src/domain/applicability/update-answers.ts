// Which CVEs are open on a device, by how it stands to the updates that cure them.

import type { ProductUpdates, UpdateIndex } from './update-index.ts'
import { buildIsBefore, isCured, type Standing } from './update-standing.ts'

export const cured = 0
export const mayBeOpen = 1
export const open = 2

/** CVEs in order of their numbers; the rows that decided are those of `products[at]` from `from[at]` on. */
export interface Judged {
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

export function judgeProduct(
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
export function firstThatSays(all: readonly Judged[]): Judged {
  const [first = nobody, ...others] = all
  return others.reduce((a, b) => merge(a, b, (own) => own), first)
}

/** Of two that it can be, what both say holds; one that does not name the CVE is not affected by it. */
export function both(all: readonly Judged[]): Judged {
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
