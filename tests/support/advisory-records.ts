import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { corpusFile } from '#bench/servers/corpus.ts'
import type { Advisory, AdvisoryProduct, AdvisoryVulnerability } from '#model/advisory.ts'
import type { FeedRecord } from '#model/intelligence.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import { readCsaf } from '#standards/csaf/read-csaf.ts'

export type AdvisoryRecord = Extract<FeedRecord, { kind: 'advisory' }>

/** An advisory of the invented publisher Example CERT; `over` says what the test is about. */
export function advisoryRecord(over: Partial<Advisory> & { trackingId: string }): AdvisoryRecord {
  const advisory: Advisory = {
    id: `example-cert:${over.trackingId}`,
    publisher: 'Example CERT',
    publisherNamespace: 'https://cert.example',
    title: `Advisory ${over.trackingId}`,
    summary: '',
    revision: '1',
    trackingStatus: 'final',
    publishedAt: '2026-01-10T10:00:00Z',
    revisedAt: '2026-01-10T10:00:00Z',
    products: [],
    vulnerabilities: [],
    ...over,
  }
  const document = canonicalJson(advisory)
  return { kind: 'advisory', advisory, digest: sha256(document), document }
}

/** A CSAF 2.0 document of Example CERT, as text; `over` replaces parts of its frame. */
export function csafDocument(
  trackingId: string,
  {
    revision = '1',
    range = 'vers:generic/<2.0',
    remediation = 'Update to 2.0',
    score = 7.5,
    title = `Advisory ${trackingId}`,
  }: { revision?: string; range?: string; remediation?: string; score?: number; title?: string } = {},
): string {
  return JSON.stringify({
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title,
      publisher: { category: 'coordinator', name: 'Example CERT', namespace: 'https://cert.example' },
      tracking: {
        id: trackingId,
        status: 'final',
        version: revision,
        initial_release_date: '2026-01-10T10:00:00Z',
        current_release_date: '2026-01-10T10:00:00Z',
        revision_history: [{ number: revision, date: '2026-01-10T10:00:00Z', summary: 'As issued' }],
      },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Example Medical',
          branches: [
            {
              category: 'product_name',
              name: 'Drip 3000',
              branches: [
                {
                  category: 'product_version_range',
                  name: range,
                  product: { name: `Example Medical Drip 3000 ${range}`, product_id: 'P1' },
                },
              ],
            },
          ],
        },
      ],
    },
    vulnerabilities: [
      {
        cve: `CVE-2026-${trackingId.replace(/\D/g, '').padStart(4, '7')}`,
        title: 'A flaw',
        notes: [{ category: 'description', text: 'Anybody may log in.' }],
        product_status: { known_affected: ['P1'] },
        remediations: [{ category: 'vendor_fix', details: remediation, product_ids: ['P1'] }],
        scores: [
          {
            products: ['P1'],
            cvss_v3: {
              version: '3.1',
              vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
              baseScore: score,
              baseSeverity: 'HIGH',
            },
          },
        ],
      },
    ],
  })
}

export const productEntry = (over: Partial<AdvisoryProduct> & { productId: string }): AdvisoryProduct => ({
  vendor: 'Example Medical',
  name: 'Drip 3000',
  version: '',
  versionForm: 'none',
  fullName: 'Example Medical Drip 3000',
  isRange: false,
  ...over,
})

export const statement = (
  over: Partial<AdvisoryVulnerability> & { vulnerabilityId: string },
): AdvisoryVulnerability => ({
  cve: over.vulnerabilityId,
  title: `Flaw ${over.vulnerabilityId}`,
  description: '',
  scores: [],
  remediations: [],
  status: {},
  threats: [],
  flags: [],
  ...over,
})

/** Every advisory of CISA in the corpus, in order of file name. */
export function corpusAdvisories(): AdvisoryRecord[] {
  const root = corpusFile('csaf/cisa/white')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\d{4}\/.*\.json$/.test(file))
  return files.sort().map((file) => {
    const document = readFileSync(path.join(root, file), 'utf8')
    const read = readCsaf(JSON.parse(document))
    if ('error' in read) throw new Error(`${file}: ${read.error}`)
    return { kind: 'advisory', advisory: read.advisory, digest: sha256(document), document }
  })
}
