// Which of Microsoft's products a device is, as far as its operating system says.

import type { WindowsSystem } from '#standards/windows/windows.ts'
import { familyKey, type UpdateIndex } from './update-index.ts'

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

/** The products that the device can be. Where the architecture is open, either usual one. */
export function alternativesOf(
  index: UpdateIndex,
  system: WindowsSystem,
): Pick<WindowsDevice, 'alternatives' | 'lacks'> {
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

/** An installed update that only one of them has tells which it is. */
export function likeliest(index: UpdateIndex, { alternatives, installed }: WindowsDevice): readonly Alternative[] {
  if (alternatives.length < 2) return alternatives
  const own = installed.flatMap((kb) => index.updateIds.get(kb) ?? [])
  const counts = alternatives.map(
    ({ products }) => own.filter((update) => products.some((at) => index.products[at]!.placeOf.has(update))).length,
  )
  const most = Math.max(...counts)
  return alternatives.filter((_, at) => counts[at] === most)
}
