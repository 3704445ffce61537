import { Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { advisoryHistoryQuery, commentOnAdvisory } from '#web/api/advisories.ts'
import { useMay } from '#web/components/access.ts'
import { Form } from '#web/ui/form.tsx'
import { formatDay, Moment } from '#web/ui/moment.tsx'
import { Section } from '#web/ui/section.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './advisories.module.css'
import { decisionWords } from './decide-advisory-dialog.tsx'

/** What was decided about an advisory, and what was said of it. */
export function AdvisoryHistory({ advisory }: { advisory: string }) {
  const may = useMay()
  const history = useQuery(advisoryHistoryQuery(advisory))
  const [text, setText] = useState('')
  const comment = useChange(() => commentOnAdvisory(advisory, text.trim()), { onDone: () => setText('') })
  const whyNot = may('work-order:perform') ? null : may.whyNot('finding:decide')
  return (
    <Section title="Decisions and comments">
      <Loaded query={history}>
        {({ decisions, comments }) => (
          <ul className={classes.history}>
            {decisions.map((one) => (
              <li key={one.id}>
                <strong>{decisionWords[one.decision].past}</strong>
                {one.watchUntil && ` until ${formatDay(one.watchUntil)}`}: {one.reason}
                <div className={classes.sub}>
                  {one.decidedBy}, <Moment at={one.decidedAt} />, revision {one.revision}
                  {one.undoneAt && (
                    <>
                      {' '}
                      · taken back by {one.undoneBy}, <Moment at={one.undoneAt} />
                    </>
                  )}
                </div>
              </li>
            ))}
            {comments.map((one) => (
              <li key={one.id}>
                <span className={classes.comment}>{one.text}</span>
                <div className={classes.sub}>
                  {one.writtenBy}, <Moment at={one.writtenAt} />, revision {one.revision}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
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
