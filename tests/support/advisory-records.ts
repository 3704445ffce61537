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
