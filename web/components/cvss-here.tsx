import type { EnvironmentScore } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { formatDay } from '#web/ui/moment.tsx'
import classes from './cvss-here.module.css'

/** The published vector with threat and environment as they are on the device, and why. */
export function CvssHere({ environment }: { environment: EnvironmentScore | null }) {
  if (environment === null)
    return <p className="quiet">Nobody publishes a CVSS vector that can be read, so there is none to add to.</p>
  const { version, vector, score, severity, published, because, profile } = environment
  const set = because.filter(({ value }) => value !== null)
  const open = because.filter(({ value }) => value === null)
  return (
    <div className={classes.here}>
      <dl className={classes.both}>
        <div>
          <dt>As published</dt>
          <dd>
            <strong className="number">{published.score.toFixed(1)}</strong> <span className="quiet">base score</span>
            <span className={`${classes.vector} mono`}>{published.vector}</span>
            <span className="quiet small">
              {published.source}
              {published.asOf && `, ${formatDay(published.asOf)}`}
            </span>
          </dd>
        </div>
        <div>
          <dt>On this device</dt>
          <dd>
            <strong className="number">{score.toFixed(1)}</strong> {humanise(severity)}
            <span className={`${classes.vector} mono`}>{vector}</span>
            <span className="quiet small">
              CVSS {version}, threat and environment. It stands beside the score, and orders nothing.
            </span>
          </dd>
        </div>
      </dl>
      <ul className={classes.because}>
        {set.map(({ metric, value, text, effect, source, asOf }) => (
          <li key={metric}>
            <span className={`${classes.metric} mono`}>
              {metric}:{value}
            </span>
            <span>
              {text}
              <span className="quiet small">
                {' '}
                {source === 'profile' ? (profile === 0 ? 'profile as it ships' : `profile ${profile}`) : source}
                {asOf && `, ${formatDay(asOf)}`}
              </span>
            </span>
            <span className={`${effect > 0 ? classes.up : effect < 0 ? classes.down : classes.none} number`}>
              {effect > 0 ? '+' : effect < 0 ? '−' : '±'}
              {Math.abs(effect).toFixed(1)}
            </span>
          </li>
        ))}
        {open.map(({ metric, text }) => (
          <li key={`${metric} open`}>
            <span className={`${classes.metric} mono quiet`}>{metric}:X</span>
            <span className="quiet">{text}</span>
            <span />
          </li>
        ))}
      </ul>
      <p className="quiet small">
        What each adds is what the score would lose without it.{' '}
        <AppLink href={paths.environment()}>CVSS by place</AppLink>
      </p>
    </div>
  )
}
