import { NumberInput, Progress, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import {
  askBackTest,
  backTestQuery,
  backTestsQuery,
  cancelBackTest,
  isUnderWay,
  resumeBackTest,
} from '#web/api/back-tests.ts'
import type { BackTest, BackTestResult, BackTestSide, HoursNeeded } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { FormError } from '#web/ui/form.tsx'
import { formatDay, Moment, withDays } from '#web/ui/moment.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { Failure, RowsSkeleton } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './back-test.module.css'
import { sumOf } from './back-test-months.ts'

const BackTestChart = lazy(() => import('./back-test-chart.tsx'))

interface Tested {
  /** Of the draft as it is kept; else of the version in force. Null: there is neither. */
  hash: string | null
  isDraft: boolean
  /** The page shows changes that are not kept. */
  isChanged: boolean
  /** Why the person may not ask for one. */
  whyNot: string | null
}

/** What the draft would have asked of the hospital's last months, beside the table in force. */
export function BackTests({ hash, isDraft, isChanged, whyNot }: Tested) {
  const all = useQuery(backTestsQuery())
  const [months, setMonths] = useState(12)
  const last = all.data?.items[0]
  const [hours, setHours] = useState<number | null>()
  const hoursPerWeek = hours === undefined ? (last?.hoursPerWeek ?? null) : hours
  const ask = useChange(() => askBackTest({ hash: hash!, months, hoursPerWeek }), { done: 'The back-test is begun.' })
  const own = all.data?.items.find((one) => one.hash === hash && !isChanged)
  const shown = own ?? last
  return (
    <Section
      title="Back-test on the last months"
      aside={shown?.state === 'done' && <Moment at={shown.finishedAt} ago />}
    >
      <div className={classes.ask}>
        <NumberInput
          label="Months"
          min={1}
          max={24}
          allowDecimal={false}
          allowNegative={false}
          disabled={whyNot !== null}
          value={months}
          onChange={(value) => typeof value === 'number' && value >= 1 && value <= 24 && setMonths(value)}
        />
        <NumberInput
          label="Hours a week for this work"
          placeholder="Not known"
          min={0}
          max={100_000}
          allowNegative={false}
          disabled={whyNot !== null}
          value={hoursPerWeek ?? ''}
          onChange={(value) => setHours(typeof value === 'number' ? value : null)}
        />
        <Action
          loading={ask.isPending}
          disabledReason={
            whyNot ??
            (isChanged || hash === null
              ? 'Keep it as a draft first: a back-test is of what is kept.'
              : isUnderWay(own)
                ? 'One is under way.'
                : null)
          }
          onClick={() => ask.mutate()}
        >
          {isDraft || isChanged || hash === null ? 'Test the draft' : 'Test the version in force'}
        </Action>
      </div>
      <FormError error={ask.error} />
      {all.error ? (
        <Failure error={all.error} retry={() => void all.refetch()} />
      ) : !all.data ? (
        <RowsSkeleton rows={3} height={28} />
      ) : !shown ? (
        <p className={classes.line}>
          No table was tested so far. A back-test says which findings would have come to another action, which deadlines
          would have been missed, and how many hours the work would have taken.
        </p>
      ) : (
        <>
          {!own && (
            <Remark tone="warn" title="This back-test is of an older draft">
              Of the table as it stands here there is none.
            </Remark>
          )}
          <One key={shown.id} listed={shown} whyNot={whyNot} />
        </>
      )}
    </Section>
  )
}

function One({ listed, whyNot }: { listed: BackTest; whyNot: string | null }) {
  const query = useQuery(backTestQuery(listed.id))
  const cancel = useChange(() => cancelBackTest(listed.id), { done: 'Being cancelled.' })
  const resume = useChange(() => resumeBackTest(listed.id), { done: 'It is taken up again.' })
  const test = query.data ?? listed
  const again = (
    <Action
      size="compact-sm"
      variant="default"
      loading={resume.isPending}
      disabledReason={whyNot}
      onClick={() => resume.mutate()}
    >
      Resume
    </Action>
  )
  return (
    <div aria-live="polite">
      {isUnderWay(test) && <UnderWay test={test} cancel={cancel} whyNot={whyNot} />}
      {test.state === 'cancelled' && (
        <Remark title="It was cancelled" actions={again}>
          Nothing of it is kept. To take it up again tests the same table up to the same moment,{' '}
          <Moment at={test.asOf} />.
        </Remark>
      )}
      {test.state === 'failed' && (
        <Remark tone="bad" title="It failed" actions={again}>
          {test.fault}
        </Remark>
      )}
      <FormError error={cancel.error ?? resume.error ?? query.error} />
      {query.data?.result && <Result test={query.data} result={query.data.result} />}
    </div>
  )
}

function UnderWay({
  test,
  cancel,
  whyNot,
}: {
  test: BackTest
  cancel: { mutate: () => void; isPending: boolean }
  whyNot: string | null
}) {
  const part = test.total ? Math.min(100, (test.done / test.total) * 100) : null
  return (
    <div className={classes.progress}>
      <Progress.Root size="lg">
        <Progress.Section
          value={part ?? 100}
          animated={part === null}
          striped={part === null}
          aria-label={test.phase || 'Progress'}
        />
      </Progress.Root>
      <div className={classes.ask}>
        <span className="quiet small number">
          {test.state === 'queued' ? 'Waiting for its turn' : test.phase || 'Working'}
          {test.total ? `: ${formatCount(test.done)} of ${formatCount(test.total)}` : ''}
        </span>
        <Action
          size="compact-sm"
          variant="default"
          loading={cancel.isPending}
          disabledReason={whyNot}
          onClick={() => cancel.mutate()}
        >
          Cancel
        </Action>
      </div>
    </div>
  )
}

// what came of it ---------------------------------------------------------------------------------------------------

const count = (value: number | null) => (value === null ? '–' : formatCount(value))
const days = (value: number | null) => (value === null ? '–' : `${value.toFixed(1)} days`)
const interval = ({ least, likely, most }: HoursNeeded) =>
  likely === 0 && most === 0
    ? '0'
    : least === most
      ? formatCount(Math.round(likely))
      : `${formatCount(Math.round(likely))} (${formatCount(Math.round(least))}–${formatCount(Math.round(most))})`

const measures: readonly [
  title: string,
  of: (side: BackTestSide) => string,
  amount?: (side: BackTestSide) => number,
][] = [
  ['Deadlines missed', ({ missed }) => count(missed), ({ missed }) => missed],
  ['of these overdue when the months began', ({ overdueAtStart }) => count(overdueAtStart)],
  ['of these open to this day', ({ stillOpen }) => count(stillOpen)],
  ['of these overdue at once, as their time was up', ({ atOnce }) => count(atOnce)],
  ['Late, in the middle', ({ medianDaysLate }) => days(medianDaysLate)],
  ['Late, at worst', ({ worstDaysLate }) => days(worstDaysLate)],
  ['Visits due in the months', ({ visits }) => count(visits), ({ visits }) => visits],
  ['Hours they take', ({ hours }) => interval(hours), ({ hours }) => Math.round(hours.likely)],
  ['Hours overdue when the months began', ({ hoursBefore }) => interval(hoursBefore)],
  ['Hours due later', ({ hoursLater }) => interval(hoursLater)],
  ['Hours without a deadline', ({ hoursUndated }) => interval(hoursUndated)],
]

function Result({ test, result }: { test: BackTest; result: BackTestResult }) {
  const { draft, inForce } = result
  const isShort = result.oldestOpening !== null && result.oldestOpening.slice(0, 7) > result.months[0]!
  if (result.openings === 0)
    return (
      <p className={classes.line}>
        No finding was open between {formatDay(result.from.slice(0, 10))} and {formatDay(result.to.slice(0, 10))}.
      </p>
    )
  return (
    <div className={classes.result}>
      <p className={classes.line}>
        {test.askedBy} tested it on {count(result.findings)} findings of {count(result.devices)} devices, from{' '}
        {formatDay(result.from.slice(0, 10))} to <Moment at={result.to} />
        {test.inForceVersion !== null ? `, against version ${test.inForceVersion}` : ''}.{' '}
        {inForce && <Cost draft={draft} inForce={inForce} />}
      </p>
      {isShort && (
        <Remark title="Homeostat knows less than was asked for">
          Nothing older than {formatDay(result.oldestOpening!.slice(0, 10))} is known here: the months before it are
          empty.
        </Remark>
      )}
      <Scroll label="The draft beside the table in force">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">In these months</th>
              {inForce && <th scope="col">In force</th>}
              <th scope="col">Draft</th>
              {inForce && <th scope="col">Difference</th>}
            </tr>
          </thead>
          <tbody>
            {measures.map(([title, of, amount]) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                {inForce && <td>{of(inForce)}</td>}
                <td>{of(draft)}</td>
                {inForce && <td>{amount ? signed(amount(draft) - amount(inForce)) : ''}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div className={classes.charts}>
        <Suspense fallback={<Skeleton height={240} />}>
          <BackTestChart result={result} of="missed" />
          <BackTestChart result={result} of="hours" />
        </Suspense>
      </div>
      <Actions result={result} />
      <Months result={result} />
      {inForce && <Moves result={result} />}
      <details>
        <summary>What these figures rest on</summary>
        <ul className={classes.remarks}>
          <li>
            {Math.round(result.minutes.measured * 100)} % of the visits have minutes that work orders told; of the
            others it is what the instructions plan, and the interval says how far that may be off.
          </li>
          {result.assumed > 0 && (
            <li>
              Of {count(result.assumed)} openings something is not known, and the worst that is plausible was taken.
            </li>
          )}
          {result.remarks.map((remark) => (
            <li key={remark}>{withDays(remark)}</li>
          ))}
        </ul>
      </details>
    </div>
  )
}

const signed = (value: number) => (value > 0 ? `+${formatCount(value)}` : formatCount(value).replace('-', '−'))

function Cost({ draft, inForce }: { draft: BackTestSide; inForce: BackTestSide }) {
  const hours = Math.round(draft.hours.likely - inForce.hours.likely)
  const missed = draft.missed - inForce.missed
  return (
    <strong>
      {hours === 0
        ? 'It takes as many hours'
        : `It ${hours > 0 ? 'costs' : 'saves'} ${formatCount(Math.abs(hours))} hours`}
      {missed === 0
        ? ', and as many deadlines are missed.'
        : `, and ${formatCount(Math.abs(missed))} ${missed > 0 ? 'more' : 'fewer'} deadlines are missed.`}
    </strong>
  )
}

/** Wider than a phone, and reached by the keyboard. */
function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}

function Actions({ result: { draft, inForce } }: { result: BackTestResult }) {
  const names = [...new Set([...draft.actions, ...(inForce?.actions ?? [])].map(({ action }) => action))]
  const both = (of: (action: BackTestSide['actions'][number]) => string, name: string | null) =>
    (inForce ? [inForce, draft] : [draft]).map((side) => {
      const found = side.actions.find(({ action }) => action === name)
      return found ? of(found) : '–'
    })
  const columns: readonly [string, (action: BackTestSide['actions'][number]) => string][] = [
    ['Came to it', ({ got, atStart }) => count(got + atStart)],
    ['Missed', ({ missed }) => count(missed)],
    ['Late, in the middle', ({ medianDaysLate }) => days(medianDaysLate)],
    ['Open now', ({ openNow }) => count(openNow)],
  ]
  return (
    <Scroll label="By action">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" rowSpan={inForce ? 2 : 1}>
              Action
            </th>
            {columns.map(([title]) => (
              <th key={title} scope="colgroup" colSpan={inForce ? 2 : 1}>
                {title}
              </th>
            ))}
          </tr>
          {inForce && (
            <tr>
              {columns.flatMap(([title]) => [
                <th key={`${title} in force`} scope="col">
                  In force
                </th>,
                <th key={`${title} draft`} scope="col">
                  Draft
                </th>,
              ])}
            </tr>
          )}
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name ?? ''}>
              <th scope="row">{name ?? 'No action'}</th>
              {columns.flatMap(([title, of]) =>
                both(of, name).map((value, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: one of two places
                  <td key={`${title} ${at}`}>{value}</td>
                )),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Months({ result }: { result: BackTestResult }) {
  const { months, draft, inForce, availableHoursPerMonth: available } = result
  const sides = inForce
    ? ([
        ['In force', inForce],
        ['Draft', draft],
      ] as const)
    : ([['Draft', draft]] as const)
  return (
    <details>
      <summary>Month by month</summary>
      <Scroll label="Month by month">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Month</th>
              {sides.flatMap(([name]) =>
                ['came', 'missed', 'hours'].map((what) => (
                  <th key={`${name} ${what}`} scope="col">
                    {name}: {what}
                  </th>
                )),
              )}
              {available !== null && <th scope="col">Hours available</th>}
            </tr>
          </thead>
          <tbody>
            {months.map((month, at) => (
              <tr key={month}>
                <th scope="row">{month}</th>
                {sides.flatMap(([name, side]) =>
                  (['got', 'missed', 'hours'] as const).map((what) => {
                    const value = sumOf(side, at, what)
                    const isTooMuch = what === 'hours' && available !== null && value > available
                    return (
                      <td key={`${name} ${what}`} className={isTooMuch ? classes.over : undefined}>
                        {formatCount(value)}
                        {isTooMuch && <span className="visually-hidden"> more than there are</span>}
                      </td>
                    )
                  }),
                )}
                {available !== null && <td>{formatCount(available)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  )
}

function Moves({ result }: { result: BackTestResult }) {
  const [isWhole, setIsWhole] = useState(false)
  const moves = isWhole ? result.moves : result.moves.slice(0, 20)
  const name = (action: string | null) => action ?? 'no action'
  if (result.moved === 0) return <p className={classes.line}>No finding comes to another action.</p>
  return (
    <div className={classes.result}>
      <h3 className={classes.heading}>{count(result.moved)} findings come to another action</h3>
      <ul className={classes.remarks}>
        {result.movesBetween.map(({ before, after, findings }) => (
          <li key={`${before} ${after}`}>
            <strong>{count(findings)}</strong> from {name(before)} to {name(after)}
          </li>
        ))}
      </ul>
      <Scroll label="Findings that come to another action">
        <table className={`${classes.table} ${classes.moves}`}>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Site</th>
              <th scope="col">Vulnerability</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">Findings</th>
              <th scope="col">For example</th>
            </tr>
          </thead>
          <tbody>
            {moves.map((move) => {
              const { manufacturer, model, site, vulnerabilityId, before, after, findings, open, examples } = move
              const href = paths.findings({
                ...{ manufacturer, model, vulnerability: vulnerabilityId, open: 'any' },
                ...(site && { site }),
              })
              return (
                <tr key={`${manufacturer} ${model} ${site} ${vulnerabilityId} ${before} ${after}`}>
                  <th scope="row">
                    {manufacturer} {model}
                  </th>
                  <td>{site || 'None named'}</td>
                  <td>{vulnerabilityId}</td>
                  <td>{name(before)}</td>
                  <td>{name(after)}</td>
                  <td>
                    <AppLink
                      href={href}
                      aria-label={`${findings} findings of ${vulnerabilityId} on ${manufacturer} ${model}, ${site || 'no site named'}`}
                    >
                      {count(findings)}
                    </AppLink>
                    <span className="quiet small">, {count(open)} open</span>
                  </td>
                  <td>
                    {examples.map(({ deviceId, name: device }, at) => (
                      <span key={deviceId}>
                        {at > 0 && ', '}
                        <AppLink href={paths.finding(deviceId, vulnerabilityId)}>{device}</AppLink>
                      </span>
                    ))}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
      {!isWhole && result.moves.length > moves.length && (
        <Action variant="default" size="compact-sm" onClick={() => setIsWhole(true)}>
          Show {result.moves.length - moves.length} more
        </Action>
      )}
      {result.movesLeftOut > 0 && (
        <p className="quiet small">{count(result.movesLeftOut)} smaller groups move too and are not listed.</p>
      )}
    </div>
  )
}

// where it is adopted -----------------------------------------------------------------------------------------------

/** Whether exactly this table was tested, and what came of it. Nothing hangs on it: a house may make it its rule. */
export function BackTestNote({ hash, isChanged }: { hash: string | null; isChanged: boolean }) {
  const known = useQuery({ ...backTestsQuery(hash ?? ''), enabled: hash !== null && !isChanged })
  const done = known.data?.items.find(({ state }) => state === 'done')
  const test = useQuery({ ...backTestQuery(done?.id ?? ''), enabled: done !== undefined })
  if (hash !== null && !isChanged && known.isPending) return null
  const result = done && test.data?.result
  if (!done || isChanged) return <p className={classes.line}>There is no back-test of exactly this draft.</p>
  if (!result) return null
  return (
    <p className={classes.line}>
      Tested <Moment at={done.finishedAt} ago /> on the last {done.months} {done.months === 1 ? 'month' : 'months'}:{' '}
      {count(result.draft.missed)} deadlines missed
      {result.inForce && ` (in force ${count(result.inForce.missed)})`}, {interval(result.draft.hours)} hours of work
      {result.inForce && ` (in force ${interval(result.inForce.hours)})`}.
    </p>
  )
}
