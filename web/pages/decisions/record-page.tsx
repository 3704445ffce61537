import { Button } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { DecisionRecord } from '#web/api/contract.ts'
import { recordQuery } from '#web/api/decisions.ts'
import { humanise } from '#web/api/words.ts'
import { downloads, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { formatCount } from '#web/ui/app-link.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import classes from './record.module.css'

/** What the hospital shows whoever asks who bore which risk, and on what grounds. Prints on A4. */
export function RecordPage() {
  const id = useParam('proposal')
  const record = useQuery(recordQuery(id))
  return (
    <LoadedPage
      query={record}
      title="Decision record"
      parent={{ title: 'Proposed decision', href: paths.proposal(id) }}
    >
      {(data) => <Record id={id} data={data} />}
    </LoadedPage>
  )
}

function Record({ id, data: { content, hash, number, isInTrail } }: { id: string; data: DecisionRecord }) {
  const { level, worst, rule } = content
  return (
    <Page
      narrow
      title={`Decision record ${number}: ${content.on}`}
      parent={{ title: 'Proposed decision', href: paths.proposal(id) }}
      eyebrow={content.organisation.name}
      lead={`“${content.reason}”`}
      actions={
        <>
          <Action leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
            Print
          </Action>
          <Button
            component="a"
            href={downloads.decisionRecord(id, 'html')}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            As a page
          </Button>
          <Button
            component="a"
            href={downloads.decisionRecord(id, 'json')}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            As JSON
          </Button>
        </>
      }
    >
      {!isInTrail && (
        <Remark tone="bad" title="Not in the audit trail">
          No entry of the trail names this record: it is not what was decided, or the trail was changed.
        </Remark>
      )}
      <div className={classes.record}>
        <Section title="The decision">
          <Facts
            facts={[
              { name: 'Decision', value: humanise(content.decision) },
              { name: 'In force from', value: <Moment at={content.inForceFrom} /> },
              {
                name: 'In force until',
                value: content.expiresOn ? (
                  <Day on={content.expiresOn} />
                ) : (
                  <Absent>as long as its premises hold</Absent>
                ),
              },
              { name: 'Vulnerabilities', value: content.vulnerabilityIds.join(', ') },
              {
                name: 'In force on',
                value: `${formatCount(level.findings)} findings on ${formatCount(level.devices)} devices`,
              },
              {
                name: 'Worst risk in scope',
                value: `${level.worstBand ?? 'not known'}${level.worstScore === null ? '' : `, score ${level.worstScore}`}${
                  level.isLifeSustaining ? '; of devices that may sustain life' : ''
                }`,
              },
              { name: 'Evidence', value: content.evidence || <Absent>none named</Absent> },
              content.justification !== null && { name: 'Why, in VEX’s words', value: humanise(content.justification) },
            ]}
          />
        </Section>
        <Section title="In force as long as">
          <ul>
            {content.premises.map(({ words }) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Section>
        <Section title="On what">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Product</th>
                <th scope="col">Site</th>
                <th scope="col">Findings</th>
              </tr>
            </thead>
            <tbody>
              {content.products.map((one) => (
                <tr key={`${one.manufacturer} ${one.model} ${one.site}`}>
                  <td>{[one.manufacturer, one.model].filter(Boolean).join(' ') || 'without a model'}</td>
                  <td>{one.site || 'no site'}</td>
                  <td>{formatCount(one.findings)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
        {worst && (
          <Section title="The worst finding, and the parts of its score at that time">
            <p>
              {worst.vulnerabilityId} on {worst.device}: score {worst.score ?? 'unknown'} ({worst.band ?? 'unknown'});
              likelihood {worst.likelihood ?? '–'}, safety {worst.safety ?? '–'}, care {worst.care ?? '–'}, privacy{' '}
              {worst.privacy ?? '–'}
            </p>
            <ul>
              {worst.parts.map((part) => (
                <li key={`${part.axis} ${part.text}`}>
                  {humanise(part.axis)}: {part.text}{' '}
                  <span className="quiet">
                    ({part.source}
                    {part.asOf && `, ${part.asOf.slice(0, 10)}`})
                  </span>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Section title="Who decided">
          <Facts
            facts={[
              {
                name: 'Proposed',
                value: (
                  <>
                    {content.proposed.by}, <Moment at={content.proposed.at} />
                  </>
                ),
              },
              ...content.approvals.map((one) => ({
                name: 'Approved and signed',
                value: (
                  <>
                    {one.by}, <Moment at={one.at} />, by entering the password again
                    {one.note && `: “${one.note}”`}
                  </>
                ),
              })),
              {
                name: 'The rule asked for',
                value:
                  rule.version === null
                    ? 'nobody: no rule was adopted'
                    : `${rule.approvers} ${rule.approvers === 1 ? 'approval' : 'approvals'} (rule ${rule.version})`,
              },
              rule.oneKey !== null && { name: 'One key passed, because', value: rule.oneKey },
            ]}
          />
        </Section>
        <Section title="This record">
          <Facts
            facts={[
              { name: 'SHA-256', value: <code className={classes.hash}>{hash}</code> },
              {
                name: 'Of the record before',
                value: content.previous ? (
                  <code className={classes.hash}>{content.previous}</code>
                ) : (
                  <Absent>it is the first</Absent>
                ),
              },
              { name: 'In the audit trail', value: isInTrail ? 'yes' : 'no' },
            ]}
          />
        </Section>
      </div>
    </Page>
  )
}
