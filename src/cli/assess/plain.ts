import type { Group } from '#domain/assess/assess.ts'

/** Advisories and inventories are other people's text: nothing in it may steer a terminal or turn the line round. */
export const harmless = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

export const shorten = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(width - 1, 0)).trimEnd()}…`

export const number = (value: number): string => value.toLocaleString('en-US')

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`

/** `14 devices`, `11 devices, 3 more may be`. */
export function devicesOf(group: Group): string {
  if (group.affected === 0) return `${plural(group.cannotTell, 'device')} may be`
  const more = group.cannotTell > 0 ? `, ${number(group.cannotTell)} more may be` : ''
  return `${plural(group.affected, 'device')}${more}`
}

/** `ICU (6), Ward 4 (5), and 3 more places`. */
export function placesOf(group: Group, shown = 3): string {
  const first = group.places.slice(0, shown).map(({ place, devices }) => `${harmless(place)} (${number(devices)})`)
  const rest = group.places.length - first.length
  return rest > 0 ? `${first.join(', ')} and ${plural(rest, 'more place')}` : first.join(', ')
}

const remediationWords: Readonly<Record<string, string>> = {
  vendor_fix: 'Fix',
  fix_planned: 'A fix is planned',
  optional_patch: 'Optional patch',
  workaround: 'Workaround',
  mitigation: 'Mitigation',
  no_fix_planned: 'No fix is planned',
  none_available: 'No fix is available',
}

/** What the publisher says to do, in one line; what settles it where nobody can tell. */
export function toDo(group: Group): string {
  const [best] = group.remediations
  const said = best ? `${remediationWords[best.category]}: ${harmless(best.details)}` : 'The advisory names no remedy.'
  return group.affected > 0 ? said : `Find out first: ${harmless(group.unknown[0] ?? 'what is not known')}`
}

export const remedyWord = (category: string): string => remediationWords[category] ?? category

/** `CVE-2020-25183 and 2 more`. */
export function flawsOf(group: Group): string {
  const [first] = group.vulnerabilities
  const rest = group.vulnerabilities.length - 1
  return rest > 0 ? `${harmless(first?.id ?? '')} and ${number(rest)} more` : harmless(first?.id ?? '')
}

export const isExploited = (group: Group): boolean => group.vulnerabilities.some((one) => one.knownExploited !== null)

/** `Philips MX450`; the maker is not said twice. */
export function modelOf(group: Group): string {
  const maker = harmless(group.manufacturer)
  const model = harmless(group.model)
  const isSaid = maker !== '' && model.toLowerCase().startsWith(maker.toLowerCase())
  return (isSaid ? model : `${maker} ${model}`.trim()) || 'a device without a name'
}
