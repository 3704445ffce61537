import { normalise, problemOf } from './package-types.ts'

/**
 * Package URLs (ECMA-427, package-url/purl-spec): read into their parts and written in canonical form. Pure. The README
 * says where the published test suite and a library differ from the specification, and who is followed.
 */
export interface PackageUrl {
  readonly type: string
  /** Segments joined with `/`; empty where there is none. A segment that holds a `/` is no namespace and is refused. */
  readonly namespace: string
  readonly name: string
  readonly version: string
  readonly qualifiers: Readonly<Record<string, string>>
  readonly subpath: string
}

export type PurlResult =
  | { readonly ok: true; readonly purl: PackageUrl }
  /** A sentence that says what is wrong with the text. */
  | { readonly ok: false; readonly reason: string }

class NotAPurl extends Error {}

/** Longer than any package's name and place; what is longer is not read. */
const longest = 4096

/** Reads and normalises by the rules of the type. */
export function readPurl(text: string): PurlResult {
  try {
    return { ok: true, purl: parse(text) }
  } catch (error) {
    if (error instanceof NotAPurl) return { ok: false, reason: error.message }
    throw error
  }
}

/** From right to left, as the specification’s "How to parse" has it. */
function parse(text: string): PackageUrl {
  if (text.length > longest) throw new NotAPurl(`a package URL of ${text.length} characters is not read`)
  const [beforeSubpath, subpath] = splitLast(text.trim(), '#')
  const [beforeQualifiers, qualifiers] = splitLast(beforeSubpath, '?')
  const scheme = /^pkg:\/*/i.exec(beforeQualifiers)?.[0]
  if (!scheme) throw new NotAPurl('a package URL begins with pkg:')
  const path = beforeQualifiers.slice(scheme.length)
  const slash = path.indexOf('/')
  const type = (slash === -1 ? path : path.slice(0, slash)).toLowerCase()
  if (!/^[a-z][a-z0-9.+-]*$/.test(type))
    throw new NotAPurl(`"${type}" is no type of package: it begins with a letter, then letters, digits, . + -`)
  if (slash === -1) throw new NotAPurl('the name is missing after the type')

  const [beforeVersion, version] = splitVersion(path.slice(slash + 1))
  const segments = beforeVersion.split('/').filter((segment) => segment !== '')
  const name = segments.pop()
  if (name === undefined) throw new NotAPurl('the name is missing')
  return checked({
    type,
    namespace: segments.map((segment) => decodeSegment(segment, 'namespace')).join('/'),
    name: decode(name, 'name'),
    version: decode(version, 'version'),
    qualifiers: readQualifiers(qualifiers),
    subpath: subpath
      .split('/')
      .map((segment) => decodeSegment(segment, 'subpath'))
      .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
      .join('/'),
  })
}

function checked(read: PackageUrl): PackageUrl {
  const purl = normalise(read)
  const problem = problemOf(purl)
  if (problem) throw new NotAPurl(problem)
  return purl
}

function splitLast(text: string, separator: string): [string, string] {
  const at = text.lastIndexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** An `@` at the beginning of a segment is an npm scope that was not encoded, not the separator of a version. */
function splitVersion(text: string): [string, string] {
  const at = text.lastIndexOf('@')
  if (at === -1 || ((at === 0 || text[at - 1] === '/') && text.indexOf('/', at) !== -1)) return [text, '']
  return [text.slice(0, at), text.slice(at + 1)]
}

function readQualifiers(text: string): Record<string, string> {
  const pairs = new Map<string, string>()
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const equals = pair.indexOf('=')
    const key = (equals === -1 ? pair : pair.slice(0, equals)).toLowerCase()
    if (!/^[a-z][a-z0-9._-]*$/.test(key)) throw new NotAPurl(`"${key}" is no key of a qualifier`)
    if (pairs.has(key)) throw new NotAPurl(`the qualifier ${key} is given twice`)
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1), `qualifier ${key}`)
    if (value !== '') pairs.set(key, value)
  }
  // An object without a prototype: a key may be called __proto__ by those who mean harm.
  return Object.assign(Object.create(null), Object.fromEntries(pairs))
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new NotAPurl(`the ${part} "${text}" has a % that encodes nothing`)
  }
}

function decodeSegment(text: string, part: string): string {
  const decoded = decode(text, part)
  if (decoded.includes('/')) throw new NotAPurl(`a segment of the ${part} holds an encoded /`)
  return decoded
}

/** From its parts, normalised by the rules of the type. */
export function buildPurl(parts: Partial<PackageUrl> & Pick<PackageUrl, 'type' | 'name'>): PurlResult {
  return readPurl(purlText({ namespace: '', version: '', qualifiers: {}, subpath: '', ...parts }))
}

/** The canonical text. */
export function purlText({ type, namespace, name, version, qualifiers, subpath }: PackageUrl): string {
  const pairs = Object.entries(qualifiers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encode(value).replaceAll('%2F', '/')}`)
  return [
    `pkg:${type}/`,
    ...segmentsOf(namespace).map((segment) => `${encode(segment)}/`),
    encode(name),
    version && `@${encode(version)}`,
    pairs.length > 0 && `?${pairs.join('&')}`,
    subpath && `#${segmentsOf(subpath).map(encode).join('/')}`,
  ]
    .filter(Boolean)
    .join('')
}

const segmentsOf = (path: string) => path.split('/').filter((segment) => segment !== '')

/** All but letters, digits, `.-_~` and the colon: ECMA-427, "Character encoding". */
const encode = (text: string) =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':')
