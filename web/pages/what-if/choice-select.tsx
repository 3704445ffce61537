import { Select, TagsInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { whatIfChoicesQuery } from '#web/api/what-if.ts'
import { formatCount } from '#web/ui/app-link.tsx'

type Of = Parameters<typeof whatIfChoicesQuery>[0]

export interface Chosen {
  readonly value: string
  readonly manufacturer: string | null
}

const keyOf = ({ value, manufacturer }: Chosen) => JSON.stringify([manufacturer, value])

/** A value that is on record, completed while it is typed. */
export function ChoiceSelect({
  of,
  label,
  placeholder,
  value,
  onChange,
  clearable = true,
}: {
  of: Of
  label: string
  placeholder?: string
  value: Chosen | null
  onChange: (chosen: Chosen | null) => void
  clearable?: boolean
}) {
  const [text, setText] = useState('')
  const shown = value && [value.manufacturer, value.value].filter(Boolean).join(' ')
  const [q] = useDebouncedValue(text === shown ? '' : text, 200)
  const choices = useQuery(whatIfChoicesQuery(of, q)).data ?? []
  const known = new Map<string, Chosen>(choices.map((one) => [keyOf(one), one]))
  if (value) known.set(keyOf(value), value)
  const options = choices.map((one) => ({
    value: keyOf(one),
    label: one.devices === null ? one.label : `${one.label} (${formatCount(one.devices)})`,
  }))
  if (value && !options.some((one) => one.value === keyOf(value)))
    options.unshift({ value: keyOf(value), label: shown ?? '' })
  return (
    <Select
      label={label}
      placeholder={placeholder ?? 'Any'}
      searchable
      clearable={clearable}
      data={options}
      value={value && keyOf(value)}
      onChange={(key) => onChange(key === null ? null : (known.get(key) ?? null))}
      onSearchChange={setText}
      filter={({ options: all }) => all}
      nothingFoundMessage="Nothing on record"
      comboboxProps={{ withinPortal: true }}
    />
  )
}

/** CVEs that are open, as tags. */
export function VulnerabilityTags({
  value,
  onChange,
}: {
  value: readonly string[]
  onChange: (value: string[]) => void
}) {
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 200)
  const choices = useQuery(whatIfChoicesQuery('vulnerability', q)).data ?? []
  return (
    <TagsInput
      label="Vulnerabilities"
      placeholder={value.length === 0 ? 'CVE-2026-…' : ''}
      data={choices.map((one) => one.value)}
      value={[...value]}
      onChange={onChange}
      searchValue={text}
      onSearchChange={setText}
      acceptValueOnBlur
      clearable
    />
  )
}
