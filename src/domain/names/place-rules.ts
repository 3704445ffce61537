import { modelSpelling } from '#domain/matching/matching.ts'
import type { KeptPlaceRule, PlaceProposal, PlaceRule } from '#model/place-rule.ts'
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
    let rules = kept
    for (const rule of add) {
      const before = compilePlaceNames(rules)
      check(rule, before)
      const spelling = before.spellingOf(rule)
      const rest = rules.filter((one) => one.kind !== rule.kind || before.spellingOf(one) !== spelling)
      checkCircle(rule, compilePlaceNames(rest))
      rules = [...rest, rule]
    }
    return { rules, spellingOf: compilePlaceNames(rules).spellingOf }
  },
  refusalOf: (rule: Proposed) => ({
    spelling: asWritten.spellingOf(rule),
    meant: asWritten.spellingOf({ ...rule, name: rule.meant }),
  }),
})

const asWritten = compilePlaceNames([])

function check(rule: PlaceRule, names: PlaceNames): void {
  const texts =
    rule.kind === 'site' || rule.kind === 'care_area'
      ? ([
          ['name', rule.name],
          ['meant', rule.meant],
        ] as const)
      : ([['name', rule.name]] as const)
  for (const [field, text] of texts)
    if (modelSpelling(text) === '') throw badRule(field, `"${text}" holds no letter and no number.`)
  if (rule.kind !== 'site' && rule.kind !== 'care_area') return
  const isOne = names.spellingOf(rule) === names.spellingOf({ ...rule, name: rule.meant })
  if (isOne) throw badRule('meant', `"${rule.name}" and "${rule.meant}" are one name: case and signs make no other.`)
}

/** `names` are read without what was said of the same name before. */
function checkCircle(rule: PlaceRule, names: PlaceNames): void {
  if (rule.kind !== 'site' && rule.kind !== 'care_area') return
  const [of, meant] =
    rule.kind === 'site'
      ? [names.siteKey(rule.name), names.siteKey(rule.meant)]
      : [rule.name, rule.meant].map((careArea) => names.placeKey({ site: rule.site, careArea }))
  if (of === meant)
    throw badRule('meant', `"${rule.meant}" is another name of "${rule.name}" already. Take that alias back first.`)
}
