import type { ReactNode } from 'react'
import { Dialog } from '#web/ui/dialog.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
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
  const change = useChange(send, { done, onDone: onDone ?? onClose })
  return (
    <Dialog title={title} opened onClose={onClose}>
      <ReasonForm danger submit={submit} change={change} autoFocus>
        <p style={{ margin: 0, overflowWrap: 'anywhere' }}>{children}</p>
      </ReasonForm>
    </Dialog>
  )
}
