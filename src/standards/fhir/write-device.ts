import type { DeviceClaims, Lifecycle } from '#model/device.ts'

export const fhirReleases = ['R4', 'R5'] as const
export type FhirRelease = (typeof fhirReleases)[number]

/** A device as it is known here. */
export interface WrittenDevice {
  /** UUID */
  readonly id: string
  readonly name: string
  readonly golden: DeviceClaims
  /** When its record changed last: ISO 8601 with offset. */
  readonly updatedAt: string
}

/** The media type of a resource of that release (https://hl7.org/fhir/R4/versioning.html#mt-version). */
export const fhirMediaType = (release: FhirRelease, form: 'json' | 'ndjson' = 'json') =>
  `application/fhir+${form}; fhirVersion=${release === 'R4' ? '4.0' : '5.0'}`

/**
 * A device as HL7 FHIR `Device`: https://hl7.org/fhir/R4/device.html or https://hl7.org/fhir/R5/device.html. Its place is a chain of contained
 * `Location`s. What FHIR has no element for (host name, IP addresses) is a `property`.
 */
export function writeFhirDevice(
  { id, name, golden, updatedAt }: WrittenDevice,
  release: FhirRelease,
): { readonly resourceType: 'Device'; readonly id: string; readonly [element: string]: unknown } {
  const isR4 = release === 'R4'
  const places = placesOf(golden)
  const udi = golden.udiDi ? udiOf(golden.udiDi, isR4) : undefined
  const model = golden.model ?? undefined
  const type = golden.deviceType
    ? { ...(golden.nomenclatureCode && { coding: [{ code: golden.nomenclatureCode }] }), text: golden.deviceType }
    : undefined
  const versions = versionsOf(golden)
  const properties = propertiesOf(golden, isR4)
  return {
    resourceType: 'Device',
    id,
    meta: { lastUpdated: new Date(updatedAt).toISOString() },
    ...(places.length > 0 && { contained: containedOf(places, isR4) }),
    identifier: identifiersOf(id, golden),
    ...(!isR4 && { displayName: name }),
    ...(udi && { udiCarrier: [udi] }),
    ...(golden.lifecycle && { status: statusOf[golden.lifecycle] }),
    ...(!isR4 && golden.lifecycle && availabilityOf(golden.lifecycle)),
    ...(golden.manufacturer && { manufacturer: golden.manufacturer }),
    ...(golden.serialNumber && { serialNumber: golden.serialNumber }),
    ...(isR4
      ? {
          deviceName: [{ name, type: 'user-friendly-name' }, ...(model ? [{ name: model, type: 'model-name' }] : [])],
        }
      : model && { name: [{ value: model, type: 'registered-name' }] }),
    ...(golden.modelNumber && { modelNumber: golden.modelNumber }),
    ...(type && { type: isR4 ? type : [type] }),
    ...(versions.length > 0 && { version: versions }),
    ...(properties.length > 0 && { property: properties }),
    ...(golden.owner && { owner: { display: golden.owner } }),
    ...(places.length > 0 && { location: { reference: `#${places[0]!.level}`, display: places[0]!.name } }),
  }
}

