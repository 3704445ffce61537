import classes from './score-bar.module.css'

/** A score of 0 to 100, as a number with a bar. */
export function ScoreBar({ score }: { score: number }) {
  return (
    <span className={classes.bar}>
      <span className={classes.track} aria-hidden>
        <span
          className={[classes.fill, score < 60 && classes.poor].filter(Boolean).join(' ')}
          style={{ width: `${score}%`, display: 'block' }}
        />
      </span>
      <span className={classes.value}>{Math.round(score)}</span>
    </span>
  )
}

const partWords = {
  completeness: 'Completeness',
  agreement: 'Agreement of sources',
  freshness: 'Freshness',
  uniqueness: 'Uniqueness',
  validity: 'Validity',
}

/** What a score is made of. */
export function ScoreParts({ parts }: { parts: Readonly<Partial<Record<string, number>>> }) {
  return (
    <dl className={classes.parts}>
      {Object.entries(partWords).map(([part, title]) => (
        <div key={part}>
          <dt>{title}</dt>
          <dd>
            <ScoreBar score={parts[part] ?? 100} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
