import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Action } from '#web/ui/action.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { useFocusOfLeaving } from '#web/ui/focus.ts'
import { Moment } from '#web/ui/moment.tsx'
import { type PagedQuery, PagedTable } from '#web/ui/paged-table.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { useMay } from './access.ts'
import classes from './aliases.module.css'

interface Alias {
  readonly id: string
  readonly name: string
  readonly note: string
  readonly setAt: string
  readonly setBy: string
  readonly undoneAt: string | null
  readonly undoneBy: string | null
  readonly undoneReason: string | null
}

/** What the hospital itself says, newest first, and how to take it back. */
export function AliasList<Rule extends Alias>({
  query,
  says,
  q,
  past,
  onFilter,
  onTakeBack,
  empty,
}: {
  query: PagedQuery<Rule>
  says: (rule: Rule) => ReactNode
  /** `true` where what was taken back is shown too. */
  past: string | undefined
  q: string | undefined
  onFilter: (filters: { q?: string | undefined; past?: 'true' | undefined }) => void
  onTakeBack: (rule: Rule) => void
  empty: ReactNode
}) {
  const may = useMay()
  useFocusOfLeaving(query.dataUpdatedAt)
  const stateOf = (rule: Rule) =>
    rule.undoneAt ? (
      <span className={classes.sub}>
        Taken back <Moment at={rule.undoneAt} ago /> by {rule.undoneBy}: {rule.undoneReason}
      </span>
    ) : (
      <Action
        variant="default"
        size="compact-sm"
        disabledReason={may.whyNot('finding:decide')}
        aria-label={`Take back the alias of ${rule.name}`}
        onClick={() => onTakeBack(rule)}
      >
        Take back
      </Action>
    )
  const columns: Column<Rule>[] = [
    { id: 'says', title: 'Alias', width: 20, grow: true, render: says },
    {
      id: 'note',
      title: 'How you know',
      width: 16,
      grow: true,
      render: (rule) => <div className={classes.sub}>{rule.note}</div>,
    },
    {
      id: 'by',
      title: 'Set',
      width: 12,
      render: (rule) => (
        <>
          {rule.setBy}
          <div className={classes.sub}>
            <Moment at={rule.setAt} />
          </div>
        </>
      ),
    },
    { id: 'state', title: 'Take back', width: 14, render: stateOf },
  ]
  return (
    <>
      <FilterBar>
        <TextFilter label="Alias" value={q} onChange={(next) => onFilter({ q: next })} />
        <FacetFilter
          title="Also taken back"
          value={past}
          onChange={(value) => onFilter({ past: value as 'true' | undefined })}
          any="In force"
          options={[{ value: 'true', label: 'Also what was taken back' }]}
        />
      </FilterBar>
      <PagedTable
        fill
        label="Your aliases"
        query={query}
        columns={columns}
        rowKey={(rule) => rule.id}
        rowHeight={60}
        card={(rule) => (
          <>
            {says(rule)}
            <div className={classes.sub}>
              {rule.note}, {rule.setBy}, <Moment at={rule.setAt} />
            </div>
            <div className={classes.cardAction}>{stateOf(rule)}</div>
          </>
        )}
        empty={
          q === undefined ? (
            empty
          ) : (
            <Empty
              title="No alias has these words"
              action={
                <Button variant="default" onClick={() => onFilter({ q: undefined })}>
                  Clear filters
                </Button>
              }
            />
          )
        }
      />
    </>
  )
}
