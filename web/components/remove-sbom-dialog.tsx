import { Textarea } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { SbomRow } from '#web/api/contract.ts'
import { removeSbom } from '#web/api/sboms.ts'
import { paths } from '#web/paths.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

export function RemoveSbomDialog({ bill, onClose }: { bill: SbomRow; onClose: () => void }) {
  const router = useRouter()
  const [reason, setReason] = useState('')
  const remove = useChange(() => removeSbom(bill.id, reason.trim()), {
    done: 'The bill is out of force.',
    onDone: () => router.history.push(paths.sboms()),
  })
  return (
    <Dialog title="Take the bill out of force" opened onClose={onClose}>
      <Form
        danger
        submit="Take out of force"
        disabledReason={reason.trim() ? null : 'Give the reason.'}
        isSending={remove.isPending}
        error={remove.error}
        onSubmit={() => remove.mutate(undefined)}
      >
        <p style={{ margin: 0 }}>
          Its components no longer count for any device. A bill that it had replaced comes back. What it said stays on
          record.
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
