/**
 * NVD's JSON 2.0 (answers of the API 2.0 and the year feeds have one shape), and its applicability statements against the
 * CPE names of a device, after NISTIR 7698. Pure.
 */
export {
  type Applicability,
  applies,
  type BorneName,
  criterionHolds,
  type Hit,
  isSystem,
  relateUpdates,
  relateVersions,
  surely,
  unquoted,
  type VersionBounds,
  versionOf,
} from './applicability.ts'
export { type NvdRead, readNvdVulnerability } from './read-nvd.ts'
export { asksForSystem, relateTargets, type System, systemOf } from './systems.ts'
