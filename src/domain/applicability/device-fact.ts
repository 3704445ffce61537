import type { BorneName } from '#standards/nvd/nvd.ts'

/** A name that a device bears, and how it came by it. */
export interface DeviceFact extends BorneName {
  readonly by: 'operating_system' | 'component' | 'model'
  /** What says so: `operating system "Windows 7 SP1"`. */
  readonly text: string
  /** How likely it is that the device is what the name says, 0–1. */
  readonly probability: number
}
