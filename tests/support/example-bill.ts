/** A bill of materials of a device's model and version, with invented components and something for each part of its page. */
export const exampleBill = (device: {
  readonly manufacturer: string | null
  readonly model: string | null
  readonly softwareVersion: string | null
}): string =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: 'urn:uuid:2f6f6a1e-6a55-4b0e-9d0b-0c4c1f7ad001',
    version: 1,
    metadata: {
      timestamp: '2026-08-01T09:00:00Z',
      tools: { components: [{ name: 'example-lister', version: '3.2' }] },
      supplier: { name: device.manufacturer },
      component: { type: 'device', name: device.model, version: device.softwareVersion },
    },
    components: [
      {
        'bom-ref': 'tls',
        name: 'example-tls',
        version: '1.1.1k',
        supplier: { name: 'Example Foundation' },
        purl: 'pkg:generic/example-tls@1.1.1k',
        cpe: 'cpe:2.3:a:example:tls:1.1.1k:*:*:*:*:*:*:*',
      },
      {
        'bom-ref': 'kernel',
        name: 'example-kernel',
        version: '5.10.120',
        cpe: 'cpe:2.3:o:example:kernel:5.10.120:*:*:*:*:*:*:*',
      },
      { name: 'vendored parser', version: '' },
      { name: 'broken name', purl: 'generic/broken' },
      // The example of OSV names it.
      { name: '@ward/pump', version: '1.3.0', purl: 'pkg:npm/%40ward/pump@1.3.0' },
      ...Array.from({ length: 1_999 }, (_, at) => ({
        name: `library-${at}`,
        version: `1.${at}`,
        purl: `pkg:npm/library-${at}@1.${at}`,
      })),
    ],
    dependencies: [{ ref: 'kernel', dependsOn: ['tls'] }],
    vulnerabilities: [
      {
        id: 'CVE-2021-3711',
        analysis: { state: 'exploitable', response: ['update'], detail: 'Fixed in the next release.' },
        affects: [{ ref: 'tls', versions: [{ range: 'vers:generic/<1.1.1l', status: 'affected' }] }],
      },
      {
        id: 'CVE-2022-0847',
        analysis: {
          state: 'not_affected',
          justification: 'code_not_reachable',
          detail: 'No untrusted program runs on the device.',
        },
        affects: [{ ref: 'kernel' }],
      },
      { id: 'CVE-2022-25235', affects: [{ ref: 'expat' }] },
    ],
  })

/** What the maker says of it afterwards, and of a bill that is not here. */
export const exampleVex = (maker: string | null): string =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:2f6f6a1e-6a55-4b0e-9d0b-0c4c1f7ad002',
    version: 2,
    metadata: { timestamp: '2026-09-01T09:00:00Z', manufacturer: { name: maker } },
    vulnerabilities: [
      {
        id: 'CVE-2021-3711',
        analysis: { state: 'resolved', response: ['update'], detail: 'Release 4.2.1 has the corrected library.' },
        affects: [{ ref: 'urn:cdx:2f6f6a1e-6a55-4b0e-9d0b-0c4c1f7ad001/1#tls' }],
      },
      {
        id: 'CVE-2022-25235',
        analysis: { state: 'not_affected', justification: 'code_not_present' },
        affects: [
          { ref: 'urn:cdx:2f6f6a1e-6a55-4b0e-9d0b-0c4c1f7ad001/1#expat' },
          { ref: 'urn:cdx:2f6f6a1e-6a55-4b0e-9d0b-0c4c1f7ad003/4#expat' },
        ],
      },
    ],
  })

/** A maker's word on products in names of its own. */
export const exampleOpenVex = (maker: string | null): string =>
  JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://vex.example/2026-7',
    author: maker,
    timestamp: '2026-09-02T09:00:00Z',
    version: 1,
    statements: ['https://products.example/viewer-suite', 'pkg:npm/bedside-app@3.1'].map((product) => ({
      vulnerability: { name: 'CVE-2017-0143' },
      products: [{ '@id': product }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
    })),
  })

export async function sendAdvisory(url: string, headers: Readonly<Record<string, string>>, text: string) {
  const form = new FormData()
  form.append('file', new Blob([text], { type: 'application/json' }), 'vex.json')
  const answer = await fetch(`${url}/api/v1/advisories`, { method: 'POST', headers, body: form })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
}

/** Sends it, as a person with this session. */
export async function sendBill(url: string, headers: Readonly<Record<string, string>>, bill: string): Promise<string> {
  const form = new FormData()
  form.append('file', new Blob([bill], { type: 'application/json' }), 'bill.json')
  const answer = await fetch(`${url}/api/v1/sboms`, { method: 'POST', headers, body: form })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}
