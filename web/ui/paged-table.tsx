import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useVirtualizer, useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Page } from '#web/api/contract.ts'
import { allItems } from '#web/api/paging.ts'
import { Failure, RowsSkeleton, sentenceOf } from './states.tsx'
import classes from './table.module.css'
import { Cells, type Column, HeadRow, moveBetweenRows, openRow, type TableProps, tableWidth } from './table.tsx'

export type PagedQuery<Row> = UseInfiniteQueryResult<InfiniteData<Page<Row>>>

export interface PagedTableProps<Row> extends TableProps<Row> {
  query: PagedQuery<Row>
  /** How many rows there are in all, where that is known. */
  total?: number | undefined
  sort?: string | undefined
  onSort?: ((sort: string) => void) | undefined
  empty: ReactNode
  /** Takes what is left of the page's height; otherwise it is as high as its rows, up to a limit. */
  fill?: boolean
  rowHeight?: number
  cardHeight?: number
}

export const useIsPhone = () => useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })

/** A list of any length: rows are drawn where they can be seen, and the next page is read by key while scrolling. */
export function PagedTable<Row>(props: PagedTableProps<Row>) {
  const { query, empty, fill } = props
  const isPhone = useIsPhone()
  const rows = allItems(query.data)
  const frame = [classes.frame, fill ? classes.fill : classes.bounded].join(' ')

  // What is no list has nothing that could take the focus, so it must not scroll either.
  const said = [frame, classes.said].join(' ')
  if (query.isPending)
    return (
      <div className={[frame, classes.loading].join(' ')}>
        <RowsSkeleton rows={fill ? 14 : 5} height={props.rowHeight ?? 44} />
      </div>
    )
  if (query.error && rows.length === 0)
    return (
      <div className={said}>
        <Failure error={query.error} retry={() => void query.refetch()} />
      </div>
    )
  if (rows.length === 0) return <div className={said}>{empty}</div>
  return isPhone && props.card ? <CardList {...props} rows={rows} /> : <Grid {...props} rows={rows} frame={frame} />
}

/** Asks for the next page as soon as the end of what is there comes near. */
function useLoadOn<Row>(query: PagedQuery<Row>, lastDrawn: number, count: number) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const isNear = lastDrawn >= count - 30
  useEffect(() => {
    if (isNear && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [isNear, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])
}

/** How high the rows of a list were, so that going back to it finds the same rows where they stood. */
const measured = new Map<string, VirtualItem[]>()

type Drawn<Row> = PagedTableProps<Row> & { rows: Row[] }

function Grid<Row>(props: Drawn<Row> & { frame: string }) {
  const { rows, columns, label, rowKey, rowHref, query, total, rowHeight = 44 } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [place] = useState(() => label + window.location.href)
  const virtualizer = useVirtualizer({
    initialMeasurementsCache: measured.get(place) ?? [],
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rowKey(rows[index] as Row),
    overscan: 12,
  })
  useEffect(
    () => () => {
      if (measured.size > 20) measured.clear()
      measured.set(place, virtualizer.measurementsCache)
    },
    [place, virtualizer],
  )
  const drawn = virtualizer.getVirtualItems()
  const first = drawn[0]
  const last = drawn.at(-1)
  const before = first?.start ?? 0
  const after = virtualizer.getTotalSize() - (last?.end ?? 0)
  useLoadOn(query, last?.index ?? 0, rows.length)

  return (
    <div
      ref={scroller}
      className={props.frame}
      data-scroll-restoration-id={label}
      // Rows that lead nowhere take no focus: without this a keyboard could not scroll them.
      {...(rowHref ? {} : { role: 'group', 'aria-label': label, tabIndex: 0 })}
    >
      <table
        className={classes.table}
        aria-label={label}
        aria-rowcount={total === undefined ? -1 : total + 1}
        style={{ minWidth: tableWidth(columns as Column<never>[]) }}
        onKeyDown={moveBetweenRows}
      >
        <HeadRow columns={columns} sort={props.sort} onSort={props.onSort} />
        <tbody>
          {before > 0 && <Gap height={before} columns={columns.length} />}
          {drawn.map(({ index, key }) => (
            <tr
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-rowindex={index + 2}
              onClick={openRow}
              className={rowHref ? classes.open : undefined}
            >
              <Cells columns={columns} row={rows[index] as Row} />
            </tr>
          ))}
          {after > 0 && <Gap height={after} columns={columns.length} />}
        </tbody>
      </table>
      <Foot query={query} />
    </div>
  )
}

const Gap = ({ height, columns }: { height: number; columns: number }) => (
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that keeps the room of rows not drawn; nothing in it takes focus
  <tr aria-hidden="true">
    <td colSpan={columns} className={classes.gap} style={{ height }} />
  </tr>
)

function CardList<Row>({ rows, rowKey, card, query, label, cardHeight = 92 }: Drawn<Row>) {
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    if (list.current) setTop(list.current.getBoundingClientRect().top + window.scrollY)
  }, [])
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => cardHeight,
    scrollMargin: top,
    getItemKey: (index) => rowKey(rows[index] as Row),
    overscan: 8,
  })
  const drawn = virtualizer.getVirtualItems()
  useLoadOn(query, drawn.at(-1)?.index ?? 0, rows.length)

  return (
    <>
      <ul ref={list} className={classes.cards} aria-label={label} onKeyDown={moveBetweenRows}>
        <li aria-hidden="true" style={{ height: (drawn[0]?.start ?? top) - top }} />
        {drawn.map(({ index, key }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the link in the card is the keyboard's way
          <li key={key} ref={virtualizer.measureElement} data-index={index} className={classes.card} onClick={openRow}>
            {card?.(rows[index] as Row)}
          </li>
        ))}
        <li
          aria-hidden="true"
          style={{ height: Math.max(0, virtualizer.getTotalSize() + top - (drawn.at(-1)?.end ?? top)) }}
        />
      </ul>
      <Foot query={query} />
    </>
  )
}

function Foot<Row>({ query }: { query: PagedQuery<Row> }) {
  if (query.isFetchNextPageError)
    return (
      <div className={classes.foot} role="alert">
        {sentenceOf(query.error)}{' '}
        <Button size="compact-sm" variant="default" onClick={() => void query.fetchNextPage()}>
          Try again
        </Button>
      </div>
    )
  if (query.isFetchingNextPage) return <div className={classes.foot}>Reading on …</div>
  return null
}
