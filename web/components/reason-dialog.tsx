import { Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** Takes something back or out of force, with a reason that goes on record. */
export function ReasonDialog({
  title,
  submit,
  done,
  send,
  onDone,
  onClose,
  children,
}: {
  title: string
  submit: string
  done: string
  send: (reason: string) => Promise<unknown>
  /** Where it is not only to close. */
  onDone?: () => void
  onClose: () => void
  /** What no longer holds from then on. */
  children: ReactNode
}) {
  const [reason, setReason] = useState('')
  const change = useChange(() => send(reason.trim()), { done, onDone: onDone ?? onClose })
  return (
    <Dialog title={title} opened onClose={onClose}>
      <Form
        danger
        submit={submit}
        disabledReason={reason.trim() ? null : 'Give the reason.'}
        isSending={change.isPending}
        error={change.error}
        onSubmit={() => change.mutate(undefined)}
      >
        <p style={{ margin: 0, overflowWrap: 'anywhere' }}>{children}</p>
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
