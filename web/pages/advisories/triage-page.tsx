import { SegmentedControl } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconInbox } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { advisoriesQuery, advisoryQuery, decideAdvisories, markAdvisories, undoDecision } from '#web/api/advisories.ts'
import type { AdvisoryRow } from '#web/api/contract.ts'
import { allItems } from '#web/api/paging.ts'
import { useMay } from '#web/components/access.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import { OpenWorkDialog } from '#web/components/open-work-dialog.tsx'
import { ExploitedMark } from '#web/components/state-badges.tsx'
import type { TriageSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Day } from '#web/ui/moment.tsx'
import { tell } from '#web/ui/notice.ts'
import { Page } from '#web/ui/page.tsx'
import { PlainText } from '#web/ui/plain-text.tsx'
import { Queue, QueueFacts, QueueHead, QueueItem, QueueKeys, QueueTitle } from '#web/ui/queue.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Empty, Failure, RowsSkeleton } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { AdvisoryHistory } from './advisory-history.tsx'
import { DecideAdvisoryDialog, type Decided, decisionWords, type TriageDecision } from './decide-advisory-dialog.tsx'
import { MatchedDevices } from './matched-devices.tsx'
import { RevisionDifferences } from './revision-differences.tsx'
import classes from './triage.module.css'

const stateWords: Record<AdvisoryRow['triage'], string> = {
  new: 'new',
  revised: 'revised',
  due: 'due again',
  now_here: 'now here',
  settled: 'settled',
}

const keys: { key: string; decision: TriageDecision }[] = [
  { key: 'H', decision: 'handled' },
  { key: 'N', decision: 'nothing_to_do' },
  { key: 'W', decision: 'watch' },
  { key: 'O', decision: 'open_work' },
]

