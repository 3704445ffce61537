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

export const TableAnswer = z.object({ result: z.array(z.unknown()) })

/** A row of `sys_audit_delete`: the sys_id of what was deleted. */
export const DeletedAnswer = z.object({ result: z.array(z.object({ documentkey: z.string() })) })
