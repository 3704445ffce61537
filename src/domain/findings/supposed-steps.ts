import { knownVulnerabilities } from '#domain/intelligence/intelligence.ts'
import { readZone } from '#domain/risk/risk.ts'
import type { OrganisationId } from '#model/access.ts'
import type { VersionAttribute } from '#model/decision.ts'
import type { Configuration } from '#model/matching.ts'
import type { WhatIfDevices, WhatIfStep } from '#model/what-if.ts'
import type { Db } from '#platform/db/database.ts'
import { AppError } from '#platform/errors.ts'
import { isSource } from './databases.ts'
import { alikeNames } from './joined-names.ts'
import { configurationsById } from './match-store.ts'
import * as store from './supposed-store.ts'

// Steps of a supposition, held against what is on record: who names what is not there is told so.

interface OnDevices {
  /** On device `d`. */
  readonly condition: store.Condition
}

export type ResolvedStep = OnDevices &
  (
    | {
        readonly kind: 'remove'
        readonly listed: ReadonlySet<string>
        /** `basis vulnerability`, where an advisory leaves it open; null where none is named. */
        readonly supported: ReadonlySet<string> | null
        readonly vulnerabilityIds: ReadonlySet<string>
        readonly bases: ReadonlySet<string>
      }
    | { readonly kind: 'segment'; readonly zone: string }
    | {
        readonly kind: 'upgrade'
        readonly version: string | undefined
        readonly advisory: string | undefined
        readonly attribute: VersionAttribute | undefined
      }
    | { readonly kind: 'control'; readonly reach: ReadonlySet<string> }
    | { readonly kind: 'disconnect' }
    | { readonly kind: 'retire'; readonly replacement: Configuration | null }
  )

export interface ResolvedSteps {
  readonly resolved: readonly ResolvedStep[]
  /** By step; what is worked out later adds to them. */
  readonly notes: string[][]
}

export async function resolveSteps(
  db: Db,
  organisationId: OrganisationId,
  steps: readonly WhatIfStep[],
): Promise<ResolvedSteps> {
  const resolved: ResolvedStep[] = []
  const notes: string[][] = []
  for (const [at, step] of steps.entries()) {
    const refuse = (field: string, sentence: string) =>
      new AppError('bad_request', `Step ${at + 1}: ${sentence}`, {
        details: { fields: { [`steps.${at}.${field}`]: sentence } },
      })
    const own: string[] = []
    notes.push(own)
    const condition = await conditionOf(db, organisationId, step, refuse)
    resolved.push({ condition, ...(await resolveStep(db, organisationId, step, refuse, own)) } as ResolvedStep)
  }
  return { resolved, notes }
}

type Refuse = (field: string, sentence: string) => AppError

const partNames = [
  ['site', 'at the site'],
  ['careArea', 'in the care area'],
  ['zone', 'in the zone'],
  ['manufacturer', 'of the manufacturer'],
  ['model', 'of the model'],
] as const

async function conditionOf(db: Db, organisationId: OrganisationId, step: WhatIfStep, refuse: Refuse) {
  const where = step.where ?? {}
  const isAll = Object.values(where).every((part) => part === undefined)
  if (isAll && step.kind !== 'remove') throw refuse('where', 'Say which devices it is about.')
  if (step.kind === 'upgrade' && !where.model) throw refuse('where.model', 'Name the model that gets the version.')
  if (isAll) return store.everyDevice
  const condition = await devicesWhere(db, organisationId, where)
  if (await store.isAnyDevice(db, organisationId, condition)) return condition
  for (const [part, words] of partNames) {
    const value = where[part]
    if (value === undefined || (part === 'model' && where.manufacturer === undefined)) continue
    const named = part === 'model' ? { manufacturer: where.manufacturer, model: value } : { [part]: value }
    if (!(await store.isAnyDevice(db, organisationId, await devicesWhere(db, organisationId, named))))
      throw refuse(`where.${part}`, `No device of the worklist is ${words} “${value}”. Choose one that is on record.`)
  }
  throw refuse('where', 'All of that is true of no device of the worklist. Leave a part of it out.')
}

