/** What tells one revision of a document from another. */
export interface Revision {
  readonly revision: string
  /** ISO 8601; CSAF's current_release_date. */
  readonly revisedAt: string
}

/**
 * Whether `arrived` replaces `stored`. The revision number decides (CSAF 2.0 clause 3.1.11: an integer or a semantic
 * version), then the date of release. A publisher that changes a document and neither of them is believed: the later one
 * to arrive stands.
 */
export function replaces(arrived: Revision, stored: Revision): boolean {
  const byNumber = compareRevisions(arrived.revision, stored.revision)
  if (byNumber !== undefined && byNumber !== 0) return byNumber > 0
  return Date.parse(arrived.revisedAt) >= Date.parse(stored.revisedAt)
}

/** Undefined where the two are counted in different ways, or in none. */
export function compareRevisions(a: string, b: string): number | undefined {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return Number(a) - Number(b)
  const left = semantic.exec(a)
  const right = semantic.exec(b)
  if (!left || !right) return a === b ? 0 : undefined
  for (const part of [1, 2, 3]) if (left[part] !== right[part]) return Number(left[part]) - Number(right[part])
  return comparePreReleases(left[4] ?? '', right[4] ?? '')
}

const semantic = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/

/** Semantic Versioning 2.0.0 clause 11: none is above any; numbers below words. */
function comparePreReleases(a: string, b: string): number {
  if (a === b) return 0
  if (!a || !b) return a ? -1 : 1
  const left = a.split('.')
  const right = b.split('.')
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one, other] = [left[i], right[i]]
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1
    if (one === other) continue
    const areNumbers = [/^\d+$/.test(one), /^\d+$/.test(other)]
    if (areNumbers[0] && areNumbers[1]) return Number(one) - Number(other)
    if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] ? -1 : 1
    return one < other ? -1 : 1
  }
  return 0
}
