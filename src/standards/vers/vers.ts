/**
 * Versions and version expressions as advisories write them: the VERS specification (package-url/vers-spec), the plain
 * operators of CSAF product trees, and the words that stand in their place. Pure; what is read is remembered.
 */
export { type Contained, type Containment, contains } from './contains.ts'
export { compareVersions, isUnknownText, type Order, readVersion, type Version } from './version.ts'
export {
  type Alternative,
  classifyVersion,
  readVersionExpression,
  type VersionExpression,
} from './version-expression.ts'
