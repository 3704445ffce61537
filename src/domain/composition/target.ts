import { isSameVendor } from '#domain/matching/matching.ts'
import { AppError } from '#platform/errors.ts'
import { readVersionExpression } from '#standards/vers/vers.ts'

/** What a person says a document is of, before what it says of itself. */
export interface Target {
  readonly manufacturer?: string | undefined
  readonly model?: string | undefined
  /** A version, a list, or an expression; `*` is every version. */
  readonly versions?: string | undefined
}

/** What a document is bound to. */
export interface Bindable {
  readonly manufacturer: string
  readonly model: string
  /** '' is every version. */
  readonly versions: string
}

export function checkVersions(versions: string, isGiven: boolean): string {
  if (versions === '' || versions === '*') return ''
  const { reading, alternatives, condition, component } = readVersionExpression(versions)
  const isProse = alternatives.some((one) => one.kind === 'exact' && one.loose && !/\d/.test(one.version.text))
  if (isGiven && (reading === 'unreadable' || reading === 'none' || condition || component || isProse))
    throw new AppError(
      'bad_request',
      `"${versions}" cannot be compared with a version. Write one version, several with commas, or a range such as ">= 4.0 | < 4.2"; * for every version.`,
      { details: { fields: { versions: 'Not an expression of versions' } } },
    )
  return reading === 'all' && !condition ? '' : versions
}

/** What a reader must know of how a document was bound. */
export function remarksOnVersions(target: Bindable, given: Target): string[] {
  const remarks: string[] = []
  if (target.versions === '' && !given.versions?.trim())
    remarks.push('It states no version of the product: it counts for every version of the model.')
  const { reading } = readVersionExpression(target.versions)
  if (target.versions !== '' && (reading === 'unreadable' || reading === 'none'))
    remarks.push(
      `"${target.versions}" cannot be compared with a version: no device is surely meant. Give the versions by hand.`,
    )
  return remarks
}

const words = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim()

export const isSameModel = (a: Bindable, b: Bindable) =>
  words(a.model) === words(b.model) && isSameVendor(a.manufacturer, b.manufacturer)

export const isSameSubject = (a: Bindable, b: Bindable) => words(a.versions) === words(b.versions) && isSameModel(a, b)

export const isSameTarget = (a: Bindable, b: Bindable) =>
  a.manufacturer === b.manufacturer && a.model === b.model && a.versions === b.versions

/** A name that is safe to save a file under. */
export const plainName = (name: string, otherwise: string) =>
  name
    .replace(/^.*[/\\]/, '')
    .replace(/[^\p{L}\p{N} ._-]/gu, '_')
    .slice(-100) || otherwise
