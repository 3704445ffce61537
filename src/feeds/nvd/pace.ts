import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#platform/errors.ts'

export interface Limits {
  readonly requests: number
  /** A rolling window. */
  readonly windowMs: number
}

/** https://nvd.nist.gov/developers/start-here, "Rate Limits". */
export const limitsOf = (hasKey: boolean): Limits => ({ requests: hasKey ? 50 : 5, windowMs: 30_000 })

/**
 * Runs each request when the limits allow it, one at a time. The server counts them when they arrive, which is some
 * time before its answer: a request has left the window when the window has passed since then.
 */
export function paceOf({ requests, windowMs }: Limits, signal: AbortSignal | undefined) {
  const answered: number[] = []
  return async <T>(request: () => Promise<T>): Promise<T> => {
    if (answered.length >= requests) {
      // One more, as clocks are read to a part of a millisecond and timers end a little early.
      const waitMs = answered.shift()! + windowMs + 1 - performance.now()
      if (waitMs > 0) await pause(waitMs, signal)
    }
    try {
      return await request()
    } finally {
      answered.push(performance.now())
    }
  }
}

export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw new AppError('cancelled', 'The run was stopped.')
  })
}
