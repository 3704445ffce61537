import { type PlaceNames, placeNamesOf } from '#domain/names/names.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { placeCounts } from './joined-names-store.ts'
import * as store from './place-effects-store.ts'
import { rollUp } from './roll-up.ts'
import { settleDecisions } from './settle.ts'

// What follows where places are read otherwise: lists read them anew by themselves, decisions may rest on a site.

/** Decisions that rest on a site which is one with others than before, and the sites where that makes a difference. */
export async function decisionsConcerned(
  db: Db,
  organisationId: OrganisationId,
  before: PlaceNames,
  after: PlaceNames,
) {
  const resting = Map.groupBy(await store.sitesOfDecisions(db, organisationId), ({ site }) => site)
  if (resting.size === 0) return { decisions: [], sites: [] }
  const texts = new Set((await placeCounts(db, organisationId)).map(({ site }) => site))
  const keysOf = (site: string) => ({ site, before: before.siteKey(site), after: after.siteKey(site) })
  const here = [...texts].map(keysOf)
  const sites = new Set<string>()
  const decisions = [...resting].flatMap(([site, some]) => {
    const own = keysOf(site)
    const moved = here.filter((one) => (one.before === own.before) !== (one.after === own.after))
    for (const one of moved) sites.add(one.site)
    return moved.length > 0 ? some : []
  })
  return { decisions, sites: [...sites] }
}

/** Places are read otherwise than `before`: decisions are brought to where they hold now, and taken from where not. */
export async function onPlaceNames(tx: Tx, organisationId: OrganisationId, before: PlaceNames, actor: Actor) {
  const after = await placeNamesOf(tx, organisationId)
  const { decisions, sites } = await decisionsConcerned(tx, organisationId, before, after)
  if (sites.length === 0) return
  const deviceIds = await store.devicesAtSites(tx, organisationId, sites)
  const vulnerabilityIds = [...new Set(decisions.flatMap((one) => one.vulnerabilityIds))]
  const devices = await settleDecisions(tx, organisationId, { deviceIds, vulnerabilityIds }, { actor })
  if (devices.length > 0) await rollUp(tx, organisationId, { deviceIds: devices })
}
