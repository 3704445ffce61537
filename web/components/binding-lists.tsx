import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useMay } from '#web/components/access.ts'
import classes from '#web/components/sbom.module.css'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { CountLink, formatCount } from '#web/ui/app-link.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { type PagedQuery, PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

// What makers speak of and no device here bears the name of: first what waits for a person's word, then what was said of it.

/** Its name, as a column and at the head of a card. */
interface Named<Row> {
  title: string
  render: (row: Row) => ReactNode
  /** In one line, for the names of buttons. */
  spoken: (row: Row) => string
}

interface RowAction<Row> {
  what: 'Bind' | 'Take back'
  row: Row
  named: Named<Row>
  onClick: (row: Row) => void
}

function RowButton<Row>({ what, row, named, onClick }: RowAction<Row>) {
  const may = useMay()
  return (
    <Action
      size="compact-sm"
      variant="default"
      aria-label={`${what} ${named.spoken(row)}`}
      disabledReason={may.whyNot('finding:decide')}
      onClick={() => onClick(row)}
    >
      {what}
    </Action>
  )
}

interface Unbound {
  documents: number
  vulnerabilities: number
  reason: string
}

/** What fits no device and nobody bound, each with the way to bind it. */
export function UnboundList<Row extends Unbound>({
  label,
  query,
  rowKey,
  named,
  document,
  bindElsewhere,
  filter,
  icon,
  nothingFits,
  empty,
  dialog,
}: {
  label: string
  query: PagedQuery<Row>
  rowKey: (row: Row) => string
  named: Named<Row>
  /** The link to the last document that names it. */
  document: (row: Row) => ReactNode
  /** Where it is bound at another place. */
  bindElsewhere?: (row: Row) => ReactNode
  /** What the text filter looks in. */
  filter: string
  icon: ReactNode
  nothingFits: string
  empty: ReactNode
  dialog: (row: Row, onClose: () => void) => ReactNode
}) {
  const { search, setSearch } = useSearchState<{ q?: string | undefined }>()
  const [binding, setBinding] = useState<Row>()
  // The tab is no filter: it stays.
  const clear = () => setSearch({ q: undefined })
  const documents = (row: Row) => (
    <>
      {document(row)}
      {row.documents > 1 && <div className={classes.sub}>and {formatCount(row.documents - 1)} more</div>}
    </>
  )
  const bind = (row: Row) =>
    bindElsewhere?.(row) ?? <RowButton what="Bind" row={row} named={named} onClick={setBinding} />
  const columns: Column<Row>[] = [
    { id: 'name', title: named.title, width: 19, grow: true, render: named.render },
    { id: 'flaws', title: 'Flaws', width: 5, align: 'end', render: (row) => formatCount(row.vulnerabilities) },
    { id: 'document', title: 'Document', width: 14, render: documents },
    { id: 'reason', title: 'Why it changes nothing', width: 15, grow: true, render: (row) => row.reason },
    { id: 'bind', title: 'Bind', isTitleHidden: true, width: 8, align: 'end', render: bind },
  ]
  return (
    <>
      <FilterBar onClear={search.q ? clear : undefined}>
        <TextFilter label={filter} value={search.q} onChange={(q) => setSearch({ q })} />
      </FilterBar>
      <PagedTable
        fill
        label={label}
        query={query}
        columns={columns}
        rowKey={rowKey}
        rowHeight={72}
        cardHeight={170}
        card={(row) => (
          <>
            {named.render(row)}
            <div className={classes.sub}>
              {formatCount(row.vulnerabilities)} {row.vulnerabilities === 1 ? 'flaw' : 'flaws'} · {documents(row)}
            </div>
            <div>{row.reason}</div>
            <div className={classes.cardAction}>{bind(row)}</div>
          </>
        )}
        empty={
          search.q ? (
            <Empty
              icon={icon}
              title={nothingFits}
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            empty
          )
        }
      />
      {binding && dialog(binding, () => setBinding(undefined))}
    </>
  )
}

interface Bound {
  id: string
  manufacturer: string
  model: string
  reason: string
  boundAt: string
  boundBy: string
  revokedAt: string | null
  revokedBy: string | null
  revokedReason: string | null
  devices: number
}

const Devices = ({ row }: { row: Bound }) =>
  row.devices > 0 ? (
    <CountLink
      href={paths.devices({ manufacturer: row.manufacturer, model: row.model, active: 'true' })}
      count={row.devices}
      of={`devices of ${row.model}`}
    />
  ) : (
    <span className="quiet">{row.revokedAt ? '—' : 'no device'}</span>
  )

/** Which models people said that it is, in force and taken back. */
export function BoundList<Row extends Bound>({
  label,
  query,
  named,
  verb,
  versionsOf,
  counts,
  whatIsSaid,
  free,
  empty,
}: {
  label: string
  query: PagedQuery<Row>
  named: Named<Row>
  verb: 'is' | 'is of'
  versionsOf: (row: Row) => string
  /** Why it counts no more, though nobody took it back. */
  counts?: (row: Row) => ReactNode
  /** What no longer holds once it is taken back. */
  whatIsSaid: (row: Row) => string
  free: (binding: string, reason: string) => Promise<unknown>
  empty: ReactNode
}) {
  const [freeing, setFreeing] = useState<Row>()
  const model = (row: Row) => (
    <>
      {row.manufacturer} {row.model}
      <div className={classes.sub}>{versionsOf(row)}</div>
    </>
  )
  const who = (row: Row) => (
    <>
      {row.reason}
      <div className={classes.sub}>
        {row.boundBy}, <Moment at={row.boundAt} />
      </div>
      {row.revokedAt ? (
        <div className={classes.sub}>
          <strong>Taken back</strong> by {row.revokedBy}, <Moment at={row.revokedAt} />: {row.revokedReason}
        </div>
      ) : (
        counts?.(row)
      )}
    </>
  )
  const takeBack = (row: Row) =>
    row.revokedAt ? null : <RowButton what="Take back" row={row} named={named} onClick={setFreeing} />
  const columns: Column<Row>[] = [
    { id: 'name', title: named.title, width: 18, grow: true, render: named.render },
    { id: 'model', title: verb === 'is' ? 'Is' : 'Is of', width: 13, render: model },
    { id: 'devices', title: 'Devices', width: 6.5, align: 'end', render: (row) => <Devices row={row} /> },
    { id: 'why', title: 'Why, and who said it', width: 16, grow: true, render: who },
    { id: 'free', title: 'Take back', isTitleHidden: true, width: 8, align: 'end', render: takeBack },
  ]
  return (
    <>
      <PagedTable
        fill
        label={label}
        query={query}
        columns={columns}
        rowKey={(row) => row.id}
        rowHeight={72}
        cardHeight={170}
        card={(row) => (
          <>
            {named.render(row)}
            <div>
              {verb} {model(row)}
            </div>
            {!row.revokedAt && (
              <div>
                <Devices row={row} /> {row.devices > 1 ? 'devices' : row.devices === 1 && 'device'}
              </div>
            )}
            {who(row)}
            {!row.revokedAt && <div className={classes.cardAction}>{takeBack(row)}</div>}
          </>
        )}
        empty={empty}
      />
      {freeing && (
        <ReasonDialog
          title="Take the binding back"
          submit="Take it back"
          done="Taken back."
          send={(reason) => free(freeing.id, reason)}
          onClose={() => setFreeing(undefined)}
        >
          What is said of {whatIsSaid(freeing)} no longer holds on {freeing.manufacturer} {freeing.model}. Findings that
          it closed open again.
        </ReasonDialog>
      )}
    </>
  )
}
