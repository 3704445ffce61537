/** A time of a CVE record as ISO 8601 in UTC. Without a zone it is GMT: "timestamp" of the CVE Record Format. */
export function timeOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const trimmed = text.trim()
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(trimmed)) return undefined
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(trimmed) ? trimmed : `${trimmed}Z`)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
