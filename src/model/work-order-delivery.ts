import type { WorkOrderState } from './work-order.ts'

/** A work order as an outlet sends it: flat, in words that a CMMS shows. */
export interface OutgoingWorkOrder {
  /** Our number, `WO-000123`; also the idempotency key. */
  readonly number: string
  readonly title: string
  readonly type: string
  readonly state: WorkOrderState
  readonly priority: string
  readonly dueOn: string | null
  readonly assetTag: string
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly site: string
  readonly careArea: string
  readonly room: string
  readonly assignedTo: string
  readonly instructions: string
  readonly vulnerabilities: readonly string[]
  readonly externalId: string
}

/** What the CMMS says of a work order that we sent. */
export interface WorkOrderResult {
  readonly position: string
  readonly number: string
  readonly externalId: string | null
  readonly state: WorkOrderState | null
  readonly completedOn: string | null
  readonly technician: string | null
  readonly softwareVersion: string | null
  readonly minutes: number | null
  readonly note: string | null
}
