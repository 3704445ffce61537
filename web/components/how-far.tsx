import type { ScoreInterval } from '#web/api/contract.ts'
import classes from './how-far.module.css'

const words: Readonly<Record<ScoreInterval['dependsOn'][number]['what'], string>> = {
  care_setting: 'where the device stands',
  criticality: 'how much harm its failure can do',
  device_function: 'what the device does',
  connection: 'whether it is on the network',
  zone: 'how far its zone is apart',
  patient_data: 'whether it holds patients’ data',
  vector: 'a CVSS vector, which nobody publishes',
  exploit_probability: 'its probability by EPSS',
  known_exploited: 'whether CISA’s catalogue lists it, which was not read',
}

const digit = (value: number) => Number(value.toFixed(1)).toString()

/** How far the score may move once somebody finds out what is missing. */
export function HowFar({ score, interval }: { score: number | null; interval: ScoreInterval | null }) {
  if (score === null || interval === null) return null
  const { low, high, dependsOn } = interval
  const [most] = dependsOn
  return (
    <section className={classes.far} aria-label="How far it may move">
      <h3>How far it may move</h3>
      <p>
        <strong className="number">{digit(score)}</strong>; <strong className="number">{digit(low)}</strong> to{' '}
        <strong className="number">{digit(high)}</strong>, depending on what is not known. The score stays the worst of
        it{high > score && ', but for a list that was never read'}.
      </p>
      <div className={classes.scale} aria-hidden>
        <span className={classes.range} style={{ left: `${low}%`, width: `${Math.max(0.5, high - low)}%` }} />
        <span className={classes.at} style={{ left: `${score}%` }} />
      </div>
      <ul>
        {dependsOn.map((one) => (
          <li key={one.what}>
            <span>
              {words[one.what]}
              {one === most && dependsOn.length > 1 && <span className="quiet"> (moves it most)</span>}
            </span>
            <span className="quiet number">
              {one.low === one.high ? 'alone it moves nothing' : `alone ${digit(one.low)} to ${digit(one.high)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
