import { IconDatabaseImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { SourceRow } from '#web/api/contract.ts'
import { isUnderWay, sourcesQuery } from '#web/api/sources.ts'
import { useMay } from '#web/components/access.ts'
import { RunProgress } from '#web/components/run-card.tsx'
import { OutOfDateMark, RunStateBadge } from '#web/components/state-badges.tsx'
import { paths } from '#web/paths.ts'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable, RowLink } from '#web/ui/table.tsx'
import { SourceMember } from './source-member.tsx'
import classes from './sources.module.css'

const dash = <span className="quiet">—</span>

const LastRun = ({ source: { kind, lastRun } }: { source: SourceRow }) =>
  kind === 'person' ? (
    <span className="quiet">What people said of devices</span>
  ) : !lastRun ? (
    <span className="quiet">Never</span>
  ) : isUnderWay(lastRun) ? (
    <RunProgress run={lastRun} />
  ) : (
    <>
      <RunStateBadge state={lastRun.state} />{' '}
      <span className="quiet small">
        <Moment at={lastRun.finishedAt ?? lastRun.queuedAt} ago />
      </span>
    </>
  )

/** What went wrong, and how old what it gave is: it stays in force. */
function Health({ source: { lastRun, lastReadAt, list, question } }: { source: SourceRow }) {
  return (
    <>
      {lastRun?.error && (
        <div className={classes.fault}>
          {lastRun.error.detail}{' '}
          <span className="quiet">{lastReadAt ? <LastGood at={lastReadAt} /> : 'It was never read to its end.'}</span>
        </div>
      )}
      {question && (
        <div className={classes.fault}>
          It reports suddenly few: {formatCount(question.missing)} of {formatCount(question.stood)} devices are missing.
          Somebody has to say whether that is so.
        </div>
      )}
      {list?.day && (
        <div className={`${classes.list} quiet small`} title={list.why ?? undefined}>
          Data of <Day on={list.day} />
          {list.state !== 'fresh' && <OutOfDateMark />}
        </div>
      )}
      {list?.inForce && (
        <div className="quiet small">
          In force: the newer list of <Day on={list.inForce} />, from another source
        </div>
      )}
    </>
  )
}

const LastGood = ({ at }: { at: string }) => (
  <>
    Last read to its end <Moment at={at} ago />; that stays in force.
  </>
)

const NextRun = ({ source }: { source: SourceRow }) =>
  source.disabledAt ? (
    <span className="quiet">switched off</span>
  ) : source.kind === 'person' ? (
    dash
  ) : source.nextRunAt ? (
    <Moment at={source.nextRunAt} ago />
  ) : (
    <span className="quiet">{source.watchFolder ? 'when a file comes' : 'by hand'}</span>
  )

/** What went wrong stands first: it is what one can mend. */
const isFailing = ({ lastRun, question }: SourceRow) => lastRun?.state === 'failed' || question !== null
const failingFirst = (rows: readonly SourceRow[]) =>
  rows.toSorted((a, b) => Number(isFailing(b)) - Number(isFailing(a)))

const columns: Column<SourceRow>[] = [
  {
    id: 'name',
    title: 'Source',
    width: 18,
    grow: true,
    render: (source) => (
      <>
        <RowLink href={paths.source(source.id)}>{source.name}</RowLink>
        <div className="quiet small">
          <SourceMember source={source} />
        </div>
      </>
    ),
  },
  {
    id: 'last',
    title: 'Last run',
    width: 20,
    render: (source) => (
      <>
        <LastRun source={source} />
        <Health source={source} />
      </>
    ),
  },
  { id: 'next', title: 'Next run', width: 9, render: (source) => <NextRun source={source} /> },
  {
    id: 'devices',
    title: 'Devices',
    width: 7,
    align: 'end',
    render: (source) => (
      <>
        <CountLink href={paths.devices({ source: source.id })} count={source.devices} of="devices" />
        {source.unreported > 0 && (
          <div className="quiet small">
            <CountLink
              href={paths.devices({ source: source.id, unreported: 'true' })}
              count={source.unreported}
              of="devices no longer reported"
            />{' '}
            no longer reported
          </div>
        )}
      </>
    ),
  },
  {
    id: 'skipped',
    title: 'Skipped',
    width: 7,
    align: 'end',
    render: (source) =>
      source.openSkipped === 0 ? (
        dash
      ) : (
        <CountLink href={paths.source(source.id, 'skipped')} count={source.openSkipped} of="skipped records" />
      ),
  },
]

export function SourcesPage() {
  const may = useMay()
  const sources = useQuery(sourcesQuery)
  return (
    <Page
      title="Sources"
      lead="Where devices and advisories come from. What could not be taken is kept with the reason and can be corrected."
      actions={
        <>
          <LinkAction href={paths.importFile()} disabledReason={may.whyNot('source:run')}>
            Import a file
          </LinkAction>
          <LinkAction href={paths.addSource()} variant="default" disabledReason={may.whyNot('source:write')}>
            Add a source
          </LinkAction>
          <LinkAction href={paths.bundles()} variant="default">
            Bundles
          </LinkAction>
        </>
      }
    >
      <Loaded query={sources}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon={<IconDatabaseImport size={30} aria-hidden />} title="No source yet">
              Begin with an export of your CMMS. <AppLink href={paths.importFile()}>Import a file</AppLink>
            </Empty>
          ) : (
            <>
              <SourceList title="Devices" rows={rows.filter(({ kind }) => kind !== 'feed')} columns={columns} />
              <SourceList
                title="Published intelligence"
                rows={rows.filter(({ kind }) => kind === 'feed')}
                columns={columns.filter(({ id }) => id !== 'devices')}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

function SourceList({
  title,
  rows,
  columns,
}: {
  title: string
  rows: readonly SourceRow[]
  columns: Column<SourceRow>[]
}) {
  if (rows.length === 0) return null
  return (
    <Section title={title} flush>
      <PlainTable
        label={title}
        columns={columns}
        rows={failingFirst(rows)}
        rowKey={(source) => source.id}
        rowHref={(source) => paths.source(source.id)}
        card={(source) => (
          <>
            <RowLink href={paths.source(source.id)}>{source.name}</RowLink>
            <div className="quiet small">
              <SourceMember source={source} />
            </div>
            <div>
              <LastRun source={source} />
              <Health source={source} />
            </div>
            <div className="quiet small">
              {source.openSkipped > 0 && `${source.openSkipped} skipped · `}
              {source.kind !== 'person' && (
                <>
                  next: <NextRun source={source} />
                </>
              )}
            </div>
          </>
        )}
      />
    </Section>
  )
}
