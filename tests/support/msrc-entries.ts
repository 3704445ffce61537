import type { FeedRecord } from '#model/intelligence.ts'
import type { MsrcEntry, MsrcFix } from '#model/msrc.ts'

export const windows7 = 'Windows 7 for x64-based Systems Service Pack 1'
export const windows1607 = 'Windows 10 Version 1607 for x64-based Systems'

/** An invented update of a real Windows. */
export const msrcFix = (kb: string, over: Partial<MsrcFix> = {}): MsrcFix => ({
  ...{ kb, supersedes: [], fixedBuild: '', kind: 'Security Update', component: '', postedOn: '2026-01-13' },
  products: [windows7],
  ...over,
})

/** An invented entry of Microsoft's Security Update Guide. */
export const msrcRecord = (cve: string, fixes: readonly MsrcFix[], over: Partial<MsrcEntry> = {}): FeedRecord => ({
  kind: 'msrc_cve',
  entry: {
    ...{ document: '2026-Jan', asOf: '2026-01-13', cve, title: 'Windows Invented Vulnerability' },
    ...{ severity: 'Important', impact: '', publishedOn: '2026-01-13', revisedOn: '2026-01-13' },
    ...{ isExploited: null, isDisclosed: null },
    scores: [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 }],
    products: [...new Set(fixes.flatMap(({ products }) => products))],
    fixes,
    ...over,
  },
})
