import type { WorkOrderState } from '#model/work-order.ts'
import type { OutgoingWorkOrder } from '#outlets/outlet.ts'

/** A column of the file, in order. Those without `of` are for the CMMS to fill in. */
export interface Column {
  readonly title: string
  readonly of?: (order: OutgoingWorkOrder) => string | null
  readonly answer?: Answer
  /** Other names that a CMMS gives it, in lower case. */
  readonly alsoCalled?: readonly string[]
}

export type Answer =
  | 'number'
  | 'state'
  | 'externalId'
  | 'completedOn'
  | 'technician'
  | 'softwareVersion'
  | 'minutes'
  | 'note'

export const columns: readonly Column[] = [
  {
    title: 'Work Order',
    of: (order) => order.number,
    answer: 'number',
    alsoCalled: [
      'work order number',
      'work order no',
      'wo',
      'wo number',
      'wo no',
      'order number',
      'reference',
      'homeostat number',
    ],
  },
  { title: 'Title', of: (order) => order.title },
  { title: 'Type', of: (order) => inWords(order.type) },
  {
    title: 'Status',
    of: (order) => inWords(order.state),
    answer: 'state',
    alsoCalled: ['state', 'wo status', 'work order status', 'order status'],
  },
  { title: 'Priority', of: (order) => inWords(order.priority) },
  { title: 'Due', of: (order) => order.dueOn },
  { title: 'Asset Tag', of: (order) => order.assetTag },
  { title: 'Serial Number', of: (order) => order.serialNumber },
  { title: 'Manufacturer', of: (order) => order.manufacturer },
  { title: 'Model', of: (order) => order.model },
  { title: 'Site', of: (order) => order.site },
  { title: 'Care Area', of: (order) => order.careArea },
  { title: 'Room', of: (order) => order.room },
  { title: 'Assigned To', of: (order) => order.assignedTo },
  { title: 'Instructions', of: (order) => order.instructions },
  { title: 'Vulnerabilities', of: (order) => order.vulnerabilities.join('; ') },
  {
    title: 'External ID',
    of: (order) => order.externalId,
    answer: 'externalId',
    alsoCalled: ['cmms number', 'cmms id', 'cmms work order', 'external number', 'sr number'],
  },
  {
    title: 'Completed On',
    answer: 'completedOn',
    alsoCalled: [
      'completed',
      'completion date',
      'date completed',
      'completed date',
      'closed date',
      'date closed',
      'closed on',
    ],
  },
  { title: 'Technician', answer: 'technician', alsoCalled: ['completed by', 'performed by', 'tech'] },
  {
    title: 'Software Version After',
    answer: 'softwareVersion',
    alsoCalled: ['software version', 'version after', 'software level after', 'firmware version after', 'new version'],
  },
  {
    title: 'Minutes',
    answer: 'minutes',
    alsoCalled: ['labour minutes', 'labor minutes', 'labour', 'labor', 'time spent', 'duration'],
  },
  {
    title: 'Note',
    answer: 'note',
    alsoCalled: ['notes', 'comment', 'comments', 'resolution', 'work performed', 'remarks'],
  },
]

const inWords = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).replaceAll('_', ' ')

/** What a CMMS calls the state that a work order can reach there. */
const words: Partial<Record<WorkOrderState, readonly string[]>> = {
  scheduled: ['scheduled', 'planned', 'awaiting implementation'],
  dispatched: ['dispatched', 'assigned', 'issued', 'released', 'sent'],
  in_progress: ['in progress', 'started', 'work in progress', 'wip', 'under investigation', 'ongoing'],
  on_hold: [
    'on hold',
    'hold',
    'waiting',
    'waiting for parts',
    'awaiting parts',
    'waiting for vendor',
    'deferred',
    'suspended',
  ],
  // A CMMS can only claim that work is done: the proof is ours, whatever it calls its last state.
  work_complete: [
    'work complete',
    'work completed',
    'complete',
    'completed',
    'done',
    'finished',
    'closed',
    'closed complete',
    'resolved',
    'technically completed',
    'administratively completed',
    'administratively closed',
    'verification pending',
    'verified',
  ],
  cancelled: ['cancelled', 'canceled', 'void', 'voided', 'rejected', 'withdrawn'],
  // Never done: the device was not there.
  unable_to_locate: [
    'unable to locate',
    'could not locate',
    'cannot locate',
    'not located',
    'not found',
    'device not found',
    'missing',
    'cnl',
    'utl',
  ],
  unable_to_complete: [
    'unable to complete',
    'could not complete',
    'cannot complete',
    'incomplete',
    'closed incomplete',
    'failed',
    'not done',
    'refused',
  ],
}

