import { Skeleton } from '@mantine/core'
import { IconCircleCheck, IconDatabaseImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { Loop } from '#web/api/contract.ts'
import { boardQuery } from '#web/api/decisions.ts'
import { loopQuery } from '#web/api/loop.ts'
import { useSession } from '#web/components/access.ts'
import { BandShape } from '#web/components/band-badge.tsx'
import { HealthCard } from '#web/components/health-card.tsx'
import { LoopPicture } from '#web/components/loop-picture.tsx'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import classes from './home-page.module.css'

const TrendChart = lazy(() => import('./trend-chart.tsx'))

export function HomePage() {
  const { organisation } = useSession()
  const loop = useQuery(loopQuery)
  return (
    <Page
      title={organisation.name || 'Home'}
      lead={
        loop.data && (
          <>
            Counted <Moment at={loop.data.countedAt} ago />
          </>
        )
      }
    >
      <Loaded query={loop} skeleton={<HomeSkeleton />}>
        {(data) => (data.totals.devices === 0 ? <FirstSteps loop={data} /> : <Home loop={data} />)}
      </Loaded>
    </Page>
  )
}

const HomeSkeleton = () => (
  <div aria-busy="true">
    <output className="visually-hidden">Loading</output>
    <Skeleton height={420} mb="lg" />
    <Skeleton height={220} />
  </div>
)

function Home({ loop }: { loop: Loop }) {
  return (
    <>
      <Section title="The loop">
        <LoopPicture loop={loop} />
      </Section>
      <div className={classes.columns}>
        <Section title="What needs a decision today" flush>
          <Today loop={loop} />
        </Section>
        <div className={classes.stack}>
          <Section title="In numbers">
            <Totals totals={loop.totals} />
          </Section>
          <HealthCard />
          <DecisionsCard />
        </div>
      </div>
      {loop.trend.length > 1 && (
        <Section
          title="Open and verified over time"
          actions={<AppLink href={paths.riskOverTime()}>Risk by site, manufacturer and model</AppLink>}
        >
          <Suspense fallback={<Skeleton height={240} />}>
            <TrendChart trend={loop.trend} />
          </Suspense>
        </Section>
      )}
    </>
  )
}

/** What of the decisions asks for somebody. */
function DecisionsCard() {
  const { data } = useQuery(boardQuery)
  if (!data || Object.values(data).every(({ count }) => count === 0)) return null
  const rows = [
    { name: 'wait for you', count: data.waitsForMe.count },
    { name: 'wait for others', count: data.waitsForOthers.count },
    { name: 'broke somewhere', count: data.broken.count },
    { name: 'ask something', count: data.asks.count },
    { name: 'end within 7 days', count: data.endsInWeek.count },
    { name: 'end within 30 days', count: data.endsInMonth.count },
  ].filter(({ count }) => count > 0)
  return (
    <Section title="Decisions">
      <AppLink href={paths.decisionBoard()}>
        {rows.map(({ name, count }) => `${formatCount(count)} ${name}`).join(', ')}
      </AppLink>
    </Section>
  )
}

function Today({ loop }: { loop: Loop }) {
  if (loop.today.length === 0)
    return (
      <Empty icon={<IconCircleCheck size={28} aria-hidden />} title="Nothing waits for a decision">
        What the loop finds next shows up here. <AppLink href={paths.findings()}>All open findings</AppLink>
      </Empty>
    )
  return (
    <ul className={classes.today}>
      {loop.today.map((item) => (
        <li key={`${item.kind} ${item.path}`}>
          <AppLink href={item.path} className={classes.todayItem}>
            <BandShape band={item.severity} size={16} />
            <span className={classes.todayText}>
              <span className="visually-hidden">{item.severity}: </span>
              {item.text}
            </span>
            <span className={classes.todayCount}>{formatCount(item.count)}</span>
          </AppLink>
        </li>
      ))}
    </ul>
  )
}

function Totals({ totals }: { totals: Loop['totals'] }) {
  const numbers = [
    { name: 'Devices', count: totals.devices, href: paths.devices() },
    { name: 'Open findings', count: totals.openFindings, href: paths.findings() },
    { name: 'Critical', count: totals.critical, href: paths.findings({ band: 'critical' }) },
    { name: 'Known exploited', count: totals.knownExploited, href: paths.findings({ knownExploited: 'true' }) },
    { name: 'Work orders open', count: totals.workOrdersOpen, href: paths.workOrders({ tab: 'open' }) },
    { name: 'Claimed', count: totals.claimed, href: paths.findings({ remediation: 'claimed' }) },
    {
      name: 'Verified',
      count: totals.verified,
      href: paths.findings({ remediation: 'verified', open: 'false' }),
    },
    { name: 'Reopened', count: totals.reopened, href: paths.findings({ reopened: 'true' }) },
  ]
  return (
    <ul className={classes.totals}>
      {numbers.map(({ name, count, href }) => (
        <li key={name}>
          <AppLink href={href} className={classes.total}>
            <span className={classes.totalCount}>{formatCount(count)}</span>
            <span className={classes.totalName}>{name}</span>
          </AppLink>
        </li>
      ))}
    </ul>
  )
}

/** The loop of a hospital that has put nothing in yet: the three things that make it turn. */
function FirstSteps({ loop }: { loop: Loop }) {
  const steps = [
    {
      title: 'Import your devices',
      text: 'An export of the CMMS or of a monitoring system as it is, CSV or Excel. You see what would change before anything does.',
      href: paths.importFile(),
      link: 'Import a file',
    },
    {
      title: 'Add intelligence',
      text: 'Advisories of CISA and of manufacturers, known exploited vulnerabilities, and exploit probabilities; from the internet, a folder or a zip.',
      href: paths.addSource(),
      link: 'Add a feed',
    },
    {
      title: 'Decide and act',
      text: 'Findings are ranked with their reasons. Groups of them become work orders, and the next import proves that the work took.',
      href: paths.findings(),
      link: 'See findings',
    },
  ]
  return (
    <>
      <Section title="Begin here">
        <ol className={classes.steps}>
          {steps.map((step, index) => (
            <li key={step.title}>
              <span className={classes.stepNumber} aria-hidden>
                {index === 0 ? <IconDatabaseImport size={18} /> : index + 1}
              </span>
              <div>
                <h3>{step.title}</h3>
                <p>{step.text}</p>
                <AppLink href={step.href}>{step.link}</AppLink>
              </div>
            </li>
          ))}
        </ol>
      </Section>
      <Section title="The loop">
        <LoopPicture loop={loop} />
      </Section>
    </>
  )
}
