import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildPurl, purlText, readPurl } from './purl.ts'

function canonical(text: string): string {
  const result = readPurl(text)
  if (!result.ok) throw new Error(`${text}: ${result.reason}`)
  return purlText(result.purl)
}

test('a package URL is read into its parts, from right to left', () => {
  expect(readPurl('pkg:GOLANG/google.golang.org/genproto@abcdedf?Arch=x#/googleapis/./api/../annotations/')).toEqual({
    ok: true,
    purl: {
      type: 'golang',
      namespace: 'google.golang.org',
      name: 'genproto',
      version: 'abcdedf',
      qualifiers: { arch: 'x' },
      subpath: 'googleapis/api/annotations',
    },
  })
})

// Vectors of package-url/purl-spec (tests/spec, tests/types), as facts.
test.each([
  ['pkg:npm/%40angular/animation@12.3.1', 'pkg:npm/%40angular/animation@12.3.1'],
  ['pkg:npm/@babel/core#/googleapis/api/annotations/', 'pkg:npm/%40babel/core#googleapis/api/annotations'],
  ['pkg:npm/@angular/animation@12.3.1', 'pkg:npm/%40angular/animation@12.3.1'],
  ['pkg:npm/%40MyScope/MyPackage@1.0.0', 'pkg:npm/%40myscope/mypackage@1.0.0'],
  [
    'pkg:npm/mypackage@12.4.5?vcs_url=git://host.com/path/to/repo.git%404345abcd34343',
    'pkg:npm/mypackage@12.4.5?vcs_url=git://host.com/path/to/repo.git%404345abcd34343',
  ],
  [
    'pkg:npm/foo@1.0.0?vcs_url=https://a.com/b/c%F0%9F%98%83d.git',
    'pkg:npm/foo@1.0.0?vcs_url=https://a.com/b/c%F0%9F%98%83d.git',
  ],
  ['pkg:npm/foobar@1.2.3-alpha.1+build.456', 'pkg:npm/foobar@1.2.3-alpha.1%2Bbuild.456'],
  ['pkg:npm/foobar@', 'pkg:npm/foobar'],
  [
    'pkg:generic/openssl@1.1.10g?checksum=sha1:ad9503c3e994a4f%2Csha256:41bf9088b3a1e6c1ef1d',
    'pkg:generic/openssl@1.1.10g?checksum=sha1:ad9503c3e994a4f%2Csha256:41bf9088b3a1e6c1ef1d',
  ],
  ['pkg:golang/GitHub.com/Gorilla/context@v1', 'pkg:golang/github.com/gorilla/context@v1'],
  ['pkg:pypi/Django_Rest.Framework@1.0RC1', 'pkg:pypi/django-rest-framework@1.0rc1'],
  [
    'pkg:GitHub/Package-URL/purl-Spec@244fd47e07d1004f0aed9c',
    'pkg:github/package-url/purl-spec@244fd47e07d1004f0aed9c',
  ],
  ['pkg:nuget/EnterpriseLibrary.Common@6.0.1304', 'pkg:nuget/EnterpriseLibrary.Common@6.0.1304'],
  ['pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64', 'pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64'],
  [
    'pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?repositorY_url=repo.spring.io/release&packaging=sources',
    'pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?packaging=sources&repository_url=repo.spring.io/release',
  ],
  [
    'pkg:rpm/Fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25',
    'pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25',
  ],
  ['pkg://gem/ruby-advisory-db-check@0.12.4', 'pkg:gem/ruby-advisory-db-check@0.12.4'],
  ['pkg:cpan/dancer/Dancer2@1', 'pkg:cpan/DANCER/Dancer2@1'],
  ['pkg:pub/Flutter-Downloader@1', 'pkg:pub/flutter_downloader@1'],
  ['pkg:oci/Debian@sha256:244fd47e?tag=latest', 'pkg:oci/debian@sha256:244fd47e?tag=latest'],
])('%s is written %s', (given, written) => {
  expect(canonical(given)).toBe(written)
  expect(canonical(written)).toBe(written)
})

test('the address of a repository keeps its plus sign', () => {
  const result = readPurl('pkg:npm/a@1?vcs_url=git+https://h/r.git')
  expect(result.ok && result.purl.qualifiers.vcs_url).toBe('git+https://h/r.git')
})

test.each([
  'EnterpriseLibrary.Common@6.0.1304',
  'pkg:EnterpriseLibrary.Common@6.0.1304',
  'pkg:n&g?inx/nginx@0.8.9',
  'pkg:3nginx/nginx@0.8.9',
  'pkg:nginx:a/nginx@0.8.9',
  'pkg%3Amaven/org.apache.commons/io',
  'pkg:npm/myartifact@1.0.0?in%20production=true',
  'pkg:maven/@1.3.4',
  'pkg:npm/',
  'pkg:npm/%zz@1',
  'pkg:generic/x%2Fy/b@1',
  'pkg:generic/a@1?k=1&k=2',
  'pkg:swift/github.com/Alamofire/Alamofire',
  'pkg:cran/A3',
  'pkg:conan/bincrafters/cctz@2.3',
  'pkg:swid/Acme/Server@1.0.0',
  `pkg:generic/${'a'.repeat(5000)}`,
])('%s is refused with a reason', (text) => {
  const result = readPurl(text)
  expect(result.ok).toBe(false)
  expect(!result.ok && result.reason).toMatch(/\w{3}/)
})

test('a key that would reach into the program is a key like any other', () => {
  expect(readPurl('pkg:generic/a@1?__proto__=x')).toMatchObject({ ok: false })
  const result = readPurl('pkg:generic/a@1?constructor=x')
  expect(result.ok && result.purl.qualifiers.constructor).toBe('x')
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

test('what is built from parts reads back as the same parts', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  const segment = word.filter((text) => !text.includes('/') && text !== '.' && text !== '..' && text.isWellFormed())
  fc.assert(
    fc.property(segment, segment, word, word, segment, (namespace, name, version, value, subpath) => {
      fc.pre(version.isWellFormed() && value.isWellFormed())
      const parts = { type: 'generic', namespace, name, version, qualifiers: { key: value }, subpath }
      const built = buildPurl(parts)
      expect(built).toEqual({ ok: true, purl: parts })
      expect(built.ok && canonical(purlText(built.purl))).toBe(built.ok && purlText(built.purl))
    }),
  )
})
