import { Button } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import {
  advisoryDocumentQuery,
  advisoryQuery,
  advisoryViewQuery,
  markAdvisories,
  matchAgain,
  restoreAdvisory,
  withdrawAdvisory,
} from '#web/api/advisories.ts'
import type { AdvisoryPage as AdvisoryData, AdvisoryProduct } from '#web/api/contract.ts'
import { useMay } from '#web/components/access.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import { CsafFrame, CsafProductTree, CsafVulnerability, productNames } from '#web/components/csaf-view.tsx'
import { Groups } from '#web/components/group-list.tsx'
import { ReasonDialog } from '#web/components/reason-dialog.tsx'
import { ExploitedMark } from '#web/components/state-badges.tsx'
import { Exploitation, Remediations, Scores } from '#web/components/vulnerability-facts.tsx'
import { WhatIfLink } from '#web/components/what-if-link.tsx'
import type { AdvisoryPageSearch } from '#web/page-searches.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Facts } from '#web/ui/facts.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { OutsideLink, PlainText } from '#web/ui/plain-text.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam, useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty, Failure, Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable } from '#web/ui/table.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './advisories.module.css'
import { AdvisoryHistory } from './advisory-history.tsx'
import { MatchedDevices } from './matched-devices.tsx'
import { RevisionDifferences } from './revision-differences.tsx'

const productColumns: Column<AdvisoryProduct>[] = [
  { id: 'product', title: 'Product as published', width: 22, grow: true, render: (product) => product.fullName },
  { id: 'vendor', title: 'Vendor', width: 12, render: (product) => product.vendor },
  {
    id: 'version',
    title: 'Version',
    width: 12,
    render: (product) =>
      product.version ? <span className="mono">{product.version}</span> : <span className="quiet">not stated</span>,
  },
  { id: 'devices', title: 'Devices here', width: 8.5, align: 'end', render: (product) => product.devices },
]

export function AdvisoryPage() {
  const id = useParam('advisory')
  const advisory = useQuery(advisoryQuery(id))
  return (
    <LoadedPage query={advisory} title="Advisory" parent={{ title: 'Advisories', href: paths.advisories() }}>
      {(data) => <Advisory data={data} />}
    </LoadedPage>
  )
}

