import { compileAliases, modelSpelling, readVendor, vendorSpelling } from '#domain/matching/matching.ts'
import type { KeptNameRule, NameRule } from '#model/name-rule.ts'
import type { AppError } from '#platform/errors.ts'
import { ruleStore } from './alias-rule-store.ts'
import { aliasRules, badRule } from './alias-rules.ts'

// What an organisation says of the makers and models in its inventory. Tables: name_rule, name_refusal.

export const nameRules = aliasRules({
  noun: 'name',
  store: ruleStore<KeptNameRule, 'maker' | 'model'>({
    rules: 'name_rule',
    refusals: 'name_refusal',
    words: ['maker', 'model'],
    meant: 'maker',
  }),
  ruleOf: ({ kind, name, maker, model }: KeptNameRule): NameRule =>
    kind === 'model' ? { kind, name, maker, model: model! } : { kind, name, maker },
  wordsOf: (rule) => ({
    kind: rule.kind,
    name: rule.name,
    maker: rule.maker,
    model: 'model' in rule ? rule.model : null,
  }),
  compile: compileAliases,
  lay(kept, add) {
    const refusals = new Map<NameRule, AppError>()
    for (const rule of add) {
      const refusal = whyNot(rule)
      if (refusal) refusals.set(rule, refusal)
    }
    return { rules: [...kept, ...add.filter((rule) => !refusals.has(rule))], spellingOf, refusals }
  },
  keyOf: spellingOf,
  refusalOf: ({ name, maker }: { readonly name: string; readonly maker: string }) => ({
    spelling: vendorSpelling(name),
    meant: vendorSpelling(maker),
  }),
})

function spellingOf(rule: NameRule): string {
  if (rule.kind === 'vendor') return vendorSpelling(rule.name)
  if (rule.kind === 'not_vendor') return `${vendorSpelling(rule.name)}\n${vendorSpelling(rule.maker)}`
  return `${readVendor(rule.maker).own[0] ?? ''}\n${modelSpelling(rule.name)}`
}

function whyNot(rule: NameRule): AppError | null {
  if (rule.kind === 'model')
    return modelSpelling(rule.name) === '' ? badRule('name', `"${rule.name}" holds no letter and no number.`) : null
  if (vendorSpelling(rule.name) === vendorSpelling(rule.maker))
    return badRule(
      'maker',
      `"${rule.name}" and "${rule.maker}" are one name: case, signs and legal form make no other.`,
    )
  return readVendor(rule.maker).own.length === 0 ? badRule('maker', `"${rule.maker}" names no company.`) : null
}
