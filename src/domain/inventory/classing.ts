import type { CareSetting, Criticality, DeviceClaims } from '#model/device.ts'

/** How much harm the device can do, and the kind of place it stands in, from what is claimed. */
export function classify(claims: DeviceClaims): { criticality: Criticality; careSetting: CareSetting } {
  return { criticality: claims.criticality ?? 'unknown', careSetting: 'unknown' }
}
