import { Textarea } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

export function RemoveDocumentDialog({
  what,
  effect,
  backTo,
  remove: send,
  onClose,
}: {
  what: 'bill' | 'form' | 'VEX document'
  /** What no longer holds from then on. */
  effect: string
  backTo: string
  remove: (reason: string) => Promise<unknown>
  onClose: () => void
}) {
  const router = useRouter()
  const [reason, setReason] = useState('')
  const remove = useChange(() => send(reason.trim()), {
    done: `The ${what} is out of force.`,
    onDone: () => router.history.push(backTo),
  })
  return (
    <Dialog title={`Take the ${what} out of force`} opened onClose={onClose}>
      <Form
        danger
        submit="Take out of force"
        disabledReason={reason.trim() ? null : 'Give the reason.'}
        isSending={remove.isPending}
        error={remove.error}
        onSubmit={() => remove.mutate(undefined)}
      >
        <p style={{ margin: 0 }}>
          {effect} A {what} that it had replaced comes back. What it said stays on record.
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
