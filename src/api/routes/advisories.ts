import { z } from 'zod'
import { Reason } from '#api/fields.ts'
import { empty, file, route, upload } from '#api/route.ts'
import { recordAudit } from '#domain/access/access.ts'
import { addBill } from '#domain/composition/composition.ts'
import {
  advisoryFacets,
  advisoryHistory,
  advisoryRows,
  commentOnAdvisory,
  decideAdvisories,
  devicesOfProducts,
  listAdvisories,
  listGroups,
  listMatchRuns,
  markAdvisories,
  matchedDevices,
  undoAdvisoryDecision,
} from '#domain/findings/findings.ts'
import {
  advisoryRevisions,
  differences,
  exploitationOf,
  getAdvisory,
  getAdvisoryDocument,
  getRevision,
  versioning,
} from '#domain/intelligence/intelligence.ts'
import { onBill, onFeedRecords, onMatchAgain, onRestore } from '#domain/loop.ts'
import { workOfGroups } from '#domain/remediation/remediation.ts'
import type { Actor } from '#model/access.ts'
import { AdvisoryRemediation, ExploitProbability, PublishedScore, VersionForm } from '#model/advisory.ts'
import { AdvisoryFilter, AdvisoryRow, AdvisorySort, advisoryFacets as facetNames } from '#model/advisory-list.ts'
import { CsafView } from '#model/csaf-view.ts'
import { FindingGroup } from '#model/finding.ts'
import {
  AdvisoryComment,
  AdvisoryDecision,
  AdvisoryDifference,
  AdvisoryRevision,
  Certainty,
  MatchedDevices,
  MatchRun,
  TriageDecision,
} from '#model/triage.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { sha256 } from '#platform/id.ts'
import { Page, Paging } from '#platform/paging.ts'
import { readCsaf } from '#standards/csaf/read-csaf.ts'
import { viewCsaf } from '#standards/csaf/view-csaf.ts'
import { isOpenVex, readOpenVex } from '#standards/openvex/read-openvex.ts'

const tag = 'intelligence'
const params = z.object({ advisory: z.string().max(300) })

const AdvisoryIds = z.array(z.string().max(300)).min(1).max(200)
const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'A SHA-256 in hex')
/** The greatest of CISA's is under two megabytes. */
const maxDocumentBytes = 32_000_000

/** More groups than this are read at `/groups?advisory=…`. */
const groupsShown = 200

export const KnownExploitedFacts = z
  .object({ addedOn: z.string(), dueOn: z.string().nullable(), ransomware: z.boolean(), requiredAction: z.string() })
  .meta({ description: 'From CISA’s catalogue of known exploited vulnerabilities' })

export const ProbabilityFacts = ExploitProbability.omit({ cve: true }).meta({ description: 'EPSS' })

const Vulnerability = z.object({
  vulnerabilityId: z.string(),
  cve: z.string().nullable(),
  title: z.string(),
  description: z.string(),
  cwe: z.string().nullable(),
  scores: z.array(PublishedScore),
  remediations: z.array(AdvisoryRemediation),
  knownExploited: KnownExploitedFacts.nullable(),
  probability: ProbabilityFacts.nullable(),
})

const Product = z.object({
  productId: z.string(),
  fullName: z.string(),
  vendor: z.string(),
  name: z.string(),
  version: z.string(),
  versionForm: VersionForm,
  devices: z.number().meta({ description: 'Devices of the worklist that this entry leaves open' }),
})

