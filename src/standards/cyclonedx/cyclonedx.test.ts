import { expect, test } from 'vitest'
import { readSbom } from '#standards/sbom/sbom.ts'

function read(document: unknown) {
  const result = readSbom(typeof document === 'string' ? document : JSON.stringify(document))
  if ('error' in result) throw new Error(result.error)
  return result.sbom
}
const refusal = (text: string) => {
  const result = readSbom(text)
  return 'error' in result ? result.error : null
}

const bill = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: 'urn:uuid:7c1f3f0e-8d0a-4f06-9a9f-4f2f3c1d9a11',
  version: 3,
  metadata: {
    timestamp: '2026-03-01T08:00:00Z',
    tools: { components: [{ type: 'application', name: 'bill-writer', version: '2.1' }] },
    authors: [{ name: 'Product Security' }],
    supplier: { name: 'Åsgard Medical' },
    component: { 'bom-ref': 'pump', type: 'device', name: 'Dosing Pump 4', version: '9.12' },
  },
  components: [
    {
      'bom-ref': 'os',
      type: 'operating-system',
      name: 'linux',
      version: '5.10.120',
      supplier: { name: 'Yocto' },
      cpe: 'cpe:/o:linux:linux_kernel:5.10.120',
      components: [
        { 'bom-ref': 'ssl', type: 'library', name: 'openssl', version: '1.1.1k', purl: 'pkg:generic/OpenSSL@1.1.1k' },
      ],
    },
    {
      'bom-ref': 'lodash',
      type: 'library',
      group: '@types',
      name: 'lodash',
      version: '4.17.21',
      purl: 'pkg:npm/%40types/LoDash@4.17.21',
      licenses: [{ license: { id: 'MIT' } }],
    },
    { type: 'library', name: 'gtest', version: '1.10', scope: 'excluded' },
  ],
  dependencies: [{ ref: 'pump', dependsOn: ['os', 'lodash'] }, { ref: 'os', dependsOn: ['ssl'] }, { ref: 'ssl' }],
  vulnerabilities: [
    {
      id: 'CVE-2021-3711',
      analysis: {
        state: 'not_affected',
        justification: 'code_not_reachable',
        response: ['will_not_fix'],
        detail: 'SM2 is not built in.',
      },
      affects: [{ ref: 'ssl' }],
    },
    {
      id: 'GHSA-35jh-r3h4-6jhm',
      references: [{ id: 'CVE-2021-23337', source: { name: 'NVD' } }],
      analysis: { state: 'exploitable', response: ['update'] },
      affects: [
        {
          ref: 'urn:cdx:7c1f3f0e-8d0a-4f06-9a9f-4f2f3c1d9a11/3#lodash',
          versions: [{ range: 'vers:npm/<4.17.21', status: 'affected' }],
        },
      ],
    },
    { id: 'CVE-2020-0001', affects: [{ ref: 'elsewhere' }] },
  ],
}

test('a bill is read whole: subject, nested components, statements and what is left out', () => {
  const sbom = read(bill)

  expect(sbom).toMatchObject({
    format: 'cyclonedx',
    formatVersion: '1.6',
    serialNumber: 'urn:uuid:7c1f3f0e-8d0a-4f06-9a9f-4f2f3c1d9a11',
    revision: '3',
    createdAt: '2026-03-01T08:00:00Z',
    author: 'Åsgard Medical',
    tool: 'bill-writer 2.1',
    subject: { name: 'Dosing Pump 4', version: '9.12', supplier: 'Åsgard Medical', purl: '', cpe: '' },
    dependencies: 3,
  })
  expect(sbom.components).toEqual([
    {
      name: 'linux',
      version: '5.10.120',
      supplier: 'Yocto',
      purl: '',
      cpe: 'cpe:2.3:o:linux:linux_kernel:5.10.120:*:*:*:*:*:*:*',
    },
    { name: 'openssl', version: '1.1.1k', supplier: '', purl: 'pkg:generic/OpenSSL@1.1.1k', cpe: '' },
    { name: 'lodash', version: '4.17.21', supplier: '@types', purl: 'pkg:npm/%40types/lodash@4.17.21', cpe: '' },
  ])
  expect(sbom.remarks).toEqual([
    { part: 'bill', name: 'scope', reason: '1 components have the scope "excluded": they are not in the product.' },
  ])
})

