/**
 * OSV (ossf/osv-schema): vulnerabilities of packages, read into our words, and whether a version is affected. Pure. The
 * evaluation is that of the schema, with *unknown* where versions cannot be compared.
 */
export { packageKey, packageKeyOf, releaseOf } from './ecosystems.ts'
export { type Evaluated, evaluate, fixedIn } from './evaluate.ts'
export { type OsvRead, readOsv } from './read-osv.ts'
