import { listHolders, recordAudit } from '#domain/access/access.ts'
import { knownVulnerabilities } from '#domain/intelligence/intelligence.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import { type HospitalVector, isOvertaken, publishedVectors, scoreFinding } from '#domain/risk/risk.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { RubricAnswers, RubricAssessment, RubricOnModel, RubricPreview, RubricQuestion } from '#model/rubric.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { storableJsonText } from '#platform/db/json-rows.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { canonicalJson } from '#platform/id.ts'
import { followRubric } from '#standards/cvss-rubric/follow.ts'
import { rubricQuestions } from '#standards/cvss-rubric/questions.ts'
import { spellingKey } from './alike.ts'
import { approversFor, isOneKey } from './approval-rule.ts'
import { ruleInForce } from './approval-rule-store.ts'
import { configurationsOfModels, inputsOfModels, modelNames, type PlacedInput } from './finding-input-store.ts'
import { productsWithVectors, toVector } from './own-vectors.ts'
import { sustainsLife } from './premises.ts'
import { type ScoredInput, scoredInputs, withVector } from './ranking.ts'
import * as store from './rubric-store.ts'

// MITRE's rubric, answered for one vulnerability on one model. Answers are kept as versions; a vector may be adopted, and counts for
// the model's devices before what is published (`risk/hospital-vector.ts`).

export interface RubricSubject {
  readonly vulnerabilityId: string
  readonly manufacturer: string
  readonly model: string
}

/** The newest first; by the names that were answered for, as our table of makers may have learnt a spelling since. */
async function versionsOf(db: Db, organisationId: OrganisationId, subject: RubricSubject): Promise<store.RubricRow[]> {
  const key = spellingKey(subject)
  const rows = await store.rubricVersions(db, organisationId, subject.vulnerabilityId)
  return rows.filter((row) => spellingKey(row) === key)
}

const keyOf = (row: store.RubricRow): store.RubricKey => ({
  vulnerabilityId: row.vulnerability_id,
  productKey: row.product_key,
})

const isInForce = (row: store.RubricRow) => row.adopted_at !== null && row.withdrawn_at === null

/** The questions, what was answered, and what is published. */
export async function getRubric(
  db: Db,
  organisationId: OrganisationId,
  subject: RubricSubject,
): Promise<RubricOnModel> {
  const inputs = await inputsOf(db, organisationId, subject)
  const versions = await versionsOf(db, organisationId, subject)
  if (inputs.length === 0 && versions.length === 0) throw await nothingSaid(db, subject)
  return {
    ...subject,
    devices: devicesOf(inputs),
    published: publishedOf(inputs).worst,
    questions: rubricQuestions.map(toQuestion),
    versions: versions.map((row) => toAssessment(row, isStillAhead(row, inputs))),
  }
}

/** Of each product: the newest, and the one that counts where that is another. */
export async function rubricsOn(
  db: Db,
  organisationId: OrganisationId,
  vulnerabilityId: string,
): Promise<RubricAssessment[]> {
  const rows = await store.rubricsOfVulnerability(db, organisationId, vulnerabilityId)
  const found: RubricAssessment[] = []
  for (const row of rows) {
    const subject = { vulnerabilityId, manufacturer: row.manufacturer, model: row.model }
    const inputs = row.adopted_at === null ? [] : await inputsOf(db, organisationId, subject)
    found.push(toAssessment(row, isStillAhead(row, inputs)))
  }
  return found
}

