import { Button } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { advisoryDocumentQuery, advisoryQuery } from '#web/api/advisories.ts'
import type { AdvisoryPage as AdvisoryData, AdvisoryProduct } from '#web/api/contract.ts'
import { GroupCard, groupKey } from '#web/components/group-list.tsx'
import { ExploitedMark } from '#web/components/state-badges.tsx'
import { Exploitation, Remediations, Scores } from '#web/components/vulnerability-facts.tsx'
import { paths } from '#web/paths.ts'
import { AppLink, CountLink, formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Facts } from '#web/ui/facts.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { OutsideLink, PlainText } from '#web/ui/plain-text.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable } from '#web/ui/table.tsx'
import classes from './advisories.module.css'

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
  const [areAllProducts, setAreAllProducts] = useState(false)
  const shownProducts = areAllProducts ? products : products.slice(0, 12)
  return (
    <Page
      title={advisory.title}
      parent={{ title: 'Advisories', href: paths.advisories() }}
      eyebrow={<span className="mono">{advisory.trackingId}</span>}
      actions={
        <Button
          variant="default"
          leftSection={<IconFileText size={16} aria-hidden />}
          onClick={() => setIsReading(true)}
        >
          The document as published
        </Button>
      }
    >
      {advisory.withdrawnAt && (
        <Remark tone="warn" title="Withdrawn">
          The publisher took it back on <Day on={advisory.withdrawnAt.slice(0, 10)} />. Its findings are kept.
        </Remark>
      )}
      <Section title="Key facts">
        <Facts
          facts={[
            { name: 'Publisher', value: advisory.publisher },
            {
              name: 'Devices affected',
              value: (
                <CountLink
                  href={paths.devices({ advisory: advisory.id, answer: 'affected', active: 'true' })}
                  count={advisory.affected}
                  of="devices affected"
                />
              ),
            },
            {
              name: 'Cannot tell',
              value: (
                <CountLink
                  href={paths.devices({ advisory: advisory.id, answer: 'cannot_tell', active: 'true' })}
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
      <section aria-labelledby="here" style={{ display: 'grid', gap: 'var(--space-3)' }}>
        <h2 id="here" style={{ margin: 0, fontSize: '1.125rem' }}>
          Devices here, by model and site
        </h2>
        {groups.length === 0 ? (
          <Empty title="No device here is spoken of">
            No device’s manufacturer and model agree with a product of this advisory. New devices are matched as they
            come.
          </Empty>
        ) : (
          groups.map((group) => <GroupCard key={groupKey(group)} group={group} />)
        )}
      </section>
      <Section title="Vulnerabilities" aside={`${formatCount(vulnerabilities.length)}`}>
        {vulnerabilities.map((one) => (
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
      <p className="quiet small" style={{ overflowWrap: 'anywhere' }}>
        SHA-256 of the document: <span className="mono">{advisory.documentDigest}</span>
      </p>
      {isReading && <DocumentDialog id={advisory.id} onClose={() => setIsReading(false)} />}
    </Page>
  )
}

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
