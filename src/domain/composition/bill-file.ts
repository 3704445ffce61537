import { getFile, storeFile } from '#domain/sources/sources.ts'
import type { OrganisationId } from '#model/access.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { notFound } from '#platform/errors.ts'
import { plainName } from './target.ts'

// The files that bills, VEX documents and MDS2 forms came in are kept as they came.

export interface GivenFile {
  readonly name: string
  readonly content: Uint8Array
  /** Text where it is not told. */
  readonly mediaType?: string
}

export async function keepFile(
  tx: Tx,
  organisationId: OrganisationId,
  file: GivenFile,
  digest: string,
  otherwise: string,
) {
  const content = Buffer.from(file.content)
  return await storeFile(tx, organisationId, {
    name: plainName(file.name, otherwise),
    mediaType: file.mediaType ?? 'text/plain',
    bytes: content.byteLength,
    sha256: digest,
    content,
  })
}

export async function keptFile(db: Db, organisationId: OrganisationId, fileId: string) {
  const { name, content } = await getFile(db, organisationId, fileId)
  if (!content) throw notFound('file', fileId)
  return { name, content }
}

/** Null where the document does not say it, or not in a way that can be read. */
export const momentOf = (text: string) => {
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
