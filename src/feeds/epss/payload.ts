import type { ExploitProbability } from '#model/advisory.ts'

// FIRST's daily file: https://www.first.org/epss/data_stats
//   #model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z
//   cve,epss,percentile
//   CVE-1999-0001,0.01151,0.78086

export interface EpssHeader {
  readonly model: string
  /** `YYYY-MM-DD` */
  readonly scoredOn: string
  /** Offset in the text of the first row. */
  readonly firstRow: number
}

/** Absent where the text is no EPSS file. */
export function readHeader(text: string): EpssHeader | undefined {
  const comment = /^\uFEFF?#\s*model_version:([^,\s]+),\s*score_date:(\d{4}-\d\d-\d\d)[^\r\n]*\r?\n/.exec(text)
  const columns = /^cve,epss,percentile[^\r\n]*(\r?\n|$)/i.exec(comment ? text.slice(comment[0].length) : '')
  if (!comment?.[1] || !comment[2] || !columns) return undefined
  return { model: comment[1], scoredOn: comment[2], firstRow: comment[0].length + columns[0].length }
}

/** A probability of one row, or what is wrong with it. */
export function readRow(row: string, { model, scoredOn }: EpssHeader): ExploitProbability | { readonly wrong: string } {
  const [cve = '', probability = '', percentile = ''] = row.split(',')
  if (!/^CVE-\d{4}-\d{4,}$/.test(cve)) return { wrong: `"${cve.slice(0, 40)}" is no CVE number` }
  for (const share of [probability, percentile])
    if (!/^\d+(\.\d+)?(e-?\d+)?$/i.test(share) || Number(share) > 1)
      return { wrong: `"${share.slice(0, 40)}" is no share from 0 to 1` }
  return { cve, probability: Number(probability), percentile: Number(percentile), model, scoredOn }
}
