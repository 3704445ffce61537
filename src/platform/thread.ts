import { parentPort, type Transferable, Worker } from 'node:worker_threads'

// Long work beside the event loop: a file that serves one caller in a thread of its own.

/** What a thread sends: how far it is, or what came of it. */
type Sent<Answer> = { readonly share: number } | { readonly answer: Answer }

export interface Thread<Told, Answer> {
  /** Copies it to the thread; the buffers in `transfer` change hands instead. */
  tell(told: Told, transfer?: readonly Transferable[]): void
  /** Rejects with what was thrown in the thread, or where it ended without an answer. */
  readonly answer: Promise<Answer>
  /** How far it is, from 0 to 1. */
  share(): number
  /** Ends it wherever it is; its memory is given back. */
  close(): Promise<void>
}

/** Starts a file that calls `serveThread`. */
export function openThread<Told, Answer>(file: string): Thread<Told, Answer> {
  // The flags of this process are not for it: a test runner has some that Node does not know.
  const worker = new Worker(file, { execArgv: ['--disable-warning=ExperimentalWarning'] })
  let share = 0
  const answer = new Promise<Answer>((resolve, reject) => {
    worker.on('message', (sent: Sent<Answer>) => {
      if ('share' in sent) share = sent.share
      else resolve(sent.answer)
    })
    worker.on('messageerror', reject)
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`A thread ended without an answer (exit code ${code}).`)))
  })
  // Who closes it need not wait for the answer.
  answer.catch(() => {})
  return {
    tell: (told, transfer = []) => worker.postMessage(told, [...transfer]),
    answer,
    share: () => share,
    close: async () => void (await worker.terminate()),
  }
}

/**
 * In the thread: `take` is called with all that is told, one after another. What it gives is the answer; undefined as long as there
 * is none.
 */
export function serveThread<Told, Answer>(
  take: (told: Told, tellShare: (share: number) => void) => Answer | undefined,
  transferOf: (answer: Answer) => readonly Transferable[] = () => [],
): void {
  const port = parentPort
  if (!port) throw new Error('This file is to be run in a thread.')
  const send = (sent: Sent<Answer>, transfer: readonly Transferable[] = []) => port.postMessage(sent, [...transfer])
  port.on('message', (told: Told) => {
    const answer = take(told, (share) => send({ share }))
    if (answer !== undefined) send({ answer }, transferOf(answer))
  })
}
