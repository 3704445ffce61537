import type { FindingPage } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { Section } from '#web/ui/section.tsx'
import { DueMark } from './due-mark.tsx'
import classes from './finding-due.module.css'

type Judgement = NonNullable<FindingPage['judgement']>

/** How a finding comes to its action and its day: what the table asks, what it answers, and who is told. */
export function FindingDue({ finding, judgement }: { finding: FindingPage['finding']; judgement: Judgement }) {
  const { points, deadlines, escalations, timeZone, version } = judgement
  return (
    <Section
      title="What to do by when"
      aside={
        <>
          version {version} of <AppLink href={paths.appetite()}>the appetite</AppLink>
        </>
      }
    >
      <div className={classes.parts}>
        <div>
          <DueMark row={finding} />
        </div>
        <div>
          <h3>Why this action</h3>
          <dl className={classes.points}>
            {points.map(({ id, name, valueName, text, isAssumed }) => (
              <div key={id}>
                <dt>{humanise(name)}</dt>
                <dd>
                  <strong>{humanise(valueName)}</strong>
                  {isAssumed && <em> taken as the worst</em>}
                  <div className="quiet small">{text}</div>
                </dd>
              </div>
            ))}
          </dl>
        </div>
        <div>
          <h3>Deadlines</h3>
          {deadlines.length === 0 ? (
            <p className="quiet">None holds: it waits for the next occasion.</p>
          ) : (
            <ul className={classes.list}>
              {deadlines.map(({ by, on }, at) => (
                <li key={by}>
                  <Day on={on} /> · {by}
                  {at === 0 && deadlines.length > 1 && <span className="quiet"> · the earliest counts</span>}
                </li>
              ))}
            </ul>
          )}
          {escalations.length > 0 && (
            <ul className={classes.list} aria-label="Who is told">
              {escalations.map(({ at, to, isMissed }) => (
                <li key={`${isMissed}`}>
                  <Moment at={at} /> · {humanise(to)} is told{' '}
                  {isMissed ? 'that it was missed' : 'that the time runs out'}
                </li>
              ))}
            </ul>
          )}
          <p className="quiet small">
            The time began <Moment at={finding.openedAt} />. Days end in the time zone of the site, {timeZone}.
          </p>
        </div>
      </div>
    </Section>
  )
}
