import { Button } from '@mantine/core'
import { IconDownload, IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReceivedVexStatement, VexDocumentPage as VexDocument } from '#web/api/contract.ts'
import { removeVexDocument, vexDocumentQuery, vexStatementsQuery } from '#web/api/sboms.ts'
import { humanise } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { RemoveDocumentDialog } from '#web/components/remove-document-dialog.tsx'
import classes from '#web/components/sbom.module.css'
import { VexBadge } from '#web/components/state-badges.tsx'
import { downloads, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty } from '#web/ui/states.tsx'
import { type Column, PlainTable } from '#web/ui/table.tsx'
import { BindAwaitedBillDialog } from './awaited-bills.tsx'

const parent = { title: 'VEX on SBOMs', href: paths.vexDocuments() }

export function VexDocumentPage() {
  const document = useQuery(vexDocumentQuery(useParam('document')))
  return (
    <LoadedPage query={document} title="VEX" parent={parent}>
      {(data) => <Document data={data} />}
    </LoadedPage>
  )
}

type Bill = VexDocument['bills'][number]

const Here = ({ bill }: { bill: Bill }) =>
  bill.here.length > 0 ? (
    bill.here.map((one) => (
      <div key={one.id}>
        <AppLink href={paths.sbom(one.id, 'statements')}>{one.model}</AppLink>
        <span className={classes.sub}>
          {' '}
          {one.manufacturer}, {one.versions || 'every version'}
          {one.isReplaced && ', replaced by a newer bill'}
        </span>
      </div>
    ))
  ) : bill.bound.length > 0 ? (
    bill.bound.map((one) => (
      <div key={one.id}>
        {one.model}{' '}
        <span className={classes.sub}>
          {one.manufacturer}, {one.versions || 'every version'}; not here, bound by {one.boundBy}
        </span>
      </div>
    ))
  ) : (
    <strong>not here yet: what is said of it waits</strong>
  )

function Bind({ bill, onBind }: { bill: Bill; onBind: (bill: Bill) => void }) {
  const may = useMay()
  if (bill.here.length > 0) return null
  if (bill.bound.length > 0) return <AppLink href={paths.vexDocuments('bound')}>Bound by you</AppLink>
  return (
    <Action
      size="compact-sm"
      variant="default"
      aria-label={`Bind ${bill.serialNumber}, revision ${bill.revision}`}
      disabledReason={may.whyNot('finding:decide')}
      onClick={() => onBind(bill)}
    >
      Bind
    </Action>
  )
}

const Link = ({ bill }: { bill: Bill }) => (
  <>
    <span className={`mono ${classes.sub}`}>{bill.serialNumber}</span>, revision {bill.revision}
  </>
)

const Vulnerability = ({ row }: { row: ReceivedVexStatement }) =>
  row.isKnown ? (
    <AppLink href={paths.vulnerability(row.vulnerabilityId)}>{row.vulnerabilityId}</AppLink>
  ) : (
    <span>{row.vulnerabilityId}</span>
  )

const Of = ({ row }: { row: ReceivedVexStatement }) => (
  <>
    {row.affects.slice(0, 5).map((target) => (
      <div key={target.ref}>
        {target.name ?? <span className={`mono ${classes.sub}`}>{target.ref}</span>}
        {target.versions.map(({ version, range, status }) => (
          <div key={`${version} ${range} ${status}`} className={classes.sub}>
            {humanise(status)}: <span className="mono">{version || range}</span>
          </div>
        ))}
        {target.reason && row.notApplied === null && <div className={classes.sub}>Not of this: {target.reason}</div>}
      </div>
    ))}
    {row.affects.length > 5 && <div className={classes.sub}>and {formatCount(row.affects.length - 5)} more</div>}
  </>
)

const Why = ({ row }: { row: ReceivedVexStatement }) => (
  <>
    {row.justification && <div>{humanise(row.justification)}</div>}
    {row.response.length > 0 && <div>{row.response.map(humanise).join(', ')}</div>}
    {row.detail && <div className={classes.sub}>{row.detail}</div>}
    {row.notApplied && (
      <div className={classes.sub}>
        <strong>Not applied.</strong> {row.notApplied}
      </div>
    )}
  </>
)

const columns: Column<ReceivedVexStatement>[] = [
  { id: 'vulnerability', title: 'Vulnerability', width: 10, render: (row) => <Vulnerability row={row} /> },
  { id: 'state', title: 'It says', width: 9, render: (row) => <VexBadge state={row.state} /> },
  { id: 'of', title: 'Of', width: 15, render: (row) => <Of row={row} /> },
  { id: 'why', title: 'Why, and whether it counts', width: 20, grow: true, render: (row) => <Why row={row} /> },
]

