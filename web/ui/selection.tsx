import { Checkbox } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Action } from './action.tsx'
import classes from './facet-filter.module.css'
import type { Column } from './table.tsx'

export interface Selection {
  readonly ids: readonly string[]
  readonly has: (id: string) => boolean
  readonly toggle: (id: string) => void
  readonly clear: () => void
}

/** Rows of a list that were chosen for something to be done with all of them. */
export function useSelection(): Selection {
  const [ids, setIds] = useState<readonly string[]>([])
  return useMemo(() => {
    const chosen = new Set(ids)
    return {
      ids,
      has: (id) => chosen.has(id),
      toggle: (id) => setIds(chosen.has(id) ? ids.filter((one) => one !== id) : [...ids, id]),
      clear: () => setIds([]),
    }
  }, [ids])
}

export function SelectBox({
  selection,
  id,
  name,
  label,
}: {
  selection: Selection
  id: string
  name: string
  /** What ticking it says, where no head of a column does. */
  label?: string
}) {
  return (
    <Checkbox
      size="xs"
      aria-label={label ? `${label}: choose ${name}` : `Choose ${name}`}
      label={label}
      checked={selection.has(id)}
      onChange={() => selection.toggle(id)}
    />
  )
}

/** The column of boxes in front of a list. */
export const selectColumn = <Row,>(
  selection: Selection,
  of: (row: Row) => { id: string; name: string },
): Column<Row> => ({
  id: 'choose',
  title: 'Chosen',
  isTitleHidden: true,
  width: 2.5,
  render: (row) => <SelectBox selection={selection} {...of(row)} />,
})

/** What can be done with the chosen rows; nothing while none is. */
export function SelectionActions({
  selection,
  most,
  actions,
}: {
  selection: Selection
  /** More are not taken at once. */
  most: number
  actions: { title: string; whyNot: string | null; isBusy: boolean; act: (ids: string[]) => void }[]
}) {
  const { ids } = selection
  if (ids.length === 0) return null
  return (
    <div className={classes.chosen} role="status">
      <span className="number">{ids.length} chosen</span>
      {actions.map(({ title, whyNot, isBusy, act }) => (
        <Action
          key={title}
          size="compact-md"
          variant="light"
          loading={isBusy}
          disabledReason={whyNot ?? (ids.length > most ? `At most ${most} at once.` : null)}
          onClick={() => act([...ids])}
        >
          {title}
        </Action>
      ))}
      <Action size="compact-md" variant="subtle" onClick={selection.clear}>
        Choose none
      </Action>
    </div>
  )
}
