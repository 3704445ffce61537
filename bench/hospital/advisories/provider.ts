import { createHash } from 'node:crypto'
import { fileOf, publisher, toCsaf } from './csaf.ts'
import { exploitProbability, knownExploited } from './exploitation.ts'
import { statements } from './statements.ts'

/**
 * The files of a CSAF provider's directory (CSAF 2.0 clause 7.1, requirements 7 and 11 to 14), and beside it `kev.json` and
 * `epss.csv` in the layouts of CISA and FIRST. Path to content.
 */
export function advisoryFiles(): Map<string, string> {
  const files = new Map<string, string>()
  const newestFirst = statements.toSorted((a, b) => order(b.revisedOn, a.revisedOn) || order(fileOf(a), fileOf(b)))
  const paths = statements.map(fileOf).sort()

  for (const statement of statements) {
    const path = fileOf(statement)
    const text = `${JSON.stringify(toCsaf(statement), null, 1)}\n`
    const digest = createHash('sha512').update(text).digest('hex')
    files.set(`advisories/${path}`, text)
    files.set(`advisories/${path}.sha512`, `${digest}  ${path.slice(path.indexOf('/') + 1)}\n`)
  }
  files.set('advisories/index.txt', `${paths.join('\n')}\n`)
  files.set(
    'advisories/changes.csv',
    newestFirst.map((statement) => `"${fileOf(statement)}","${statement.revisedOn}T12:00:00.000Z"\n`).join(''),
  )
  files.set('advisories/provider-metadata.json', `${JSON.stringify(providerMetadata(), null, 2)}\n`)
  files.set('kev.json', `${JSON.stringify(kev(), null, 1)}\n`)
  files.set('epss.csv', [exploitProbability.header, 'cve,epss,percentile', ...exploitProbability.rows, ''].join('\n'))
  return files
}

/** By code unit, so that no locale has a say. */
const order = (a: string, b: string) => (a < b ? -1 : Number(a > b))

function providerMetadata() {
  return {
    canonical_url: `${publisher.namespace}/csaf/provider-metadata.json`,
    distributions: [{ directory_url: `${publisher.namespace}/csaf/` }],
    last_updated: '2026-11-16T12:00:00.000Z',
    list_on_CSAF_aggregators: false,
    metadata_version: '2.0',
    mirror_on_CSAF_aggregators: false,
    publisher,
    role: 'csaf_provider',
  }
}

function kev() {
  return {
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: knownExploited.catalogVersion,
    dateReleased: knownExploited.dateReleased,
    count: knownExploited.entries.length,
    vulnerabilities: knownExploited.entries.map(([cveID, product, vulnerabilityName, dateAdded, dueDate, cwe]) => ({
      cveID,
      vendorProject: product === 'Log4j2' ? 'Apache' : 'Microsoft',
      product,
      vulnerabilityName,
      dateAdded,
      shortDescription:
        product === 'Log4j2'
          ? 'A logged text makes the library load and run code from the network.'
          : cwe === 'CWE-200'
            ? 'A crafted message makes the SMBv1 server give away memory.'
            : 'A crafted message to the SMBv1 server runs code.',
      requiredAction:
        product === 'Log4j2' ? 'Update, or take the product off the network.' : 'Install the updates of the vendor.',
      dueDate,
      knownRansomwareCampaignUse: 'Known',
      notes: `https://nvd.nist.gov/vuln/detail/${cveID}`,
      cwes: cwe.split(','),
    })),
  }
}
