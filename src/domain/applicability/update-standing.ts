// How a device stands to the updates of one product: which of them are there, and what tells it.

import type { WindowsSystem } from '#standards/windows/windows.ts'
import type { ProductUpdates } from './update-index.ts'
import type { WindowsDevice } from './windows-device.ts'

/** By place of a product's updates: how the device stands to it. */
const nothing = 0
const byUpdate = 1
export const byBuild = 2
export const byDate = 3
export const buildIsBefore = 4

export interface Standing {
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

export type StandingOf = (product: number, device: WindowsDevice) => Standing

export function stand(
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

export const isCured = (state: number) => state === byUpdate || state === byBuild || state === byDate
