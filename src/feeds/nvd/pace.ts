import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#platform/errors.ts'

export interface Limits {
  readonly requests: number
  /** A rolling window. */
  readonly windowMs: number
}

/** https://nvd.nist.gov/developers/start-here, "Rate Limits". */
export const limitsOf = (hasKey: boolean): Limits => ({ requests: hasKey ? 50 : 5, windowMs: 30_000 })

/** Waits before each request until the limits allow it. */
export function paceOf({ requests, windowMs }: Limits, signal: AbortSignal | undefined) {
  const times: number[] = []
  return async () => {
    if (times.length >= requests) {
      const earliest = times.shift()!
      // The server measures when they arrive.
      const waitMs = earliest + windowMs * 1.02 - performance.now()
      if (waitMs > 0) await pause(waitMs, signal)
    }
    times.push(performance.now())
  }
}

export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw new AppError('cancelled', 'The run was stopped.')
  })
}
