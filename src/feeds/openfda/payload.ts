import { z } from 'zod'
import type { RecallEntry, RecallList } from '#model/recall.ts'

// https://open.fda.gov/apis/device/recall/ and /enforcement/, only the fields that are used. In CDRH's list a number that is
// not known is absent; in the enforcement report it is empty.

export const OpenFdaAnswer = z.object({
  meta: z.object({
    last_updated: z.string().min(1),
    results: z.object({ total: z.int() }).optional(),
  }),
  results: z.array(z.unknown()),
})
export type OpenFdaAnswer = z.infer<typeof OpenFdaAnswer>

const text = z.string().optional()

const Recall = z.object({
  cfres_id: z.string().min(1),
  product_res_number: z.string().min(1),
  res_event_number: z.string().min(1),
  product_code: text,
  product_description: z.string(),
  code_info: text,
  recalling_firm: z.string().min(1),
  reason_for_recall: text,
  root_cause_description: text,
  action: text,
  product_quantity: text,
  distribution_pattern: text,
  recall_status: text,
  event_date_initiated: text,
  event_date_posted: text,
  event_date_terminated: text,
})

const Enforcement = z.object({
  recall_number: z.string().min(1),
  event_id: z.string().min(1),
  product_type: text,
  classification: text,
  status: text,
  product_description: z.string(),
  code_info: text,
  more_code_info: text,
  recalling_firm: z.string().min(1),
  reason_for_recall: text,
  product_quantity: text,
  distribution_pattern: text,
  recall_initiation_date: text,
  report_date: text,
  termination_date: text,
})

/** Which list an entry is of, by its own fields: files bear any name. */
export const listOf = (entry: unknown): RecallList | undefined =>
  typeof entry !== 'object' || entry === null
    ? undefined
    : 'product_res_number' in entry
      ? 'recall'
      : 'recall_number' in entry
        ? 'enforcement'
        : undefined

export function readEntry(
  raw: unknown,
  list: RecallList,
): { readonly entry: RecallEntry } | { readonly wrong: string } | 'not_a_device' {
  const parsed = list === 'recall' ? Recall.safeParse(raw) : Enforcement.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { wrong: `${issue?.path.join('.') || 'the entry'}: ${issue?.message}` }
  }
  if ('cfres_id' in parsed.data) return { entry: ofRecall(parsed.data) }
  const { product_type: type } = parsed.data
  return type && !/device/i.test(type) ? 'not_a_device' : { entry: ofEnforcement(parsed.data) }
}

const ofRecall = (one: z.infer<typeof Recall>): RecallEntry => ({
  list: 'recall',
  key: one.cfres_id,
  number: one.product_res_number,
  eventId: one.res_event_number,
  firm: one.recalling_firm.trim(),
  product: tidy(one.product_description),
  codeInfo: tidy(one.code_info),
  reason: tidy(one.reason_for_recall),
  status: tidy(one.recall_status),
  ...filled({
    productCode: tidy(one.product_code),
    action: tidy(one.action),
    rootCause: tidy(one.root_cause_description),
    quantity: tidy(one.product_quantity),
    distribution: tidy(one.distribution_pattern),
    initiatedOn: dayOf(one.event_date_initiated),
    publishedOn: dayOf(one.event_date_posted),
    terminatedOn: dayOf(one.event_date_terminated),
    url: `https://www.accessdata.fda.gov/scripts/cdrh/cfdocs/cfRES/res.cfm?id=${encodeURIComponent(one.cfres_id)}`,
  }),
})

function ofEnforcement(one: z.infer<typeof Enforcement>): RecallEntry {
  const grade = /\bclass\s+(I{1,3})\b/i.exec(one.classification ?? '')?.[1]?.toUpperCase()
  return {
    list: 'enforcement',
    key: one.recall_number,
    number: one.recall_number,
    eventId: one.event_id,
    firm: one.recalling_firm.trim(),
    product: tidy(one.product_description),
    codeInfo: tidy(`${one.code_info ?? ''} ${one.more_code_info ?? ''}`),
    reason: tidy(one.reason_for_recall),
    status: tidy(one.status),
    ...filled({
      classification: grade as RecallEntry['classification'],
      quantity: tidy(one.product_quantity),
      distribution: tidy(one.distribution_pattern),
      initiatedOn: dayOf(one.recall_initiation_date),
      publishedOn: dayOf(one.report_date),
      terminatedOn: dayOf(one.termination_date),
    }),
  }
}

const tidy = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ').trim()

/** `20250131` or `2025-01-31`. */
function dayOf(text: string | undefined): string | undefined {
  const found = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(text?.trim() ?? '')
  return found ? `${found[1]}-${found[2]}-${found[3]}` : undefined
}

const filled = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
