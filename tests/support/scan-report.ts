import { globSync } from 'node:fs'
import { join } from 'node:path'
import type { Collected, Connector, InputFile } from '#connectors/connector.ts'
import type { Observation } from '#model/observation.ts'
import { silentLog } from '#platform/log.ts'
import { inCorpus } from './corpus.ts'
import { gather } from './gather.ts'
import { diskFile } from './input-file.ts'

const now = () => new Date('2026-03-01T08:00:00Z')

/** What a connector reads of a scanner's report. */
export async function readReport(connector: Connector, file: InputFile, settings: Record<string, unknown> = {}) {
  const config = connector.config.parse(settings)
  const collected = await gather<Collected>(connector.collect({ file, config, log: silentLog, now }))
  const observations = collected.flatMap((one) => (one.kind === 'observation' ? [one.observation] : []))
  return {
    observations,
    byKey: Object.fromEntries(observations.map((one) => [one.sourceKey, one])) as Record<string, Observation>,
    skipped: collected.flatMap((one) => (one.kind === 'skipped' ? [one.skipped] : [])),
    inspection: await connector.inspect({ file, log: silentLog, now, config: settings }),
  }
}

/** The real reports of a folder of the corpus, by name; undefined where it is absent. */
export function realReports(folder: string): InputFile[] | undefined {
  const path = inCorpus(`scanners/${folder}`)
  return path === undefined
    ? undefined
    : globSync('**/*.*', { cwd: path })
        .sort()
        .map((name) => diskFile(join(path, name)))
}
