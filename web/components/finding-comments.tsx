import type { FindingPage } from '#web/api/contract.ts'
import { commentOnFinding } from '#web/api/findings.ts'
import { Section } from '#web/ui/section.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { CommentForm } from './comment-form.tsx'

/** What people said of a finding, and room to say something. */
export const FindingComments = ({
  device,
  vulnerability,
  comments,
}: {
  device: string
  vulnerability: string
  comments: FindingPage['comments']
}) => (
  <Section title="Comments">
    {comments.length > 0 && (
      <Timeline
        entries={comments.map((one) => ({ key: one.id, at: one.writtenAt, by: one.writtenBy, text: one.text }))}
      />
    )}
    <CommentForm send={(text) => commentOnFinding(device, vulnerability, text)} />
  </Section>
)
