import { notify, recordAudit } from '#domain/access/access.ts'
import {
  earliestDue,
  explainShared,
  isOfBill,
  isSource,
  joinedNames,
  type Source,
  setRemediation,
  sharedKey,
  sourceNames,
  sourceTitles,
  type UpdateToInstall,
  updatesToInstall,
} from '#domain/findings/findings.ts'
import { vulnerabilityFacts } from '#domain/intelligence/intelligence.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import { chooseScores } from '#domain/risk/risk.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { AdvisoryRemediation } from '#model/advisory.ts'
import type { Evidence } from '#model/finding.ts'
import type { RiskBand } from '#model/risk.ts'
import type { CampaignRow, WorkOrderType } from '#model/work-order.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { assertAssignable } from './assigning.ts'
import * as store from './campaign-store.ts'
import { type Draft, draftWork, type FlawToSettle } from './drafting.ts'
import { instructions } from './library.ts'
import { subjectOf } from './subject.ts'
import { dueOnFor, remediationOf, words, workOrderNumber } from './work-order.ts'
import * as orders from './work-order-store.ts'

export interface NewCampaign extends store.Group {
  /** To whom the work goes; then it is dispatched at once. */
  readonly assignedTo?: string | undefined
  readonly dueOn?: string | undefined
  readonly type?: WorkOrderType | undefined
  /** Only these of the group. */
  readonly deviceIds?: readonly string[] | undefined
}

export interface MadeCampaign {
  readonly campaignId: string
  /** How many work orders were made. */
  readonly workOrders: number
  /** Devices for which none was made, and why. */
  readonly skipped: readonly { readonly deviceId: string; readonly reason: string }[]
}

/**
 * One work order per device of the group: one visit settles all that is open there of the advisory. Where an open order
 * has a finding already, no second is made for it; asking again makes nothing new.
 */
