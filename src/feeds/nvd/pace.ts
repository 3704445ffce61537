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
      const left = answered.shift()! + windowMs
      // More than once, as a timer may end up to two milliseconds early.
      for (let waitMs = left - performance.now(); waitMs > 0; waitMs = left - performance.now()) {
        await pause(Math.ceil(waitMs), signal)
      }
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
