import { indexSupport, type SupportIndex } from '#domain/applicability/applicability.ts'
import { supportedProducts, supportVersion } from '#domain/intelligence/intelligence.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Component } from '#model/component.ts'
import type { Support, SupportState } from '#model/support.ts'
import type { Db } from '#platform/db/database.ts'
import { databaseName } from './platform-store.ts'
import { systemsHere } from './support-store.ts'

// Whether what is installed still gets security updates, said of today. Nothing of it is stored: the day changes it.

const remembered = 20_000

interface Held {
  readonly key: string
  readonly index: SupportIndex
  readonly systems: Map<string, Support | null>
}
let held: Held | undefined

/** One index is held in memory per process, and made again when the list changed. */
async function indexFor(db: Db): Promise<Held> {
  const key = `${await databaseName(db)}/${await supportVersion(db)}`
  if (held?.key === key) return held
  const made = { key, index: indexSupport(await supportedProducts(db)), systems: new Map() }
  held = made
  return made
}

const dayOf = (now: Date) => now.toISOString().slice(0, 10)

/** What is said of each of these texts; null where the list knows no such system. */
export async function systemSupport(db: Db, texts: readonly (string | null)[], now: Date): Promise<(Support | null)[]> {
  const { index, systems } = await indexFor(db)
  const today = dayOf(now)
  if (systems.size > remembered) systems.clear()
  return texts.map((text) => {
    if (!text) return null
    const key = `${today} ${text}`
    const known = systems.get(key)
    if (known !== undefined) return known
    const support = index.system(text, today) ?? null
    systems.set(key, support)
    return support
  })
}

export async function componentSupport(
  db: Db,
  components: readonly Component[],
  now: Date,
): Promise<(Support | null)[]> {
  const { index } = await indexFor(db)
  const today = dayOf(now)
  return components.map((component) => index.component(component, today) ?? null)
}

/** Operating systems of this hospital's devices, as written, of which this is said; `unknown` where nothing is. */
export async function systemsOfState(
  db: Db,
  organisationId: OrganisationId,
  state: SupportState | 'unknown',
  now: Date,
): Promise<string[]> {
  const texts = await systemsHere(db, organisationId)
  const said = await systemSupport(db, texts, now)
  return texts.filter((_, at) => (said[at]?.state ?? 'unknown') === state)
}
