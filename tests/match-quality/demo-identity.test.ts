import { expect, test } from 'vitest'
import { type GroundTruth, readGroundTruth } from '#bench/hospital/ground-truth.ts'
import { type Answered, scorePairs } from '#bench/hospital/scoring.ts'
import { openFile } from '#cli/assess/read-inventory.ts'
import { resolveFiles } from '#cli/commands/resolve.ts'
import { connectors } from '#connectors/registry.ts'
import { xlsxFile } from '#connectors/xlsx-file/connector.ts'
import { silentLog } from '#platform/log.ts'

const demo = 'fixtures/riverside-general'
const files = ['cmms.xlsx', 'mdsp.csv', 'dhcp.csv', 'scan.xml', 'directory.csv'].map((file) => `${demo}/${file}`)

interface Record extends Answered {
  readonly source: string
  readonly key: string
}

/** The numbers of the rows of the workbook that tell of a device, in order. */
async function rowsOf(path: string): Promise<number[]> {
  const context = {
    file: await openFile(path),
    log: silentLog,
    now: () => new Date(),
    config: xlsxFile.config.parse({}),
  }
  const rows: number[] = []
  for await (const one of xlsxFile.collect({ ...context, everyRow: true }))
    if (one.kind === 'observation') rows.push(Number(/\d+/.exec(one.position)?.[0]))
  return rows
}

/** What `homeostat resolve` answers of every record of the five sources of which anybody could know. */
async function resolved(truth: GroundTruth): Promise<Record[]> {
  const key = ['Control No.', 'Device ID', 'ipv4']
  const { lines } = await resolveFiles([...connectors], { format: 'json', key }, files, () => undefined)
  const rows = (await rowsOf(files[0]!)).values()
  const records: Record[] = []
  for (const line of lines) {
    const { source, key, device } = JSON.parse(line)
    if (source === undefined) continue
    const told = truth.networkRecords.get(`${source} ${key}`)
    const truly =
      source === 'cmms'
        ? (truth.deviceOfCmmsRow.get(rows.next().value!) ?? null)
        : source === 'mdsp'
          ? truth.deviceOfMdspId.get(key)
          : told?.device
    if (truly === undefined) throw new Error(`The truth does not name ${source} ${key}`)
    if (told?.decidable !== false) records.push({ source, key, device, truly })
  }
  return records
}

test('of the five sources of the demo hospital, what is put together belongs together', {
  timeout: 120_000,
}, async () => {
  const records = await resolved(readGroundTruth(`${demo}/ground-truth.jsonl`))
  const { wrongPairs, ...score } = scorePairs(records)
  const nameOf = ({ source, key, truly }: Record) => `${source} ${key} (${truly})`
  console.info('of the demo hospital’s five sources:', score)
  for (const [one, other] of wrongPairs) console.info(`wrongly one: ${nameOf(one)}, ${nameOf(other)}`)

  expect(new Set(records.map(({ source }) => source)).size).toBe(5)
  // Hosts that the DNS calls by the name of what had their address before: nothing else may mislead.
  expect(score.precision).toBeGreaterThanOrEqual(0.999)
  for (const pair of wrongPairs) expect(pair.map(({ source }) => source)).toContain('scan')
  expect(score.recall).toBeGreaterThanOrEqual(0.83)
})
