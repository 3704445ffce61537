import type { FindingRow, ListAge, Reason, RiskAxis } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { formatDay, Moment } from '#web/ui/moment.tsx'
import { BandBadge } from './band-badge.tsx'
import classes from './score-anatomy.module.css'
import { OutOfDateMark, TooOldMark } from './state-badges.tsx'

const axes: readonly { axis: RiskAxis; title: string; question: string }[] = [
  { axis: 'likelihood', title: 'Likelihood', question: 'How likely is it to be exploited here?' },
  { axis: 'safety', title: 'Patient safety', question: 'How much harm to a patient?' },
  { axis: 'care', title: 'Care delivery', question: 'How much care stops?' },
  { axis: 'privacy', title: 'Privacy', question: 'How much ePHI is exposed?' },
]

type Scores = Pick<FindingRow, 'score' | 'band' | 'likelihood' | 'safety' | 'care' | 'privacy'>

const oneDigit = (value: number | null) => (value ?? 0).toFixed(1)

/** A score taken apart: likelihood × the worst of three harms, and what moved each of them. */
export function ScoreAnatomy({ score, reasons, lists }: { score: Scores; reasons: Reason[]; lists: ListAge[] }) {
  const harms = axes.slice(1)
  const worst = harms.reduce(
    (most, one) => ((score[one.axis] ?? 0) > (score[most.axis] ?? 0) ? one : most),
    harms[0] as (typeof axes)[number],
  )
  return (
    <div className={classes.anatomy}>
      <p className={classes.sum}>
        <BandBadge band={score.band} score={score.score} hint={madeWith(lists)} />
        <span>
          Likelihood <strong className="number">{oneDigit(score.likelihood)}</strong> × {worst.title.toLowerCase()}{' '}
          <strong className="number">{oneDigit(score[worst.axis])}</strong>, the worst of the three harms; each 0–10,
          the score 0–100.
        </span>
      </p>
      <div className={classes.axes}>
        {axes.map(({ axis, title, question }) => {
          const mine = reasons.filter((reason) => reason.axis === axis)
          const counts = axis === 'likelihood' || axis === worst.axis
          return (
            <section key={axis} className={`${classes.axis} ${counts ? classes.counts : ''}`} aria-label={title}>
              <div className={classes.head}>
                <h3>{title}</h3>
                <span className={classes.value}>{oneDigit(score[axis])}</span>
              </div>
              <div className={classes.bar} aria-hidden>
                <span style={{ width: `${Math.min(100, (score[axis] ?? 0) * 10)}%` }} />
              </div>
              <p className={classes.question}>
                {counts ? question : `${question} Lower than ${worst.title.toLowerCase()}, so it does not decide.`}
              </p>
              {mine.length === 0 ? (
                <p className={classes.question}>Nothing is known that moves it.</p>
              ) : (
                <ul>
                  {mine.map((reason) => (
                    <li key={`${reason.rule} ${reason.text}`}>
                      <span className={reason.effect >= 0 ? classes.up : classes.down}>
                        {reason.effect > 0 ? '+' : reason.effect < 0 ? '−' : '±'}
                        {oneDigit(Math.abs(reason.effect))}
                      </span>
                      <span>
                        {reason.text}
                        <span className={classes.source}>
                          {reason.source}
                          {reason.asOf ? `, ${formatDay(reason.asOf)}` : ''}
                        </span>
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </section>
          )
        })}
      </div>
      <ListAges lists={lists} />
    </div>
  )
}

/**
 * How old what it was made with is. The same lists stand behind every score, so their age alone is told quietly; loud is a
 * reading that was missed, and a list that cannot know this vulnerability.
 */
function ListAges({ lists }: { lists: ListAge[] }) {
  const isAnyOld = lists.some(({ state }) => state === 'old' || state === 'late')
  return (
    <section className={classes.lists} aria-label="What it was made with">
      <h3>What it was made with</h3>
      <ul>
        {lists.map((list) => (
          <li key={list.feed}>
            <span className={classes.list}>
              <strong>{list.title}</strong>
              {list.state === 'late' && <OutOfDateMark />}
              {list.endsBefore && <TooOldMark />}
            </span>
            <span className={classes.source} title={list.why ?? undefined}>
              <Age list={list} />
            </span>
            {list.state === 'late' && <span className={classes.source}>{list.why}</span>}
            {list.endsBefore && (
              <span className={classes.source}>
                It ends before anybody is known to have spoken of this vulnerability: that it does not name it means
                nothing.
              </span>
            )}
          </li>
        ))}
      </ul>
      {isAnyOld && (
        <p className={classes.note}>
          What was published after these days is not in this score; the last good data stays in force.{' '}
          <AppLink href={paths.sources()}>Sources</AppLink>
        </p>
      )}
    </section>
  )
}

function Age({ list: { readAt, day, entryDay, state } }: { list: ListAge }) {
  if (state === 'unread') return 'never read'
  return (
    <>
      {day && `of ${formatDay(day)}`}
      {day && state !== 'fresh' && `, ${daysOld(day)} days old`}
      {day && ', '}
      {readAt ? (
        <>
          last read <Moment at={readAt} ago />
        </>
      ) : (
        'not read to its end'
      )}
      {entryDay !== null &&
        entryDay !== day &&
        (day ? `; names this one, ${formatDay(entryDay)}` : `; revised on ${formatDay(entryDay)}`)}
    </>
  )
}

const daysOld = (day: string) => formatCount(Math.floor((Date.now() - Date.parse(day)) / 86_400_000))

/** `EPSS of 30 Jan 2026`, of each list that was read, in one line. */
export const madeWith = (lists: readonly ListAge[]) =>
  `Made with ${
    lists.flatMap(({ title, day }) => (day === null ? [] : `${title} of ${formatDay(day)}`)).join(', ') ||
    'no list of what is exploited: none was read'
  }`