/** What follows from answers, and what adopting them would do; nothing is written. */
export async function previewRubric(
  db: Db,
  actor: Actor,
  subject: RubricSubject,
  answers: RubricAnswers,
  today = new Date().toISOString().slice(0, 10),
): Promise<RubricPreview> {
  const { organisationId } = actor
  const result = followRubric(answers)
  const preview = { result: toResult(result), lowersBy: null, effect: null, approval: null }
  if (result.vector === null) return preview
  const inputs = await inputsOf(db, organisationId, subject)
  if (inputs.length === 0) throw await nothingSaid(db, subject)
  const { vectors, worst } = publishedOf(inputs)
  const own = { vector: result.vector, score: result.score!, adoptedBy: '', adoptedOn: today, against: vectors }
  const [newest] = await versionsOf(db, organisationId, subject)
  const isKept = newest && canonicalJson(newest.answers) === canonicalJson(answers)
  const { approval } = await approvalOf(db, actor, scoredBoth(inputs, own), isKept ? newest.assessed_by : actor.name)
  return { ...preview, lowersBy: lowersBy(own.score, worst), effect: effectOf(inputs, own), approval }
}

/**
 * Keeps answers as a new version; the same answers again write nothing. `seen` is the version that the person had before them, 0
 * where there was none.
 */
export async function saveRubric(
  tx: Tx,
  actor: Actor,
  subject: RubricSubject,
  { answers, note, seen }: { answers: RubricAnswers; note: string; seen: number },
): Promise<RubricOnModel> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const [newest] = await versionsOf(tx, organisationId, subject)
  const result = followRubric(answers)
  const [wrong] = result.contradictions.filter(({ sentence }) => /is no question|cannot be answered/.test(sentence))
  if (wrong) throw refused(wrong)
  if (newest && canonicalJson(newest.answers) === canonicalJson(answers) && newest.note === note)
    return await getRubric(tx, organisationId, subject)
  if ((newest?.version ?? 0) !== seen)
    throw new AppError(
      'conflict',
      `${newest!.assessed_by} has answered the rubric since you opened it. Load the page again, and see whether you still differ.`,
    )
  const inputs = await inputsOf(tx, organisationId, subject)
  if (inputs.length === 0) throw await nothingSaid(tx, subject)
  const version = seen + 1
  const { extended, vector, score } = result
  await store.insertRubric(tx, organisationId, {
    vulnerability_id: subject.vulnerabilityId,
    product_key: newest?.product_key ?? spellingKey(subject),
    version,
    manufacturer: subject.manufacturer,
    model: subject.model,
    answers: storableJsonText(canonicalJson(answers)),
    ...{ extended, vector, score, note },
    assessed_by: actor.name,
  })
  await recordAudit(tx, actor, {
    action: 'rubric.answered',
    ...auditSubject(subject),
    ...(note && { reason: note }),
    detail: { ...names(subject), version, extended, vector, score },
  })
  return await getRubric(tx, organisationId, subject)
}

/** What the loop has to follow up: the configurations, and whether they are to be parted from, or joined to, those of other models. */
export interface RubricChange {
  readonly vulnerabilityId: string
  readonly configurationIds: readonly string[]
  readonly isRegrouped: boolean
}

/**
 * Lets the vector of a version count for the model. One that is lower than what is published, or by which a score falls, is a
 * decision: `lowersBy` has to say by how much, and where the approval rule asks for somebody's word on findings of that risk, only
 * an approver who did not answer adopts it. Null where it counts already.
 */
