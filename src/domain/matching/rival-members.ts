// Two members of one family, which a word of their own parts.

import type { DeviceName } from './device-name.ts'
import { isDescriptor } from './model-token.ts'
import type { SaidGroup } from './said-groups.ts'

/** `CS-200 Touch` is no `CS-200 Excellence`: right behind the same code each has a word of its own. */
export function rivalBehindCode(
  { forms }: DeviceName,
  found: readonly SaidGroup[],
  extra: readonly { readonly form: string; readonly kind: string; readonly at: number }[],
): { readonly own: string; readonly named: string } | undefined {
  for (const [nth, { group, forms: said }] of found.entries()) {
    const next = found[nth + 1]
    if (group.kind !== 'number' || said.length === 0 || next?.group.kind !== 'word' || next.forms.length > 0) continue
    const named = next.group.forms[0]!
    const end = Math.max(...said.flatMap((form) => forms.get(form) ?? []))
    const own = extra.find(({ at, kind, form }) => at === end + 1 && kind === 'word' && form.length >= 4)?.form
    if (own !== undefined && named.length >= 4 && !isDescriptor(named)) return { own, named }
  }
  return undefined
}
