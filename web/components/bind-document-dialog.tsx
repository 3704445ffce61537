import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

interface Bound {
  manufacturer: string
  model: string
  versions: string
}

/** Says which model and versions a document is of. */
export function BindDocumentDialog({
  what,
  of,
  bind: send,
  onClose,
}: {
  what: 'bill' | 'form'
  of: Bound
  bind: (to: Bound & { reason: string }) => Promise<unknown>
  onClose: () => void
}) {
  const [manufacturer, setManufacturer] = useState(of.manufacturer)
  const [model, setModel] = useState(of.model)
  const [versions, setVersions] = useState(of.versions || '*')
  const [reason, setReason] = useState('')
  const bind = useChange(() => send({ manufacturer, model, versions, reason: reason.trim() }), {
    done: `The ${what} is bound anew.`,
    onDone: onClose,
  })
  return (
    <Dialog title={`Which devices is this ${what} of?`} opened onClose={onClose}>
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
