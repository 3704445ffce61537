import { createReadStream, existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Inspection } from '#connectors/connector.ts'
import { allSources, createSource, getRun, queueRun, updateSource } from '#domain/sources/sources.ts'
import type { Intake } from '#intake/intake.ts'
import type { Actor } from '#model/access.ts'
import type { Run } from '#model/source.ts'
import { projectRoot } from '#platform/config/config.ts'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'

const folder = path.join(projectRoot, 'fixtures/riverside-general')

const inventories = [
  { name: 'CMMS workbook', file: 'cmms.xlsx', trust: 50 },
  { name: 'Network monitoring export', file: 'mdsp.csv', trust: 60 },
]
const feeds = [
  { name: 'Demo advisories', member: 'csaf-provider', location: 'advisories' },
  { name: 'Known exploited vulnerabilities', member: 'kev', location: 'kev.json' },
  { name: 'EPSS', member: 'epss', location: 'epss.csv' },
]

/** True where nothing was ever set up: the demo hospital may come in. */
export const isUntouched = async (db: Db, organisationId: string) => (await allSources(db, organisationId)).length === 0

/** What a person would choose who believes the guesses. */
export function settingsOf(inspection: Inspection, timeZone: string): Record<string, unknown> {
  const columns = Object.fromEntries(
    inspection.columns
      .filter((column) => column.attribute && !column.refused)
      .map((column) => [column.name, column.attribute]),
  )
  return {
    columns,
    dateOrder: inspection.ambiguousDates.length > 0 ? 'mdy' : null,
    timeZone,
    ...(inspection.format.sheet && { sheet: inspection.format.sheet }),
  }
}

/** Loads the demo hospital the way any hospital's files come in: upload, columns, import; then the feeds. */
export async function loadDemo(db: Db, intake: Intake, actor: Actor, timeZone: string, say: (line: string) => void) {
  if (!existsSync(folder))
    throw new AppError(
      'unavailable',
      `The demo hospital is missing (${folder}). Start with --empty, or get a complete copy of Homeostat.`,
    )
  const runs: [string, Run][] = []
  for (const feed of feeds) {
    const settings = { location: path.join(folder, feed.location) }
    const source = await createSource(db, actor.organisationId, {
      kind: 'feed',
      member: feed.member,
      name: feed.name,
      settings,
    })
    runs.push([feed.name, await queueRun(db, { sourceId: source.id, trigger: 'set_up', actor })])
  }
  for (const { name, file, trust } of inventories) {
    const location = path.join(folder, file)
    const upload = await intake.upload(db, actor.organisationId, {
      name: file,
      mediaType: 'application/octet-stream',
      stream: createReadStream(location),
    })
    const settings = settingsOf(upload.inspection, timeZone)
    const source = await createSource(db, actor.organisationId, {
      kind: 'connector',
      member: upload.member,
      name,
      settings,
      trust,
    })
    await updateSource(db, actor.organisationId, source.id, { settings })
    runs.push([
      name,
      await queueRun(db, { sourceId: source.id, trigger: 'set_up', actor, fileId: upload.fileId, settings }),
    ])
  }
  for (const [name, queued] of runs) {
    const run = await followRun(db, actor.organisationId, queued.id, (now) => say(`  ${name}: ${progressOf(now)}`))
    say(`  ${name}: ${run.state === 'succeeded' ? countsOf(run) : (run.error?.detail ?? run.state)}`)
  }
}

export async function followRun(db: Db, organisationId: string, id: string, tell: (run: Run) => void): Promise<Run> {
  for (let last = ''; ; await sleep(100)) {
    const run = await getRun(db, organisationId, id)
    if (run.state !== 'queued' && run.state !== 'running') return run
    const now = progressOf(run)
    if (now !== last && run.state === 'running') tell(run)
    last = now
  }
}

const progressOf = (run: Run) =>
  `${run.phase || 'waiting'}${run.done ? ` ${run.done}${run.total ? ` of ${run.total}` : ''}` : ''}`
const countsOf = (run: Run) =>
  Object.entries(run.counts)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${n} ${name.replaceAll('_', ' ')}`)
    .join(', ') || 'nothing new'
