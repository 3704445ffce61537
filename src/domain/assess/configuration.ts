import type { DeviceClaims } from '#model/device.ts'
import type { Because } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'

/** One row of the inventory. */
export interface AssessedDevice {
  readonly key: string
  /** What the column says that was asked to name it. */
  readonly label?: string
  readonly position: string
  readonly claims: DeviceClaims
}

/** What makes devices equal for matching: all of a model are alike, whatever their serial numbers. */
export const configurationOf = (claims: DeviceClaims): Configuration => ({
  manufacturer: claims.manufacturer ?? '',
  model: claims.model ?? '',
  modelNumber: claims.modelNumber ?? '',
  description: claims.description ?? claims.deviceType ?? '',
  softwareVersion: claims.softwareVersion ?? '',
  firmwareVersion: claims.firmwareVersion ?? '',
  operatingSystem: claims.operatingSystem ?? '',
  ...(claims.installedUpdates?.length && { installedUpdates: claims.installedUpdates.toSorted() }),
  ...(claims.udiDi && { udiDi: claims.udiDi }),
})

/** As in the server, devices are told apart by serial number where something that is said of all of them asks for it. */
export const asksForSerial = (statements: Iterable<{ readonly because: readonly Because[] }>): boolean =>
  Iterator.from(statements).some(({ because }) => because.some(({ asks }) => asks === 'serialNumber'))

export const toldApart = (alike: Configuration, { serialNumber }: DeviceClaims): Configuration =>
  serialNumber ? { ...alike, serialNumber } : alike