test('a statement names its vulnerability by the CVE, and its component by reference or BOM-Link', () => {
  expect(read(bill).statements).toEqual([
    {
      vulnerabilityId: 'CVE-2021-3711',
      state: 'not_affected',
      justification: 'code_not_reachable',
      response: ['will_not_fix'],
      detail: 'SM2 is not built in.',
      affects: [{ ref: 'ssl', component: 1, versions: [] }],
    },
    {
      vulnerabilityId: 'CVE-2021-23337',
      state: 'exploitable',
      justification: '',
      response: ['update'],
      detail: '',
      affects: [
        {
          ref: 'urn:cdx:7c1f3f0e-8d0a-4f06-9a9f-4f2f3c1d9a11/3#lodash',
          component: 2,
          versions: [{ version: '', range: 'vers:npm/<4.17.21', status: 'affected' }],
        },
      ],
    },
    {
      vulnerabilityId: 'CVE-2020-0001',
      state: 'unstated',
      justification: '',
      response: [],
      detail: '',
      affects: [{ ref: 'elsewhere', component: null, versions: [] }],
    },
  ])
})

test('1.4 names its tools in a list and its maker otherwise', () => {
  const sbom = read({
    bomFormat: 'CycloneDX',
    specVersion: '1.4',
    version: 1,
    metadata: {
      tools: [{ vendor: 'Acme', name: 'lister', version: '1' }],
      manufacture: { name: 'Åsgard Medical' },
      component: { type: 'firmware', name: 'Pump' },
    },
  })
  expect(sbom).toMatchObject({
    formatVersion: '1.4',
    tool: 'Acme lister 1',
    author: 'Åsgard Medical',
    subject: { name: 'Pump', supplier: 'Åsgard Medical' },
    components: [],
  })
})

test('a bill that does not say what it is of is read all the same', () => {
  const empty = { name: '', version: '', supplier: '', purl: '', cpe: '' }
  const components = [{ name: 'zlib' }]
  expect(read({ bomFormat: 'CycloneDX', specVersion: '1.5', components }).subject).toEqual(empty)
  expect(read({ bomFormat: 'CycloneDX', specVersion: '1.5', metadata: {}, components })).toMatchObject({
    subject: empty,
    remarks: [],
  })
})

test('the same component twice is one, and statements on either find it', () => {
  const sbom = read({
    ...bill,
    components: [
      { 'bom-ref': 'a', name: 'zlib', version: '1.2.11' },
      { 'bom-ref': 'b', name: 'zlib', version: '1.2.11' },
    ],
    vulnerabilities: [{ id: 'CVE-2018-25032', affects: [{ ref: 'b' }] }],
  })
  expect(sbom.components).toHaveLength(1)
  expect(sbom.statements[0]!.affects[0]!.component).toBe(0)
})

test('a component identified by a SWID tag gets it as its package URL', () => {
  const sbom = read({
    ...bill,
    components: [{ name: 'Server', version: '1', swid: { tagId: 'acme-1', name: 'Server', version: '1' } }],
  })
  expect(sbom.components[0]!.purl).toBe('pkg:swid/Server@1?tag_id=acme-1')
})

test('what cannot be taken costs only itself, and is told', () => {
  const sbom = read({
    ...bill,
    components: [
      { name: 'zlib', version: '1.2.11', purl: 'zlib@1.2.11', cpe: 'cpe:zlib' },
      { version: '2' },
      'zlib',
      { name: 'expat', version: '2.4.1' },
    ],
    vulnerabilities: [
      { analysis: { state: 'exploitable' } },
      { id: 'CVE-2022-25235', analysis: { state: 'harmless' } },
    ],
  })
  expect(sbom.components.map(({ name }) => name)).toEqual(['zlib', 'expat'])
  expect(sbom.statements.map(({ state }) => state)).toEqual(['unstated'])
  expect(sbom.remarks.map(({ part, name }) => `${part} ${name}`)).toEqual([
    'component zlib',
    'component zlib',
    'component component 2',
    'component component 3',
    'statement vulnerability 1',
    'statement CVE-2022-25235',
  ])
})

test('what means harm is text, or is refused', () => {
  const script = '<script>alert(1)</script>'
  const sbom = read(
    `{"bomFormat":"CycloneDX","specVersion":"1.5","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},
      "components":[{"name":"${script}","version":"1\\u0000\\u202e2"},{"name":"x","__proto__":{"version":"9"}}]}`,
  )
  expect(sbom.components.map(({ name, version }) => [name, version])).toEqual([
    [script, '1 2'],
    ['x', ''],
  ])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()

  const deep = `{"bomFormat":"CycloneDX","specVersion":"1.5","components":[${'{"name":"a","components":['.repeat(5000)}${']}'.repeat(5000)}]}`
  expect(refusal(deep)).toMatch(/deep within each other/)
  expect(
    refusal(JSON.stringify({ ...bill, components: Array.from({ length: 50_001 }, (_, at) => ({ name: `c${at}` })) })),
  ).toMatch(/Split it/)
})

