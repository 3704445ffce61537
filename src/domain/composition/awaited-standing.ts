import type { OrganisationId } from '#model/access.ts'
import type { VexDocumentStatement } from '#model/sbom.ts'
import type { Db } from '#platform/db/database.ts'
import { readBomLink } from '#standards/cyclonedx/bom-link.ts'
import { bindingsThatCount } from './awaited-bill-store.ts'
import { awaitedComponents, billName } from './awaited-voices.ts'
import { awaitedReachOf, statementsOf } from './said.ts'
import { isByMaker, notByMaker, partialReason } from './spoken.ts'
import { judgeStatement } from './vex.ts'
import type { NamedBill, VexDocumentRow } from './vex-document-store.ts'

// Where a statement holds that speaks of a bill which is not here, or why it holds nowhere.

export type Said = Parameters<typeof judgeStatement>[0] & Pick<VexDocumentStatement, 'vulnerabilityId'>

export interface Standing {
  /** Of the component, where it is known. */
  readonly name: string | null
  readonly sbomId: string | null
  /** Null where the statement holds. */
  readonly reason: string | null
}

/** Undefined where nobody said which model the bill is of. */
export async function standingOnAwaited(
  db: Db,
  organisationId: OrganisationId,
  document: Pick<VexDocumentRow, 'id' | 'author' | 'replaced_by'>,
  named: readonly NamedBill[],
): Promise<(said: Said, target: Said['affects'][number]) => Standing | undefined> {
  const names = new Set(named.map(billName))
  const bindings = document.replaced_by
    ? []
    : (await bindingsThatCount(db, organisationId)).filter((one) => names.has(billName(one)))
  if (bindings.length === 0) return () => undefined
  const reach = await awaitedReachOf(
    db,
    organisationId,
    bindings.map(({ id }) => id),
  )
  const reached = [...new Set([...reach.values()].flatMap(({ configurationIds }) => configurationIds))]
  const holding = new Set(
    [...(await statementsOf(db, organisationId, reached)).values()]
      .flat()
      .filter(({ vexId }) => vexId === document.id)
      .map(({ boundBy, vulnerabilityId }) => `${boundBy} ${vulnerabilityId}`),
  )
  return (said, target) => {
    const link = readBomLink(target.ref)
    const all = bindings
      .filter((one) => link && billName(one) === billName(link))
      .map((binding): Standing => {
        const { componentAt, targetsIn } = awaitedComponents(binding)
        const affects = targetsIn([target])
        const component = componentAt(affects[0]!.component)!
        const at = { name: [component.name, component.version].filter(Boolean).join(' '), sbomId: null }
        const verdict = judgeStatement({ ...said, affects }, componentAt)
        if ('reason' in verdict)
          return {
            ...at,
            reason: component.version === '' && target.versions.length > 0 ? versionUnknown : verdict.reason,
          }
        const { id, manufacturer, model } = binding
        if ((reach.get(id)?.configurationIds.length ?? 0) === 0)
          return { ...at, reason: `Its bill is bound to ${manufacturer} ${model}, and no device surely is of that.` }
        if (verdict.answer === 'not_affected' && !isByMaker(document.author, binding))
          return { ...at, reason: notByMaker(document.author) }
        return { ...at, reason: holding.has(`${id} ${said.vulnerabilityId}`) ? null : partialReason }
      })
    return all.find(({ reason }) => reason === null) ?? all[0]
  }
}

const versionUnknown =
  'It is limited to versions of the component, and which of them is inside is not known, as the bill is not here.'
