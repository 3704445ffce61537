import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { CountLink, formatCount } from '#web/ui/app-link.tsx'
import { FacetFilter } from '#web/ui/facet-filter.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { type PagedQuery, PagedTable } from '#web/ui/paged-table.tsx'
import { Empty } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import classes from './aliases.module.css'

/** A text of the inventory, in the words of the list. */
export interface Reading {
  readonly name: string
  /** What kind of text it is, in a few words. */
  readonly about: string
  readonly devices: number
  readonly devicesHref: string
  readonly how: ReactNode
  readonly taken: string | null
  /** The editor, open on it. */
  readonly edit: string
}

export interface ReadingListProps<Row, How extends string> {
  label: string
  query: PagedQuery<Row>
  rowKey: (row: Row) => string
  read: (row: Row) => Reading
  q: string | undefined
  how: string | undefined
  hows: Readonly<Record<How, string>>
  counts: Readonly<Partial<Record<How, number>>> | undefined
  onFilter: (filters: { q?: string | undefined; how?: How | undefined }) => void
  /** Filters that this list has besides. */
  filters?: ReactNode
  onClear: (() => void) | undefined
  /** What is searched for, in one word. */
  word: string
  icon: ReactNode
  empty: ReactNode
}

/** How texts of the inventory are read; each opens the editor. */
export function ReadingList<Row, How extends string>({
  label,
  query,
  rowKey,
  read,
  q,
  how,
  hows,
  counts,
  onFilter,
  filters,
  onClear,
  word,
  icon,
  empty,
}: ReadingListProps<Row, How>) {
  const columns: Column<Row>[] = [
    {
      id: 'name',
      title: 'As the inventory writes it',
      width: 18,
      grow: true,
      render: (row) => (
        <>
          <RowLink href={read(row).edit}>{read(row).name}</RowLink>
          <div className={classes.sub}>{read(row).about}</div>
        </>
      ),
    },
    {
      id: 'devices',
      title: 'Devices',
      width: 7,
      align: 'end',
      render: (row) => {
        const { devices, devicesHref, name } = read(row)
        return <CountLink href={devicesHref} count={devices} of={`devices of ${name}`} />
      },
    },
    { id: 'how', title: 'How it is read', width: 14, render: (row) => read(row).how },
    {
      id: 'taken',
      title: 'Taken for',
      width: 16,
      grow: true,
      render: (row) => {
        const { name, taken } = read(row)
        return <span className={taken === null || taken === name ? 'quiet' : undefined}>{taken ?? '—'}</span>
      },
    },
  ]
  const options = (Object.entries(hows) as [How, string][]).map(([value, title]) => ({
    value,
    label: title,
    count: counts?.[value],
  }))
  return (
    <>
      <FilterBar onClear={onClear}>
        <TextFilter label={word} value={q} onChange={(next) => onFilter({ q: next })} />
        {filters}
        <FacetFilter
          title="How it is read"
          value={how}
          onChange={(value) => onFilter({ how: value as How | undefined })}
          options={options}
        />
      </FilterBar>
      <PagedTable
        fill
        label={label}
        query={query}
        columns={columns}
        rowKey={rowKey}
        rowHref={(row) => read(row).edit}
        rowHeight={60}
        card={(row) => {
          const { name, about, devices, how: isRead, taken, edit } = read(row)
          return (
            <>
              <RowLink href={edit}>{name}</RowLink> <span className="quiet">{about}</span>
              <div>
                {isRead}
                {taken !== null && taken !== name && `: ${taken}`}
              </div>
              <div className={classes.sub}>
                {formatCount(devices)} {devices === 1 ? 'device' : 'devices'}
              </div>
            </>
          )
        }}
        empty={
          onClear ? (
            <Empty
              icon={icon}
              title={`No ${word.toLowerCase()} fits these filters`}
              action={
                <Button variant="default" onClick={onClear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            empty
          )
        }
      />
    </>
  )
}