export async function adoptRubric(
  tx: Tx,
  actor: Actor,
  subject: RubricSubject,
  { version, reason, lowersBy: said }: { version: number; reason: string; lowersBy?: number | undefined },
): Promise<RubricChange | null> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const rows = await versionsOf(tx, organisationId, subject)
  const row = rows.find((one) => one.version === version)
  if (!row) throw notFound('assessment by the rubric', `${subject.vulnerabilityId} version ${version}`)
  if (version !== rows[0]!.version)
    throw new AppError(
      'conflict',
      `${rows[0]!.assessed_by} has answered the rubric since: version ${rows[0]!.version} is the newest. Load the page again.`,
    )
  if (row.vector === null) throw unfinished(row)
  const inputs = await inputsOf(tx, organisationId, subject)
  if (inputs.length === 0) throw await nothingSaid(tx, subject)
  const { vectors, worst } = publishedOf(inputs)
  if (isInForce(row) && isStillAhead(row, inputs)) return null
  const own: HospitalVector = {
    ...{ vector: row.vector, score: row.score!, adoptedBy: actor.name, against: vectors },
    adoptedOn: new Date().toISOString().slice(0, 10),
  }
  const by = lowersBy(own.score, worst)
  const effect = effectOf(inputs, own)
  const { approval, oneKey } = await approvalOf(tx, actor, scoredBoth(inputs, own), row.assessed_by)
  if (approval?.whyNot) throw new AppError('forbidden', approval.whyNot)
  if ((by > 0 || effect.lower > 0) && said !== by)
    throw new AppError(
      'bad_request',
      `${lowerText(by, worst)}${effect.lower > 0 ? `, and ${effect.lower} of ${effect.devices} findings would score up to ${effect.mostDown} lower` : ''}. Look at it once more, and say so: send lowersBy ${by}.`,
      { details: { fields: { lowersBy: `${by}` } } },
    )
  const apart = await productsWithVectors(tx, organisationId)
  for (const old of rows.filter(isInForce))
    await store.withdrawRubric(tx, organisationId, keyOf(old), {
      by: actor.name,
      reason: `Version ${version} took its place`,
    })
  await store.adoptRubric(tx, organisationId, keyOf(row), {
    version,
    by: actor.name,
    reason,
    against: vectors,
    lowersBy: by,
  })
  await recordAudit(tx, actor, {
    action: 'rubric.adopted',
    ...auditSubject(subject),
    reason,
    detail: {
      ...names(subject),
      version,
      vector: row.vector,
      score: row.score,
      published: worst,
      against: vectors,
      lowersBy: by,
      effect,
      ...(approval && { answeredBy: row.assessed_by, approvers: approval.approvers }),
      ...(oneKey !== null && { oneKey }),
    },
  })
  return await changeOf(tx, organisationId, subject, !apart.has(spellingKey(subject)))
}

/** What is published counts again for the model. Null where no vector of ours counted. */
export async function withdrawRubric(
  tx: Tx,
  actor: Actor,
  subject: RubricSubject,
  reason: string,
): Promise<RubricChange | null> {
  const { organisationId } = actor
  await lockInventory(tx, organisationId)
  const rows = await versionsOf(tx, organisationId, subject)
  if (rows.length === 0) throw notFound('assessment by the rubric', subject.vulnerabilityId)
  const [inForce, ...others] = rows.filter(isInForce)
  if (!inForce) return null
  for (const one of [inForce, ...others])
    await store.withdrawRubric(tx, organisationId, keyOf(one), { by: actor.name, reason })
  await recordAudit(tx, actor, {
    action: 'rubric.withdrawn',
    ...auditSubject(subject),
    reason,
    detail: { ...names(subject), version: inForce.version, vector: inForce.vector },
  })
  const apart = await productsWithVectors(tx, organisationId)
  return await changeOf(tx, organisationId, subject, !apart.has(spellingKey(subject)))
}

const changeOf = async (
  tx: Tx,
  organisationId: OrganisationId,
  subject: RubricSubject,
  isRegrouped: boolean,
): Promise<RubricChange> => ({
  vulnerabilityId: subject.vulnerabilityId,
  configurationIds: await configurationsOfModels(tx, organisationId, await speltAlike(tx, organisationId, subject)),
  isRegrouped,
})

// what is published, and what changes --------------------------------------------------------------------------------

type Input = ScoredInput<PlacedInput>

async function inputsOf(db: Db, organisationId: OrganisationId, subject: RubricSubject): Promise<Input[]> {
  if (subject.model.trim() === '') throw noModel()
  const models = await speltAlike(db, organisationId, subject)
  return await scoredInputs(
    db,
    organisationId,
    await inputsOfModels(db, organisationId, subject.vulnerabilityId, models),
  )
}

