import { NativeSelect } from '@mantine/core'
import { IconShieldLock } from '@tabler/icons-react'
import type { InspectedColumn } from '#web/api/contract.ts'
import { attributeGroups, attributeTitle, deviceAttributes, humanise } from '#web/api/words.ts'
import classes from './column-table.module.css'

const choices = [
  {
    group: 'Not an attribute',
    items: [
      { value: 'ignore', label: 'Leave out (kept as raw text)' },
      { value: 'sourceKey', label: 'The source’s own key' },
    ],
  },
  ...attributeGroups.map((group) => ({
    group: humanise(group),
    items: Object.entries(deviceAttributes)
      .filter(([, info]) => info.group === group)
      .map(([value, info]) => ({ value, label: info.title })),
  })),
]

function Guess({
  column,
  chosen,
  remembered,
}: {
  column: InspectedColumn
  chosen: string | undefined
  remembered: string | undefined
}) {
  if (remembered !== undefined && chosen === remembered) return <span className="quiet">Remembered</span>
  if (chosen !== (column.attribute ?? 'ignore')) return <span>Chosen by you</span>
  if (!column.attribute) return <span className="quiet">Nobody could tell</span>
  const sure = Math.round(column.confidence * 100)
  return (
    <span className={column.confidence < 0.7 ? classes.unsure : 'quiet'}>
      {column.confidence < 0.7 ? `Unsure (${sure} %)` : `${sure} % sure`}
    </span>
  )
}

/** The columns of a file: what stands in them, what they were taken for, and what was refused. */
export function ColumnTable({
  columns,
  remembered,
  chosen,
  onChange,
}: {
  columns: InspectedColumn[]
  /** As the source was imported before. */
  remembered: Readonly<Record<string, string>>
  chosen: Readonly<Record<string, string>>
  onChange: (column: string, attribute: string) => void
}) {
  const refused = columns.filter((column) => column.refused)
  return (
    <ul className={classes.columns}>
      {refused.map((column) => (
        <li key={column.name} className={classes.refused}>
          <span className={classes.name}>{column.name}</span>
          <span className={classes.why}>
            <IconShieldLock size={18} aria-hidden /> Never imported: {column.refused}
          </span>
        </li>
      ))}
      {columns
        .filter((column) => !column.refused)
        .map((column) => (
          <li key={column.name}>
            <span className={classes.name}>{column.name}</span>
            <span className={classes.samples}>
              {column.samples.length === 0 ? <em className="quiet">empty</em> : column.samples.slice(0, 4).join(' · ')}
            </span>
            <NativeSelect
              size="sm"
              aria-label={`What ${column.name} stands for`}
              data={choices}
              value={chosen[column.name] ?? 'ignore'}
              onChange={(event) => onChange(column.name, event.currentTarget.value)}
            />
            <span className={classes.guess}>
              <Guess column={column} chosen={chosen[column.name]} remembered={remembered[column.name]} />
            </span>
          </li>
        ))}
    </ul>
  )
}

/** What a report says of devices, which nobody needs to settle: each value by the name that the report gives it. */
export function ReportValues({ columns }: { columns: InspectedColumn[] }) {
  return (
    <ul className={classes.columns}>
      {columns.map((column) => (
        <li key={column.name} className={classes.value}>
          <span className={classes.name}>{column.name}</span>
          <span className={classes.samples}>
            {column.samples.length === 0 ? <em className="quiet">empty</em> : column.samples.slice(0, 4).join(' · ')}
          </span>
          <span className={column.attribute ? undefined : 'quiet'}>
            {column.attribute ? attributeTitle(column.attribute) : 'Kept as raw text'}
          </span>
        </li>
      ))}
    </ul>
  )
}
