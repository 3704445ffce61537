import { recordAudit } from '#domain/access/access.ts'
import { getFile, storeFile } from '#domain/sources/sources.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import { type Db, inTransaction } from '#platform/db/database.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { sha256 } from '#platform/id.ts'
import { barePicture, type PictureType } from '#standards/picture/bare-picture.ts'

/** Bytes of one photo. */
export const largestPhoto = 10 * 1024 * 1024

/** The picture's type by its first bytes, whatever its name or sender says; undefined for anything else. */
export function imageType(content: Uint8Array): PictureType | undefined {
  const starts = (bytes: readonly number[], at = 0) => bytes.every((byte, index) => content[at + index] === byte)
  if (starts([0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (starts([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (starts([0x52, 0x49, 0x46, 0x46]) && starts([0x57, 0x45, 0x42, 0x50], 8)) return 'image/webp'
  return undefined
}

export interface Photo {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly content: Uint8Array
}

/**
 * Keeps a photo in the database, so that one backup holds all evidence. Only the picture is kept: a phone writes into its
 * photos where and when they were taken, and by whose phone.
 */
export async function storePhoto(
  db: Db,
  actor: Actor,
  photo: { readonly name: string; readonly content: Uint8Array },
): Promise<{ id: string; name: string; bytes: number }> {
  if (photo.content.byteLength > largestPhoto)
    throw new AppError('too_large', 'The photo is larger than 10 MB. Take it again in a lower resolution.')
  const mediaType = imageType(photo.content)
  if (!mediaType)
    throw new AppError('unreadable', 'This is no photo that can be kept. Send a JPEG, PNG or WebP picture.')
  const content = barePicture(mediaType, photo.content)
  if (!content) throw new AppError('unreadable', 'The photo is damaged: it holds no picture. Take it again.')
  const name = plainName(photo.name)
  const bytes = content.byteLength
  return await inTransaction(db, async (tx) => {
    const id = await storeFile(tx, actor.organisationId, { name, mediaType, bytes, sha256: sha256(content), content })
    await recordAudit(tx, actor, {
      action: 'file.uploaded',
      subjectKind: 'file',
      subjectId: id,
      detail: { name, bytes },
    })
    return { id, name, bytes }
  })
}

/** A photo; other stored files (what hospitals upload) are nobody's to fetch here. */
export async function getPhoto(db: Db, organisationId: OrganisationId, id: string): Promise<Photo> {
  const file = await getFile(db, organisationId, id)
  const mediaType = file.content && imageType(file.content)
  if (!file.content || !mediaType) throw notFound('photo', id)
  return { id, name: file.name, mediaType, content: file.content }
}

/** Evidence names only photos that are here. */
export async function assertPhotos(db: Db, organisationId: OrganisationId, ids: readonly string[]): Promise<void> {
  for (const id of ids) await getPhoto(db, organisationId, id)
}

const plainName = (name: string) =>
  name
    .replace(/^.*[/\\]/, '')
    .replace(/[^\p{L}\p{N} ._-]/gu, '_')
    .slice(-100) || 'photo'
