import { patientValue } from '#connectors/table/patient-data.ts'
import { readValue } from '#connectors/table/read-value.ts'
import type { DeviceAttribute, DeviceClaims } from '#model/device.ts'
import type { Observation, Skipped } from '#model/observation.ts'
import type { Concept, FhirDevice } from './payload.ts'
import type { References } from './references.ts'

/** What a `Device` says; or why it says nothing. `exportedAt` stands for resources that do not tell when they changed. */
export function toObservation(
  device: FhirDevice,
  references: References,
  position: string,
  exportedAt: string,
): { observation: Observation } | { skipped: Skipped } {
  const raw = rawOf(device, references)
  if (device.status === 'entered-in-error')
    return skipped(
      position,
      'not_a_device',
      'The server says that this record was entered in error. Nothing needs to be done.',
      raw,
    )
  const claims = claimed({
    ...numbersOf(device),
    manufacturer: device.manufacturer,
    model: modelOf(device),
    modelNumber: device.modelNumber,
    description: device.displayName ?? nameOf(device, 'user-friendly-name'),
    deviceType: device.type.map(textOf).find(Boolean),
    nomenclatureCode: nomenclatureOf(device.type),
    ...versionsOf(device),
    ...references.placeOf(device.location, device.contained),
    hostname: propertyOf(device, /^host ?name$/i),
    ipAddresses: propertyOf(device, /^ip address(?:es)?$/i),
    owner: references.nameOf(device.owner),
  })
  const lifecycle = lifecycleOf(device)
  const sourceKey = keyOf(device, claims)
  if (!sourceKey)
    return skipped(
      position,
      'no_identity',
      'The resource has no id, no identifier and no serial number. Export it with its id.',
      raw,
    )
  return {
    observation: {
      sourceKey,
      observedAt: momentOf(device.meta?.lastUpdated) ?? exportedAt,
      claims: { ...claims, ...(lifecycle && { lifecycle }) },
      raw,
    },
  }
}

const skipped = (position: string, code: string, reason: string, raw: Record<string, string>) => ({
  skipped: { position, code, reason, raw },
})

function keyOf({ id, identifier }: FhirDevice, claims: DeviceClaims): string | undefined {
  if (id) return `Device/${id}`
  if (claims.serialNumber) return `serial:${(claims.manufacturer ?? '').toLowerCase()}:${claims.serialNumber}`
  const named = identifier.find(({ value }) => value)
  return named && `${named.system ?? ''}|${named.value}`
}

/** Serial number, asset tag, MAC addresses and UDI-DI, from elements of their own and from identifiers by their type (HL7 table 0203). */
function numbersOf(device: FhirDevice) {
  const by = (codes: readonly string[], words: RegExp) =>
    device.identifier
      .filter(
        ({ type, system }) =>
          type?.coding.some(({ code }) => code !== undefined && codes.includes(code)) ||
          words.test([type?.text, ...(type?.coding.map(({ display }) => display) ?? []), system].join(' ')),
      )
      .flatMap(({ value }) => value || [])
  const carrier = device.udiCarrier.find(({ deviceIdentifier, carrierHRF }) => deviceIdentifier || carrierHRF)
  const macs = by(['ETHMAC'], /\bmac[ -]?address/i)
  return {
    // The serial number of a GS1 bar code is AI 21 (GS1 General Specifications, 3.5.2).
    serialNumber:
      device.serialNumber ||
      by(['SNO'], /\bserial\b/i)[0] ||
      /\(21\)([^()]{1,20})/.exec(carrier?.carrierHRF ?? '')?.[1],
    assetTag: by([], /\basset\b|\binventory (?:tag|number|no)\b|\bequipment (?:tag|number|no)\b/i)[0],
    udiDi: carrier?.deviceIdentifier || /\(01\)(\d{14})/.exec(carrier?.carrierHRF ?? '')?.[1],
    macAddresses: macs.length > 0 ? macs.join(', ') : undefined,
  }
}

const namesOf = (device: FhirDevice) => [
  ...device.deviceName.map(({ name, type }) => ({ value: name, type })),
  ...device.name,
]

const nameOf = (device: FhirDevice, kind: string) =>
  namesOf(device).find(({ type, value }) => type === kind && value)?.value

/** What a patient calls the device is none of its names. */
const modelNames = [
  'model-name',
  'registered-name',
  'udi-label-name',
  'manufacturer-name',
  'other',
  'user-friendly-name',
]

const modelOf = (device: FhirDevice) => modelNames.map((kind) => nameOf(device, kind)).find(Boolean)

const textOf = ({ text, coding }: Concept) => text ?? coding.find(({ display }) => display)?.display

/** GMDN and UMDNS before SNOMED CT. */
const nomenclatures = [/gmdn|2\.16\.840\.1\.113883\.6\.276/i, /umdns|2\.16\.840\.1\.113883\.6\.94/i, /snomed/i]

