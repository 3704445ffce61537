import { Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ControlPage, ControlVerification } from '#web/api/contract.ts'
import { addControl, recordVerification } from '#web/api/controls.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useToday } from '#web/ui/moment.tsx'
import { useChange } from '#web/ui/use-change.ts'

type Outcome = ControlVerification['outcome']

interface Look {
  readonly verifiedOn: string
  readonly verifiedBy: string
  readonly evidence: string
  readonly verifyAgainBy: string
}
const noLook = (verifiedOn: string): Look => ({ verifiedOn, verifiedBy: '', evidence: '', verifyAgainBy: '' })

const whyNotYet = ({ verifiedOn, evidence, verifyAgainBy }: Look, hasHeld: boolean) => {
  if (!verifiedOn) return 'Say on which day.'
  if (!evidence.trim()) return 'Say what was seen.'
  return hasHeld && !verifyAgainBy ? 'Say by when it has to be verified again.' : null
}

const asSent = ({ verifiedBy, evidence, ...days }: Look) => ({
  ...days,
  evidence: evidence.trim(),
  ...(verifiedBy.trim() && { verifiedBy: verifiedBy.trim() }),
})

function LookFields({
  look,
  hasHeld,
  onChange,
}: {
  look: Look
  hasHeld: boolean
  onChange: (change: Partial<Look>) => void
}) {
  const today = useToday()
  return (
    <>
      <TextInput
        type="date"
        label="Verified on"
        max={today}
        value={look.verifiedOn}
        onChange={(event) => onChange({ verifiedOn: event.currentTarget.value })}
      />
      <TextInput
        label="Verified by (may stay empty)"
        description="Who looked, where it was not you."
        value={look.verifiedBy}
        onChange={(event) => onChange({ verifiedBy: event.currentTarget.value })}
      />
      <Textarea
        label="Evidence"
        description="What was seen, and where the proof lies: a scan, a ticket, a file."
        autosize
        minRows={2}
        value={look.evidence}
        onChange={(event) => onChange({ evidence: event.currentTarget.value })}
      />
      {hasHeld && (
        <TextInput
          type="date"
          label="Verify again by"
          description="After this day what rests on it opens again."
          min={look.verifiedOn}
          value={look.verifyAgainBy}
          onChange={(event) => onChange({ verifyAgainBy: event.currentTarget.value })}
        />
      )}
    </>
  )
}

/** A control that decisions can rest on, with its first verification. */
export function AddControlDialog({ onAdded, onClose }: { onAdded: (id: string) => void; onClose: () => void }) {
  const [name, setName] = useState('')
  const [place, setPlace] = useState('')
  const [look, setLook] = useState(noLook(useToday()))
  const add = useChange(() => addControl({ name: name.trim(), place: place.trim(), ...asSent(look) }), {
    done: 'The control is on record.',
    onDone: ({ id }) => {
      onAdded(id)
      onClose()
    },
  })
  const missing = !name.trim() ? 'Say what it is.' : !place.trim() ? 'Say where it holds.' : whyNotYet(look, true)
  return (
    <Dialog title="Add a control" opened onClose={onClose}>
      <Form
        submit="Add"
        disabledReason={missing}
        isSending={add.isPending}
        error={add.error}
        onSubmit={() => add.mutate(undefined)}
      >
        <TextInput
          label="Control"
          description="What stands in place of the fix: a firewall rule, a port that is off, a locked room."
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Where it holds"
          description="A network, a site, a ward."
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
        />
        <LookFields look={look} hasHeld onChange={(change) => setLook({ ...look, ...change })} />
      </Form>
    </Dialog>
  )
}

/** Somebody looked again whether it holds, or the last look was none. */
export function VerifyControlDialog({ control, onClose }: { control: ControlPage; onClose: () => void }) {
  const [outcome, setOutcome] = useState<Outcome>('held')
  const [look, setLook] = useState(noLook(useToday()))
  const isTakenBack = outcome === 'taken_back'
  const verify = useChange(
    () => {
      const { verifyAgainBy, verifiedOn, ...said } = asSent(look)
      return recordVerification(control.id, {
        outcome,
        ...said,
        ...(!isTakenBack && { verifiedOn }),
        ...(outcome === 'held' && { verifyAgainBy }),
      })
    },
    {
      done: outcome === 'held' ? 'The control is verified.' : 'What rests on the control is open again.',
      onDone: onClose,
    },
  )
  return (
    <Dialog title={`Verify ${control.name}`} opened onClose={onClose}>
      <Form
        submit="Record"
        danger={outcome !== 'held'}
        disabledReason={
          isTakenBack ? (look.evidence.trim() ? null : 'Give the reason.') : whyNotYet(look, outcome === 'held')
        }
        isSending={verify.isPending}
        error={verify.error}
        onSubmit={() => verify.mutate(undefined)}
      >
        <p style={{ margin: 0, overflowWrap: 'anywhere' }}>
          {control.place}.{' '}
          {control.decisions === 1 ? 'One decision rests on it.' : `${control.decisions} decisions rest on it.`}
        </p>
        <Radio.Group label="Outcome" value={outcome} onChange={(value) => setOutcome(value as Outcome)}>
          <Stack gap="xs" mt="xs">
            <Radio value="held" label="It holds" />
            <Radio value="failed" label="It does not hold" description="What rests on it opens at once." />
            <Radio
              value="taken_back"
              label="Take the last verification back"
              description="It was wrong. What rests on it opens at once."
            />
          </Stack>
        </Radio.Group>
        {isTakenBack ? (
          <Textarea
            label="Reason"
            autosize
            minRows={2}
            value={look.evidence}
            onChange={(event) => setLook({ ...look, evidence: event.currentTarget.value })}
          />
        ) : (
          <LookFields look={look} hasHeld={outcome === 'held'} onChange={(change) => setLook({ ...look, ...change })} />
        )}
      </Form>
    </Dialog>
  )
}
