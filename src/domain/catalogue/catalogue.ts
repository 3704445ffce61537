import { z } from 'zod'
import { recordAudit } from '#domain/access/access.ts'
import { documentsOfConfigurations } from '#domain/composition/composition.ts'
import { joinedNames, systemSupport } from '#domain/findings/findings.ts'
import {
  type CatalogueChange,
  catalogueKey,
  deviceCatalogueVersion,
  productClassifications,
  recordsByIdentifier,
  recordsByName,
} from '#domain/intelligence/intelligence.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import type { Aliases } from '#domain/matching/matching.ts'
import { aliasesOf } from '#domain/names/names.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type {
  ModelClassification,
  ModelFilter,
  ModelPage,
  ModelRow,
  ModelStage,
  SupportStage,
} from '#model/model-catalogue.ts'
import type { Support } from '#model/support.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import { readUdi } from '#standards/udi/udi.ts'
import * as store from './catalogue-store.ts'
import { type Asked, classifyModel, type Found, harmOf } from './classify-model.ts'
import { checkOrder, stageAfter, stageOn, stagesInForce } from './model-stages.ts'

// The models of the inventory, as the rules on names join them, with what FDA says of each. It is worked out when it is read and
// stored nowhere (ADR 0035), but for what the hospital says of a model's support. Table: model_stage.

interface Name {
  readonly manufacturer: string
  readonly model: string
}

/** One model, in all its spellings. */
interface Model {
  readonly name: Name
  readonly spellings: readonly (Name & { readonly devices: number })[]
  readonly dis: ReadonlyMap<string, number>
  readonly systems: readonly string[]
  readonly classification: ModelClassification
}

interface Held {
  readonly key: string
  readonly models: readonly Model[]
  readonly bySpelling: ReadonlyMap<string, Model>
}
const held = new Map<OrganisationId, Held>()

const textOf = ({ manufacturer, model }: Name) => `${manufacturer}\n${model}`
const idOf = ({ manufacturer, model }: Name) => Buffer.from(JSON.stringify([manufacturer, model])).toString('base64url')
/** In GUDID's spelling. */
const diOf = (text: string): string => {
  const reading = readUdi(text)
  return reading && 'udi' in reading ? reading.udi.di : text.trim()
}

/** All models that devices bear; the last answer is kept while what it follows from stays as it is. */
async function modelsOf(db: Db, organisationId: OrganisationId): Promise<Held> {
  const names = await store.modelNames(db, organisationId)
  const aliases = await aliasesOf(db, organisationId)
  const key = JSON.stringify([names, aliases?.key, await deviceCatalogueVersion(db)])
  const known = held.get(organisationId)
  if (known?.key === key) return known
  const { modelOf } = await joinedNames(db, organisationId)
  const groups = [...Map.groupBy(names, (row) => textOf(modelOf(row))).values()].map((rows) => ({
    rows,
    name: modelOf(rows[0]!),
  }))
  const found = await lookUp(db, names)
  const models = groups.map(({ rows, name }): Model => {
    const dis = new Map<string, number>()
    const spellings = new Map<string, Name & { devices: number }>()
    for (const { manufacturer, model, udi_di, devices } of rows) {
      if (udi_di !== '') dis.set(diOf(udi_di), (dis.get(diOf(udi_di)) ?? 0) + devices)
      const spelling = spellings.get(textOf({ manufacturer, model })) ?? { manufacturer, model, devices: 0 }
      spelling.devices += devices
      spellings.set(textOf(spelling), spelling)
    }
    const byDevices = [...dis].sort(([, a], [, b]) => b - a)
    const asked: Asked = {
      manufacturer: name.manufacturer,
      names: [...new Set(rows.flatMap(textsOfRow))],
      dis: byDevices.map(([di]) => di),
    }
    return {
      name,
      spellings: [...spellings.values()].sort((a, b) => b.devices - a.devices),
      dis: new Map(byDevices),
      systems: [...new Set(rows.map((row) => row.operating_system))].filter((one) => one !== ''),
      classification: classifyModel(asked, found, aliases),
    }
  })
  models.sort((a, b) => compareKeys(keyOf(a.name), keyOf(b.name)))
  const bySpelling = new Map(models.flatMap((model) => model.spellings.map((one) => [textOf(one), model] as const)))
  const result = { key, models, bySpelling }
  held.set(organisationId, result)
  return result
}

