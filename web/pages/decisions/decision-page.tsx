import { IconArrowBackUp, IconRefresh } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DecisionPage as DecisionData } from '#web/api/contract.ts'
import { decidedOn, decisionFindingsQuery, decisionQuery, withdrawDecision } from '#web/api/decisions.ts'
import { humanise } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import classes from '#web/components/decision.module.css'
import { StandingCard, standingColumns, standingHref, standingKey } from '#web/components/decision-columns.tsx'
import { ReasonDialog } from '#web/components/reason-dialog.tsx'
import { RenewDialog } from '#web/components/renew-dialog.tsx'
import { DecisionBadge, DecisionStateBadge } from '#web/components/state-badges.tsx'
import type { DecisionPageSearch } from '#web/page-searches.ts'
import { databaseTitles, isDatabase, paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { LoadedPage } from '#web/ui/loaded-page.tsx'
import { Day, Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { PagedTable } from '#web/ui/paged-table.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { useParam, useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty } from '#web/ui/states.tsx'
import { LinkTabs } from '#web/ui/tabs.tsx'
import { ControlSection } from './control-section.tsx'

const parent = { title: 'Decisions', href: paths.decisions() }

export function DecisionPage() {
  const decision = useQuery(decisionQuery(useParam('decision')))
  return (
    <LoadedPage query={decision} title="Decision" parent={parent}>
      {(data) => <Decision data={data} />}
    </LoadedPage>
  )
}

function Decision({ data }: { data: DecisionData }) {
  const may = useMay()
  const [isTakingBack, setIsTakingBack] = useState(false)
  const [isRenewing, setIsRenewing] = useState(false)
  return (
    <Page
      title={decidedOn(data)}
      parent={parent}
      eyebrow="Decision"
      lead={`“${data.reason}”`}
      actions={
        data.decision !== 'none' && (
          <>
            {data.expiresOn !== null && (
              <Action
                variant="default"
                leftSection={<IconRefresh size={16} aria-hidden />}
                disabledReason={
                  data.withdrawnAt
                    ? 'It was taken back.'
                    : data.renewedBy
                      ? 'It was renewed already.'
                      : may.whyNot('finding:decide')
                }
                onClick={() => setIsRenewing(true)}
              >
                Renew
              </Action>
            )}
            <Action
              variant="default"
              leftSection={<IconArrowBackUp size={16} aria-hidden />}
              disabledReason={data.withdrawnAt ? 'It was taken back before.' : may.whyNot('finding:decide')}
              onClick={() => setIsTakingBack(true)}
            >
              Take it back
            </Action>
          </>
        )
      }
    >
      {data.withdrawnAt && (
        <Remark title={`Taken back by ${data.withdrawnBy}`}>
          “{data.withdrawnReason}” <Moment at={data.withdrawnAt} />
        </Remark>
      )}
      {data.failing.length > 0 && !data.withdrawnAt && (
        <Remark
          tone={data.failing.some(({ state }) => state === 'broken') ? 'warn' : 'info'}
          title={data.broken > 0 ? 'It no longer holds everywhere' : 'Something is not known'}
        >
          <ul className={classes.premises}>
            {data.failing.slice(0, 8).map((one) => (
              <li key={`${one.state} ${one.text}`}>
                {formatCount(one.devices)} {one.devices === 1 ? 'device' : 'devices'}: {one.text}
              </li>
            ))}
          </ul>
        </Remark>
      )}
      <Section title="Key facts">
        <Facts
          facts={[
            {
              name: 'Decision',
              value: (
                <span className={classes.badges}>
                  <DecisionBadge decision={data.decision} />
                  <DecisionStateBadge state={data.state} isBroken={data.broken > 0} />
                </span>
              ),
            },
            {
              name: 'Decided',
              value: (
                <>
                  <Moment at={data.decidedAt} /> by {data.decidedBy}
                </>
              ),
            },
            data.renews !== null && {
              name: 'Renewal of',
              value: <AppLink href={paths.decision(data.renews)}>the decision before</AppLink>,
            },
            data.renewedBy !== null && {
              name: 'Renewed by',
              value: <AppLink href={paths.decision(data.renewedBy)}>the decision after</AppLink>,
            },
            data.proposalId !== null && {
              name: 'Approvals and record',
              value: (
                <>
                  <AppLink href={paths.proposal(data.proposalId)}>As it was proposed</AppLink> ·{' '}
                  <AppLink href={paths.decisionRecord(data.proposalId)}>Record</AppLink>
                </>
              ),
            },
            { name: 'Until', value: data.expiresOn ? <Day on={data.expiresOn} /> : <Absent>no end</Absent> },
            data.justification !== null && { name: 'Why, in VEX’s words', value: humanise(data.justification) },
            {
              name: 'Carries to what comes later',
              value: data.carries
                ? 'Yes: devices, versions and revisions on which all holds'
                : 'No: the findings that it was taken on, and nothing else',
            },
            data.advisoryId !== null && {
              name: 'Advisory',
              value: isDatabase(data.advisoryId) ? (
                databaseTitles[data.advisoryId]
              ) : (
                <AppLink href={paths.advisory(data.advisoryId)}>
                  {data.advisory ? `${data.advisory.trackingId}: ${data.advisory.title}` : data.advisoryId}
                </AppLink>
              ),
            },
            {
              name: data.vulnerabilityIds.length === 1 ? 'Vulnerability' : 'Vulnerabilities',
              value: (
                <>
                  {data.vulnerabilityIds.slice(0, 8).map((id, at) => (
                    <span key={id}>
                      {at > 0 && ', '}
                      <AppLink href={paths.vulnerability(id)} className="whole">
                        {id}
                      </AppLink>
                    </span>
                  ))}
                  {data.vulnerabilityIds.length > 8 && ` and ${formatCount(data.vulnerabilityIds.length - 8)} more`}
                </>
              ),
            },
          ]}
        />
      </Section>
      {data.decision !== 'none' && (
        <Section title="In force as long as">
          {data.premises.length === 0 ? (
            <p className="quiet">It rests on nothing: it stays on its findings until somebody takes it back.</p>
          ) : (
            <ul className={classes.premises}>
              {data.premises.map(({ words }) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          )}
        </Section>
      )}
      {controlsOf(data).map((controlId) => (
        <ControlSection key={controlId} controlId={controlId} />
      ))}
      <Findings data={data} />
      {isRenewing && <RenewDialog data={data} onClose={() => setIsRenewing(false)} />}
      {isTakingBack && <TakeBackDialog data={data} onClose={() => setIsTakingBack(false)} />}
    </Page>
  )
}

const controlsOf = ({ premises }: DecisionData) =>
  premises.flatMap(({ premise }) => (premise.kind === 'control_verified' ? [premise.controlId] : []))

function Findings({ data }: { data: DecisionData }) {
  const { search } = useSearchState<DecisionPageSearch>()
  const findings = useInfiniteQuery(decisionFindingsQuery(data.id, { state: search.state }))
  return (
    <>
      <LinkTabs
        label="Findings by how it stands with them"
        current={search.state ?? 'all'}
        tabs={[
          { id: 'all', title: 'All findings', href: paths.decision(data.id) },
          { id: 'holds', title: 'In force', count: data.holding, href: paths.decision(data.id, 'holds') },
          { id: 'broken', title: 'Broken', count: data.broken, href: paths.decision(data.id, 'broken') },
          { id: 'asks', title: 'Not known', count: data.asking, href: paths.decision(data.id, 'asks') },
        ]}
      />
      <Section title="Findings" flush>
        <PagedTable
          label="Findings"
          query={findings}
          columns={standingColumns}
          rowKey={standingKey}
          rowHref={standingHref}
          rowHeight={60}
          card={(row) => <StandingCard row={row} />}
          empty={<Empty title="None">No finding stands so with this decision.</Empty>}
        />
      </Section>
    </>
  )
}

const TakeBackDialog = ({ data, onClose }: { data: DecisionData; onClose: () => void }) => (
  <ReasonDialog
    title="Take the decision back"
    submit="Take it back"
    done="The decision is taken back."
    send={(reason) => withdrawDecision(data.id, reason)}
    onClose={onClose}
  >
    {data.holding === 1 ? 'One finding is' : `${formatCount(data.holding)} findings are`} open again. A decision whose
    place it took does not come back. It stays in the register, and in each history.
  </ReasonDialog>
)
