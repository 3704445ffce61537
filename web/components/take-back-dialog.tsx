import type { ReactNode } from 'react'
import { Dialog } from '#web/ui/dialog.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
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
  const undo = useChange(takeBack, { done, onDone: onClose })
  return (
    <Dialog title={`Take back the alias of ${name}?`} opened onClose={onClose} size="lg">
      <ReasonForm danger autoFocus submit="Take back" label="Why?" missing="Say why." change={undo}>
        {children}
      </ReasonForm>
    </Dialog>
  )
}
