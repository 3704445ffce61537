import { Button, Combobox, ScrollArea, useCombobox } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { formatCount } from './app-link.tsx'
import classes from './facet-filter.module.css'

export interface FacetOption {
  value: string
  label?: string
  count?: number | undefined
}

export interface FacetFilterProps {
  title: string
  options: FacetOption[]
  value: string | undefined
  onChange: (value: string | undefined) => void
  /** What it says where nothing is chosen. */
  any?: string
}

const anyValue = '\u0000any'

/** An empty value stands for rows that have none. */
const textOf = ({ label, value }: FacetOption) => label ?? (value === '' ? 'not known' : value)

/** One filter of a list: what can be chosen, with how many rows each choice leaves. */
export function FacetFilter({ title, options, value, onChange, any = 'Any' }: FacetFilterProps) {
  const [typed, setTyped] = useState('')
  const isLong = options.length > 8
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      combobox.focusTarget()
      setTyped('')
    },
    onDropdownOpen: () => {
      if (isLong) combobox.focusSearchInput()
      else combobox.selectActiveOption()
    },
  })
  const chosen = options.find((option) => option.value === value)
  const shown = options.filter((option) => textOf(option).toLowerCase().includes(typed.toLowerCase()))
  const chosenLabel = textOf(chosen ?? { value: value ?? '' })

  return (
    <Combobox
      store={combobox}
      width={280}
      position="bottom-start"
      onOptionSubmit={(picked) => {
        onChange(picked === anyValue ? undefined : picked)
        combobox.closeDropdown()
      }}
    >
      <Combobox.Target targetType="button">
        <Button
          variant={value !== undefined ? 'light' : 'default'}
          size="compact-md"
          className={classes.button}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          onClick={() => combobox.toggleDropdown()}
        >
          {value !== undefined ? (
            <span>
              <span className={classes.name}>{title}:</span> {chosenLabel}
            </span>
          ) : (
            title
          )}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        {isLong && (
          <Combobox.Search
            value={typed}
            aria-label={`Search in ${title}`}
            placeholder="Search"
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              combobox.updateSelectedOptionIndex()
            }}
          />
        )}
        <Combobox.Options aria-label={title}>
          <ScrollArea.Autosize mah={300} type="auto" scrollbarSize={8}>
            {typed === '' && (
              <Combobox.Option value={anyValue} active={value === undefined}>
                <span className={classes.any}>{any}</span>
              </Combobox.Option>
            )}
            {shown.slice(0, 200).map((option) => (
              <Combobox.Option key={option.value} value={option.value} active={option.value === value}>
                <span className={classes.option}>
                  <span className={classes.label}>{textOf(option)}</span>
                  {option.count !== undefined && <span className={classes.count}>{formatCount(option.count)}</span>}
                </span>
              </Combobox.Option>
            ))}
            {shown.length === 0 && <Combobox.Empty>Nothing fits “{typed}”</Combobox.Empty>}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
