import { Button } from '@mantine/core'
import { IconDownload, IconPencil, IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SbomPage as SbomData } from '#web/api/contract.ts'
import { findingsQuery } from '#web/api/findings.ts'
import {
  bindSbom,
  removeSbom,
  sbomComponentsQuery,
  sbomQuery,
  sbomStatementsQuery,
  sbomVulnerabilitiesQuery,
  vexDocumentsQuery,
} from '#web/api/sboms.ts'
import { useMay } from '#web/components/access.ts'
import { BindDocumentDialog } from '#web/components/bind-dialog.tsx'
import { DocumentDevices, DocumentRemarks } from '#web/components/document-parts.tsx'
import { FindingCard, findingColumns, findingHref, findingKey } from '#web/components/finding-columns.tsx'
import { RemoveDocumentDialog } from '#web/components/remove-document-dialog.tsx'
import classes from '#web/components/sbom.module.css'
import {
  ComponentCard,
  componentColumns,
  StatementCard,
  sbomDevices,
  statementColumns,
  VulnerabilityCard,
  versionsOf,
  vulnerabilityColumns,
} from '#web/components/sbom-columns.tsx'
import type { SbomSearch } from '#web/page-searches.ts'
import { downloads, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { TextFilter } from '#web/ui/filter-bar.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam, useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty } from '#web/ui/states.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'

const parent = { title: 'SBOMs', href: paths.sboms() }

export function SbomPage() {
  const sbom = useQuery(sbomQuery(useParam('sbom')))
  return (
    <LoadedPage query={sbom} title="SBOM" parent={parent}>
      {(data) => <Sbom data={data} />}
    </LoadedPage>
  )
}

function Sbom({ data }: { data: SbomData }) {
  const { bill, subject, remarks } = data
  const { search } = useSearchState<SbomSearch>()
  const may = useMay()
  const [dialog, setDialog] = useState<'bind' | 'remove' | null>(null)
  const tab = search.tab ?? 'components'
  const close = () => setDialog(null)
  const format = `${bill.format === 'spdx' ? 'SPDX' : 'CycloneDX'} ${bill.formatVersion}`
  return (
    <Page
      title={bill.model}
      parent={parent}
      eyebrow={format}
      lead={
        <>
          {bill.manufacturer}, {versionsOf(bill)}
        </>
      }
      actions={
        <>
          <Button
            component="a"
            href={downloads.sbom(bill.id)}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            The file as it came
          </Button>
          <Action
            variant="default"
            leftSection={<IconPencil size={16} aria-hidden />}
            disabledReason={may.whyNot('device:write')}
            onClick={() => setDialog('bind')}
          >
            Bind to other devices
          </Action>
          <Action
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            disabledReason={may.whyNot('device:write')}
            onClick={() => setDialog('remove')}
          >
            Take out of force
          </Action>
        </>
      }
    >
      {bill.replacedBy && (
        <Remark title="Replaced">
          A newer bill of the same model and versions took its place.{' '}
          <AppLink href={paths.sbom(bill.replacedBy)}>Open that one</AppLink>
        </Remark>
      )}
      {!bill.replacedBy && bill.devices === 0 && (
        <Remark tone="warn" title="It tells of no device here">
          {bill.unsureDevices > 0
            ? `${formatCount(bill.unsureDevices)} devices may be meant: their version or model is not sure. `
            : 'No device’s manufacturer, model and version agree, or a more specific bill counts for them. '}
          If it is of a model that the inventory calls otherwise, bind it to that.
        </Remark>
      )}
      <Section title="Key facts">
        <Facts
          facts={[
            { name: 'Devices reached', value: sbomDevices(bill) },
            bill.unsureDevices > 0 && {
              name: 'May be meant',
              value: (
                <CountLink
                  href={paths.devices({ sbom: bill.id, answer: 'cannot_tell', active: 'true' })}
                  count={bill.unsureDevices}
                  of="devices that may be meant"
                />
              ),
            },
            {
              name: 'Open findings on these',
              value: (
                <CountLink href={paths.findings({ sbom: bill.id })} count={bill.openFindings} of="open findings" />
              ),
            },
            { name: 'Components', value: formatCount(bill.components) },
            { name: 'Dependencies stated', value: formatCount(data.dependencies) },
          ]}
        />
      </Section>
      <LinkTabs
        label="Parts of the bill"
        current={tab}
        tabs={[
          { id: 'components', title: 'Components', count: bill.components, href: paths.sbom(bill.id) },
          { id: 'vulnerabilities', title: 'Vulnerabilities', href: paths.sbom(bill.id, 'vulnerabilities') },
          {
            id: 'statements',
            title: 'Its own word',
            count: bill.statements,
            href: paths.sbom(bill.id, 'statements'),
          },
          { id: 'findings', title: 'Findings', count: bill.openFindings, href: paths.sbom(bill.id, 'findings') },
          { id: 'devices', title: 'Devices', count: bill.devices, href: paths.sbom(bill.id, 'devices') },
          { id: 'remarks', title: 'Not taken', count: remarks.length, href: paths.sbom(bill.id, 'remarks') },
        ]}
      />
      {tab === 'components' && <Components id={bill.id} />}
      {tab === 'vulnerabilities' && <Vulnerabilities id={bill.id} />}
      {tab === 'statements' && <Statements id={bill.id} />}
      {tab === 'findings' && <Findings id={bill.id} />}
      {tab === 'devices' && (
        <DocumentDevices of={{ sbom: bill.id }} title="Devices whose components it tells" noun="bill" />
      )}
      {tab === 'remarks' && <DocumentRemarks remarks={remarks} />}
      <Section title="The document" aside={format}>
        <Facts
          facts={[
            {
              name: 'Product in the bill',
              value: [subject.supplier, subject.name, subject.version].filter(Boolean).join(' ') || (
                <Absent>not said</Absent>
              ),
            },
            { name: 'Made', value: bill.statedAt ? <Moment at={bill.statedAt} ago /> : <Absent>not said</Absent> },
            { name: 'Author', value: bill.author || <Absent>not said</Absent> },
            { name: 'Tool', value: data.tool || <Absent>not said</Absent> },
            data.serialNumber !== '' && {
              name: 'Serial number',
              value: (
                <span className={`mono ${classes.sub}`}>
                  {data.serialNumber}
                  {data.revision && `, revision ${data.revision}`}
                </span>
              ),
            },
            {
              name: 'Added',
              value: (
                <>
                  <Moment at={bill.uploadedAt} ago /> by {bill.uploadedBy}
                </>
              ),
            },
            { name: 'File', value: data.fileName },
            { name: 'SHA-256', value: <span className={`mono ${classes.sub}`}>{data.digest}</span> },
          ]}
        />
      </Section>
      {dialog === 'bind' && (
        <BindDocumentDialog what="bill" of={bill} bind={(to) => bindSbom(bill.id, to)} onClose={close} />
      )}
      {dialog === 'remove' && (
        <RemoveDocumentDialog
          what="bill"
          effect="Its components no longer count for any device."
          backTo={paths.sboms()}
          remove={(reason) => removeSbom(bill.id, reason)}
          onClose={close}
        />
      )}
    </Page>
  )
}

function Components({ id }: { id: string }) {
  const { search, setSearch } = useSearchState<SbomSearch>()
  const components = useInfiniteQuery(sbomComponentsQuery(id, { q: search.q }))
  return (
    <Section title="Components" flush>
      <div className={classes.search}>
        <TextFilter label="Name, version, supplier, purl, CPE" value={search.q} onChange={(q) => setSearch({ q })} />
      </div>
      <PagedTable
        label="Components"
        query={components}
        columns={componentColumns}
        rowKey={(row) => String(row.position)}
        rowHeight={56}
        card={(row) => <ComponentCard row={row} />}
        empty={
          search.q ? (
            <Empty title="No component is called so" />
          ) : (
            <Empty title="The bill names no component">It only speaks of vulnerabilities.</Empty>
          )
        }
      />
    </Section>
  )
}

function Vulnerabilities({ id }: { id: string }) {
  const vulnerabilities = useInfiniteQuery(sbomVulnerabilitiesQuery(id))
  const first = vulnerabilities.data?.pages[0]
  const unread = first ? (['NVD', 'OSV'] as const).filter((database) => !first.wasRead[database]) : []
  return (
    <>
      {unread.length > 0 && (
        <Remark
          tone="warn"
          title={`${unread.join(' and ')} ${unread.length > 1 ? 'were' : 'was'} not read`}
          actions={<AppLink href={paths.sources()}>Open the sources</AppLink>}
        >
          What {unread.length > 1 ? 'they say' : 'it says'} of these components is not in this list.
          {unread.includes('OSV') && ' OSV knows components by their package URL, NVD by their CPE name or product.'}
        </Remark>
      )}
      <Section
        title="Vulnerabilities of its components"
        aside={
          first && first.total > 0
            ? `${formatCount(first.total)} by advisories, NVD, CVE records and OSV; worst component first`
            : undefined
        }
        flush
      >
        <PagedTable
          label="Vulnerabilities by component"
          query={vulnerabilities}
          total={first?.total}
          columns={vulnerabilityColumns(id)}
          rowKey={(row) => `${row.component.position} ${row.vulnerabilityId}`}
          rowHeight={64}
          cardHeight={150}
          card={(row) => <VulnerabilityCard row={row} sbom={id} />}
          empty={
            unread.length === 2 ? (
              <Empty title="Nothing to show yet">
                No advisory names one of them. Add NVD or OSV as a source: then its answer stands here.
              </Empty>
            ) : (
              <Empty title="None is named on its devices">
                No advisory names a vulnerability in these components, nor{' '}
                {unread[0] === 'NVD' ? 'does OSV' : 'does NVD'}
                {unread.length === 0 && ' or OSV'}, or the bill reaches no device.
              </Empty>
            )
          }
        />
      </Section>
    </>
  )
}

function Statements({ id }: { id: string }) {
  const statements = useInfiniteQuery(sbomStatementsQuery(id))
  return (
    <>
      <VexDocuments id={id} />
      <Section title="What the bill says of vulnerabilities" aside="VEX" flush>
        <PagedTable
          label="Statements on vulnerabilities"
          query={statements}
          columns={statementColumns(id)}
          rowKey={(row) => String(row.position)}
          rowHeight={64}
          card={(row) => <StatementCard row={row} sbom={id} />}
          empty={
            <Empty title="The bill says nothing of vulnerabilities">
              Ask the manufacturer for a VEX: it says which flaws of the components matter in this product.
            </Empty>
          }
        />
      </Section>
    </>
  )
}

/** What is said of this bill in documents of their own. */
function VexDocuments({ id }: { id: string }) {
  const { data } = useInfiniteQuery(vexDocumentsQuery({ sbom: id }))
  const documents = data?.pages.flatMap(({ items }) => items) ?? []
  if (documents.length === 0) return null
  return (
    <Section title="VEX documents that speak of it">
      <ul className={classes.documents}>
        {documents.map((one) => (
          <li key={one.id}>
            <AppLink href={paths.vexDocument(one.id)}>VEX by {one.author || 'an author who is not named'}</AppLink>,{' '}
            {formatCount(one.statements)} {one.statements === 1 ? 'statement' : 'statements'}
            {one.statedAt && (
              <>
                , made <Moment at={one.statedAt} ago />
              </>
            )}
            {one.replacedBy && ', replaced'}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Findings({ id }: { id: string }) {
  const findings = useInfiniteQuery(findingsQuery({ sbom: id, sort: 'risk' }))
  return (
    <Section title="Open findings of its devices" aside="worst first" flush>
      <PagedTable
        label="Findings"
        query={findings}
        columns={findingColumns}
        rowKey={findingKey}
        rowHref={findingHref}
        rowHeight={64}
        card={(row) => <FindingCard row={row} />}
        empty={
          <Empty title="No open finding">
            No source that is read here leaves a vulnerability open on these devices, or everything is decided or
            verified.
          </Empty>
        }
      />
    </Section>
  )
}
