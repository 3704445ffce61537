import { z } from 'zod'
import { file, route, upload } from '#api/route.ts'
import { getPhoto, largestPhoto, storePhoto } from '#domain/remediation/remediation.ts'

const tag = 'work'

async function contentOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

export const fileRoutes = [
  route({
    method: 'POST',
    path: '/api/v1/files',
    summary: 'Keep a photo as evidence',
    description:
      'JPEG, PNG or WebP of up to 10 MB; what it is says its content, not its name. Only the picture is kept, and how it is turned: place, time, camera and remarks are left out.',
    tag,
    permission: 'work-order:perform',
    body: upload({ maxBytes: largestPhoto }),
    response: z.object({ id: z.string(), name: z.string(), bytes: z.number() }),
    status: 201,
    handle: async ({ db, actor, body }) =>
      storePhoto(db, actor, { name: body.name, content: await contentOf(body.stream) }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/files/{file}',
    summary: 'Get a photo',
    tag,
    permission: 'work-order:read',
    params: z.object({ file: z.uuid() }),
    response: file('image/jpeg', 'The photo, without what stood beside the picture.'),
    async handle({ db, actor, params, reply }) {
      const photo = await getPhoto(db, actor.organisationId, params.file)
      reply.header('cache-control', 'private, max-age=31536000, immutable')
      return { content: photo.content, mediaType: photo.mediaType }
    },
  }),
]