const nomenclatureOf = (types: readonly Concept[]) =>
  nomenclatures
    .flatMap((system) => types.flatMap(({ coding }) => coding.filter((one) => system.test(one.system ?? ''))))
    .find(({ code }) => code)?.code

/** Codes of ISO/IEEE 11073-10101: 531974 hardware, 531975 software, 531976 firmware; words where there are none. */
function versionsOf({ version, ...device }: FhirDevice) {
  const found: { softwareVersion?: string; firmwareVersion?: string; operatingSystem?: string } = {}
  for (const { type, value } of version) {
    if (!value) continue
    const words = [type?.text, ...(type?.coding.flatMap(({ code, display }) => [code, display]) ?? [])].join(' ')
    if (/531974|hardware|\bhw\b|protocol|part/i.test(words)) continue
    if (/531976|firmware|\bfw\b/i.test(words)) found.firmwareVersion ??= value
    else if (/operating ?system|\bos\b/i.test(words)) found.operatingSystem ??= value
    else found.softwareVersion ??= value
  }
  const system = propertyOf(device, /^operating system$/i)
  return { ...found, operatingSystem: found.operatingSystem ?? system }
}

const propertyOf = ({ property }: Pick<FhirDevice, 'property'>, name: RegExp) =>
  property
    .filter(({ type }) => type && name.test(textOf(type) ?? ''))
    .map(({ valueString, valueCode }) => valueString ?? valueCode.map(textOf).filter(Boolean).join(', '))
    .find(Boolean)

/**
 * R5 tells by `availabilityStatus` what became of the device; `inactive` alone is "no longer available for use".
 * `unknown` says nothing.
 */
function lifecycleOf({ status, availabilityStatus }: FhirDevice): DeviceClaims['lifecycle'] {
  const code = availabilityStatus?.coding.find((one) => one.code)?.code
  if (code === 'lost') return 'missing'
  if (code === 'destroyed') return 'disposed'
  if (code === 'damaged') return 'in_repair'
  if (status === 'active') return 'in_use'
  return status === 'inactive' ? 'retired' : undefined
}

/** Values as those of any table are read: what says nothing, and what may be of a patient, is left out. */
function claimed(values: Readonly<Partial<Record<DeviceAttribute, string | undefined>>>): DeviceClaims {
  const claims: Record<string, unknown> = {}
  for (const [attribute, text] of Object.entries(values)) {
    if (!text || patientValue(text, true)) continue
    const reading = readValue(attribute as DeviceAttribute, text, {
      header: attribute,
      dateOrder: null,
      timeZone: 'UTC',
    })
    if (reading && 'value' in reading) claims[attribute] = reading.value
  }
  return claims as DeviceClaims
}

/** What is read, as texts; notes, contacts and all that refers to a patient stay in the file. */
function rawOf(device: FhirDevice, references: References): Record<string, string> {
  const joined = (texts: readonly (string | undefined)[]) => texts.filter(Boolean).join(', ')
  const all: Record<string, string | undefined> = {
    id: device.id,
    lastUpdated: device.meta?.lastUpdated,
    identifier: joined(
      device.identifier.map(({ system, value }) => value && [system, value].filter(Boolean).join('|')),
    ),
    udiCarrier: joined(device.udiCarrier.map(({ deviceIdentifier, carrierHRF }) => carrierHRF ?? deviceIdentifier)),
    status: device.status,
    availabilityStatus: device.availabilityStatus && textOrCode(device.availabilityStatus),
    manufacturer: device.manufacturer,
    manufactureDate: device.manufactureDate,
    expirationDate: device.expirationDate,
    lotNumber: device.lotNumber,
    serialNumber: device.serialNumber,
    displayName: device.displayName,
    name: joined(namesOf(device).map(({ type, value }) => (type === 'patient-reported-name' ? undefined : value))),
    modelNumber: device.modelNumber,
    partNumber: device.partNumber,
    type: joined(device.type.map(textOrCode)),
    category: joined(device.category.map(textOrCode)),
    version: joined(
      device.version.map(({ type, value }) => value && [type && textOrCode(type), value].filter(Boolean).join(' ')),
    ),
    location: joined([device.location?.reference, device.location?.display]),
    owner: references.nameOf(device.owner),
    parent: device.parent?.reference,
  }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, text]) =>
      text && !patientValue(text, true) ? [[name, text.slice(0, 4000)]] : [],
    ),
  )
}

const textOrCode = (concept: Concept) => textOf(concept) ?? concept.coding.find(({ code }) => code)?.code

/** An instant of FHIR has a zone; one without is none. */
function momentOf(text: string | undefined): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text ?? '')) return undefined
  const moment = new Date(text!)
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString().replace('.000', '')
}
