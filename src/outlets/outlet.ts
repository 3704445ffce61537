import type { Skipped } from '#model/observation.ts'
import type { OutgoingWorkOrder, WorkOrderResult } from '#model/work-order-delivery.ts'

export type { OutgoingWorkOrder, WorkOrderResult } from '#model/work-order-delivery.ts'

/** Delivers our decisions to a hospital system by file and reads the answers back. */
export interface FileOutlet {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly fileName: string
  readonly mediaType: string
  write(orders: AsyncIterable<OutgoingWorkOrder> | Iterable<OutgoingWorkOrder>): AsyncIterable<string>
  read(file: {
    stream(): NodeJS.ReadableStream
    name: string
  }): AsyncIterable<{ result: WorkOrderResult } | { skipped: Skipped }>
}

export const defineFileOutlet = (outlet: FileOutlet) => outlet
