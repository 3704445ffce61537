import { splitVersions } from './stated-versions.ts'
import { mayBeSame, type Part, readVersion, type Version } from './version.ts'
import { type VersionExpression, versionsIn } from './version-expression.ts'

const isZero = (part: Part): boolean => part.kind === 'number' && part.digits === '0'

const onlyVersion = (text: string): Version | undefined => {
  const [only, ...others] = splitVersions(text)
  return only === undefined || others.length > 0 ? undefined : readVersion(only)
}

/** `10.1` may be the 10.1.2 with which a range begins, or what came before it. */
export function mayBeFirst(expression: VersionExpression, text: string): boolean {
  const version = onlyVersion(text)
  if (!version || version.qualifiers.length > 0 || version.parts.some(({ kind }) => kind !== 'number')) return false
  return expression.alternatives.some(
    (one) =>
      one.kind === 'range' &&
      one.lower !== undefined &&
      one.lower.version.parts.length > version.parts.length &&
      !one.lower.version.parts.slice(version.parts.length).every(isZero) &&
      mayBeSame(version, one.lower.version),
  )
}

/**
 * `v10` where 10.1 is the bound: whoever wrote the main version alone left out what decides. A version of the standards is exact,
 * and 10 is 10.0; what a hospital's inventory says need not be.
 */
export function saysTooLittle(expression: VersionExpression, text: string): boolean {
  const version = onlyVersion(text)
  const first = version?.parts[0]
  if (version?.parts.length !== 1 || version.qualifiers.length > 0 || first?.kind !== 'number') return false
  return versionsIn(expression).some(({ parts: [own, ...rest] }) => {
    const isSame = own?.kind === 'number' && own.digits === first.digits
    return isSame && rest[0]?.kind === 'number' && !rest.every(isZero)
  })
}
