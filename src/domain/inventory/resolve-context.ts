import { isSameVendor } from '#domain/matching/matching.ts'
import { allSources, type SourceRecord } from '#domain/sources/sources.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { classify } from './classing.ts'
import type { ResolveContext } from './resolve.ts'

export async function resolveContext(
  db: Db,
  organisationId: OrganisationId,
  source: Pick<SourceRecord, 'id' | 'kind' | 'name' | 'trust'>,
  runId: string | null,
  now: string,
): Promise<ResolveContext> {
  const sources = await allSources(db, organisationId)
  return {
    organisationId,
    source,
    sources: new Map(sources.map((one) => [one.id, one])),
    runId,
    now,
    isSameVendor,
    classify,
  }
}
