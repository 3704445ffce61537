import type { z } from 'zod'

/** Reads a list entry by entry: what cannot be read is named in `remarks`. */
export function each<T>(entries: readonly unknown[], schema: z.ZodType<T>, label: string, remarks: string[]): T[] {
  const read: T[] = []
  for (const [index, entry] of entries.entries()) {
    const parsed = schema.safeParse(entry)
    if (parsed.success) read.push(parsed.data)
    else remarks.push(`${label} ${index + 1} cannot be read: ${firstIssue(parsed.error)}`)
  }
  return read
}

export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue ? `${issue.path.join('.') || 'it'}: ${issue.message}` : 'it is of another form'
}
