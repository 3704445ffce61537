import type { DeviceClaims } from '#model/device.ts'
import type { Configuration } from '#model/matching.ts'

/** One row of the inventory. */
export interface AssessedDevice {
  readonly key: string
  /** What the column says that was asked to name it. */
  readonly label?: string
  readonly position: string
  readonly claims: DeviceClaims
}

/** What makes devices equal for matching. */
export function configurationOf(claims: DeviceClaims): Configuration {
  return {
    manufacturer: claims.manufacturer ?? '',
    model: claims.model ?? '',
    modelNumber: claims.modelNumber ?? '',
    description: claims.description ?? claims.deviceType ?? '',
    softwareVersion: claims.softwareVersion ?? '',
    firmwareVersion: claims.firmwareVersion ?? '',
    operatingSystem: claims.operatingSystem ?? '',
    ...(claims.installedUpdates?.length && { installedUpdates: claims.installedUpdates.toSorted() }),
  }
}
