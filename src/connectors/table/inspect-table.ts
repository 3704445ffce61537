import type { InspectedColumn, Inspection } from '#connectors/connector.ts'
import { patientValue } from './patient-data.ts'
import { type Plan, planTable } from './plan-table.ts'
import type { Table } from './table.ts'
import { TableSettings } from './table-settings.ts'

/** Looks at a table: which row is the header, what the columns are, what a person should know before it is imported. */
export async function inspectTable(
  table: Table,
  settings: Partial<TableSettings> = {},
  signal?: AbortSignal,
): Promise<Inspection> {
  const plan = await planTable(table, TableSettings.parse(settings), false, signal)
  return {
    headerRow: plan.header.row,
    columns: plan.columns.map((column): InspectedColumn => {
      const guess = plan.guesses[column.index]
      const confidence = column.refused || !column.meaning ? 0 : (guess?.confidence ?? 1)
      const samples = column.refused ? [] : samplesOf(plan, column.index)
      return {
        name: column.name,
        attribute: column.refused ? undefined : column.meaning,
        confidence,
        samples,
        refused: column.refused && `looks like patient data (${column.refused})`,
      }
    }),
    format: table.format,
    ambiguousDates: [...new Set(plan.profile.columns.flatMap(({ ambiguous }) => ambiguous))],
    remarks: [...table.remarks, ...mergeRemarks(table, plan), ...columnRemarks(plan)],
    rows: plan.profile.rows,
  }
}

function samplesOf(plan: Plan, index: number): string[] {
  const samples = new Set<string>()
  for (const row of plan.sample) {
    const text = row.cells[index]?.trim() ?? ''
    if (text !== '' && !patientValue(text, false)) samples.add(text.slice(0, 120))
    if (samples.size === 5) break
  }
  return [...samples]
}

function mergeRemarks(table: Table, { header }: Plan): string[] {
  const below = table.merges.filter((merge) => merge.bottom > header.row)
  if (below.length === 0) return []
  const shown = below.slice(0, 5).map(({ range }) => range)
  const more = below.length > shown.length ? ` and ${below.length - shown.length} more` : ''
  return [
    `Cells are merged below the header (${shown.join(', ')}${more}): only the first cell of each holds the value, the others are read as empty. Undo the merges where each row should have it.`,
  ]
}

function columnRemarks({ columns, profile }: Plan): string[] {
  const remarks = columns.flatMap((column) => {
    const { ambiguous, patientCells, patientWhy, mangled } = profile.columns[column.index]!
    return [
      column.refused && `Column "${column.name}" looks like patient data (${column.refused}) and is not imported.`,
      !column.refused &&
        patientCells > 0 &&
        `${count(patientCells, 'cell')} of column "${column.name}" ${patientCells === 1 ? 'looks' : 'look'} like patient data (${patientWhy}) and ${patientCells === 1 ? 'is' : 'are'} not imported.`,
      ambiguous.length > 0 &&
        `Dates such as ${ambiguous[0]} in column "${column.name}" can be two days. Say which comes first, the day or the month; until then they are not imported.`,
      mangled > 0 &&
        `${count(mangled, 'value')} of column "${column.name}" ${mangled === 1 ? 'was' : 'were'} turned into a number or a date by Excel and cannot be told any more. Format the column as text and export it again.`,
    ].filter((remark) => typeof remark === 'string')
  })
  const meanings = columns.filter(({ refused }) => !refused).map(({ meaning }) => meaning)
  const identities = ['sourceKey', 'assetTag', 'serialNumber', 'hostname', 'macAddresses'] as const
  if (!identities.some((identity) => meanings.includes(identity)))
    remarks.push(
      'No column tells the devices apart. Say which column holds the asset tag, the serial number, the host name or the MAC address.',
    )
  return remarks
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
