import { ReasonForm } from '#web/ui/reason-form.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { useMay } from './access.ts'

/** Room to say something, below what others said. */
export function CommentForm({ send }: { send: (text: string) => Promise<unknown> }) {
  const may = useMay()
  const comment = useChange(send)
  return (
    <div style={{ marginTop: 'var(--space-4)' }}>
      <ReasonForm
        submit="Comment"
        label="Comment"
        missing="Write something first."
        disabledReason={may('work-order:perform') ? null : may.whyNot('finding:decide')}
        change={comment}
      />
    </div>
  )
}
