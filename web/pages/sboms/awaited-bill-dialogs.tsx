import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { bindAwaitedBill, freeAwaitedBill } from '#web/api/awaited-bills.ts'
import classes from '#web/components/sbom.module.css'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** A bill by the name that VEX documents call it by. */
export interface NamedBill {
  readonly serialNumber: string
  readonly revision: number
}

export const BillName = ({ bill }: { bill: NamedBill }) => (
  <>
    <span className="mono" style={{ overflowWrap: 'anywhere' }}>
      {bill.serialNumber}
    </span>
    , revision {bill.revision}
  </>
)

/** Says which model a bill is of that is not here. */
export function BindAwaitedBillDialog({
  bill,
  author,
  onClose,
}: {
  bill: NamedBill
  author: string
  onClose: () => void
}) {
  const [manufacturer, setManufacturer] = useState(author)
  const [model, setModel] = useState('')
  const [versions, setVersions] = useState('')
  const [reason, setReason] = useState('')
  const { serialNumber, revision } = bill
  const bind = useChange(
    () => bindAwaitedBill({ serialNumber, revision, manufacturer, model, versions, reason: reason.trim() }),
    { done: 'Bound: what is said of it was read anew.', onDone: onClose },
  )
  return (
    <Dialog title="Which model is this bill of?" opened onClose={onClose}>
      <Form
        submit="Bind"
        disabledReason={
          !manufacturer.trim() || !model.trim()
            ? 'Give manufacturer and model.'
            : !versions.trim()
              ? 'Give the versions; * is every version.'
              : reason.trim()
                ? null
                : 'Say how you know.'
        }
        isSending={bind.isPending}
        error={bind.error}
        onSubmit={() => bind.mutate(undefined)}
      >
        <p style={{ margin: 0 }}>
          <BillName bill={bill} />
          <br />
          <span className="quiet small">
            What documents say of it holds on the devices of this model, now and later, until the bill itself comes.
          </span>
        </p>
        <TextInput
          label="Manufacturer"
          description="As in the inventory"
          value={manufacturer}
          onChange={(event) => setManufacturer(event.currentTarget.value)}
        />
        <TextInput
          label="Model"
          description="As in the inventory"
          data-autofocus
          value={model}
          onChange={(event) => setModel(event.currentTarget.value)}
        />
        <TextInput
          label="Versions"
          description="Of the device’s software, that the bill is of: one, several with commas, a range like >= 4.0 | < 4.2, or * for every version"
          value={versions}
          onChange={(event) => setVersions(event.currentTarget.value)}
        />
        <Textarea
          label="How do you know?"
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}

export function FreeAwaitedBillDialog({
  binding,
  onClose,
}: {
  binding: { readonly id: string; readonly manufacturer: string; readonly model: string }
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const free = useChange(() => freeAwaitedBill(binding.id, reason.trim()), { done: 'Taken back.', onDone: onClose })
  return (
    <Dialog title="Take the binding back" opened onClose={onClose}>
      <Form
        danger
        submit="Take it back"
        disabledReason={reason.trim() ? null : 'Give the reason.'}
        isSending={free.isPending}
        error={free.error}
        onSubmit={() => free.mutate(undefined)}
      >
        <p className={classes.sub} style={{ margin: 0 }}>
          What is said of the bill no longer holds on {binding.manufacturer} {binding.model}. Findings that it closed
          open again.
        </p>
        <Textarea
          label="Reason"
          data-autofocus
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
