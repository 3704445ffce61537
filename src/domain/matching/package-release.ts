import { wordTable } from '#model/word-table.ts'
import type { PackageUrl } from '#standards/purl/purl.ts'

/** A package's key and version as a distribution's advisories speak of it: of its source, where the bill tells it. */
export interface Asked {
  readonly purl: PackageUrl
  readonly version: string
}

/**
 * Advisories of Debian, Ubuntu and Alpine name source packages, those of RPM distributions either. Which source a package
 * was built of stands in the qualifier `upstream`: `openssl`, `openssl@1.1.1n-0`, `openssl-1.1.1k-7.el8.src.rpm`.
 */
export function askedOf(purl: PackageUrl, stated: string): readonly Asked[] {
  const version = wholeVersion(purl, stated)
  const own = { purl, version }
  const source = sourceOf(purl, version)
  if (!source) return [own]
  return purl.type === 'rpm' ? [own, source] : [source]
}

/** The type rpm keeps the epoch apart from the version. */
export function wholeVersion({ type, version, qualifiers: { epoch } }: PackageUrl, stated: string): string {
  const plain = version || stated
  return type === 'rpm' && epoch && plain !== '' && !plain.includes(':') ? `${epoch}:${plain}` : plain
}

function sourceOf(purl: PackageUrl, version: string): Asked | undefined {
  const { upstream } = purl.qualifiers
  if (!upstream || !['deb', 'apk', 'rpm'].includes(purl.type)) return undefined
  const file = /^(.+)-([^-]+-[^-]+)\.src\.rpm$/.exec(upstream)
  const at = upstream.lastIndexOf('@')
  const [name, own] = file
    ? [file[1]!, file[2]!]
    : at > 0
      ? [upstream.slice(0, at), upstream.slice(at + 1)]
      : [upstream, '']
  if (name === purl.name && own === '') return undefined
  const { epoch } = purl.qualifiers
  return {
    purl: { ...purl, name },
    version: own === '' ? version : file && epoch ? `${epoch}:${own}` : own,
  }
}

const codeNames: Readonly<Record<string, string>> = wordTable({
  ...{ stretch: '9', buster: '10', bullseye: '11', bookworm: '12', trixie: '13', forky: '14' },
  ...{ trusty: '14.04', xenial: '16.04', bionic: '18.04', focal: '20.04', jammy: '22.04', noble: '24.04' },
})

/**
 * Is the package from the release that an advisory is about? By the qualifier `distro` (`debian-12`, `bookworm`,
 * `alpine-3.16.2`); undefined where that does not tell.
 */
export function isOfRelease({ qualifiers, version }: PackageUrl, release: string): boolean | undefined {
  // Ubuntu's extended maintenance marks its versions.
  if (/^Pro:/.test(release) !== /esm/.test(version) && /\d\d\.\d\d/.test(release)) return false
  const distro = qualifiers.distro ?? ''
  const name = Object.keys(codeNames).find((one) => distro.toLowerCase().includes(one))
  const own = name ? codeNames[name] : /\d+(?:\.\d+)*/.exec(distro)?.[0]
  const wanted = /\d+(?:\.\d+)*/.exec(release)?.[0]
  if (!own || !wanted) return undefined
  const [left, right] = [own.split('.'), wanted.split('.')]
  const length = Math.min(left.length, right.length)
  const isSame = left.slice(0, length).join('.') === right.slice(0, length).join('.')
  // `Debian:12` and `v3.16` are a release; `enterprise_linux:8::baseos` is one stream of several.
  return isSame ? (/^(?:Pro:)?v?[\d.]+(?::LTS)?$/.test(release) ? true : undefined) : false
}
