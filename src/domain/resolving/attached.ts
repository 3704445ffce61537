import type { Features } from './features.ts'

// A module has no address of its own: systems that watch the network show it at that of its frame. Which models are such is seen where
// several of one model stand at one address; a frame stands there but once.

/** Of the addresses that a model shares, how many bear several of it. */
const share = 0.05
const fewestAddresses = 3

/** Models, as numbers of words, whose rows show the address of what they are attached to. */
export function attachedModels(features: readonly Features[]): ReadonlySet<number> {
  const modelsAt = new Map<string, number[]>()
  for (const record of features) {
    const model = record.values.what[0]!
    const address = addressOf(record)
    if (model < 0 || address === undefined) continue
    const key = `${record.source} ${address}`
    const there = modelsAt.get(key)
    if (there) there.push(model)
    else modelsAt.set(key, [model])
  }
  const seen = new Map<number, { shared: number; several: number }>()
  for (const models of modelsAt.values()) {
    if (models.length < 2) continue
    for (const model of new Set(models)) {
      const counts = seen.get(model) ?? { shared: 0, several: 0 }
      seen.set(model, counts)
      counts.shared++
      if (models.indexOf(model) !== models.lastIndexOf(model)) counts.several++
    }
  }
  const attached = new Set<number>()
  for (const [model, { shared, several }] of seen)
    if (several >= fewestAddresses && several >= share * shared) attached.add(model)
  return attached
}

/** Interface and address together: a dock's MAC is seen at several addresses. */
function addressOf({ macs, hasAdapter, ips, host }: Features): string | undefined {
  if (ips.length === 0) return undefined
  if (macs.length > 0 && !hasAdapter) return `mac ${macs[0]} ${ips[0]}`
  return host >= 0 ? `host ${host} ${ips[0]}` : undefined
}
