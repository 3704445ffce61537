import { IconFileCheck } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { VexDocumentRow } from '#web/api/contract.ts'
import { vexDocumentsQuery } from '#web/api/sboms.ts'
import { useMay } from '#web/components/access.ts'
import { AddDocumentDialog } from '#web/components/add-document-dialog.tsx'
import classes from '#web/components/sbom.module.css'
import type { VexDocumentsSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { formatCount } from '#web/ui/app-link.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { type Column, RowLink } from '#web/ui/table.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { BoundAwaitedBills, WaitingBills } from './awaited-bills.tsx'

const nameOf = (row: VexDocumentRow) => `VEX by ${row.author || 'an author who is not named'}`

const Standing = ({ row }: { row: VexDocumentRow }) =>
  row.replacedBy ? (
    <span className="quiet">replaced by a later revision</span>
  ) : row.billsHere === row.bills ? (
    <span>{row.bills === 1 ? 'its bill is here' : `all ${formatCount(row.bills)} bills are here`}</span>
  ) : row.billsHere + row.billsBound === row.bills ? (
    <span>
      {row.bills === 1 ? 'its bill is bound by you' : `${formatCount(row.billsBound)} bills are bound by you`}
    </span>
  ) : (
    <strong>
      {row.bills === 1
        ? 'waits for its bill'
        : `waits for ${formatCount(row.bills - row.billsHere - row.billsBound)} of ${formatCount(row.bills)} bills`}
    </strong>
  )

const columns: Column<VexDocumentRow>[] = [
  {
    id: 'document',
    title: 'Document',
    width: 19,
    grow: true,
    render: (row) => (
      <>
        <RowLink href={paths.vexDocument(row.id)}>{nameOf(row)}</RowLink>
        <div className={classes.sub}>
          {row.serialNumber ? (
            <>
              <span className="mono">{row.serialNumber}</span>, revision {row.revision}
            </>
          ) : (
            'without a serial number'
          )}
        </div>
      </>
    ),
  },
  { id: 'statements', title: 'Statements', width: 7, align: 'end', render: (row) => formatCount(row.statements) },
  { id: 'bills', title: 'Bills of materials', width: 14, render: (row) => <Standing row={row} /> },
  {
    id: 'made',
    title: 'Made',
    width: 9,
    align: 'end',
    render: (row) => (row.statedAt ? <Moment at={row.statedAt} ago /> : <span className="quiet">not said</span>),
  },
  {
    id: 'came',
    title: 'Came',
    width: 10,
    align: 'end',
    render: (row) => (
      <>
        <Moment at={row.uploadedAt} ago />
        <div className={classes.sub}>{row.uploadedBy}</div>
      </>
    ),
  },
]

/** What makers say of flaws in components of bills of materials, in documents of their own. */
export function VexDocumentsPage() {
  const { search } = useSearchState<VexDocumentsSearch>()
  const tab = search.tab ?? 'documents'
  const may = useMay()
  const [isAdding, setIsAdding] = useState(false)
  const add = (
    <Action disabledReason={may.whyNot('device:write')} onClick={() => setIsAdding(true)}>
      Add a VEX document
    </Action>
  )
  return (
    <Page
      fill
      title="VEX on SBOMs"
      parent={{ title: 'SBOMs', href: paths.sboms() }}
      lead="What makers say, apart from the bill, of flaws in its components. It holds on the devices of the bill that it links to."
      actions={
        <>
          <LinkAction variant="subtle" href={paths.vexProducts()}>
            VEX that fits no device
          </LinkAction>
          {add}
        </>
      }
    >
      <LinkTabs
        label="VEX on SBOMs"
        current={tab}
        tabs={[
          { id: 'documents', title: 'Documents', href: paths.vexDocuments() },
          { id: 'waiting', title: 'Waits for its bill', href: paths.vexDocuments('waiting') },
          { id: 'bound', title: 'Bound by you', href: paths.vexDocuments('bound') },
        ]}
      />
      {tab === 'waiting' ? <WaitingBills /> : tab === 'bound' ? <BoundAwaitedBills /> : <Documents add={add} />}
      {isAdding && <AddDocumentDialog onClose={() => setIsAdding(false)} />}
    </Page>
  )
}

function Documents({ add }: { add: ReactNode }) {
  const documents = useInfiniteQuery(vexDocumentsQuery({}))
  return (
    <PagedTable
      fill
      label="VEX documents"
      query={documents}
      columns={columns}
      rowKey={(row) => row.id}
      rowHref={(row) => paths.vexDocument(row.id)}
      rowHeight={60}
      card={(row) => (
        <>
          <RowLink href={paths.vexDocument(row.id)}>{nameOf(row)}</RowLink>
          <div className={classes.sub}>
            {formatCount(row.statements)} {row.statements === 1 ? 'statement' : 'statements'} · came{' '}
            <Moment at={row.uploadedAt} ago />
          </div>
          <Standing row={row} />
        </>
      )}
      empty={
        <Empty icon={<IconFileCheck size={30} aria-hidden />} title="No VEX document yet" action={add}>
          Ask makers for one in CycloneDX: it says which flaws of the components of their bill matter in the product.
        </Empty>
      }
    />
  )
}
