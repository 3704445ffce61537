import type { NameRule } from '#model/name-rule.ts'
import type { PlaceRule } from '#model/place-rule.ts'
import type { RuleChange } from './alias-rules.ts'
import { nameRules } from './name-rules.ts'
import { placeRules } from './place-rules.ts'

// What an organisation says of the names and places in its inventory. Who changes a rule on names does it by `onNames` of
// loop.ts, which matches again what is read otherwise from then on; on places by `onPlaces`: decisions may rest on a site.

export {
  type AliasFile,
  type AliasRow,
  namesFile,
  placesFile,
  readAliasFile,
  readAliasRows,
  writeAliasCsv,
  writeAliasJson,
} from './alias-file.ts'
export type { Stated } from './alias-rules.ts'
export type { PlaceName, PlaceNames } from './place-spelling.ts'
export {
  hasReading,
  initialsOf,
  isInitials,
  type PlaceReading as PlaceWords,
  readCareArea,
  readingInWords,
  readingKey,
  readSite,
} from './read-place.ts'
export { nameRules, placeRules }

export const aliasesOf = nameRules.compiled
export const placeNamesOf = placeRules.compiled
export type NameChange = RuleChange<NameRule>
export type PlaceChange = RuleChange<PlaceRule>
