/**
 * Versions and version expressions as advisories write them: the VERS specification (package-url/vers-spec), the plain
 * operators of CSAF product trees, and the words that stand in their place. A named scheme (npm, deb, maven …) orders versions
 * as its ecosystem does; without one they are ordered as vendors count. Pure; what is read is remembered.
 */
export { compareByScheme, containsByScheme, isSchemeOf } from './by-scheme.ts'
export type { Contained, Containment } from './containment.ts'
export { contains } from './contains.ts'
export { isCutShort } from './cut-short.ts'
export { withIsoDays } from './days.ts'
export { isOwnSoftware } from './program-name.ts'
export { faultOfVers, formatVersRange, isVendorScheme, readVersRange } from './range.ts'
export { saysSeveral } from './spans.ts'
export { labelledVersions } from './stated-versions.ts'
export {
  compareVersions,
  endsOfOpen,
  isBareYear,
  isUnknownText,
  mayBeDay,
  type Order,
  orderVersions,
  readVersion,
  type Version,
} from './version.ts'
export {
  type Alternative,
  type Bound,
  classifyVersion,
  type Range as VersionRange,
  readVersionExpression,
  type VersionExpression,
} from './version-expression.ts'
export { anyLabel } from './version-labels.ts'
