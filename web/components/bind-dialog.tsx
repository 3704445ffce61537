import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Dialog } from '#web/ui/dialog.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** A model of the inventory, and the versions of its software that are meant. */
export interface Target {
  manufacturer: string
  model: string
  versions: string
}

/** Says which model something is of that makers speak of. */
export function BindDialog({
  title,
  of,
  lead,
  versionsAre = 'Of the device’s software',
  needsVersions,
  done,
  bind: send,
  onClose,
}: {
  title: string
  /** What is proposed, or holds until now. */
  of: Target
  lead?: ReactNode
  /** What they are the versions of. */
  versionsAre?: string
  needsVersions?: boolean
  done: string
  bind: (to: Target & { reason: string }) => Promise<unknown>
  onClose: () => void
}) {
  const [manufacturer, setManufacturer] = useState(of.manufacturer)
  const [model, setModel] = useState(of.model)
  const [versions, setVersions] = useState(of.versions)
  const bind = useChange((reason: string) => send({ manufacturer, model, versions, reason }), {
    done,
    onDone: onClose,
  })
  const whyNot = () => {
    if (!manufacturer.trim() || !model.trim()) return 'Give manufacturer and model.'
    if (needsVersions && !versions.trim()) return 'Give the versions; * is every version.'
    return null
  }
  return (
    <Dialog title={title} opened onClose={onClose}>
      <ReasonForm
        submit="Bind"
        label="How do you know?"
        missing="Say how you know."
        disabledReason={whyNot()}
        change={bind}
      >
        {lead && <p style={{ margin: 0, overflowWrap: 'anywhere' }}>{lead}</p>}
        <TextInput
          label="Manufacturer"
          description="As in the inventory"
          data-autofocus={of.manufacturer === '' || undefined}
          value={manufacturer}
          onChange={(event) => setManufacturer(event.currentTarget.value)}
        />
        <TextInput
          label="Model"
          description="As in the inventory"
          data-autofocus={(of.manufacturer !== '' && of.model === '') || undefined}
          value={model}
          onChange={(event) => setModel(event.currentTarget.value)}
        />
        <TextInput
          label="Versions"
          description={`${versionsAre}: one, several with commas, a range like >= 4.0 | < 4.2, or * for every version`}
          value={versions}
          onChange={(event) => setVersions(event.currentTarget.value)}
        />
      </ReasonForm>
    </Dialog>
  )
}

/** Says which model and versions a document is of. */
export const BindDocumentDialog = ({
  what,
  of,
  bind,
  onClose,
}: {
  what: 'bill' | 'form'
  of: Target
  bind: (to: Target & { reason: string }) => Promise<unknown>
  onClose: () => void
}) => (
  <BindDialog
    title={`Which devices is this ${what} of?`}
    of={{ ...of, versions: of.versions || '*' }}
    done={`The ${what} is bound anew.`}
    bind={bind}
    onClose={onClose}
  />
)