export async function createCampaign(db: Db, actor: Actor, asked: NewCampaign): Promise<MadeCampaign> {
  const { organisationId } = actor
  return await inTransaction(db, async (tx) => {
    await lockInventory(tx, organisationId)
    await orders.lockWorkOrders(tx, organisationId)
    const { modelOf, siteOf, modelsOf, sitesOf } = await joinedNames(tx, organisationId)
    const wanted = { ...asked, ...modelOf(asked), site: siteOf(asked.site) }
    if (wanted.assignedTo) await assertAssignable(tx, organisationId, wanted.assignedTo)
    const advisory = isSource(wanted.advisoryId)
      ? sourceFacts(wanted.advisoryId)
      : await store.advisoryFacts(tx, wanted.advisoryId)
    if (!advisory) throw notFound('advisory', wanted.advisoryId)

    const spelt = { models: modelsOf(wanted), sites: sitesOf(wanted.site) }
    const all = await store.groupDevices(tx, organisationId, wanted.advisoryId, spelt)
    const inGroup = new Set(all.map(({ id }) => id))
    const chosen = wanted.deviceIds ? all.filter(({ id }) => wanted.deviceIds!.includes(id)) : all
    const skipped = (wanted.deviceIds ?? [])
      .filter((id) => !inGroup.has(id))
      .map((deviceId) => ({ deviceId, reason: 'Nothing of this advisory fits it, or it stands at another site.' }))
    const ids = chosen.map(({ id }) => id)
    const openIn = Map.groupBy(await orders.openOrdersOfDevices(tx, organisationId, ids), ({ deviceId }) => deviceId)
    const settled = new Set(
      (await store.settledFindings(tx, organisationId, ids)).map((row) => `${row.device_id} ${row.vulnerability_id}`),
    )
    const drafter = await drafterOf(tx, actor, wanted, advisory, chosen)

    const toMake: { device: store.GroupDevice; vulnerabilityIds: string[] }[] = []
    for (const device of chosen) {
      const stated = drafter.vulnerabilitiesOf(device)
      const open = stated.filter((id) => !settled.has(`${device.id} ${id}`))
      const taken = openIn.get(device.id) ?? []
      const left = open.filter((id) => !taken.some(({ vulnerabilityId }) => vulnerabilityId === id))
      const [order] = taken.filter(({ vulnerabilityId }) => open.includes(vulnerabilityId))
      if (!device.is_active)
        skipped.push({
          deviceId: device.id,
          reason: `It is ${inWords(device.lifecycle)}: work waits until it is in use.`,
        })
      else if (open.length === 0)
        skipped.push({ deviceId: device.id, reason: 'Nothing of this advisory is open on it any more.' })
      else if (left.length === 0)
        skipped.push({
          deviceId: device.id,
          reason: `${workOrderNumber(order!.number)} is there for it already (${words(order!.state)}).`,
        })
      else toMake.push({ device, vulnerabilityIds: left })
    }

    // Making work again adds to what is there already.
    const keyOf = (group: Omit<store.Group, 'advisoryId'>) => JSON.stringify([modelOf(group), siteOf(group.site)])
    const there = (await store.openCampaigns(tx, organisationId, wanted.advisoryId)).find(
      (campaign) => keyOf(campaign) === keyOf(wanted),
    )
    const elsewhere = [...openIn.values()].flat().find(({ campaignId }) => campaignId)?.campaignId
    if (toMake.length === 0) {
      const campaignId = there?.id ?? elsewhere
      if (!campaignId)
        throw new AppError(
          'conflict',
          skipped[0]
            ? `There is no work to make: ${skipped[0].reason}`
            : 'There is no work to make: no device of this model at this site has anything of the advisory open.',
          { details: { skipped } },
        )
      return { campaignId, workOrders: 0, skipped }
    }

    const title = `${wanted.manufacturer} ${wanted.model}`.trim() || 'Devices of no stated make'
    const campaignId = there?.id ?? newId()
    if (!there)
      await store.insertCampaign(tx, organisationId, {
        ...pick(wanted),
        id: campaignId,
        title: `${title}${wanted.site ? ` at ${wanted.site}` : ''}: ${advisory.title}`,
        createdBy: actor.name,
      })

    const first = await orders.lastNumber(tx, organisationId)
    const today = await orders.today(tx, organisationId)
    const state = wanted.assignedTo ? 'dispatched' : 'approved'
    const due = await earliestDue(
      tx,
      organisationId,
      toMake.map(({ device, vulnerabilityIds }) => ({ deviceId: device.id, vulnerabilityIds })),
    )
    const made = toMake.map(({ device, vulnerabilityIds }, position) => {
      const { draft, priority } = drafter.draft(device, vulnerabilityIds)
      return {
        id: newId(),
        number: first + 1 + position,
        campaign_id: campaignId,
        device_id: device.id,
        type: draft.type,
        state,
        title: draft.title,
        priority,
        due_on: wanted.dueOn ?? due.get(device.id) ?? dueOnFor(priority, today),
        assigned_to: wanted.assignedTo ?? null,
        steps: draft.steps,
        verification: draft.verification,
        minutes: draft.minutes,
        vulnerabilityIds,
      } as const
    })

    const reason = `${workOrderNumber(first + 1)}${made.length > 1 ? ` to ${workOrderNumber(first + made.length)}` : ''} made from ${advisory.tracking_id}`
    for (const [remediation, some] of Map.groupBy(made, ({ type }) => remediationOf(state, type)))
      await setRemediation(tx, organisationId, keysOf(some), remediation, actor, reason)
    for (const some of chunks(made, 500))
      await orders.insertOrders(
        tx,
        organisationId,
        some.map(({ vulnerabilityIds: _, ...order }) => order),
      )
    if (made.length >= 200) await orders.learnSizes(tx)
    for (const some of chunks(made, 2000)) {
      await orders.insertOrderFindings(
        tx,
        organisationId,
        some.flatMap((order) =>
          order.vulnerabilityIds.map((id) => ({
            work_order_id: order.id,
            device_id: order.device_id,
            vulnerability_id: id,
          })),
        ),
      )
      await orders.insertEvents(
        tx,
        organisationId,
        some.map((order) => ({
          id: newId(),
          work_order_id: order.id,
          actor_id: actor.personId,
          actor_name: actor.name,
          from_state: null,
          to_state: order.state,
          reason: `Made from ${advisory.tracking_id}: ${order.vulnerabilityIds.join(', ')}`,
        })),
      )
    }

    await recordAudit(tx, actor, {
      action: 'campaign.made',
      subjectKind: 'campaign',
      subjectId: campaignId,
      reason,
      detail: { ...pick(wanted), workOrders: made.length, skipped: skipped.length },
    })
    if (wanted.assignedTo && wanted.assignedTo !== actor.personId)
      await notify(tx, organisationId, [wanted.assignedTo], {
        kind: 'work_order.assigned',
        title: made.length === 1 ? `${made[0]!.title} is yours` : `${made.length} work orders are yours: ${title}`,
        body: `${advisory.title}. Due on ${made[0]!.due_on}.`,
        path: made.length === 1 ? `/work-orders/${made[0]!.id}` : `/work-orders?assignedTo=me&campaign=${campaignId}`,
        dedupeKey: `work_order.assigned:${made[0]!.id}`,
      })
    return { campaignId, workOrders: made.length, skipped }
  })
}

