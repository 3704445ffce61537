import { useRouter } from '@tanstack/react-router'
import { ReasonDialog } from './reason-dialog.tsx'

export function RemoveDocumentDialog({
  what,
  effect,
  backTo,
  remove,
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
  return (
    <ReasonDialog
      title={`Take the ${what} out of force`}
      submit="Take out of force"
      done={`The ${what} is out of force.`}
      send={remove}
      onDone={() => router.history.push(backTo)}
      onClose={onClose}
    >
      {effect} A {what} that it had replaced comes back. What it said stays on record.
    </ReasonDialog>
  )
}
