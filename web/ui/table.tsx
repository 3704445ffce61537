import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { AppLink, type AppLinkProps } from './app-link.tsx'
import classes from './table.module.css'

export interface Column<Row> {
  id: string
  title: string
  /** The title is for the screen reader alone: what is in the column tells itself. */
  isTitleHidden?: boolean
  /** Width in rem; the widest column takes what is left. */
  width: number
  grow?: boolean
  align?: 'end'
  /** The word that the list is sorted by when this heading is chosen. */
  sort?: string
  /** The biggest stands first. */
  isDown?: boolean
  render: (row: Row) => ReactNode
}

export interface TableProps<Row> {
  /** What the rows are, for the screen reader. */
  label: string
  columns: Column<Row>[]
  rowKey: (row: Row) => string
  /** Where the row leads; also a click anywhere in it. */
  rowHref?: ((row: Row) => string) | undefined
  /** The same row where there is no room for columns. */
  card?: ((row: Row) => ReactNode) | undefined
}

/** The link that a row is opened by; arrow keys go from one to the next. */
export function RowLink(props: AppLinkProps) {
  return (
    <AppLink {...props} data-row-link="" className={[classes.rowLink, props.className].filter(Boolean).join(' ')} />
  )
}

const isControl = (target: EventTarget | null) =>
  target instanceof Element && target.closest('a, button, input, select, textarea, label, [role="button"]') !== null

/** A click anywhere in a row that has a link opens it, unless a text is being selected. */
export function openRow(event: MouseEvent<HTMLElement>) {
  if (isControl(event.target) || window.getSelection()?.toString()) return
  const link = event.currentTarget.querySelector<HTMLAnchorElement>('[data-row-link]')
  if (!link) return
  if (event.metaKey || event.ctrlKey) window.open(link.href, '_blank', 'noopener')
  else link.click()
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, j: 1, k: -1 }

/** Arrows, Page keys, Home and End move from row to row; Enter is the link's own. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>) {
  if (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox') return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')]
  if (links.length === 0) return
  const here = links.findIndex((link) => link.closest('tr, li')?.contains(document.activeElement))
  const step = steps[event.key]
  const next =
    step !== undefined
      ? Math.min(links.length - 1, Math.max(0, here + step))
      : event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? links.length - 1
          : -1
  if (next < 0 || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  links[next]?.focus()
  links[next]?.closest('tr, li')?.scrollIntoView({ block: 'nearest' })
}

export function tableWidth(columns: Column<never>[]): string {
  return `${columns.reduce((sum, column) => sum + column.width, 0)}rem`
}

export function HeadRow<Row>({
  columns,
  sort,
  onSort,
}: {
  columns: Column<Row>[]
  sort?: string | undefined
  onSort?: ((sort: string) => void) | undefined
}) {
  return (
    <>
      <colgroup>
        {columns.map((column) => (
          <col key={column.id} style={column.grow ? undefined : { width: `${column.width}rem` }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => {
            const isSorted = !!column.sort && column.sort === sort
            return (
              <th
                key={column.id}
                scope="col"
                className={column.align === 'end' ? classes.end : undefined}
                aria-sort={isSorted ? (column.isDown ? 'descending' : 'ascending') : undefined}
              >
                {column.sort && onSort ? (
                  <button type="button" className={classes.sort} onClick={() => onSort(column.sort as string)}>
                    {column.title}
                    <span aria-hidden className={isSorted ? classes.sorted : classes.unsorted}>
                      {column.isDown ? '↓' : '↑'}
                    </span>
                  </button>
                ) : (
                  <span className={column.isTitleHidden ? 'visually-hidden' : undefined}>{column.title}</span>
                )}
              </th>
            )
          })}
        </tr>
      </thead>
    </>
  )
}

export function Cells<Row>({ columns, row }: { columns: Column<Row>[]; row: Row }) {
  return columns.map((column) => (
    <td key={column.id} className={column.align === 'end' ? classes.end : undefined}>
      {column.render(row)}
    </td>
  ))
}

/** A short list, all of it there. */
export function PlainTable<Row>({ label, columns, rowKey, rowHref, card, rows }: TableProps<Row> & { rows: Row[] }) {
  return (
    <>
      <div
        className={card ? classes.wide : classes.sideways}
        // What scrolls must be reachable by keyboard.
        {...(card ? {} : { tabIndex: 0, role: 'region', 'aria-label': label })}
      >
        <table
          className={classes.table}
          aria-label={label}
          style={{ minWidth: tableWidth(columns as Column<never>[]) }}
          onKeyDown={moveBetweenRows}
        >
          <HeadRow columns={columns} />
          <tbody>
            {rows.map((row) => (
              <tr key={rowKey(row)} onClick={openRow} className={rowHref ? classes.open : undefined}>
                <Cells columns={columns} row={row} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {card && (
        <ul className={`${classes.cards} ${classes.phone}`} aria-label={label}>
          {rows.map((row) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the link in the card is the keyboard's way
            <li key={rowKey(row)} className={classes.card} onClick={openRow}>
              {card(row)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
