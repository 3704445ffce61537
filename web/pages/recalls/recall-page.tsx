import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { advisoriesQuery } from '#web/api/advisories.ts'
import type { RecallPage as RecallData } from '#web/api/contract.ts'
import { matchRecall, recallQuery } from '#web/api/recalls.ts'
import { useMay } from '#web/components/access.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, CountLink } from '#web/ui/app-link.tsx'
import { Facts } from '#web/ui/facts.tsx'
import { LinkAction } from '#web/ui/link-action.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { OutsideLink, PlainText } from '#web/ui/plain-text.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './recalls.module.css'
import { topicWords } from './topic-words.ts'

const parent = { title: 'Recalls', href: paths.recalls() }
const listNames = { recall: 'CDRH’s recall database', enforcement: 'Enforcement report' } as const

/** The FDA's descriptions go on for pages; the whole stands below. */
const shortened = (text: string) => (text.length > 140 ? `${text.slice(0, 139).trimEnd()}…` : text)

export function RecallPage() {
  const recall = useQuery(recallQuery(useParam('event')))
  return (
    <LoadedPage query={recall} title="Recall" parent={parent}>
      {(data) => <Recall data={data} />}
    </LoadedPage>
  )
}

function Recall({ data }: { data: RecallData }) {
  const may = useMay()
  const match = useChange(() => matchRecall(data.eventId), {
    done: () => 'Matched with the devices here. It stands among the advisories now.',
  })
  const byNumber = Map.groupBy(data.entries, ({ number }) => number)
  return (
    <Page
      title={shortened(data.product)}
      parent={parent}
      eyebrow={`Recall event ${data.eventId}`}
      lead={data.firm}
      actions={
        data.advisoryId ? (
          <LinkAction href={paths.advisory(data.advisoryId)}>Open as advisory</LinkAction>
        ) : (
          <Action
            disabledReason={may.whyNot('finding:decide')}
            loading={match.isPending}
            onClick={() => match.mutate(undefined)}
          >
            Match with devices
          </Action>
        )
      }
    >
      {!data.advisoryId && (
        <Remark title="Kept, not matched">
          It is not about security, as far as its reason tells. Match it with the devices if it matters here all the
          same: it then has findings, triage and work like any advisory.
        </Remark>
      )}
      <Section title="Key facts">
        <Facts
          facts={[
            { name: 'Class', value: data.classification && `Class ${data.classification}` },
            { name: 'About', value: topicWords[data.topic] },
            { name: 'FDA status', value: data.status },
            { name: 'Begun', value: data.initiatedOn && <Day on={data.initiatedOn} /> },
            { name: 'Published', value: data.publishedOn && <Day on={data.publishedOn} /> },
            data.advisoryId !== null && { name: 'Devices here', value: <DevicesHere advisory={data.advisoryId} /> },
            data.takenBy !== null && { name: 'Matched by', value: data.takenBy },
          ]}
        />
        <p className="quiet small">
          From openFDA, which is not to be relied on for decisions about care: the letter of the firm counts.
        </p>
      </Section>
      <Section title={byNumber.size === 1 ? 'What the FDA’s lists say' : `The ${byNumber.size} products`}>
        {data.entries.map((entry) => (
          <article key={`${entry.list} ${entry.key}`} className={classes.entry}>
            <h3>
              <span className="mono">{entry.number}</span> · {listNames[entry.list]}
            </h3>
            <Facts
              columns="one"
              facts={[
                { name: 'Product', value: entry.product },
                { name: 'Which units', value: entry.codeInfo },
                { name: 'Reason', value: <PlainText text={entry.reason} /> },
                entry.rootCause !== undefined && { name: 'Root cause', value: entry.rootCause },
                entry.action !== undefined && { name: 'What the firm does', value: <PlainText text={entry.action} /> },
                { name: 'Status', value: entry.status },
                entry.quantity !== undefined && { name: 'Quantity', value: entry.quantity },
                entry.terminatedOn !== undefined && { name: 'Ended', value: <Day on={entry.terminatedOn} /> },
              ]}
            />
            {entry.url && <OutsideLink href={entry.url}>The entry at the FDA</OutsideLink>}
          </article>
        ))}
      </Section>
    </Page>
  )
}

function DevicesHere({ advisory }: { advisory: string }) {
  const found = useInfiniteQuery(
    advisoriesQuery({ q: advisory.replace('fda:recall-', 'RES-'), affected: 'any', limit: 5 }),
  )
  const row = found.data?.pages.flatMap(({ items }) => items).find(({ id }) => id === advisory)
  if (!row) return <AppLink href={paths.advisory(advisory)}>See the advisory</AppLink>
  const href = (countsAs: string) => paths.devices({ advisory, countsAs, active: 'true' })
  return (
    <>
      <CountLink href={href('affected')} count={row.affected} of="devices affected" /> affected,{' '}
      <CountLink href={href('to_look_at')} count={row.cannotTell} of="devices of which nobody can tell" /> cannot tell
    </>
  )
}