/** All that configurations write for the model. */
async function speltAlike(db: Db, organisationId: OrganisationId, subject: RubricSubject) {
  const key = spellingKey(subject)
  return (await modelNames(db, organisationId)).filter((name) => spellingKey(name) === key)
}

const noModel = () =>
  new AppError(
    'bad_request',
    'The rubric is answered for a model, and none is on record here. Correct the device first: say which model it is.',
  )

/** Of all that the model's devices are matched by, without the hospital's. */
function publishedOf(inputs: readonly Input[]): ReturnType<typeof publishedVectors> {
  const each = [...new Set(inputs.map(({ published }) => published.flaw))].map((flaw) => publishedVectors(flaw.scores))
  return {
    vectors: [...new Set(each.flatMap(({ vectors }) => vectors))].sort(),
    worst: each.flatMap(({ worst }) => worst ?? []).toSorted((a, b) => b.score - a.score)[0] ?? null,
  }
}

const devicesOf = (inputs: readonly Input[]) => inputs.reduce((sum, { row }) => sum + row.devices, 0)
const lowersBy = (score: number, worst: { score: number } | null) =>
  worst ? Math.max(0, Math.round((worst.score - score) * 10) / 10) : 0

function scoredBoth(inputs: readonly Input[], own: HospitalVector) {
  const flawOf = withVector(own)
  return inputs.map(({ row, input, published }) => {
    const { score, band } = scoreFinding(input)
    const after = scoreFinding({ ...published, flaw: flawOf(published.flaw) }).score
    return { devices: row.devices, criticality: row.criticality, band, before: score, after }
  })
}

function effectOf(inputs: readonly Input[], own: HospitalVector): NonNullable<RubricPreview['effect']> {
  const scored = scoredBoth(inputs, own)
  const count = (which: (one: (typeof scored)[number]) => boolean) =>
    scored.filter(which).reduce((sum, { devices }) => sum + devices, 0)
  return {
    devices: devicesOf(inputs),
    lower: count(({ before, after }) => after < before),
    higher: count(({ before, after }) => after > before),
    worstBefore: Math.max(...scored.map(({ before }) => before)),
    worstAfter: Math.max(...scored.map(({ after }) => after)),
    mostDown: Math.max(0, ...scored.map(({ before, after }) => Math.round((before - after) * 10) / 10)),
  }
}

/**
 * Whose word it takes that scores fall: by the risk of before, as if those findings were decided on. Null where nobody's but the
 * one person's; one key that passes is told with its reason.
 */
async function approvalOf(
  db: Db,
  actor: Actor,
  scored: ReturnType<typeof scoredBoth>,
  assessedBy: string,
): Promise<{ approval: RubricPreview['approval']; oneKey: string | null }> {
  const { organisationId } = actor
  const rule = (await ruleInForce(db, organisationId))?.rule ?? null
  // The rule names the kinds that it is about, and asks for as many of each.
  const [kind] = rule?.kinds ?? []
  const approvers = Math.max(
    0,
    ...scored
      .filter(({ before, after }) => after < before)
      .map(({ band, criticality }) =>
        kind ? approversFor(rule, kind, { worstBand: band, isLifeSustaining: sustainsLife(criticality) }) : 0,
      ),
  )
  if (approvers === 0) return { approval: null, oneKey: null }
  if (await isOneKey(db, organisationId, rule)) return { approval: null, oneKey: rule!.oneKey.reason }
  const deciders = new Set((await listHolders(db, organisationId, 'finding:decide')).map(({ id }) => id))
  // Of who answered the name is kept.
  const others = (await listHolders(db, organisationId, 'finding:approve')).filter(
    ({ id, name }) => deciders.has(id) && name !== assessedBy,
  )
  const who = others.map(({ name }) => name)
  const isOne = actor.name !== assessedBy && others.some(({ id }) => id === actor.personId)
  const whyNot = isOne
    ? null
    : `Findings would score lower than the approval rule lets one person decide. ${
        who.length > 0
          ? `Somebody adopts it who may approve decisions and did not give the answers: ${who.join(', ')}.`
          : `Nobody is there who may approve decisions and did not give the answers: an administrator names somebody under People.`
      }`
  return { approval: { approvers, who, whyNot }, oneKey: null }
}

