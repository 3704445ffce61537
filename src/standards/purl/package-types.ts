import type { PackageUrl } from './purl.ts'

// What a type of package adds to the general rules (purl-spec, types/*-definition.json). A type that is not named here
// has no rule of its own.

const lower = (text: string) => text.toLowerCase()
const lowerNames = (purl: PackageUrl) => ({ ...purl, namespace: lower(purl.namespace), name: lower(purl.name) })
const lowerName = (purl: PackageUrl) => ({ ...purl, name: lower(purl.name) })
const lowerNamespace = (purl: PackageUrl) => ({ ...purl, namespace: lower(purl.namespace) })
const lowerVersion = (purl: PackageUrl) => ({ ...purl, version: lower(purl.version) })

const rules = new Map<string, (purl: PackageUrl) => PackageUrl>([
  ['alpm', lowerNames],
  ['apk', lowerNames],
  ['bitbucket', lowerNames],
  ['bitnami', lowerName],
  ['composer', lowerNames],
  ['cpan', (purl) => ({ ...purl, namespace: purl.namespace.toUpperCase() })],
  ['deb', lowerNames],
  ['github', lowerNames],
  ['golang', lowerNames],
  ['hex', lowerNames],
  ['huggingface', lowerVersion],
  ['luarocks', (purl) => lowerNamespace(lowerVersion(purl))],
  ['mlflow', (purl) => (purl.qualifiers.repository_url?.includes('databricks') ? lowerName(purl) : purl)],
  ['npm', lowerNames],
  ['oci', lowerName],
  ['pub', (purl) => ({ ...purl, name: lower(purl.name).replaceAll('-', '_') })],
  // PEP 503: runs of - _ . are one dash.
  ['pypi', (purl) => ({ ...lowerVersion(purl), name: lower(purl.name).replace(/[-_.]+/g, '-') })],
  ['qpkg', lowerNamespace],
  ['rpm', lowerNamespace],
])

export const normalise = (purl: PackageUrl): PackageUrl => rules.get(purl.type)?.(purl) ?? purl

/** Says what the type asks for and the package URL lacks. */
export function problemOf({ type, namespace, version, qualifiers }: PackageUrl): string | null {
  const needs = (part: string, value: string | undefined) =>
    value ? null : `a package of type ${type} needs a ${part}`
  if (type === 'maven') return needs('namespace (the group id)', namespace)
  if (type === 'swift') return needs('namespace', namespace) ?? needs('version', version)
  if (type === 'cran') return needs('version', version)
  if (type === 'swid') return needs('qualifier tag_id', qualifiers.tag_id)
  if (type === 'conan' && namespace && !qualifiers.channel) return needs('qualifier channel beside its namespace', '')
  if (type === 'conan' && !namespace && qualifiers.channel) return needs('namespace beside its channel', '')
  if ((type === 'oci' || type === 'mlflow') && namespace) return `a package of type ${type} has no namespace`
  return null
}
