import { FhirLocation, FhirOrganization, type Reference } from './payload.ts'

/** Where a device stands, as far as its location says which part of a building it is. */
export interface FhirPlace {
  readonly site?: string
  readonly building?: string
  readonly floor?: string
  readonly careArea?: string
  readonly room?: string
}

/** http://terminology.hl7.org/CodeSystem/location-physical-type; a bed stands in its room. */
const levels: Readonly<Record<string, keyof FhirPlace>> = {
  si: 'site',
  bu: 'building',
  wi: 'building',
  lvl: 'floor',
  wa: 'careArea',
  area: 'careArea',
  ro: 'room',
  co: 'room',
  bd: 'room',
}

/** More levels than any building has; a location that is part of itself ends there. */
const maxLevels = 12

/** The locations and organisations of a file, by whatever a reference may call them. */
export class References {
  readonly #locations = new Map<string, FhirLocation>()
  readonly #organizations = new Map<string, string>()

  /** Notes a resource, if it is of a kind that devices refer to. */
  note(resource: unknown, fullUrl?: string): void {
    const location = FhirLocation.safeParse(resource)
    if (location.success) {
      const { id } = location.data
      for (const name of namesOf('Location', id, fullUrl)) this.#locations.set(name, location.data)
      return
    }
    const organization = FhirOrganization.safeParse(resource)
    if (!organization.success || !organization.data.name) return
    for (const name of namesOf('Organization', organization.data.id, fullUrl))
      this.#organizations.set(name, organization.data.name)
  }

  /** The name of an organisation, resolved or as the reference shows it. */
  nameOf(reference: Reference | undefined): string | undefined {
    return found(this.#organizations, reference?.reference) ?? reference?.display
  }

  /** The place of a location; `contained` stands in the device itself. A location without a kind is taken for a room. */
  placeOf(reference: Reference | undefined, contained: readonly unknown[]): FhirPlace {
    const inside = new Map<string, FhirLocation>()
    for (const resource of contained) {
      const read = FhirLocation.safeParse(resource)
      if (read.success && read.data.id) inside.set(`#${read.data.id.replace(/^#/, '')}`, read.data)
    }
    const place: { -readonly [Level in keyof FhirPlace]: string } = {}
    let next = reference
    for (let level = 0; next && level < maxLevels; level++) {
      const location: FhirLocation | undefined =
        inside.get(next.reference ?? '') ?? found(this.#locations, next.reference)
      const name = location?.name ?? next.display
      const code = (location?.physicalType ?? location?.form)?.coding.find((one) => one.code && levels[one.code])?.code
      const kind = code ? levels[code] : level === 0 ? 'room' : undefined
      if (kind && name) place[kind] ??= name
      next = location?.partOf
    }
    return place
  }
}

function namesOf(type: string, id: string | undefined, fullUrl: string | undefined): string[] {
  return [...(id ? [`${type}/${id}`] : []), ...(fullUrl ? [fullUrl] : [])]
}

/** By the whole reference, else by its last two parts, without the version. */
function found<Value>(known: ReadonlyMap<string, Value>, reference: string | undefined): Value | undefined {
  if (!reference) return undefined
  const bare = reference.replace(/\/_history\/[^/]*$/, '')
  return known.get(bare) ?? known.get(bare.split('/').slice(-2).join('/'))
}
