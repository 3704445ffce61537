import type { Because } from '#model/finding.ts'
import type { NvdApplicability } from './applicability.ts'
import type { DeviceFact } from './device-fact.ts'
import type { NvdMatch } from './explain.ts'

/** It is the operating system that is affected, not what the device has besides. */
export const isOfSystem = (because: readonly Because[]) =>
  because.find(({ part }) => part !== 'vendor')?.part === 'operating_system'

/**
 * What NVD says of the operating system gives way to Microsoft where that names the CVE for this very Windows; what it says of
 * what else is on the device stands.
 */
export function settledByUpdates(
  nvd: Pick<NvdApplicability, 'match'>,
  facts: readonly DeviceFact[],
  isNamed: (cve: string) => boolean,
  /** Of these alone; all where it is not told. */
  wanted?: ReadonlySet<string>,
): { readonly standing: readonly NvdMatch[]; readonly overruled: readonly NvdMatch[] } {
  const all = nvd.match(facts, wanted)
  const overruled = all.filter(({ cve, because }) => isOfSystem(because) && isNamed(cve))
  if (overruled.length === 0) return { standing: all, overruled }
  // Of several reasons only the strongest is given: asked again, the system is what the rest runs on and no more.
  const cves = new Set(overruled.map(({ cve }) => cve))
  const others = facts.map((fact) => (fact.by === 'operating_system' ? { ...fact, asProduct: 'no' as const } : fact))
  const besides = nvd.match(others, cves)
  return { standing: [...all.filter(({ cve }) => !cves.has(cve)), ...besides], overruled }
}
