import type { DeviceClaims } from '#model/device.ts'

/** An image viewer on Windows, as an inventory has it. */
export const viewer = (tag: string, over: DeviceClaims = {}): DeviceClaims => ({
  assetTag: tag,
  manufacturer: 'Meadow Imaging',
  model: 'Viewer',
  softwareVersion: '2.0',
  operatingSystem: 'Windows 7 Professional SP1',
  ...over,
})