/** The morning's inbox: what came in, what it touches, and what becomes of it, one after the other. */
export function TriagePage() {
  const may = useMay()
  const navigate = useNavigate()
  const { search, setSearch } = useSearchState<TriageSearch>()
  const affected = search.affected ?? 'yes'
  const inbox = useInfiniteQuery(advisoriesQuery({ inbox: true, affected, sort: 'worst', limit: 50 }))
  const rows = allItems(inbox.data)
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === search.advisory),
  )
  const current = rows[at]
  const [asking, setAsking] = useState<TriageDecision | null>(null)
  const [lastId, setLastId] = useState<string | null>(null)
  const whyNot = may.whyNot('finding:decide') ?? (current ? null : 'The inbox is empty.')

  const go = (step: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))]
    if (next) setSearch({ advisory: next.id })
    if (at + step >= rows.length - 5 && inbox.hasNextPage && !inbox.isFetchingNextPage) void inbox.fetchNextPage()
  }
  const leave = (row: AdvisoryRow) => {
    setAsking(null)
    setLastId(row.id)
    const next = rows[at + 1] ?? rows[at - 1]
    setSearch({ advisory: next?.id })
  }
  const decide = useChange(
    ({ row, ...decided }: Decided & { row: AdvisoryRow }) => decideAdvisories({ advisoryIds: [row.id], ...decided }),
    {
      done: (_, { row, decision }) => `${decisionWords[decision].past}: ${row.trackingId}. U takes it back.`,
      onDone: (_, { row }) => leave(row),
    },
  )
  const undo = useChange(undoDecision, {
    done: (_, id) => `Taken back: ${id}.`,
    onDone: (_, id) => {
      setLastId(null)
      setSearch({ advisory: id })
    },
  })
  const choose = (decision: TriageDecision) => {
    if (whyNot || !current || decide.isPending) return
    // What needs no words takes one key; so does “nothing to do” about what is not here.
    const isNotHere = current.affected + current.cannotTell === 0
    const reason =
      decision === 'nothing_to_do' && isNotHere ? 'No device here is of it' : decisionWords[decision].reason
    // Work is made on the spot, where there is a device to work on.
    const isWork = decision === 'open_work' && !isNotHere && may('work-order:write')
    if (decision === 'watch' || isWork || !reason) setAsking(decision)
    else decide.mutate({ row: current, decision, reason })
  }
  const takeBack = () => {
    if (!lastId) tell('There is nothing to take back.')
    else if (!undo.isPending) undo.mutate(lastId)
  }
  const unlessAsking = (act: () => void) => () => {
    if (!asking) act()
  }
  useHotkeys([
    ['j', unlessAsking(() => go(1))],
    ['k', unlessAsking(() => go(-1))],
    ['u', unlessAsking(takeBack)],
    ...keys.map(({ key, decision }): [string, () => void] => [key.toLowerCase(), unlessAsking(() => choose(decision))]),
    [
      'Enter',
      // Where something has the focus, Enter is its own.
      unlessAsking(() => {
        if (document.activeElement === document.body && current) void navigate({ to: paths.advisory(current.id) })
      }),
      { preventDefault: false },
    ],
  ])

  return (
    <Page
      title="Triage"
      lead="What came in, what it touches here, and what becomes of it. Worst first."
      actions={
        <SegmentedControl
          aria-label="Which advisories"
          value={affected}
          onChange={(value) => setSearch({ affected: value as 'yes' | 'any', advisory: undefined })}
          data={[
            { value: 'yes', label: 'Speak of devices here' },
            { value: 'any', label: 'All that came in' },
          ]}
        />
      }
    >
      <QueueKeys
        keys={[
          { key: 'J', word: 'next' },
          { key: 'K', word: 'previous' },
          ...keys.map(({ key, decision }) => ({ key, word: decisionWords[decision].verb.toLowerCase() })),
          { key: 'U', word: 'take back' },
          { key: 'Enter', word: 'open' },
        ]}
      />
      {inbox.isPending ? (
        <RowsSkeleton rows={8} height={56} />
      ) : inbox.error && rows.length === 0 ? (
        <Failure error={inbox.error} retry={() => void inbox.refetch()} />
      ) : !current ? (
        <Empty
          icon={<IconInbox size={30} aria-hidden />}
          title={affected === 'yes' ? 'Nothing that touches a device here waits' : 'Nothing waits'}
          action={
            lastId ? (
              <Action variant="default" onClick={takeBack}>
                Take the last decision back
              </Action>
            ) : undefined
          }
        >
          New advisories and revisions come here as feeds bring them.{' '}
          <AppLink href={paths.advisories()}>All advisories</AppLink>
        </Empty>
      ) : (
        <Queue
          label="Inbox"
          query={inbox}
          items={rows.map((row) => <Item key={row.id} row={row} isCurrent={row.id === current.id} search={search} />)}
        >
          <Detail
            key={current.id}
            row={current}
            certainty={search.certainty ?? 'all'}
            onCertainty={(certainty) => setSearch({ advisory: current.id, certainty })}
            actions={
              <>
                {keys.map(({ key, decision }) => (
                  <Action
                    key={key}
                    size="compact-md"
                    variant={decision === 'handled' ? 'filled' : 'default'}
                    disabledReason={whyNot}
                    loading={decide.isPending && decide.variables?.decision === decision}
                    onClick={() => choose(decision)}
                  >
                    {decisionWords[decision].verb}
                  </Action>
                ))}
                <Action
                  size="compact-md"
                  variant="subtle"
                  disabledReason={lastId ? null : 'You decided nothing yet on this page.'}
                  onClick={takeBack}
                >
                  Take back
                </Action>
              </>
            }
          />
        </Queue>
      )}
      {asking === 'open_work' && current && (
        <OpenWork
          row={current}
          onClose={() => setAsking(null)}
          onDone={(workOrders) => {
            tell(
              `${formatCount(workOrders)} work ${workOrders === 1 ? 'order' : 'orders'} made: ${current.trackingId}.`,
            )
            leave(current)
          }}
        />
      )}
      {asking && asking !== 'open_work' && current && (
        <DecideAdvisoryDialog
          title={current.title}
          decision={asking}
          error={decide.error}
          isSending={decide.isPending}
          onDecide={(decided) => decide.mutate({ row: current, ...decided })}
          onClose={() => setAsking(null)}
        />
      )}
    </Page>
  )
}