/** It has the order and says nothing new of it. */
const nothingNew = [
  '',
  'open',
  'new',
  'reported',
  'requested',
  'pending',
  'accepted',
  'proposal',
  'draft',
  'approved',
  'verification failed',
]

const stateByWord = new Map<string, WorkOrderState | null>([
  ...nothingNew.map((word) => [word, null] as const),
  ...Object.entries(words).flatMap(([state, said]) => said.map((word) => [word, state as WorkOrderState] as const)),
])

/** Undefined where the word is not known; null where it says nothing new. */
export const readState = (text: string): WorkOrderState | null | undefined => stateByWord.get(plain(text))

export const knownWords =
  'Scheduled, Dispatched, In progress, On hold, Completed, Cancelled, Unable to locate, Unable to complete'

/** Lower case, with single spaces for whatever parts the words. */
export const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** `WO-000123` however it was retyped; undefined where it is no number of ours. */
export function readNumber(text: string): string | undefined {
  const digits = /^wo[\s-]*0*(\d{1,12})$/i.exec(text.trim())?.[1]
  return digits && `WO-${digits.padStart(6, '0')}`
}

/** Minutes from `90`, `90 min`, `1:30` or `1,5 h`; undefined where it is none of them. */
export function readMinutes(text: string): number | undefined {
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(text)
  if (clock) return Number(clock[1]) * 60 + Number(clock[2])
  const amount = /^(\d{1,6}(?:[.,]\d{1,3})?)\s*(h|hr|hrs|hours?|m|min|mins|minutes?)?\.?$/i.exec(text)
  if (!amount?.[1]) return undefined
  const value = Number(amount[1].replace(',', '.'))
  return Math.round(/^h/i.test(amount[2] ?? '') ? value * 60 : value)
}

export type DayOrder = 'dmy' | 'mdy'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `YYYY-MM-DD`; `ambiguous` where 03/04/2026 can be two days and `order` does not settle it; undefined where it is no day. */
export function readDay(text: string, order: DayOrder | undefined): string | 'ambiguous' | undefined {
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?!\d)/.exec(text)
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const named = /^(?:(\d{1,2})[\s.-]+([a-z]{3})[a-z]*|([a-z]{3})[a-z]*\s+(\d{1,2}),?)[\s.-]+(\d{4}|\d\d)(?!\d)/i.exec(
    text,
  )
  if (named) {
    const month = months.indexOf((named[2] ?? named[3] ?? '').toLowerCase()) + 1
    return month === 0 ? undefined : dayOf(yearOf(named[5]), month, Number(named[1] ?? named[4]))
  }
  const parts = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)/.exec(text)
  if (!parts) return undefined
  const [first, second, year] = [Number(parts[1]), Number(parts[3]), yearOf(parts[4])]
  // Dots are used where the day comes first.
  const known = parts[2] === '.' || first > 12 ? 'dmy' : second > 12 || first === second ? 'mdy' : order
  if (!known) return 'ambiguous'
  return known === 'dmy' ? dayOf(year, second, first) : dayOf(year, first, second)
}

/** The order that the unambiguous days of a column prove, if they agree. */
export function dayOrderOf(texts: readonly string[]): DayOrder | undefined {
  const proven = new Set<DayOrder>()
  for (const text of texts) {
    const parts = /^(\d{1,2})[/-](\d{1,2})[/-]/.exec(text)
    if (Number(parts?.[1]) > 12) proven.add('dmy')
    if (Number(parts?.[2]) > 12) proven.add('mdy')
  }
  return proven.size === 1 ? [...proven][0] : undefined
}

const yearOf = (text = '') => (text.length === 2 ? 2000 + Number(text) : Number(text))

function dayOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year > 1990
  return isReal ? date.toISOString().slice(0, 10) : undefined
}