function Document({ data }: { data: VexDocument }) {
  const { document, bills, remarks } = data
  const may = useMay()
  const [isRemoving, setIsRemoving] = useState(false)
  const [binding, setBinding] = useState<Bill>()
  const statements = useInfiniteQuery(vexStatementsQuery(document.id))
  return (
    <Page
      title={`VEX by ${document.author || 'an author who is not named'}`}
      parent={parent}
      eyebrow={`CycloneDX ${document.formatVersion}`}
      actions={
        <>
          <Button
            component="a"
            href={downloads.vexDocument(document.id)}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            The file as it came
          </Button>
          <Action
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            disabledReason={may.whyNot('device:write')}
            onClick={() => setIsRemoving(true)}
          >
            Take out of force
          </Action>
        </>
      }
    >
      {document.replacedBy && (
        <Remark title="Replaced">
          A later revision of this document took its place.{' '}
          <AppLink href={paths.vexDocument(document.replacedBy)}>Open that one</AppLink>
        </Remark>
      )}
      {!document.replacedBy && document.billsHere + document.billsBound < document.bills && (
        <Remark
          tone="warn"
          title={
            document.billsHere + document.billsBound === 0
              ? 'None of its bills is here'
              : 'It waits for some of its bills'
          }
          actions={<AppLink href={paths.sboms()}>Open the SBOMs</AppLink>}
        >
          What it says of these waits, and is applied when they are added, or when somebody says which models they are
          of.
        </Remark>
      )}
      {document.author === '' && (
        <Remark tone="warn" title="It does not say who speaks">
          Only the maker of a product clears it: what it calls not affected stays open.
        </Remark>
      )}
      <Section title="Key facts">
        <Facts
          facts={[
            { name: 'Statements', value: formatCount(document.statements) },
            {
              name: 'Made',
              value: document.statedAt ? <Moment at={document.statedAt} ago /> : <Absent>not said</Absent>,
            },
            { name: 'Tool', value: document.tool || <Absent>not said</Absent> },
            {
              name: 'Serial number',
              value: document.serialNumber ? (
                <span className={`mono ${classes.sub}`}>
                  {document.serialNumber}, revision {document.revision}
                </span>
              ) : (
                <Absent>none: no later revision replaces it</Absent>
              ),
            },
            {
              name: 'Added',
              value: (
                <>
                  <Moment at={document.uploadedAt} ago /> by {document.uploadedBy}
                </>
              ),
            },
          ]}
        />
      </Section>
      <Section title="Bills of materials that it speaks of" flush>
        <PlainTable
          label="Bills of materials"
          columns={[
            { id: 'here', title: 'Here', width: 18, grow: true, render: (bill) => <Here bill={bill} /> },
            { id: 'link', title: 'Named as', width: 24, render: (bill) => <Link bill={bill} /> },
            {
              id: 'bind',
              title: 'Bind',
              isTitleHidden: true,
              width: 8,
              align: 'end',
              render: (bill) => <Bind bill={bill} onBind={setBinding} />,
            },
          ]}
          rows={bills}
          rowKey={(bill) => `${bill.serialNumber} ${bill.revision}`}
          card={(bill) => (
            <>
              <Here bill={bill} />
              <div>
                <Link bill={bill} />
              </div>
              <Bind bill={bill} onBind={setBinding} />
            </>
          )}
        />
      </Section>
      <Section title="What it says of vulnerabilities" flush>
        <PagedTable
          label="Statements on vulnerabilities"
          query={statements}
          columns={columns}
          rowKey={(row) => String(row.position)}
          rowHeight={64}
          card={(row) => (
            <>
              <Vulnerability row={row} /> <VexBadge state={row.state} />
              <div className={classes.sub}>
                <Of row={row} />
              </div>
              <Why row={row} />
            </>
          )}
          empty={<Empty title="It says nothing">No statement of the document could be read.</Empty>}
        />
      </Section>
      {remarks.length > 0 && (
        <Section title="What was not taken as it stands, and why">
          <ul>
            {remarks.map(({ part, name, reason }) => (
              <li key={`${part} ${name} ${reason}`}>
                <strong>{name}</strong> {reason}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <p className="quiet small" style={{ overflowWrap: 'anywhere' }}>
        {data.fileName}, SHA-256: <span className="mono">{data.digest}</span>
      </p>
      {binding && (
        <BindAwaitedBillDialog bill={binding} author={document.author} onClose={() => setBinding(undefined)} />
      )}
      {isRemoving && (
        <RemoveDocumentDialog
          what="VEX document"
          effect="Its statements no longer count for any device."
          backTo={paths.vexDocuments()}
          remove={(reason) => removeVexDocument(document.id, reason)}
          onClose={() => setIsRemoving(false)}
        />
      )}
    </Page>
  )
}
