import { TextInput } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'

/** The day of which the inventory is shown as it was known; empty for today. */
export function KnownOnField({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (day: string | undefined) => void
}) {
  return (
    <TextInput
      type="date"
      size="xs"
      aria-label="As known on"
      title="As known on"
      leftSection={<IconHistory size={14} aria-hidden />}
      max={new Date().toISOString().slice(0, 10)}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  )
}
