import type { Pair } from './pairs.ts'

/** A pair written without sight of the matcher. `advisory`: the tracking id of the document its product row is from. */
export interface BlindPair extends Pair {
  readonly advisory: string
}

export type BlindRow = readonly [label: Pair['label'], why: string, device: Pair['device']]

/** Pairs of one product row (vendor, name and version exactly as the advisory has them) with devices. */
export const ofAdvisory = (
  advisory: string,
  vendor: string,
  name: string,
  version: string,
  ...rows: readonly BlindRow[]
): BlindPair[] =>
  rows.map(([label, why, device]) => ({ advisory, product: [vendor, name, version], device, label, why }))
