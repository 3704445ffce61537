import type { FeedRecord } from '#model/intelligence.ts'
import type { NvdConfiguration, NvdCriterion, NvdEntry } from '#model/nvd.ts'

/** `o:example:system:1.0`, all versions where it ends before. */
export const named = (name: string, bounds: Partial<NvdCriterion> = {}): NvdCriterion => ({
  cpe: `cpe:2.3:${name}${':*'.repeat(11 - name.split(':').length)}`,
  vulnerable: true,
  ...bounds,
})

export const either = (...criteria: NvdCriterion[]): NvdConfiguration => ({
  operator: 'OR',
  negate: false,
  nodes: [{ operator: 'OR', negate: false, criteria }],
})

/** An invented entry of NVD. */
export const nvdRecord = (
  cve: string,
  criteria: readonly NvdCriterion[],
  over: Partial<NvdEntry> = {},
): FeedRecord => ({
  kind: 'nvd_cve',
  entry: {
    cve,
    status: 'Analyzed',
    publishedAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-01-02T00:00:00.000Z',
    description: 'Invented: anybody on the network can run code.',
    scores: [
      {
        version: '3.1',
        vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        score: 9.8,
        source: 'nvd@nist.gov',
        type: 'primary',
      },
    ],
    weaknesses: [{ id: 'CWE-306', source: 'nvd@nist.gov', type: 'primary' }],
    configurations: criteria.length > 0 ? [either(...criteria)] : [],
    ...over,
  },
})
