import { isSurelySameVendor } from '#domain/matching/matching.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Answer } from '#model/finding.ts'
import type { Db } from '#platform/db/database.ts'
import { linkName, placeOfRef, readBomLink } from '#standards/cyclonedx/bom-link.ts'
import { specificity } from './binding.ts'
import * as store from './composition-store.ts'
import { judgeStatement, wholeProduct } from './vex.ts'
import * as vexStore from './vex-document-store.ts'

// What is said of vulnerabilities on the product of a bill: by the bill itself, and by each VEX document that links to it.
// Every document stays a voice of its own; which of them decides is settled where findings are, beside the advisories.

/** What one document comes to on one vulnerability of the product. */
export interface Word {
  readonly vulnerabilityId: string
  readonly answer: Answer
  /** `not affected of openssl 1.1.1k: code not reachable`. */
  readonly text: string
  readonly covers: readonly number[]
  readonly open: readonly number[]
}

export interface Voice {
  /** Absent where the bill is not here, and a person said which model it is of: `boundBy` is that word's id. */
  readonly sbomId?: string
  readonly boundBy?: string
  /** Set where a VEX document says it, not the bill. */
  readonly vexId?: string
  readonly publisher: string
  readonly revision: string
  readonly revisedAt: string
  /** True where the maker of the product says it itself. */
  readonly isMaker: boolean
  /** True where the bill is of these versions by name, not of a range or of all. */
  readonly namesVersion: boolean
  readonly words: readonly Word[]
  /** Vulnerabilities of which it clears a part of the product only, and another document leaves another part open. */
  readonly partial: ReadonlySet<string>
}

/** By bill. */
export async function voicesOn(
  db: Db,
  organisationId: OrganisationId,
  billIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Voice[]>> {
  const own = Map.groupBy(await store.statementsOfBills(db, organisationId, billIds), ({ sbomId }) => sbomId)
  const links = Map.groupBy(await vexStore.linksOfBills(db, organisationId, billIds), ({ sbomId }) => sbomId)
  const spokenOf = billIds.filter((id) => own.has(id) || links.has(id))
  if (spokenOf.length === 0) return new Map()
  const components = Map.groupBy(await store.componentsOfBills(db, organisationId, spokenOf), ({ sbom_id }) => sbom_id)
  const vexIds = [...new Set([...links.values()].flat().map(({ vexId }) => vexId))]
  const documents = new Map((await vexStore.documentsById(db, organisationId, vexIds)).map((row) => [row.id, row]))
  const said = Map.groupBy(await vexStore.statementsOfDocuments(db, organisationId, vexIds), ({ vexId }) => vexId)

  const voices = new Map<string, readonly Voice[]>()
  for (const bill of await store.billsById(db, organisationId, spokenOf)) {
    const inside = components.get(bill.id) ?? []
    const componentAt = (place: number) => (place === wholeProduct ? bill.subject : inside[place])
    const ofBill = (own.get(bill.id) ?? []).flatMap((row) => toWord(row, judgeStatement(row, componentAt)))
    const sbomId = bill.id
    const all: Omit<Voice, 'partial'>[] = [{ sbomId, ...authorityOf(bill, bill), words: worstOfEach(ofBill) }]
    for (const { vexId, places } of links.get(bill.id) ?? []) {
      const document = documents.get(vexId)!
      const words = (said.get(vexId) ?? []).flatMap((row) => {
        const affects = targetsIn(bill, row.affects, places)
        return affects.length > 0 ? toWord(row, judgeStatement({ ...row, affects }, componentAt)) : []
      })
      all.push({ sbomId, ...authorityOf(bill, document), vexId, words: worstOfEach(words) })
    }
    voices.set(
      bill.id,
      all.map((voice) => ({ ...voice, partial: partialOf(voice, all) })),
    )
  }
  return voices
}

export const toWord = (
  { vulnerabilityId }: { vulnerabilityId: string },
  judged: ReturnType<typeof judgeStatement>,
): Word[] => ('reason' in judged ? [] : [{ vulnerabilityId, ...judged }])

/** Of what a statement affects, what lies in this bill. */
export function targetsIn<Target extends { readonly ref: string; readonly component: number | null }>(
  bill: Pick<store.SbomRow, 'serial_number' | 'revision'>,
  affects: readonly Target[],
  places: Readonly<Record<string, number>>,
): Target[] {
  const name = linkName({ serialNumber: bill.serial_number, revision: bill.revision })
  const known = new Map(Object.entries(places))
  return affects.flatMap((target) => {
    const link = readBomLink(target.ref)
    if (!name || !link || link.serial !== name.serial || link.revision !== name.revision) return []
    const component = link.ref === '' ? wholeProduct : (placeOfRef(known, link.ref) ?? null)
    return [{ ...target, component }]
  })
}

/** Who speaks of the product of a bill, and how exactly. */
export const authorityOf = (
  bill: Pick<store.SbomRow, 'manufacturer' | 'versions'>,
  document: { author: string; revision: string | number; stated_at: string | null; uploaded_at: string },
) => ({
  publisher: document.author || 'an author who is not named',
  revision: String(document.revision),
  revisedAt: document.stated_at ?? document.uploaded_at,
  isMaker: isByMaker(document.author, bill),
  namesVersion: specificity(bill.versions) >= 2,
})

export const isByMaker = (author: string, { manufacturer }: Pick<store.SbomRow, 'manufacturer'>) =>
  author !== '' && isSurelySameVendor(author, manufacturer)

/** A document that speaks of a vulnerability twice, of two components, leaves the product open where one of them is. */
export function worstOfEach(words: readonly Word[]): Word[] {
  const rank: Record<Answer, number> = { affected: 2, cannot_tell: 1, not_affected: 0 }
  return [...Map.groupBy(words, ({ vulnerabilityId }) => vulnerabilityId).values()].map((some) => {
    const worst = some.reduce((other, one) => (rank[one.answer] > rank[other.answer] ? one : other))
    const all = (part: 'covers' | 'open') => [...new Set(some.flatMap((one) => one[part]))]
    return { ...worst, covers: all('covers'), open: all('open') }
  })
}

/** Who clears one component clears no product of which somebody else leaves another component open. */
export function partialOf(voice: Omit<Voice, 'partial'>, all: readonly Omit<Voice, 'partial'>[]): ReadonlySet<string> {
  if (all.length < 2) return new Set()
  const partial = voice.words.filter(
    ({ vulnerabilityId, answer, covers }) =>
      answer === 'not_affected' &&
      !covers.includes(wholeProduct) &&
      all.some((other) =>
        other.words.some(
          (word) => word.vulnerabilityId === vulnerabilityId && word.open.some((place) => !covers.includes(place)),
        ),
      ),
  )
  return new Set(partial.map(({ vulnerabilityId }) => vulnerabilityId))
}

export const partialReason =
  'It clears one component, and another document leaves another component of this product open: it clears no device.'

export const notByMaker = (author: string) =>
  author
    ? 'It is not by the maker of the product: it stands beside the advisories and clears nothing.'
    : 'It does not say who speaks: it stands beside the advisories and clears nothing.'
