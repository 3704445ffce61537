import { Button } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { awaitedBindingsQuery, waitingBillsQuery } from '#web/api/awaited-bills.ts'
import type { AwaitedBillBinding, WaitingBill } from '#web/api/contract.ts'
import { useMay } from '#web/components/access.ts'
import classes from '#web/components/sbom.module.css'
import type { VexDocumentsSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { BillName, BindAwaitedBillDialog, FreeAwaitedBillDialog } from './awaited-bill-dialogs.tsx'

const icon = <IconHourglass size={30} aria-hidden />

const Documents = ({ row }: { row: WaitingBill }) => (
  <>
    <AppLink href={paths.vexDocument(row.documentId)}>VEX by {row.author || 'an author who is not named'}</AppLink>
    {row.documents > 1 && <div className={classes.sub}>and {formatCount(row.documents - 1)} more</div>}
  </>
)

function Bind({ row, onBind }: { row: WaitingBill; onBind: (row: WaitingBill) => void }) {
  const may = useMay()
  if (row.sbomId) return <AppLink href={paths.sbom(row.sbomId)}>Open the bill to bind it</AppLink>
  return (
    <Action
      size="compact-sm"
      variant="default"
      aria-label={`Bind ${row.serialNumber}, revision ${row.revision}`}
      disabledReason={may.whyNot('finding:decide')}
      onClick={() => onBind(row)}
    >
      Bind
    </Action>
  )
}

/** Bills that VEX documents name and that reach no device. */
export function WaitingBills() {
  const { search, setSearch, clear } = useSearchState<VexDocumentsSearch>()
  const [binding, setBinding] = useState<WaitingBill>()
  const bills = useInfiniteQuery(waitingBillsQuery({ q: search.q }))
  const columns: Column<WaitingBill>[] = [
    { id: 'bill', title: 'Bill of materials', width: 19, grow: true, render: (row) => <BillName bill={row} /> },
    { id: 'flaws', title: 'Flaws', width: 5, align: 'end', render: (row) => formatCount(row.vulnerabilities) },
    { id: 'document', title: 'Document', width: 14, render: (row) => <Documents row={row} /> },
    { id: 'reason', title: 'Why it changes nothing', width: 15, grow: true, render: (row) => row.reason },
    {
      id: 'bind',
      title: 'Bind',
      isTitleHidden: true,
      width: 8,
      align: 'end',
      render: (row) => <Bind row={row} onBind={setBinding} />,
    },
  ]
  return (
    <>
      <FilterBar onClear={search.q ? () => setSearch({ q: undefined }) : undefined}>
        <TextFilter label="Serial number, author" value={search.q} onChange={(q) => setSearch({ q })} />
      </FilterBar>
      <PagedTable
        fill
        label="Bills that VEX waits for"
        query={bills}
        columns={columns}
        rowKey={(row) => `${row.serialNumber} ${row.revision}`}
        rowHeight={72}
        cardHeight={170}
        card={(row) => (
          <>
            <BillName bill={row} />
            <div className={classes.sub}>
              {formatCount(row.vulnerabilities)} {row.vulnerabilities === 1 ? 'flaw' : 'flaws'} ·{' '}
              <Documents row={row} />
            </div>
            <div>{row.reason}</div>
            <Bind row={row} onBind={setBinding} />
          </>
        )}
        empty={
          search.q ? (
            <Empty
              icon={icon}
              title="No such bill is waited for"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty icon={icon} title="VEX waits for no bill">
              Every bill that a VEX document names is here and reaches a device, or is bound.
            </Empty>
          )
        }
      />
      {binding && (
        <BindAwaitedBillDialog bill={binding} author={binding.author} onClose={() => setBinding(undefined)} />
      )}
    </>
  )
}

const Model = ({ row }: { row: AwaitedBillBinding }) => (
  <>
    {row.manufacturer} {row.model}
    <div className={classes.sub}>{row.versions || 'every version'}</div>
  </>
)

const Who = ({ row }: { row: AwaitedBillBinding }) => (
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
      row.hasCome && (
        <div className={classes.sub}>
          <strong>Counts no more:</strong> the bill itself is here.
        </div>
      )
    )}
  </>
)

const Devices = ({ row }: { row: AwaitedBillBinding }) =>
  row.devices === 0 ? (
    <span className="quiet">—</span>
  ) : (
    <CountLink
      href={paths.devices({ manufacturer: row.manufacturer, model: row.model, active: 'true' })}
      count={row.devices}
      of={`devices of ${row.model}`}
    />
  )

function Free({ row, onFree }: { row: AwaitedBillBinding; onFree: (row: AwaitedBillBinding) => void }) {
  const may = useMay()
  if (row.revokedAt) return null
  return (
    <Action
      size="compact-sm"
      variant="default"
      aria-label={`Take back ${row.serialNumber}, revision ${row.revision}`}
      disabledReason={may.whyNot('finding:decide')}
      onClick={() => onFree(row)}
    >
      Take back
    </Action>
  )
}

/** Which models people said that bills are of that are not here. */
export function BoundAwaitedBills() {
  const [freeing, setFreeing] = useState<AwaitedBillBinding>()
  const bindings = useInfiniteQuery(awaitedBindingsQuery(false))
  const columns: Column<AwaitedBillBinding>[] = [
    { id: 'bill', title: 'Bill of materials', width: 18, grow: true, render: (row) => <BillName bill={row} /> },
    { id: 'model', title: 'Is of', width: 13, render: (row) => <Model row={row} /> },
    { id: 'devices', title: 'Devices', width: 6, align: 'end', render: (row) => <Devices row={row} /> },
    { id: 'why', title: 'Why, and who said it', width: 16, grow: true, render: (row) => <Who row={row} /> },
    {
      id: 'free',
      title: 'Take back',
      isTitleHidden: true,
      width: 8,
      align: 'end',
      render: (row) => <Free row={row} onFree={setFreeing} />,
    },
  ]
  return (
    <>
      <PagedTable
        fill
        label="Bills bound to models"
        query={bindings}
        columns={columns}
        rowKey={(row) => row.id}
        rowHeight={72}
        cardHeight={170}
        card={(row) => (
          <>
            <BillName bill={row} />
            <div>
              is of <Model row={row} />
            </div>
            {row.devices > 0 && (
              <div>
                <Devices row={row} /> devices
              </div>
            )}
            <Who row={row} />
            <Free row={row} onFree={setFreeing} />
          </>
        )}
        empty={
          <Empty icon={icon} title="No bill was bound yet">
            Bind one under <AppLink href={paths.vexDocuments('waiting')}>Waits for its bill</AppLink>.
          </Empty>
        }
      />
      {freeing && <FreeAwaitedBillDialog binding={freeing} onClose={() => setFreeing(undefined)} />}
    </>
  )
}