export const advisoryRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/advisories',
    summary: 'List advisories with how many devices they reach',
    tag,
    permission: 'advisory:read',
    query: AdvisoryFilter.extend({ sort: AdvisorySort.default('newest'), ...Paging.shape }),
    response: Page(AdvisoryRow),
    handle: ({ db, actor, query: { sort, cursor, limit, ...filter } }) =>
      listAdvisories(db, actor.organisationId, { filter, sort, cursor, limit, personId: actor.personId }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/facets',
    summary: 'Count advisories by publisher, category, status and so on',
    tag,
    permission: 'advisory:read',
    response: z.record(z.enum(facetNames), z.array(z.object({ value: z.string(), count: z.number() }))),
    handle: ({ db }) => advisoryFacets(db),
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/{advisory}',
    summary: 'Get an advisory: what it says, and the devices it is about',
    description: `The worst ${groupsShown} groups of devices; all are listed at /groups.`,
    tag,
    permission: 'advisory:read',
    params,
    response: z.object({
      advisory: AdvisoryRow.extend({
        summary: z.string(),
        url: z.string().nullable(),
        documentDigest: z.string(),
        withdrawnReason: z.string().nullable(),
        withdrawnBy: z.string().nullable(),
      }),
      vulnerabilities: z.array(Vulnerability),
      products: z.array(Product),
      groups: z.array(FindingGroup.extend({ workOrders: z.number() })),
    }),
    async handle({ db, actor, params: { advisory: id } }) {
      const { organisationId } = actor
      const advisory = await getAdvisory(db, id)
      const [row] = await advisoryRows(db, organisationId, [id], actor.personId)
      const devices = await devicesOfProducts(db, organisationId, id)
      const known = await exploitationOf(
        db,
        advisory.vulnerabilities.map(({ vulnerabilityId }) => vulnerabilityId),
      )
      const { items } = await listGroups(db, organisationId, { advisoryId: id, isDoneToo: true, limit: groupsShown })
      const work = await workOfGroups(db, organisationId, items)
      return {
        advisory: {
          ...row!,
          summary: advisory.summary,
          url: advisory.url ?? null,
          documentDigest: advisory.digest,
          withdrawnReason: advisory.withdrawnReason,
          withdrawnBy: advisory.withdrawnBy,
        },
        vulnerabilities: advisory.vulnerabilities.map((vulnerability) => ({
          vulnerabilityId: vulnerability.vulnerabilityId,
          cve: vulnerability.cve ?? null,
          title: vulnerability.title,
          description: vulnerability.description,
          cwe: vulnerability.cwe ?? null,
          scores: vulnerability.scores,
          remediations: vulnerability.remediations,
          ...toFacts(known.get(vulnerability.vulnerabilityId)),
        })),
        products: advisory.products.map(({ productId, fullName, vendor, name, version, versionForm }) => ({
          productId,
          fullName,
          vendor,
          name,
          version,
          versionForm,
          devices: devices.get(productId) ?? 0,
        })),
        groups: items.map((group, position) => ({ ...group, workOrders: work[position]!.workOrders })),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/{advisory}/document',
    summary: 'Read the stored document as it came',
    description: 'Always as plain text, whatever the document says of itself.',
    tag,
    permission: 'advisory:read',
    params,
    response: file('text/plain', 'The document of the present revision'),
    async handle({ db, params }) {
      const { document } = await getAdvisoryDocument(db, params.advisory)
      return { content: document, mediaType: 'text/plain; charset=utf-8' }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/{advisory}/view',
    summary: 'Read all that the document says, part by part',
    description: 'Null where it came in another format than CSAF. Texts are the publisher’s own.',
    tag,
    permission: 'advisory:read',
    params,
    response: z.object({
      view: CsafView.nullable(),
      notTaken: z.array(z.string()).meta({ description: 'What of it could not be read or applied, with the reason' }),
    }),
    async handle({ db, params }) {
      const { document } = await getAdvisoryDocument(db, params.advisory)
      const json = jsonOf(document)
      const read = readAdvisory(json)
      return { view: viewCsaf(json) ?? null, notTaken: 'error' in read ? [] : read.remarks }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/advisories',
    summary: 'Add a CSAF, OpenVEX or CycloneDX VEX document by hand',
    description:
      'Beside what feeds bring. The same document again changes nothing; an older revision is only kept. A CycloneDX document (`kind` vex) speaks of bills of materials; see `/vex-documents`.',
    tag,
    permission: 'source:write',
    body: upload({ maxBytes: maxDocumentBytes }),
    response: z.object({
      kind: z.enum(['advisory', 'vex']),
      id: z.string(),
      isNew: z.boolean(),
      remarks: z.array(z.string()),
    }),
    status: 201,
    async handle({ db, actor, body }) {
      const chunks: Buffer[] = []
      for await (const chunk of body.stream) chunks.push(chunk)
      const content = Buffer.concat(chunks)
      const document = content.toString('utf8')
      if (isCycloneDx(document)) return await addVex(db, actor, { name: body.name, content })
      const read = readDocument(document)
      const digest = sha256(document)
      return await inTransaction(db, async (tx) => {
        const { counts } = await onFeedRecords(tx, actor.organisationId, actor, [
          { kind: 'advisory', advisory: read.advisory, digest, document },
        ])
        await recordAudit(tx, actor, {
          action: 'advisory.added',
          subjectKind: 'advisory',
          subjectId: read.advisory.id,
          detail: { file: body.name, revision: read.advisory.revision, digest },
        })
        return { kind: 'advisory' as const, id: read.advisory.id, isNew: counts.unchanged === 0, remarks: read.remarks }
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/advisories/{advisory}/withdraw',
    summary: 'Take an advisory out of force, and say why',
    description:
      'Nothing is lost: its documents, findings and history stay, and it can be restored. The same document arriving again does not bring it back; a newer revision does.',
    tag,
    permission: 'source:write',
    params,
    body: z.object({ reason: Reason }),
    response: empty,
    handle: ({ db, actor, params: { advisory }, body: { reason } }) =>
      inTransaction(db, async (tx) => {
        const { withdrawnAt } = await getAdvisory(tx, advisory)
        if (withdrawnAt) throw new AppError('conflict', 'It is withdrawn already.')
        await onFeedRecords(tx, actor.organisationId, actor, [
          { kind: 'advisory_withdrawn', advisoryId: advisory, reason, by: actor.name },
        ])
        await recordAudit(tx, actor, {
          action: 'advisory.withdrawn',
          subjectKind: 'advisory',
          subjectId: advisory,
          reason,
        })
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/advisories/{advisory}/restore',
    summary: 'Put an advisory in force again',
    tag,
    permission: 'source:write',
    params,
    response: empty,
    handle: ({ db, actor, params: { advisory } }) =>
      inTransaction(db, async (tx) => {
        const { withdrawnBy } = await getAdvisory(tx, advisory)
        if (withdrawnBy === null) throw new AppError('conflict', 'Only what a person withdrew here can be restored.')
        await onRestore(tx, actor, advisory)
        await recordAudit(tx, actor, { action: 'advisory.restored', subjectKind: 'advisory', subjectId: advisory })
      }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/{advisory}/revisions',
    summary: 'List the revisions of an advisory that came, the present one first',
    tag,
    permission: 'advisory:read',
    params,
    response: z.array(AdvisoryRevision),
    async handle({ db, params: { advisory } }) {
      await getAdvisory(db, advisory)
      return await advisoryRevisions(db, advisory)
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/{advisory}/revisions/{digest}',
    summary: 'Read an earlier revision as it came',
    tag,
    permission: 'advisory:read',
    params: params.extend({ digest: Digest }),
    response: file('text/plain', 'The document of that revision'),
    async handle({ db, params: { advisory, digest } }) {
      const { document } = await getRevision(db, advisory, digest)
      return { content: document, mediaType: 'text/plain; charset=utf-8' }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/{advisory}/differences',
    summary: 'What one revision says otherwise than another',
    description:
      'Without `to` the present revision; without `from` the one that was last decided on, else the last one to come before.',
    tag,
    permission: 'advisory:read',
    params,
    query: z.object({ from: Digest.optional(), to: Digest.optional() }),
    response: z.object({
      from: AdvisoryRevision.nullable(),
      to: AdvisoryRevision,
      scheme: z.enum(['integer', 'semantic', 'other']),
      isMajor: z.boolean(),
      differences: z.array(AdvisoryDifference),
    }),
    handle: ({ db, actor, params, query }) => differencesOf(db, actor.organisationId, params.advisory, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/{advisory}/matches',
    summary: 'The devices that an advisory matches, by model and place, and what is done about them',
    description: '`sure` is a probability of 0.9 and more, `likely` of 0.5 and more.',
    tag,
    permission: 'advisory:read',
    params,
    query: z.object({ certainty: Certainty.default('all') }),
    response: MatchedDevices,
    async handle({ db, actor, params: { advisory }, query: { certainty } }) {
      await getAdvisory(db, advisory)
      return await matchedDevices(db, actor.organisationId, advisory, certainty)
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/advisories/{advisory}/history',
    summary: 'What was decided about an advisory, and what was said of it',
    tag,
    permission: 'advisory:read',
    params,
    response: z.object({ decisions: z.array(AdvisoryDecision), comments: z.array(AdvisoryComment) }),
    handle: ({ db, actor, params: { advisory } }) => advisoryHistory(db, actor.organisationId, advisory),
  }),
  route({
    method: 'POST',
    path: '/api/v1/advisories/{advisory}/comments',
    summary: 'Comment on an advisory',
    tag,
    permission: ['finding:decide', 'work-order:perform'],
    params,
    body: z.object({ text: z.string().trim().min(1, 'Needed').max(5000) }),
    response: z.object({ id: z.uuid() }),
    status: 201,
    handle: ({ db, actor, params: { advisory }, body: { text } }) =>
      inTransaction(db, async (tx) => {
        const id = await commentOnAdvisory(tx, actor, advisory, text)
        await recordAudit(tx, actor, {
          action: 'advisory.commented',
          subjectKind: 'advisory',
          subjectId: advisory,
          detail: { comment: id },
        })
        return { id }
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/advisories/mark',
    summary: 'Mark advisories as read, or as not read, for yourself',
    tag,
    permission: 'advisory:read',
    body: z.object({ advisoryIds: AdvisoryIds, read: z.boolean() }),
    response: empty,
    handle: ({ db, actor, body: { advisoryIds, read } }) =>
      inTransaction(db, async (tx) => {
        await markAdvisories(tx, actor.organisationId, actor.personId, advisoryIds, read)
        for (const id of advisoryIds)
          await recordAudit(tx, actor, {
            action: read ? 'advisory.read' : 'advisory.marked_unread',
            subjectKind: 'advisory',
            subjectId: id,
          })
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/advisories/decide',
    summary: 'Decide what becomes of advisories, and say why',
    description:
      'Takes them out of the inbox until a revision says something new of what is here, or the day to look again has come.',
    tag,
    permission: 'finding:decide',
    body: z.object({
      advisoryIds: AdvisoryIds,
      decision: TriageDecision,
      reason: Reason,
      watchUntil: z.iso.date().optional().meta({ description: 'Needed to watch, and only then' }),
    }),
    response: empty,
    handle: ({ db, actor, body }) =>
      inTransaction(db, async (tx) => {
        await decideAdvisories(tx, actor, body)
        for (const id of body.advisoryIds)
          await recordAudit(tx, actor, {
            action: 'advisory.decided',
            subjectKind: 'advisory',
            subjectId: id,
            reason: body.reason,
            detail: { decision: body.decision, watchUntil: body.watchUntil ?? null },
          })
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/advisories/{advisory}/undo',
    summary: 'Take back the decision in force; the one before it is in force again',
    tag,
    permission: 'finding:decide',
    params,
    response: AdvisoryDecision,
    handle: ({ db, actor, params: { advisory } }) =>
      inTransaction(db, async (tx) => {
        const undone = await undoAdvisoryDecision(tx, actor, advisory)
        await recordAudit(tx, actor, {
          action: 'advisory.decision_undone',
          subjectKind: 'advisory',
          subjectId: advisory,
          detail: { decision: undone.decision },
        })
        return undone
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/match-runs',
    summary: 'Match advisories, or devices, again',
    description: 'What comes in is matched of itself; this is for when a person wants to be sure.',
    tag,
    permission: 'source:run',
    body: z.object({
      advisoryIds: AdvisoryIds.optional(),
      deviceIds: z.array(z.uuid()).min(1).max(1000).optional(),
    }),
    response: z.object({ id: z.uuid() }),
    status: 201,
    async handle({ db, actor, body: { advisoryIds, deviceIds } }) {
      if ((advisoryIds === undefined) === (deviceIds === undefined))
        throw new AppError('bad_request', 'Name the advisories or the devices to match, and not both.')
      return await inTransaction(db, async (tx) => {
        const id = await onMatchAgain(tx, actor, advisoryIds ? { advisoryIds } : { deviceIds: deviceIds! })
        await recordAudit(tx, actor, {
          action: 'matching.run',
          subjectKind: 'match_run',
          subjectId: id,
          detail: { advisoryIds: advisoryIds ?? [], deviceIds: deviceIds ?? [] },
        })
        return { id }
      })
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/match-runs',
    summary: 'Runs of the matching with their statistics, newest first',
    tag,
    permission: 'source:read',
    query: Paging.extend({ trigger: MatchRun.shape.trigger.optional() }),
    response: Page(MatchRun),
    handle: ({ db, actor, query }) => listMatchRuns(db, actor.organisationId, query),
  }),
]

function jsonOf(document: string): unknown {
  try {
    return JSON.parse(document)
  } catch {
    throw new AppError('unreadable', 'This file is not JSON. Choose a CSAF, OpenVEX or CycloneDX VEX document.')
  }
}

const isCycloneDx = (document: string) =>
  /^\s*</.test(document)
    ? document.includes('cyclonedx.org/schema/bom/')
    : z.object({ bomFormat: z.literal('CycloneDX') }).safeParse(jsonOf(document)).success

/** What lists components tells of one product, and is asked for its model: that is done where bills are. */
async function addVex(db: Db, actor: Actor, file: { name: string; content: Buffer }) {
  return await inTransaction(db, async (tx) => {
    const { kind, ...added } = await onBill(tx, actor, () => addBill(tx, actor, file, {}, new Date()))
    if (kind === 'bill')
      throw new AppError('unreadable', 'This is a bill of materials, not a VEX document. Add it under SBOMs.')
    return { kind, ...added, remarks: [] }
  })
}

const readAdvisory = (json: unknown) => (isOpenVex(json) ? readOpenVex(json) : readCsaf(json))

function readDocument(document: string) {
  const read = readAdvisory(jsonOf(document))
  if ('error' in read) throw new AppError('unreadable', read.error)
  return read
}

async function differencesOf(
  db: Db,
  organisationId: string,
  advisory: string,
  asked: { from?: string | undefined; to?: string | undefined },
) {
  const present = await getAdvisory(db, advisory)
  const revisions = await advisoryRevisions(db, advisory)
  const of = (digest: string) => revisions.find((one) => one.digest === digest) ?? null
  const to = of(asked.to ?? present.digest)
  if (!to) throw notFound('revision', asked.to!)
  const { decisions } = await advisoryHistory(db, organisationId, advisory)
  const decided = decisions.find((one) => one.undoneAt === null && one.digest !== to.digest)
  const from = asked.from
    ? of(asked.from)
    : decided
      ? of(decided.digest)
      : (revisions.filter((one) => one !== to && one.storedAt <= to.storedAt).at(0) ?? null)
  if (asked.from && !from) throw notFound('revision', asked.from)
  const readOf = async (digest: string) =>
    digest === present.digest ? present : readDocument((await getRevision(db, advisory, digest)).document).advisory
  return {
    from,
    to,
    ...versioning(from?.revision ?? '', to.revision),
    differences: from ? differences(await readOf(from.digest), await readOf(to.digest)) : [],
  }
}

type Known = ReturnType<Awaited<ReturnType<typeof exploitationOf>>['get']>

/** What is known of exploitation, as the pages show it. */
export const toFacts = (known: Known) => ({
  knownExploited: known?.knownExploited
    ? {
        addedOn: known.knownExploited.addedOn,
        dueOn: known.knownExploited.dueOn ?? null,
        ransomware: known.knownExploited.ransomware,
        requiredAction: known.knownExploited.requiredAction,
      }
    : null,
  probability: known?.probability
    ? {
        probability: known.probability.probability,
        percentile: known.probability.percentile,
        model: known.probability.model,
        scoredOn: known.probability.scoredOn,
      }
    : null,
})
