import { splitVersions } from './stated-versions.ts'
import { type Part, readVersion } from './version.ts'
import { type VersionExpression, versionsIn } from './version-expression.ts'

const isZero = (part: Part): boolean => part.kind === 'number' && part.digits === '0'

/**
 * `v10` where 10.1 is the bound: whoever wrote the main version alone left out what decides. A version of the standards is exact,
 * and 10 is 10.0; what a hospital's inventory says need not be.
 */
export function saysTooLittle(expression: VersionExpression, text: string): boolean {
  const [only, ...others] = splitVersions(text)
  const version = only === undefined || others.length > 0 ? undefined : readVersion(only)
  const first = version?.parts[0]
  if (version?.parts.length !== 1 || version.qualifiers.length > 0 || first?.kind !== 'number') return false
  return versionsIn(expression).some(({ parts: [own, ...rest] }) => {
    const isSame = own?.kind === 'number' && own.digits === first.digits
    return isSame && rest[0]?.kind === 'number' && !rest.every(isZero)
  })
}