async function devicesWhere(db: Db, organisationId: OrganisationId, where: WhatIfDevices): Promise<store.Condition> {
  const { site, careArea, manufacturer, model } = where
  const alike = await alikeNames(db, organisationId, {
    ...(site !== undefined && { site }),
    ...(careArea !== undefined && { careArea }),
    ...(manufacturer !== undefined && { manufacturer }),
    ...(model !== undefined && { model }),
  })
  return store.devicesWith(alike, where)
}

async function resolveStep(
  db: Db,
  organisationId: OrganisationId,
  step: WhatIfStep,
  refuse: Refuse,
  notes: string[],
): Promise<object> {
  if ('advisory' in step && step.advisory !== undefined) await assertAdvisory(db, step.advisory, refuse)
  switch (step.kind) {
    case 'remove': {
      if (step.vulnerabilities === undefined && step.advisory === undefined)
        throw refuse('vulnerabilities', 'Name a vulnerability, or an advisory.')
      const listed = new Set(step.vulnerabilities ?? [])
      const known = await knownVulnerabilities(db, [...listed])
      for (const id of listed)
        if (!known.has(id)) throw refuse('vulnerabilities', `Nothing is on record of “${id}”. Check the number.`)
      const byList = listed.size > 0 ? await store.openOn(db, organisationId, { vulnerabilityIds: [...listed] }) : []
      const byAdvisory =
        step.advisory === undefined ? null : await store.openOn(db, organisationId, { advisoryId: step.advisory })
      const rows = [...byList, ...(byAdvisory ?? [])]
      if (rows.length === 0) notes.push('It is open nowhere: nothing is removed.')
      return {
        kind: 'remove',
        listed,
        supported: byAdvisory && new Set(byAdvisory.map((row) => `${row.basis_id} ${row.vulnerability_id}`)),
        vulnerabilityIds: new Set([...listed, ...rows.map((row) => row.vulnerability_id)]),
        bases: new Set(rows.map((row) => row.basis_id)),
      }
    }
    case 'segment': {
      const kind = readZone(step.zone)
      if (kind === 'unknown')
        notes.push(`Nothing in the name “${step.zone}” says how far the zone is apart: it counts as open.`)
      if (kind === 'open')
        notes.push(`By its name the zone “${step.zone}” is open to many devices: it protects from nothing.`)
      return { kind: 'segment', zone: step.zone.trim() }
    }
    case 'upgrade': {
      const { version, advisory, attribute } = step
      if ((version === undefined) === (advisory === undefined))
        throw refuse('version', 'Name the version, or the advisory whose fixed version it is.')
      return { kind: 'upgrade', version, advisory, attribute }
    }
    case 'control':
      return { kind: 'control', reach: new Set(step.reach) }
    case 'disconnect':
      return { kind: 'disconnect' }
    case 'retire':
      return {
        kind: 'retire',
        replacement: step.replacement ? await configurationFor(db, organisationId, step.replacement, notes) : null,
      }
  }
}

async function assertAdvisory(db: Db, id: string, refuse: Refuse) {
  if (isSource(id) || (await store.hasAdvisory(db, id))) return
  throw refuse('advisory', `There is no advisory “${id}” on record. Choose one of the list.`)
}

/** As most devices of the model are here; of a model that nobody has, nothing more than its name is known. */
async function configurationFor(
  db: Db,
  organisationId: OrganisationId,
  { manufacturer, model, version }: { manufacturer: string; model: string; version?: string | undefined },
  notes: string[],
): Promise<Configuration> {
  const { models = [] } = await alikeNames(db, organisationId, { manufacturer, model })
  const id = await store.usualConfiguration(db, organisationId, models, version ?? null)
  const [usual] = id === null ? [] : await configurationsById(db, organisationId, [id])
  if (!usual) {
    notes.push(
      `No ${manufacturer} ${model} is on record: what it does is read from its name, and counts as the worst where that tells nothing.`,
    )
    return {
      ...{ manufacturer, model, modelNumber: '', description: '' },
      ...{ softwareVersion: version ?? '', firmwareVersion: '', operatingSystem: '' },
    }
  }
  const { id: _, serialNumber: __, ...same } = usual
  return { ...same, ...(version !== undefined && { softwareVersion: version }) }
}
