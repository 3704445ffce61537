import type { FindingRow, ListAge, Reason, RiskAxis } from '#web/api/contract.ts'
import { formatDay, Moment } from '#web/ui/moment.tsx'
import { BandBadge } from './band-badge.tsx'
import classes from './score-anatomy.module.css'
import { OutOfDateMark } from './state-badges.tsx'

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
        <BandBadge band={score.band} score={score.score} />
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

/** How old what it was made with is: the last good data stays in force, and is marked where it is old. */
function ListAges({ lists }: { lists: ListAge[] }) {
  return (
    <section className={classes.lists} aria-label="What it was made with">
      <h3>What it was made with</h3>
      <ul>
        {lists.map((list) => (
          <li key={list.feed}>
            <span className={classes.list}>
              <strong>{list.title}</strong>
              {list.state === 'late' && <OutOfDateMark />}
            </span>
            <span className={classes.source}>
              <Age list={list} />
            </span>
            {list.state === 'late' && (
              <span className={classes.source}>{list.why} The last good data stays in force.</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Age({ list: { readAt, day, entryDay, state } }: { list: ListAge }) {
  if (state === 'unread') return 'never read'
  return (
    <>
      {day && `of ${formatDay(day)}`}
      {day && ', '}
      {readAt ? (
        <>
          last read <Moment at={readAt} ago />
        </>
      ) : (
        'not read to its end'
      )}
      {entryDay &&
        (day
          ? `; its entry of this vulnerability is of ${formatDay(entryDay)}`
          : `; revised on ${formatDay(entryDay)}`)}
    </>
  )
}
