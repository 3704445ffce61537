import { cpSync, createReadStream, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeHospital } from '#bench/hospital/main.ts'
import { connectors } from '#connectors/registry.ts'
import { ensureOrganisation } from '#domain/access/access.ts'
import { decideFinding, listFindings, listGroups, setRemediation } from '#domain/findings/findings.ts'
import { createCampaign } from '#domain/remediation/remediation.ts'
import { createSource, findSourceByName, queueRun, updateSource } from '#domain/sources/sources.ts'
import { feeds } from '#feeds/registry.ts'
import { createIntake } from '#intake/intake.ts'
import type { Actor } from '#model/access.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { silentLog } from '#platform/log.ts'
import { drainRuns } from '#tests/support/drain-runs.ts'
import { settingsOf } from '#wiring/demo.ts'

// A small hospital with everything in it that an import, a feed or a match can touch: two inventories that disagree,
// advisories, decisions, claims and work orders.

const today = '2026-11-16'

/** A folder with the exports of a hospital of so many devices; uploads go there as well. */
export async function hospitalFolder(devices: number): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-crash-'))
  await writeHospital({ out: folder, seed: 11, devices, today, cmms: 'csv', network: false })
  return folder
}

/** The demo hospital's advisories so many times over, each with CVEs of its own, as a provider's folder. */
export function publishAdvisories(
  folder: string,
  times: number,
  { revised = false }: { revised?: boolean } = {},
): string {
  const from = path.join(folder, 'advisories')
  const to = path.join(folder, revised ? 'revised' : 'published')
  mkdirSync(to, { recursive: true })
  cpSync(path.join(from, 'provider-metadata.json'), path.join(to, 'provider-metadata.json'))
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => /\d{4}\/.*\.json$/.test(name))
  const names: string[] = []
  for (const [number, file] of files.sort().entries())
    for (let time = 0; time < times; time++) {
      // A provider takes one back now and then.
      if (revised && (number + time) % 11 === 0) continue
      const name = path.basename(file, '.json')
      const text = readFileSync(path.join(from, file), 'utf8').replaceAll(name.toUpperCase(), `${name}-${time}`)
      const document = JSON.parse(text.replace(/CVE-(\d{4})-(\d+)/g, time ? `CVE-$1-9${time}$2` : '$&'))
      if (revised) revise(document, number + time)
      writeFileSync(path.join(to, `${name}-${time}.json`), JSON.stringify(document))
      names.push(`${name}-${time}.json`)
    }
  writeFileSync(path.join(to, 'index.txt'), names.map((name) => `${name}\n`).join(''))
  return to
}

interface Document {
  document: { tracking: { version: string; current_release_date: string } }
  vulnerabilities: { product_status: Record<string, string[]> }[]
}

/** A later revision; every second one finds out that nothing is affected, every third knows no more of a product. */
function revise({ document, vulnerabilities }: Document, number: number) {
  document.tracking.version = String(Number.parseInt(document.tracking.version, 10) + 1)
  document.tracking.current_release_date = '2026-11-01T12:00:00.000Z'
  for (const { product_status: status } of vulnerabilities) {
    const affected = status.known_affected ?? []
    if (number % 2 === 0) {
      delete status.known_affected
      status.known_not_affected = affected
    } else if (number % 3 === 0) status.known_affected = affected.slice(1)
  }
}

export interface Stage {
  readonly db: Db
  readonly actor: Actor
  readonly folder: string
}

export async function openStage(db: Db, folder: string): Promise<Stage> {
  const { id } = await ensureOrganisation(db, { name: 'Riverside General' })
  return { db, folder, actor: { organisationId: id, personId: null, name: 'Crash test' } }
}

/** Puts a file's import in the queue. The source is made at its first file. */
export async function queueFile({ db, actor, folder }: Stage, name: string, file: string): Promise<void> {
  const intake = createIntake({
    log: silentLog,
    dataDir: folder,
    connectors,
    apiConnectors: [],
    openApi: () => Promise.reject(new Error('Files need no interface')),
    feeds,
    openFeed: () => Promise.reject(new Error('Files need no feed')),
  })
  const upload = await intake.upload(db, actor.organisationId, {
    name: file,
    mediaType: 'text/csv',
    stream: createReadStream(path.join(folder, file)),
  })
  const settings = settingsOf(upload.inspection, 'America/New_York')
  const source =
    (await findSourceByName(db, actor.organisationId, name)) ??
    (await createSource(db, actor.organisationId, { kind: 'connector', member: upload.member, name, settings }))
  await queueRun(db, { sourceId: source.id, trigger: 'person', actor, fileId: upload.fileId, settings })
}

/** Puts a feed's reading of a folder or file in the queue. */
export async function queueFeed({ db, actor }: Stage, member: string, location: string): Promise<void> {
  const settings = { location }
  const there = await findSourceByName(db, actor.organisationId, member)
  if (there) await updateSource(db, actor.organisationId, there.id, { settings })
  const source =
    there ?? (await createSource(db, actor.organisationId, { kind: 'feed', member, name: member, settings }))
  await queueRun(db, { sourceId: source.id, trigger: 'person', actor })
}

/** Does all that is queued so far, here and undisturbed. */
export const settle = ({ db, folder }: Stage) => drainRuns(db, folder)

/** People decide, order work and claim: findings get rows of their own, which whatever comes next must follow. */
export async function decideAndClaim({ db, actor }: Stage): Promise<void> {
  const { organisationId } = actor
  const { items } = await listFindings(db, organisationId, { filter: { open: 'true' }, limit: 200 })
  for (const [index, { device, vulnerabilityId }] of items.entries()) {
    const finding = { deviceId: device.id, vulnerabilityId }
    if (index % 9 === 0) await decideFinding(db, actor, finding, { decision: 'accepted', reason: 'Alarms stay on' })
    else if (index % 3 === 0)
      await inTransaction(db, (tx) =>
        setRemediation(tx, organisationId, [finding], 'claimed', actor, 'The maker says that it is done'),
      )
  }
  const groups = await listGroups(db, organisationId, { limit: 4 })
  for (const { advisoryId, manufacturer, model, site } of groups.items)
    await createCampaign(db, actor, { advisoryId, manufacturer, model, site })
}
