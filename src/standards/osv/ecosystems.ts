import type { OsvAffected } from '#model/osv.ts'
import { buildPurl, type PackageUrl, readPurl } from '#standards/purl/purl.ts'

// OSV's "Defined ecosystems": how their packages are called in package URLs, and by which scheme their versions are ordered.

interface Ecosystem {
  readonly type: string
  /** Of every package: the distribution. */
  readonly namespace?: string
  readonly scheme: string
  /** What separates the namespace from the name in an OSV name. */
  readonly separator?: string
}

const distribution = (type: 'apk' | 'deb' | 'rpm', namespace: string): Ecosystem => ({ type, namespace, scheme: type })

const ecosystems: ReadonlyMap<string, Ecosystem> = new Map(
  Object.entries({
    npm: { type: 'npm', scheme: 'npm', separator: '/' },
    PyPI: { type: 'pypi', scheme: 'pypi' },
    Maven: { type: 'maven', scheme: 'maven', separator: ':' },
    NuGet: { type: 'nuget', scheme: 'nuget' },
    RubyGems: { type: 'gem', scheme: 'gem' },
    'crates.io': { type: 'cargo', scheme: 'cargo' },
    Go: { type: 'golang', scheme: 'golang', separator: '/' },
    Packagist: { type: 'composer', scheme: 'composer', separator: '/' },
    Hex: { type: 'hex', scheme: 'hex' },
    Pub: { type: 'pub', scheme: 'semver' },
    SwiftURL: { type: 'swift', scheme: 'swift', separator: '/' },
    ConanCenter: { type: 'conan', scheme: 'conan' },
    Bitnami: { type: 'bitnami', scheme: 'semver' },
    CRAN: { type: 'cran', scheme: 'cran' },
    Hackage: { type: 'hackage', scheme: 'hackage' },
    Debian: distribution('deb', 'debian'),
    Ubuntu: distribution('deb', 'ubuntu'),
    Alpine: distribution('apk', 'alpine'),
    Wolfi: distribution('apk', 'wolfi'),
    Chainguard: distribution('apk', 'chainguard'),
    MinimOS: distribution('apk', 'minimos'),
    'Red Hat': distribution('rpm', 'redhat'),
    'Rocky Linux': distribution('rpm', 'rocky-linux'),
    AlmaLinux: distribution('rpm', 'almalinux'),
    SUSE: distribution('rpm', 'suse'),
    openSUSE: distribution('rpm', 'opensuse'),
    openEuler: distribution('rpm', 'openeuler'),
    Mageia: distribution('rpm', 'mageia'),
    'Photon OS': distribution('rpm', 'photon'),
  } satisfies Record<string, Ecosystem>),
)

const baseOf = (ecosystem: string): string => ecosystem.split(':', 1)[0]!

/** Undefined where no scheme of ours orders the ecosystem's versions. */
export const schemeOf = (ecosystem: string): string | undefined => ecosystems.get(baseOf(ecosystem))?.scheme

/** `12` of `Debian:12`, `v3.16` of `Alpine:v3.16`; undefined where the ecosystem is the same for all releases. */
export function releaseOf(ecosystem: string): string | undefined {
  const namespace = ecosystems.get(baseOf(ecosystem))?.namespace
  return namespace && ecosystem.includes(':') ? ecosystem.slice(ecosystem.indexOf(':') + 1) : undefined
}

/** Type, namespace and name of a package: what OSV and a bill of materials find each other by. */
export const packageKey = ({ type, namespace, name }: PackageUrl): string =>
  namespace ? `${type}/${namespace}/${name}` : `${type}/${name}`

/** Of an affected package; undefined where nothing says what it is called in package URLs. */
export function packageKeyOf({ ecosystem, name, purl }: OsvAffected): string | undefined {
  const known = ecosystems.get(baseOf(ecosystem))
  if (!known || name === '') {
    const read = purl === '' ? undefined : readPurl(purl)
    return read?.ok ? packageKey(read.purl) : undefined
  }
  const plain = known.type === 'swift' ? name.replace(/^https?:\/\/|\.git$/g, '') : name
  const at = known.separator ? plain.lastIndexOf(known.separator) : -1
  const built = buildPurl({
    type: known.type,
    namespace: known.namespace ?? (at < 0 ? '' : plain.slice(0, at)),
    name: at < 0 ? plain : plain.slice(at + 1),
    // Some types are no package URL without one.
    version: '0',
  })
  return built.ok ? packageKey(built.purl) : undefined
}
