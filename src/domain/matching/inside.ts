// A component of the device, in a statement on both: `SoftLib < 1.2 as a default component of Infusor 500 <= 2.5`.
//
// The status is that of the combination, so both must be as it says. The device's own version is held against the device's range
// and never against the component's, which is asked of the component alone: of the bill of materials, of what the inventory's
// texts name with a version. Where nothing is known of it there:
//
// - the device has its own range, and is within: the publisher has told by the device's versions, and these decide;
// - the component is named without a version: the device decides;
// - exactly one version of what the device comes with (`default_component_of`): the device decides, unless the advisory says
//   otherwise of another version of it in the same device. Of a fix it says nothing: a device may not have it yet;
// - a range, or a version of what somebody may have put there: nobody can tell.
//
// `optional_component_of` and `external_component_of` may be missing: only a device of which it is known that it is there is affected.

import type { AdvisoryProduct } from '#model/advisory.ts'
import type { Component } from '#model/component.ts'
import type { Because } from '#model/finding.ts'
import type { Configuration } from '#model/matching.ts'
import { readPurl } from '#standards/purl/purl.ts'
import { contains, readVersionExpression, type VersionExpression } from '#standards/vers/vers.ts'
import { isUnversioned } from './joined-products.ts'
import { letters } from './model-token.ts'
import { namesOnlySystem, readOperatingSystem } from './operating-system.ts'
import { asksOption } from './option-condition.ts'
import { plainText } from './plain-text.ts'
import { versionBehind } from './said-elsewhere.ts'
import type { Verdict } from './statement.ts'
import { toBecause, type VersionEvidence } from './version-answer.ts'

export interface Inside {
  readonly category: string
  readonly name: string
  readonly version: VersionExpression
  readonly identifiers: AdvisoryProduct['identifiers']
  /** The same advisory says otherwise of another version of it in the same device. */
  readonly hasRival: boolean
}

export const toInside = (category: string, component: AdvisoryProduct, hasRival: boolean): Inside => ({
  category,
  name: component.name.trim(),
  version: readVersionExpression(component.version),
  identifiers: component.identifiers,
  hasRival,
})

export interface InsideEvidence {
  /** For a statement that it is affected. */
  readonly version: VersionEvidence
  /** What more there is to say than the version's own words. */
  readonly because: readonly Because[]
  /** For one that clears. */
  readonly clears: (status: Verdict['status']) => VersionEvidence['answer']
}

type Answer = VersionEvidence['answer']

/** `own`: how the device's version compares with the device's own range. */
export function insideEvidence(
  inside: Inside,
  ownRange: VersionExpression,
  own: VersionEvidence,
  configuration: Configuration,
  components: readonly Component[],
  denied: ReadonlySet<string> = new Set(),
): InsideEvidence {
  const isOfAll = isUnversioned(ownRange.text)
  const host: Answer = isOfAll ? 'yes' : own.answer
  if (host === 'no') return { version: own, because: [], clears: () => 'no' }
  const found = denied.has(letters(inside.name)) ? 'none' : findInside(inside, configuration, components)
  const told = tell(inside, found, isOfAll)
  const both = (component: Answer): Answer =>
    component === 'no' ? 'no' : component === 'yes' && host === 'yes' ? 'yes' : 'unknown'
  const answer = both(told.answer)
  const because: Because = { ...toBecause(told.answer, told.text), ...(told.isAsked && asksOption([inside.name])) }
  return {
    version: { answer, isMissing: told.answer === 'unknown' || own.isMissing, because },
    because: isOfAll ? [] : [own.because],
    clears: (status) => both(told.clears(status)),
  }
}

interface Told {
  readonly answer: Answer
  readonly clears: (status: Verdict['status']) => Answer
  readonly text: string
  readonly isAsked?: boolean
}

