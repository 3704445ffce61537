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
  /** Under which spelling a rule on this name is kept. */
  spellingOf(rule: PlaceRule): string
}

/** `MAIN` and `Main Campus`. */
const siteSpelling = (site: string): string => modelSpelling(site.replace(/(?<=\S\s+)(campus|site)\s*$/i, ''))

/** No spelling has this sign: a text that stands apart is its own key. */
const apartKey = (text: string) => `=${text.trim()}`

/** Later rules win. Aliases lead on to those of what is meant. */
export function compilePlaceNames(rules: readonly PlaceRule[]): PlaceNames {
  const apartSites = new Set<string>()
  const apartAreas = new Set<string>()
  const targets = new Map<string, string>()
  const meant = new Map<string, string>()

  const follow = (key: string): string => {
    const seen = new Set([key])
    for (let next = targets.get(key); next !== undefined && !seen.has(next); next = targets.get(key)) {
      seen.add(next)
      key = next
    }
    return key
  }
  const siteBase = (site: string) => (apartSites.has(apartKey(site)) ? apartKey(site) : siteSpelling(site))
  const siteKey = (site: string) => follow(siteBase(site))
  const areaBase = ({ site, careArea }: PlaceName) => {
    const own = `${siteKey(site)}\n${apartKey(careArea)}`
    return apartAreas.has(own) ? own : `${siteKey(site)}\n${modelSpelling(careArea)}`
  }
  const placeKey = (place: PlaceName) => follow(areaBase(place))
  const ruleOn = (base: string, own: string) => (targets.has(base) ? 'alias' : base === own ? 'apart' : null)

  for (const rule of rules) if (rule.kind === 'site_apart') apartSites.add(apartKey(rule.name))
  for (const rule of rules)
    if (rule.kind === 'site') {
      targets.set(siteBase(rule.name), siteBase(rule.meant))
      meant.set(siteBase(rule.meant), rule.meant)
    }
  // Care areas are those of a site, whichever way that is written.
  for (const rule of rules)
    if (rule.kind === 'care_area_apart') apartAreas.add(`${siteKey(rule.site)}\n${apartKey(rule.name)}`)
  for (const rule of rules)
    if (rule.kind === 'care_area') {
      const base = areaBase({ site: rule.site, careArea: rule.meant })
      targets.set(areaBase({ site: rule.site, careArea: rule.name }), base)
      meant.set(base, rule.meant)
    }

  return {
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
          return areaBase({ site: rule.site, careArea: rule.name })
        case 'care_area_apart':
          return `${siteKey(rule.site)}\n${apartKey(rule.name)}`
      }
    },
  }
}
