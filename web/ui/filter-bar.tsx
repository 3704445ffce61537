import { Button, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconFilter, IconX } from '@tabler/icons-react'
import { Children, isValidElement, type ReactNode, useEffect, useState } from 'react'
import classes from './facet-filter.module.css'

/** The row of filters above a list. */
export function FilterBar({
  children,
  end,
  onClear,
}: {
  children: ReactNode
  end?: ReactNode
  /** Set where some filter is on. */
  onClear?: (() => void) | undefined
}) {
  // On a phone what is typed has a row of its own, and the others go past beneath it.
  const all = Children.toArray(children)
  const isText = (child: ReactNode) => isValidElement(child) && child.type === TextFilter
  const texts = all.filter(isText)
  const others = all.filter((child) => !isText(child))
  return (
    <search className={`${classes.bar} no-print`} aria-label="Filters">
      {texts.length > 0 && <div className={classes.texts}>{texts}</div>}
      <div className={classes.facets}>
        {others}
        {onClear && (
          <Button
            size="compact-md"
            variant="subtle"
            style={{ flex: 'none' }}
            leftSection={<IconX size={14} aria-hidden />}
            onClick={onClear}
          >
            Clear filters
          </Button>
        )}
        {end && <div className={classes.end}>{end}</div>}
      </div>
    </search>
  )
}

/** Filters the list by text, a moment after the last key. */
export function TextFilter({
  label,
  value,
  onChange,
}: {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const [typed, setTyped] = useState(value ?? '')
  const pass = useDebouncedCallback((text: string) => onChange(text.trim() || undefined), 250)
  useEffect(() => setTyped((now) => (now.trim() === (value ?? '') ? now : (value ?? ''))), [value])
  return (
    <TextInput
      className={classes.search}
      size="xs"
      aria-label={label}
      placeholder={label}
      value={typed}
      leftSection={<IconFilter size={14} aria-hidden />}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        pass(event.currentTarget.value)
      }}
    />
  )
}
