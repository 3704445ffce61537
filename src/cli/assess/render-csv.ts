import type { Assessment, Group } from '#domain/assess/assess.ts'
import { csvRow } from '#standards/csv/write-csv.ts'
import { harmless, toDo } from './plain.ts'

const header = [
  'rank',
  'score',
  'band',
  'answer',
  'device',
  'row',
  'asset_tag',
  'serial_number',
  'manufacturer',
  'model',
  'version',
  'place',
  'advisory',
  'title',
  'worst_vulnerability',
  'vulnerabilities',
  'known_exploited',
  'exploit_probability',
  'to_do',
  'because',
  'url',
] as const

/** One row for each device and advisory, in the order in which to act. Nothing in it runs in a spreadsheet. */
export function* renderCsv(assessment: Assessment): Generator<string> {
  yield csvRow(header)
  let rank = 0
  for (const group of [...assessment.actions, ...assessment.questions]) {
    rank++
    yield rowsOf(group, rank)
  }
}

function rowsOf(group: Group, rank: number): string {
  const flaws = new Map(group.vulnerabilities.map((one) => [one.id, one]))
  const ids = group.vulnerabilities.map((one) => one.id).join(' ')
  const because = group.because.map(harmless).join('; ')
  const remedy = toDo(group)
  return group.devices
    .map((device) => {
      const worst = flaws.get(device.worstVulnerability)
      return csvRow([
        rank,
        device.score,
        group.risk.band,
        device.answer,
        device.key,
        device.position,
        device.assetTag,
        device.serialNumber,
        group.manufacturer,
        group.model,
        device.version,
        device.place,
        group.advisory.trackingId,
        group.advisory.title,
        device.worstVulnerability,
        ids,
        group.vulnerabilities.some((one) => one.knownExploited !== null) ? 'yes' : '',
        worst?.exploitProbability?.probability ?? '',
        remedy,
        because,
        group.advisory.url,
      ])
    })
    .join('')
}
