import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SkippedRow } from '#web/api/contract.ts'
import { replaySkipped } from '#web/api/sources.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { useChange } from '#web/ui/use-change.ts'

/** The record as it came, corrected, and taken once more. */
export function ReplayDialog({ row, onClose }: { row: SkippedRow; onClose: () => void }) {
  const [raw, setRaw] = useState<Record<string, string>>(row.raw ?? {})
  const replay = useChange(() => replaySkipped(row.id, raw), { done: 'The record was taken.', onDone: onClose })
  return (
    <Dialog title="Correct the record" opened onClose={onClose} size="lg">
      <p style={{ marginTop: 0 }}>
        {row.position}: {row.reason}
      </p>
      <Form
        submit="Take it again"
        isSending={replay.isPending}
        error={replay.error}
        onSubmit={() => replay.mutate(undefined)}
      >
        <div
          style={{
            display: 'grid',
            gap: 'var(--space-3)',
            gridTemplateColumns: 'repeat(auto-fill, minmax(min(14rem, 100%), 1fr))',
          }}
        >
          {Object.keys(raw).map((name) => (
            <TextInput
              key={name}
              label={name}
              value={raw[name] ?? ''}
              onChange={(event) => {
                const value = event.currentTarget.value
                setRaw((before) => ({ ...before, [name]: value }))
              }}
            />
          ))}
        </div>
      </Form>
    </Dialog>
  )
}