function tell(inside: Inside, found: Found | 'none' | undefined, isHostOfAll: boolean): Told {
  const { name, version, category } = inside
  const shown = `"${name}"`
  const always = (answer: Answer) => () => answer
  if (found === 'none') return { answer: 'no', clears: always('no'), text: `the device is without ${shown}` }
  if (found?.isOther) return { answer: 'no', clears: always('no'), text: `${found.text}, which is not ${shown}` }
  const isOfAll = isUnversioned(version.text)
  if (found && !isOfAll && found.version !== '') {
    const { answer } = contains(version, found.version)
    const how = answer === 'yes' ? 'within' : answer === 'no' ? 'outside' : 'not to be compared with'
    return { answer, clears: always(answer), text: `${found.text}, which is ${how} "${version.text.trim()}"` }
  }
  const mayBeMissing = category === 'optional_component_of' || category === 'external_component_of'
  const isSaid = found !== undefined || !mayBeMissing
  const missing = { answer: 'unknown', text: `whether the device has ${shown} is not known`, isAsked: true } as const
  if (isOfAll || !isHostOfAll) {
    const text = isOfAll
      ? `${shown} is named with it, in whatever version`
      : `its own version tells which ${shown} it has`
    return { ...(isSaid ? { answer: 'yes', text: found?.text ?? text } : missing), clears: always('yes') }
  }
  const isExact =
    category === 'default_component_of' &&
    !inside.hasRival &&
    version.alternatives.every(({ kind }) => kind === 'exact')
  if (isExact && version.reading === 'alternatives')
    return {
      answer: 'yes',
      clears: (status) => (status === 'known_not_affected' ? 'yes' : 'unknown'),
      text: `the advisory says that it comes with ${shown} ${version.text.trim()}`,
    }
  if (!isSaid) return { ...missing, clears: always('unknown') }
  const text = `which version of ${shown} the device has is not known, and "${version.text.trim()}" decides`
  return { answer: 'unknown', clears: always('unknown'), text }
}

interface Found {
  /** Empty where only the name stands there. */
  readonly version: string
  readonly text: string
  /** In its place is something else. */
  readonly isOther?: boolean
}

function findInside(inside: Inside, configuration: Configuration, components: readonly Component[]): Found | undefined {
  const { name } = inside
  if (namesOnlySystem(name)) return findSystem(inside, configuration)
  const own = letters(name)
  if (own.length < 3) return undefined
  const listed = components.filter((component) => isComponent(component, inside))
  const inBill = listed.find(({ version }) => version !== '') ?? listed[0]
  if (inBill)
    return {
      version: inBill.version,
      text: `the bill of materials lists "${`${inBill.name} ${inBill.version}`.trim()}"`,
    }
  const { description, softwareVersion, firmwareVersion, operatingSystem, model } = configuration
  const texts = [softwareVersion, firmwareVersion, description, operatingSystem, model]
  for (const text of texts) {
    const behind = versionBehind(name, text)
    if (behind) return { version: behind.version, text: `the inventory names "${name} ${behind.version}"` }
  }
  const words = plainText(name)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  const isNamed = texts.some((text) => ` ${plainText(text).replace(/[^a-z0-9]+/g, ' ')} `.includes(` ${words} `))
  return isNamed ? { version: '', text: `the inventory names "${name}"` } : undefined
}

function findSystem({ name, version }: Inside, { operatingSystem }: Configuration): Found | undefined {
  const own = readOperatingSystem(operatingSystem)
  const wanted = readOperatingSystem(name) ?? own
  if (!own || !wanted) return undefined
  const text = `the operating system is "${own.text.trim()}"`
  if (own.family !== wanted.family) return { version: '', text, isOther: true }
  if (wanted.edition === '') return { version: own.family === 'windows' ? '' : own.version, text }
  if (own.edition === '') return undefined
  if (own.edition !== wanted.edition) return { version: '', text, isOther: true }
  return { version: isUnversioned(version.text) ? '' : (own.build ?? own.version), text }
}

function isComponent(component: Component, { name, identifiers }: Inside): boolean {
  if (letters(component.name) === letters(name)) return true
  const [purl, other] = [identifiers?.purl, component.purl].map((text) => (text ? readPurl(text) : undefined))
  return !!purl?.ok && !!other?.ok && purl.purl.type === other.purl.type && purl.purl.name === other.purl.name
}