function Advisory({ data: { advisory, vulnerabilities, products, groups } }: { data: AdvisoryData }) {
  const [isReading, setIsReading] = useState(false)
  const [isWithdrawing, setIsWithdrawing] = useState(false)
  const may = useMay()
  const document = useQuery(advisoryViewQuery(advisory.id))
  const view = document.data?.view
  const names = useMemo(() => (view ? productNames(view) : new Map<string, string>()), [view])
  const { search, setSearch } = useSearchState<AdvisoryPageSearch>()
  const mark = useChange((read: boolean) => markAdvisories([advisory.id], read), {
    done: (_, read) => (read ? 'Marked as read.' : 'Marked as not read.'),
  })
  const again = useChange(() => matchAgain({ advisoryIds: [advisory.id] }), { done: 'Matched again.' })
  const restore = useChange(() => restoreAdvisory(advisory.id), { done: 'In force again.' })
  const [areAllProducts, setAreAllProducts] = useState(false)
  const shownProducts = areAllProducts ? products : products.slice(0, 12)
  return (
    <Page
      title={advisory.title}
      parent={{ title: 'Advisories', href: paths.advisories() }}
      eyebrow={<span className="mono">{advisory.trackingId}</span>}
      actions={
        <>
          <Action variant="subtle" loading={mark.isPending} onClick={() => mark.mutate(advisory.isUnread)}>
            {advisory.isUnread ? 'Mark as read' : 'Mark as not read'}
          </Action>
          <Action
            variant="subtle"
            loading={again.isPending}
            disabledReason={may.whyNot('source:run')}
            onClick={() => again.mutate(undefined)}
          >
            Match again
          </Action>
          {!advisory.withdrawnAt && (
            <WhatIfLink step={{ kind: 'remove', advisory: advisory.id }}>What if it were fixed</WhatIfLink>
          )}
          {!advisory.withdrawnAt && (
            <Action variant="subtle" disabledReason={may.whyNot('source:write')} onClick={() => setIsWithdrawing(true)}>
              Withdraw
            </Action>
          )}
          <Button
            variant="default"
            leftSection={<IconFileText size={16} aria-hidden />}
            onClick={() => setIsReading(true)}
          >
            The document as published
          </Button>
        </>
      }
    >
      {advisory.withdrawnAt && (
        <Remark
          tone="warn"
          title="Withdrawn"
          actions={
            advisory.withdrawnBy && (
              <Action
                variant="default"
                loading={restore.isPending}
                disabledReason={may.whyNot('source:write')}
                onClick={() => restore.mutate(undefined)}
              >
                Restore
              </Action>
            )
          }
        >
          {advisory.withdrawnBy ?? 'The publisher'} took it back on <Day on={advisory.withdrawnAt.slice(0, 10)} />
          {advisory.withdrawnBy && `: ${advisory.withdrawnReason}`}. Its findings are kept.
        </Remark>
      )}
      <Section title="Key facts">
        <Facts
          facts={[
            { name: 'Publisher', value: advisory.publisher },
            advisory.worstBand && {
              name: 'Worst score here',
              value: <BandBadge band={advisory.worstBand} score={advisory.worstScore} />,
            },
            {
              name: 'Devices affected',
              value: (
                <CountLink
                  href={paths.devices({ advisory: advisory.id, countsAs: 'affected', active: 'true' })}
                  count={advisory.affected}
                  of="devices affected"
                />
              ),
            },
            {
              name: 'Cannot tell',
              value: (
                <CountLink
                  href={paths.devices({ advisory: advisory.id, countsAs: 'to_look_at', active: 'true' })}
                  count={advisory.cannotTell}
                  of="devices of which nobody can tell"
                />
              ),
            },
            { name: 'Worst CVSS', value: advisory.worstCvss?.toFixed(1) },
            advisory.knownExploited && { name: 'Exploited', value: <ExploitedMark /> },
            { name: 'Published', value: <Day on={advisory.publishedAt.slice(0, 10)} /> },
            {
              name: 'Revised',
              value: (
                <>
                  <Day on={advisory.revisedAt.slice(0, 10)} /> (revision {advisory.revision})
                </>
              ),
            },
            advisory.url
              ? { name: 'Page of the publisher', value: <OutsideLink href={advisory.url}>Open</OutsideLink> }
              : null,
          ]}
        />
      </Section>
      {advisory.summary && (
        <Section title="Summary">
          <PlainText text={advisory.summary} />
        </Section>
      )}
      <MatchedDevices
        advisory={advisory.id}
        certainty={search.certainty ?? 'all'}
        onCertainty={(certainty) => setSearch({ certainty })}
      />
      <RevisionDifferences advisory={advisory.id} from={search.from} to={search.to} onChoose={setSearch} />
      <section aria-labelledby="here" style={{ display: 'grid', gap: 'var(--space-3)' }}>
        <h2 id="here" style={{ margin: 0, fontSize: '1.125rem' }}>
          Work, by model and site
        </h2>
        {groups.length === 0 ? (
          <Empty title="No device here is spoken of">
            No device’s manufacturer and model agree with a product of this advisory. New devices are matched as they
            come.
          </Empty>
        ) : (
          <Groups groups={groups} areAll={search.groups === 'all'} onAll={() => setSearch({ groups: 'all' })} />
        )}
      </section>
      <Section title="Vulnerabilities" aside={`${formatCount(vulnerabilities.length)}`}>
        {vulnerabilities.map((one, position) => (
          <div key={one.vulnerabilityId} className={classes.vulnerability}>
            <h3>
              <AppLink href={paths.vulnerability(one.vulnerabilityId)}>{one.vulnerabilityId}</AppLink>
              <span>{one.title}</span>
              {one.knownExploited && <ExploitedMark />}
            </h3>
            {one.description && <PlainText text={one.description} />}
            {one.cwe && <p className="quiet small">{one.cwe}</p>}
            <Scores scores={one.scores} />
            <Exploitation knownExploited={one.knownExploited} probability={one.probability} />
            <div>
              <h4 style={{ margin: '0 0 var(--space-2)' }}>What the vendor says</h4>
              <Remediations remediations={one.remediations} />
            </div>
            {view?.vulnerabilities[position] && (
              <CsafVulnerability one={view.vulnerabilities[position]} view={view} names={names} />
            )}
          </div>
        ))}
      </Section>
      <Section title="Products" aside={`${formatCount(products.length)} as published`} flush>
        <PlainTable
          label="Products"
          columns={productColumns}
          rows={shownProducts}
          rowKey={(product) => product.productId}
          card={(product) => (
            <>
              {product.fullName}
              <div className={classes.sub}>
                {product.vendor}, {product.devices} {product.devices === 1 ? 'device' : 'devices'} here
              </div>
            </>
          )}
        />
        {products.length > shownProducts.length && (
          <div style={{ padding: 'var(--space-3) var(--space-4)' }}>
            <Button variant="default" size="compact-md" onClick={() => setAreAllProducts(true)}>
              All {formatCount(products.length)} products
            </Button>
          </div>
        )}
      </Section>
      {document.error && <Failure error={document.error} retry={() => void document.refetch()} />}
      {document.data && document.data.notTaken.length > 0 && (
        <Section title="Not taken of the document">
          <ul>
            {document.data.notTaken.map((reason) => (
              <li key={reason} style={{ overflowWrap: 'anywhere' }}>
                {reason}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {view && (
        <>
          <CsafProductTree view={view} names={names} />
          <CsafFrame view={view} />
        </>
      )}
      <AdvisoryHistory advisory={advisory.id} />
      <p className="quiet small" style={{ overflowWrap: 'anywhere' }}>
        SHA-256 of the document: <span className="mono">{advisory.documentDigest}</span>
      </p>
      {isWithdrawing && <WithdrawDialog id={advisory.id} onClose={() => setIsWithdrawing(false)} />}
      {isReading && <DocumentDialog id={advisory.id} onClose={() => setIsReading(false)} />}
    </Page>
  )
}

const WithdrawDialog = ({ id, onClose }: { id: string; onClose: () => void }) => (
  <ReasonDialog
    title="Withdraw the advisory"
    submit="Withdraw"
    done="Withdrawn."
    send={(reason) => withdrawAdvisory(id, reason)}
    onClose={onClose}
  >
    It is matched no longer. Its documents, findings and history stay, and it can be restored. A newer revision brings
    it back.
  </ReasonDialog>
)

/** What came, as text: nothing in it is ever drawn as a page. */
function DocumentDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const text = useQuery(advisoryDocumentQuery(id))
  return (
    <Dialog title="The document as published" opened onClose={onClose} size="xl">
      <Loaded query={text}>
        {(document) => (
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="mono"
            style={{ overflow: 'auto', maxHeight: '70dvh', fontSize: '0.8125rem', margin: 0 }}
          >
            {document}
          </pre>
        )}
      </Loaded>
    </Dialog>
  )
}