/** Nothing worse was published since it was adopted. */
const isStillAhead = (row: store.RubricRow, inputs: readonly Input[]): boolean => {
  const own = toVector(row)
  return own !== undefined && inputs.every(({ published }) => !isOvertaken(own, published.flaw.scores))
}

// words --------------------------------------------------------------------------------------------------------------

const toQuestion = ({ code, metric, title, help, answers }: (typeof rubricQuestions)[number]): RubricQuestion => ({
  ...{ code, metric, title, help },
  answers: answers.map((one) => ({ ...one })),
})

const toResult = (result: ReturnType<typeof followRubric>): RubricPreview['result'] => ({
  ...result,
  asked: [...result.asked],
  unanswered: [...result.unanswered],
  contradictions: [...result.contradictions],
  metrics: { ...result.metrics } as Record<string, string>,
})

function toAssessment(row: store.RubricRow, isAhead: boolean): RubricAssessment {
  return {
    ...{ manufacturer: row.manufacturer, model: row.model, version: row.version },
    answers: row.answers as RubricAnswers,
    ...{ extended: row.extended, vector: row.vector, score: row.score, note: row.note },
    ...{ assessedAt: row.assessed_at, assessedBy: row.assessed_by },
    state:
      row.adopted_at === null ? 'beside' : row.withdrawn_at !== null ? 'withdrawn' : isAhead ? 'counts' : 'overtaken',
    adopted:
      row.adopted_at === null
        ? null
        : { at: row.adopted_at, by: row.adopted_by!, reason: row.adoption_reason!, lowersBy: row.lowers_by! },
    withdrawn:
      row.withdrawn_at === null ? null : { at: row.withdrawn_at, by: row.withdrawn_by!, reason: row.withdrawn_reason! },
  }
}

const names = ({ manufacturer, model }: RubricSubject) => ({ manufacturer, model })
const auditSubject = ({ vulnerabilityId }: RubricSubject) => ({
  subjectKind: 'vulnerability',
  subjectId: vulnerabilityId,
})

const lowerText = (by: number, worst: { score: number; source: string } | null) =>
  by > 0 && worst
    ? `The vector is ${by} lower than the ${worst.score} that ${worst.source} publishes`
    : 'The vector is no lower than what is published'

function unfinished(row: store.RubricRow): AppError {
  const { unanswered, contradictions } = followRubric(row.answers as RubricAnswers)
  const why = [
    ...(unanswered.length > 0 ? [`not answered: ${unanswered.join(', ')}`] : []),
    ...contradictions.map(({ sentence }) => sentence),
  ]
  return new AppError('bad_request', `No vector follows from these answers yet: ${why.join('; ')}`)
}

const refused = ({ code, sentence }: { code: string; sentence: string }) =>
  new AppError('bad_request', sentence, { details: { fields: { [`answers.${code}`]: sentence } } })

async function nothingSaid(db: Db, { vulnerabilityId, manufacturer, model }: RubricSubject): Promise<AppError> {
  const isKnown = (await knownVulnerabilities(db, [vulnerabilityId])).has(vulnerabilityId)
  if (!isKnown) return notFound('vulnerability', vulnerabilityId)
  const name = [manufacturer, model].filter(Boolean).join(' ') || 'without maker and model'
  return new AppError(
    'not_found',
    `No device ${name} of the worklist may have ${vulnerabilityId}: there is nothing to assess.`,
  )
}
