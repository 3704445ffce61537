import { useHotkeys } from '@mantine/hooks'
import { IconGavel } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { DecisionRow, ProposalRow } from '#web/api/contract.ts'
import { boardQuery, decidedOn } from '#web/api/decisions.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import { DecisionBadge } from '#web/components/state-badges.tsx'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { QueueKeys } from '#web/ui/queue.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import classes from './board.module.css'
import { DecisionTabs } from './decision-tabs.tsx'

/** What of the decisions asks for somebody, what waits for whoever looks first. */
export function BoardPage() {
  const board = useQuery(boardQuery)
  const cards = useRef<HTMLDivElement>(null)
  const go = (step: number) => () => {
    const links = [...(cards.current?.querySelectorAll<HTMLAnchorElement>('a[data-card]') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus()
  }
  useHotkeys([
    ['j', go(1)],
    ['k', go(-1)],
  ])
  return (
    <Page title="Decisions" lead="What waits for whom, what broke, what is not known, and what ends soon.">
      <DecisionTabs current="board" />
      <Loaded query={board}>
        {(data) =>
          Object.values(data).every(({ count }) => count === 0) ? (
            <Empty icon={<IconGavel size={30} aria-hidden />} title="Nothing asks for anybody">
              No decision waits for approval, none broke, and none ends within 30 days.
            </Empty>
          ) : (
            <>
              <QueueKeys
                keys={[
                  { key: 'J', word: 'next' },
                  { key: 'K', word: 'previous' },
                  { key: 'Enter', word: 'open' },
                ]}
              />
              <div className={classes.board} ref={cards}>
                <Column title="Waits for you" {...data.waitsForMe} card={proposed} />
                <Column title="Waits for others" {...data.waitsForOthers} card={proposed} />
                <Column
                  title="Broken"
                  {...data.broken}
                  all={paths.decisions({ state: 'broken' })}
                  card={(row) => decided(row, 'broken')}
                />
                <Column
                  title="Something is not known"
                  {...data.asks}
                  all={paths.decisions({ state: 'asking' })}
                  card={(row) => decided(row, 'asks')}
                />
                <Column
                  title="Ends within 7 days"
                  {...data.endsInWeek}
                  all={paths.decisions({ state: 'ending_week' })}
                  card={(row) => decided(row)}
                />
                <Column
                  title="Ends within 30 days"
                  {...data.endsInMonth}
                  all={paths.decisions({ state: 'expiring' })}
                  card={(row) => decided(row)}
                />
              </div>
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

function Column<Row extends { id: string }>({
  title,
  count,
  items,
  all,
  card,
}: {
  title: string
  count: number
  items: readonly Row[]
  all?: string
  card: (row: Row) => React.ReactNode
}) {
  return (
    <Section title={title} aside={formatCount(count)}>
      {items.length === 0 ? (
        <p className="quiet">None.</p>
      ) : (
        <ul className={classes.cards}>
          {items.map((row) => (
            <li key={row.id}>{card(row)}</li>
          ))}
        </ul>
      )}
      {count > items.length &&
        (all ? (
          <AppLink href={all}>All {formatCount(count)}</AppLink>
        ) : (
          <p className="quiet small">And {formatCount(count - items.length)} more.</p>
        ))}
    </Section>
  )
}

const proposed = (row: ProposalRow) => (
  <AppLink href={paths.proposal(row.id)} className={classes.card} data-card>
    <span className={classes.marks}>
      <DecisionBadge decision={row.decision} />
      {row.level.worstBand && <BandBadge band={row.level.worstBand} />}
    </span>
    <strong>{row.on}</strong>
    <span className={classes.line}>{row.reason}</span>
    <span className="quiet small">
      {row.proposedBy}, <Moment at={row.proposedAt} ago /> · {row.approvals} of {row.level.approvers} approved ·{' '}
      {formatCount(row.level.findings)} findings
    </span>
  </AppLink>
)

const decided = (row: DecisionRow, state?: 'broken' | 'asks') => (
  <AppLink href={paths.decision(row.id, state)} className={classes.card} data-card>
    <span className={classes.marks}>
      <DecisionBadge decision={row.decision} />
    </span>
    <strong>{decidedOn(row)}</strong>
    <span className={classes.line}>{row.reason}</span>
    <span className="quiet small">
      {state === 'broken' && `${formatCount(row.broken)} open again · `}
      {state === 'asks' && `${formatCount(row.asking)} not known · `}
      {row.expiresOn && (
        <>
          until <Day on={row.expiresOn} /> ·{' '}
        </>
      )}
      {row.decidedBy}
    </span>
  </AppLink>
)
