import { createHash } from 'node:crypto'
import type { NameRule } from '#model/name-rule.ts'
import { readVendor, type Vendor } from './makers/vendor.ts'
import { vendorSpelling } from './makers/vendor-words.ts'
import { plainText } from './plain-text.ts'

/**
 * What one organisation says of names, laid over what is known of companies (vendor-aliases.ts), compiled to be asked often.
 * Spellings that differ in case, signs or legal form are one.
 */
export interface Aliases {
  /** Tells sets of rules apart where what was read is remembered. */
  readonly key: string
  readonly makers: ReadonlyMap<string, string>
  readonly apart: ReadonlyMap<string, readonly string[]>
  readonly models: ReadonlyMap<string, string>
  /** Names that were read with these rules. */
  readonly remembered: Map<string, Vendor>
  readonly compared: Map<string, boolean>
}

/** Undefined where there is no rule: names are then read as everybody's. Of two rules on one name the later holds. */
export function compileAliases(rules: readonly NameRule[]): Aliases | undefined {
  if (rules.length === 0) return undefined
  const makers = new Map<string, string>()
  const apart = new Map<string, string[]>()
  for (const rule of rules) {
    const spelling = vendorSpelling(rule.name)
    if (rule.kind === 'vendor') makers.set(spelling, rule.maker)
    else if (rule.kind === 'not_vendor') apart.set(spelling, [...(apart.get(spelling) ?? []), rule.maker])
  }
  const models = new Map<string, string>()
  const key = createHash('sha256').update(JSON.stringify(rules)).digest('base64url').slice(0, 22)
  const aliases = { key, makers, apart, models, remembered: new Map(), compared: new Map() }
  // A model's maker is read with the rules on makers.
  for (const rule of rules)
    if (rule.kind === 'model') for (const key of modelKeys(rule.maker, rule.name, aliases)) models.set(key, rule.model)
  return aliases
}

/** The product that the rules take this maker's model for. */
export function modelByAlias(
  { manufacturer, model }: { readonly manufacturer: string; readonly model: string },
  aliases: Aliases | undefined,
): string | undefined {
  if (!aliases || aliases.models.size === 0) return undefined
  for (const key of modelKeys(manufacturer, model, aliases)) {
    const product = aliases.models.get(key)
    if (product !== undefined) return product
  }
  return undefined
}

export const modelSpelling = (model: string) => plainText(model).replace(/[^\p{L}\p{N}+]/gu, '')

function modelKeys(maker: string, model: string, aliases: Aliases): string[] {
  const { own } = readVendor(maker, aliases)
  return (own.length === 0 ? [''] : own).map((id) => `${id}\n${modelSpelling(model)}`)
}
