import { notify } from '#domain/access/access.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { exploitedOnDevices } from './exploited-store.ts'

/** Tells those who decide findings of each vulnerability that attackers are known to use and that is here: once, ever. */
export async function announceExploited(db: Db, organisationId: OrganisationId): Promise<void> {
  for (const one of await exploitedOnDevices(db, organisationId)) {
    const told = [count(one.affected, 'is', 'are', 'affected'), count(one.cannot_tell, 'may be', 'may be', '')].filter(
      Boolean,
    )
    await notify(
      db,
      organisationId,
      { permission: 'finding:decide' },
      {
        kind: 'finding.known_exploited',
        title: `Known to be exploited, and here: ${one.vulnerability_id}`,
        body: `${one.name}, in CISA’s catalogue since ${one.added_on}: ${told.join(', ')}.`,
        path: `/vulnerabilities/${encodeURIComponent(one.vulnerability_id)}`,
        dedupeKey: `known_exploited:${one.vulnerability_id}`,
      },
    )
  }
}

const count = (n: number, one: string, many: string, word: string) =>
  n === 0 ? '' : `${n} ${n === 1 ? `device ${one}` : `devices ${many}`} ${word || 'affected'}`
