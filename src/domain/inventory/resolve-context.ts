import { isSameVendor } from '#domain/matching/matching.ts'
import type { SourceRecord } from '#domain/sources/sources.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'
import { believedSources } from './attribute-trust.ts'
import { classify } from './classing.ts'
import type { ResolveContext } from './resolve.ts'

export async function resolveContext(
  db: Db,
  organisationId: OrganisationId,
  source: Pick<SourceRecord, 'id' | 'kind' | 'member' | 'name' | 'trust'>,
  runId: string | null,
  now: string,
): Promise<ResolveContext> {
  return {
    organisationId,
    source,
    sources: await believedSources(db, organisationId),
    runId,
    now,
    isSameVendor,
    classify,
  }
}
