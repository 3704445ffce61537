import { z } from 'zod'

// ServiceNow's Table API with `sysparm_display_value=all`, only the fields that we read:
// https://www.servicenow.com/docs/bundle/api-reference/page/integrate/inbound-rest/concept/c_TableAPI.html
const Field = z.union([
  z.object({ display_value: z.string().nullish(), value: z.string().nullish() }),
  z.string().transform((text) => ({ display_value: text, value: text })),
  z.null().transform(() => ({ display_value: '', value: '' })),
])

/** One row of a table; fields that the table does not have are absent. */
export const TableRecord = z.object({ sys_id: Field }).catchall(Field)
export type TableRecord = z.infer<typeof TableRecord>

const Stopped = z.object({ message: z.string().nullish() })
/** Rows that came before ServiceNow stopped the request stand beside the error, with status 200; or there are none. */
const answerOf = <Row extends z.ZodType>(row: Row) =>
  z.union([
    z.object({ result: z.array(row), error: Stopped.nullish() }),
    z.object({ error: Stopped }).transform(({ error }) => ({ result: [], error })),
  ])

export const TableAnswer = answerOf(z.unknown())

/** A row of `sys_audit_delete`: the sys_id of what was deleted. */
export const DeletedAnswer = answerOf(z.object({ documentkey: z.string() }))
