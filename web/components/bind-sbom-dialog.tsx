import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SbomRow } from '#web/api/contract.ts'
import { bindSbom } from '#web/api/sboms.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** Says which model and versions a bill is of. */
export function BindSbomDialog({ bill, onClose }: { bill: SbomRow; onClose: () => void }) {
  const [manufacturer, setManufacturer] = useState(bill.manufacturer)
  const [model, setModel] = useState(bill.model)
  const [versions, setVersions] = useState(bill.versions || '*')
  const [reason, setReason] = useState('')
  const bind = useChange(() => bindSbom(bill.id, { manufacturer, model, versions, reason: reason.trim() }), {
    done: 'The bill is bound anew.',
    onDone: onClose,
  })
  return (
    <Dialog title="Which devices is this bill of?" opened onClose={onClose}>
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
        <TextInput
          label="Manufacturer"
          value={manufacturer}
          onChange={(event) => setManufacturer(event.currentTarget.value)}
        />
        <TextInput label="Model" value={model} onChange={(event) => setModel(event.currentTarget.value)} />
        <TextInput
          label="Versions"
          description="One, several with commas, a range like >= 4.0 | < 4.2, or * for every version"
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
