import { createReadStream, existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Inspection } from '#connectors/connector.ts'
import { allSources, createSource, getRun, queueRun } from '#domain/sources/sources.ts'
import type { Intake } from '#intake/intake.ts'
import type { Actor } from '#model/access.ts'
import type { Run } from '#model/source.ts'
import { projectRoot } from '#platform/config/config.ts'
import { type Db, inTransaction, isTransient } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'

const folder = path.join(projectRoot, 'fixtures/riverside-general')

/** What the hospital's systems told, in the order in which a hospital connects them: its registers, then what saw the network. */
const inventories = [
  { name: 'CMMS workbook', file: 'cmms.xlsx', trust: 50 },
  { name: 'Network monitoring export', file: 'mdsp.csv', trust: 60 },
  { name: 'DHCP leases', file: 'dhcp.csv', trust: 40 },
  { name: 'Network scan', file: 'scan.xml', trust: 45 },
  { name: 'Active Directory', file: 'directory.csv', trust: 48 },
]
const feeds = [
  { name: 'Demo advisories', member: 'csaf-provider', location: 'advisories' },
  { name: 'Known exploited vulnerabilities', member: 'kev', location: 'kev.json' },
  { name: 'EPSS', member: 'epss', location: 'epss.csv' },
  { name: 'FDA product codes', member: 'fda-classification', location: 'foiclass.txt' },
  { name: 'GUDID', member: 'gudid', location: 'gudid.xml' },
  { name: 'End of support', member: 'endoflife', location: 'support' },
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
  // All of it is queued or nothing: a start that is cut off in between begins anew.
  const runs = await inTransaction(db, async (tx) => {
    const queued: [string, Run][] = []
    for (const feed of feeds) {
      const settings = { location: path.join(folder, feed.location) }
      const source = await createSource(tx, actor.organisationId, {
        kind: 'feed',
        member: feed.member,
        name: feed.name,
        settings,
      })
      queued.push([feed.name, await queueRun(tx, { sourceId: source.id, trigger: 'set_up', actor })])
    }
    for (const { name, file, trust } of inventories) {
      const location = path.join(folder, file)
      const { fileId, member, inspection } = await intake.upload(tx, actor.organisationId, {
        name: file,
        mediaType: 'application/octet-stream',
        stream: createReadStream(location),
      })
      const settings = settingsOf(inspection, timeZone)
      const source = await createSource(tx, actor.organisationId, { kind: 'connector', member, name, settings, trust })
      const run = { sourceId: source.id, trigger: 'set_up', actor, fileId, settings } as const
      queued.push([name, await queueRun(tx, run)])
    }
    return queued
  })
  for (const [name, queued] of runs) {
    const run = await followRun(db, actor.organisationId, queued.id, (now) => say(`  ${name}: ${progressOf(now)}`))
    say(`  ${name}: ${run.state === 'succeeded' ? countsOf(run) : (run.error?.detail ?? run.state)}`)
  }
}

export async function followRun(db: Db, organisationId: string, id: string, tell: (run: Run) => void): Promise<Run> {
  for (let last = ''; ; await sleep(100)) {
    const run = await getRun(db, organisationId, id).catch((error) => {
      if (!isTransient(error)) throw error
    })
    if (!run) continue
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
