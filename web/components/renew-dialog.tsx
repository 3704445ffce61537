import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { DecisionPage } from '#web/api/contract.ts'
import { renewDecision } from '#web/api/decisions.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useToday } from '#web/ui/moment.tsx'
import { useChange } from '#web/ui/use-change.ts'

const later = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The same decision with another last day: proposed with one click, by the rule of approval that holds now. */
export function RenewDialog({ data, onClose }: { data: DecisionPage; onClose: () => void }) {
  const today = useToday()
  const end = data.expiresOn ?? today
  // As long again as it was decided for.
  const length = Math.max(1, Math.round((Date.parse(end) - Date.parse(data.decidedAt.slice(0, 10))) / 86_400_000))
  const [expiresOn, setExpiresOn] = useState(later([end, today].sort().at(-1)!, Math.min(length, 90)))
  const [reason, setReason] = useState(data.reason)
  const renew = useChange(
    () => renewDecision(data.id, { expiresOn, ...(reason.trim() !== data.reason && { reason: reason.trim() }) }),
    {
      done: ({ proposal }) =>
        proposal?.state === 'waiting' ? 'Proposed. The renewal waits for approval.' : 'The decision is renewed.',
      onDone: onClose,
    },
  )
  return (
    <Dialog title="Renew the decision" opened onClose={onClose}>
      <Form
        submit="Renew"
        isSending={renew.isPending}
        error={renew.error}
        disabledReason={!reason.trim() ? 'Give the reason.' : expiresOn > end ? null : 'Choose a later day.'}
        onSubmit={() => renew.mutate(undefined)}
      >
        <p style={{ margin: 0 }}>
          On the same, from the same premises, which are checked anew. Until it takes effect this decision stays as it
          is.
        </p>
        <TextInput
          type="date"
          label="Until"
          min={later(end, 1)}
          value={expiresOn}
          onChange={(event) => setExpiresOn(event.currentTarget.value)}
        />
        <Textarea
          label="Reason"
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
