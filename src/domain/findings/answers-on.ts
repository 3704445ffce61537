import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import * as reach from './reach-store.ts'

/** Devices of the worklist, by how a vulnerability counts on them. */
export interface Counts {
  readonly affected: number
  readonly cannotTell: number
  readonly notAffected: number
  /** By the thresholds. */
  readonly setAside: number
}

export interface VulnerabilityAnswer extends Counts {
  /** For people: are we affected? */
  readonly sentence: string
  /** All of which something is said. */
  readonly devices: number
}

/** Are we affected? Counted over the devices of the worklist. */
export async function vulnerabilityAnswer(
  db: Db,
  organisationId: OrganisationId,
  vulnerabilityId: string,
): Promise<VulnerabilityAnswer> {
  const counts = toCounts(await reach.countsOn(db, organisationId, [vulnerabilityId]))
  return { ...counts, sentence: sentenceOf(counts), devices: sum(counts) }
}

/** How vulnerabilities count on devices of these configurations, over the worklist. */
export async function answersOn(
  db: Db,
  organisationId: OrganisationId,
  configurationIds: readonly string[],
  vulnerabilityIds: readonly string[],
): Promise<ReadonlyMap<string, Counts>> {
  const rows = Map.groupBy(
    await reach.countsOn(db, organisationId, vulnerabilityIds, configurationIds),
    ({ vulnerabilityId }) => vulnerabilityId,
  )
  return new Map(vulnerabilityIds.map((id) => [id, toCounts(rows.get(id) ?? [])]))
}

function toCounts(rows: readonly { readonly counted: reach.Counted; readonly devices: number }[]): Counts {
  const of = (counted: reach.Counted) => rows.find((row) => row.counted === counted)?.devices ?? 0
  return {
    affected: of('affected'),
    cannotTell: of('to_look_at'),
    notAffected: of('not_affected'),
    setAside: of('set_aside'),
  }
}

const sum = ({ affected, cannotTell, notAffected, setAside }: Counts) => affected + cannotTell + notAffected + setAside

const devices = (count: number) => (count === 1 ? '1 device' : `${count.toLocaleString('en')} devices`)
const be = (count: number) => (count === 1 ? 'is' : 'are')

function sentenceOf({ affected, cannotTell, notAffected, setAside }: Counts): string {
  const unclear = `of ${devices(cannotTell)} nobody can tell`
  const aside = setAside > 0 ? ` ${devices(setAside)} ${be(setAside)} set aside by the thresholds.` : ''
  if (affected > 0)
    return `Yes: ${devices(affected)} ${be(affected)} affected${cannotTell > 0 ? `, and ${unclear}` : ''}.${aside}`
  if (cannotTell > 0) return `Perhaps: ${unclear}; none is known to be affected.${aside}`
  if (aside) return `None that counts:${aside}`
  if (notAffected > 0)
    return `No: ${devices(notAffected)} ${be(notAffected)} of a product that the advisories name, and none is affected.`
  return 'No device of the worklist is of a product that the advisories name.'
}
