import { Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** Takes an alias back, with what that would change. */
export function TakeBackDialog({
  name,
  takeBack,
  done,
  onClose,
  children,
}: {
  name: string
  takeBack: (reason: string) => Promise<unknown>
  done: string
  onClose: () => void
  children: ReactNode
}) {
  const [reason, setReason] = useState('')
  const undo = useChange(() => takeBack(reason.trim()), { done, onDone: onClose })
  return (
    <Dialog title={`Take back the alias of ${name}?`} opened onClose={onClose} size="lg">
      <Form
        submit="Take back"
        danger
        disabledReason={reason.trim() === '' ? 'Say why.' : null}
        isSending={undo.isPending}
        error={undo.error}
        onSubmit={() => undo.mutate(undefined)}
      >
        {children}
        <Textarea
          label="Why?"
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