/** What a record may be called: model, the same without the maker's name in front, and model number. */
function textsOfRow({ manufacturer, model, model_number }: store.NamesRow): string[] {
  const [first = ''] = manufacturer.split(/[\s,]+/)
  const start = [manufacturer, first].find(
    (maker) => maker.length >= 2 && model.toLowerCase().startsWith(`${maker.toLowerCase()} `),
  )
  const without = start === undefined ? '' : model.slice(start.length).trim()
  return [model, without, model_number].filter((one) => one !== '')
}

async function lookUp(db: Db, rows: readonly store.NamesRow[]): Promise<Found> {
  const dis = [...new Set(rows.filter(({ udi_di }) => udi_di !== '').map(({ udi_di }) => diOf(udi_di)))]
  const texts = [...new Set(rows.flatMap(textsOfRow))]
  const byIdentifier = await recordsByIdentifier(db, dis)
  const byName = await recordsByName(db, texts)
  const codes = [...byIdentifier.values(), ...byName.values()].flatMap((all) =>
    all.flatMap(({ product_codes }) => product_codes),
  )
  return { byIdentifier, byName, codes: await productClassifications(db, [...new Set(codes)]) }
}

type Key = readonly [string, string, string]
const keyOf = ({ manufacturer, model }: Name): Key => [
  manufacturer.toLowerCase(),
  model.toLowerCase(),
  textOf({ manufacturer, model }),
]
function compareKeys(a: Key, b: Key): number {
  const at = a.findIndex((part, place) => part !== b[place])
  return at === -1 ? 0 : a[at]! < b[at]! ? -1 : 1
}

interface Standing {
  readonly systemSupport: Support | null
  readonly stages: readonly ModelStage[]
}

async function standingOf(db: Db, organisationId: OrganisationId, { models }: Held, now: Date) {
  const texts = [...new Set(models.flatMap(({ systems }) => systems))]
  const said = await systemSupport(db, texts, now)
  const support = new Map(texts.map((text, at) => [text, said[at] ?? null]))
  const stages = await stagesBySpelling(db, organisationId)
  return (model: Model): Standing => ({
    systemSupport: endingFirst(model.systems.map((text) => support.get(text) ?? null)),
    stages: stagesInForce(model.spellings.flatMap((one) => stages.get(textOf(one)) ?? [])),
  })
}

/** Of those of the models that are asked for. */
async function openFindingsOf(db: Db, organisationId: OrganisationId, models: readonly Model[]) {
  const spellings = models.flatMap((one) => one.spellings)
  const rows = spellings.length === 0 ? [] : await store.openFindings(db, organisationId, spellings)
  const bySpelling = new Map(rows.map((row) => [textOf(row), row.findings]))
  return (model: Model) => model.spellings.reduce((sum, one) => sum + (bySpelling.get(textOf(one)) ?? 0), 0)
}

const stagesBySpelling = async (db: Db, organisationId: OrganisationId) =>
  Map.groupBy(await store.stageRows(db, organisationId), textOf)

const worst = { ended: 0, ending: 1, cannot_tell: 2, supported: 3 } as const
const endingFirst = (all: readonly (Support | null)[]): Support | null =>
  all
    .filter((one) => one !== null)
    .sort((a, b) => worst[a.state] - worst[b.state] || ((a.endsOn ?? '9') < (b.endsOn ?? '9') ? -1 : 1))[0] ?? null

