import { Select, TextInput } from '@mantine/core'
import type { ClaimValue } from '#web/api/contract.ts'
import { criticalities, deviceAttributes, humanise, lifecycles } from '#web/api/words.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { formatDay, formatMoment } from '#web/ui/moment.tsx'

const words: Readonly<Record<string, readonly string[]>> = { lifecycle: lifecycles, criticality: criticalities }

/** How the value of an attribute reads. */
export function claimText(attribute: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.join(', ')
  const kind = deviceAttributes[attribute]?.kind
  if (kind === 'word') return humanise(String(value))
  if (kind === 'money' && typeof value === 'number') return formatCount(value)
  if (kind === 'date') return formatDay(String(value))
  if (kind === 'moment') return formatMoment(String(value), 'UTC')
  return String(value)
}

/** What was typed, as the API takes it; null says "none". */
export function toClaim(attribute: string, text: string): ClaimValue {
  const kind = deviceAttributes[attribute]?.kind
  const value = text.trim()
  if (value === '') return null
  if (kind === 'list') return value.split(/[\s,;]+/).filter(Boolean)
  if (kind === 'flag') return value === 'true'
  if (kind === 'number' || kind === 'money') return Number(value)
  return value
}

export const fromClaim = (value: unknown): string =>
  value === null || value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value)

/** The field for one attribute, of the kind that the attribute is. */
export function ClaimField({
  attribute,
  value,
  onChange,
  description,
  autoFocus,
}: {
  attribute: string
  value: string
  onChange: (value: string) => void
  description?: string
  autoFocus?: boolean
}) {
  const info = deviceAttributes[attribute]
  const label = info?.title ?? humanise(attribute)
  const shared = {
    label,
    value,
    ...(description ? { description } : {}),
    ...(autoFocus ? { 'data-autofocus': true } : {}),
  }
  const choices =
    info?.kind === 'flag'
      ? [
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ]
      : words[attribute]?.map((word) => ({ value: word, label: humanise(word) }))
  if (choices)
    return (
      <Select
        {...shared}
        value={value || null}
        data={choices}
        clearable
        placeholder="Not known"
        onChange={(picked) => onChange(picked ?? '')}
      />
    )
  return (
    <TextInput
      {...shared}
      type={info?.kind === 'date' ? 'date' : info?.kind === 'number' || info?.kind === 'money' ? 'number' : 'text'}
      placeholder={info?.kind === 'list' ? 'One or more, with commas between' : undefined}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