test.each([
  ['', 'The file is empty'],
  ['<?xml version="1.0"?><bom/>', 'This XML is no CycloneDX bill'],
  ['<html><body>Sign in</body></html>', 'web page'],
  ['<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>', 'cut off'],
  ['<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components></bom>', 'no sound XML'],
  ['<!DOCTYPE bom [<!ENTITY a "b">]><bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>', 'document type'],
  ['<bom xmlns="http://cyclonedx.org/schema/bom/1.1"/>', '1.4, 1.5 and 1.6 are read'],
  ['{"bomFormat":"CycloneDX","specVersion":"1.5","components":[', 'cut off'],
  ['{"bomFormat":"CycloneDX","specVersion":"1.1"}', '1.4, 1.5 and 1.6 are read'],
  ['{"hello":1}', 'no bill of materials'],
  ['name,version\na,1', 'no bill of materials'],
  ['{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', 'SPDX 3'],
  ['{"spdxVersion":"SPDX-1.2"}', '2.2 and 2.3 are read'],
])('%s is refused in words that say what to do', (text, words) => {
  expect(refusal(text)).toContain(words)
})

/** The same bill as XML writes it: lists in a wrapping element, what names a thing as attributes. */
function toXml({ metadata, components, dependencies, vulnerabilities }: typeof bill): string {
  const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  const element = (name: string, value: string | undefined) =>
    value === undefined ? '' : `<c:${name}>${escaped(value)}</c:${name}>`
  type Part = Record<string, unknown>
  const component = (one: Part): string => {
    const { type, supplier, group, name, version, scope, cpe, purl, components: parts } = one as Record<string, never>
    return `<c:component type="${type}"${one['bom-ref'] ? ` bom-ref='${one['bom-ref']}'` : ''}>
      ${supplier ? `<c:supplier>${element('name', (supplier as { name: string }).name)}</c:supplier>` : ''}${element('group', group)}
      ${element('name', name)}${element('version', version)}${element('scope', scope)}<c:licenses><c:license><c:id>MIT</c:id></c:license></c:licenses>
      ${element('cpe', cpe)}${element('purl', purl)}${parts ? `<c:components>${(parts as Part[]).map(component).join('')}</c:components>` : ''}
    </c:component>`
  }
  return `<?xml version="1.0" encoding="UTF-8"?>
  <!-- made by hand -->
  <c:bom xmlns:c="http://cyclonedx.org/schema/bom/${bill.specVersion}" serialNumber="${bill.serialNumber}" version="${bill.version}">
    <c:metadata>${element('timestamp', metadata.timestamp)}
      <c:tools><c:components>${metadata.tools.components.map(component).join('')}</c:components></c:tools>
      <c:authors><c:author>${element('name', metadata.authors[0]!.name)}</c:author></c:authors>
      ${component(metadata.component)}<c:supplier>${element('name', metadata.supplier.name)}</c:supplier></c:metadata>
    <c:components>${components.map(component).join('')}</c:components>
    <c:dependencies>${dependencies
      .map(
        ({ ref, dependsOn = [] }) =>
          `<c:dependency ref="${ref}">${dependsOn.map((other) => `<c:dependency ref="${other}"/>`).join('')}</c:dependency>`,
      )
      .join('')}</c:dependencies>
    <c:vulnerabilities>${(vulnerabilities as Part[])
      .map((one) => {
        const { analysis, affects, references } = one as {
          references?: { id: string }[]
          analysis?: { state?: string; justification?: string; response?: string[]; detail?: string }
          affects?: { ref: string; versions?: { version?: string; range?: string; status?: string }[] }[]
        }
        return `<c:vulnerability>${element('id', one.id as string)}<c:references>${(references ?? []).map((other) => `<c:reference>${element('id', other.id)}</c:reference>`).join('')}</c:references>
          ${analysis ? `<c:analysis>${element('state', analysis.state)}${element('justification', analysis.justification)}<c:responses>${(analysis.response ?? []).map((text) => element('response', text)).join('')}</c:responses>${element('detail', analysis.detail)}</c:analysis>` : ''}
          <c:affects>${(affects ?? [])
            .map(
              ({ ref, versions }) =>
                `<c:target>${element('ref', ref)}${versions ? `<c:versions>${versions.map((each) => `<c:version>${element('version', each.version)}${element('range', each.range)}${element('status', each.status)}</c:version>`).join('')}</c:versions>` : ''}</c:target>`,
            )
            .join('')}</c:affects></c:vulnerability>`
      })
      .join('')}</c:vulnerabilities>
  </c:bom>`
}

test('a bill in XML says what the same bill in JSON says', () => {
  expect(read(toXml(bill))).toEqual(read(bill))
})

test('a link to another bill leads to nothing here, though a component is called the same', () => {
  const link = (revision: number) => `urn:cdx:7c1f3f0e-8d0a-4f06-9a9f-4f2f3c1d9a11/${revision}#ssl`
  const { statements } = read({
    ...bill,
    vulnerabilities: [{ id: 'CVE-2026-1', affects: [3, 4].map((at) => ({ ref: link(at) })) }],
  })
  expect(statements[0]!.affects.map(({ component }) => component !== null)).toEqual([true, false])
})
