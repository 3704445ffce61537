import type { OrganisationId } from '#model/access.ts'
import type { Answer, Because } from '#model/finding.ts'
import type { Db } from '#platform/db/database.ts'
import { type AwaitedRow, bindingsDigest, bindingsThatCount, documentsNaming } from './awaited-bill-store.ts'
import { billName, voicesOnAwaited } from './awaited-voices.ts'
import type { Binding } from './binding.ts'
import { boundBills, boundBillsDigest, devicesPerConfiguration } from './composition-store.ts'
import { bindingsBy, counting, type Supposed } from './reach.ts'
import { type Voice, voicesOn, type Word } from './spoken.ts'
import { wholeProduct } from './vex.ts'
import { linksOfBills } from './vex-document-store.ts'

// What is said of vulnerabilities on configurations: by the bill that counts, by the VEX documents that link to it, and by those
// that name a bill that is not here, of which a person said which model it is of.

export const { bindingsOf, reachOf, configurationsReached } = bindingsBy({
  rows: boundBills,
  digest: boundBillsDigest,
})

const awaited = bindingsBy({
  rows: async (db, organisationId) =>
    (await bindingsThatCount(db, organisationId)).map((row) => ({
      ...row,
      stated_at: null,
      uploaded_at: row.bound_at,
    })),
  digest: bindingsDigest,
  // None takes another's place: they are bills of their own.
  counting: (bindings) => bindings,
})

export const awaitedReachOf = awaited.reachOf

/** Bindings of bills that are not here, by configuration: all that surely are of it. */
async function awaitedOf(
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
  supposed?: Supposed,
): Promise<{
  readonly rows: readonly AwaitedRow[]
  readonly byConfiguration: ReadonlyMap<string, readonly Binding[]>
}> {
  const rows = await bindingsThatCount(db, organisationId)
  if (rows.length === 0) return { rows, byConfiguration: new Map() }
  const bound = await awaited.bindingsOf(db, organisationId, configurationIds, supposed)
  return {
    rows,
    byConfiguration: new Map([...bound].map(([id, bindings]) => [id, bindings.filter(({ isSure }) => isSure)])),
  }
}

/** What a bill, or a VEX document on it, says of a vulnerability on a configuration, as a finding can take it. */
export interface BillStatement extends Omit<Voice, 'words' | 'partial'> {
  readonly vulnerabilityId: string
  readonly answer: Answer
  /** `not affected of openssl 1.1.1k: code not reachable`. */
  readonly text: string
  readonly because: readonly Because[]
}

interface Heard {
  readonly voice: Voice
  readonly because: readonly Because[]
}

/** Statements (VEX) on the bills that count, by configuration; those that come to nothing are left out. */
export async function statementsOf(
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
  supposed?: Supposed,
): Promise<ReadonlyMap<string, readonly BillStatement[]>> {
  const heard = new Map<string, Heard[]>()
  const hear = (id: string, voices: readonly Voice[] | undefined, because: readonly Because[]) => {
    if (voices) heard.set(id, [...(heard.get(id) ?? []), ...voices.map((voice) => ({ voice, because }))])
  }
  const bound = [...(await bindingsOf(db, organisationId, configurationIds, supposed))].flatMap(([id, bindings]) => {
    const binding = counting(bindings)
    return binding ? [{ id, binding }] : []
  })
  const voices = await voicesOn(db, organisationId, [...new Set(bound.map(({ binding }) => binding.billId))])
  for (const { id, binding } of bound) hear(id, voices.get(binding.billId), binding.because)

  const { rows, byConfiguration } = await awaitedOf(db, organisationId, configurationIds, supposed)
  const reaching = new Set([...byConfiguration.values()].flat().map(({ billId }) => billId))
  const counted = new Map(rows.filter(({ id }) => reaching.has(id)).map((row) => [row.id, row]))
  const onAwaited = await voicesOnAwaited(db, organisationId, [...counted.values()])
  for (const [id, bindings] of byConfiguration)
    for (const { billId, because } of bindings) hear(id, onAwaited.get(billId), withWord(because, counted.get(billId)!))
  return new Map([...heard].map(([id, all]) => [id, toStatements(all)]))
}

/** Behind the model, before what decides. */
function withWord(because: readonly Because[], { serial, revision, manufacturer, model, bound_by }: AwaitedRow) {
  const text = `the bill urn:cdx:${serial}/${revision}, which is not here, is of ${manufacturer} ${model}, as ${bound_by} said`
  const at = because.findLastIndex(({ part }) => part === 'model') + 1
  return because.toSpliced(at, 0, { part: 'model', outcome: 'agrees', text })
}

const toStatements = (all: readonly Heard[]): BillStatement[] =>
  all.flatMap(({ voice, because }) => {
    const { words, partial, ...who } = voice
    return words
      .filter((word) => !partial.has(word.vulnerabilityId) && !isPartialBeside(word, voice, all))
      .map(({ vulnerabilityId, answer, text }) => ({ ...who, vulnerabilityId, answer, text, because }))
  })

/** Components of two bills cannot be told to be the same: what clears one clears nothing where the other leaves any open. */
const isPartialBeside = ({ vulnerabilityId, answer, covers }: Word, voice: Voice, all: readonly Heard[]) =>
  answer === 'not_affected' &&
  !covers.includes(wholeProduct) &&
  all.some(
    ({ voice: other }) =>
      (other.sbomId !== voice.sbomId || other.boundBy !== voice.boundBy) &&
      other.words.some((word) => word.vulnerabilityId === vulnerabilityId && word.open.length > 0),
  )

/** What counts for each configuration that a device has: bills, and the VEX documents that speak of them. */
export async function countingWords(db: Db, organisationId: OrganisationId): Promise<ReadonlyMap<string, string>> {
  const ids = (await devicesPerConfiguration(db, organisationId)).map(({ id }) => id)
  const documents = Map.groupBy(await linksOfBills(db, organisationId, null), ({ sbomId }) => sbomId)
  const counts = new Map<string, string>()
  const count = (id: string, some: readonly string[]) => counts.set(id, [counts.get(id) ?? '', ...some].join(' '))
  for (const [id, bindings] of await bindingsOf(db, organisationId, ids)) {
    const billId = counting(bindings)?.billId
    if (billId) count(id, [billId, ...(documents.get(billId) ?? []).map(({ vexId }) => vexId)])
  }
  const { rows, byConfiguration } = await awaitedOf(db, organisationId, ids)
  const naming = Map.groupBy(await documentsNaming(db, organisationId, rows), billName)
  const wordsOf = new Map(
    rows.map((row) => [row.id, [row.id, ...(naming.get(billName(row)) ?? []).map(({ vexId }) => vexId)]]),
  )
  for (const [id, bindings] of byConfiguration) for (const { billId } of bindings) count(id, wordsOf.get(billId)!)
  return counts
}
