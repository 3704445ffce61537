import { IconHourglass } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { awaitedBindingsQuery, bindAwaitedBill, freeAwaitedBill, waitingBillsQuery } from '#web/api/awaited-bills.ts'
import type { AwaitedBillBinding, WaitingBill } from '#web/api/contract.ts'
import { BindDialog } from '#web/components/bind-dialog.tsx'
import { BoundList, UnboundList } from '#web/components/binding-lists.tsx'
import classes from '#web/components/sbom.module.css'
import type { VexDocumentsSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty } from '#web/ui/states.tsx'

const icon = <IconHourglass size={30} aria-hidden />

/** A bill by the name that VEX documents call it by. */
type NamedBill = Pick<WaitingBill, 'serialNumber' | 'revision'>

const BillName = ({ bill }: { bill: NamedBill }) => (
  <>
    <span className="mono" style={{ overflowWrap: 'anywhere' }}>
      {bill.serialNumber}
    </span>
    , revision {bill.revision}
  </>
)

const named = {
  title: 'Bill of materials',
  render: (bill: NamedBill) => <BillName bill={bill} />,
  spoken: ({ serialNumber, revision }: NamedBill) => `${serialNumber}, revision ${revision}`,
}

/** Bills that VEX documents name and that reach no device. */
export function WaitingBills() {
  const { search } = useSearchState<VexDocumentsSearch>()
  return (
    <UnboundList
      label="Bills that VEX waits for"
      query={useInfiniteQuery(waitingBillsQuery({ q: search.q }))}
      rowKey={named.spoken}
      named={named}
      document={(row) => (
        <AppLink href={paths.vexDocument(row.documentId)}>VEX by {row.author || 'an author who is not named'}</AppLink>
      )}
      bindElsewhere={(row) => row.sbomId && <AppLink href={paths.sbom(row.sbomId)}>Open the bill to bind it</AppLink>}
      filter="Serial number, author"
      icon={icon}
      nothingFits="No such bill is waited for"
      empty={
        <Empty icon={icon} title="VEX waits for no bill">
          Every bill that a VEX document names is here and reaches a device, or is bound.
        </Empty>
      }
      dialog={(bill, onClose) => <BindAwaitedBillDialog bill={bill} author={bill.author} onClose={onClose} />}
    />
  )
}

/** Says which model a bill is of that is not here. */
export const BindAwaitedBillDialog = ({
  bill,
  author,
  onClose,
}: {
  bill: NamedBill
  author: string
  onClose: () => void
}) => (
  <BindDialog
    title="Which model is this bill of?"
    of={{ manufacturer: author, model: '', versions: '' }}
    lead={
      <>
        <BillName bill={bill} />
        <br />
        <span className="quiet small">
          What documents say of it holds on the devices of this model, now and later, until the bill itself comes.
        </span>
      </>
    }
    versionsAre="Of the device’s software, that the bill is of"
    needsVersions
    done="Bound: what is said of it was read anew."
    bind={(to) => bindAwaitedBill({ serialNumber: bill.serialNumber, revision: bill.revision, ...to })}
    onClose={onClose}
  />
)

/** Which models people said that bills are of that are not here. */
export const BoundAwaitedBills = () => (
  <BoundList<AwaitedBillBinding>
    label="Bills bound to models"
    query={useInfiniteQuery(awaitedBindingsQuery(false))}
    named={named}
    verb="is of"
    versionsOf={(row) => row.versions || 'every version'}
    counts={(row) =>
      row.hasCome && (
        <div className={classes.sub}>
          <strong>Counts no more:</strong> the bill itself is here.
        </div>
      )
    }
    whatIsSaid={() => 'the bill'}
    free={freeAwaitedBill}
    empty={
      <Empty icon={icon} title="No bill was bound yet">
        Bind one under <AppLink href={paths.vexDocuments('waiting')}>Waits for its bill</AppLink>.
      </Empty>
    }
  />
)