/** Of table 0203 of HL7 v2 and of the Personal Health Device guide, where they have a code for it. */
function identifiersOf(id: string, golden: DeviceClaims): object[] {
  const table = 'http://terminology.hl7.org/CodeSystem/v2-0203'
  const continua = 'http://hl7.org/fhir/uv/phd/CodeSystem/ContinuaDeviceIdentifiers'
  return [
    { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` },
    ...(golden.assetTag ? [{ type: { text: 'Asset tag' }, value: golden.assetTag }] : []),
    ...(golden.serialNumber
      ? [{ type: { coding: [{ system: table, code: 'SNO' }], text: 'Serial number' }, value: golden.serialNumber }]
      : []),
    ...(golden.macAddresses ?? []).map((mac) => ({
      type: { coding: [{ system: continua, code: 'ETHMAC' }], text: 'MAC address' },
      value: mac,
    })),
  ]
}

/**
 * Who gave out the identifier, told by its form; R5 has no carrier without an issuer. GS1: 14 digits. ICCBBA: facility, product and
 * description. HIBCC: labeler, product and unit of measure.
 */
function udiOf(deviceIdentifier: string, isR4: boolean): object | undefined {
  const issuer = /^\d{14}$/.test(deviceIdentifier)
    ? 'gs1-di'
    : /^[A-Z]\d{4}[A-Z0-9]{6}[A-Z]\d{4}$/.test(deviceIdentifier)
      ? 'iccbba-other-di'
      : /^[A-Z][A-Z0-9]{4,21}\d$/.test(deviceIdentifier)
        ? // As the definitions of the releases write it.
          isR4
          ? 'hibcc-dI'
          : 'hibcc-diI'
        : undefined
  if (issuer) return { deviceIdentifier, issuer: `http://hl7.org/fhir/NamingSystem/${issuer}` }
  return isR4 ? { deviceIdentifier } : undefined
}

/** "No longer available for use" (http://hl7.org/fhir/device-status) is what was lost, too. */
const statusOf: Readonly<Record<Lifecycle, 'active' | 'inactive'>> = {
  planned: 'inactive',
  received: 'inactive',
  in_use: 'active',
  loaned: 'active',
  stored: 'active',
  in_repair: 'active',
  missing: 'inactive',
  retired: 'inactive',
  disposed: 'inactive',
}

const availabilities: Readonly<Partial<Record<Lifecycle, string>>> = {
  in_use: 'available',
  stored: 'available',
  in_repair: 'damaged',
  missing: 'lost',
  disposed: 'destroyed',
}

function availabilityOf(lifecycle: Lifecycle): object | undefined {
  const code = availabilities[lifecycle]
  if (code === undefined) return undefined
  return { availabilityStatus: { coding: [{ system: 'http://hl7.org/fhir/device-availability-status', code }] } }
}

/** Codes of ISO/IEEE 11073-10101. */
function versionsOf({ softwareVersion, firmwareVersion, operatingSystem }: DeviceClaims): object[] {
  const mdc = (code: string, display: string, text: string) => ({
    coding: [{ system: 'urn:iso:std:iso:11073:10101', code, display }],
    text,
  })
  return [
    ...(softwareVersion ? [{ type: mdc('531975', 'MDC_ID_PROD_SPEC_SW', 'Software'), value: softwareVersion }] : []),
    ...(firmwareVersion ? [{ type: mdc('531976', 'MDC_ID_PROD_SPEC_FW', 'Firmware'), value: firmwareVersion }] : []),
    ...(operatingSystem ? [{ type: { text: 'Operating system' }, value: operatingSystem }] : []),
  ]
}

function propertiesOf({ hostname, ipAddresses }: DeviceClaims, isR4: boolean): object[] {
  const property = (text: string, value: string) => ({
    type: { text },
    ...(isR4 ? { valueCode: [{ text: value }] } : { valueString: value }),
  })
  return [
    ...(hostname ? [property('Host name', hostname)] : []),
    ...(ipAddresses && ipAddresses.length > 0 ? [property('IP addresses', ipAddresses.join(', '))] : []),
  ]
}

interface Place {
  readonly level: string
  readonly name: string
  /** http://terminology.hl7.org/CodeSystem/location-physical-type */
  readonly code: string
  readonly display: string
}

/** From the room to the site. */
function placesOf({ room, careArea, floor, building, site }: DeviceClaims): Place[] {
  const levels: readonly (readonly [string, string | null | undefined, string, string])[] = [
    ['room', room, 'ro', 'Room'],
    ['care-area', careArea, 'wa', 'Ward'],
    ['floor', floor, 'lvl', 'Level'],
    ['building', building, 'bu', 'Building'],
    ['site', site, 'si', 'Site'],
  ]
  return levels.flatMap(([level, name, code, display]) => (name ? [{ level, name, code, display }] : []))
}

function containedOf(places: readonly Place[], isR4: boolean): object[] {
  return places.map(({ level, name, code, display }, at) => {
    const system = 'http://terminology.hl7.org/CodeSystem/location-physical-type'
    const outer = places[at + 1]
    return {
      resourceType: 'Location',
      id: level,
      name,
      [isR4 ? 'physicalType' : 'form']: { coding: [{ system, code, display }] },
      ...(outer && { partOf: { reference: `#${outer.level}`, display: outer.name } }),
    }
  })
}
