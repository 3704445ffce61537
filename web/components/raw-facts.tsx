import { Absent, Facts } from '#web/ui/facts.tsx'

/** A record as the source gave it, by the names of its fields: the database keeps them in no order of their own. */
export const rawRows = (raw: Readonly<Record<string, string>> | null): [name: string, value: string][] =>
  Object.entries(raw ?? {}).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))

export function RawFacts({ raw }: { raw: Readonly<Record<string, string>> | null }) {
  const rows = rawRows(raw)
  if (rows.length === 0) return <p className="quiet">The record is kept without raw text.</p>
  return <Facts columns="one" facts={rows.map(([name, value]) => ({ name, value: value || <Absent>empty</Absent> }))} />
}
