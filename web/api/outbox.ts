// Completions that could not be sent because the network was away. They stay on this device until the server has them;
// each carries its client key, so sending one twice counts once.
import { ApiProblem } from './client.ts'
import {
  answerInspection,
  type CompletionForm,
  completeWorkOrder,
  type InspectionForm,
  uploadPhoto,
} from './work-orders.ts'

export interface Photo {
  name: string
  /** The picture itself, until the server has it. */
  dataUrl: string
  fileId?: string
}

export interface Completion {
  orderId: string
  /** `WO-000123` */
  number: string
  /** That the work is done, or what was found where a device was looked for. */
  form: CompletionForm | InspectionForm
  photos: Photo[]
  queuedAt: string
  /** Why the server refused it; the person has to look. */
  refused?: string
}

const key = 'homeostat:outbox'
const listeners = new Set<() => void>()
let waiting: readonly Completion[] = read()

function read(): Completion[] {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]') as Completion[]
  } catch {
    return []
  }
}

function write(next: readonly Completion[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(next))
  } catch {
    throw new ApiProblem({
      status: 0,
      code: 'offline',
      detail:
        'This phone has no room left to keep the work until the network is back. Remove a photo, then send again.',
    })
  }
  waiting = next
  for (const listener of listeners) listener()
}

const sameAs = (completion: Completion) => (other: Completion) => other.form.clientKey === completion.form.clientKey

export const outbox = {
  waiting: () => waiting,
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  discard: (completion: Completion) => write(waiting.filter((other) => !sameAs(completion)(other))),
}

// Not by fetch: the Content-Security-Policy lets nothing but the server be reached.
function toBlob(dataUrl: string): Blob {
  const [head = '', body = ''] = dataUrl.split(',')
  const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0))
  return new Blob([bytes], { type: head.slice(5).split(';')[0] ?? 'image/jpeg' })
}

async function send(completion: Completion): Promise<void> {
  for (const photo of completion.photos) {
    if (photo.fileId) continue
    photo.fileId = (await uploadPhoto(toBlob(photo.dataUrl), photo.name)).id
  }
  const fileIds = completion.photos.flatMap((photo) => photo.fileId ?? [])
  const { form, orderId } = completion
  const photos = fileIds.length > 0 ? { fileIds } : {}
  if ('answer' in form) await answerInspection(orderId, { ...form, ...photos })
  else await completeWorkOrder(orderId, { ...form, ...photos })
}

/** Sends it now, or keeps it until the network is back. */
export async function sendCompletion(completion: Completion): Promise<'sent' | 'queued'> {
  try {
    await send(completion)
    return 'sent'
  } catch (problem) {
    if (!(problem instanceof ApiProblem && problem.isOffline)) throw problem
    write([...waiting.filter((other) => !sameAs(completion)(other)), completion])
    return 'queued'
  }
}

let isSending = false

/** Tries everything that waits, oldest first; stops where the network is still away. */
export async function flushOutbox(): Promise<number> {
  if (isSending) return 0
  isSending = true
  let sent = 0
  try {
    for (const completion of waiting.filter((one) => !one.refused)) {
      try {
        await send(completion)
        outbox.discard(completion)
        sent += 1
      } catch (problem) {
        if (!(problem instanceof ApiProblem)) throw problem
        if (problem.isOffline || problem.status === 401 || problem.status >= 500) break
        write(waiting.map((other) => (sameAs(completion)(other) ? { ...other, refused: problem.message } : other)))
      }
    }
  } finally {
    isSending = false
  }
  return sent
}