function toRow(
  { name, spellings, classification }: Model,
  standing: Standing,
  day: string,
): Omit<ModelRow, 'openFindings'> {
  const { codes, confidence, deviceClass, isLifeSustaining, isImplant } = classification
  return {
    id: idOf(name),
    ...name,
    devices: spellings.reduce((sum, { devices }) => sum + devices, 0),
    productCode: codes[0]?.code ?? null,
    productName: codes[0]?.name ?? classification.gmdn[0]?.name ?? null,
    ...{ confidence, deviceClass, isLifeSustaining, isImplant },
    stage: stageOn(standing.stages, day),
    nextStage: stageAfter(standing.stages, day),
    systemSupport: standing.systemSupport,
  }
}

const dayOf = (now: Date) => now.toISOString().slice(0, 10)
const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Models in order of maker and name. `counts` are of all that fit `q`, whatever else is asked. */
export async function listModels(
  db: Db,
  organisationId: OrganisationId,
  {
    cursor,
    limit,
    now = new Date(),
    ...filter
  }: ModelFilter & { cursor?: string | undefined; limit: number; now?: Date },
): Promise<PageOf<ModelRow> & { counts: ModelCounts }> {
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string(), z.string(), z.string()]))
  const all = await modelsOf(db, organisationId)
  const standing = await standingOf(db, organisationId, all, now)
  const day = dayOf(now)
  const asked = all.models
    .filter((model) => fits(model, filter.q))
    .map((model) => ({ model, key: keyOf(model.name), row: toRow(model, standing(model), day) }))
  const rows = asked.filter(
    ({ row }) =>
      (filter.lifeSustaining === undefined || (row.isLifeSustaining === true) === (filter.lifeSustaining === 'true')) &&
      (filter.deviceClass === undefined || row.deviceClass === filter.deviceClass) &&
      (filter.confidence === undefined || (row.confidence ?? 'none') === filter.confidence) &&
      (filter.stage === undefined || (row.stage ?? 'none') === filter.stage),
  )
  const from = after === null ? 0 : rows.findIndex(({ key }) => compareKeys(key, after) > 0)
  const page = from === -1 ? [] : rows.slice(from, from + limit + 1)
  const findings = await openFindingsOf(
    db,
    organisationId,
    page.map(({ model }) => model),
  )
  return {
    ...pageOf(
      page,
      limit,
      ({ key }) => key,
      ({ model, row }) => ({ ...row, openFindings: findings(model) }),
    ),
    counts: countsOf(asked.map(({ row }) => row)),
  }
}

export interface ModelCounts {
  readonly total: number
  readonly lifeSustaining: number
  readonly deviceClass: Readonly<Record<string, number>>
  readonly confidence: Readonly<Record<string, number>>
  readonly stage: Readonly<Record<string, number>>
}

function countsOf(rows: readonly Omit<ModelRow, 'openFindings'>[]): ModelCounts {
  const by = (of: (row: Omit<ModelRow, 'openFindings'>) => string | null) => {
    const counts: Record<string, number> = {}
    for (const row of rows) {
      const value = of(row)
      if (value !== null) counts[value] = (counts[value] ?? 0) + 1
    }
    return counts
  }
  return {
    total: rows.length,
    lifeSustaining: rows.filter(({ isLifeSustaining }) => isLifeSustaining).length,
    deviceClass: by(({ deviceClass }) => deviceClass),
    confidence: by(({ confidence }) => confidence ?? 'none'),
    stage: by(({ stage }) => stage ?? 'none'),
  }
}

