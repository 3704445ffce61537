import {
  IconAlertTriangle,
  IconCalendarPlus,
  IconChartBar,
  IconChecks,
  IconChevronRight,
  IconEye,
  IconFingerprint,
  IconTargetArrow,
  IconTool,
  type TablerIcon,
} from '@tabler/icons-react'
import type { Loop, LoopStep, LoopStepId } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import classes from './loop-picture.module.css'

const icons: Readonly<Record<LoopStepId, TablerIcon>> = {
  observe: IconEye,
  resolve: IconFingerprint,
  match: IconTargetArrow,
  rank: IconChartBar,
  plan: IconCalendarPlus,
  act: IconTool,
  verify: IconChecks,
}

/** Where each step stands on the track, in percent of its box: four on the way out, three on the way back. */
const spots: Readonly<Record<LoopStepId, readonly [number, number]>> = {
  observe: [15, 10],
  resolve: [38.3, 10],
  match: [61.7, 10],
  rank: [85, 10],
  plan: [78, 72],
  act: [50, 72],
  verify: [22, 72],
}

const arcs: readonly { from: LoopStepId; d: string }[] = [
  { from: 'observe', d: 'M150 100 H383' },
  { from: 'resolve', d: 'M383 100 H617' },
  { from: 'match', d: 'M617 100 H850' },
  { from: 'rank', d: 'M850 100 H900 A70 310 0 0 1 900 720 H780' },
  { from: 'plan', d: 'M780 720 H500' },
  { from: 'act', d: 'M500 720 H220' },
  { from: 'verify', d: 'M220 720 H100 A70 310 0 0 1 100 100 H150' },
]

/** Which way it turns: x, y in percent, and the angle. */
const arrows: readonly { from: LoopStepId; at: readonly [number, number, number] }[] = [
  { from: 'observe', at: [26.6, 10, 0] },
  { from: 'resolve', at: [50, 10, 0] },
  { from: 'match', at: [73.4, 10, 0] },
  { from: 'rank', at: [97, 41, 90] },
  { from: 'plan', at: [64, 72, 180] },
  { from: 'act', at: [36, 72, 180] },
  { from: 'verify', at: [3, 41, 270] },
]

function Step({ step }: { step: LoopStep }) {
  const Icon = icons[step.id]
  const [x, y] = spots[step.id]
  return (
    <li
      className={`${classes.step} ${step.stuck ? classes.stuck : ''}`}
      style={{ '--x': `${x}%`, '--y': `${y}%` } as React.CSSProperties}
    >
      <span className={classes.dot}>
        <Icon size={24} stroke={1.75} aria-hidden />
      </span>
      <span className={classes.label}>{step.label}</span>
      <AppLink href={step.path} className={classes.count}>
        <strong className="number">{formatCount(step.count)}</strong> {step.unit}
      </AppLink>
      {step.stuck && (
        <AppLink href={step.stuck.path} className={classes.stuckText}>
          <IconAlertTriangle size={14} aria-hidden />
          <span>
            <span className="visually-hidden">Stuck: </span>
            {step.stuck.text}
          </span>
        </AppLink>
      )}
    </li>
  )
}

/** The loop as a picture: what passes through each step now, and where it is stuck. */
export function LoopPicture({ loop }: { loop: Loop }) {
  const stuck = new Set(loop.steps.filter((step) => step.stuck).map((step) => step.id))
  const { totals } = loop
  return (
    <div className={classes.picture}>
      <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden className={classes.track}>
        {arcs.map(({ from, d }) => (
          <path
            key={from}
            d={d}
            className={stuck.has(from) ? classes.arcStuck : classes.arc}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      {arrows.map(({ from, at: [x, y, turn] }) => (
        <IconChevronRight
          key={from}
          size={22}
          stroke={2.5}
          aria-hidden
          className={`${classes.arrow} ${stuck.has(from) ? classes.arrowStuck : ''}`}
          style={{ left: `${x}%`, top: `${y}%`, rotate: `${turn}deg` }}
        />
      ))}
      <div className={classes.middle}>
        <AppLink href={paths.findings()} className={classes.big}>
          <span className={classes.bigNumber}>{formatCount(totals.openFindings)}</span> open findings
        </AppLink>
        <p className={classes.middleText}>
          <AppLink href={paths.findings({ remediation: 'claimed' })}>{formatCount(totals.claimed)} claimed</AppLink>
          {' · '}
          <AppLink href={paths.findings({ remediation: 'verified', open: 'false' })}>
            {formatCount(totals.verified)} verified
          </AppLink>
          {' · '}
          <AppLink href={paths.findings({ reopened: 'true' })}>{formatCount(totals.reopened)} reopened</AppLink>
        </p>
        <p className={classes.middleText}>
          {stuck.size === 0
            ? 'Nothing is stuck.'
            : `Stuck at ${loop.steps
                .filter((step) => step.stuck)
                .map((step) => step.label.toLowerCase())
                .join(', ')}.`}
        </p>
      </div>
      <ol className={classes.steps} aria-label="The loop">
        {loop.steps.map((step) => (
          <Step key={step.id} step={step} />
        ))}
      </ol>
    </div>
  )
}