export async function getCampaign(db: Db, organisationId: OrganisationId, id: string): Promise<CampaignRow> {
  const campaign = await store.findCampaign(db, organisationId, id)
  if (!campaign) throw notFound('campaign', id)
  return campaign
}

export interface GroupWork {
  readonly advisoryTitle: string
  /** The best that the publisher says can be done; null where it says nothing. */
  readonly remediation: AdvisoryRemediation | null
  /** Orders made of the group that are not over. */
  readonly workOrders: number
}

/** What can be done about groups of findings, and what is being done; in their order. */
export async function workOfGroups(
  db: Db,
  organisationId: OrganisationId,
  groups: readonly store.Group[],
): Promise<GroupWork[]> {
  const advisoryIds = [...new Set(groups.map(({ advisoryId }) => advisoryId))]
  const [remediations, counts] = await Promise.all([
    store.bestRemediations(db, advisoryIds),
    store.openOrdersOfGroups(db, organisationId, advisoryIds),
  ])
  const said = new Map(remediations.map((row) => [row.advisory_id, row]))
  const { modelOf, siteOf } = await joinedNames(db, organisationId)
  const keyOf = ({ advisoryId, site, ...name }: store.Group) =>
    JSON.stringify([advisoryId, siteOf(site), modelOf(name)])
  const orders = new Map<string, number>()
  for (const { advisory_id: advisoryId, orders: some, ...row } of counts) {
    const key = keyOf({ advisoryId, ...row })
    orders.set(key, (orders.get(key) ?? 0) + some)
  }
  return groups.map(({ advisoryId, manufacturer, model, site }) => ({
    advisoryTitle: isSource(advisoryId) ? sourceFacts(advisoryId).title : (said.get(advisoryId)?.title ?? advisoryId),
    remediation: said.get(advisoryId)?.remediation ?? null,
    workOrders: orders.get(keyOf({ advisoryId, manufacturer, model, site })) ?? 0,
  }))
}

/** A database, or a bill, speaks of what is inside, of many products at once. */
const sourceFacts = (source: Source): store.AdvisoryFacts => ({
  tracking_id: source,
  publisher: sourceNames[source],
  title: sourceTitles[source],
  url: null,
})

async function sourceFlaws(db: Db, vulnerabilityIds: readonly string[]): Promise<store.StatedFlaw[]> {
  const facts = await vulnerabilityFacts(db, vulnerabilityIds)
  const titles = new Map((await store.titlesOf(db, vulnerabilityIds)).map(({ id, title }) => [id, title]))
  return vulnerabilityIds.map((id) => ({
    vulnerability_id: id,
    title: facts.get(id)?.byNvd?.description.slice(0, 120) || titles.get(id) || id,
    cwe: facts.get(id)?.byNvd?.cwe ?? null,
    scores: [...chooseScores([], facts.get(id)?.assessments ?? []).scores],
    remediations: [],
  }))
}

const shownByUpdates =
  'The build of Windows or its installed updates prove the work. It is verified when a later reading of the device (systeminfo, or what manages it) shows these updates, or later ones that contain them.'

/** What is installed on a medical device is its manufacturer's to allow. */
const installing = (updates: readonly UpdateToInstall[]): AdvisoryRemediation[] =>
  updates.map(({ update, postedOn, build, cves }) => ({
    category: 'vendor_fix',
    details: `${update}${postedOn && ` of ${postedOn}`}, or one that contains it, once the manufacturer of the device allows it: it cures ${cves === 1 ? 'one vulnerability' : `${cves} vulnerabilities`}${build && ` and leaves build ${build}`}.`,
    productIds: [],
  }))

const bandRank: readonly RiskBand[] = ['critical', 'high', 'medium', 'low']

