import { IconDatabaseImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { SourceRow } from '#web/api/contract.ts'
import { isUnderWay, sourcesQuery } from '#web/api/sources.ts'
import { humanise } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { RunProgress } from '#web/components/run-card.tsx'
import { RunStateBadge } from '#web/components/state-badges.tsx'
import { paths } from '#web/paths.ts'
import { AppLink, CountLink } from '#web/ui/app-link.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable, RowLink } from '#web/ui/table.tsx'

const dash = <span className="quiet">—</span>

const LastRun = ({ source: { lastRun } }: { source: SourceRow }) =>
  !lastRun ? (
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

const NextRun = ({ source }: { source: SourceRow }) =>
  source.disabledAt ? (
    <span className="quiet">Switched off</span>
  ) : source.nextRunAt ? (
    <Moment at={source.nextRunAt} ago />
  ) : (
    <span className="quiet">{source.watchFolder ? 'When a file comes' : 'By hand'}</span>
  )

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
          {humanise(source.kind)} · {source.member}
        </div>
      </>
    ),
  },
  { id: 'last', title: 'Last run', width: 16, render: (source) => <LastRun source={source} /> },
  { id: 'next', title: 'Next run', width: 9, render: (source) => <NextRun source={source} /> },
  {
    id: 'devices',
    title: 'Devices',
    width: 7,
    align: 'end',
    render: (source) =>
      source.kind === 'feed' ? (
        dash
      ) : (
        <CountLink href={paths.devices({ source: source.id })} count={source.devices} of="devices" />
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
            Add a feed
          </LinkAction>
          <LinkAction href={paths.bundles()} variant="default">
            Bundles
          </LinkAction>
        </>
      }
    >
      <Section title="All sources" flush>
        <Loaded query={sources}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty icon={<IconDatabaseImport size={30} aria-hidden />} title="No source yet">
                Begin with an export of your CMMS. <AppLink href={paths.importFile()}>Import a file</AppLink>
              </Empty>
            ) : (
              <PlainTable
                label="Sources"
                columns={columns}
                rows={rows}
                rowKey={(source) => source.id}
                rowHref={(source) => paths.source(source.id)}
                card={(source) => (
                  <>
                    <RowLink href={paths.source(source.id)}>{source.name}</RowLink>
                    <div>
                      <LastRun source={source} />
                    </div>
                    <div className="quiet small">
                      {source.openSkipped > 0 && `${source.openSkipped} skipped · `}next: <NextRun source={source} />
                    </div>
                  </>
                )}
              />
            )
          }
        </Loaded>
      </Section>
    </Page>
  )
}
