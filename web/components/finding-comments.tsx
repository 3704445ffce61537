import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { FindingPage } from '#web/api/contract.ts'
import { commentOnFinding } from '#web/api/findings.ts'
import { Form } from '#web/ui/form.tsx'
import { Section } from '#web/ui/section.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { useMay } from './access.ts'

/** What people said of a finding, and room to say something. */
export function FindingComments({
  device,
  vulnerability,
  comments,
}: {
  device: string
  vulnerability: string
  comments: FindingPage['comments']
}) {
  const may = useMay()
  const [text, setText] = useState('')
  const comment = useChange(() => commentOnFinding(device, vulnerability, text.trim()), { onDone: () => setText('') })
  const whyNot = may('work-order:perform') ? null : may.whyNot('finding:decide')
  return (
    <Section title="Comments">
      {comments.length > 0 && (
        <Timeline
          entries={comments.map((one) => ({ key: one.id, at: one.writtenAt, by: one.writtenBy, text: one.text }))}
        />
      )}
      <Form
        submit="Comment"
        isSending={comment.isPending}
        error={comment.error}
        disabledReason={whyNot ?? (text.trim() ? null : 'Write something first.')}
        onSubmit={() => comment.mutate(undefined)}
      >
        <Textarea
          label="Comment"
          autosize
          minRows={2}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Form>
    </Section>
  )
}