/** Equal devices get equal work: it is drafted once for each configuration, criticality and set of flaws. */
async function drafterOf(
  db: Db,
  actor: Actor,
  wanted: NewCampaign,
  advisory: store.AdvisoryFacts,
  devices: readonly store.GroupDevice[],
) {
  const configurationIds = [...new Set(devices.map((device) => device.configuration_id))]
  const found = await store.groupMatches(db, actor.organisationId, wanted.advisoryId, configurationIds)
  const source = isSource(wanted.advisoryId) ? wanted.advisoryId : null
  const explained = source ? await explainShared(db, actor.organisationId, found) : new Map()
  const updates =
    source === 'MSRC'
      ? await updatesToInstall(db, actor.organisationId, configurationIds)
      : new Map<string, UpdateToInstall[]>()
  const matches = Map.groupBy(found, (match) => match.configuration_id)
  const scores = new Map(
    (await store.groupScores(db, actor.organisationId, devices)).map((row) => [
      `${row.configuration_id} ${row.context_id} ${row.vulnerability_id}`,
      row,
    ]),
  )
  const scoreOn = (device: store.GroupDevice, id: string) =>
    scores.get(`${device.configuration_id} ${device.context_id} ${id}`)
  const flaws = source
    ? await sourceFlaws(db, [...new Set(found.map((match) => match.vulnerability_id))])
    : await store.statedFlaws(db, wanted.advisoryId)
  const stated = new Map(flaws.map((flaw) => [flaw.vulnerability_id, flaw]))
  const versions = new Map(
    (await store.productVersions(db, wanted.advisoryId)).map((row) => [row.product_id, row.version]),
  )
  const drafts = new Map<string, Draft>()

  const flawOf = (match: store.GroupMatch): FlawToSettle => {
    const flaw = stated.get(match.vulnerability_id)
    const evidence: readonly Evidence[] = explained.get(sharedKey(match))?.evidence ?? match.evidence
    const fitting = evidence.filter(
      (one) =>
        (one.advisoryId === wanted.advisoryId || (source === 'VEX' && isOfBill(one))) &&
        one.answer !== 'not_affected' &&
        !one.isSuperseded,
    )
    return {
      vulnerabilityId: match.vulnerability_id,
      title: flaw?.title ?? match.vulnerability_id,
      cwe: flaw?.cwe ?? null,
      vector: flaw?.scores[0]?.vector ?? '',
      answer: match.answer,
      remediations:
        source === 'MSRC' ? installing(updates.get(match.configuration_id) ?? []) : (flaw?.remediations ?? []),
      productIds: fitting.map(({ productId }) => productId),
      affectedVersions: fitting.map(({ productId }) => versions.get(productId) ?? ''),
      comparedParts: fitting.flatMap(({ because }) => because.map(({ part }) => part)),
    }
  }

  return {
    vulnerabilitiesOf: (device: store.GroupDevice) =>
      (matches.get(device.configuration_id) ?? [])
        .map((match) => match.vulnerability_id)
        .filter((id) => !scoreOn(device, id)?.is_set_aside),

    draft(device: store.GroupDevice, vulnerabilityIds: readonly string[]): { draft: Draft; priority: RiskBand } {
      const worst = bandRank.find((band) => vulnerabilityIds.some((id) => scoreOn(device, id)?.band === band))
      const key = [device.configuration_id, device.criticality, device.device_type, ...vulnerabilityIds].join(' ')
      const there = drafts.get(key)
      // Without a score nobody knows that it can wait.
      const priority = worst ?? 'high'
      if (there) return { draft: there, priority }
      const flaws = matches
        .get(device.configuration_id)!
        .filter((match) => vulnerabilityIds.includes(match.vulnerability_id))
        .map(flawOf)
        // What the hospital takes for affected is worked on, not only looked at.
        .map((flaw) =>
          scoreOn(device, flaw.vulnerabilityId)?.is_taken_for_affected
            ? { ...flaw, answer: 'affected' as const }
            : flaw,
        )
      const subject = subjectOf(
        {
          manufacturer: wanted.manufacturer,
          model: wanted.model,
          deviceType: device.device_type ?? '',
          operatingSystem: device.operating_system,
          criticality: device.criticality,
        },
        flaws,
      )
      const draft = draftWork(
        {
          advisory: { trackingId: advisory.tracking_id, publisher: advisory.publisher, url: advisory.url },
          subject,
          software: {
            softwareVersion: device.software_version,
            firmwareVersion: device.firmware_version,
            operatingSystem: device.operating_system,
          },
          flaws,
          type: wanted.type,
          proof: source === 'MSRC' ? shownByUpdates : undefined,
        },
        instructions,
      )
      drafts.set(key, draft)
      return { draft, priority }
    },
  }
}

const keysOf = (made: readonly { device_id: string; vulnerabilityIds: readonly string[] }[]) =>
  made.flatMap((order) =>
    order.vulnerabilityIds.map((vulnerabilityId) => ({ deviceId: order.device_id, vulnerabilityId })),
  )

const pick = ({ advisoryId, manufacturer, model, site }: store.Group): store.Group => ({
  advisoryId,
  manufacturer,
  model,
  site,
})

const inWords = (lifecycle: string) => lifecycle.replaceAll('_', ' ')

function* chunks<T>(rows: readonly T[], size: number): Iterable<readonly T[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size)
}
