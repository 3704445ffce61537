import { Select, Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { DevicePage } from '#web/api/contract.ts'
import { correctDevice } from '#web/api/devices.ts'
import { attributeGroups, deviceAttributes, humanise } from '#web/api/words.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { ClaimField, claimText, fromClaim, toClaim } from './claim-field.tsx'

const choices = attributeGroups.map((group) => ({
  group: humanise(group),
  items: Object.entries(deviceAttributes)
    .filter(([, info]) => info.group === group)
    .map(([value, info]) => ({ value, label: info.title })),
}))

/** A person says what an attribute is: an observation of theirs, beside what the sources say. */
export function CorrectDialog({
  device: { device, attributes },
  attribute,
  onClose,
}: {
  device: DevicePage
  /** Which one; empty where it is still to be chosen, null where the dialog is closed. */
  attribute: string | null
  onClose: () => void
}) {
  const golden: Readonly<Record<string, unknown>> = device.golden
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const [reason, setReason] = useState('')
  useEffect(() => {
    setName(attribute ?? '')
    setReason('')
  }, [attribute])
  useEffect(() => {
    setValue(fromClaim(golden[name]))
  }, [name, golden])
  const now = attributes.find((one) => one.attribute === name)
  const correct = useChange(
    () => correctDevice(device.id, { claims: { [name]: toClaim(name, value) }, reason: reason.trim() }),
    { done: 'Correction kept.', onDone: onClose },
  )
  return (
    <Dialog title="Correct an attribute" opened={attribute !== null} onClose={onClose}>
      <Form
        submit="Keep the correction"
        isSending={correct.isPending}
        error={correct.error}
        disabledReason={
          !name
            ? 'Choose the attribute.'
            : value.trim() === fromClaim(golden[name])
              ? 'The value is as it was.'
              : reason.trim()
                ? null
                : 'Say how you know.'
        }
        onSubmit={() => correct.mutate(undefined)}
      >
        <Select
          label="Attribute"
          data={choices}
          value={name || null}
          onChange={(picked) => setName(picked ?? '')}
          searchable
        />
        {name && (
          <ClaimField
            key={name}
            attribute={name}
            value={value}
            onChange={setValue}
            autoFocus
            description={
              now
                ? `${now.source.name} says ${claimText(name, now.value) || 'none'}. Leave it empty to say "none".`
                : 'No source says anything.'
            }
          />
        )}
        <Textarea
          label="How do you know?"
          description="It stands in the device’s history, with your name."
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
        />
      </Form>
    </Dialog>
  )
}
