import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { triageDecisions } from '#web/api/words.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { daysAfter, useToday } from '#web/ui/moment.tsx'

export type TriageDecision = (typeof triageDecisions)[number]
export interface Decided {
  decision: TriageDecision
  reason: string
  watchUntil?: string
}

export const decisionWords: Record<TriageDecision, { verb: string; past: string; reason: string }> = {
  handled: { verb: 'Handled', past: 'Handled', reason: 'Read and handled' },
  nothing_to_do: { verb: 'Nothing to do', past: 'Nothing to do', reason: '' },
  watch: { verb: 'Watch until …', past: 'Watched', reason: 'Look again on that day' },
  open_work: { verb: 'Open work', past: 'Work opened', reason: 'Work orders are to be made' },
}

/** Asks what a decision needs besides its name: why, and until when. */
export function DecideAdvisoryDialog({
  title,
  decision,
  error,
  isSending,
  onDecide,
  onClose,
}: {
  title: string
  decision: TriageDecision
  error: unknown
  isSending: boolean
  onDecide: (decided: Decided) => void
  onClose: () => void
}) {
  const [reason, setReason] = useState(decisionWords[decision].reason)
  const today = useToday()
  const [watchUntil, setWatchUntil] = useState(daysAfter(today, 14))
  const isWatch = decision === 'watch'
  return (
    <Dialog title={decisionWords[decision].verb} opened onClose={onClose} size="sm">
      <p style={{ marginTop: 0 }}>{title}</p>
      <Form
        submit={isWatch ? 'Watch' : decisionWords[decision].verb}
        isSending={isSending}
        error={error}
        disabledReason={!reason.trim() ? 'Give the reason.' : isWatch && !watchUntil ? 'Say until when.' : null}
        onSubmit={() => onDecide({ decision, reason: reason.trim(), ...(isWatch ? { watchUntil } : {}) })}
      >
        {isWatch && (
          <TextInput
            type="date"
            label="Until"
            description="On this day it comes back to the inbox."
            min={daysAfter(today, 1)}
            value={watchUntil}
            onChange={(event) => setWatchUntil(event.currentTarget.value)}
          />
        )}
        <Textarea
          label="Reason"
          description="The next person, and the auditor, read it."
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
