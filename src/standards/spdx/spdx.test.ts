import { expect, test } from 'vitest'
import { readSbom } from '#standards/sbom/sbom.ts'

function read(text: string) {
  const result = readSbom(text)
  if ('error' in result) throw new Error(result.error)
  return result.sbom
}

const document = {
  spdxVersion: 'SPDX-2.3',
  SPDXID: 'SPDXRef-DOCUMENT',
  dataLicense: 'CC0-1.0',
  name: 'pump-4-software',
  documentNamespace: 'https://asgard.example/spdx/pump-4-9.12',
  creationInfo: {
    created: '2026-03-01T08:00:00Z',
    creators: ['Tool: bill-writer-2.1', 'Organization: Åsgard Medical (security@asgard.example)'],
  },
  packages: [
    {
      SPDXID: 'SPDXRef-pump',
      name: 'Dosing Pump 4',
      versionInfo: '9.12',
      supplier: 'Organization: Åsgard Medical (security@asgard.example)',
      downloadLocation: 'NOASSERTION',
    },
    {
      SPDXID: 'SPDXRef-ssl',
      name: 'openssl',
      versionInfo: '1.1.1k',
      supplier: 'NOASSERTION',
      originator: 'Organization: OpenSSL',
      downloadLocation: 'NOASSERTION',
      externalRefs: [
        {
          referenceCategory: 'SECURITY',
          referenceType: 'cpe23Type',
          referenceLocator: 'cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*',
        },
        { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:generic/openssl@1.1.1k' },
      ],
    },
    { SPDXID: 'SPDXRef-zlib', name: 'zlib', versionInfo: 'NOASSERTION', downloadLocation: 'NOASSERTION' },
    { SPDXID: 'SPDXRef-none', downloadLocation: 'NOASSERTION' },
  ],
  relationships: [
    { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-pump' },
    { spdxElementId: 'SPDXRef-pump', relationshipType: 'CONTAINS', relatedSpdxElement: 'SPDXRef-ssl' },
    { spdxElementId: 'SPDXRef-pump', relationshipType: 'CONTAINS', relatedSpdxElement: 'SPDXRef-zlib' },
  ],
}

const expected = {
  format: 'spdx',
  formatVersion: '2.3',
  serialNumber: 'https://asgard.example/spdx/pump-4-9.12',
  revision: '',
  createdAt: '2026-03-01T08:00:00Z',
  author: 'Åsgard Medical',
  tool: 'bill-writer-2.1',
  subject: { name: 'Dosing Pump 4', version: '9.12', supplier: 'Åsgard Medical', purl: '', cpe: '' },
  components: [
    {
      name: 'openssl',
      version: '1.1.1k',
      supplier: 'OpenSSL',
      purl: 'pkg:generic/openssl@1.1.1k',
      cpe: 'cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*',
    },
    { name: 'zlib', version: '', supplier: '', purl: '', cpe: '' },
  ],
  dependencies: 2,
  statements: [],
}

test('an SPDX document in JSON gives the same words as any other bill', () => {
  const sbom = read(JSON.stringify(document))
  expect(sbom).toMatchObject(expected)
  expect(sbom.remarks).toHaveLength(1)
  expect(sbom.remarks[0]).toMatchObject({ part: 'component', name: 'package 4' })
})

test('the tag-value form says the same', () => {
  const sbom = read(`# made by hand
SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentName: pump-4-software
DocumentNamespace: https://asgard.example/spdx/pump-4-9.12
Creator: Tool: bill-writer-2.1
Creator: Organization: Åsgard Medical (security@asgard.example)
Created: 2026-03-01T08:00:00Z
CreatorComment: <text>Two lines,
PackageName: not a package
</text>

PackageName: Dosing Pump 4
SPDXID: SPDXRef-pump
PackageVersion: 9.12
PackageSupplier: Organization: Åsgard Medical (security@asgard.example)

PackageName: openssl
SPDXID: SPDXRef-ssl
PackageVersion: 1.1.1k
PackageSupplier: NOASSERTION
PackageOriginator: Organization: OpenSSL
ExternalRef: SECURITY cpe23Type cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*
ExternalRef: PACKAGE-MANAGER purl pkg:generic/openssl@1.1.1k

PackageName: zlib
SPDXID: SPDXRef-zlib
PackageVersion: NOASSERTION

FileName: ./bin/pump
SPDXID: SPDXRef-file
FileCopyrightText: <text>none</text>

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-pump
Relationship: SPDXRef-pump CONTAINS SPDXRef-ssl
Relationship: SPDXRef-pump CONTAINS SPDXRef-zlib
`)
  expect(sbom).toMatchObject(expected)
  expect(sbom.remarks).toEqual([{ part: 'bill', name: 'files', reason: '1 files are listed; they are not kept.' }])
})

test('a document that describes nothing is a bill of what its name says', () => {
  const sbom = read(JSON.stringify({ ...document, relationships: [] }))
  expect(sbom.subject.name).toBe('pump-4-software')
  expect(sbom.components).toHaveLength(3)
  expect(sbom.remarks.at(-1)!.reason).toMatch(/describes none/)
})
