// What to install: the updates that cure most of what is open.

import { day, label } from './update-evidence.ts'
import type { ProductUpdates, UpdateIndex } from './update-index.ts'
import { isCured, type StandingOf, stand } from './update-standing.ts'
import { likeliest, type WindowsDevice } from './windows-device.ts'

export interface Cure {
  readonly update: string
  /** `YYYY-MM-DD`. */
  readonly postedOn: string
  /** The build that it leaves, where it is said. */
  readonly build: string
  readonly cves: number
}

export function curesOf(
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
