import { useQuery } from '@tanstack/react-query'
import { advisoryHistoryQuery, commentOnAdvisory } from '#web/api/advisories.ts'
import { CommentForm } from '#web/components/comment-form.tsx'
import { formatDay, Moment } from '#web/ui/moment.tsx'
import { Section } from '#web/ui/section.tsx'
import { Loaded } from '#web/ui/states.tsx'
import classes from './advisories.module.css'
import { decisionWords } from './decide-advisory-dialog.tsx'

/** What was decided about an advisory, and what was said of it. */
export function AdvisoryHistory({ advisory }: { advisory: string }) {
  const history = useQuery(advisoryHistoryQuery(advisory))
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
      <CommentForm send={(text) => commentOnAdvisory(advisory, text)} />
    </Section>
  )
}
