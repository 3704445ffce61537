import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { UnmatchedVexProduct, VexProductBinding } from '#web/api/contract.ts'
import { bindVexProduct, freeVexProduct } from '#web/api/vex-products.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './advisories.module.css'

const nameOf = ({ vendor, product }: Pick<UnmatchedVexProduct, 'vendor' | 'product'>) =>
  [vendor, product].filter(Boolean).join(' ')

/** Says which model a product of VEX is. */
export function BindVexProductDialog({ row, onClose }: { row: UnmatchedVexProduct; onClose: () => void }) {
  const [manufacturer, setManufacturer] = useState(row.vendor || row.publisher)
  const [model, setModel] = useState('')
  const [versions, setVersions] = useState('')
  const [reason, setReason] = useState('')
  const { publisher, vendor, product } = row
  const bind = useChange(
    () => bindVexProduct({ publisher, vendor, product, manufacturer, model, versions, reason: reason.trim() }),
    { done: 'Bound: what is said of it was read anew.', onDone: onClose },
  )
  return (
    <Dialog title="Which model is this?" opened onClose={onClose}>
      <Form
        submit="Bind"
        disabledReason={
          !manufacturer.trim() || !model.trim()
            ? 'Give manufacturer and model.'
            : reason.trim()
              ? null
              : 'Say how you know.'
        }
        isSending={bind.isPending}
        error={bind.error}
        onSubmit={() => bind.mutate(undefined)}
      >
        <p style={{ margin: 0, overflowWrap: 'anywhere' }}>
          <strong>{nameOf(row)}</strong>
          <br />
          <span className="quiet small">
            as {publisher} names it. What is said of it holds on the devices of this model, now and in later documents.
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
          description={`For statements that name none${row.versions.length > 0 ? ` (some name ${row.versions.join(', ')}, and keep it)` : ''}: one, several with commas, a range like >= 4.0 | < 4.2, or * for every version`}
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

export function FreeVexProductDialog({ row, onClose }: { row: VexProductBinding; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const free = useChange(() => freeVexProduct(row.id, reason.trim()), { done: 'Taken back.', onDone: onClose })
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
          What is said of {nameOf(row)} no longer holds on {row.manufacturer} {row.model}. Findings that it closed open
          again.
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
