import { type DeviceFunction, deviceFunctionOf } from '#model/device-function.ts'
import type { Configuration } from '#model/matching.ts'
import type { Instruction } from './instruction.ts'
import { instructions } from './library.ts'

/** What is done at a device, as far as the library has an instruction for it. */
export type PlannedWork = 'update' | 'isolate' | 'off_network'

const isFor: Readonly<Record<PlannedWork, (one: Instruction) => boolean>> = {
  update: ({ id }) => id === 'install-vendor-update',
  isolate: ({ id }) => id === 'isolate-on-network',
  off_network: ({ id }) => id === 'pump-off-network',
}

/** Working minutes at one such device, without the way there; null where the library states none. */
export function plannedMinutes(
  work: PlannedWork,
  { manufacturer, model, description }: Pick<Configuration, 'manufacturer' | 'model' | 'description'>,
): number | null {
  const kind: DeviceFunction = deviceFunctionOf(description, `${manufacturer} ${model}`)
  const one = instructions.find((instruction) => isFor[work](instruction))
  return one && (!one.madeFor || one.madeFor.includes(kind)) ? one.minutes : null
}
