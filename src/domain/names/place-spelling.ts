import { modelSpelling } from '#domain/matching/matching.ts'
import type { PlaceRule } from '#model/place-rule.ts'

// Which texts are one place: those that differ in spelling alone, and those that the hospital says are. Devices keep the
// texts that they have.

export interface PlaceName {
  readonly site: string
  readonly careArea: string
}

export interface PlaceNames {
  /** Equal for texts that are one site. */
  siteKey(site: string): string
  /** Equal for texts that are one care area of one site. */
  placeKey(place: PlaceName): string
  /** Whether an alias, or a split, says how the text is read. */
  ruleOnSite(site: string): 'alias' | 'apart' | null
  ruleOnPlace(place: PlaceName): 'alias' | 'apart' | null
  /** What aliases call the place of a key, where no device bears that name. */
  meantOf(key: string): string | undefined
  /** One for rules that are on one name. */
  spellingOf(rule: PlaceRule): string
  /** Whether what the rule means leads back to its own name. */
  isCircle(rule: Joining): boolean
}
type Joining = Extract<PlaceRule, { readonly meant: string }>

/** `MAIN` and `Main Campus`. */
const siteSpelling = (site: string): string => modelSpelling(site.replace(/(?<=\S\s+)(campus|site)\s*$/i, ''))

/** No spelling has this sign: a text that stands apart is its own key. */
const apartKey = (text: string) => `=${text.trim()}`

/** Care areas are those of a site, whichever way that is written: sites are read first. */
const order = ['site_apart', 'site', 'care_area_apart', 'care_area'] as const

/**
 * Later rules win. Aliases lead on to those of what is meant. Of each rule is asked, by what was read so far, whether it is
 * left out.
 */
export function compilePlaceNames(
  rules: readonly PlaceRule[],
  isLeftOut: (rule: PlaceRule, names: PlaceNames) => boolean = () => false,
): PlaceNames {
  const apartSites = new Set<string>()
  const apartAreas = new Set<string>()
  const targets = new Map<string, string>()
  const meant = new Map<string, string>()

  /** The keys that one leads to, itself first. */
  const pathOf = (key: string): Set<string> => {
    const path = new Set<string>()
    for (let next: string | undefined = key; next !== undefined && !path.has(next); next = targets.get(next))
      path.add(next)
    return path
  }
  const follow = (key: string): string => (targets.has(key) ? [...pathOf(key)].at(-1)! : key)
  const siteBase = (site: string) => (apartSites.has(apartKey(site)) ? apartKey(site) : siteSpelling(site))
  const siteKey = (site: string) => follow(siteBase(site))
  const areaBase = ({ site, careArea }: PlaceName) => {
    const own = `${siteKey(site)}\n${apartKey(careArea)}`
    return apartAreas.has(own) ? own : `${siteKey(site)}\n${modelSpelling(careArea)}`
  }
  const placeKey = (place: PlaceName) => follow(areaBase(place))
  const ruleOn = (base: string, own: string) => (targets.has(base) ? 'alias' : base === own ? 'apart' : null)

  const join = (of: string, to: string, name: string) => {
    targets.set(of, to)
    meant.set(to, name)
  }
  const areaOf = (rule: { readonly site: string; readonly name: string }) =>
    areaBase({ site: rule.site, careArea: rule.name })
  const take = (rule: PlaceRule) => {
    switch (rule.kind) {
      case 'site_apart':
        return void apartSites.add(apartKey(rule.name))
      case 'site':
        return join(siteBase(rule.name), siteBase(rule.meant), rule.meant)
      case 'care_area_apart':
        return void apartAreas.add(`${siteKey(rule.site)}\n${apartKey(rule.name)}`)
      case 'care_area':
        return join(areaOf(rule), areaOf({ ...rule, name: rule.meant }), rule.meant)
    }
  }

  const names: PlaceNames = {
    siteKey,
    placeKey,
    ruleOnSite: (site) => ruleOn(siteBase(site), apartKey(site)),
    ruleOnPlace: (place) => ruleOn(areaBase(place), `${siteKey(place.site)}\n${apartKey(place.careArea)}`),
    meantOf: (key) => meant.get(key),
    spellingOf(rule) {
      switch (rule.kind) {
        case 'site':
          return siteBase(rule.name)
        case 'site_apart':
          return apartKey(rule.name)
        case 'care_area':
          return areaOf(rule)
        case 'care_area_apart':
          return `${siteKey(rule.site)}\n${apartKey(rule.name)}`
      }
    },
    isCircle: (rule) => pathOf(names.spellingOf({ ...rule, name: rule.meant })).has(names.spellingOf(rule)),
  }
  for (const kind of order) for (const rule of rules) if (rule.kind === kind && !isLeftOut(rule, names)) take(rule)
  return names
}
