import { alpine } from './alpine.ts'
import { composer } from './composer.ts'
import { conan } from './conan.ts'
import { cpan } from './cpan.ts'
import { deb } from './deb.ts'
import { ebuild } from './ebuild.ts'
import { gem } from './gem.ts'
import { maven } from './maven.ts'
import { mozilla } from './mozilla.ts'
import { plainSchemes } from './plain.ts'
import { pypi } from './pypi.ts'
import { rpmSchemes } from './rpm.ts'
import type { Scheme } from './scheme.ts'
import { semanticSchemes } from './semantic.ts'

const schemes: ReadonlyMap<string, Scheme> = new Map(
  [
    ...semanticSchemes,
    pypi,
    maven,
    gem,
    deb,
    ...rpmSchemes,
    alpine,
    composer,
    conan,
    cpan,
    ebuild,
    mozilla,
    ...plainSchemes,
  ].map((scheme) => [scheme.name, scheme]),
)

/** Other names of the same: of purl types, of OSV ecosystems, of CVE records' `versionType`. */
const otherNames: Readonly<Record<string, string>> = {
  apk: 'alpine',
  archlinux: 'alpm',
  'crates.io': 'cargo',
  dart: 'pub',
  debian: 'deb',
  gentoo: 'ebuild',
  go: 'golang',
  packagist: 'composer',
  python: 'pypi',
  rubygems: 'gem',
}

/** The scheme of that name; undefined where it is none of ours: nothing is then guessed. */
export function findScheme(name: string): Scheme | undefined {
  const lower = name.trim().toLowerCase()
  return schemes.get(otherNames[lower] ?? lower)
}
