import { modelSpelling } from '#domain/matching/matching.ts'
import type { KeptPlaceRule, PlaceProposal, PlaceRule } from '#model/place-rule.ts'
import type { AppError } from '#platform/errors.ts'
import { ruleStore } from './alias-rule-store.ts'
import { aliasRules, badRule } from './alias-rules.ts'
import { compilePlaceNames, type PlaceNames } from './place-spelling.ts'

// What an organisation says of the places in its inventory. Tables: place_rule, place_refusal.

type Proposed = Pick<PlaceProposal, 'kind' | 'site' | 'name' | 'meant'>

export const placeRules = aliasRules({
  noun: 'place',
  store: ruleStore<KeptPlaceRule, 'site' | 'meant'>({
    rules: 'place_rule',
    refusals: 'place_refusal',
    words: ['site', 'meant'],
    meant: 'meant',
  }),
  ruleOf({ kind, site, name, meant }: KeptPlaceRule): PlaceRule {
    switch (kind) {
      case 'site':
        return { kind, name, meant: meant! }
      case 'site_apart':
        return { kind, name }
      case 'care_area':
        return { kind, site: site!, name, meant: meant! }
      case 'care_area_apart':
        return { kind, site: site!, name }
    }
  },
  wordsOf: (rule) => ({
    kind: rule.kind,
    site: 'site' in rule ? rule.site : null,
    name: rule.name,
    meant: 'meant' in rule ? rule.meant : null,
  }),
  compile: compilePlaceNames,
  lay(kept, add) {
    const [isNew, refusals] = [new Set(add), new Map<PlaceRule, AppError>()]
    compilePlaceNames([...kept, ...add], (rule, names) => {
      const refusal = isNew.has(rule) ? whyNot(rule, names) : null
      if (refusal) refusals.set(rule, refusal)
      return refusal !== null
    })
    const rules = [...kept, ...add.filter((rule) => !refusals.has(rule))]
    return { rules, spellingOf: compilePlaceNames(rules).spellingOf, refusals }
  },
  // The texts themselves: what is spelt alike changes with the aliases of sites.
  keyOf: (rule) => ('site' in rule ? `=${rule.site}\n=${rule.name}` : `=${rule.name}`),
  refusalOf: (rule: Proposed) => ({
    spelling: asWritten.spellingOf(rule),
    meant: asWritten.spellingOf({ ...rule, name: rule.meant }),
  }),
})

const asWritten = compilePlaceNames([])

/** Why a rule cannot hold beside those that were read before it. */
function whyNot(rule: PlaceRule, names: PlaceNames): AppError | null {
  for (const field of ['name', 'meant'] as const) {
    const text = (rule as Partial<Record<string, string>>)[field]
    if (text !== undefined && modelSpelling(text) === '')
      return badRule(field, `"${text}" holds no letter and no number.`)
  }
  if (!('meant' in rule)) return null
  if (names.spellingOf(rule) === names.spellingOf({ ...rule, name: rule.meant }))
    return badRule('meant', `"${rule.name}" and "${rule.meant}" are one name: case and signs make no other.`)
  return names.isCircle(rule)
    ? badRule('meant', `"${rule.meant}" is another name of "${rule.name}" already. Take that alias back first.`)
    : null
}
