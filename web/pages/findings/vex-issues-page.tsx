import { IconFileExport } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { VexIssueRow } from '#web/api/contract.ts'
import { takeVexIssue, vexIssuesQuery } from '#web/api/findings.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { saveFile } from '#web/ui/save-file.ts'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { useChange } from '#web/ui/use-change.ts'

const replaces = ({ version }: VexIssueRow) =>
  version === 1 ? 'the first' : `takes the place of version ${version - 1}`
const standing = ({ isSuperseded, version }: VexIssueRow) =>
  isSuperseded ? `version ${version + 1} takes its place` : 'in force'

function Download({ row }: { row: VexIssueRow }) {
  const take = useChange((format: 'csaf' | 'openvex') => takeVexIssue(row.id, row.version, format), {
    done: ({ name }) => `${name} is saved.`,
    onDone: saveFile,
  })
  return (
    <span style={{ display: 'flex', gap: 'var(--space-1)', flexWrap: 'wrap' }}>
      <Action
        size="compact-sm"
        variant="default"
        aria-label={`CSAF of ${row.id}, version ${row.version}`}
        loading={take.isPending && take.variables === 'csaf'}
        onClick={() => take.mutate('csaf')}
      >
        CSAF
      </Action>
      <Action
        size="compact-sm"
        variant="default"
        aria-label={`OpenVEX of ${row.id}, version ${row.version}`}
        disabledReason={row.hasOpenVex ? null : 'It is from before the address of the document was kept.'}
        loading={take.isPending && take.variables === 'openvex'}
        onClick={() => take.mutate('openvex')}
      >
        OpenVEX
      </Action>
    </span>
  )
}

const columns: Column<VexIssueRow>[] = [
  {
    id: 'document',
    title: 'Document',
    width: 19,
    grow: true,
    render: (row) => (
      <>
        {row.title}
        <div className="quiet small">
          <span className="mono">{row.id}</span>
        </div>
      </>
    ),
  },
  {
    id: 'version',
    title: 'Version',
    width: 9,
    render: (row) => (
      <>
        <span className="number">{row.version}</span>, {replaces(row)}
        <div className="quiet small">{standing(row)}</div>
      </>
    ),
  },
  { id: 'statements', title: 'Verdicts', width: 6, align: 'end', render: (row) => formatCount(row.statements) },
  { id: 'products', title: 'Products', width: 6, align: 'end', render: (row) => formatCount(row.products) },
  {
    id: 'issued',
    title: 'Handed out',
    width: 11,
    render: (row) => (
      <>
        <Moment at={row.issuedAt} />
        <div className="quiet small">{row.issuedBy}</div>
      </>
    ),
  },
  { id: 'download', title: 'Again', width: 11, render: (row) => <Download row={row} /> },
]

/** What the hospital told others, version by version. */
export function VexIssuesPage() {
  const issues = useInfiniteQuery(vexIssuesQuery)
  return (
    <Page
      fill
      title="Verdicts handed out"
      parent={{ title: 'Findings', href: paths.findings() }}
      lead="VEX documents for manufacturers and partners. A new version is made only when it says something else."
    >
      <PagedTable
        fill
        label="Verdicts handed out"
        query={issues}
        columns={columns}
        rowKey={(row) => `${row.id} ${row.version}`}
        rowHeight={58}
        card={(row) => (
          <>
            <strong>{row.title}</strong>
            <div className="quiet small">
              {row.id}, version {row.version}, {standing(row)} · {formatCount(row.statements)} verdicts ·{' '}
              <Moment at={row.issuedAt} />, {row.issuedBy}
            </div>
            <Download row={row} />
          </>
        )}
        empty={
          <Empty icon={<IconFileExport size={30} aria-hidden />} title="No verdict was handed out yet">
            Take them from the page of a vulnerability, by way of a <AppLink href={paths.findings()}>finding</AppLink>,
            or of a <AppLink href={paths.devices({ active: 'true' })}>device</AppLink> for its model.
          </Empty>
        }
      />
    </Page>
  )
}