/** Each word stands somewhere in the names or the codes; a UDI finds the models whose devices bear it. */
function fits({ spellings, dis, classification }: Model, q: string | undefined): boolean {
  if (q === undefined || q.trim() === '') return true
  const reading = readUdi(q)
  if (reading && 'udi' in reading) return dis.has(reading.udi.di)
  const names = spellings.flatMap(({ manufacturer, model }) => [manufacturer, model])
  const text = bare([...names, ...classification.codes.flatMap(({ code, name }) => [code, name ?? ''])].join('\n'))
  return bare(q.trim())
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function nameOfId(id: string): Name {
  const shape = z.tuple([z.string(), z.string()])
  try {
    const [manufacturer, model] = shape.parse(JSON.parse(Buffer.from(id, 'base64url').toString('utf8')))
    return { manufacturer, model }
  } catch {
    throw notFound('model', id)
  }
}

async function findModel(db: Db, organisationId: OrganisationId, id: string) {
  const all = await modelsOf(db, organisationId)
  const name = nameOfId(id)
  // What no device bears any more is one with what devices bear by the same rules.
  const spelt = all.bySpelling.has(textOf(name)) ? [name] : (await joinedNames(db, organisationId)).modelsOf(name)
  const model = spelt.map((one) => all.bySpelling.get(textOf(one))).find((one) => one !== undefined)
  if (!model) throw notFound('model', id)
  return { all, model }
}

export async function getModel(
  db: Db,
  organisationId: OrganisationId,
  id: string,
  now = new Date(),
): Promise<ModelPage> {
  const { all, model } = await findModel(db, organisationId, id)
  const standing = (await standingOf(db, organisationId, all, now))(model)
  const parts = await store.modelParts(db, organisationId, model.spellings)
  const of = (part: store.PartRow['part']) => parts.filter((row) => row.part === part)
  const systems = of('system')
  const support = await systemSupport(
    db,
    systems.map(({ value }) => value),
    now,
  )
  const records = await recordsByIdentifier(db, [...model.dis.keys()])
  const documents = await documentsOfConfigurations(
    db,
    organisationId,
    await store.modelConfigurations(db, organisationId, model.spellings),
  )
  return {
    ...toRow(model, standing, dayOf(now)),
    openFindings: (await openFindingsOf(db, organisationId, [model]))(model),
    classification: model.classification,
    spellings: [...model.spellings],
    identifiers: [...model.dis].map(([udiDi, devices]) => {
      const record = records.get(udiDi)?.[0]
      const named = record && [record.company, record.brand, record.model].filter((text) => text !== '').join(' · ')
      return { udiDi, devices, named: named ?? null }
    }),
    versions: of('version').map(({ value, devices }) => ({ version: value, devices })),
    systems: systems.map(({ value, devices }, at) => ({ system: value, devices, support: support[at] ?? null })),
    criticality: of('criticality').map(({ value, devices }) => ({ criticality: value, devices })),
    stages: [...standing.stages],
    ...documents,
  }
}

/** A person says from when a stage of the model's support is, or takes that back (`startsOn` null). The same again writes nothing. */
export async function setStage(
  tx: Tx,
  actor: Actor,
  id: string,
  said: { readonly stage: SupportStage; readonly startsOn: string | null; readonly reason: string },
): Promise<void> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const { model } = await findModel(tx, organisationId, id)
  const rows = await stagesBySpelling(tx, organisationId)
  const stages = stagesInForce(model.spellings.flatMap((one) => rows.get(textOf(one)) ?? []))
  const before = stages.find(({ stage }) => stage === said.stage)
  if ((before?.startsOn ?? null) === said.startsOn) return
  const others = stages.filter((one) => one !== before)
  if (said.startsOn !== null) checkOrder(others, said.stage, said.startsOn)
  const { stage, startsOn: starts_on, reason } = said
  await store.insertStage(tx, organisationId, {
    ...{ id: newId(), ...model.name, stage, starts_on, reason },
    recorded_by: actor.name,
  })
  await recordAudit(tx, actor, {
    action: said.startsOn === null ? 'model.stage_taken_back' : 'model.stage_set',
    subjectKind: 'model',
    subjectId: idOf(model.name),
    reason,
    detail: { ...model.name, stage, startsOn: said.startsOn, ...(before && { before: before.startsOn }) },
  })
}

