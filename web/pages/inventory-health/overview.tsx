import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { HealthCheck, InventoryHealth } from '#web/api/contract.ts'
import { healthLists, healthListWords } from '#web/api/words.ts'
import { ScoreParts } from '#web/components/score-bar.tsx'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty } from '#web/ui/states.tsx'
import classes from './inventory-health.module.css'
import { OverlapPlot } from './overlap-plot.tsx'

const HealthTrend = lazy(() => import('./health-trend.tsx'))

export function Overview({ health }: { health: InventoryHealth }) {
  const registers = health.sources.filter(({ role }) => role === 'register')
  const observers = health.sources.filter(({ role }) => role === 'observer')
  return (
    <>
      {registers.length === 0 && (
        <Remark tone="warn" title="No register is connected" actions={<Connect />}>
          Import the CMMS, or connect it: without a list of what you own, nothing can be told to be unknown.
        </Remark>
      )}
      {observers.length === 0 && (
        <Remark tone="warn" title="No observer is connected" actions={<Connect />}>
          Connect what sees devices themselves, such as a monitor of the network, a scanner, leases of DHCP or a
          directory: without it nothing can be told to be a ghost.
        </Remark>
      )}
      <Section title="To look into">
        <ul className={classes.numbers}>
          {healthLists.map((list) => (
            <li key={list}>
              <AppLink href={paths.inventoryHealth({ list })} className={classes.number}>
                <span className={classes.count}>{formatCount(health.counts[list] ?? 0)}</span>
                <span className={classes.name}>{healthListWords[list]}</span>
              </AppLink>
            </li>
          ))}
        </ul>
      </Section>
      <div className={classes.columns}>
        <Section title="How good the record is">
          <div className={classes.score}>
            <span className={classes.big}>{health.score.toFixed(1)}</span>
            <span className="quiet">of 100, on average of {formatCount(health.devices)} devices</span>
          </div>
          <ScoreParts parts={health.parts} />
          <Shortfalls health={health} />
        </Section>
        <Section title="What pays most" flush aside="by the risk of the devices">
          <Checks checks={health.checks} />
        </Section>
      </div>
      <Section title="Who knows what">
        {health.combinations.length === 0 ? (
          <Empty title="No source speaks of a device yet">What sources know in common stands here.</Empty>
        ) : (
          <OverlapPlot health={health} />
        )}
      </Section>
      <div className={classes.columns}>
        <Section title="What nobody lists">
          <Estimate health={health} />
        </Section>
        <Section title="Sources and their roles" flush>
          <Roles health={health} />
        </Section>
      </div>
      {health.trend.length > 1 && (
        <Section title="Over time">
          <Suspense fallback={<Skeleton height={240} />}>
            <HealthTrend trend={health.trend} />
          </Suspense>
        </Section>
      )}
    </>
  )
}

const Connect = () => <AppLink href={paths.addSource()}>Add a source</AppLink>

function Shortfalls({ health }: { health: InventoryHealth }) {
  const items = [
    ...health.lacks.slice(0, 6).map((one) => ({ ...one, of: 'lacks', text: `without ${small(one.title)}` })),
    ...health.wrong
      .slice(0, 4)
      .map((one) => ({ ...one, of: 'wrong', text: `whose ${small(one.title)} cannot be right` })),
  ]
  if (items.length === 0) return null
  return (
    <ul className="small">
      {items.map(({ of, attribute, devices, text }) => (
        <li key={`${of} ${attribute}`}>
          <AppLink href={paths.devices({ query: `${of} = ${attribute}` })}>{formatCount(devices)}</AppLink> {text}
        </li>
      ))}
    </ul>
  )
}

const small = (title: string) => (/^(MAC|UDI|IP|AE)/.test(title) ? title : title.toLowerCase())

function Checks({ checks }: { checks: readonly HealthCheck[] }) {
  if (checks.length === 0)
    return <Empty title="Nothing is missing">Each device has what belongs to it, and the sources agree.</Empty>
  return (
    <ol className={classes.checks}>
      {checks.map((check, at) => (
        <li key={check.text} className={at === 0 ? classes.first : undefined}>
          <span className={classes.checkText}>
            <AppLink href={check.path}>{check.text}</AppLink>
            <span className="quiet small">
              {' '}
              {check.minutes === null ? 'at a desk' : `about ${hours(check.minutes)}`}
            </span>
          </span>
          <Gain check={check} />
        </li>
      ))}
    </ol>
  )
}

export const hours = (minutes: number) =>
  minutes < 90 ? `${Math.round(minutes)} minutes` : `${formatCount(Math.round(minutes / 60))} hours`

const Gain = ({ check }: { check: HealthCheck }) => (
  <span className={classes.gain}>
    <strong>+{check.gain < 0.1 ? '<0.1' : check.gain.toFixed(1)}</strong>
    <span className="quiet small"> {check.gain === 1 ? 'point' : 'points'}</span>
  </span>
)

function Estimate({ health: { estimate } }: { health: InventoryHealth }) {
  if (!estimate)
    return (
      <p className="quiet" style={{ margin: 0 }}>
        It can be estimated when two sources or more know devices on the network, and some in common.
      </p>
    )
  const round = (count: number) => formatCount(Math.round(count))
  return (
    <>
      <div className={classes.score}>
        <span className={classes.big}>{round(estimate.hidden)}</span>
        <span className="quiet">
          devices on the network that nobody lists{estimate.method === 'chao' ? ', at least' : ''}; 95 %:{' '}
          {round(estimate.low)} to {round(estimate.high)}
        </span>
      </div>
      <p style={{ margin: 0 }}>
        {round(estimate.known)} are known to {estimate.sources} sources, so there are about {round(estimate.total)}.
      </p>
      <p className="quiet small">{estimate.says}</p>
    </>
  )
}

function Roles({ health }: { health: InventoryHealth }) {
  if (health.sources.length === 0) return <Empty title="No source">Sources of devices stand here.</Empty>
  return (
    <ul className={classes.checks}>
      {health.sources.map((source) => (
        <li key={source.id}>
          <span className={classes.checkText}>
            <AppLink href={paths.source(source.id)}>{source.name}</AppLink>
            <span className="quiet small">
              {' '}
              {source.role ?? 'people'}
              {source.roleBy === 'records' && ', by what its records tell'}
              {source.disabledAt && ', switched off'}
              {source.watchedUntil && (
                <>
                  , looked last <Moment at={source.watchedUntil} ago />
                </>
              )}
            </span>
          </span>
          <span className={classes.gain}>{formatCount(source.devices)}</span>
        </li>
      ))}
    </ul>
  )
}
