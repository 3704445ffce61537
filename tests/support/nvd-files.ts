/** A CVE as NVD's JSON 2.0 has it, invented. */
export interface PublishedCve {
  readonly id: string
  readonly lastModified: string
  readonly [key: string]: unknown
}

export function publishedCve(id: string, lastModified: string, rest: Record<string, unknown> = {}): PublishedCve {
  return {
    id,
    lastModified,
    published: '2026-01-01T00:00:00.000',
    vulnStatus: 'Analyzed',
    descriptions: [{ lang: 'en', value: `Invented, with "quotes" and {"cve":{ in its text: ${id}` }],
    metrics: {},
    weaknesses: [],
    configurations: [
      {
        nodes: [
          {
            operator: 'OR',
            negate: false,
            cpeMatch: [{ vulnerable: true, criteria: `cpe:2.3:a:example:pump:${id.slice(9)}:*:*:*:*:*:*:*` }],
          },
        ],
      },
    ],
    ...rest,
  }
}

/** A year's file, or an answer of the API. */
export const nvdFile = (cves: readonly PublishedCve[], timestamp: string, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    resultsPerPage: cves.length,
    startIndex: 0,
    totalResults: cves.length,
    format: 'NVD_CVE',
    version: '2.0',
    timestamp,
    ...more,
    vulnerabilities: cves.map((cve) => ({ cve })),
  })

export const manyCves = (count: number, year = 2026) =>
  Array.from({ length: count }, (_, i) => publishedCve(`CVE-${year}-${10_000 + i}`, '2026-01-02T00:00:00.000'))