/** Asks for the advisory's groups, which the pane beside it shows already. */
function OpenWork({
  row,
  onDone,
  onClose,
}: {
  row: AdvisoryRow
  onDone: (workOrders: number) => void
  onClose: () => void
}) {
  const advisory = useQuery(advisoryQuery(row.id))
  if (advisory.error)
    return (
      <Dialog title="Open work" opened onClose={onClose}>
        <Failure error={advisory.error} retry={() => void advisory.refetch()} />
      </Dialog>
    )
  if (!advisory.data) return null
  return (
    <OpenWorkDialog
      advisory={row.id}
      title={row.title}
      groups={advisory.data.groups.filter((group) => group.open > 0)}
      onDone={onDone}
      onClose={onClose}
    />
  )
}

function Item({ row, isCurrent, search }: { row: AdvisoryRow; isCurrent: boolean; search: TriageSearch }) {
  return (
    <QueueItem href={paths.triage({ ...search, advisory: row.id })} isCurrent={isCurrent}>
      <QueueTitle>
        {row.isUnread && <span className={classes.dot} title="Not read" />}
        {row.isUnread && <span className="visually-hidden">Not read: </span>}
        {row.title}
      </QueueTitle>
      <QueueFacts>
        <span className={classes.state} data-state={row.triage}>
          {stateWords[row.triage]}
        </span>
        {row.worstBand && <BandBadge band={row.worstBand} score={row.worstScore} />}
        {row.knownExploited && <ExploitedMark isShort />}
        <span>{formatCount(row.affected)} affected</span>
        {row.cannotTell > 0 && <span>{formatCount(row.cannotTell)} to look at</span>}
        {row.worstCvss !== null && <span>CVSS {row.worstCvss.toFixed(1)}</span>}
      </QueueFacts>
    </QueueItem>
  )
}

/** Seen for this long, it was read. */
const readAfterMs = 2500

function Detail({
  row,
  certainty,
  onCertainty,
  actions,
}: {
  row: AdvisoryRow
  certainty: 'sure' | 'likely' | 'all'
  onCertainty: (certainty: 'sure' | 'likely' | 'all') => void
  actions: ReactNode
}) {
  const advisory = useQuery(advisoryQuery(row.id))
  const mark = useChange((read: boolean) => markAdvisories([row.id], read))
  const { mutate } = mark
  useEffect(() => {
    if (!row.isUnread) return
    const timer = setTimeout(() => mutate(true), readAfterMs)
    return () => clearTimeout(timer)
  }, [row.isUnread, mutate])
  const worst = advisory.data?.groups.toSorted((a, b) => (b.worstScore ?? 0) - (a.worstScore ?? 0))[0]
  const exploited = advisory.data?.vulnerabilities.filter((one) => one.knownExploited) ?? []
  return (
    <>
      <QueueHead
        title={<AppLink href={paths.advisory(row.id)}>{row.title}</AppLink>}
        facts={
          <>
            <span className="mono">{row.trackingId}</span>
            <span>{row.publisher}</span>
            <span>
              revision {row.revision}, <Day on={row.revisedAt.slice(0, 10)} />
            </span>
            {worst && <BandBadge band={worst.worstBand} score={worst.worstScore} />}
            {row.knownExploited && <ExploitedMark />}
          </>
        }
        actions={actions}
      >
        {exploited.length > 0 && (
          <p className="quiet small">Exploited: {exploited.map(({ vulnerabilityId }) => vulnerabilityId).join(', ')}</p>
        )}
      </QueueHead>
      <MatchedDevices advisory={row.id} certainty={certainty} onCertainty={onCertainty} />
      <RevisionDifferences advisory={row.id} />
      {advisory.data?.advisory.summary && (
        <section aria-label="Summary">
          <PlainText text={advisory.data.advisory.summary} />
        </section>
      )}
      <AdvisoryHistory advisory={row.id} />
    </>
  )
}
