import { readVendor } from '#domain/matching/matching.ts'
import type { Advisory } from '#model/advisory.ts'
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

/**
 * What makes devices equal for matching. `bySerial`: makers of whom an advisory tells devices apart by serial number; of
 * others all of a model are alike.
 */
export function configurationOf(claims: DeviceClaims, bySerial: ReadonlySet<string>): Configuration {
  return {
    manufacturer: claims.manufacturer ?? '',
    model: claims.model ?? '',
    modelNumber: claims.modelNumber ?? '',
    description: claims.description ?? claims.deviceType ?? '',
    softwareVersion: claims.softwareVersion ?? '',
    firmwareVersion: claims.firmwareVersion ?? '',
    operatingSystem: claims.operatingSystem ?? '',
    ...(claims.installedUpdates?.length && { installedUpdates: claims.installedUpdates.toSorted() }),
    ...(claims.udiDi && { udiDi: claims.udiDi }),
    ...(claims.serialNumber &&
      readVendor(claims.manufacturer ?? '').ids.some((id) => bySerial.has(id)) && {
        serialNumber: claims.serialNumber,
      }),
  }
}

export const makersBySerial = (advisories: readonly Advisory[]): ReadonlySet<string> =>
  new Set(
    advisories.flatMap(({ products }) =>
      products
        .filter(({ identifiers }) => identifiers?.serialNumbers || identifiers?.serialRanges)
        .flatMap(({ vendor }) => readVendor(vendor).ids),
    ),
  )
