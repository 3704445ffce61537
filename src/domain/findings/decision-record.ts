import { theOrganisation } from '#domain/access/access.ts'
import type { OrganisationId } from '#model/access.ts'
import type { DecisionRecordContent } from '#model/approval.ts'
import type { Premise } from '#model/decision.ts'
import type { Db } from '#platform/db/database.ts'
import { storableJsonText } from '#platform/db/json-rows.ts'
import { canonicalJson, sha256 } from '#platform/id.ts'
import type { Coverage } from './decide.ts'
import { getFinding } from './lists.ts'
import { premiseInWords } from './premises.ts'
import * as store from './proposal-store.ts'

// The record of a decision as it took effect: what the hospital shows whoever asks later who bore which risk, and on what grounds.
// Canonical JSON, so that its SHA-256 can be worked out anywhere; each names the one before it, so that none can be taken out.

const recordFormat = 'homeostat-decision-record/1'

type Written = Omit<
  DecisionRecordContent,
  'format' | 'number' | 'previous' | 'organisation' | 'products' | 'worst' | 'premises' | 'inForceFrom'
> & {
  readonly premises: readonly Premise[]
  readonly covered: Coverage['covered']
}

/** Call it before the decision takes effect: the worst finding is shown as it is without it. */
export async function writeRecord(
  db: Db,
  organisationId: OrganisationId,
  { covered, premises, ...own }: Written,
  now: Date,
): Promise<{ text: string; hash: string; number: number }> {
  const { name, timeZone } = await theOrganisation(db)
  const last = await store.lastRecord(db, organisationId)
  const content: DecisionRecordContent = {
    ...own,
    format: recordFormat,
    number: (last?.number ?? 0) + 1,
    previous: last?.hash ?? null,
    organisation: { id: organisationId, name, timeZone },
    products: productsOf(covered),
    worst: await worstOf(db, organisationId, covered),
    premises: premises.map((premise) => ({ words: premiseInWords(premise), premise })),
    inForceFrom: now.toISOString(),
  }
  const text = storableJsonText(canonicalJson(content))
  return { text, hash: sha256(text), number: content.number }
}

function productsOf(covered: Coverage['covered']): DecisionRecordContent['products'] {
  const groups = Map.groupBy(covered, ({ configuration: { manufacturer, model }, site }) =>
    [manufacturer, model, site].join('\n'),
  )
  return [...groups.values()]
    .map((some) => ({
      manufacturer: some[0]!.configuration.manufacturer,
      model: some[0]!.configuration.model,
      site: some[0]!.site,
      findings: some.reduce((sum, one) => sum + one.devices, 0),
    }))
    .sort((a, b) => b.findings - a.findings || (canonicalJson(a) < canonicalJson(b) ? -1 : 1))
    .slice(0, 500)
}

async function worstOf(
  db: Db,
  organisationId: OrganisationId,
  covered: Coverage['covered'],
): Promise<DecisionRecordContent['worst']> {
  const [first] = covered
  if (!first) return null
  const worst = covered.reduce((one, other) => ((other.score ?? 101) > (one.score ?? 101) ? other : one), first)
  const deviceId = worst.device_id ?? (await store.deviceAlike(db, organisationId, worst))
  if (!deviceId) return null
  const { finding, reasons } = await getFinding(db, organisationId, {
    deviceId,
    vulnerabilityId: worst.vulnerability_id,
  })
  const { score, band, likelihood, safety, care, privacy } = finding
  return {
    device: finding.device.name,
    vulnerabilityId: finding.vulnerabilityId,
    score,
    band,
    likelihood,
    safety,
    care,
    privacy,
    parts: reasons.map(({ axis, effect, text, source, asOf }) => ({ axis, effect, text, source, asOf })),
  }
}
