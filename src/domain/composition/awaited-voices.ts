import type { OrganisationId } from '#model/access.ts'
import type { Component } from '#model/component.ts'
import type { VexTarget } from '#model/sbom.ts'
import type { Db } from '#platform/db/database.ts'
import { readBomLink } from '#standards/cyclonedx/bom-link.ts'
import { readPurl } from '#standards/purl/purl.ts'
import { type AwaitedRow, documentsNaming } from './awaited-bill-store.ts'
import { authorityOf, partialOf, toWord, type Voice, worstOfEach } from './spoken.ts'
import { judgeStatement, wholeProduct } from './vex.ts'
import type { NamedBill } from './vex-document-store.ts'
import * as vexStore from './vex-document-store.ts'

// What VEX documents say of the product of a bill that is not here, where a person said which model it is of. The bill's
// components are known by the references to them alone: each reference is one, and its version is known where it is a package
// URL. So what is limited to other versions, or to versions that nobody can compare, takes nothing from it.

export type NamedComponent = Pick<Component, 'name' | 'version'>

/** Gives each reference a place, the same for the same component of the same bill. */
export function awaitedComponents(bill: NamedBill) {
  const known: (NamedComponent & { readonly ref: string })[] = []
  return {
    componentAt: (place: number): NamedComponent | undefined =>
      place === wholeProduct ? { name: 'the product', version: '' } : known[place],
    /** Of what a statement affects, what lies in this bill. */
    targetsIn: <Target extends Pick<VexTarget, 'ref'>>(affects: readonly Target[]) =>
      affects.flatMap((target) => {
        const link = readBomLink(target.ref)
        if (link?.serial !== bill.serial || link.revision !== bill.revision) return []
        if (link.ref === '') return [{ ...target, component: wholeProduct }]
        const ref = decoded(link.ref)
        const place = known.findIndex((one) => one.ref === ref)
        if (place >= 0) return [{ ...target, component: place }]
        return [{ ...target, component: known.push({ ref, ...nameOf(ref) }) - 1 }]
      }),
  }
}

function decoded(ref: string): string {
  try {
    return decodeURIComponent(ref)
  } catch {
    return ref
  }
}

function nameOf(ref: string): NamedComponent {
  const read = readPurl(ref)
  return read.ok
    ? { name: [read.purl.namespace, read.purl.name].filter(Boolean).join('/'), version: read.purl.version }
    : { name: ref, version: '' }
}

/** By binding. */
export async function voicesOnAwaited(
  db: Db,
  organisationId: OrganisationId,
  bindings: readonly AwaitedRow[],
): Promise<ReadonlyMap<string, readonly Voice[]>> {
  const naming = Map.groupBy(await documentsNaming(db, organisationId, bindings), billName)
  const vexIds = [...new Set([...naming.values()].flat().map(({ vexId }) => vexId))]
  const documents = new Map((await vexStore.documentsById(db, organisationId, vexIds)).map((row) => [row.id, row]))
  const said = Map.groupBy(await vexStore.statementsOfDocuments(db, organisationId, vexIds), ({ vexId }) => vexId)
  return new Map(
    bindings.map((binding) => {
      const { componentAt, targetsIn } = awaitedComponents(binding)
      const all = (naming.get(billName(binding)) ?? []).map(({ vexId }) => ({
        boundBy: binding.id,
        vexId,
        ...authorityOf(binding, documents.get(vexId)!),
        words: worstOfEach(
          (said.get(vexId) ?? []).flatMap((row) => {
            const affects = targetsIn(row.affects)
            return affects.length > 0 ? toWord(row, judgeStatement({ ...row, affects }, componentAt)) : []
          }),
        ),
      }))
      return [binding.id, all.map((voice) => ({ ...voice, partial: partialOf(voice, all) }))]
    }),
  )
}

export const billName = ({ serial, revision }: NamedBill) => `${serial}/${revision}`
