import { fieldAt, paperFields, telling } from './fields.ts'

// What two fields say together is less than the sum of what each says: this is where that is known.

const identifying: readonly number[] = [...telling, ...paperFields]
/** Most that each field says for one device of two records of one source: a list tells modules and exchanged devices apart there. */
export const inOneSource: readonly (readonly [number, number])[] = [
  ...telling.filter((field) => field !== fieldAt.serial).map((field) => [field, 6] as const),
  ...[fieldAt.where, ...paperFields].map((field) => [field, 3] as const),
  [fieldAt.serial, 18],
]
const ofOneBatch: readonly number[] = [fieldAt.tag, ...paperFields]
/** What differs from one interface of a machine to the other. */
export const ofInterface: readonly number[] = [fieldAt.mac, fieldAt.ip, fieldAt.where]
const ofNetwork = [fieldAt.mac, fieldAt.host, fieldAt.ip]
const ofAddress = [...ofNetwork, fieldAt.code]
const ofFrame = [...ofAddress, fieldAt.tag]
/** What a second sign of one network interface adds. */
const secondSign = 2
/** Bits against one device from which two serial numbers are two. */
const twoSerials = -5
/** Most that any field says for one device where two whole serial numbers say that they are two. */
const againstSerials = 2
/** Bits against one device from which two models are two, and most that each sign that a module has from its frame says then. */
const twoModels = -3
const againstModels = 8
/** Most that the address says of what is attached to something else. */
const addressOfFrame = 3
/** Most that place, papers and model say of two records under the label of one frame, and of two modules there. */
const underOneLabel = { place: 2, placeOfModules: 0, modelOfModules: 1 }

/**
 * What goes together is counted once: MAC, host name and address of one interface. A tag, a place and papers go from a device to
 * what replaced it, and from a frame to its modules: where both serial numbers are whole and two, they tell nothing.
 */
export function countOnce(bits: Float64Array): void {
  let best = -1
  for (const field of ofNetwork) if (bits[field]! > 0 && (best < 0 || bits[field]! > bits[best]!)) best = field
  for (const field of ofNetwork)
    if (field !== best && bits[field]! > 0) bits[field] = Math.min(bits[field]!, secondSign)
  if (bits[fieldAt.what]! < twoModels) for (const field of ofFrame) bits[field] = Math.min(bits[field]!, againstModels)
  if (bits[fieldAt.serial]! > twoSerials) return
  for (const field of identifying) bits[field] = Math.min(bits[field]!, againstSerials)
}

/**
 * What devices that were bought together have in common, papers and tags that were counted on, tells a device from strangers and not
 * from its siblings: `siblings` is their share of those that may bear such a serial number by chance.
 */
export function countBatch(bits: Float64Array, siblings: number): void {
  let told = 0
  for (const field of ofOneBatch) told += Math.max(bits[field]!, 0)
  if (told === 0) return
  const left = -Math.log2(siblings + (1 - siblings) * 2 ** -told) / told
  for (const field of ofOneBatch) if (bits[field]! > 0) bits[field]! *= left
}

/** What was bought together is of one kind and stands in one place: beside papers both tell little. */
export function countBought(bits: Float64Array): void {
  let told = 0
  for (const field of paperFields) told += Math.max(bits[field]!, 0)
  if (told < ofPapers || telling.some((field) => bits[field]! > 1)) return
  bits[fieldAt.what] = Math.min(bits[fieldAt.what]!, besidePapers.what)
  bits[fieldAt.where] = Math.min(bits[fieldAt.where]!, besidePapers.where)
}
/** Bits of papers from which that holds, and most that kind and place say then. */
const ofPapers = 3
const besidePapers = { what: 0, where: 2 }

/** A module goes from frame to frame, and shows the address of the one that it is in. */
export function countAttached(bits: Float64Array): void {
  for (const field of ofAddress) bits[field] = Math.max(Math.min(bits[field]!, addressOfFrame), 0)
}

/** What stands under one label stands in one place and was mostly bought together; modules there are of few models. */
export function countFrame(bits: Float64Array, areModules: boolean): void {
  const most = areModules ? underOneLabel.placeOfModules : underOneLabel.place
  for (const field of paperFields) bits[field] = Math.min(bits[field]!, most)
  bits[fieldAt.where] = Math.min(bits[fieldAt.where]!, most)
  if (areModules) bits[fieldAt.what] = Math.min(bits[fieldAt.what]!, underOneLabel.modelOfModules)
}
