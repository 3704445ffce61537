import classes from './step-marks.module.css'

/** Where one stands in a row of steps. */
export function StepMarks({ steps, current }: { steps: string[]; current: number }) {
  return (
    <ol className={classes.steps} aria-label="Steps">
      {steps.map((step, index) => (
        <li
          key={step}
          className={index < current ? classes.done : index === current ? classes.now : classes.later}
          aria-current={index === current ? 'step' : undefined}
        >
          <span aria-hidden className={classes.mark}>
            {index < current ? '✓' : index + 1}
          </span>
          {step}
          {index < current && <span className="visually-hidden"> (done)</span>}
        </li>
      ))}
    </ol>
  )
}
