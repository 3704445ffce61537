import type { Actor } from '#model/access.ts'
import type { DeviceClaims } from '#model/device.ts'
import type { Tx } from '#platform/db/database.ts'

/**
 * What somebody saw at the device becomes an observation of theirs, with all that follows from it (findings that close
 * or open again, orders that are verified by it). It goes through `loop.ts`, which hands it in: this module imports only
 * to its left.
 */
export type ObserveByPerson = (
  tx: Tx,
  actor: Actor,
  deviceId: string,
  claims: DeviceClaims,
  now: string,
) => Promise<unknown>
