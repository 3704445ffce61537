import { Textarea } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { removeSbom, removeVexDocument } from '#web/api/sboms.ts'
import { paths } from '#web/paths.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

const words = {
  bill: {
    title: 'Take the bill out of force',
    done: 'The bill is out of force.',
    text: 'Its components no longer count for any device. A bill that it had replaced comes back. What it said stays on record.',
    remove: removeSbom,
    back: paths.sboms(),
  },
  vex: {
    title: 'Take the VEX document out of force',
    done: 'The VEX document is out of force.',
    text: 'Its statements no longer count for any device. A revision that it had replaced comes back. What it said stays on record.',
    remove: removeVexDocument,
    back: paths.vexDocuments(),
  },
}

export function RemoveSbomDialog({
  kind = 'bill',
  id,
  onClose,
}: {
  kind?: keyof typeof words
  id: string
  onClose: () => void
}) {
  const router = useRouter()
  const [reason, setReason] = useState('')
  const { title, done, text, remove: take, back } = words[kind]
  const remove = useChange(() => take(id, reason.trim()), { done, onDone: () => router.history.push(back) })
  return (
    <Dialog title={title} opened onClose={onClose}>
      <Form
        danger
        submit="Take out of force"
        disabledReason={reason.trim() ? null : 'Give the reason.'}
        isSending={remove.isPending}
        error={remove.error}
        onSubmit={() => remove.mutate(undefined)}
      >
        <p style={{ margin: 0 }}>{text}</p>
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
