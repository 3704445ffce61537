import { IconLinkOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { UnmatchedVexProduct, VexProductBinding } from '#web/api/contract.ts'
import { bindVexProduct, freeVexProduct, unmatchedVexQuery, vexBindingsQuery } from '#web/api/vex-products.ts'
import { BindDialog } from '#web/components/bind-dialog.tsx'
import { BoundList, UnboundList } from '#web/components/binding-lists.tsx'
import type { VexProductsSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Page } from '#web/ui/page.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import classes from './advisories.module.css'

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
      lead="Products that makers call otherwise than the inventory. Say which model one is, and what is said of it holds. Statements that could not be applied at all stand on their advisory's page, with the reason."
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

type NamedProduct = Pick<UnmatchedVexProduct, 'publisher' | 'vendor' | 'product'>

const nameOf = ({ vendor, product }: NamedProduct) => [vendor, product].filter(Boolean).join(' ')

const named = {
  title: 'Product',
  render: (row: NamedProduct) => (
    <>
      <strong style={{ overflowWrap: 'anywhere' }}>{nameOf(row)}</strong>
      <div className={classes.sub}>{row.publisher}</div>
    </>
  ),
  spoken: (row: NamedProduct) => row.product,
}

function Unmatched() {
  const { search } = useSearchState<VexProductsSearch>()
  return (
    <UnboundList<UnmatchedVexProduct>
      label="Products that fit no device"
      query={useInfiniteQuery(unmatchedVexQuery({ q: search.q }))}
      rowKey={(row) => `${row.publisher} ${row.vendor} ${row.product}`}
      named={{
        ...named,
        render: (row) => (
          <>
            {named.render(row)}
            {row.versions.length > 0 && <div className={`mono ${classes.sub}`}>{row.versions.join(', ')}</div>}
          </>
        ),
      }}
      document={(row) => <AppLink href={paths.advisory(row.advisoryId)}>{row.advisoryTitle}</AppLink>}
      filter="Publisher, maker, product"
      icon={icon}
      nothingFits="No such product is called so"
      empty={
        <Empty icon={icon} title="Every product of VEX fits a device, or is bound">
          CSAF VEX and OpenVEX come from feeds, or one by one under{' '}
          <AppLink href={paths.advisories()}>Advisories</AppLink>.
        </Empty>
      }
      dialog={(row, onClose) => <BindVexProductDialog row={row} onClose={onClose} />}
    />
  )
}

function BindVexProductDialog({ row, onClose }: { row: UnmatchedVexProduct; onClose: () => void }) {
  const { publisher, vendor, product, versions } = row
  return (
    <BindDialog
      title="Which model is this?"
      of={{ manufacturer: vendor || publisher, model: '', versions: '' }}
      lead={
        <>
          <strong>{nameOf(row)}</strong>
          <br />
          <span className="quiet small">
            as {publisher} names it. What is said of it holds on the devices of this model, now and in later documents.
          </span>
        </>
      }
      versionsAre={`For statements that name none${versions.length > 0 ? ` (some name ${versions.join(', ')}, and keep it)` : ''}`}
      done="Bound: what is said of it was read anew."
      bind={(to) => bindVexProduct({ publisher, vendor, product, ...to })}
      onClose={onClose}
    />
  )
}

const versionsOf = ({ versions }: VexProductBinding) =>
  versions === '' ? 'versions as stated' : versions === 'vers:all/*' ? 'every version' : versions

const Bound = () => (
  <BoundList<VexProductBinding>
    label="Products bound to models"
    query={useInfiniteQuery(vexBindingsQuery(false))}
    named={named}
    verb="is"
    versionsOf={versionsOf}
    whatIsSaid={nameOf}
    free={freeVexProduct}
    empty={
      <Empty icon={icon} title="No product was bound yet">
        Bind one under <AppLink href={paths.vexProducts()}>Fits no device</AppLink>.
      </Empty>
    }
  />
)
