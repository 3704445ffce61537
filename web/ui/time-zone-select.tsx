import { Select } from '@mantine/core'
import { useMemo } from 'react'

export function TimeZoneSelect({
  label,
  value,
  onChange,
  description = 'Dates in files and all times on the pages are told in it.',
}: {
  label: string
  description?: string
  value: string
  onChange: (zone: string) => void
}) {
  const zones = useMemo(
    () => [...new Set([value, ...Intl.supportedValuesOf('timeZone'), 'UTC'])].filter(Boolean),
    [value],
  )
  return (
    <Select
      label={label}
      description={description}
      data={zones}
      value={value}
      onChange={(zone) => zone && onChange(zone)}
      searchable
      limit={60}
      nothingFoundMessage="No such time zone"
    />
  )
}
