import { TextInput } from '@mantine/core'
import { useContext } from 'react'
import { TimeZone } from '#web/ui/moment.tsx'
import classes from './known-on-field.module.css'

/** The day of which the inventory is shown as it was known; empty for today. */
export function KnownOnField({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (day: string | undefined) => void
}) {
  const timeZone = useContext(TimeZone)
  // `en-CA` writes a day as the field wants it.
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const day = value === undefined || value.length === 10 ? value : format.format(new Date(value))
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Mantine's
    <label className={classes.field}>
      <span className={classes.label}>As known on</span>
      <TextInput
        type="date"
        size="xs"
        max={format.format(new Date())}
        value={day ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    </label>
  )
}