// what is told of the inventory's devices ---------------------------------------------------------------------------

export type Harm = NonNullable<ReturnType<typeof harmOf>>

/**
 * How much harm devices of the configurations can do at least, by FDA's word of their kind; of all that have devices where none are
 * named. Nothing where neither product codes nor device identifiers were read.
 */
export async function harmTold(
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[] | 'all',
): Promise<ReadonlyMap<string, Harm | null>> {
  if ((await deviceCatalogueVersion(db)) === '0') return new Map()
  const aliases = await aliasesOf(db, organisationId)
  const rows = await store.configurationNames(db, organisationId, configurationIds)
  const harm = new Map<string, Harm | null>()
  for (let at = 0; at < rows.length; at += 5000) {
    const some = rows.slice(at, at + 5000)
    const found = await lookUp(db, some)
    for (const row of some) harm.set(row.id, harmOfNames(row, found, aliases))
  }
  return harm
}

function harmOfNames(row: store.NamesRow, found: Found, aliases: Aliases | undefined): Harm | null {
  const { manufacturer, udi_di } = row
  const names = textsOfRow(row)
  return harmOf(classifyModel({ manufacturer, names, dis: udi_di === '' ? [] : [diOf(udi_di)] }, found, aliases))
}

/** Configurations of which FDA may say something else since. */
export async function configurationsTouched(
  db: Db,
  organisationId: OrganisationId,
  { isClassification, dis, keys }: CatalogueChange,
): Promise<readonly string[] | 'all'> {
  if (isClassification) return 'all'
  const [identifiers, names] = [new Set(dis), new Set(keys)]
  return (await store.configurationNames(db, organisationId, 'all'))
    .filter(
      (row) =>
        (row.udi_di !== '' && identifiers.has(diOf(row.udi_di))) ||
        textsOfRow(row).some((text) => names.has(catalogueKey(text))),
    )
    .map(({ id }) => id)
}

/** Why and since when configurations get no more support, of those of which that is said; `isKnown` where anything is said of support. */
export interface SupportOfConfiguration {
  readonly isKnown: boolean
  /** In a sentence; null where it is supported still, or nobody knows. */
  readonly ended: string | null
  readonly endedOn: string | null
}

/** What was recorded of each model's support, and lists say of its operating system; by configuration, of all that devices have. */
export async function supportOfConfigurations(
  db: Db,
  organisationId: OrganisationId,
  configurations: readonly {
    readonly id: string
    readonly manufacturer: string
    readonly model: string
    readonly operating_system: string
  }[],
  now: Date,
): Promise<ReadonlyMap<string, SupportOfConfiguration>> {
  const { bySpelling } = await modelsOf(db, organisationId)
  const stages = await stagesBySpelling(db, organisationId)
  const ofModel = new Map<Model, readonly ModelStage[]>()
  for (const model of new Set(bySpelling.values()))
    ofModel.set(model, stagesInForce(model.spellings.flatMap((one) => stages.get(textOf(one)) ?? [])))
  const systems = await systemSupport(
    db,
    configurations.map((row) => row.operating_system || null),
    now,
  )
  const day = dayOf(now)
  return new Map(
    configurations.map((row, at) => {
      const system = systems[at] ?? null
      const model = bySpelling.get(textOf(row))
      const inForce = (model && ofModel.get(model)) ?? []
      const last = stageOn(inForce, day) === 'end_of_support' ? inForce.at(-1) : undefined
      const isEnded = system?.state === 'ended'
      return [
        row.id,
        {
          isKnown: inForce.length > 0 || (system !== null && system.state !== 'cannot_tell'),
          ended: last ? 'The manufacturer supports the model no more' : isEnded ? system.text : null,
          endedOn: last ? last.startsOn : isEnded ? system.endsOn : null,
        },
      ]
    }),
  )
}
