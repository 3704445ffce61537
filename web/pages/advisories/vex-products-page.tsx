import { Button } from '@mantine/core'
import { IconLinkOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { UnmatchedVexProduct, VexProductBinding } from '#web/api/contract.ts'
import { unmatchedVexQuery, vexBindingsQuery } from '#web/api/vex-products.ts'
import { useMay } from '#web/components/access.ts'
import type { VexProductsSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { FilterBar, TextFilter } from '#web/ui/filter-bar.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import classes from './advisories.module.css'
import { BindVexProductDialog, FreeVexProductDialog } from './vex-product-dialogs.tsx'

const icon = <IconLinkOff size={30} aria-hidden />

/** What VEX says of products that no device here bears the name of, and which models people said they are. */
export function VexProductsPage() {
  const { search } = useSearchState<VexProductsSearch>()
  const tab = search.tab ?? 'unmatched'
  return (
    <Page
      fill
      title="VEX that fits no device"
      parent={{ title: 'Advisories', href: paths.advisories() }}
      lead="Products that makers call otherwise than the inventory. Say which model one is, and what is said of it holds."
      actions={
        <LinkAction variant="subtle" href={paths.vexDocuments('waiting')}>
          VEX that waits for SBOMs
        </LinkAction>
      }
    >
      <LinkTabs
        label="Products of VEX"
        current={tab}
        tabs={[
          { id: 'unmatched', title: 'Fits no device', href: paths.vexProducts() },
          { id: 'bound', title: 'Bound by you', href: paths.vexProducts('bound') },
        ]}
      />
      {tab === 'bound' ? <Bound /> : <Unmatched />}
    </Page>
  )
}

const Name = ({ row }: { row: Pick<UnmatchedVexProduct, 'publisher' | 'vendor' | 'product'> }) => (
  <>
    <strong style={{ overflowWrap: 'anywhere' }}>{[row.vendor, row.product].filter(Boolean).join(' ')}</strong>
    <div className={classes.sub}>{row.publisher}</div>
  </>
)

function Bind({ row, onBind }: { row: UnmatchedVexProduct; onBind: (row: UnmatchedVexProduct) => void }) {
  const may = useMay()
  return (
    <Action
      size="compact-sm"
      variant="default"
      aria-label={`Bind ${row.product}`}
      disabledReason={may.whyNot('finding:decide')}
      onClick={() => onBind(row)}
    >
      Bind
    </Action>
  )
}

const Documents = ({ row }: { row: UnmatchedVexProduct }) => (
  <>
    <AppLink href={paths.advisory(row.advisoryId)}>{row.advisoryTitle}</AppLink>
    {row.documents > 1 && <div className={classes.sub}>and {formatCount(row.documents - 1)} more</div>}
  </>
)

function Unmatched() {
  const { search, setSearch, clear } = useSearchState<VexProductsSearch>()
  const [binding, setBinding] = useState<UnmatchedVexProduct>()
  const products = useInfiniteQuery(unmatchedVexQuery({ q: search.q }))
  const columns: Column<UnmatchedVexProduct>[] = [
    {
      id: 'product',
      title: 'Product',
      width: 17,
      grow: true,
      render: (row) => (
        <>
          <Name row={row} />
          {row.versions.length > 0 && <div className={`mono ${classes.sub}`}>{row.versions.join(', ')}</div>}
        </>
      ),
    },
    { id: 'flaws', title: 'Flaws', width: 5, align: 'end', render: (row) => formatCount(row.vulnerabilities) },
    { id: 'document', title: 'Document', width: 14, render: (row) => <Documents row={row} /> },
    { id: 'reason', title: 'Why it changes nothing', width: 15, grow: true, render: (row) => row.reason },
    {
      id: 'bind',
      title: 'Bind',
      isTitleHidden: true,
      width: 6,
      align: 'end',
      render: (row) => <Bind row={row} onBind={setBinding} />,
    },
  ]
  return (
    <>
      <FilterBar onClear={search.q ? clear : undefined}>
        <TextFilter label="Publisher, maker, product" value={search.q} onChange={(q) => setSearch({ q })} />
      </FilterBar>
      <PagedTable
        fill
        label="Products that fit no device"
        query={products}
        columns={columns}
        rowKey={(row) => `${row.publisher} ${row.vendor} ${row.product}`}
        rowHeight={72}
        cardHeight={150}
        card={(row) => (
          <>
            <Name row={row} />
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
              title="No such product is called so"
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty icon={icon} title="Every product of VEX fits a device, or is bound">
              CSAF VEX and OpenVEX come from feeds, or one by one under{' '}
              <AppLink href={paths.advisories()}>Advisories</AppLink>.
            </Empty>
          )
        }
      />
      {binding && <BindVexProductDialog row={binding} onClose={() => setBinding(undefined)} />}
    </>
  )
}

const Model = ({ row }: { row: VexProductBinding }) => (
  <>
    {row.manufacturer} {row.model}
    <div className={classes.sub}>
      {row.versions === '' ? 'versions as stated' : row.versions === 'vers:all/*' ? 'every version' : row.versions}
    </div>
  </>
)

const Who = ({ row }: { row: VexProductBinding }) => (
  <>
    {row.reason}
    <div className={classes.sub}>
      {row.boundBy}, <Moment at={row.boundAt} />
    </div>
    {row.revokedAt && (
      <div className={classes.sub}>
        <strong>Taken back</strong> by {row.revokedBy}, <Moment at={row.revokedAt} />: {row.revokedReason}
      </div>
    )}
  </>
)

const Devices = ({ row }: { row: VexProductBinding }) =>
  row.devices === 0 ? (
    <span className="quiet">—</span>
  ) : (
    <CountLink
      href={paths.devices({ manufacturer: row.manufacturer, model: row.model, active: 'true' })}
      count={row.devices}
      of={`devices of ${row.model}`}
    />
  )

function Free({ row, onFree }: { row: VexProductBinding; onFree: (row: VexProductBinding) => void }) {
  const may = useMay()
  if (row.revokedAt) return null
  return (
    <Action
      size="compact-sm"
      variant="default"
      aria-label={`Take back ${row.product}`}
      disabledReason={may.whyNot('finding:decide')}
      onClick={() => onFree(row)}
    >
      Take back
    </Action>
  )
}

function Bound() {
  const [freeing, setFreeing] = useState<VexProductBinding>()
  const bindings = useInfiniteQuery(vexBindingsQuery(false))
  const columns: Column<VexProductBinding>[] = [
    { id: 'product', title: 'Product', width: 16, grow: true, render: (row) => <Name row={row} /> },
    { id: 'model', title: 'Is', width: 13, render: (row) => <Model row={row} /> },
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
        label="Products bound to models"
        query={bindings}
        columns={columns}
        rowKey={(row) => row.id}
        rowHeight={72}
        cardHeight={160}
        card={(row) => (
          <>
            <Name row={row} />
            <div>
              is <Model row={row} />
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
          <Empty icon={icon} title="No product was bound yet">
            Bind one under <AppLink href={paths.vexProducts()}>Fits no device</AppLink>.
          </Empty>
        }
      />
      {freeing && <FreeVexProductDialog row={freeing} onClose={() => setFreeing(undefined)} />}
    </>
  )
}
